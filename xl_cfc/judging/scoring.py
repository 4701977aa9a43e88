"""The authoritative score: pure, exact, from judged answers (Decision 06/QĐ-TTg; meanings in semantics: Indicators).

Measured values are exact fractions, points exact decimals; nothing here knows of workbooks or formulas.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from xl_cfc.answers.answers import Answers
from xl_cfc.language import t
from xl_cfc.ruleset.kinds.figures import Figures, Measured, Standing
from xl_cfc.ruleset.models import FORECAST_PERIOD, Criterion, Indicator, Ruleset
from xl_cfc.ruleset.unchecked import unchecked_values


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
    value: Measured | None
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
    """A form scored: totals, conclusion and everything they rest on.

    `open_errors`: something the form shows by itself is wrong, so that nothing can be concluded yet.
    """

    threshold_class: str | None
    threshold: Decimal | None
    max_points: Decimal
    criteria: tuple[CriterionScore, ...]
    missing: tuple[str, ...]
    invalid: tuple[str, ...]
    conclusion: Conclusion
    unchecked_values: int
    open_errors: bool = False

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

    def with_open_errors(self) -> "Scorecard":
        """The same while an error on figures, unit or identity stands: nothing is concluded; a forecast stays one."""
        forecast = self.conclusion is Conclusion.FORECAST
        conclusion = self.conclusion if forecast else Conclusion.INCOMPLETE
        return replace(self, conclusion=conclusion, open_errors=True)

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
    contradicting = (limit.parts[0] for limit in ruleset.limits if limit.broken(answers))
    bad = {*answers.invalid, *contradicting}
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


def score_indicator(indicator: Indicator, figures: Figures) -> IndicatorScore:
    """One indicator scored from its inputs."""
    standing, threshold_class = indicator.standing(figures), figures.threshold_class
    value = indicator.measured(figures) if standing is Standing.SCORED else None
    maximum = indicator.max_points(threshold_class)
    points = maximum if standing is Standing.NONE_FULL else None
    if value is not None:
        points = indicator.points_for(value, threshold_class)
    numerator, denominator = indicator.line(figures)
    return IndicatorScore(
        id=indicator.id,
        standing=standing,
        value=value,
        numerator=numerator,
        denominator=denominator,
        points=points,
        max_points=maximum,
    )
