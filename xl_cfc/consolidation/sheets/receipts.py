"""Sheet `Tình hình nộp`: who has sent a form and who has not, on time or late, with phones and the targets."""

from collections.abc import Iterator

from xl_cfc.consolidation.ledger.tables import CODE, PERIOD, RECEIPT, RECEIPT_NOTE, RECEIVED_ON, YEAR
from xl_cfc.consolidation.receiving import Completeness, Receipt, UnitStatus, share_text
from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab
from xl_cfc.consolidation.sheets.entrytable import EntryRow, EntryTable, Input, Shown
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.consolidation.sheets.validations import DATE_INPUT
from xl_cfc.consolidation.sheets.words import RECEIPTS
from xl_cfc.consolidation.targets import target_result_text

_CENTRE = {"align": "center"}
_DAY = {**_CENTRE, "num_format": "dd/mm/yyyy"}
_COLUMNS: tuple[Shown | Input, ...] = (
    Shown(CODE.heading, 8.5, _CENTRE),
    Shown("Đơn vị", 31),
    Shown(YEAR.heading, 7, _CENTRE),
    Shown(PERIOD.heading, 10, _CENTRE),
    Shown("Nhóm", 8, _CENTRE),
    Shown("Tình trạng", 24),
    Input(RECEIVED_ON, 14, _DAY, DATE_INPUT),
    Shown("Ngày được tính", 14, _DAY),
    Shown("Hạn (ngày cuối)", 14, _DAY),
    Shown("Muộn (ngày)", 9, _CENTRE),
    Shown("Cần làm", 14),
    Shown("Đầu mối", 24),
    Shown("Điện thoại", 15),
    Shown("Ghi chú", 42),
    Input(RECEIPT_NOTE, 30),
    Shown("Tệp", 46),
)


_HOW_TO_WRITE = (
    "Phiếu trả lại và danh sách gọi điện: bấm nút «Phiếu trả lại», hoặc chạy xl-cfc check TỆP_NÀY --note THƯ_MỤC."
)


def write_receipts(page: Page) -> None:
    """Fill the sheet."""
    state = page.book.merged.completeness
    assert state is not None
    styles, ledger = page.styles, page.book.ledger
    table = EntryTable(page, RECEIPT, _COLUMNS, ledger.added.get(RECEIPT.id, ()))
    table.widths()
    page.head("TÌNH HÌNH NỘP PHIẾU", *_figures(page, state))
    for result in state.targets:
        page.line(target_result_text(result), styles(bold=True, text_wrap=False))
    phone, mend = len(state.to_phone), len(state.to_return)
    page.line(
        f"Cần gọi điện: {phone} đơn vị; cần trả lại để sửa: {mend} đơn vị. Lọc cột «Cần làm» để có danh sách.",
        styles(bold=True, text_wrap=False),
    )
    page.line(_HOW_TO_WRITE, styles.subtitle)
    table.write(_rows(page, state), frozen_columns=2)
    page.print_on()


SHEET = BookSheet("Tình hình nộp", Tab.RESULT, write_receipts, shown=lambda book: book.merged.completeness is not None)


def _figures(page: Page, state: Completeness) -> list[str]:
    """The five figures, and where dates come from."""
    plan = page.book.merged.plan
    lines = []
    if state.rostered:
        lines.append(
            f"Phải nộp {state.expected} · đã nhận {state.actual} ({share_text(state.rate)}) · đúng hạn {state.on_time} "
            f"({share_text(state.rate_on_time)}) · muộn {state.count(Receipt.LATE)} · không rõ hạn "
            f"{state.count(Receipt.UNKNOWN)} · chưa nộp {state.count(Receipt.MISSING)} · không đọc được "
            f"{state.count(Receipt.UNREADABLE)}"
        )
    else:
        lines.append("Chưa có danh sách đơn vị: chỉ liệt kê đơn vị đã gửi phiếu, chưa biết ai còn thiếu.")
    if plan is not None:
        lines.append(f"Kế hoạch {plan.legal.number or plan.id} · {plan.unit} · năm {plan.year}")
    lines.append(
        "Ngày được tính: ngày nhập ở cột «Ngày nhận», nếu không thì ngày trong danh sách đơn vị, nếu không thì ngày "
        "lần gộp đầu tiên thấy phiếu. Ngày của tệp không chứng minh gì."
    )
    return lines


def _rows(page: Page, state: Completeness) -> Iterator[EntryRow]:
    """A row a unit, then typed rows whose unit is no longer here."""
    entries = dict(page.book.ledger.of(RECEIPT))
    year = state.year if state.year is not None else ""
    for status in state.units:
        entry = entries.pop((status.unit.code, str(year), state.period), None)
        unit, files = status.unit, status.arrival.files if status.arrival else status.unreadable
        shown = (
            unit.code, unit.name, year, state.period, unit.threshold_class, RECEIPTS[status.receipt].text,
            status.received, status.due.last_day if status.due else None, status.days_late or None, action(status),
            unit.contact, unit.phone, status.remarks, ", ".join(files),
        )  # fmt: skip
        yield EntryRow(shown, entry, loud=status.to_phone)
    for (code, earlier, period, *_), entry in sorted(entries.items()):
        name = page.book.ledger.name_of(code)
        when = int(earlier) if earlier.isdigit() else earlier
        yield EntryRow((code, name, when, period, *[""] * 8, "Đã ghi ở lần gộp khác", ""), entry)


def action(status: UnitStatus) -> str:
    """What the staff have to do about a unit, in a word or two."""
    if status.to_phone:
        return "Gọi điện"
    if not status.listed:
        return "Kiểm tra mã"
    return "Trả lại" if status.to_return else ""
