"""The return note: one printable page that tells a commune what to mend, where and by when."""

from collections.abc import Sequence
from datetime import date

from xl_cfc.language import t
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.sheetwriter import SheetWriter
from xl_cfc.workbook.styles import Styles, text_height

_WIDTHS = (5, 11, 18, 46, 46)


def note_bytes(unit: str, file: str, rows: Sequence[Sequence[str]], today: date, due: str = "") -> bytes:
    """A return note as .xlsx bytes.

    `rows` are number, severity, place, what is wrong, how to mend it; `due` says by when, in the sender's own words.
    """
    with new_workbook() as workbook:
        styles = Styles(workbook)
        sheet = SheetWriter(workbook, styles, t("Phiếu trả lại", "Return note"))
        sheet.columns(*_WIDTHS)
        sheet.head(t("PHIẾU TRẢ LẠI ĐỂ SỬA", "RETURNED TO BE MENDED"))
        day, line = today.strftime("%d/%m/%Y"), styles(text_wrap=False)
        sheet.line(t(f"Đơn vị: {unit} · ngày {day}", f"Unit: {unit} · {day}"), line, None)
        sheet.line(t(f"Tệp: {file}", f"File: {file}"), line, None)
        deadline = t(f"Sửa và gửi lại trước: {due}", f"Mend and resend by: {due}") if due else ""
        sheet.line(deadline, styles(bold=True, text_wrap=False), None)
        heading = sheet.row
        sheet.cells(_headings(), styles.heading, None)
        for cells in rows:
            sheet.cells(cells, styles.cell, text_height(*zip(cells, _WIDTHS, strict=True)))
        set_up_page(sheet.ws, repeated=(heading, heading), margins=None, numbered=False)
    return workbook.data


def _headings() -> tuple[str, ...]:
    return (
        t("TT", "No"),
        t("Mức độ", "Severity"),
        t("Ô", "Cell"),
        t("Nội dung", "What"),
        t("Cách sửa", "How to mend"),
    )
