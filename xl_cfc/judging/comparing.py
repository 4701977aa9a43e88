"""What moved from one form to the next: in figures, in what is measured, in points, and which criteria stay hard.

Pure. Points are compared only under the same rule; figures wherever both forms ask for them. A unit that several were
merged into is compared with their counts added up, and with nothing that cannot be added.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from xl_cfc.answers.answers import Answer, Answers, State
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.relation import LEAP
from xl_cfc.judging.checks.predicates import leaps
from xl_cfc.judging.scoring import Conclusion, Scorecard, score
from xl_cfc.language import t
from xl_cfc.plan.roster import RosterUnit
from xl_cfc.ruleset.kinds.figures import Measured, Standing
from xl_cfc.ruleset.models import FieldType, Indicator

Measure = Measured | None


@dataclass(frozen=True)
class ValueMove:
    """One figure before and after; None on the side where the form does not ask for it.

    `leaps` when the two are further apart than the rule set's plausibility allows; `explanation` settles that.
    """

    field: str
    caption: str
    unit: str
    before: Answer | None
    after: Answer | None
    leaps: bool = False
    explanation: str = ""

    @property
    def moved(self) -> bool:
        """Whether both forms ask for it and the answers differ."""
        return self.before is not None and self.after is not None and self.before[:2] != self.after[:2]

    @property
    def difference(self) -> int | None:
        """After less before, where both are counts."""
        if self.before is None or self.after is None:
            return None
        before, after = self.before.value, self.after.value
        return after - before if isinstance(before, int) and isinstance(after, int) else None

    @property
    def note(self) -> str:
        """What is to be said of it beside the numbers."""
        if self.before is None:
            return t("không có trong phiếu trước", "not in the earlier form")
        if self.after is None:
            return t("phiếu sau không còn hỏi", "no longer in the later form")
        if self.leaps and not self.explanation:
            return t("! khác xa kỳ trước: kiểm tra hoặc giải trình", "! far from the earlier figure: check or explain")
        return t(f"đã giải trình: {self.explanation}", f"explained: {self.explanation}") if self.leaps else ""


@dataclass(frozen=True)
class MeasureMove:
    """What one indicator measures, before and after; None where its figures do not give it."""

    indicator: Indicator
    before: Measure
    after: Measure


@dataclass(frozen=True)
class PointsMove:
    """Points before and after: of an indicator (its id), of a criterion (its number), or the total."""

    key: str
    name: str
    before: Decimal | None
    after: Decimal | None
    max_points: Decimal

    @property
    def difference(self) -> Decimal | None:
        """After less before, None while either is not scored."""
        return None if self.before is None or self.after is None else self.after - self.before


class Hardness(StrEnum):
    """Why a criterion counts as hard to reach; below half of the maximum is our own convention."""

    ZERO = "zero"
    LOW = "low"
    FALLING = "falling"

    @property
    def text(self) -> str:
        """The reason in words."""
        return {
            Hardness.ZERO: t("0 điểm ở cả hai kỳ", "0 points both times"),
            Hardness.LOW: t("dưới một nửa điểm tối đa ở cả hai kỳ", "below half of the maximum both times"),
            Hardness.FALLING: t("giảm điểm", "fewer points than before"),
        }[self]


@dataclass(frozen=True)
class CardMoves:
    """Two scorecards of the same rule, side by side."""

    before: Scorecard
    after: Scorecard
    indicators: tuple[PointsMove, ...]
    criteria: tuple[PointsMove, ...]
    total: PointsMove

    @property
    def conclusions(self) -> tuple[Conclusion, Conclusion]:
        """The conclusion before and after."""
        return self.before.conclusion, self.after.conclusion

    @property
    def hard(self) -> tuple[tuple[PointsMove, Hardness], ...]:
        """The criteria that are hard to reach, each with the first reason that holds."""
        judged = ((move, hardness(move)) for move in self.criteria)
        return tuple((move, reason) for move, reason in judged if reason is not None)


@dataclass(frozen=True)
class Comparison:
    """One unit's form against the one before it; `cards` is None where points cannot be compared, `why` says why."""

    before: Answers
    after: Answers
    values: tuple[ValueMove, ...]
    measures: tuple[MeasureMove, ...]
    cards: CardMoves | None
    why: str = ""

    @property
    def moved(self) -> tuple[ValueMove, ...]:
        """The figures that differ."""
        return tuple(move for move in self.values if move.moved)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """A warning for each figure that leaps, settled where its row explains it."""
        return tuple(self._leap(move) for move in self.values if move.leaps)

    def _leap(self, move: ValueMove) -> Finding:
        cell, ruleset = self.after.cell(move.field), self.after.ruleset
        return found(
            LEAP,
            file=self.after.submission.file,
            sheet=cell.sheet,
            cell=cell.ref,
            value=cell.shown,
            field=move.field,
            criterion=ruleset.criterion_of_field.get(move.field),
            settled_by=move.explanation,
            label=move.caption,
            before=move.before.value if move.before else None,
            after=move.after.value if move.after else None,
            factor=ruleset.plausibility.factor_of(move.field),
            decision=ruleset.title,
        )


def compare_cards(before: Scorecard, after: Scorecard) -> CardMoves:
    """The points of two scorecards of the same rule."""
    earlier = {score.id: score.points for score in before.indicators}
    reached = {score.number: score.points for score in before.criteria}
    return CardMoves(
        before,
        after,
        tuple(PointsMove(s.id, "", earlier.get(s.id), s.points, s.max_points) for s in after.indicators),
        tuple(PointsMove(str(s.number), s.name, reached.get(s.number), s.points, s.max_points) for s in after.criteria),
        PointsMove("", t("Tổng điểm", "Total"), before.total, after.total, after.max_points),
    )


def hardness(move: PointsMove) -> Hardness | None:
    """Whether a criterion is hard to reach, and why; None while either side is not scored."""
    if move.before is None or move.after is None:
        return None
    if move.before == move.after == 0:
        return Hardness.ZERO
    if max(move.before, move.after) * 2 < move.max_points:
        return Hardness.LOW
    return Hardness.FALLING if move.after < move.before else None


def compare(before: Answers, after: Answers, renamed: Mapping[str, str] | None = None) -> Comparison:
    """One unit's form against an earlier one of its own.

    `renamed` maps a field to what it was called in the earlier form's rule set, where the two differ.
    """
    values = tuple(_values(before, after, renamed or {}))
    if before.ruleset.digest != after.ruleset.digest:
        why = t("hai phiếu theo hai bộ tiêu chí khác nhau", "the two forms follow different rule sets")
        return Comparison(before, after, values, (), None, why)
    return Comparison(before, after, values, _measures(before, after), compare_cards(score(before), score(after)))


def compare_with_sum(parts: Sequence[Answers], after: Answers, renamed: Mapping[str, str] | None = None) -> Comparison:
    """The form of a unit against the forms of the units that were merged into it, all of one rule set."""
    ruleset = parts[0].ruleset
    before = Answers(summed(parts), ruleset)
    measures = _measures(before, after) if ruleset.digest == after.ruleset.digest else ()
    counts = {field.id for rules in (ruleset, after.ruleset) for field in rules.inputs if field.type is FieldType.COUNT}
    values = tuple(move for move in _values(before, after, renamed or {}) if move.field in counts)
    why = t("so với tổng các đơn vị cũ: điểm không cộng được", "a sum of units has no points of its own")
    return Comparison(before, after, values, measures, None, why)


def summed(parts: Sequence[Answers]) -> Submission:
    """The counts of several units added up, as one submission; they follow one rule set.

    Only counts add up. One that any of the units lacks is left out: a sum of some would be taken for the sum of all.
    """
    ruleset = parts[0].ruleset
    counts = [field.id for field in ruleset.inputs if field.type is FieldType.COUNT]
    known = [name for name in counts if all(part.state(name) is State.OK or part.excused(name) for part in parts)]
    sums = {name: sum(part.number(name) for part in parts) for name in known}
    return Submission(
        file=" + ".join(form_text(part) for part in parts),
        sha256="",
        stamp=parts[0].submission.stamp,
        cells={name: Cell(CellKind.NUMBER, total, "", "") for name, total in sums.items()},
    )


Form = TypeVar("Form")


def earlier_of(code: str, unit: RosterUnit | None, forms: Mapping[str, Form]) -> tuple[Form, ...]:
    """What a unit is compared with among an earlier period's forms by code: its own, or all of its predecessors'.

    Empty for a new unit that cannot be compared: a predecessor's form is missing, and part of a sum says nothing.
    """
    predecessors = unit.predecessors if unit is not None else ()
    there = [name for name in predecessors if name in forms]
    if predecessors and len(there) == len(predecessors):
        return tuple(forms[name] for name in predecessors)
    merged_since = any(name != code for name in there)
    return (forms[code],) if code in forms and not merged_since else ()


def new_unit_text() -> str:
    """What is said of a unit that nothing can be compared with."""
    return t("đơn vị mới: không so sánh", "a new unit: not compared")


def _values(before: Answers, after: Answers, renamed: Mapping[str, str]) -> Iterator[ValueMove]:
    """Every figure that either form asks for, in the order of the later one."""
    taken = set()
    for field in after.ruleset.inputs:
        old = before.ruleset.fields.get(renamed.get(field.id, field.id))
        if old is None or old.type is not field.type:
            yield ValueMove(field.id, after.ruleset.caption(field.id), field.unit, None, after[field.id])
            continue
        taken.add(old.id)
        yield _both(field.id, before[old.id], after)
    for field in before.ruleset.inputs:
        if field.id not in taken:
            yield ValueMove(field.id, before.ruleset.caption(field.id), field.unit, before[field.id], None)


def _both(name: str, before: Answer, answers: Answers) -> ValueMove:
    ruleset, after = answers.ruleset, answers[name]
    limit, explanation = ruleset.plausibility, answers.submission.explanations.get(name)
    counts = isinstance(before.value, int) and isinstance(after.value, int)
    far = counts and leaps(before.value, after.value, limit.factor_of(name), limit.minimum)  # type: ignore[arg-type]
    text = explanation.shown.strip() if explanation is not None else ""
    return ValueMove(name, ruleset.caption(name), ruleset.fields[name].unit, before, after, far, text if far else "")


def _measures(before: Answers, after: Answers) -> tuple[MeasureMove, ...]:
    return tuple(MeasureMove(i, _measure(i, before), _measure(i, after)) for i in after.ruleset.indicators)


def _measure(indicator: Indicator, answers: Answers) -> Measure:
    """What the indicator measures, whatever points that gives; None where a figure is missing or contradicts."""
    scored = indicator.figures_standing(answers) is Standing.SCORED
    return indicator.measured(answers) if scored else None


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain data; null where something is not scored, not asked or not comparable."""
    cards = comparison.cards
    return {
        "before": _form(comparison.before),
        "after": _form(comparison.after),
        "values": [_value_json(move) for move in comparison.values],
        "measures": [
            {"id": m.indicator.id, "before": _plain(m.before), "after": _plain(m.after)} for m in comparison.measures
        ],
        "points_not_compared": comparison.why or None,
        "indicators": None if cards is None else [_points_json(move) for move in cards.indicators],
        "criteria": None if cards is None else [_points_json(move) for move in cards.criteria],
        "total": None if cards is None else _points_json(cards.total),
        "conclusions": None if cards is None else [conclusion.value for conclusion in cards.conclusions],
        "hard": None if cards is None else [{"criterion": m.key, "why": reason.value} for m, reason in cards.hard],
        "findings": [finding.as_json() for finding in comparison.findings],
    }


def answer_text(answer: Answer | None) -> int | str:
    """An answer as a table shows it; dates do not occur among figures."""
    if answer is None:
        return "–"
    if answer.state is State.INVALID:
        return t("không hợp lệ", "not valid")
    if isinstance(answer.value, int):
        return answer.value
    return str(answer.value) if answer.value is not None else t("chưa nhập", "missing")


def form_text(answers: Answers) -> str:
    """Whose form it is and of when, on one line; for a sum, the forms it was added up from."""
    name = answers.submission.text("ten_don_vi")
    parts = (name, answers.unit_code, answers.period, answers.year)
    return " · ".join(str(part) for part in parts if part) or answers.submission.file


def _form(answers: Answers) -> dict[str, Any]:
    return {
        "file": answers.submission.file,
        "unit": answers.unit_code,
        "year": answers.year,
        "period": answers.period,
        "ruleset": answers.ruleset.id,
    }


def _value_json(move: ValueMove) -> dict[str, Any]:
    return {
        "field": move.field,
        "before": None if move.before is None else move.before.value,
        "after": None if move.after is None else move.after.value,
        "difference": move.difference,
        "leaps": move.leaps,
    }


def _points_json(move: PointsMove) -> dict[str, Any]:
    return {
        "id": move.key or "total",
        "before": _plain(move.before),
        "after": _plain(move.after),
        "difference": _plain(move.difference),
        "max_points": _plain(move.max_points),
    }


def _plain(number: Decimal | Measure) -> int | float | bool | None:
    if number is None or isinstance(number, bool | int):
        return number
    return int(number) if number == int(number) else float(number)
