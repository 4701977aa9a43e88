"""What no part of a rule set can see alone: references, duplicates, the order of tiers, sums of maxima."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from xl_cfc.language import number_text, t
from xl_cfc.ruleset.fields import FieldType
from xl_cfc.ruleset.kinds.base import KnownFields, field_mistakes
from xl_cfc.ruleset.models import Criterion, CrossCheck
from xl_cfc.ruleset.problems import RulesetProblem


def consistency_problems(
    *,
    fields: KnownFields,
    criteria: Iterable[Criterion],
    cross_checks: Iterable[CrossCheck],
    classes: tuple[str, ...],
    total: Decimal | None,
    renamed: Mapping[str, str],
) -> Iterator[RulesetProblem]:
    """What no part can see alone: references, duplicates, the order of tiers, sums of maxima."""
    criteria = list(criteria)
    yield from _duplicates("criteria", [str(criterion.number) for criterion in criteria])
    yield from _duplicates("indicators", [i.id for criterion in criteria for i in criterion.indicators])
    for criterion in criteria:
        path = f"criteria[{criterion.number}]"
        for indicator in criterion.indicators:
            where = f"{path}.indicators[{indicator.id}]"
            if indicator.criterion != criterion.number:
                yield RulesetProblem(
                    where, t("mã chỉ tiêu không thuộc tiêu chí này", "the id belongs to another criterion")
                )
            for part, message in indicator.mistakes(fields, classes):
                yield RulesetProblem(".".join(filter(None, (where, part))), message)
        yield from _maximum_problems(path, criterion, classes)
    for position, check in enumerate(cross_checks, start=1):
        for name in check.fields:
            yield from count_field_problems(f"cross_checks[{position}]", name, fields)
    declared = sum((criterion.max_points.value for criterion in criteria), Decimal(0))
    if total is not None and criteria and declared != total:
        yield RulesetProblem(
            "total_points",
            t(
                f"điểm tối đa các tiêu chí cộng lại là {number_text(declared)}, không phải {number_text(total)}",
                f"the criteria's maxima add up to {number_text(declared)}, not {number_text(total)}",
            ),
        )
    yield from _unit_field_problems(fields, classes)
    for name in renamed if isinstance(renamed, Mapping) else ():
        if name not in fields:
            yield RulesetProblem(
                f"renamed.{name}", t(f"số liệu '{name}' không có trong fields", f"field '{name}' is not defined")
            )


def _duplicates(path: str, ids: list[str]) -> Iterator[RulesetProblem]:
    for name in dict.fromkeys(ids):
        if ids.count(name) > 1:
            yield RulesetProblem(f"{path}[{name}]", t("mã bị trùng", "this id stands twice"))


def count_field_problems(path: str, name: str, fields: KnownFields) -> Iterator[RulesetProblem]:
    """Whether a rule set has such a count."""
    yield from (RulesetProblem(*mistake) for mistake in field_mistakes(path, name, FieldType.COUNT, fields))


def _maximum_problems(path: str, criterion: Criterion, classes: tuple[str, ...]) -> Iterator[RulesetProblem]:
    for name in (None, *classes):
        reachable = sum((i.max_points(name) for i in criterion.indicators), Decimal(0))
        if reachable != criterion.max_points.value:
            of_class = t(f" (nhóm {name})", f" (class {name})") if name else ""
            yield RulesetProblem(
                f"{path}.max_points",
                t(
                    f"các chỉ tiêu{of_class} cộng lại tối đa {number_text(reachable)}, "
                    f"không phải {number_text(criterion.max_points.value)}",
                    f"the indicators{of_class} add up to at most {number_text(reachable)}, "
                    f"not {number_text(criterion.max_points.value)}",
                ),
            )
            return


#: What every form must ask for, because scoring and merging need it.
REQUIRED_UNIT_FIELDS = ("ten_don_vi", "ma_dvhc", "nhom_nguong", "nam", "ky")


def _unit_field_problems(fields: KnownFields, classes: tuple[str, ...]) -> Iterator[RulesetProblem]:
    for name in REQUIRED_UNIT_FIELDS:
        if name not in fields or ((field := fields[name]) is not None and field.is_input):
            yield RulesetProblem(
                f"fields.{name}", t("thiếu thông tin chung bắt buộc", "required general information is missing")
            )
    group = fields.get("nhom_nguong")
    chosen = group.choices if group is not None else classes
    if classes and chosen != classes:
        yield RulesetProblem(
            "fields.nhom_nguong",
            t("choices phải đúng các nhóm trong thresholds", "choices must be the classes of thresholds"),
        )
