"""An evaluated form beside what its file alone does not tell: today's date, and the roster."""

from dataclasses import replace
from datetime import date

from xl_cfc.findings.finding import by_severity
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.judging.checks import Facts, clock
from xl_cfc.judging.checks.roster import roster_findings, unit_cells
from xl_cfc.judging.checks.unit import DAY
from xl_cfc.plan.roster import Roster


def on_day(result: Evaluation, today: date) -> Evaluation:
    """The same with what only today's date can tell: a year or a day that is yet to come, told instead of what else
    is said of that day. Without it the evaluation of a file is the same on every day."""
    if result.answers is None or result.card is None:
        return result
    ahead = list(clock.findings(Facts(result.answers, result.card), today))
    if not ahead:
        return result
    told = [finding.in_file(result.file) for finding in ahead]
    others = [finding for finding in result.findings if finding.field != DAY]
    settled = [finding for finding in result.settled if finding.field != DAY]
    return replace(
        result,
        findings=tuple(by_severity([*others, *(finding for finding in told if not finding.settled_by)])),
        settled=(*settled, *(finding for finding in told if finding.settled_by)),
    )


def against_roster(result: Evaluation, roster: Roster) -> Evaluation:
    """The same with what the consolidating unit's roster says of the unit: its code, name, kind and class."""
    if result.submission is None:
        return result
    told = [finding.in_file(result.file) for finding in roster_findings(unit_cells(result.submission), roster)]
    return replace(result, findings=tuple(by_severity([*result.findings, *told])))
