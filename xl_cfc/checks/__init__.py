"""The checks of a form: one small module per family, none stops at the first mistake."""

from collections.abc import Iterator
from functools import lru_cache

from xl_cfc.checks import changes, evidence, hamlets, relations, survey, values
from xl_cfc.checks.live import LiveCheck
from xl_cfc.checks.predicates import Facts
from xl_cfc.findings import Finding
from xl_cfc.ruleset.models import Ruleset, Severity
from xl_cfc.submission import Cell, Submission, blank

__all__ = ["Facts", "LiveCheck", "check_answers", "live_checks"]

_FAMILIES = (values, relations, survey, hamlets, evidence)


@lru_cache(maxsize=64)
def live_checks(ruleset: Ruleset, compared: tuple[str, ...] = ()) -> tuple[LiveCheck, ...]:
    """Every check that both the form and Python make: errors first, then warnings, then hints.

    `compared` names the figures that have an earlier form's value beside them (`Facts.compared`).
    """
    checks = [check for family in _FAMILIES for check in family.checks(ruleset)]
    checks += changes.checks(ruleset, compared)
    return tuple(sorted(checks, key=lambda check: list(Severity).index(check.severity)))


def check_answers(facts: Facts) -> Iterator[Finding]:
    """The findings in the answers of a form, all of them."""
    submission = facts.answers.submission
    for check in live_checks(facts.answers.ruleset, facts.compared):
        yield from check.findings(facts, lambda anchor: locate(submission, anchor))


def locate(submission: Submission, anchor: str) -> Cell:
    """The cell a defined name of the form stands for (`in_`, `ev_`, `ex_`), as it was read."""
    prefix, _, key = anchor.partition("_")
    cells = {"in": submission.cells, "ev": submission.evidence, "ex": submission.explanations}.get(prefix, {})
    return cells.get(key) or blank("", "")
