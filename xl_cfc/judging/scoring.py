"""The authoritative score: pure, exact, from judged answers (Decision 06/QĐ-TTg; meanings in semantics: Indicators).

Measured values are exact fractions, points exact decimals; nothing here knows of workbooks or formulas.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

from xl_cfc.answers.answers import Answers, State
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import (
    FORECAST_PERIOD,
    YES,
    CountIndicator,
    Criterion,
    Indicator,
    RateIndicator,
    RatioIndicator,
    Ruleset,
    WhenNone,
    YesNoIndicator,
)
from xl_cfc.ruleset.unchecked import unchecked_values


class Standing(IntEnum):
    """How far an indicator could be scored; the form's hidden cells hold the same numbers."""

    MISSING = 0
    SCORED = 1
    INVALID = 2
    NONE_FULL = 3  # denominator typed as 0: maximum points
    NONE_UNSCORED = 4  # denominator typed as 0: not scored


class Conclusion(StrEnum):
    """What the score comes to."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    INCOMPLETE = "incomplete"
    FORECAST = "forecast"

    @property
    def text(self) -> str:
        """The conclusion in words."""
        return {
            Conclusion.ELIGIBLE: t("Đủ điều kiện đề nghị công nhận", "Eligible for recognition"),
            Conclusion.NOT_ELIGIBLE: t("Chưa đủ điều kiện đề nghị công nhận", "Not eligible for recognition"),
            Conclusion.INCOMPLETE: t("Chưa đủ dữ liệu", "Incomplete"),
            Conclusion.FORECAST: t("Tạm tính (số liệu đầu kỳ)", "Forecast (start-of-year figures)"),
        }[self]


@dataclass(frozen=True)
class IndicatorScore:
    """One indicator scored.

    `value` is the measured value: a fraction for a ratio, the rate per `per`, a count, True/False for yes/no;
    None where not scored. `points` is None where not scored.
    """

    id: str
    standing: Standing
    value: Fraction | int | bool | None
    numerator: int | None
    denominator: int | None
    points: Decimal | None
    max_points: Decimal


@dataclass(frozen=True)
class CriterionScore:
    """One criterion scored: its points are the sum of its indicators, None while any is not scored."""

    number: int
    name: str
    max_points: Decimal
    indicators: tuple[IndicatorScore, ...]

    @property
    def points(self) -> Decimal | None:
        """The criterion's points, None while any indicator is not scored."""
        points = [indicator.points for indicator in self.indicators if indicator.points is not None]
        return sum(points, Decimal(0)) if len(points) == len(self.indicators) else None


@dataclass(frozen=True)
class Scorecard:
    """A form scored: totals, conclusion and everything they rest on."""

    threshold_class: str | None
    threshold: Decimal | None
    max_points: Decimal
    criteria: tuple[CriterionScore, ...]
    missing: tuple[str, ...]
    invalid: tuple[str, ...]
    conclusion: Conclusion
    unchecked_values: int

    @property
    def indicators(self) -> tuple[IndicatorScore, ...]:
        """Every indicator's score, in order."""
        return tuple(indicator for criterion in self.criteria for indicator in criterion.indicators)

    @property
    def total(self) -> Decimal | None:
        """The total, None while any criterion is not fully scored."""
        return _total(self.criteria)

    @property
    def provisional_total(self) -> Decimal:
        """The sum of what is scored."""
        return sum((i.points for i in self.indicators if i.points is not None), Decimal(0))

    @property
    def best_possible(self) -> Decimal:
        """The total if everything not scored reached its maximum."""
        return sum((i.max_points if i.points is None else i.points for i in self.indicators), Decimal(0))

    @property
    def zero_criteria(self) -> tuple[int, ...]:
        """Numbers of the criteria that stand at 0 points (điểm liệt)."""
        return tuple(c.number for c in self.criteria if c.points == 0)

    def indicator(self, indicator_id: str) -> IndicatorScore:
        """The score of one indicator; raises KeyError."""
        for indicator in self.indicators:
            if indicator.id == indicator_id:
                return indicator
        raise KeyError(indicator_id)


def score(answers: Answers) -> Scorecard:
    """Score judged answers by their rule set."""
    ruleset, threshold_class = answers.ruleset, answers.threshold_class
    criteria = tuple(_score_criterion(criterion, answers) for criterion in ruleset.criteria)
    divided = {i.main_field for i in ruleset.indicators if _contradicts(i, answers)}
    bad = {*answers.invalid, *divided}
    invalid = tuple(field for field in ruleset.fields if field in bad)
    threshold = ruleset.thresholds[threshold_class].points.value if threshold_class else None
    return Scorecard(
        threshold_class=threshold_class,
        threshold=threshold,
        max_points=ruleset.total_points.value,
        criteria=criteria,
        missing=answers.missing,
        invalid=invalid,
        conclusion=conclude(
            [criterion.points for criterion in criteria],
            threshold,
            ruleset,
            forecast=answers.period == FORECAST_PERIOD,
            complete=not answers.missing and not invalid,
        ),
        unchecked_values=unchecked_values(ruleset, threshold_class),
    )


def conclude(
    points: list[Decimal | None], threshold: Decimal | None, ruleset: Ruleset, *, forecast: bool, complete: bool
) -> Conclusion:
    """The conclusion from the criteria's points and the threshold of the class (semantics: conclusion)."""
    if forecast:
        return Conclusion.FORECAST
    known = [value for value in points if value is not None]
    if not complete or threshold is None or len(known) < len(points):
        return Conclusion.INCOMPLETE
    met = all(value > ruleset.criterion_met.above.value for value in known)
    no_zero = not ruleset.no_zero_criterion.value or 0 not in known
    return Conclusion.ELIGIBLE if met and no_zero and sum(known) >= threshold else Conclusion.NOT_ELIGIBLE


def _total(criteria: tuple[CriterionScore, ...]) -> Decimal | None:
    points = [criterion.points for criterion in criteria if criterion.points is not None]
    return sum(points, Decimal(0)) if len(points) == len(criteria) else None


def _score_criterion(criterion: Criterion, answers: Answers) -> CriterionScore:
    return CriterionScore(
        number=criterion.number,
        name=criterion.name,
        max_points=criterion.max_points.value,
        indicators=tuple(score_indicator(indicator, answers) for indicator in criterion.indicators),
    )


def score_indicator(indicator: Indicator, answers: Answers) -> IndicatorScore:
    """One indicator scored from its inputs."""
    standing = _standing(indicator, answers)
    threshold_class = answers.threshold_class
    divided = indicator.fields if isinstance(indicator, RatioIndicator | RateIndicator) else ("", "")
    above, below = (_known(name, answers) if name else None for name in divided)
    value = measured(indicator, answers) if standing is Standing.SCORED else None
    maximum = indicator.max_points(threshold_class)
    points = maximum if standing is Standing.NONE_FULL else None
    if isinstance(indicator, YesNoIndicator):
        points = None if value is None else indicator.points.value if value else Decimal(0)
    elif value is not None:
        points = indicator.points_for(Fraction(value), threshold_class)
    return IndicatorScore(
        id=indicator.id,
        standing=standing,
        value=value,
        numerator=above,
        denominator=below,
        points=points,
        max_points=maximum,
    )


def _known(field_id: str, answers: Answers) -> int | None:
    return answers.number(field_id) if answers.state(field_id) is State.OK else None


def measured(indicator: Indicator, answers: Answers) -> Fraction | int | bool:
    """The measured value of an indicator whose inputs are all accepted and whose denominator is not 0."""
    if isinstance(indicator, YesNoIndicator):
        return answers[indicator.field].value == YES
    if isinstance(indicator, CountIndicator):
        return answers.number(indicator.field)
    return Fraction(answers.number(indicator.above) * indicator.multiplier, answers.number(indicator.below))


def _standing(indicator: Indicator, answers: Answers) -> Standing:
    states = [answers.state(name) for name in indicator.fields]
    if State.INVALID in states or _contradicts(indicator, answers):
        return Standing.INVALID
    if not isinstance(indicator, YesNoIndicator) and indicator.tiers_by_class and answers.threshold_class is None:
        return Standing.MISSING
    if isinstance(indicator, RatioIndicator | RateIndicator) and _is_zero(indicator.below, answers):
        full = indicator.when_none.value is WhenNone.FULL
        return Standing.NONE_FULL if full else Standing.NONE_UNSCORED
    return Standing.MISSING if State.BLANK in states else Standing.SCORED


def _is_zero(field_id: str, answers: Answers) -> bool:
    return answers.state(field_id) is State.OK and answers.number(field_id) == 0


def _contradicts(indicator: Indicator, answers: Answers) -> bool:
    """Whether the number above the line exceeds the one below it (both typed)."""
    if not isinstance(indicator, RatioIndicator | RateIndicator):
        return False
    typed = all(answers.state(name) is State.OK for name in indicator.fields)
    return typed and answers.number(indicator.above) > answers.number(indicator.below)


@dataclass(frozen=True)
class ScoreReason:
    """One reason behind a conclusion: a stable word for scripts and a sentence for people."""

    code: str
    text: str


def reasons(card: Scorecard, ruleset: Ruleset) -> Iterator[ScoreReason]:
    """Why the score is not (yet) enough: everything that is certain, even while the form is incomplete."""
    for criterion in card.criteria:
        if criterion.points == 0 and ruleset.no_zero_criterion.value:
            yield ScoreReason(
                "zero_criterion",
                t(f"Tiêu chí {criterion.number} bị điểm liệt (0 điểm)", f"Criterion {criterion.number} is at 0 points"),
            )
        elif criterion.points is not None and criterion.points <= ruleset.criterion_met.above.value:
            yield ScoreReason(
                "criterion_not_met",
                t(f"Tiêu chí {criterion.number} chưa đạt", f"Criterion {criterion.number} is not met"),
            )
    yield from _threshold_reasons(card)
    yield from _gap_reasons(card, ruleset)


def _threshold_reasons(card: Scorecard) -> Iterator[ScoreReason]:
    if card.threshold is None or card.best_possible >= card.threshold:
        return
    best, threshold = number_text(card.best_possible), number_text(card.threshold)
    if card.total is not None:
        yield ScoreReason(
            "below_threshold",
            t(
                f"Tổng điểm {best} thấp hơn ngưỡng {threshold} của nhóm {card.threshold_class}",
                f"The total of {best} is below the threshold of {threshold} of class {card.threshold_class}",
            ),
        )
    else:
        yield ScoreReason(
            "cannot_reach_threshold",
            t(
                f"Cao nhất chỉ có thể đạt {best} điểm, thấp hơn ngưỡng {threshold} của nhóm {card.threshold_class}",
                f"At best {best} points, below the threshold of {threshold} of class {card.threshold_class}",
            ),
        )


def _gap_reasons(card: Scorecard, ruleset: Ruleset) -> Iterator[ScoreReason]:
    for field_id in card.missing:
        label = ruleset.caption(field_id)
        yield ScoreReason("missing", t(f"Chưa nhập: {label}", f"Missing: {label}"))
    for field_id in card.invalid:
        label = ruleset.caption(field_id)
        yield ScoreReason("invalid", t(f"Không hợp lệ: {label}", f"Invalid: {label}"))
    for indicator in card.indicators:
        if indicator.standing is Standing.NONE_UNSCORED:
            yield ScoreReason(
                "zero_denominator",
                t(f"Chỉ tiêu {indicator.id}: mẫu số bằng 0", f"Indicator {indicator.id}: the denominator is 0"),
            )
