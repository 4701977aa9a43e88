"""A form scored and checked together: while an error stands in it, its score concludes nothing."""

from collections.abc import Iterable

from xl_cfc.answers.answers import Answers
from xl_cfc.findings import identity, relation, sheet, value
from xl_cfc.findings.finding import Finding, FindingKind, Severity
from xl_cfc.judging.checks import Facts, check_answers
from xl_cfc.judging.scoring import score

#: What is no error of the form's own: a blank, which keeps a form from being concluded anyhow, and what only the roster
#: or today's date can tell.
_NOT_ITS_OWN = (
    value.MISSING,
    value.UNIT_FIELD_MISSING,
    value.UNIT_NOT_ON_ROSTER,
    value.OTHER_NAME_ON_ROSTER,
    value.OTHER_KIND_ON_ROSTER,
    value.OTHER_CLASS_ON_ROSTER,
    value.YEAR_IN_FUTURE,
    value.DATE_IN_FUTURE,
)
_BLOCKING = frozenset(
    kind.code
    for family in (identity, value, relation, sheet)
    for kind in vars(family).values()
    if isinstance(kind, FindingKind) and kind not in _NOT_ITS_OWN
)


def judged(answers: Answers, read: Iterable[Finding] = ()) -> tuple[Facts, list[Finding]]:
    """The answers scored, with what is wrong in them; an error on figures, unit or identity leaves them unconcluded.

    `read` is what reading the form told already: of cells that are not where they belong.
    """
    facts = Facts(answers, score(answers))
    told = check_answers(facts)
    return (Facts(answers, facts.card.with_open_errors()) if any(map(blocks, (*read, *told))) else facts), told


def blocks(finding: Finding) -> bool:
    """Whether a finding keeps its form from being concluded: an error that the form alone shows. Never a result that is
    stale or overwritten, the roster, or today's date."""
    return finding.severity is Severity.ERROR and not finding.settled_by and finding.code in _BLOCKING
