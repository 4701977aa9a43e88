"""Sheet `Phiếu trước`: from which form this one was made, what was carried over, and what was left behind."""

from xl_cfc.form.content import Earlier
from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.workbook.styles import text_height

_WIDTHS = (6, 44, 30, 68)
_ALL = sum(_WIDTHS[1:])
_HEADING_HEIGHT = 26


def write_earlier(sheet: Sheet, earlier: Earlier) -> None:
    """Fill the sheet."""
    styles = sheet.book.styles
    sheet.columns(*_WIDTHS)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, "PHIẾU NÀY ĐƯỢC TẠO TỪ PHIẾU KỲ TRƯỚC", styles.title)
    sheet.text(1, 0, f"Phiếu trước: {earlier.form}", styles.subtitle)
    row = 3
    for text in earlier.carried:
        sheet.ws.set_row(row, text_height((text, _ALL)))
        sheet.text(row, 0, "✓", styles(align="center"))
        sheet.ws.merge_range(row, 1, row, len(_WIDTHS) - 1, text, styles())
        row += 1
    row += 1
    title = "Không chép sang: xem lại, cần thì tự chép từ phiếu trước" if earlier.left else "Không còn gì chưa chép"
    sheet.text(row, 0, title, styles(bold=True, text_wrap=False))
    if earlier.left:
        _left(sheet, row + 1, earlier)
    sheet.page(landscape=True)
    sheet.protect()


def _left(sheet: Sheet, row: int, earlier: Earlier) -> None:
    styles = sheet.book.styles
    sheet.headings(row, ("TT", "Là gì", "Ở đâu trong phiếu trước", "Nội dung"), height=_HEADING_HEIGHT)
    for number, (what, place, text) in enumerate(earlier.left, start=1):
        at = row + number
        columns = ((what, _WIDTHS[1]), (place, _WIDTHS[2]), (text, _WIDTHS[3]))
        sheet.ws.set_row(at, text_height(*columns))
        sheet.text(at, 0, str(number), styles.centred)
        for column, (shown, _) in enumerate(columns, start=1):
            sheet.text(at, column, shown, styles.cell)
    sheet.ws.repeat_rows(row, row)
