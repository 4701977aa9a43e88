"""Conditions that both Python and the form evaluate: a small language with one meaning.

A predicate holds or not for the `Facts` of a submission, and is an Excel formula that gives TRUE or FALSE, never an
error. `All` stops at its first false part, in both, so guards stand first. What only one family of checks asks stands
in that family's module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xl_cfc.answers.answers import State
from xl_cfc.formulatext import has_text, quoted
from xl_cfc.judging.checks.facts import Facts, written
from xl_cfc.ruleset.cellnames import effective, evidence_name, explanation_name, input_name, state_name
from xl_cfc.ruleset.models import Ruleset, Term


class Predicate:
    """A condition on a submission."""

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        raise NotImplementedError

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        raise NotImplementedError


@dataclass(frozen=True)
class StateIs(Predicate):
    """The field is in this state."""

    field: str
    state: State

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers.state(self.field) is self.state

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"{state_name(self.field)}={self.state:d}"


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

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"{_sum(self.left, ruleset)}{self.operator}{_sum(self.right, ruleset)}"


def _sum(terms: Sequence[Term], ruleset: Ruleset) -> str:
    if not terms:
        return "0"
    return "".join(
        f"{'+' if term.sign > 0 else '-'}{effective(ruleset.fields[term.field])}" for term in terms
    ).removeprefix("+")


@dataclass(frozen=True)
class NoText(Predicate):
    """The evidence or explanation with this key is blank."""

    column: Literal["evidence", "explanation"]
    key: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return not written(facts, self.column, self.key)

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        name = evidence_name(self.key) if self.column == "evidence" else explanation_name(self.key)
        return f"NOT({has_text(name)})"


@dataclass(frozen=True)
class TextIs(Predicate):
    """The field, an accepted text or choice, is exactly this."""

    field: str
    text: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers[self.field].value == self.text

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"EXACT({input_name(self.field)},{quoted(self.text)})"


@dataclass(frozen=True)
class All(Predicate):
    """Every part holds; parts after a false one are not asked."""

    parts: tuple[Predicate, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return all(part.holds(facts) for part in self.parts)

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        text = self.parts[-1].formula(ruleset)
        for part in reversed(self.parts[:-1]):
            text = f"IF({part.formula(ruleset)},{text},FALSE)"
        return text


@dataclass(frozen=True)
class Not(Predicate):
    """The part does not hold."""

    part: Predicate

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return not self.part.holds(facts)

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"NOT({self.part.formula(ruleset)})"


def every(*parts: Predicate) -> Predicate:
    """All of the parts, as one predicate."""
    return parts[0] if len(parts) == 1 else All(parts)


def all_accepted(fields: tuple[str, ...]) -> Predicate:
    """Every field holds an accepted value."""
    return every(*(StateIs(name, State.OK) for name in dict.fromkeys(fields)))
