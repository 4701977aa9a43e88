"""A figure against the earlier form's: one that leaps is asked about, and settled by an explanation in its row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from xl_cfc.answers.answers import State
from xl_cfc.findings.finding import Severity
from xl_cfc.findings.relation import LEAP
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import Facts, LeapsFromEarlier, NoText, StateIs, every
from xl_cfc.ruleset.models import Ruleset


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
            anchor=f"in_{field}",
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
