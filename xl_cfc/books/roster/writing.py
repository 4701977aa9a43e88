"""Writing a roster: its template to fill in, or one that is known."""

from datetime import date

from xl_cfc.books.roster.columns import COLUMNS
from xl_cfc.language import speaking
from xl_cfc.plan.roster import UNIT_KINDS, Roster, RosterUnit
from xl_cfc.workbook.cellwriting import write_cell
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.styles import Styles

SHEET = "Danh sách đơn vị"
_ROWS = 250
_NOTE = "Mỗi đơn vị một dòng. Bắt buộc: mã (5 chữ số, giữ số 0 ở đầu) và tên. Ngày viết ngày/tháng/năm."
_NOTE_2 = (
    "Hạn riêng: khi khác hạn chung. Ngoại lệ: lý do đơn vị không phải nộp. "
    "Mã đơn vị cũ: các đơn vị nhập vào từ 7/2025, cách nhau dấu phẩy."
)


def roster_bytes(roster: Roster | None = None) -> bytes:
    """A workbook that holds a roster, or its template with two rows to show how it is filled in."""
    with speaking("vi"), new_workbook() as workbook:
        styles = Styles(workbook)
        sheet = workbook.add_worksheet(SHEET)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, "DANH SÁCH ĐƠN VỊ PHẢI NỘP PHIẾU", styles.title)
        sheet.write_string(1, 0, _NOTE, styles.subtitle)
        sheet.write_string(2, 0, _NOTE_2, styles.subtitle)
        for column, (_, heading, width, _) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(3, column, heading, styles.heading)
        sheet.set_row(3, 26)
        units = roster.units if roster else ()
        for row in range(4, 4 + max(_ROWS, len(units) + 20)):
            unit = units[row - 4] if row - 4 < len(units) else None
            for column, (key, *_) in enumerate(COLUMNS):
                is_day = key in ("due", "received")
                style = styles.input(num_format="dd/mm/yyyy" if is_day else "@")
                write_cell(sheet, row, column, _shown(unit, key), style)
        last = 3 + max(_ROWS, len(units) + 20)
        sheet.data_validation(4, 2, last, 2, {"validate": "list", "source": list(UNIT_KINDS), "ignore_blank": True})
        sheet.freeze_panes(4, 2)
        sheet.autofilter(3, 0, last, len(COLUMNS) - 1)
        set_up_page(sheet, repeated=(3, 3), margins=None, numbered=False)
        sheet.print_area(0, 0, max(4 + len(units), 30), len(COLUMNS) - 1)
    return workbook.data


def _shown(unit: RosterUnit | None, key: str) -> str | date | None:
    if unit is None:
        return None
    value = getattr(unit, key)
    return ", ".join(value) if isinstance(value, tuple) else value
