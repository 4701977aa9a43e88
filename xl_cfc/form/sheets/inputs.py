"""Sheet `Nhập liệu`: a row an input, grouped by criterion, with what is wrong beside it as it is typed.

A form made from an earlier one has one column more: the earlier value, beside the cell to type in.
"""

from typing import NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_cfc.answers.answers import State
from xl_cfc.form.formulas import checks as check_formulas
from xl_cfc.form.formulas import inputs as formulas
from xl_cfc.form.formulas.identity import FIGURES_TABLE
from xl_cfc.form.formulas.tables import survey_figure
from xl_cfc.form.layout import (
    HEADING_CODE,
    HEADING_EARLIER,
    HEADING_EVIDENCE,
    HEADING_EXPLANATION,
    HEADING_LEAD,
    HEADING_VALUE,
)
from xl_cfc.form.sheets.calc import CheckCells, LiveTexts
from xl_cfc.form.sheets.marks import mark_live_text
from xl_cfc.form.sheets.sheet import FormBook, Sheet
from xl_cfc.form.sheets.structure import InputColumns, name_table
from xl_cfc.form.sheets.validation import validate
from xl_cfc.form.sheets.verdict import unit_line, verdict
from xl_cfc.formulatext import almost_whole
from xl_cfc.judging.checks import Facts
from xl_cfc.judging.checks.values import missing
from xl_cfc.language import number_text
from xl_cfc.ruleset.cellnames import earlier_name, evidence_name, explanation_name, input_name
from xl_cfc.ruleset.models import Criterion, Field, FieldType
from xl_cfc.workbook.styles import text_height

_CODE, _LABEL, _UNIT, _VALUE, _EARLIER = range(5)
_FIRST_WIDTHS, _EARLIER_WIDTH, _LAST_WIDTHS = (7, 50, 10, 12), 12, (18, 27, 25, 33, 8, 8)
_LABEL_WIDTH, _LEAD_WIDTH, _EVIDENCE_WIDTH, _EXPLANATION_WIDTH, _CHECK_WIDTH = 50, 18, 27, 25, 33
_ACCEPTED, _UNNEEDED, _NOT_YET = "✓ Hợp lệ", "– Không cần nhập (mẫu số bằng 0)", "– Xã chưa nhập số này"


class _Columns(NamedTuple):
    """The columns behind the value, which make room for the earlier one."""

    lead: int
    evidence: int
    explanation: int
    check: int
    state: int
    need: int


def _columns(book: FormBook) -> _Columns:
    first = _EARLIER if book.content.earlier is None else _EARLIER + 1
    return _Columns(*range(first, first + len(_Columns._fields)))


def write_inputs(sheet: Sheet, texts: LiveTexts) -> None:
    """Fill the sheet."""
    book, columns = sheet.book, _columns(sheet.book)
    between = () if book.content.earlier is None else (_EARLIER_WIDTH,)
    sheet.columns(*_FIRST_WIDTHS, *between, *_LAST_WIDTHS, hidden_from=columns.state)
    _head(sheet, texts)
    for entry in book.layout.input_rows:
        if entry.field is None:
            _group_row(sheet, entry.row, entry.criterion, texts)
        else:
            _field_row(sheet, entry.row, entry.criterion, entry.field, texts)
    first, last = book.layout.input_heading_row + 1, book.layout.input_rows[-1].row
    book.name("ds_trang_thai", sheet, first, columns.state, last)
    book.name("ds_can_nhap", sheet, first, columns.need, last)
    named = InputColumns(_CODE, _VALUE, columns.evidence, columns.explanation)
    name_table(sheet, FIGURES_TABLE, book.layout.input_heading_row, last, named)
    mark_live_text(sheet, first, last, columns.check)
    # A whole-number format would show 95.5 as 96, beside a message that speaks of decimals.
    value = xl_rowcol_to_cell(first, _VALUE)
    as_typed = sheet.book.workbook.add_format({"num_format": "0.0####"})
    condition = {"type": "formula", "criteria": f"=NOT({almost_whole(value)})", "format": as_typed}
    sheet.ws.conditional_format(first, _VALUE, last, _VALUE, condition)
    sheet.ws.freeze_panes(first, _UNIT)
    sheet.page(landscape=True, titles=(first - 1, first - 1))
    sheet.ws.print_area(0, 0, last, columns.check)
    sheet.protect()


def _head(sheet: Sheet, texts: LiveTexts) -> None:
    book, styles = sheet.book, sheet.book.styles
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, "NHẬP SỐ LIỆU THEO TIÊU CHÍ", styles.title)
    formula, value = unit_line(book)
    sheet.formula(1, 0, formula, value, styles.subtitle)
    total = len(book.ruleset.inputs)
    progress = f'"Đã nhập "&({total}-n_o_trong)&"/{total} số liệu. "'
    verdict_formula, verdict_value = verdict(texts)
    shown = f"Đã nhập {book.facts.answers.inputs_filled}/{total} số liệu. {verdict_value}"
    sheet.ws.set_row(2, 24)
    sheet.formula(2, 0, f"{progress}&{verdict_formula}", shown, styles(bold=True, text_wrap=False))
    headings = (
        HEADING_CODE,
        "Nội dung",
        "ĐVT",
        HEADING_VALUE,
        *(() if book.content.earlier is None else (HEADING_EARLIER,)),
        HEADING_LEAD,
        HEADING_EVIDENCE,
        HEADING_EXPLANATION,
        "Kiểm tra",
        "st",
        "cần",
    )
    sheet.headings(book.layout.input_heading_row, headings)
    if book.content.earlier is not None:
        sheet.text(1, _EARLIER, f"Kỳ trước: {book.content.earlier.form}", styles.subtitle)


def _group_row(sheet: Sheet, row: int, criterion: Criterion | None, texts: LiveTexts) -> None:
    book, styles, columns = sheet.book, sheet.book.styles, _columns(sheet.book)
    for column in range(columns.check + 1):
        sheet.text(row, column, "", styles.group)
    if criterion is None:
        sheet.ws.set_row(row, 24)
        sheet.text(row, _CODE, "SL", styles.group)
        sheet.text(row, _LABEL, "Số liệu chung", styles.group)
        return
    name = f"Tiêu chí {criterion.number}. {criterion.name}"
    lead = book.leads.get(criterion.number, "")
    sheet.ws.set_row(row, text_height((name, _LABEL_WIDTH * 0.93), (lead, _LEAD_WIDTH * 0.93)))
    sheet.text(row, _CODE, str(criterion.number), styles.group)
    sheet.text(row, _LABEL, name, styles.group)
    sheet.text(row, columns.lead, lead, styles.group)
    score = next(c for c in book.facts.card.criteria if c.number == criterion.number)
    maximum = number_text(criterion.max_points.value)
    points = styles.bordered(bold=True, align="center", num_format=f'General"/{maximum}"', bg_color="#DCE9F5")
    sheet.formula(row, _VALUE, f'IF(pt_c{criterion.number}="","",pt_c{criterion.number})', score.points, points)
    key = f"c{criterion.number}"
    explanation = book.content.explanations.get(key)
    sheet.input(row, columns.explanation, explanation, styles.input(), name=explanation_name(key))
    shown = texts.of(key)
    cells = CheckCells(book.ruleset, book.facts.compared)
    sheet.formula(row, columns.check, cells.text_of(key, '""'), shown, styles.group)


def _field_row(sheet: Sheet, row: int, criterion: Criterion | None, field: Field, texts: LiveTexts) -> None:
    book, styles, columns = sheet.book, sheet.book.styles, _columns(sheet.book)
    code = book.ruleset.row_codes[field.id]
    evidence, explanation = book.content.evidence.get(field.id), book.content.explanations.get(field.id)
    blank = _NOT_YET if book.locked(field.id) else _UNNEEDED
    shown = shown_text(book.facts, field, texts, blank)
    lead = _lead(book, criterion, field)
    sheet.ws.set_row(
        row,
        text_height(
            (field.label, _LABEL_WIDTH),
            (evidence or "", _EVIDENCE_WIDTH),
            (explanation or "", _EXPLANATION_WIDTH),
            (shown, _CHECK_WIDTH),
            (lead, _LEAD_WIDTH),
        ),
    )
    sheet.text(row, _CODE, code, styles.centred)
    sheet.text(row, _LABEL, field.label, styles.cell)
    sheet.text(row, _UNIT, "Có/Không" if field.type is FieldType.YES_NO else field.unit, styles.centred)
    _value_cell(sheet, row, field)
    _earlier_cell(sheet, row, field)
    sheet.text(row, columns.lead, lead, styles.cell)
    style = book.value_style(field.id)
    sheet.input(row, columns.evidence, evidence, style, name=evidence_name(field.id))
    sheet.input(row, columns.explanation, explanation, style, name=explanation_name(field.id))
    otherwise = f'IF(st_{field.id}=1,"{_ACCEPTED}",IF(st_{field.id}=0,"{blank}",""))'
    cells = CheckCells(book.ruleset, book.facts.compared)
    sheet.formula(row, columns.check, cells.text_of(field.id, otherwise), shown, styles.result())
    answers = book.facts.answers
    state = answers.state(field.id)
    sheet.formula(row, columns.state, formulas.state(field), int(state), styles.result(), name=f"st_{field.id}")
    needed = state is State.BLANK and not answers.excused(field.id)
    need = check_formulas.missing(missing(field, book.ruleset), book.ruleset)
    sheet.formula(row, columns.need, need, int(needed), styles.result())


def _lead(book: FormBook, criterion: Criterion | None, field: Field) -> str:
    """The lead agency, and below it where the value was collected from."""
    lead = book.leads.get(criterion.number, "") if criterion else ""
    origin = book.content.gathered.beside(field.id) if book.content.gathered else ""
    return "\n".join(filter(None, (lead, f"← {origin}" if origin else "")))


def shown_text(facts: Facts, field: Field, texts: LiveTexts, blank: str = _UNNEEDED) -> str:
    """What stands in the check column of a figure's row."""
    failing = texts.of(field.id)
    if failing:
        return failing
    return {State.OK: _ACCEPTED, State.BLANK: blank, State.INVALID: ""}[facts.answers.state(field.id)]


def _earlier_cell(sheet: Sheet, row: int, field: Field) -> None:
    """The earlier form's value, in a locked cell of its own name, in a form made from an earlier one."""
    earlier = sheet.book.content.earlier
    if earlier is None:
        return
    style = sheet.book.styles.result(num_format="#,##0", align="center", italic=True)
    sheet.input(row, _EARLIER, earlier.values.get(field.id), style, name=earlier_name(field.id))


def _value_cell(sheet: Sheet, row: int, field: Field) -> None:
    """The cell to type in; for a survey figure, the number counted on the survey sheet."""
    book, styles = sheet.book, sheet.book.styles
    if field.survey is None:
        number_format = "#,##0" if field.type is FieldType.COUNT else "@"
        style = book.value_style(field.id, num_format=number_format, align="center", bold=True)
        sheet.input(row, _VALUE, book.content.values.get(field.id), style, name=input_name(field.id))
        if not book.locked(field.id):
            validate(sheet, row, _VALUE, field, book.ruleset.row_codes[field.id])
        return
    state = book.facts.answers.state(field.id)
    shown: dict[State, int | str] = {State.OK: book.facts.answers.number(field.id), State.INVALID: "✗", State.BLANK: ""}
    style = styles.result(num_format="#,##0", align="center", bold=True)
    sheet.formula(row, _VALUE, survey_figure(field), shown[state], style, name=f"sv_{field.id}")
