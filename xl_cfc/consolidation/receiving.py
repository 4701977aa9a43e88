"""Who has sent a form and who has not, on time or late, and whether the plan's targets are met.

Pure: the roster, the plan and what arrived in; a status for each unit and the five figures out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from xl_cfc.consolidation.targets import TargetResult, judged_targets, target_result_text
from xl_cfc.language import number_text, t
from xl_cfc.plan.models import Due, MilestoneKind, Plan
from xl_cfc.plan.roster import Roster, RosterUnit


class Receipt(StrEnum):
    """Whether a unit's form came, and when."""

    ON_TIME = "on_time"
    LATE = "late"
    UNKNOWN = "unknown"  # it came; the day, or the deadline, is not known
    UNREADABLE = "unreadable"  # a file came that cannot be used
    MISSING = "missing"
    EXCUSED = "excused"

    @property
    def text(self) -> str:
        """The status in words."""
        return {
            Receipt.ON_TIME: t("Đúng hạn", "On time"),
            Receipt.LATE: t("Muộn", "Late"),
            Receipt.UNKNOWN: t("Đã nhận, không rõ hạn", "Received, lateness unknown"),
            Receipt.UNREADABLE: t("Tệp không đọc được", "Unreadable file"),
            Receipt.MISSING: t("Chưa nộp", "Not received"),
            Receipt.EXCUSED: t("Ngoại lệ", "Excused"),
        }[self]


#: Units named one by one in the terminal.
_NAMED = 10

_RECEIVED = (Receipt.ON_TIME, Receipt.LATE, Receipt.UNKNOWN)


@dataclass(frozen=True)
class Arrival:
    """What a merge found of one unit in one year and period."""

    code: str
    name: str
    files: tuple[str, ...]
    conflict: bool = False
    incomplete: bool = False
    eligible: bool = False
    errors: int = 0


@dataclass(frozen=True)
class UnitStatus:
    """Where one unit stands; `listed` is False for a unit that sent a form and is not on the roster.

    `elsewhere` names the other periods and years of which a form came, where none came of this one.
    """

    unit: RosterUnit
    receipt: Receipt
    received: date | None = None
    due: Due | None = None
    arrival: Arrival | None = None
    unreadable: tuple[str, ...] = ()
    listed: bool = True
    elsewhere: tuple[str, ...] = ()

    @property
    def days_late(self) -> int:
        """By how many days the form came late, 0 when it did not or nobody knows."""
        if self.receipt is not Receipt.LATE or self.received is None or self.due is None:
            return 0
        return (self.received - self.due.last_day).days

    @property
    def to_phone(self) -> bool:
        """Whether somebody has to call: nothing usable has come."""
        return self.receipt in (Receipt.MISSING, Receipt.UNREADABLE)

    @property
    def to_return(self) -> bool:
        """Whether the form goes back to be mended: errors, holes, or contradicting files."""
        arrival = self.arrival
        return arrival is not None and (arrival.errors > 0 or arrival.incomplete or arrival.conflict)

    @property
    def remarks(self) -> str:
        """What else is to be said, in words."""
        said = [t("ngoài danh sách", "not on the roster")] if not self.listed else []
        if self.elsewhere:
            periods = ", ".join(self.elsewhere)
            said.append(t(f"mới có phiếu {periods}", f"has sent a form of {periods} only"))
        if self.arrival is not None:
            if self.arrival.conflict:
                said.append(t("nhiều phiếu khác nhau", "contradicting forms"))
            if self.arrival.incomplete:
                said.append(t("chưa đủ dữ liệu", "incomplete"))
            if self.arrival.errors:
                said.append(t(f"{self.arrival.errors} lỗi, trả lại", f"{self.arrival.errors} errors, returned"))
        if self.unit.exception:
            said.append(t(f"ngoại lệ: {self.unit.exception}", f"exception: {self.unit.exception}"))
        return "; ".join(said)


@dataclass(frozen=True)
class Completeness:
    """The state of a collection: every unit of the roster in its order, then units that are not on it."""

    units: tuple[UnitStatus, ...]
    targets: tuple[TargetResult, ...] = ()
    rostered: bool = True
    year: int | None = None
    period: str = ""

    def count(self, *receipts: Receipt) -> int:
        """How many listed units have one of these statuses."""
        return sum(status.listed and status.receipt in receipts for status in self.units)

    @property
    def expected(self) -> int:
        """The forms expected: the roster's units but those excused."""
        return sum(status.listed and status.receipt is not Receipt.EXCUSED for status in self.units)

    @property
    def actual(self) -> int:
        """The usable forms received from expected units."""
        return self.count(*_RECEIVED)

    @property
    def rate(self) -> Fraction | None:
        """Received / expected."""
        return Fraction(self.actual, self.expected) if self.expected else None

    @property
    def on_time(self) -> int:
        """Those received on time."""
        return self.count(Receipt.ON_TIME)

    @property
    def rate_on_time(self) -> Fraction | None:
        """Received on time / expected."""
        return Fraction(self.on_time, self.expected) if self.expected else None

    @cached_property
    def to_phone(self) -> tuple[UnitStatus, ...]:
        """The units to call, in the roster's order."""
        return tuple(status for status in self.units if status.to_phone)

    @cached_property
    def to_return(self) -> tuple[UnitStatus, ...]:
        """The units whose form goes back."""
        return tuple(status for status in self.units if status.to_return)


@dataclass(frozen=True)
class Noted:
    """What is known of units beside their forms, by unit code.

    `typed` holds the days staff typed into the consolidated workbook, which come before the roster's; `seen` the days
    a merge first saw the forms, which come last; `unreadable` the files that cannot be used; `elsewhere` the other
    periods and years of which there are forms; `titles` the years for which each unit is recognised.
    """

    typed: Mapping[str, date] = attribute(default_factory=dict)
    seen: Mapping[str, date] = attribute(default_factory=dict)
    unreadable: Mapping[str, Sequence[str]] = attribute(default_factory=dict)
    elsewhere: Mapping[str, Sequence[str]] = attribute(default_factory=dict)
    titles: Mapping[str, Sequence[int]] = attribute(default_factory=dict)


NOTHING_NOTED = Noted()


def completeness(
    arrivals: Iterable[Arrival],
    *,
    roster: Roster | None = None,
    plan: Plan | None = None,
    noted: Noted = NOTHING_NOTED,
    year: int | None = None,
    period: str = "",
) -> Completeness:
    """The state of a collection: each unit's form, and the plan's targets."""
    came = {arrival.code: arrival for arrival in arrivals}
    general = plan.due(MilestoneKind.DOSSIER) if plan else None
    units = roster.units if roster else ()
    known = {unit.code for unit in units}
    unlisted = [RosterUnit(code=code, name=came[code].name or code) for code in sorted(came) if code not in known]
    statuses = tuple(
        _status(unit, came.get(unit.code), general, noted, listed=unit.code in known or roster is None)
        for unit in (*units, *unlisted)
    )
    state = Completeness(statuses, rostered=roster is not None, year=year, period=period)
    return replace(state, targets=tuple(_results(plan, state, noted))) if plan else state


def _status(
    unit: RosterUnit, arrival: Arrival | None, general: Due | None, noted: Noted, *, listed: bool
) -> UnitStatus:
    due, unreadable = unit.deadline(general), tuple(noted.unreadable.get(unit.code, ()))
    if arrival is not None:
        day = noted.typed.get(unit.code) or unit.received or noted.seen.get(unit.code)
        receipt = Receipt.UNKNOWN
        if day is not None and due is not None:
            receipt = Receipt.LATE if due.late(day) else Receipt.ON_TIME
        return UnitStatus(unit, receipt, day, due, arrival, unreadable, listed)
    receipt = Receipt.EXCUSED if unit.exception and unit.due is None else Receipt.MISSING
    return UnitStatus(
        unit,
        Receipt.UNREADABLE if unreadable else receipt,
        due=due,
        unreadable=unreadable,
        listed=listed,
        elsewhere=tuple(noted.elsewhere.get(unit.code, ())),
    )


def _results(plan: Plan, state: Completeness, noted: Noted) -> Iterable[TargetResult]:
    """Each target against what was reached."""
    eligible = sum(s.arrival is not None and s.arrival.eligible and not s.arrival.conflict for s in state.units)
    units = state.expected if state.rostered else max(plan.communes or 0, len(state.units))
    listed = {status.unit.code for status in state.units if status.listed} if state.rostered else None
    titles = {code: years for code, years in noted.titles.items() if listed is None or code in listed}
    return judged_targets(plan, eligible=eligible, units=units, titles=titles)


def completeness_lines(state: Completeness) -> list[str]:
    """The five figures, who has to be called, and each target against what was reached."""
    lines = []
    if state.rostered:
        rate, on_time = share_text(state.rate), share_text(state.rate_on_time)
        lines.append(
            t(
                f"Nhận {state.actual}/{state.expected} phiếu ({rate}), đúng hạn {state.on_time}/{state.expected} "
                f"({on_time}), muộn {state.count(Receipt.LATE)}, không rõ hạn {state.count(Receipt.UNKNOWN)}",
                f"{state.actual}/{state.expected} forms received ({rate}), {state.on_time}/{state.expected} on time "
                f"({on_time}), {state.count(Receipt.LATE)} late, {state.count(Receipt.UNKNOWN)} unknown",
            )
        )
        missing = ", ".join(status.unit.name for status in state.to_phone[:_NAMED])
        if missing:
            more = len(state.to_phone) - _NAMED
            missing += t(f" và {more} đơn vị khác", f" and {more} more") if more > 0 else ""
            lines.append(t(f"Chưa có phiếu dùng được: {missing}", f"No usable form: {missing}"))
    lines += [target_result_text(result) for result in state.targets]
    return lines


def share_text(share: Fraction | None) -> str:
    """A share in percent, to one place."""
    return "–" if share is None else f"{number_text(share * 100, decimals=1)} %"
