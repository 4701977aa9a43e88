"""Sheet `Bảng điểm`: what the figures come to, live, down to the conclusion; prints on A4 with signatures."""

from decimal import Decimal

from xl_cfc.form.formulas import indicators as formulas
from xl_cfc.form.layout import NAME_TOTAL
from xl_cfc.form.sheets.calc import LiveTexts
from xl_cfc.form.sheets.sheet import FormBook, Sheet
from xl_cfc.form.sheets.structure import CONCLUSION
from xl_cfc.form.sheets.verdict import unchecked, unit_line, verdict
from xl_cfc.judging.scoring import CriterionScore, IndicatorScore
from xl_cfc.language import number_text
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.models import Criterion, Indicator
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.styles import text_height

_ID, _LABEL, _VALUE, _TIER, _POINTS, _MAX, _STANDING = range(7)
_WIDTHS = (8, 62, 13, 30, 13, 10, 8)
_HEADING_ROW = 4
_ROWS_ON_A_PAGE = 70
_TOTAL_OF_PART = "TỔNG ĐIỂM CÁC TIÊU CHÍ CỦA CƠ QUAN (kết luận do xã tổng hợp)"

_NOT_SCORED = {
    Standing.MISSING: "Chưa đủ số liệu",
    Standing.INVALID: "Số liệu không hợp lệ",
    Standing.NONE_FULL: "Không có đối tượng: điểm tối đa",
    Standing.NONE_UNSCORED: "Mẫu số bằng 0: chưa chấm",
}


def write_scores(sheet: Sheet, texts: LiveTexts) -> None:
    """Fill the sheet."""
    book, styles = sheet.book, sheet.book.styles
    sheet.columns(*_WIDTHS, hidden_from=_STANDING)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, "BẢNG ĐIỂM TỰ CHẤM", styles.title)
    for row, (formula, value) in enumerate((unit_line(book), unchecked(book), verdict(texts)), start=1):
        sheet.formula(row, 0, formula, value, styles.subtitle if row < 3 else styles(bold=True, text_wrap=False))
    headings = ("Mã", "Tiêu chí, chỉ tiêu", "Số đo được", "Mức đạt", "Điểm", "Tối đa", "si")
    sheet.headings(_HEADING_ROW, headings, height=24)
    row = _HEADING_ROW + 1
    for criterion, score in zip(book.ruleset.criteria, book.facts.card.criteria, strict=True):
        _criterion_row(sheet, row, criterion, score)
        for offset, (indicator, part) in enumerate(zip(criterion.indicators, score.indicators, strict=True), start=1):
            _indicator_row(sheet, row + offset, indicator, part)
        row += len(criterion.indicators) + 1
    row = _summary(sheet, row, texts)
    row = _signatures(sheet, row + 1)
    sheet.ws.freeze_panes(_HEADING_ROW + 1, 0)
    # The total, the conclusion and the signatures belong on the page with the points, where that stays readable.
    fits = row <= _ROWS_ON_A_PAGE
    sheet.page(landscape=False, titles=(_HEADING_ROW, _HEADING_ROW), pages_tall=1 if fits else 0)
    sheet.ws.print_area(0, 0, row, _MAX)
    sheet.protect()


def _criterion_row(sheet: Sheet, row: int, criterion: Criterion, score: CriterionScore) -> None:
    styles = sheet.book.styles
    name = f"Tiêu chí {criterion.number}. {criterion.name}"
    sheet.ws.set_row(row, text_height((name, _WIDTHS[_LABEL] * 0.93)))
    for column, text in enumerate((str(criterion.number), name, "", "")):
        sheet.text(row, column, text, styles.group)
    total = styles.bordered(bold=True, bg_color=palette.GROUP_FILL, align="center", num_format="General")
    names = [f"pt_{indicator.name}" for indicator in criterion.indicators]
    sheet.formula(row, _POINTS, formulas.sum_if_complete(names), score.points, total, name=f"pt_c{criterion.number}")
    sheet.number(row, _MAX, criterion.max_points.value, total)
    sheet.text(row, _STANDING, "", styles.group)
    maximum = float(criterion.max_points.value)
    sheet.ws.conditional_format(row, _POINTS, row, _POINTS, palette.data_bar(maximum))
    tier = (
        f'IF(pt_c{criterion.number}="","Chưa đủ dữ liệu",'
        f'IF(pt_c{criterion.number}=0,"✗ Điểm liệt",IF(pt_c{criterion.number}=F{row + 1},"✓ Tối đa","Đạt")))'
    )
    sheet.formula(row, _TIER, tier, criterion_word(score), styles.group)


def criterion_word(score: CriterionScore) -> str:
    """How the criterion stands, in a word."""
    if score.points is None:
        return "Chưa đủ dữ liệu"
    if score.points == 0:
        return "✗ Điểm liệt"
    return "✓ Tối đa" if score.points == score.max_points else "Đạt"


def _indicator_row(sheet: Sheet, row: int, indicator: Indicator, score: IndicatorScore) -> None:
    book, styles = sheet.book, sheet.book.styles
    sheet.ws.set_row(row, text_height((indicator.label, _WIDTHS[_LABEL]), (score_word(indicator, score, book), 30)))
    sheet.text(row, _ID, indicator.id, styles.centred)
    sheet.text(row, _LABEL, indicator.label, styles.cell)
    value_style = styles.result(align="center", num_format=indicator.form_format)
    value = None if score.value is None else indicator.cell_value(score.value)
    measured = formulas.measured(indicator, book.ruleset)
    sheet.formula(row, _VALUE, measured, value, value_style, name=indicator.value_cell)
    reached = formulas.level(indicator, _NOT_SCORED)
    sheet.formula(row, _TIER, reached, score_word(indicator, score, book), styles.result())
    number = styles.result(align="center", num_format="General")
    sheet.formula(row, _POINTS, formulas.points(indicator), score.points, number, name=f"pt_{indicator.name}")
    sheet.formula(row, _MAX, formulas.maximum(indicator), score.max_points, number)
    standing = formulas.standing(indicator, book.ruleset)
    sheet.formula(row, _STANDING, standing, int(score.standing), number, name=f"si_{indicator.name}")


def score_word(indicator: Indicator, score: IndicatorScore, book: FormBook) -> str:
    """The tier reached, or why there is none."""
    if score.standing is not Standing.SCORED or score.value is None:
        return _NOT_SCORED[score.standing]
    return indicator.level_text(score.value, book.facts.answers.threshold_class)


def _summary(sheet: Sheet, row: int, texts: LiveTexts) -> int:
    """Totals, threshold, conclusion and its reasons; returns the last row."""
    book, styles = sheet.book, sheet.book.styles
    card, ruleset = book.facts.card, book.ruleset
    totals = [f"pt_c{criterion.number}" for criterion in ruleset.criteria]
    scored = "+".join(f"N(pt_{indicator.name})" for indicator in ruleset.indicators)
    figures: list[tuple[str, str, Decimal | None, str]] = [
        (_TOTAL_OF_PART if book.part else "TỔNG ĐIỂM", formulas.sum_if_complete(totals), card.total, NAME_TOTAL),
        ("Điểm tạm tính (các chỉ tiêu đã đủ số liệu)", scored, card.provisional_total, "pt_tam_tinh"),
        ("Cao nhất có thể đạt", formulas.best_possible(ruleset), card.best_possible, "pt_cao_nhat"),
    ]
    if book.part is None:
        figures.append(("Ngưỡng điểm của nhóm", formulas.threshold(ruleset), card.threshold, "nguong"))
    number = styles.bordered(bold=True, align="center", num_format="General", bg_color=palette.RESULT_FILL)
    label_style = styles.bordered(bold=True, bg_color=palette.RESULT_FILL)
    for offset, (label, formula, value, name) in enumerate(figures):
        for column in (_ID, _VALUE, _TIER):
            sheet.text(row + offset, column, "", label_style)
        sheet.text(row + offset, _LABEL, label, label_style)
        sheet.formula(row + offset, _POINTS, formula, value, number, name=name)
        sheet.number(row + offset, _MAX, card.max_points, number) if name == NAME_TOTAL else sheet.text(
            row + offset, _MAX, "", number
        )
    row += len(figures)
    # Not down to the conclusion, which waits for what is wrong here.
    book.name("bd_ket_qua", sheet, _HEADING_ROW, _VALUE, row - 1, _STANDING)
    lines = [_zero_line(book)] if book.part else [_conclusion_line(book), _zero_line(book), _gap_line(texts)]
    for offset, (label, formula, text, name) in enumerate(lines):
        big = styles.bordered(bold=True, font_size=15 if name else 13, align="left")
        sheet.ws.set_row(row + offset, 28 if name else 22)
        sheet.text(row + offset, _ID, "", big)
        sheet.text(row + offset, _LABEL, label, big)
        sheet.ws.merge_range(row + offset, _VALUE, row + offset, _MAX, "", big)
        sheet.formula(row + offset, _VALUE, formula, text, big, name=name)
    return row + len(lines)


def _conclusion_line(book: FormBook) -> tuple[str, str, str, str]:
    return "KẾT LUẬN", CONCLUSION, book.facts.card.conclusion.text, "conclusion"


def _zero_line(book: FormBook) -> tuple[str, str, str, str]:
    """Which criteria stand at 0 points."""
    parts = "&".join(f'IF(pt_c{c.number}=0,"{c.number} ","")' for c in book.ruleset.criteria)
    listed = f'SUBSTITUTE(TRIM({parts})," ",", ")'
    formula = f'IF({listed}="","Không có",{listed})'
    text = ", ".join(map(str, book.facts.card.zero_criteria)) or "Không có"
    return "Tiêu chí bị điểm liệt (0 điểm)", formula, text, ""


def _gap_line(texts: LiveTexts) -> tuple[str, str, str, str]:
    """How far the total is from the threshold, or what is missing."""
    card = texts.facts.card
    waiting = '"Còn "&n_trong&" ô trống, "&n_loi&" lỗi: xem trang LỖI"'
    formula = (
        'IF(ISNUMBER(pt_total),IF(ISNUMBER(nguong),IF(pt_total>=nguong,"Đạt ngưỡng, thừa "&(pt_total-nguong)&" điểm",'
        f'"Còn thiếu "&(nguong-pt_total)&" điểm"),"Chưa chọn nhóm ngưỡng"),{waiting})'
    )
    if card.total is None:
        text = f"Còn {texts.count('Ô trống')} ô trống, {texts.count('Lỗi')} lỗi: xem trang LỖI"
    elif card.threshold is None:
        text = "Chưa chọn nhóm ngưỡng"
    elif card.total >= card.threshold:
        text = f"Đạt ngưỡng, thừa {number_text(card.total - card.threshold)} điểm"
    else:
        text = f"Còn thiếu {number_text(card.threshold - card.total)} điểm"
    return "So với ngưỡng", formula, text, ""


def _signatures(sheet: Sheet, row: int) -> int:
    """Who signs; returns the last row of the block."""
    styles = sheet.book.styles
    centred = styles(bold=True, align="center")
    sheet.ws.set_row(row, 38)
    sheet.ws.merge_range(row, _ID, row, _LABEL, "", centred)
    sheet.text(row, _ID, "NGƯỜI LẬP BIỂU", styles(bold=True, align="left", indent=4))
    middle, right = ("", "THỦ TRƯỞNG CƠ QUAN") if sheet.book.part else ("TM. HỘI ĐỒNG ĐÁNH GIÁ", "CHỦ TỊCH UBND")
    sheet.ws.merge_range(row, _VALUE, row, _TIER, middle, centred)
    sheet.ws.merge_range(row, _POINTS, row, _MAX, right, centred)
    note = styles(italic=True, align="center")
    sheet.text(row + 1, _ID, "(Ký, ghi rõ họ tên)", styles(italic=True, align="left", indent=4, text_wrap=False))
    sheet.ws.merge_range(row + 1, _VALUE, row + 1, _TIER, "(Ký, ghi rõ họ tên)" if middle else "", note)
    sheet.ws.merge_range(row + 1, _POINTS, row + 1, _MAX, "(Ký, đóng dấu)", note)
    return row + 6
