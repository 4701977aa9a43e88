"""Who has to be called: units of the roster that have sent nothing usable, with what staff noted about them."""

from dataclasses import dataclass
from datetime import date

from xl_cfc.consolidation.ledger.models import Ledger
from xl_cfc.consolidation.ledger.tables import RECEIPT, RECEIPT_NOTE, RECEIVED_ON
from xl_cfc.consolidation.members import WITHIN
from xl_cfc.consolidation.receiving import Completeness, UnitStatus
from xl_cfc.language import t


@dataclass(frozen=True)
class Call:
    """One unit to call; `days_late` counts from its deadline, None where it has none."""

    code: str
    name: str
    why: str
    contact: str
    phone: str
    due: date | None
    days_late: int | None
    remarks: str


def calls(state: Completeness, ledger: Ledger, today: date) -> tuple[Call, ...]:
    """The units to call, those late longest first, else in the roster's order."""
    found = [_call(status, state, ledger, today) for status in state.to_phone]
    return tuple(sorted(found, key=lambda call: -(call.days_late or 0)))


def _call(status: UnitStatus, state: Completeness, ledger: Ledger, today: date) -> Call:
    """A day of receipt without a usable form stops the counting: something came, on paper or by another way."""
    unit = status.unit
    entry = ledger.of(RECEIPT).get((unit.code, str(state.year if state.year is not None else ""), state.period))
    typed = entry.values.get(RECEIVED_ON.id) if entry else None
    came = typed if isinstance(typed, date) else unit.received
    last_day = status.due.last_day if status.due else None
    remarks = [
        t(f"đã ghi ngày nhận {came:%d/%m/%Y}, chưa có tệp dùng được", f"noted as received {came:%d/%m/%Y}, no file")
        if came
        else "",
        ", ".join(file.rpartition(WITHIN)[2] for file in status.unreadable),
        status.remarks,
        entry.text(RECEIPT_NOTE.id) if entry else "",
    ]
    return Call(
        code=unit.code,
        name=unit.name,
        why=status.receipt.text,
        contact=unit.contact,
        phone=unit.phone,
        due=last_day,
        days_late=max(0, ((came or today) - last_day).days) if last_day else None,
        remarks="; ".join(filter(None, remarks)),
    )


def calls_text(told: tuple[Call, ...], today: date) -> str:
    """The list as a text to paste into a message, a line a unit."""
    day = f"{today:%d/%m/%Y}"
    lines = [t(f"Cần gọi {len(told)} đơn vị (ngày {day}):", f"{len(told)} units to call ({day}):")]
    for number, call in enumerate(told, start=1):
        who = " · ".join(filter(None, (call.contact, call.phone))) or t("chưa có số điện thoại", "no phone number")
        parts = (call.why, _lateness(call), who, call.remarks)
        lines.append(f"{number}. {call.name} ({call.code}): {'; '.join(filter(None, parts))}")
    return "\n".join(lines) + "\n"


def _lateness(call: Call) -> str:
    if call.due is None:
        return ""
    due = t(f"hạn {call.due:%d/%m/%Y}", f"due {call.due:%d/%m/%Y}")
    return due + (t(f", muộn {call.days_late} ngày", f", {call.days_late} days late") if call.days_late else "")
