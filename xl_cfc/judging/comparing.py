"""What moved from one form to the next: in figures, in what is measured, in points, and which criteria stay hard.

Pure. Points are compared only under the same rule; figures wherever both forms ask for them. A unit that several were
merged into is compared with their counts added up, and with nothing that cannot be added.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xl_cfc.answers.answer import Answer
from xl_cfc.answers.answers import Answers, State
from xl_cfc.answers.submission import Submission
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.relation import LEAP
from xl_cfc.judging.checks.changes import leaps
from xl_cfc.judging.points import CardMoves, compare_cards
from xl_cfc.judging.scoring import score
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
    before = summed(parts)
    measures = _measures(before, after) if ruleset.digest == after.ruleset.digest else ()
    counts = {field.id for rules in (ruleset, after.ruleset) for field in rules.inputs if field.type is FieldType.COUNT}
    values = tuple(move for move in _values(before, after, renamed or {}) if move.field in counts)
    why = t("so với tổng các đơn vị cũ: điểm không cộng được", "a sum of units has no points of its own")
    return Comparison(before, after, values, measures, None, why)


def summed(parts: Sequence[Answers]) -> Answers:
    """The counts of several units added up, as the answers of one; they follow one rule set.

    Only counts add up. One that any of the units lacks is left out: a sum of some would be taken for the sum of all.
    """
    ruleset = parts[0].ruleset
    blank = Answer(State.BLANK)
    counts = [field.id for field in ruleset.inputs if field.type is FieldType.COUNT]
    known = [name for name in counts if all(part.state(name) is State.OK or part.excused(name) for part in parts)]
    sums = {name: Answer(State.OK, sum(part.number(name) for part in parts)) for name in known}
    named = " + ".join(part.title for part in parts)
    nothing = Submission(file=named, sha256="", stamp=parts[0].submission.stamp, cells={})
    return Answers(nothing, ruleset, {name: sums.get(name, blank) for name in ruleset.fields})


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
