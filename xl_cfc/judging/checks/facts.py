"""What checks are asked about: the judged answers and the score they give."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from xl_cfc.answers.answers import Answers
from xl_cfc.answers.hamlets import HamletTally, tally_hamlets
from xl_cfc.cells import Cell, CellKind
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.ruleset.models import FieldType, Term
from xl_cfc.text import says_something


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
        return cell.number if cell is not None else None

    def total(self, terms: tuple[Term, ...]) -> int:
        """A signed sum of accepted counts."""
        return sum(term.sign * self.answers.number(term.field) for term in terms)


def written(facts: Facts, column: Literal["evidence", "explanation"], key: str) -> str:
    """The evidence or explanation typed for a field or criterion, empty when there is none.

    An error value, a dash or a blank that cannot be seen is none (semantics: Text that counts as given).
    """
    submission = facts.answers.submission
    cell: Cell | None = (submission.evidence if column == "evidence" else submission.explanations).get(key)
    if cell is None or cell.kind is CellKind.ERROR or not says_something(cell.shown):
        return ""
    return cell.shown.strip(" ")
