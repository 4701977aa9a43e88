"""The return note: one printable page that tells a commune what to mend, where and by when."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from xl_cfc.language import t
from xl_cfc.workbook.styles import Styles, text_height

_WIDTHS = (5, 11, 18, 46, 46)


def note_bytes(unit: str, file: str, rows: Sequence[Sequence[str]], today: date, due: str = "") -> bytes:
    """A return note as .xlsx bytes.

    `rows` are number, severity, place, what is wrong, how to mend it; `due` says by when, in the sender's own words.
    """
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        styles = Styles(workbook)
        sheet = workbook.add_worksheet(t("Phiếu trả lại", "Return note"))
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, t("PHIẾU TRẢ LẠI ĐỂ SỬA", "RETURNED TO BE MENDED"), styles.title)
        day = today.strftime("%d/%m/%Y")
        sheet.write_string(1, 0, t(f"Đơn vị: {unit} · ngày {day}", f"Unit: {unit} · {day}"), styles(text_wrap=False))
        sheet.write_string(2, 0, t(f"Tệp: {file}", f"File: {file}"), styles(text_wrap=False))
        deadline = t(f"Sửa và gửi lại trước: {due}", f"Mend and resend by: {due}") if due else ""
        sheet.write_string(3, 0, deadline, styles(bold=True, text_wrap=False))
        headings = (
            t("TT", "No"),
            t("Mức độ", "Severity"),
            t("Ô", "Cell"),
            t("Nội dung", "What"),
            t("Cách sửa", "How to mend"),
        )
        for column, text in enumerate(headings):
            sheet.write_string(4, column, text, styles.heading)
        for row, cells in enumerate(rows, start=5):
            sheet.set_row(row, text_height(*zip(cells, _WIDTHS, strict=True)))
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, styles.cell)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(4)
        sheet.hide_gridlines(2)
    return buffer.getvalue()
