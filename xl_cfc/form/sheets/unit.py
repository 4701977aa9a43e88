"""Sheet `Thông tin chung`: which unit, which year and period, who filled the form."""

from xl_cfc.answers.answers import State
from xl_cfc.form.formulas import inputs as formulas
from xl_cfc.form.formulas.identity import UNIT_TABLE
from xl_cfc.form.layout import HEADING_CODE, HEADING_EXPLANATION, HEADING_VALUE
from xl_cfc.form.sheets.calc import CheckCells, LiveTexts
from xl_cfc.form.sheets.marks import mark_live_text
from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.form.sheets.structure import InputColumns, name_table
from xl_cfc.form.sheets.validation import validate
from xl_cfc.ruleset.cellnames import explanation_name, input_name
from xl_cfc.ruleset.models import FieldType
from xl_cfc.workbook.styles import text_height

_CODE, _LABEL, _VALUE, _EXPLANATION, _CHECK, _STATE = range(6)
_WIDTHS = (9, 37, 36, 28, 58, 8)
_NOTE = "Nhập vào ô vàng. Mã đơn vị, nhóm ngưỡng do đơn vị tổng hợp thông báo. Có cảnh báo thì sửa hoặc giải trình."
_AGENCY_NOTE = "Nhập vào ô vàng. Các ô khác lấy từ phiếu của xã, đã khoá."


def write_unit(sheet: Sheet, texts: LiveTexts) -> None:
    """Fill the sheet."""
    book, styles = sheet.book, sheet.book.styles
    cells = CheckCells(book.ruleset, book.facts.compared)
    sheet.columns(*_WIDTHS, hidden_from=_STATE)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, "THÔNG TIN CHUNG", styles.title)
    sheet.text(1, 0, _AGENCY_NOTE if book.part else _NOTE, styles.subtitle)
    heading = book.layout.unit_heading_row
    sheet.headings(heading, (HEADING_CODE, "Nội dung", HEADING_VALUE, HEADING_EXPLANATION, "Kiểm tra"), height=26)
    for field in book.ruleset.unit_fields:
        row = book.layout.unit_rows[field.id]
        label = field.label + (" (*)" if field.required else "")
        explanation = book.content.explanations.get(field.id)
        texts_high = text_height((label, _WIDTHS[_LABEL]), (explanation or "", _WIDTHS[_EXPLANATION]))
        sheet.ws.set_row(row, max(24, texts_high))
        sheet.text(row, _CODE, book.ruleset.row_codes[field.id], styles.centred)
        sheet.text(row, _LABEL, label, styles.cell)
        number_format = {FieldType.DATE: "dd/mm/yyyy", FieldType.COUNT: "0"}.get(field.type, "@")
        style = book.value_style(field.id, num_format=number_format, align="left")
        sheet.input(row, _VALUE, book.content.values.get(field.id), style, name=input_name(field.id))
        if not book.locked(field.id):
            validate(sheet, row, _VALUE, field, book.ruleset.row_codes[field.id])
        sheet.input(row, _EXPLANATION, explanation, book.value_style(field.id), name=explanation_name(field.id))
        state = book.facts.answers.state(field.id)
        accepted = f'IF(st_{field.id}=1,"✓ Hợp lệ","")'
        shown = texts.of(field.id) or ("✓ Hợp lệ" if state is State.OK else "")
        sheet.formula(row, _CHECK, cells.text_of(field.id, accepted), shown, styles.result())
        sheet.formula(row, _STATE, formulas.state(field), int(state), styles.result(), name=f"st_{field.id}")
    first, last = heading + 1, heading + len(book.ruleset.unit_fields)
    book.name("tt_trang_thai", sheet, first, _STATE, last)
    name_table(sheet, UNIT_TABLE, heading, last, InputColumns(_CODE, _VALUE, explanation=_EXPLANATION))
    mark_live_text(sheet, first, last, _CHECK)
    _classes(sheet, last + 2)
    sheet.ws.freeze_panes(heading + 1, 0)
    sheet.page(landscape=False, titles=(heading, heading))
    sheet.protect()


def _classes(sheet: Sheet, row: int) -> None:
    """What the threshold classes mean."""
    styles = sheet.book.styles
    sheet.text(row, 0, "(*) bắt buộc. Nhóm ngưỡng điểm:", styles(bold=True, text_wrap=False))
    for offset, (name, part) in enumerate(sheet.book.ruleset.thresholds.items(), start=1):
        sheet.text(row + offset, 0, name, styles(align="center", bold=True))
        sheet.text(row + offset, 1, f"từ {part.points.value:f} điểm: {part.label}", styles(text_wrap=False))
