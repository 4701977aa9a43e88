"""A comparison of two forms as a workbook: points by criterion, indicators, figures."""

import warnings
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xl_cfc.judging.comparing import Comparison, Measure, ValueMove, answer_text, form_text
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.language import number_text, speaking
from xl_cfc.ruleset.models import Indicator
from xl_cfc.ruleset.unchecked import unchecked_line
from xl_cfc.ruleset.wording import amount_text
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.styles import Styles, text_height

_POINTS, _INDICATORS, _FIGURES = "Điểm", "Chỉ tiêu", "Số liệu"
_TAB = "#1F4E79"
_SIGNED = "+General;-General;0"

_MEASURED = ("Mã", "Chỉ tiêu", "Số đo trước", "Số đo sau")
_SCORED = ("Điểm trước", "Điểm sau", "Tăng, giảm")

Value = str | int | Decimal | None


def comparison_bytes(comparison: Comparison) -> bytes:
    """The comparison as .xlsx bytes; Vietnamese whatever the language in force."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with speaking("vi"), warnings.catch_warnings():
        warnings.simplefilter("error")
        with Workbook(buffer, options) as workbook:
            styles = Styles(workbook)
            if comparison.cards is not None:
                _points(_Table(workbook, styles, _POINTS, (6, 62, 11, 11, 12, 10, 42)), comparison)
            if comparison.measures:
                widths = (7, 70, 20, 20) if comparison.cards is None else (7, 70, 20, 20, 11, 11, 12)
                _indicators(_Table(workbook, styles, _INDICATORS, widths), comparison)
            _figures(_Table(workbook, styles, _FIGURES, (66, 12, 14, 14, 13, 50)), comparison)
            workbook.set_properties({"title": "So sánh hai kỳ"})
    return buffer.getvalue()


class _Table:
    """A sheet with a title, a few lines, and one table below them."""

    def __init__(self, workbook: Workbook, styles: Styles, title: str, widths: Sequence[float]) -> None:
        self.ws = workbook.add_worksheet(title)
        self.ws.set_tab_color(_TAB)
        self.ws.hide_gridlines(2)
        self.styles = styles
        self.widths = widths
        self.row = 0
        for column, width in enumerate(widths):
            self.ws.set_column(column, column, width)

    def head(self, comparison: Comparison, *lines: str) -> None:
        """The title, the two forms, and what else has to be said first."""
        self.ws.set_row(0, 30)
        self.ws.write_string(0, 0, "SO SÁNH HAI KỲ", self.styles.title)
        before, after = form_text(comparison.before), form_text(comparison.after)
        texts = (f"Trước: {before}", f"Sau: {after}", *filter(None, lines))
        for row, text in enumerate(texts, start=1):
            self.ws.write_string(row, 0, text, self.styles.subtitle)
        self.row = len(texts) + 2

    def headings(self, *texts: str) -> None:
        """The column headings, frozen and repeated on paper."""
        self.ws.set_row(self.row, 40)
        for column, text in enumerate(texts):
            self.ws.write_string(self.row, column, text, self.styles.heading)
        self.ws.freeze_panes(self.row + 1, 0)
        self.ws.repeat_rows(self.row)
        self.row += 1

    def cells(self, values: Sequence[Value], formats: Sequence[Format]) -> None:
        """A row of the table."""
        texts = ((value, width) for value, width in zip(values, self.widths, strict=True) if isinstance(value, str))
        self.ws.set_row(self.row, max(20, text_height(*texts)))
        for column, (value, style) in enumerate(zip(values, formats, strict=True)):
            if value is None or value == "":
                self.ws.write_blank(self.row, column, None, style)
            elif isinstance(value, str):
                self.ws.write_string(self.row, column, value, style)
            else:
                self.ws.write_number(self.row, column, float(value), style)
        self.row += 1

    def end(self) -> None:
        """A4, as wide as the paper."""
        self.ws.set_paper(9)
        self.ws.set_landscape()
        self.ws.fit_to_pages(1, 0)
        self.ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.ws.set_footer('&L&"Times New Roman,Italic"&10&A&R&"Times New Roman,Regular"&10Trang &P/&N')

    def gained(self, points: Decimal | None) -> Format:
        """The format of points won or lost: green up, red down."""
        ink = palette.INK
        if points:
            ink = palette.GOOD_INK if points > 0 else palette.ERROR_INK
        return self.styles.bordered(align="center", num_format=_SIGNED, font_color=ink, bold=bool(points))

    def moved(self, difference: int | None) -> Format:
        """The format of a figure's difference; more of it may be good or bad, so it has no colour."""
        return self.styles.bordered(align="center", num_format="+#,##0;-#,##0;0", bold=bool(difference))

    def number(self, **properties: object) -> Format:
        """The format of a figure."""
        return self.styles.bordered(align="center", num_format="#,##0", **properties)


def _points(table: _Table, comparison: Comparison) -> None:
    cards, styles = comparison.cards, table.styles
    assert cards is not None
    table.head(comparison, _unchecked(comparison, cards.after))
    table.headings("TC", "Tiêu chí", "Điểm trước", "Điểm sau", "Tăng, giảm", "Tối đa", "Khó đạt")
    points = styles.bordered(align="center", num_format="General")
    hard = {move.key: reason for move, reason in cards.hard}
    warned = styles.bordered(font_color=palette.WARNING_INK, bg_color=palette.WARNING_FILL)
    for move in cards.criteria:
        reason = hard.get(move.key)
        row = (move.key, move.name, _or_open(move.before), _or_open(move.after), move.difference, move.max_points)
        formats = (styles.centred, styles.cell, points, points, table.gained(move.difference), points)
        table.cells((*row, reason.text if reason else ""), (*formats, warned if reason else styles.cell))
    total, bold = cards.total, styles.bordered(bold=True, align="center", bg_color=palette.GROUP_FILL)
    row = ("", total.name, _or_open(total.before), _or_open(total.after), total.difference, total.max_points)
    label = styles.bordered(bold=True, bg_color=palette.GROUP_FILL)
    table.cells((*row, ""), (bold, label, bold, bold, table.gained(total.difference), bold, label))
    table.row += 1
    for text, conclusion in zip(("Kết luận trước", "Kết luận sau"), cards.conclusions, strict=True):
        table.ws.write_string(table.row, 1, f"{text}: {conclusion.text}", styles(bold=True, text_wrap=False))
        table.row += 1
    table.end()


def _indicators(table: _Table, comparison: Comparison) -> None:
    """What each indicator measures and, where points are compared, what it gives."""
    styles, cards = table.styles, comparison.cards
    table.head(comparison, comparison.why, _unchecked(comparison, cards.after) if cards else "")
    table.headings(*_MEASURED, *(_SCORED if cards else ()))
    points = styles.bordered(align="center", num_format="General")
    moves = {move.key: move for move in cards.indicators} if cards else {}
    for measure in comparison.measures:
        indicator, move = measure.indicator, moves.get(measure.indicator.id)
        values: tuple[Value, ...] = (
            indicator.id,
            indicator.label,
            _measure_text(indicator, measure.before),
            _measure_text(indicator, measure.after),
        )
        formats: tuple[Format, ...] = (styles.centred, styles.cell, styles.centred, styles.centred)
        if move is not None:
            values += (_or_open(move.before), _or_open(move.after), move.difference)
            formats += (points, points, table.gained(move.difference))
        table.cells(values, formats)
    table.end()


def _figures(table: _Table, comparison: Comparison) -> None:
    table.head(comparison, comparison.why, _leaps_line(comparison))
    table.headings("Số liệu", "ĐVT", "Trước", "Sau", "Tăng, giảm", "Ghi chú")
    first = table.row - 1
    for move in comparison.values:
        table.cells(_figure(move), _figure_formats(table, move))
    table.ws.autofilter(first, 0, max(first, table.row - 1), len(table.widths) - 1)
    table.end()


def _figure(move: ValueMove) -> tuple[Value, ...]:
    return (move.caption, move.unit, answer_text(move.before), answer_text(move.after), move.difference, move.note)


def _figure_formats(table: _Table, move: ValueMove) -> tuple[Format, ...]:
    styles, number = table.styles, table.number()
    colours = {"font_color": palette.WARNING_INK, "bg_color": palette.WARNING_FILL}
    note = styles.bordered(**colours if move.leaps and not move.explanation else {})
    return styles.cell, styles.centred, number, number, table.moved(move.difference), note


def _leaps_line(comparison: Comparison) -> str:
    limit = comparison.after.ruleset.plausibility
    return (
        f"Cảnh báo khi khác quá {limit.factor} lần (từ {limit.minimum} trở lên): quy ước của chương trình này, "
        "không phải quy định."
    )


def _unchecked(comparison: Comparison, card: Scorecard) -> str:
    return unchecked_line(card.unchecked_values, comparison.after.ruleset.title)


def _or_open(points: Decimal | None) -> Value:
    return "…" if points is None else points


def _measure_text(indicator: Indicator, measure: Measure) -> str:
    if measure is None:
        return "…"
    if isinstance(measure, bool):
        return "Có" if measure else "Không"
    return amount_text(indicator, measure) if isinstance(measure, Fraction) else number_text(measure)
