"""What is wrong or doubtful in a plan: mistakes that stop it, and slips worth a second look."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from xl_cfc.findings.finding import Severity
from xl_cfc.language import t
from xl_cfc.plan.models import Milestone, MilestoneKind, Plan

#: The order in which a year runs.
_COURSE = (MilestoneKind.PLAN, MilestoneKind.DOSSIER, MilestoneKind.APPRAISAL, MilestoneKind.REPORT)


@dataclass(frozen=True)
class Doubt:
    """One point about a plan: how serious, where, and what."""

    severity: Severity
    path: str
    message: str


def check_plan(plan: Plan, criteria: Iterable[int]) -> list[Doubt]:
    """Every doubt about a plan whose rule set has these criteria: errors first, then warnings."""
    numbers = tuple(criteria)
    doubts = [*_criteria(plan, numbers), *_years(plan), *_dates(plan), *_targets(plan)]
    return sorted(doubts, key=lambda doubt: list(Severity).index(doubt.severity))


def _criteria(plan: Plan, numbers: tuple[int, ...]) -> Iterator[Doubt]:
    """Criteria that do not exist, have no lead agency, or several."""
    for place, agency in enumerate(plan.agencies, start=1):
        for number in sorted({*agency.leads, *agency.supports} - set(numbers)):
            text = t(f"bộ tiêu chí không có tiêu chí {number}", f"the rule set has no criterion {number}")
            yield Doubt(Severity.ERROR, f"agencies[{place}] {agency.name}", text)
    for number in sorted(set(plan.watched_criteria) - set(numbers)):
        text = t(f"bộ tiêu chí không có tiêu chí {number}", f"the rule set has no criterion {number}")
        yield Doubt(Severity.ERROR, "watched_criteria", text)
    twice = [name for name, count in Counter(agency.name for agency in plan.agencies).items() if count > 1]
    for name in twice:
        yield Doubt(
            Severity.WARNING, "agencies", t(f"cơ quan «{name}» có hai mục", f"the agency '{name}' stands twice")
        )
    without = ", ".join(str(number) for number in numbers if number not in plan.leads)
    if without:
        text = t(f"tiêu chí {without} chưa có cơ quan chủ trì", f"no lead agency for criterion {without}")
        yield Doubt(Severity.WARNING, "agencies", text)
    for number in numbers:
        leads = plan.leads.get(number, ())
        if len(leads) > 1:
            named = ", ".join(leads)
            text = t(
                f"tiêu chí {number} có {len(leads)} cơ quan chủ trì: {named}",
                f"criterion {number} has {len(leads)} lead agencies: {named}",
            )
            yield Doubt(Severity.WARNING, "agencies", text)


def _years(plan: Plan) -> Iterator[Doubt]:
    """Years the document's text names that are not the plan's own."""
    for year in plan.legal.stated_years:
        if year != plan.year:
            text = t(
                f"văn bản ghi «năm {year}» trong khi kế hoạch là của năm {plan.year}: có thể sót từ bản cũ",
                f"the document says {year} though the plan is for {plan.year}: perhaps left over from an older text",
            )
            yield Doubt(Severity.WARNING, "legal.stated_years", text)


def _dates(plan: Plan) -> Iterator[Doubt]:
    """Days outside the plan's year, and milestones in an order that cannot be."""
    for place, milestone in enumerate(plan.milestones, start=1):
        if milestone.due is not None and milestone.due.day.year != plan.year:
            text = t(f"hạn {_day(milestone)} không thuộc năm {plan.year}", f"{_day(milestone)} is not in {plan.year}")
            yield Doubt(Severity.WARNING, f"milestones[{place}]", text)
    course = sorted(
        (m for m in plan.milestones if m.due is not None and m.kind in _COURSE), key=lambda m: _COURSE.index(m.kind)
    )
    for earlier, later in pairwise(course):
        if earlier.due and later.due and earlier.kind is not later.kind and earlier.due.last_day > later.due.last_day:
            text = t(
                f"«{later.what}» ({_day(later)}) đến hạn trước «{earlier.what}» ({_day(earlier)})",
                f"'{later.what}' ({_day(later)}) is due before '{earlier.what}' ({_day(earlier)})",
            )
            yield Doubt(Severity.WARNING, "milestones", text)
    issued = plan.legal.issued
    first = next(plan.dated(), None)
    if issued is not None and first is not None and first.due is not None and first.due.last_day < issued:
        text = t(
            f"hạn {_day(first)} đã qua khi kế hoạch được ban hành ({issued:%d/%m/%Y})",
            f"{_day(first)} had passed when the plan was issued ({issued:%d/%m/%Y})",
        )
        yield Doubt(Severity.WARNING, "milestones", text)


def _targets(plan: Plan) -> Iterator[Doubt]:
    for place, target in enumerate(plan.targets, start=1):
        if plan.communes is not None and target.number is not None and target.number > plan.communes:
            text = t(
                f"chỉ tiêu {target.number} lớn hơn số đơn vị ({plan.communes})",
                f"the target {target.number} is above the number of communes ({plan.communes})",
            )
            yield Doubt(Severity.ERROR, f"targets[{place}]", text)


def _day(milestone: Milestone) -> str:
    return f"{milestone.due.day:%d/%m/%Y}" if milestone.due else ""
