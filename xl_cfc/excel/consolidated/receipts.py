"""Sheet `Tình hình nộp`: who has sent a form and who has not, on time or late, with phones and the targets."""

from xl_cfc.completeness import Completeness, Receipt, UnitStatus, share_text, target_result_text
from xl_cfc.excel.consolidated.page import Page, Value
from xl_cfc.excel.consolidated.words import RECEIPTS
from xl_cfc.excel.styles import text_height

_COLUMNS = (
    ("Mã", 8.5), ("Đơn vị", 28), ("Nhóm", 8), ("Tình trạng", 24), ("Ngày nhận", 13), ("Hạn (ngày cuối)", 13),
    ("Muộn (ngày)", 9), ("Cần làm", 14), ("Đầu mối", 24), ("Điện thoại", 15), ("Ghi chú", 44), ("Tệp", 46),
)  # fmt: skip
_WIDTHS = tuple(width for _, width in _COLUMNS)


def write_receipts(page: Page, state: Completeness) -> None:
    """Fill the sheet."""
    styles = page.styles
    page.columns(*_WIDTHS)
    page.head("TÌNH HÌNH NỘP PHIẾU", *_figures(page, state))
    for result in state.targets:
        page.line(target_result_text(result), styles(bold=True, text_wrap=False))
    phone, mend = len(state.to_phone), len(state.to_return)
    page.line(
        f"Cần gọi điện: {phone} đơn vị; cần trả lại để sửa: {mend} đơn vị. Lọc cột «Cần làm» để có danh sách.",
        styles(bold=True, text_wrap=False),
    )
    heading = page.row
    page.cells([text for text, _ in _COLUMNS], styles.heading, 38)
    for status in state.units:
        _unit_row(page, status)
    page.filter_table(heading, len(_COLUMNS) - 1, frozen_columns=2)
    page.print_on()


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
        "Ngày nhận lấy từ danh sách đơn vị; chưa ghi thì không tính là muộn. Ngày của tệp không chứng minh gì."
    )
    return lines


def _unit_row(page: Page, status: UnitStatus) -> None:
    styles, unit = page.styles, status.unit
    mark = RECEIPTS[status.receipt]
    files = ", ".join(status.arrival.files if status.arrival else status.unreadable)
    due = status.due.last_day if status.due else None
    values: tuple[Value, ...] = (
        unit.code, unit.name, unit.threshold_class, mark.text, status.received, due, status.days_late or None,
        action(status), unit.contact, unit.phone, status.remarks, files,
    )  # fmt: skip
    day = styles.bordered(num_format="dd/mm/yyyy", align="center")
    text, centred = styles.cell, styles.centred
    state = styles.bordered(**mark.colours)
    formats = (centred, text, centred, state, day, day, centred, text, text, text, text, text)
    shown = [(value, width) for value, width in zip(values, _WIDTHS, strict=True) if isinstance(value, str)]
    page.cells(values, formats, text_height(*shown))


def action(status: UnitStatus) -> str:
    """What the staff have to do about a unit, in a word or two."""
    if status.to_phone:
        return "Gọi điện"
    if not status.listed:
        return "Kiểm tra mã"
    return "Trả lại" if status.to_return else ""
