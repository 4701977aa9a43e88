"""The checks of a form: one small module per family, none stops at the first mistake."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from xl_cfc.answers.places import Place
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, blank
from xl_cfc.findings.finding import Finding, Severity, by_severity
from xl_cfc.findings.sheet import NO_ZERO_EXPLANATION
from xl_cfc.judging.checks import changes, evidence, hamlets, relations, roots, survey, texts, unit, values
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck
from xl_cfc.ruleset.models import Ruleset

__all__ = ["Facts", "LiveCheck", "check_answers", "live_checks"]

_FAMILIES = (values, unit, relations, survey, hamlets, evidence)


@lru_cache(maxsize=64)
def live_checks(ruleset: Ruleset, compared: tuple[str, ...] = ()) -> tuple[LiveCheck, ...]:
    """Every check that both the form and Python make: errors first, then warnings, then hints.

    `compared` names the figures that have an earlier form's value beside them (`Facts.compared`).
    """
    checks = [check for family in _FAMILIES for check in family.checks(ruleset)]
    checks += changes.checks(ruleset, compared)
    return tuple(sorted(checks, key=lambda check: list(Severity).index(check.severity)))


def check_answers(facts: Facts) -> list[Finding]:
    """The findings in the answers of a form, all of them; warnings that an explanation settles say so."""
    return by_severity(_without_consequences([*_live(facts), *texts.findings(facts)]))


def _live(facts: Facts) -> Iterator[Finding]:
    submission = facts.answers.submission
    broken: list[roots.Broken] = []
    for check in live_checks(facts.answers.ruleset, facts.compared):
        for finding in check.findings(facts, lambda place: locate(submission, place)):
            if check.involves and not finding.settled_by:
                broken.append(roots.Broken(check, finding))
            else:
                yield finding
    yield from roots.joined_at_roots(broken, facts, lambda place: locate(submission, place))


def _without_consequences(found: Sequence[Finding]) -> Iterator[Finding]:
    """A criterion that may be at zero only because its figures contradict each other is not told beside them."""
    doubtful = {f.criterion for f in found if f.kind in relations.KINDS and not f.settled_by}
    return (f for f in found if f.kind is not NO_ZERO_EXPLANATION or f.criterion not in doubtful)


def locate(submission: Submission, place: Place) -> Cell:
    """The cell of a place, as it was read."""
    return submission.at(place) or blank("", "")
