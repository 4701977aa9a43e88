"""The next step of an indicator: which change of which figure gives more points, found with exact numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xl_cfc.answers.answers import Answers
from xl_cfc.judging.scoring import IndicatorScore, score_indicator
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.kinds.figures import Changed, FigureChange, Standing
from xl_cfc.ruleset.models import Field, FieldType, Indicator

_PART_OF = "Trong đó: "


@dataclass(frozen=True)
class Step:
    """One change of one figure, and what it gives to one indicator."""

    indicator: str
    field: Field
    current: int
    target: int
    points: Decimal
    reaches: Decimal
    max_points: Decimal

    @property
    def is_answer(self) -> bool:
        """Whether the change is a `Không` turned into a `Có`."""
        return self.field.type is FieldType.YES_NO

    @property
    def amount(self) -> int:
        """How many units the figure changes by."""
        return abs(self.target - self.current)

    @property
    def text(self) -> str:
        """The step in words: `thêm 12 trẻ được khám sức khỏe định kỳ: +10 điểm`."""
        gain = number_text(self.points)
        return t(f"{self._deed}: +{gain} điểm", f"{self._deed}: +{gain} points")

    @property
    def _deed(self) -> str:
        name, unit, count = _own_label(self.field), self.field.unit, number_text(self.amount)
        if self.is_answer:
            return t(f"thực hiện để trả lời «Có»: {name}", f"make it so that the answer is Có: {name}")
        if self.target > self.current:
            if self.field.label.startswith(_PART_OF):
                return t(f"thêm {count} {unit} {name}", f"{count} more ({unit}): {name}")
            return t(f"thêm {count} {unit} («{name}»)", f"{count} more ({unit}): {name}")
        target, now = number_text(self.target), number_text(self.current)
        return t(
            f"đưa về không quá {target} {unit}, hiện là {now} («{name}»)",
            f"at most {target} ({unit}), now {now}: {name}",
        )

    @property
    def is_fewer(self) -> bool:
        """Whether the figure would have to be lower: a goal, never a figure to retouch."""
        return self.target < self.current


def _own_label(field: Field) -> str:
    return field.label.removeprefix(_PART_OF)


def steps(indicator: Indicator, part: IndicatorScore, answers: Answers) -> Iterator[Step]:
    """Every change of one of the indicator's figures that gives more points, the smallest change first."""
    if part.standing is not Standing.SCORED or part.points is None or part.points >= part.max_points:
        return
    reached = part.points
    for step in _smallest_first(indicator, part, answers):
        if step.reaches > reached:
            yield step
            reached = step.reaches


def _smallest_first(indicator: Indicator, part: IndicatorScore, answers: Answers) -> list[Step]:
    """What each possible change gives, found by scoring the changed figures."""
    tried = []
    for change in dict.fromkeys(indicator.changes(answers)):
        points = _points_after(indicator, change, answers)
        if points is not None and part.points is not None:
            field = answers.ruleset.fields[change.field]
            current, target = _as_numbers(change, answers)
            gain = points - part.points
            tried.append(Step(indicator.id, field, current, target, gain, points, part.max_points))
    return sorted(tried, key=lambda step: step.amount)


def _points_after(indicator: Indicator, change: FigureChange, answers: Answers) -> Decimal | None:
    """The points after a change, None where such a value would not be accepted or contradict another."""
    field = answers.ruleset.fields[change.field]
    if not isinstance(change.value, str) and not field.minimum <= change.value <= field.maximum:
        return None
    changed = Changed(answers, change)
    if indicator.standing(changed) is not Standing.SCORED:
        return None
    return indicator.points_for(indicator.measured(changed), changed.threshold_class)


def _as_numbers(change: FigureChange, answers: Answers) -> tuple[int, int]:
    """The figure now and as it would become; an answer that is not the one wanted is 0, and 1 when it is."""
    return (0, 1) if isinstance(change.value, str) else (answers.number(change.field), change.value)


def missing_to_next_tier(indicator: Indicator, answers: Answers) -> Step | None:
    """The next step of one indicator alone; None when it is at its maximum or not scored."""
    return next(steps(indicator, score_indicator(indicator, answers), answers), None)
