"""How a plan's values are shown in its workbook, as they would be typed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xl_cfc.books.plan.words import TARGET_KINDS, TARGET_OF, WORDINGS
from xl_cfc.plan.models import Agency, Milestone, Plan, Target
from xl_cfc.plan.wording import milestone_kind_text
from xl_cfc.ruleset.models import YES

Shown = str | int | date | None


def listed(values: Iterable[object], separator: str = ", ") -> str:
    """Values in a row, as one text."""
    return separator.join(map(str, values))


def share_text(share: Fraction | None) -> str:
    """A share as it is typed: percent where that is exact, else the fraction."""
    if share is None:
        return ""
    percent = share * 100
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    if Fraction(exact) == percent:
        return f"{exact.normalize():f}%".replace(".", ",")
    return f"{share.numerator}/{share.denominator}"


def minimum_text(plan: Plan) -> str:
    """Least numbers of respondents by group."""
    return listed((f"{group}: {count}" for group, count in plan.survey.minimum.items()), "; ")


def reverification_text(plan: Plan) -> str:
    """How many communes are verified again, or which share."""
    rule = plan.reverification
    if rule is None:
        return ""
    return str(rule.number) if rule.number is not None else share_text(rule.share)


def agency_row(agency: Agency) -> list[Shown]:
    """An agency's row."""
    several = YES if agency.several else ""
    return [agency.name, listed(agency.leads), listed(agency.supports), several, listed(agency.bodies, "; ")]


def milestone_row(milestone: Milestone) -> list[Shown]:
    """A milestone's row."""
    due = milestone.due
    wording = WORDINGS[due.wording] if due else ""
    kind = milestone_kind_text(milestone.kind)
    return [kind, milestone.what, milestone.by_whom, wording, due.day if due else None]


def target_row(target: Target) -> list[Shown]:
    """A target's row."""
    share = share_text(target.share)
    return [TARGET_KINDS[target.kind], TARGET_OF[target.what], share, target.number, target.of, target.text]
