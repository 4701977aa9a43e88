"""The rule as typed data: fields, criteria, indicators, tiers, thresholds, cross-checks.

Every number of the rule is `Rated`: it carries the status that says whether anybody has compared it with the
Decision, and the source it was taken from. Nothing here knows how many criteria there are, or which.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from string import ascii_lowercase
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, field_validator, model_validator
from pydantic import Field as Attribute

from xl_cfc.findings.finding import Severity
from xl_cfc.language import number_text, t

FORECAST_PERIOD = "Đầu kỳ"
FINAL_PERIOD = "Cuối kỳ"
YES = "Có"
NO = "Không"

#: The largest count a commune can type; beyond it a quotient would no longer compare exactly in a sheet.
MAX_COUNT = 9_999_999
#: Decimal places a threshold may have, for the same reason.
MAX_BOUND_PLACES = 4


class Status(StrEnum):
    """How far a number of the rule can be trusted."""

    VERIFIED = "verified"  # compared with the Decision's own appendix
    PRESS = "press"
    INFERRED = "inferred"
    ASSUMED = "assumed"


def _exact_decimal(raw: object) -> Decimal:
    """An exact number in its shortest form: equal numbers are written alike, so equal rule sets have one digest."""
    if isinstance(raw, bool | float):
        raise ValueError(
            t(
                'số thập phân phải viết trong ngoặc kép, ví dụ "0.98": kiểu float không chính xác',
                'a decimal is written as a string in quotes, e.g. "0.98": a float is not exact',
            )
        )
    if isinstance(raw, int | str | Decimal):
        try:
            value = Decimal(raw)
        except ArithmeticError:
            raise ValueError(_not_a_number(raw)) from None
        if value.is_finite():
            short = value.normalize()
            return Decimal(int(short)) if short == short.to_integral_value() else short
    raise ValueError(_not_a_number(raw))


def _not_a_number(raw: object) -> str:
    return t(f"«{raw}» không phải số", f"{raw!r} is not a number")


def _quarter_points(value: Decimal) -> Decimal:
    if value < 0 or value * 4 != int(value * 4):
        raise ValueError(
            t(
                f"điểm từ 0 trở lên, lẻ tới từng 0,25 (để cộng trong bảng tính không sai số): {number_text(value)}",
                f"points are zero or more, in steps of 0.25 (they must add up exactly in a sheet): {value}",
            )
        )
    return value


def _bound(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError(t(f"mức phải từ 0 trở lên: {number_text(value)}", f"a threshold is zero or more: {value}"))
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MAX_BOUND_PLACES:
        raise ValueError(
            t(
                f"mức có nhiều nhất {MAX_BOUND_PLACES} chữ số thập phân: {number_text(value)}",
                f"a threshold has at most {MAX_BOUND_PLACES} decimal places: {value}",
            )
        )
    return value


def _iso_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(
            t(f"«{text}» không phải ngày dạng năm-tháng-ngày", f"{text!r} is not a day written year-month-day")
        ) from None


Points = Annotated[Decimal, BeforeValidator(lambda raw: _quarter_points(_exact_decimal(raw)))]
Bound = Annotated[Decimal, BeforeValidator(lambda raw: _bound(_exact_decimal(raw)))]
FieldId = Annotated[str, Attribute(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ClassId = Annotated[str, Attribute(pattern=r"^[A-Z][A-Z0-9]{0,3}$")]
Day = Annotated[str, AfterValidator(_iso_day)]

T = TypeVar("T")


class RuleModel(BaseModel):
    """Base of everything in a rule set: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rated(RuleModel, Generic[T]):
    """A number (or a `when_none` choice) of the rule with its status, its source, and where and when it was checked."""

    value: T
    status: Status
    source: str | None = None
    page: str | None = None
    checked_on: Day | None = None

    @property
    def unchecked(self) -> bool:
        """Whether nobody has yet compared this number with the Decision."""
        return self.status is not Status.VERIFIED


class FieldType(StrEnum):
    """What may be typed into a field."""

    COUNT = "count"
    YES_NO = "yes_no"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"


class SurveyCount(RuleModel):
    """What a figure counts on the survey sheet: the answers of a group, or only its `Có`."""

    group: str
    satisfied: bool = False


class Field(RuleModel):
    """One input of the form.

    `section` says where it stands: `unit` (general information), `general` (population figures), or, by default,
    under the criterion that uses it. `hamlet` gives it a column on the hamlet sheet; a `survey` figure is counted
    from the survey's rows.
    """

    id: FieldId
    label: str
    type: FieldType
    section: Literal["unit", "general"] | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    hamlet: bool = False
    survey: SurveyCount | None = None
    required: bool = True
    minimum: int = 0
    maximum: int = MAX_COUNT
    pattern: Literal["unit_code"] | None = None

    @property
    def is_input(self) -> bool:
        """Whether it is a figure of a criterion (a count or a yes/no), as opposed to general information."""
        return self.section != "unit"

    @model_validator(mode="after")
    def _choices_where_chosen(self) -> "Field":
        if (self.type is FieldType.CHOICE) != bool(self.choices):
            raise ValueError(
                t(
                    "kiểu danh sách, và chỉ kiểu đó, phải có các lựa chọn",
                    "a choice field, and only a choice field, lists its choices",
                )
            )
        if self.is_input and self.type not in (FieldType.COUNT, FieldType.YES_NO):
            raise ValueError(
                t(
                    "số liệu là số đếm hoặc Có/Không; chữ, ngày, danh sách chỉ dùng cho thông tin chung",
                    "a figure is a count or a yes/no; texts, dates and choices belong to section unit",
                )
            )
        return self


class Tier(RuleModel):
    """One step of a scale: a condition on the measured value and the points it gives."""

    at_least: Rated[Bound] | None = None
    at_most: Rated[Bound] | None = None
    points: Rated[Points]

    @model_validator(mode="after")
    def _one_condition(self) -> "Tier":
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(
                t("mỗi mức có đúng một điều kiện: at_least hoặc at_most", "a tier has one of at_least and at_most")
            )
        return self

    @property
    def bound(self) -> Rated[Decimal]:
        """The number the measured value is compared with."""
        bound = self.at_least if self.at_least is not None else self.at_most
        assert bound is not None
        return bound

    @property
    def operator(self) -> Literal[">=", "<="]:
        """How the measured value is compared with the bound."""
        return ">=" if self.at_least is not None else "<="

    def holds(self, measured: Fraction) -> bool:
        """Whether the exact measured value reaches this tier."""
        bound = Fraction(self.bound.value)
        return measured >= bound if self.operator == ">=" else measured <= bound


class WhenNone(StrEnum):
    """What a denominator typed as 0 gives: the maximum points, or no score."""

    FULL = "full"
    MISSING = "missing"


class _Indicator(RuleModel):
    id: Annotated[str, Attribute(pattern=r"^[0-9]+\.[0-9]+$")]
    label: str

    @property
    def name(self) -> str:
        """The id as a part of defined names: `6_1`."""
        return self.id.replace(".", "_")


class _OfOneField(_Indicator):
    field: FieldId

    @property
    def main_field(self) -> str:
        """The input beside which evidence stands and where a mistake is mended."""
        return self.field

    @property
    def fields(self) -> tuple[str, ...]:
        """Every input it needs."""
        return (self.field,)


class YesNoIndicator(_OfOneField):
    """Points for a `Có`, none for a `Không`."""

    kind: Literal["yes_no"]
    points: Rated[Points]

    def max_points(self, threshold_class: str | None) -> Decimal:
        """The most it can give."""
        return self.points.value


class _Tiered(_Indicator):
    tiers: tuple[Tier, ...] = Attribute(min_length=1)
    tiers_by_class: dict[ClassId, tuple[Tier, ...]] = Attribute(default_factory=dict)

    def tiers_for(self, threshold_class: str | None) -> tuple[Tier, ...]:
        """The scale for a commune of this class; without a class, the general one."""
        return self.tiers_by_class.get(threshold_class or "", self.tiers)

    def max_points(self, threshold_class: str | None) -> Decimal:
        """The most it can give to a commune of this class."""
        return max(tier.points.value for tier in self.tiers_for(threshold_class))

    def points_for(self, measured: Fraction, threshold_class: str | None) -> Decimal:
        """Points of an exact measured value: the first tier that holds, none: 0."""
        for tier in self.tiers_for(threshold_class):
            if tier.holds(measured):
                return tier.points.value
        return Decimal(0)


class CountIndicator(_Tiered, _OfOneField):
    """Points by how many there are."""

    kind: Literal["count"]


class _Quotient(_Tiered):
    when_none: Rated[WhenNone]

    @property
    def above(self) -> str:
        """The field above the division line."""
        raise NotImplementedError

    @property
    def below(self) -> str:
        """The field below the division line."""
        raise NotImplementedError

    @property
    def multiplier(self) -> int:
        """What the quotient is multiplied by: 1 for a ratio, `per` for a rate."""
        return 1

    @property
    def main_field(self) -> str:
        """The input beside which evidence stands and where a mistake is mended."""
        return self.above

    @property
    def fields(self) -> tuple[str, ...]:
        """Every input it needs, the one above the line first."""
        return (self.above, self.below)


class RatioIndicator(_Quotient):
    """Points by numerator / denominator, a fraction between 0 and 1."""

    kind: Literal["ratio"]
    numerator: FieldId
    denominator: FieldId

    @property
    def above(self) -> str:
        """The numerator."""
        return self.numerator

    @property
    def below(self) -> str:
        """The denominator."""
        return self.denominator


class RateIndicator(_Quotient):
    """Points by cases per so many people: cases x per / population."""

    kind: Literal["rate"]
    cases: FieldId
    population: FieldId
    per: Rated[int]

    @field_validator("per")
    @classmethod
    def _sensible_per(cls, per: Rated[int]) -> Rated[int]:
        if not 1 <= per.value <= 100_000:
            raise ValueError(t("số «tính trên» là số nguyên từ 1 đến 100000", "per is a whole number from 1 to 100000"))
        return per

    @property
    def above(self) -> str:
        """The cases."""
        return self.cases

    @property
    def below(self) -> str:
        """The population."""
        return self.population

    @property
    def multiplier(self) -> int:
        """`per`."""
        return self.per.value


TieredIndicator = CountIndicator | RatioIndicator | RateIndicator
Indicator = YesNoIndicator | CountIndicator | RatioIndicator | RateIndicator


class Criterion(RuleModel):
    """One criterion: its number, name, maximum and indicators."""

    number: Annotated[int, Attribute(ge=1, le=99)]
    name: str
    max_points: Rated[Points]
    indicators: tuple[Annotated[Indicator, Attribute(discriminator="kind")], ...] = Attribute(min_length=1)


class ThresholdClass(RuleModel):
    """A class of communes and the total it must reach."""

    points: Rated[Points]
    label: str


class Term(RuleModel):
    """A field with its sign in a sum."""

    sign: Literal[1, -1]
    field: FieldId


class CrossCheck(RuleModel):
    """A relation between inputs that must hold: `left operator right`.

    `implies` means: if left > 0 then right > 0. `field` is where a violation is shown and mended.
    """

    kind: Literal["le", "equal", "implies"]
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    severity: Severity = Severity.ERROR

    @property
    def field(self) -> str:
        """The input where a violation is shown: the first on the left."""
        return self.left[0].field

    @property
    def fields(self) -> tuple[str, ...]:
        """Every input it compares."""
        return tuple(term.field for term in (*self.left, *self.right))


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

    def dividing_indicators(self, field_id: str) -> Iterator["RatioIndicator | RateIndicator"]:
        """The ratios and rates that have this field above the line."""
        for indicator in self.indicators:
            if isinstance(indicator, RatioIndicator | RateIndicator) and indicator.above == field_id:
                yield indicator
