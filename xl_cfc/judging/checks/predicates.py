"""Conditions that both Python and the form evaluate: a small language with one meaning.

A predicate holds or not for the `Facts` of a submission; `xl_cfc.form.formulas` writes the same predicate as an Excel
formula. `All` stops at its first false part, in both, so guards stand first.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from xl_cfc.answers.answers import Answers, HamletTally, Reason, State, tally_hamlets
from xl_cfc.cells import Cell, CellKind
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.models import FORECAST_PERIOD, FieldType, Term


@dataclass(frozen=True)
class Facts:
    """What predicates are asked about: the judged answers and the score they give."""

    answers: Answers
    card: Scorecard

    @cached_property
    def hamlets(self) -> HamletTally:
        """The hamlet sheet added up."""
        return tally_hamlets(self.answers.submission, self.answers.ruleset)

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The counts that have an earlier count beside them, in order."""
        counts = (f.id for f in self.answers.ruleset.inputs if f.type is FieldType.COUNT)
        return tuple(name for name in counts if self.earlier(name) is not None)

    def earlier(self, field_id: str) -> int | float | None:
        """The number shown beside an input as the earlier form's, None when there is none."""
        cell = self.answers.submission.previous.get(field_id)
        number = cell.value if cell is not None and cell.kind is CellKind.NUMBER else None
        return number if isinstance(number, int | float) else None

    def total(self, terms: tuple[Term, ...]) -> int:
        """A signed sum of accepted counts."""
        return sum(term.sign * self.answers.number(term.field) for term in terms)


class Predicate:
    """A condition on a submission."""

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        raise NotImplementedError


@dataclass(frozen=True)
class StateIs(Predicate):
    """The field is in this state."""

    field: str
    state: State

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers.state(self.field) is self.state


@dataclass(frozen=True)
class InvalidBecause(Predicate):
    """The field is invalid for this reason."""

    field: str
    reason: Reason

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers[self.field].reason is self.reason


@dataclass(frozen=True)
class Compare(Predicate):
    """Two signed sums of counts compared; an empty side is 0. Every field must be known to be accepted or blank."""

    left: tuple[Term, ...]
    operator: Literal[">", "=", "<>"]
    right: tuple[Term, ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        left, right = facts.total(self.left), facts.total(self.right)
        return {">": left > right, "=": left == right, "<>": left != right}[self.operator]


def leaps(before: int | float, after: int | float, factor: int, minimum: int) -> bool:
    """Whether the larger of two counts is more than `factor` times the smaller; both below `minimum` are let be."""
    smaller, larger = sorted((before, after))
    return larger >= minimum and larger > factor * smaller


@dataclass(frozen=True)
class LeapsFromEarlier(Predicate):
    """The count is far from the one beside it, the earlier form's. The field must be known to be accepted."""

    field: str
    factor: int
    minimum: int

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        earlier = facts.earlier(self.field)
        return earlier is not None and leaps(earlier, facts.answers.number(self.field), self.factor, self.minimum)


@dataclass(frozen=True)
class StandingIs(Predicate):
    """The indicator stands so: missing, scored, invalid, denominator zero."""

    indicator: str
    standing: Standing

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.card.indicator(self.indicator).standing is self.standing


@dataclass(frozen=True)
class HasPoints(Predicate):
    """The indicator is scored above 0."""

    indicator: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return (facts.card.indicator(self.indicator).points or 0) > 0


@dataclass(frozen=True)
class CriterionAtZero(Predicate):
    """The criterion is fully scored, at 0."""

    number: int

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return self.number in facts.card.zero_criteria


@dataclass(frozen=True)
class NoText(Predicate):
    """The evidence or explanation with this key is blank."""

    column: Literal["evidence", "explanation"]
    key: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return not written(facts, self.column, self.key)


def written(facts: Facts, column: Literal["evidence", "explanation"], key: str) -> str:
    """The evidence or explanation typed for a field or criterion, empty when there is none."""
    submission = facts.answers.submission
    cell: Cell | None = (submission.evidence if column == "evidence" else submission.explanations).get(key)
    return cell.shown.strip(" ") if cell is not None else ""


@dataclass(frozen=True)
class TextIs(Predicate):
    """The field, an accepted text or choice, is exactly this."""

    field: str
    text: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers[self.field].value == self.text


@dataclass(frozen=True)
class BeginsWith(Predicate):
    """The field, an accepted text, begins with exactly one of these, which are equally long."""

    field: str
    texts: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        value = facts.answers[self.field].value
        return isinstance(value, str) and value.startswith(self.texts)


def period_window(year: int, *, forecast: bool) -> tuple[date, date]:
    """First and last day on which figures of a period are plausibly put together, by the form's own convention.

    Start-of-year figures: from the middle of the year before to the end of the year; end-of-year figures: from the
    middle of the year to the end of the next.
    """
    first = year - 1 if forecast else year
    return date(first, 7, 1), date(first + 1, 12, 31)


@dataclass(frozen=True)
class DateOutsidePeriod(Predicate):
    """The date, accepted as year and period are, lies outside the period's window; `swapped`: with day and month
    exchanged it would lie inside."""

    field: str
    swapped: bool = False

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        day, year = facts.answers[self.field].value, facts.answers.year
        if not isinstance(day, date) or year is None:
            return False
        first, last = period_window(year, forecast=facts.answers.period == FORECAST_PERIOD)
        if first <= day <= last:
            return False
        other = swapped_date(day)
        return not self.swapped or (other is not None and first <= other <= last)


def swapped_date(day: date) -> date | None:
    """The date with day and month exchanged, None where there is no such date."""
    return date(day.year, day.day, day.month) if day.day <= 12 else None


@dataclass(frozen=True)
class All(Predicate):
    """Every part holds; parts after a false one are not asked."""

    parts: tuple[Predicate, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return all(part.holds(facts) for part in self.parts)


@dataclass(frozen=True)
class Not(Predicate):
    """The part does not hold."""

    part: Predicate

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return not self.part.holds(facts)


def every(*parts: Predicate) -> Predicate:
    """All of the parts, as one predicate."""
    return parts[0] if len(parts) == 1 else All(parts)


def all_accepted(fields: tuple[str, ...]) -> Predicate:
    """Every field holds an accepted value."""
    return every(*(StateIs(name, State.OK) for name in dict.fromkeys(fields)))
