"""What a form states of itself against what is true of it: the total it shows, and the year of its rule set."""

from collections.abc import Iterator
from decimal import Decimal

from xl_cfc.answers.answers import Answers
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import CellKind
from xl_cfc.findings.file import NEVER_CALCULATED, SHEET_TOTAL_DIFFERS
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.value import YEAR_OUTSIDE_RULESET
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.language import number_text, t


def total_findings(submission: Submission, card: Scorecard) -> Iterator[Finding]:
    """The total the form shows against the recomputed one."""
    shown = submission.sheet_total
    if shown is None:
        return
    where = {"sheet": shown.sheet, "cell": shown.ref}
    if shown.kind in (CellKind.UNCALCULATED, CellKind.BLANK):
        yield found(NEVER_CALCULATED, **where)
        return
    same = (
        Decimal(str(shown.number)) == card.total
        if shown.number is not None and card.total is not None
        else shown.kind is CellKind.TEXT and not shown.shown.strip() and card.total is None
    )
    if same:
        return
    recomputed = t("chưa đủ dữ liệu", "incomplete") if card.total is None else number_text(card.total)
    value = shown.shown or t("chưa đủ dữ liệu", "incomplete")
    yield found(SHEET_TOTAL_DIFFERS, value=value, recomputed=recomputed, **where)


def year_findings(answers: Answers) -> Iterator[Finding]:
    """The year of the form against the years in which its rule set is in force."""
    year, ruleset = answers.year, answers.ruleset
    if year is None or ruleset.in_force(year):
        return
    until = ruleset.effective_to[:4] if ruleset.effective_to else t("nay", "now")
    span = f"{ruleset.effective_from[:4]}–{until}"
    cell = answers.cell("nam")
    where = {"sheet": cell.sheet, "cell": cell.ref, "field": "nam", "value": cell.shown}
    yield found(YEAR_OUTSIDE_RULESET, ruleset=ruleset.title, span=span, **where)
