"""Sheet `Nhập liệu`: a row an input, grouped by criterion, with what is wrong beside it as it is typed."""

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_cfc import formulas
from xl_cfc.answers import State
from xl_cfc.checks import Facts
from xl_cfc.checks.values import missing
from xl_cfc.excel.form.calc import CheckCells, LiveTexts
from xl_cfc.excel.form.marks import mark_live_text
from xl_cfc.excel.form.sheet import FormBook, Sheet
from xl_cfc.excel.form.validation import validate
from xl_cfc.excel.form.verdict import unit_line, verdict
from xl_cfc.excel.layout import (
    HEADING_CODE,
    HEADING_EVIDENCE,
    HEADING_EXPLANATION,
    HEADING_VALUE,
    evidence_name,
    explanation_name,
    input_name,
)
from xl_cfc.excel.styles import text_height
from xl_cfc.language import number_text
from xl_cfc.ruleset.models import Criterion, Field, FieldType

_CODE, _LABEL, _UNIT, _VALUE, _LEAD, _EVIDENCE, _EXPLANATION, _CHECK, _STATE, _NEED = range(10)
_WIDTHS = (7, 50, 10, 12, 18, 27, 25, 33, 8, 8)
_ACCEPTED, _UNNEEDED, _NOT_YET = "✓ Hợp lệ", "– Không cần nhập (mẫu số bằng 0)", "– Xã chưa nhập số này"


def write_inputs(sheet: Sheet, texts: LiveTexts) -> None:
    """Fill the sheet."""
    book = sheet.book
    sheet.columns(*_WIDTHS, hidden_from=_STATE)
    _head(sheet, texts)
    for entry in book.layout.input_rows:
        if entry.field is None:
            _group_row(sheet, entry.row, entry.criterion, texts)
        else:
            _field_row(sheet, entry.row, entry.criterion, entry.field, texts)
    first, last = book.layout.input_heading_row + 1, book.layout.input_rows[-1].row
    book.name("ds_trang_thai", sheet, first, _STATE, last)
    book.name("ds_can_nhap", sheet, first, _NEED, last)
    mark_live_text(sheet, first, last, _CHECK)
    # A whole-number format would show 95.5 as 96, beside a message that speaks of decimals.
    value = xl_rowcol_to_cell(first, _VALUE)
    as_typed = sheet.book.workbook.add_format({"num_format": "0.0####"})
    condition = {"type": "formula", "criteria": f"={value}<>INT({value})", "format": as_typed}
    sheet.ws.conditional_format(first, _VALUE, last, _VALUE, condition)
    sheet.ws.freeze_panes(first, _UNIT)
    sheet.page(landscape=True, titles=(first - 1, first - 1))
    sheet.ws.print_area(0, 0, last, _CHECK)
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
        "Cơ quan chủ trì",
        HEADING_EVIDENCE,
        HEADING_EXPLANATION,
        "Kiểm tra",
        "st",
        "cần",
    )
    sheet.headings(book.layout.input_heading_row, headings)


def _group_row(sheet: Sheet, row: int, criterion: Criterion | None, texts: LiveTexts) -> None:
    book, styles = sheet.book, sheet.book.styles
    for column in range(_CHECK + 1):
        sheet.text(row, column, "", styles.group)
    if criterion is None:
        sheet.ws.set_row(row, 24)
        sheet.text(row, _CODE, "SL", styles.group)
        sheet.text(row, _LABEL, "Số liệu chung", styles.group)
        return
    name = f"Tiêu chí {criterion.number}. {criterion.name}"
    sheet.ws.set_row(row, text_height((name, _WIDTHS[_LABEL] * 0.93)))
    sheet.text(row, _CODE, str(criterion.number), styles.group)
    sheet.text(row, _LABEL, name, styles.group)
    sheet.text(row, _LEAD, book.leads.get(criterion.number, ""), styles.group)
    score = next(c for c in book.facts.card.criteria if c.number == criterion.number)
    maximum = number_text(criterion.max_points.value)
    points = styles.bordered(bold=True, align="center", num_format=f'General"/{maximum}"', bg_color="#DCE9F5")
    sheet.formula(row, _VALUE, f'IF(pt_c{criterion.number}="","",pt_c{criterion.number})', score.points, points)
    key = f"c{criterion.number}"
    explanation = book.content.explanations.get(key)
    sheet.input(row, _EXPLANATION, explanation, styles.input(), name=explanation_name(key))
    shown = texts.of(key)
    sheet.formula(row, _CHECK, CheckCells(book.ruleset).text_of(key, '""'), shown, styles.group)


def _field_row(sheet: Sheet, row: int, criterion: Criterion | None, field: Field, texts: LiveTexts) -> None:
    book, styles = sheet.book, sheet.book.styles
    code = book.ruleset.row_codes[field.id]
    evidence, explanation = book.content.evidence.get(field.id), book.content.explanations.get(field.id)
    blank = _NOT_YET if book.locked(field.id) else _UNNEEDED
    shown = shown_text(book.facts, field, texts, blank)
    lead = _lead(book, criterion, field)
    sheet.ws.set_row(
        row,
        text_height(
            (field.label, _WIDTHS[_LABEL]),
            (evidence or "", _WIDTHS[_EVIDENCE]),
            (explanation or "", _WIDTHS[_EXPLANATION]),
            (shown, _WIDTHS[_CHECK]),
            (lead, _WIDTHS[_LEAD]),
        ),
    )
    sheet.text(row, _CODE, code, styles.centred)
    sheet.text(row, _LABEL, field.label, styles.cell)
    sheet.text(row, _UNIT, "Có/Không" if field.type is FieldType.YES_NO else field.unit, styles.centred)
    _value_cell(sheet, row, field)
    sheet.text(row, _LEAD, lead, styles.cell)
    style = book.value_style(field.id)
    sheet.input(row, _EVIDENCE, evidence, style, name=evidence_name(field.id))
    sheet.input(row, _EXPLANATION, explanation, style, name=explanation_name(field.id))
    otherwise = f'IF(st_{field.id}=1,"{_ACCEPTED}",IF(st_{field.id}=0,"{blank}",""))'
    sheet.formula(row, _CHECK, CheckCells(book.ruleset).text_of(field.id, otherwise), shown, styles.result())
    answers = book.facts.answers
    state = answers.state(field.id)
    sheet.formula(row, _STATE, formulas.state(field), int(state), styles.result(), name=f"st_{field.id}")
    needed = state is State.BLANK and not answers.excused(field.id)
    sheet.formula(
        row, _NEED, formulas.missing(missing(field, book.ruleset), book.ruleset), int(needed), styles.result()
    )


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
    sheet.formula(row, _VALUE, formulas.survey_figure(field), shown[state], style, name=f"sv_{field.id}")
