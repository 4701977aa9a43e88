"""Who has sent a form and who has not, on time or late, and whether the plan's targets are met.

Pure: the roster, the plan and what arrived in; a status for each unit and the five figures out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from xl_cfc.language import number_text, t
from xl_cfc.plan.models import Due, MilestoneKind, Plan, Target
from xl_cfc.plan.roster import Roster, RosterUnit
from xl_cfc.plan.wording import target_text


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
class TargetResult:
    """A target against what was reached; `met` is None where forms cannot tell."""

    target: Target
    reached: int | None
    units: int
    met: bool | None


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

    @property
    def strangers(self) -> tuple[UnitStatus, ...]:
        """Units that sent a form and are not on the roster."""
        return tuple(status for status in self.units if not status.listed)


def completeness(
    arrivals: Iterable[Arrival],
    *,
    roster: Roster | None = None,
    plan: Plan | None = None,
    typed: Mapping[str, date] | None = None,
    seen: Mapping[str, date] | None = None,
    unreadable: Mapping[str, Sequence[str]] | None = None,
    elsewhere: Mapping[str, Sequence[str]] | None = None,
    year: int | None = None,
    period: str = "",
) -> Completeness:
    """The state of a collection.

    By unit code: `typed` holds the days staff typed into the consolidated workbook, which come before the roster's;
    `seen` the days a merge first saw the forms, which come last; `unreadable` the files that cannot be used;
    `elsewhere` the other periods and years of which there are forms.
    """
    came = {arrival.code: arrival for arrival in arrivals}
    broken = unreadable or {}
    general = plan.due(MilestoneKind.DOSSIER) if plan else None
    units = roster.units if roster else ()
    known = {unit.code for unit in units}
    strangers = [RosterUnit(code=code, name=came[code].name or code) for code in sorted(came) if code not in known]
    said, noted = typed or {}, seen or {}
    statuses = [
        _status(
            unit,
            came.get(unit.code),
            general,
            said.get(unit.code) or unit.received or noted.get(unit.code),
            tuple(broken.get(unit.code, ())),
            listed=unit.code in known or roster is None,
        )
        for unit in (*units, *strangers)
    ]
    other = elsewhere or {}
    statuses = [
        replace(one, elsewhere=tuple(other.get(one.unit.code, ()))) if one.arrival is None else one for one in statuses
    ]
    state = Completeness(tuple(statuses), rostered=roster is not None, year=year, period=period)
    return replace(state, targets=tuple(_targets(plan, state))) if plan else state


def _status(
    unit: RosterUnit,
    arrival: Arrival | None,
    general: Due | None,
    day: date | None,
    unreadable: tuple[str, ...],
    *,
    listed: bool,
) -> UnitStatus:
    due = unit.deadline(general)
    if arrival is not None:
        receipt = Receipt.UNKNOWN
        if day is not None and due is not None:
            receipt = Receipt.LATE if due.late(day) else Receipt.ON_TIME
        return UnitStatus(unit, receipt, day, due, arrival, unreadable, listed)
    if unreadable:
        return UnitStatus(unit, Receipt.UNREADABLE, None, due, None, unreadable, listed)
    excused = bool(unit.exception) and unit.due is None
    return UnitStatus(unit, Receipt.EXCUSED if excused else Receipt.MISSING, None, due, None, (), listed)


def _targets(plan: Plan, state: Completeness) -> Iterable[TargetResult]:
    """Each target against the units that are eligible; whether a commune made its plan no form tells."""
    eligible = sum(s.arrival is not None and s.arrival.eligible and not s.arrival.conflict for s in state.units)
    units = state.expected if state.rostered else max(plan.communes or 0, len(state.units))
    if not plan.level.consolidates:
        units = 1
    for target in plan.targets:
        if target.what == "committed":
            yield TargetResult(target, None, units, None)
        else:
            yield TargetResult(target, eligible, units, target.met(eligible, units))


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


def target_result_text(result: TargetResult) -> str:
    """A target against what was reached, in a sentence."""
    aim = result.target.text or target_text(result.target)
    if result.reached is None:
        return t(
            f"Chỉ tiêu «{aim}»: phiếu không cho biết, cần theo dõi riêng",
            f"Target '{aim}': forms do not tell, to be followed apart",
        )
    met = t("đạt", "met") if result.met else t("chưa đạt", "not met")
    return t(
        f"Chỉ tiêu «{aim}»: {result.reached}/{result.units} đơn vị đủ điều kiện – {met}",
        f"Target '{aim}': {result.reached}/{result.units} units eligible: {met}",
    )


def share_text(share: Fraction | None) -> str:
    """A share in percent, to one place."""
    return "–" if share is None else f"{number_text(share * 100, decimals=1)} %"
