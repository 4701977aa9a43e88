"""Sheet `Khảo sát`: a row a respondent, or four totals tallied on paper."""

from xl_cfc.answers.answers import survey_row_problem
from xl_cfc.answers.submission import SurveyRow
from xl_cfc.cells import CellKind
from xl_cfc.form.formulas import tables as formulas
from xl_cfc.form.formulas.identity import SURVEY_TABLE
from xl_cfc.form.layout import (
    HEADING_ANSWER,
    HEADING_CODE,
    HEADING_GROUP,
    HEADING_VALUE,
    NAME_ANSWER,
    NAME_BELOW_SURVEY,
    NAME_GROUP,
    SURVEY_ROWS,
    SURVEY_ROWS_BELOW,
)
from xl_cfc.form.sheets.marks import mark_live_text
from xl_cfc.form.sheets.sheet import Sheet, end_of_rows
from xl_cfc.form.sheets.structure import InputColumns, name_table
from xl_cfc.form.sheets.validation import validate, validate_list
from xl_cfc.ruleset.cellnames import input_name
from xl_cfc.ruleset.models import NO, YES
from xl_cfc.workbook.styles import text_height

_NUMBER, _GROUP, _ANSWER, _CHECK = range(4)
_WIDTHS = (8, 46, 20, 46)


def write_survey(sheet: Sheet) -> None:
    """Fill the sheet."""
    book, styles = sheet.book, sheet.book.styles
    sheet.columns(*_WIDTHS)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, "KHẢO SÁT MỨC ĐỘ HÀI LÒNG", styles.title)
    sheet.text(1, 0, "Chọn MỘT trong hai cách: cách 1, nhập bốn số đã đếm trên giấy;", styles.subtitle)
    sheet.text(2, 0, "cách 2, mỗi người trả lời một dòng ở bảng dưới. Nhập cả hai cách là lỗi.", styles.subtitle)
    _totals(sheet)
    _respondents(sheet)
    heading = book.layout.survey_heading_row
    sheet.page(landscape=False, titles=(heading, heading))
    sheet.protect(insert_rows=True)


def _totals(sheet: Sheet) -> None:
    book, styles = sheet.book, sheet.book.styles
    first = book.layout.survey_totals_row
    sheet.headings(first - 1, (HEADING_CODE, "Cách 1: số đã đếm trên giấy", HEADING_VALUE), height=24)
    for row, field in enumerate(book.ruleset.survey_fields, start=first):
        code = book.ruleset.row_codes[field.id]
        sheet.ws.set_row(row, text_height((field.label, _WIDTHS[_GROUP])))
        sheet.text(row, 0, code, styles.centred)
        sheet.text(row, 1, field.label, styles.cell)
        style = styles.input(num_format="#,##0", align="center", bold=True)
        sheet.input(row, 2, book.content.values.get(field.id), style, name=input_name(field.id))
        validate(sheet, row, 2, field, code)
    last = first + len(book.ruleset.survey_fields) - 1
    name_table(sheet, SURVEY_TABLE, first - 1, last, InputColumns(0, 2))


def _respondents(sheet: Sheet) -> None:
    book, styles = sheet.book, sheet.book.styles
    heading = book.layout.survey_heading_row
    groups = book.ruleset.survey_groups
    sheet.headings(heading, ("STT", HEADING_GROUP, HEADING_ANSWER, "Kiểm tra (cách 2)"), height=26)
    first, last = heading + 1, heading + SURVEY_ROWS
    typed = styles.input(align="center", num_format="@")
    centred, result = styles.centred, styles.result()
    rows = book.facts.answers.submission.survey
    for number in range(1, SURVEY_ROWS + 1):
        row = heading + number
        group, answer = book.content.survey[number - 1] if number <= len(book.content.survey) else (None, None)
        sheet.number(row, _NUMBER, number, centred)
        sheet.input(row, _GROUP, group, typed)
        sheet.input(row, _ANSWER, answer, typed)
        formula = formulas.survey_row_check(f"B{row + 1}", f"C{row + 1}", groups)
        shown = row_check(rows[number - 1], groups) if number <= len(rows) else ""
        sheet.formula(row, _CHECK, formula, shown, result)
    end_of_rows(sheet, last + 1, (_NUMBER, _GROUP, _ANSWER, _CHECK))
    book.name(NAME_GROUP, sheet, heading, _GROUP, last + 1)
    book.name(NAME_ANSWER, sheet, heading, _ANSWER, last + 1)
    book.name(NAME_BELOW_SURVEY, sheet, last + 2, _GROUP, last + 1 + SURVEY_ROWS_BELOW, _ANSWER)
    validate_list(sheet, (first, last), _GROUP, groups, "Chọn nhóm của người trả lời.")
    validate_list(sheet, (first, last), _ANSWER, (YES, NO), "Người trả lời có hài lòng không? Chọn Có hoặc Không.")
    mark_live_text(sheet, first, last, _CHECK)
    sheet.ws.autofilter(heading, 0, last, _CHECK)
    sheet.ws.freeze_panes(first, 0)


def row_check(row: SurveyRow, groups: tuple[str, ...]) -> str:
    """What the check column shows for a respondent's row."""
    if CellKind.ERROR in (row.group.kind, row.answer.kind):
        return "✗ Ô báo lỗi"
    if not row.group.shown and not row.answer.shown:
        return ""
    problem = survey_row_problem(row, groups)
    if problem is None:
        return "" if row.answer.shown else "○ Chưa trả lời"
    return "✗ Chọn nhóm trong danh sách" if problem == "group" else "✗ Chỉ chọn Có hoặc Không"
