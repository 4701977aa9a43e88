"""A figure against the earlier form's: one that leaps is asked about, and settled by an explanation in its row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xl_cfc.answers.answers import State
from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.findings.finding import Severity
from xl_cfc.findings.relation import LEAP
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import NoText, Predicate, StateIs, every
from xl_cfc.ruleset.cellnames import earlier_name, effective
from xl_cfc.ruleset.models import Ruleset


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

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        now, earlier = effective(ruleset.fields[self.field]), earlier_name(self.field)

        def beyond(larger: str, smaller: str) -> str:
            return f"IF({larger}>={self.minimum},{larger}>{self.factor}*{smaller},FALSE)"

        far = f"IF({now}>{earlier},{beyond(now, earlier)},{beyond(earlier, now)})"
        return f"IF(ISNUMBER({earlier}),{far},FALSE)"


def checks(ruleset: Ruleset, compared: Sequence[str]) -> Iterator[LiveCheck]:
    """One check for each count that has an earlier count beside it."""
    for field in compared:
        factor, minimum = ruleset.plausibility.factor_of(field), ruleset.plausibility.minimum
        unexplained = every(
            StateIs(field, State.OK), LeapsFromEarlier(field, factor, minimum), NoText("explanation", field)
        )
        yield LiveCheck(
            id=f"leap_{field}",
            field=field,
            anchor=Place(PlaceKind.INPUT, field),
            severity=Severity.WARNING,
            criterion=ruleset.criterion_of_field.get(field),
            variants=(
                Variant(
                    LEAP,
                    unexplained,
                    {"label": ruleset.caption(field), "factor": str(factor)},
                    _both(field),
                ),
            ),
        )


def _both(field: str) -> Callable[[Facts], Mapping[str, Any]]:
    return lambda facts: {"before": facts.earlier(field), "after": facts.answers.number(field)}
