"""Days that do not suit a form's year and period, and days with day and month exchanged."""

from dataclasses import dataclass
from datetime import date

from xl_cfc.formulatext import quoted
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.predicates import Predicate
from xl_cfc.ruleset.cellnames import input_name
from xl_cfc.ruleset.models import FORECAST_PERIOD, Ruleset


def period_window(year: int, *, forecast: bool) -> tuple[date, date]:
    """First and last day on which figures of a period are plausibly put together, by the form's own convention.

    Start-of-year figures: from the middle of the year before to the end of the year; end-of-year figures: from the
    middle of the year to the end of the next.
    """
    first = year - 1 if forecast else year
    return date(first, 7, 1), date(first + 1, 12, 31)


@dataclass(frozen=True)
class DateOutsidePeriod(Predicate):
    """The date, accepted as year and period are, lies outside the period's window; `swapped`: with day and month
    exchanged it would lie inside."""

    field: str
    swapped: bool = False

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        day, year = facts.answers[self.field].value, facts.answers.year
        if not isinstance(day, date) or year is None:
            return False
        first, last = period_window(year, forecast=facts.answers.period == FORECAST_PERIOD)
        if first <= day <= last:
            return False
        other = swapped_date(day)
        return not self.swapped or (other is not None and first <= other <= last)

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        cell = input_name(self.field)
        forecast = f"IF(in_ky={quoted(FORECAST_PERIOD)},1,0)"
        first, after = f"DATE(in_nam-{forecast},7,1)", f"DATE(in_nam+2-{forecast},1,1)"
        outside = f"OR({cell}<{first},{cell}>={after})"
        if not self.swapped:
            return outside
        other = f"DATE(YEAR({cell}),DAY({cell}),MONTH({cell}))"
        inside = f"IF(DAY({cell})>12,FALSE,AND({other}>={first},{other}<{after}))"
        return f"IF({outside},{inside},FALSE)"


def swapped_date(day: date) -> date | None:
    """The date with day and month exchanged, None where there is no such date."""
    return date(day.year, day.day, day.month) if day.day <= 12 else None
