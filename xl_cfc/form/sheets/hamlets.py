"""Sheet `Thôn`: the figures kept by hamlet, their totals, and whether they agree with the commune's."""

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_cfc.answers.answers import State
from xl_cfc.answers.hamlets import hamlet_row_problem
from xl_cfc.answers.submission import HamletRow
from xl_cfc.cells import NUMBERS, CellKind
from xl_cfc.form.formulas import tables as formulas
from xl_cfc.form.layout import (
    FIRST_HAMLET,
    HAMLET_ROWS,
    HAMLET_ROWS_BELOW,
    HEADING_HAMLET,
    NAME_BELOW_HAMLETS,
    NAME_HAMLET,
    hamlet_name,
)
from xl_cfc.form.sheets.marks import mark_live_text
from xl_cfc.form.sheets.sheet import Sheet, end_of_rows
from xl_cfc.ruleset.cellnames import effective
from xl_cfc.ruleset.models import MAX_COUNT, Field
from xl_cfc.workbook.styles import text_height

_NUMBER, _NAME, _FIRST = 0, 1, 2
_COLUMN_WIDTH = 12.5


def write_hamlets(sheet: Sheet) -> None:
    """Fill the sheet."""
    book, styles = sheet.book, sheet.book.styles
    fields = book.ruleset.hamlet_fields
    check = _FIRST + len(fields)
    heading = book.layout.hamlet_heading_row
    sheet.columns(6, 30, *([_COLUMN_WIDTH] * len(fields)), 26)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, "SỐ LIỆU THEO THÔN, TỔ DÂN PHỐ", styles.title)
    note = "Không bắt buộc. Khi mọi thôn đã có số, tổng được so với số của xã ở trang Nhập liệu."
    sheet.text(1, 0, note, styles.subtitle)
    for row, label in enumerate(("Tổng các thôn", "Số thôn đã nhập", "Số của xã", "Kết quả so sánh"), start=2):
        sheet.text(row, _NUMBER, "", styles.group)
        sheet.text(row, _NAME, label, styles.group)
    labels = [field.label for field in fields]
    height = max(text_height((label, _COLUMN_WIDTH)) for label in labels)
    sheet.headings(heading, ("STT", HEADING_HAMLET, *labels, "Kiểm tra"), height=height)
    for column, field in enumerate(fields, start=_FIRST):
        _agreement(sheet, column, field)
    _rows(sheet, fields, check)
    mark_live_text(sheet, 5, 5, _FIRST, check - 1)
    sheet.ws.freeze_panes(heading + 1, _FIRST)
    sheet.page(landscape=True, titles=(heading, heading))
    sheet.protect(insert_rows=True)


def _agreement(sheet: Sheet, column: int, field: Field) -> None:
    """Sum, hamlets that gave a figure, the commune's figure and how they compare."""
    book, styles = sheet.book, sheet.book.styles
    tally = book.facts.hamlets
    style = styles.result(num_format="#,##0", align="center")
    sums, filled = tally.sums[field.id], tally.filled[field.id]
    sheet.formula(2, column, formulas.hamlets_sum(field), sums, style, name=f"hm_sum_{field.id}")
    sheet.formula(3, column, formulas.hamlets_filled(field), filled, style, f"hm_filled_{field.id}", array=True)
    accepted = book.facts.answers.state(field.id) is State.OK
    commune = book.facts.answers.number(field.id) if accepted else ""
    sheet.formula(4, column, f'IF(st_{field.id}=1,{effective(field)},"")', commune, style)
    ready = f"IF(hm_bad=0,IF(hm_listed>0,hm_filled_{field.id}=hm_listed,FALSE),FALSE)"
    same = f"ROUND(hm_sum_{field.id},0)={effective(field)}"
    result = (
        f'IF({ready},IF(st_{field.id}=1,IF({same},"✓ Khớp","! Lệch"),"○ Xã chưa nhập"),'
        f'IF(hm_filled_{field.id}>0,"○ Chưa đủ thôn",""))'
    )
    sheet.formula(5, column, result, _comparison(tally.complete(field.id), accepted, sums == commune, filled), style)


def _comparison(ready: bool, accepted: bool, same: bool, filled: int) -> str:
    if ready:
        return ("✓ Khớp" if same else "! Lệch") if accepted else "○ Xã chưa nhập"
    return "○ Chưa đủ thôn" if filled else ""


def _rows(sheet: Sheet, fields: tuple[Field, ...], check: int) -> None:
    book, styles = sheet.book, sheet.book.styles
    heading = book.layout.hamlet_heading_row
    first, last = heading + 1, heading + HAMLET_ROWS
    name_style = styles.input(num_format="@")
    figure_style = styles.input(num_format="#,##0", align="center")
    centred, result = styles.centred, styles.result()
    listed = book.content.hamlets
    read = book.facts.answers.submission.hamlets
    for number in range(1, HAMLET_ROWS + 1):
        row = heading + number
        name, figures = listed[number - 1] if number <= len(listed) else (None, {})
        sheet.number(row, _NUMBER, number, centred)
        sheet.input(row, _NAME, name, name_style)
        for column, field in enumerate(fields, start=_FIRST):
            sheet.input(row, column, figures.get(field.id), figure_style)
        cells = [xl_rowcol_to_cell(row, column) for column in range(_FIRST, check)]
        formula = formulas.hamlet_row_check(xl_rowcol_to_cell(row, _NAME), cells)
        shown = row_check(read[number - 1]) if number <= len(read) else ""
        sheet.formula(row, check, formula, shown, result)
    end_of_rows(sheet, last + 1, range(check + 1))
    book.name(NAME_HAMLET, sheet, heading, _NAME, last + 1)
    book.name(NAME_BELOW_HAMLETS, sheet, last + 2, _NAME, last + 1 + HAMLET_ROWS_BELOW, check - 1)
    book.name(FIRST_HAMLET, sheet, first, _NAME)
    for column, field in enumerate(fields, start=_FIRST):
        book.name(hamlet_name(field.id), sheet, heading, column, last + 1)
    sheet.ws.data_validation(
        first,
        _FIRST,
        last,
        check - 1,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": MAX_COUNT,
            "error_title": "Chưa đúng",
            "error_message": "Chỉ nhận số nguyên từ 0 trở lên.",
        },
    )
    mark_live_text(sheet, first, last, check)


def row_check(row: HamletRow) -> str:
    """What the check column shows for a hamlet's row."""
    problem = hamlet_row_problem(row)
    if problem == "error":
        return "✗ Có ô báo lỗi"
    if problem == "name":
        return "✗ Thiếu tên thôn"
    if problem != "number":
        return ""
    typed = [cell for cell in row.figures.values() if cell.kind is not CellKind.BLANK]
    numbers = [cell.value for cell in typed if cell.kind in (*NUMBERS, CellKind.DATE)]
    if len(numbers) < len(typed):
        return "✗ Có ô không phải số"
    negative = any(isinstance(number, int | float) and number < 0 for number in numbers)
    return "✗ Có số âm" if negative else "✗ Có số lẻ"
