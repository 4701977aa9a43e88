"""What it would take: each indicator's next step with its points, and the cheapest way to the threshold.

Exact: targets are whole numbers found with fractions, and every answer is checked by scoring the changed
form again. "Cheapest" is said in full: first the fewest cases that would have to not have happened, then the
fewest units (children, sessions, hamlets, a yes), then the fewest steps. It counts work, not money.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from xl_cfc.answers.answers import Answers, State
from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.findings.finding import Severity
from xl_cfc.judging.checks import Facts, live_checks
from xl_cfc.judging.scoring import Conclusion, IndicatorScore, Scorecard, Standing, score, score_indicator
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import (
    YES,
    Criterion,
    Field,
    FieldType,
    Indicator,
    RateIndicator,
    RatioIndicator,
    Ruleset,
    YesNoIndicator,
)

_PART_OF = "Trong đó: "


class Outlook(StrEnum):
    """What can be said of the way to the threshold."""

    REACHED = "reached"
    PATH = "path"
    INCOMPLETE = "incomplete"
    UNREACHABLE = "unreachable"


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
        name, unit, count = _plain_label(self.field), self.field.unit, number_text(self.amount)
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


def _plain_label(field: Field) -> str:
    return field.label.removeprefix(_PART_OF)


@dataclass(frozen=True)
class Waiting:
    """An indicator that cannot be scored yet: what it waits for and the most it can give."""

    indicator: str
    fields: tuple[str, ...]
    standing: Standing
    max_points: Decimal


@dataclass(frozen=True)
class Advice:
    """Every indicator's next step, what is waited for, and the cheapest way to the threshold.

    `path` is empty unless `outlook` is `PATH`. `cautions` are errors that the steps of the path would cause
    elsewhere in the form unless a related figure changes with them.
    """

    card: Scorecard
    next_steps: tuple[Step, ...]
    waiting: tuple[Waiting, ...]
    outlook: Outlook
    path: tuple[Step, ...] = ()
    path_total: Decimal | None = None
    cautions: tuple[str, ...] = ()


def advise(answers: Answers, card: Scorecard | None = None) -> Advice:
    """The advice for judged answers; `card` is their score, where it is known."""
    card, ruleset = card or score(answers), answers.ruleset
    by_id = {indicator.id: indicator for indicator in ruleset.indicators}
    options = {part.id: tuple(steps(by_id[part.id], part, answers)) for part in card.indicators}
    unscored = [part for part in card.indicators if part.points is None]
    next_steps = tuple(found[0] for found in options.values() if found)
    outlook, path = _way(card, ruleset, options)
    changed = after(answers, path) if path else None
    reached = score(changed) if changed is not None else None
    return Advice(
        card=card,
        next_steps=next_steps,
        waiting=tuple(_waiting(by_id[part.id], part, answers) for part in unscored),
        outlook=outlook,
        path=path,
        path_total=reached.total if reached is not None else None,
        cautions=tuple(_new_errors(Facts(answers, card), Facts(changed, reached))) if changed and reached else (),
    )


def steps(indicator: Indicator, part: IndicatorScore, answers: Answers) -> Iterator[Step]:
    """Every change of the indicator's own figure that gives more points, the smallest change first."""
    if part.standing is not Standing.SCORED or part.points is None or part.points >= part.max_points:
        return
    field = answers.ruleset.fields[indicator.main_field]
    if isinstance(indicator, YesNoIndicator):
        yield Step(indicator.id, field, 0, 1, part.max_points - part.points, part.max_points, part.max_points)
        return
    current, reached = answers.number(field.id), part.points
    for target in _targets(indicator, part, answers.threshold_class, current, field):
        points = _points_at(indicator, part, answers.threshold_class, target)
        if points > reached:
            yield Step(indicator.id, field, current, target, points - part.points, points, part.max_points)
            reached = points


def _targets(
    indicator: Indicator, part: IndicatorScore, threshold_class: str | None, current: int, field: Field
) -> list[int]:
    """The nearest value of the figure for each tier, the smallest change first; impossible ones left out."""
    assert not isinstance(indicator, YesNoIndicator)
    multiplier, below = _divisor(indicator, part)
    highest = min(field.maximum, part.denominator) if part.denominator is not None else field.maximum
    targets = set()
    for tier in indicator.tiers_for(threshold_class):
        wanted = Fraction(tier.bound.value) * below / multiplier
        targets.add(ceil(wanted) if tier.operator == ">=" else floor(wanted))
    possible = [target for target in targets if field.minimum <= target <= highest]
    return sorted(possible, key=lambda target: abs(target - current))


def _divisor(indicator: Indicator, part: IndicatorScore) -> tuple[int, int]:
    if isinstance(indicator, RatioIndicator | RateIndicator):
        assert part.denominator is not None
        return indicator.multiplier, part.denominator
    return 1, 1


def _points_at(indicator: Indicator, part: IndicatorScore, threshold_class: str | None, target: int) -> Decimal:
    assert not isinstance(indicator, YesNoIndicator)
    multiplier, below = _divisor(indicator, part)
    return indicator.points_for(Fraction(target * multiplier, below), threshold_class)


def missing_to_next_tier(indicator: Indicator, answers: Answers) -> Step | None:
    """The next step of one indicator alone; None when it is at its maximum or not scored."""
    return next(steps(indicator, score_indicator(indicator, answers), answers), None)


def _waiting(indicator: Indicator, part: IndicatorScore, answers: Answers) -> Waiting:
    if part.standing is Standing.NONE_UNSCORED:
        return Waiting(indicator.id, indicator.fields[1:], part.standing, part.max_points)
    states = {name: answers.state(name) for name in indicator.fields}
    fields = tuple(name for name, state in states.items() if state is not State.OK) or indicator.fields
    return Waiting(indicator.id, fields, part.standing, part.max_points)


class _Cost(NamedTuple):
    """Compared from left to right."""

    fewer: int = 0
    units: int = 0
    steps: int = 0

    def plus(self, step: Step) -> "_Cost":
        fewer = step.amount if step.is_fewer else 0
        return _Cost(self.fewer + fewer, self.units + step.amount, self.steps + 1)


class _Plan(NamedTuple):
    cost: _Cost
    steps: tuple[Step, ...]

    def joined(self, other: "_Plan") -> "_Plan":
        mine, theirs = self.cost, other.cost
        cost = _Cost(mine.fewer + theirs.fewer, mine.units + theirs.units, mine.steps + theirs.steps)
        return _Plan(cost, self.steps + other.steps)


_Plans = dict[Decimal, _Plan]
_NOTHING = _Plan(_Cost(), ())


def _way(
    card: Scorecard, ruleset: Ruleset, options: Mapping[str, tuple[Step, ...]]
) -> tuple[Outlook, tuple[Step, ...]]:
    if card.total is None or card.threshold is None or card.missing or card.invalid:
        return Outlook.INCOMPLETE, ()
    if card.total >= card.threshold and all(_is_met(c.points or Decimal(0), ruleset) for c in card.criteria):
        return Outlook.REACHED, ()
    totals: _Plans = {Decimal(0): _NOTHING}
    for criterion, scored in zip(ruleset.criteria, card.criteria, strict=True):
        mine = _criterion_plans(criterion, {part.id: part.points for part in scored.indicators}, options)
        met = {points: plan for points, plan in mine.items() if _is_met(points, ruleset)}
        totals = _cheapest((a + b, one.joined(two)) for a, one in totals.items() for b, two in met.items())
    enough = [(plan.cost, -total, plan.steps) for total, plan in totals.items() if total >= card.threshold]
    if not enough:
        return Outlook.UNREACHABLE, ()
    return Outlook.PATH, min(enough, key=lambda found: found[:2])[2]


def _is_met(points: Decimal, ruleset: Ruleset) -> bool:
    return points > ruleset.criterion_met.above.value and (points > 0 or not ruleset.no_zero_criterion.value)


def _criterion_plans(
    criterion: Criterion, current: Mapping[str, Decimal | None], options: Mapping[str, tuple[Step, ...]]
) -> _Plans:
    plans: _Plans = {Decimal(0): _NOTHING}
    for indicator in criterion.indicators:
        points = current[indicator.id] or Decimal(0)
        choices = [(points, _NOTHING)]
        choices += [(step.reaches, _Plan(_Cost().plus(step), (step,))) for step in options[indicator.id]]
        plans = _cheapest((a + b, one.joined(two)) for a, one in plans.items() for b, two in choices)
    return plans


def _cheapest(found: Iterator[tuple[Decimal, _Plan]]) -> _Plans:
    kept: _Plans = {}
    for points, plan in found:
        if points not in kept or plan.cost < kept[points].cost:
            kept[points] = plan
    return kept


def after(answers: Answers, path: tuple[Step, ...]) -> Answers:
    """The answers with the steps carried out; survey figures become typed totals."""
    submission = answers.submission
    cells = dict(submission.cells)
    if answers.survey_rows:
        for field in answers.ruleset.survey_fields:
            cells[field.id] = _typed(cells.get(field.id), answers.number(field.id))
    for step in path:
        cells[step.field.id] = _typed(cells.get(step.field.id), YES if step.is_answer else step.target)
    return Answers(submission.model_copy(update={"cells": cells, "survey": ()}), answers.ruleset)


def _typed(cell: Cell | None, value: int | str) -> Cell:
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
    return Cell(kind, value, cell.sheet if cell else "", cell.ref if cell else "")


def _new_errors(old: Facts, new: Facts) -> Iterator[str]:
    """Errors in the changed form that were not there before."""
    for check in live_checks(old.answers.ruleset):
        if check.severity is Severity.ERROR and check.fired(new) is not None and check.fired(old) is None:
            yield from (finding.message for finding in check.findings(new, lambda anchor: blank("", "")))


def outlook_text(advice: Advice) -> str:
    """One sentence about the way to the threshold."""
    card = advice.card
    threshold = number_text(card.threshold) if card.threshold is not None else ""
    match advice.outlook:
        case Outlook.REACHED if card.conclusion is Conclusion.FORECAST:
            return t(f"Tạm tính đã đạt ngưỡng {threshold} điểm", f"The forecast reaches {threshold} points")
        case Outlook.REACHED:
            return t(f"Đã đạt ngưỡng {threshold} điểm", f"The threshold of {threshold} is reached")
        case Outlook.PATH:
            total = number_text(advice.path_total or 0)
            return t(
                f"Cách ít việc nhất để đủ điều kiện: {len(advice.path)} việc dưới đây, "
                f"tổng điểm sẽ là {total} (ngưỡng {threshold})",
                f"The least work to become eligible: the {len(advice.path)} steps below "
                f"give {total} points (threshold {threshold})",
            )
        case Outlook.INCOMPLETE:
            return t(
                "Phiếu chưa đủ số liệu hoặc còn số liệu sai: sửa xong mới tính được cách đạt ngưỡng",
                "Figures are missing or wrong: mend them first, then the way to the threshold can be found",
            )
        case Outlook.UNREACHABLE:
            return t(
                f"Với các mẫu số hiện có, không có cách nào đạt ngưỡng {threshold} điểm",
                f"With the present denominators no change reaches the threshold of {threshold}",
            )


def honest_figures_text() -> str:
    """What is said beside every goal of having fewer cases."""
    return t(
        "Các dòng «đưa về không quá» là mục tiêu phòng ngừa: vụ việc, trẻ em đã ghi nhận phải báo cáo đúng",
        "The lines that say 'at most' are goals of prevention: cases on record must be reported as they are",
    )


def waiting_text(waiting: Waiting, ruleset: Ruleset) -> str:
    """What an unscored indicator waits for: `nhập 9a …: tối đa +50 điểm`."""
    names = "; ".join(ruleset.caption(name) for name in waiting.fields)
    points = number_text(waiting.max_points)
    match waiting.standing:
        case Standing.INVALID:
            vi, en = f"sửa số liệu sai ({names})", f"mend {names}"
            return t(f"{vi}: tối đa +{points} điểm", f"{en}: up to +{points} points")
        case Standing.NONE_UNSCORED:
            return t(
                f"mẫu số bằng 0 ({names}): hỏi đơn vị tổng hợp cách chấm",
                f"the denominator is 0 ({names}): ask the consolidating unit how to score",
            )
    return t(f"nhập {names}: tối đa +{points} điểm", f"enter {names}: up to +{points} points")


def advice_rows(advice: Advice, ruleset: Ruleset) -> list[tuple[str, str, str]]:
    """The advice as a table people read: group, indicator, what to do."""
    way = t("Đến ngưỡng", "To the threshold")
    step, wait = t("Bước kế tiếp", "Next step"), t("Còn thiếu", "Missing")
    rows = [(way, "", outlook_text(advice))]
    rows += [(way, part.indicator, part.text) for part in advice.path]
    caution = t("Sửa cùng lúc: ", "Mend together: ")
    rows += [(way, "", caution + text) for text in advice.cautions]
    rows += [(step, part.indicator, part.text) for part in advice.next_steps]
    rows += [(wait, part.indicator, waiting_text(part, ruleset)) for part in advice.waiting]
    if any(part.is_fewer for part in advice.next_steps):
        rows.append((t("Lưu ý", "Note"), "", honest_figures_text()))
    return rows


def advice_json(advice: Advice) -> dict[str, object]:
    """The advice as plain data."""
    card = advice.card
    return {
        "total": _plain_number(card.total),
        "threshold": _plain_number(card.threshold),
        "outlook": advice.outlook.value,
        "path": [_step_json(step) for step in advice.path],
        "path_total": _plain_number(advice.path_total),
        "cautions": list(advice.cautions),
        "next_steps": [_step_json(step) for step in advice.next_steps],
        "waiting": [
            {
                "indicator": part.indicator,
                "fields": list(part.fields),
                "max_points": _plain_number(part.max_points),
            }
            for part in advice.waiting
        ],
    }


def _step_json(step: Step) -> dict[str, object]:
    return {
        "indicator": step.indicator,
        "field": step.field.id,
        "current": bool(step.current) if step.is_answer else step.current,
        "target": bool(step.target) if step.is_answer else step.target,
        "points": _plain_number(step.points),
        "text": step.text,
    }


def _plain_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
