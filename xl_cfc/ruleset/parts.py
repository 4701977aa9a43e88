"""A part of a rule set: the criteria one agency supplies, scored by the same rule as the whole.

An agency's form is an ordinary form made from such a part. The figures its indicators need from elsewhere (general
ones, or another criterion's) stand in it too, locked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xl_cfc.ruleset.models import Criterion, Field, FieldType, Rated, Ruleset, Status

#: General information an agency's form asks for beside the whole form's own: the agency, and, where one agency is
#: several bodies, which of them supplies these figures.
AGENCY_FIELD = "co_quan_cung_cap"
BODY_FIELD = "don_vi_cung_cap"
#: General information an agency fills in itself; the rest comes from the commune, locked.
SIGNED_FIELDS = ("nguoi_lap", "chuc_vu", "dien_thoai", "ngay_lap")
#: A figure from elsewhere: not typed, not counted from rows, not asked for.
_SHOWN_ONLY: dict[str, Any] = {"section": "general", "hamlet": False, "survey": None, "required": False}


_BODY_LABEL = "Đơn vị trực thuộc (khi nhiều đơn vị cùng cung cấp, ví dụ từng trường học)"


def _unit_text(name: str, label: str, *, required: bool = True) -> Field:
    return Field(id=name, label=label, type=FieldType.TEXT, section="unit", required=required)


@dataclass(frozen=True)
class Part:
    """Some criteria of a rule set."""

    whole: Ruleset
    numbers: tuple[int, ...]

    @cached_property
    def own(self) -> frozenset[str]:
        """The figures that belong to these criteria."""
        return frozenset(name for name, home in self.whole.criterion_of_field.items() if home in self.numbers)

    @cached_property
    def borrowed(self) -> frozenset[str]:
        """The figures its indicators need that belong elsewhere."""
        needed = {name for criterion in self._criteria for i in criterion.indicators for name in i.fields}
        return frozenset(needed - self.own)

    @cached_property
    def locked(self) -> frozenset[str]:
        """Every field that is shown and not typed in this part."""
        unit = {field.id for field in self.whole.unit_fields} - set(SIGNED_FIELDS)
        return self.borrowed | unit | {AGENCY_FIELD}

    @property
    def _criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.whole.criteria if criterion.number in self.numbers)

    @cached_property
    def ruleset(self) -> Ruleset:
        """The part as a rule set of its own; its total is the sum of its criteria."""
        whole = self.whole
        shown = self.own | self.borrowed
        total = sum((criterion.max_points.value for criterion in self._criteria), start=whole.total_points.value * 0)
        return Ruleset(
            id=whole.id,
            title=whole.title,
            effective_from=whole.effective_from,
            effective_to=whole.effective_to,
            sources=whole.sources,
            total_points=Rated(value=total, status=Status.ASSUMED, source=None),
            thresholds=whole.thresholds,
            no_zero_criterion=whole.no_zero_criterion,
            criterion_met=whole.criterion_met,
            fields=dict(self._fields()),
            criteria=self._criteria,
            cross_checks=tuple(check for check in whole.cross_checks if shown.issuperset(check.fields)),
        )

    def _fields(self) -> Iterable[tuple[str, Field]]:
        yield AGENCY_FIELD, _unit_text(AGENCY_FIELD, "Cơ quan cung cấp số liệu")
        yield BODY_FIELD, _unit_text(BODY_FIELD, _BODY_LABEL, required=False)
        for field in self.whole.unit_fields:
            yield field.id, field
        for field in self.whole.inputs:
            if field.id in self.own:
                yield field.id, field
            elif field.id in self.borrowed:
                yield field.id, field.model_copy(update=_SHOWN_ONLY)


def part_of(ruleset: Ruleset, numbers: Iterable[int]) -> Part:
    """The part of a rule set with these criteria; raises `ValueError` for a criterion it does not have."""
    wanted = tuple(sorted(set(numbers)))
    known = {criterion.number for criterion in ruleset.criteria}
    if not wanted or not known.issuperset(wanted):
        raise ValueError(f"no such criteria in {ruleset.id}: {wanted}")
    return Part(ruleset, wanted)
