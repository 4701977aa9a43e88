"""The rule as typed data: criteria with their indicators, thresholds, fields, cross-checks.

Every number of the rule is `Rated`: it carries the status that says whether anybody has compared it with the
Decision, and the source it was taken from. Nothing here knows how many criteria there are, or which, or of what kinds
their indicators are. What a rule set is made of can be had from here.
"""

import hashlib
import json
from functools import cached_property
from string import ascii_lowercase
from typing import Annotated, Any

from pydantic import Field as Attribute

from xl_cfc.ruleset.crosschecks import CrossCheck, Term
from xl_cfc.ruleset.fields import (
    FINAL_PERIOD,
    FORECAST_PERIOD,
    MAX_COUNT,
    NO,
    YES,
    Field,
    FieldType,
    SurveyCount,
)
from xl_cfc.ruleset.kinds.base import Indicator
from xl_cfc.ruleset.kinds.figures import Limit
from xl_cfc.ruleset.kinds.registry import AnyIndicator
from xl_cfc.ruleset.rated import ClassId, Day, FieldId, Points, Rated, RuleModel, Status

__all__ = [
    "FINAL_PERIOD", "FORECAST_PERIOD", "MAX_COUNT", "NO", "YES", "Criterion", "CriterionMet", "CrossCheck", "Field",
    "FieldType", "Indicator", "Plausibility", "Rated", "Ruleset", "Status", "SurveyCount", "Term", "ThresholdClass",
]  # fmt: skip


class Criterion(RuleModel):
    """One criterion: its number, name, maximum and indicators."""

    number: Annotated[int, Attribute(ge=1, le=99)]
    name: str
    max_points: Rated[Points]
    indicators: tuple[AnyIndicator, ...] = Attribute(min_length=1)


class ThresholdClass(RuleModel):
    """A class of communes and the total it must reach."""

    points: Rated[Points]
    label: str


def _ruling(content: Any) -> Any:
    """The content without what stands beside its numbers."""
    if isinstance(content, dict):
        return {key: _ruling(value) for key, value in content.items() if key not in _BESIDE_A_NUMBER}
    return [_ruling(value) for value in content] if isinstance(content, list) else content


class Plausibility(RuleModel):
    """When a count that changed since the earlier form is asked about: beyond so many times, either way.

    Our own convention, not the Decision's: no source states one. A change is passed over while both counts stay below
    `minimum`, where small numbers jump by themselves. `by_field` gives single figures a factor of their own.
    """

    factor: Annotated[int, Attribute(ge=2)] = 3
    minimum: Annotated[int, Attribute(ge=1)] = 20
    by_field: dict[FieldId, Annotated[int, Attribute(ge=2)]] = Attribute(default_factory=dict)

    def factor_of(self, field_id: str) -> int:
        """The factor that holds for a figure."""
        return self.by_field.get(field_id, self.factor)


class CriterionMet(RuleModel):
    """A criterion is met with more than `above` points."""

    above: Rated[Points]


#: What a rule set says of itself and of where its numbers come from, beside the rule that scores.
_BESIDE_THE_RULE = {"sources", "example", "based_on", "revised_on", "renamed"}
_BESIDE_A_NUMBER = {"page", "checked_on"}


class Ruleset(RuleModel):
    """A Decision as data.

    `sources` maps the keys that numbers cite to full references. `renamed` maps a field to what it is called in the
    rule set this one follows. An `example` is never chosen unless it is named. `based_on` and `revised_on` say from
    which rule set, and when, somebody made this one.
    """

    id: Annotated[str, Attribute(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    title: str
    effective_from: Day
    effective_to: Day | None = None
    example: bool = False
    based_on: str | None = None
    revised_on: Day | None = None
    sources: dict[str, str] = Attribute(default_factory=dict)
    total_points: Rated[Points]
    thresholds: dict[ClassId, ThresholdClass]
    no_zero_criterion: Rated[bool]
    criterion_met: CriterionMet
    fields: dict[FieldId, Field]
    renamed: dict[FieldId, FieldId] = Attribute(default_factory=dict)
    criteria: tuple[Criterion, ...]
    cross_checks: tuple[CrossCheck, ...] = ()
    plausibility: Plausibility = Plausibility()

    def __hash__(self) -> int:
        return hash(self.digest)

    def in_force(self, year: int) -> bool:
        """Whether the rule holds in this year, or in a part of it."""
        return int(self.effective_from[:4]) <= year and (
            self.effective_to is None or year <= int(self.effective_to[:4])
        )

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that change with anything a form or a score depends on.

        They do not change with the wording of sources, nor with the page and day on which a number was checked, nor
        with the usual plausibility, which is no part of the rule.
        """
        usual = {"plausibility"} if self.plausibility == Plausibility() else set()
        content = _ruling(self.model_dump(mode="json", exclude={*_BESIDE_THE_RULE, *usual}))
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in order."""
        return tuple(indicator for criterion in self.criteria for indicator in criterion.indicators)

    @cached_property
    def unit_fields(self) -> tuple[Field, ...]:
        """General information: name, code, class, year, period, who filled the form."""
        return tuple(field for field in self.fields.values() if not field.is_input)

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """The figures: counts and yes/no answers, in order."""
        return tuple(field for field in self.fields.values() if field.is_input)

    @cached_property
    def hamlet_fields(self) -> tuple[Field, ...]:
        """The figures that have a column on the hamlet sheet."""
        return tuple(field for field in self.inputs if field.hamlet)

    @cached_property
    def survey_fields(self) -> tuple[Field, ...]:
        """The figures counted from the survey's rows."""
        return tuple(field for field in self.inputs if field.survey)

    @cached_property
    def survey_groups(self) -> tuple[str, ...]:
        """The groups of respondents, in the order of the figures that count them."""
        return tuple(dict.fromkeys(field.survey.group for field in self.survey_fields if field.survey))

    @cached_property
    def criterion_of_field(self) -> dict[str, int]:
        """The criterion under which each figure stands: the first that uses it, unless it is a general figure."""
        homes: dict[str, int] = {}
        for criterion in self.criteria:
            for indicator in criterion.indicators:
                for name in indicator.fields:
                    if self.fields[name].section is None:
                        homes.setdefault(name, criterion.number)
        return homes

    def fields_of(self, criterion: Criterion) -> tuple[Field, ...]:
        """The figures shown under a criterion."""
        return tuple(f for f in self.inputs if self.criterion_of_field.get(f.id) == criterion.number)

    @cached_property
    def general_fields(self) -> tuple[Field, ...]:
        """The figures shown before the first criterion: general ones, and those no indicator uses."""
        return tuple(f for f in self.inputs if f.id not in self.criterion_of_field)

    @cached_property
    def row_codes(self) -> dict[str, str]:
        """The short code printed before each field: `TT1` general information, `SL1` general figures, `6a` figures."""
        codes = {field.id: f"TT{n}" for n, field in enumerate(self.unit_fields, start=1)}
        codes |= {field.id: f"SL{n}" for n, field in enumerate(self.general_fields, start=1)}
        for criterion in self.criteria:
            for position, field in enumerate(self.fields_of(criterion)):
                codes[field.id] = f"{criterion.number}{ascii_lowercase[position]}"
        return codes

    def caption(self, field_id: str) -> str:
        """A field as messages name it: its row code and its label."""
        return f"{self.row_codes[field_id]} {self.fields[field_id].label}"

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """What cannot be more than what, by the indicators."""
        return tuple(limit for indicator in self.indicators for limit in indicator.limits)

    def needless_with(self, field_id: str) -> tuple[str, ...]:
        """The figures that, all typed as 0, make a blank one needless, whatever uses it; none: it is needed."""
        uses = [indicator for indicator in self.indicators if field_id in indicator.fields]
        zeros = [indicator.needless_with(field_id) for indicator in uses]
        return tuple(dict.fromkeys(name for one in zeros for name in one)) if all(zeros) else ()
