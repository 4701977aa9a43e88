"""What can only be judged with today's date, which is given and never read: years and days that are yet to come."""

from collections.abc import Iterator
from datetime import date

from xl_cfc.findings.finding import Finding, FindingKind, found
from xl_cfc.findings.value import DATE_IN_FUTURE, YEAR_IN_FUTURE
from xl_cfc.judging.checks.dates import swapped_date
from xl_cfc.judging.checks.facts import Facts, written
from xl_cfc.judging.checks.unit import DAY
from xl_cfc.language import t


def findings(facts: Facts, today: date) -> Iterator[Finding]:
    """A year beyond the next one, else a day beyond today."""
    year = facts.answers.year
    if year is not None and year > today.year + 1:
        yield _finding(YEAR_IN_FUTURE, "nam", facts, today)
        return
    day = facts.answers[DAY].value if DAY in facts.answers.ruleset.fields else None
    if isinstance(day, date) and day > today:
        yield _finding(DATE_IN_FUTURE, DAY, facts, today, suggestion=_suggestion(day, today))


def _finding(kind: FindingKind, field: str, facts: Facts, today: date, **params: str) -> Finding:
    cell = facts.answers.cell(field)
    return found(
        kind,
        sheet=cell.sheet,
        cell=cell.ref,
        value=cell.shown,
        field=field,
        decision=facts.answers.ruleset.title,
        settled_by=written(facts, "explanation", field),
        label=facts.answers.ruleset.caption(field),
        today=f"{today:%d/%m/%Y}",
        **params,
    )


def _suggestion(day: date, today: date) -> str:
    swapped = swapped_date(day)
    if swapped is None or swapped > today:
        return ""
    return t(f": có lẽ là {swapped:%d/%m/%Y}", f": probably {swapped:%d/%m/%Y}")
