"""A plan's milestones as a calendar file (iCalendar, RFC 5545), with reminders before each last day."""

from collections import Counter
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vDuration

from xl_cfc.language import t
from xl_cfc.plan.models import Due, Milestone, Plan

#: Days before the last day on which a calendar reminds.
REMINDERS = (14, 7, 1)


def calendar_bytes(plan: Plan, created: datetime) -> bytes:
    """The calendar of a plan: an all-day entry on the last day of every milestone that names a day.

    Entries keep their identity, so that importing a corrected plan again moves them instead of doubling them.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//xl_cfc//plan calendar//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{plan.unit} {plan.year}")
    seen: Counter[str] = Counter()
    for milestone in plan.milestones:
        seen[milestone.kind] += 1
        if milestone.due is not None:
            identity = f"{plan.id}-{milestone.kind}-{seen[milestone.kind]}@xl-cfc"
            calendar.add_component(_entry(plan, identity, milestone, milestone.due, created))
    return bytes(calendar.to_ical())


def _entry(plan: Plan, identity: str, milestone: Milestone, due: Due, created: datetime) -> Event:
    event = Event()
    event.add("uid", identity)
    event.add("dtstamp", created)
    event.add("summary", t(f"Hạn: {milestone.what}", f"Due: {milestone.what}"))
    event.add("description", _description(plan, milestone, due))
    event.add("dtstart", due.last_day)
    event.add("dtend", due.last_day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    for days in REMINDERS:
        event.add_component(_reminder(milestone, days))
    return event


def _description(plan: Plan, milestone: Milestone, due: Due) -> str:
    wording = t("trước ngày", "before") if due.wording == "before" else t("chậm nhất ngày", "by")
    lines = [
        milestone.what,
        t(f"Người thực hiện: {milestone.by_whom}", f"By: {milestone.by_whom}") if milestone.by_whom else "",
        t(
            f"Kế hoạch ghi: {wording} {_day(due.day)}; ngày cuối cùng còn kịp: {_day(due.last_day)}",
            f"The plan says {wording} {_day(due.day)}; the last day in time is {_day(due.last_day)}",
        ),
        f"{plan.unit}, {plan.legal.number}" if plan.legal.number else plan.unit,
    ]
    return "\n".join(filter(None, lines))


def _reminder(milestone: Milestone, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", t(f"Còn {days} ngày: {milestone.what}", f"{days} days left: {milestone.what}"))
    # Nine in the morning, so many days before; an all-day entry begins at midnight.
    alarm["trigger"] = vDuration(timedelta(hours=9) - timedelta(days=days))
    return alarm


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
