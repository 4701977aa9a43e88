"""A comparison of two forms as a workbook: points by criterion, indicators, figures."""

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xl_cfc.judging.comparing import Comparison, Measure, ValueMove
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.judging.telling import answer_text
from xl_cfc.language import speaking
from xl_cfc.ruleset.models import Indicator
from xl_cfc.ruleset.unchecked import unchecked_line
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Value
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.sheetwriter import SheetWriter
from xl_cfc.workbook.styles import Styles, text_height

_POINTS, _INDICATORS, _FIGURES = "Điểm", "Chỉ tiêu", "Số liệu"
_TAB = "#1F4E79"
_SIGNED = "+General;-General;0"

_MEASURED = ("Mã", "Chỉ tiêu", "Số đo trước", "Số đo sau")
_SCORED = ("Điểm trước", "Điểm sau", "Tăng, giảm")


def comparison_bytes(comparison: Comparison) -> bytes:
    """The comparison as .xlsx bytes; Vietnamese whatever the language in force."""
    with speaking("vi"), new_workbook() as workbook:
        styles = Styles(workbook)
        if comparison.cards is not None:
            _points(_ComparedSheet(workbook, styles, _POINTS, (6, 62, 11, 11, 12, 10, 42)), comparison)
        if comparison.measures:
            widths = (7, 70, 20, 20) if comparison.cards is None else (7, 70, 20, 20, 11, 11, 12)
            _indicators(_ComparedSheet(workbook, styles, _INDICATORS, widths), comparison)
        _figures(_ComparedSheet(workbook, styles, _FIGURES, (66, 12, 14, 14, 13, 50)), comparison)
        workbook.set_properties({"title": "So sánh hai kỳ"})
    return workbook.data


class _ComparedSheet(SheetWriter):
    """A sheet with a title, a few lines, and one table below them."""

    def __init__(self, workbook: Workbook, styles: Styles, title: str, widths: Sequence[float]) -> None:
        super().__init__(workbook, styles, title, _TAB)
        self.widths = widths
        self.columns(*widths)

    def introduce(self, comparison: Comparison, *lines: str) -> None:
        """The title, the two forms, and what else has to be said first."""
        before, after = comparison.before.title, comparison.after.title
        self.head("SO SÁNH HAI KỲ", f"Trước: {before}", f"Sau: {after}", *filter(None, lines), height=None)
        self.row += 1

    def headings(self, *texts: str) -> None:
        """The column headings, frozen and repeated on paper."""
        heading = self.row
        self.cells(texts, self.styles.heading, 40)
        self.ws.freeze_panes(self.row, 0)
        set_up_page(self.ws, repeated=(heading, heading))

    def table_row(self, values: Sequence[Value], formats: Sequence[Format]) -> None:
        """A row of the table, as tall as its texts."""
        texts = ((value, width) for value, width in zip(values, self.widths, strict=True) if isinstance(value, str))
        self.cells(values, formats, max(20, text_height(*texts)))

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


def _points(sheet: _ComparedSheet, comparison: Comparison) -> None:
    cards, styles = comparison.cards, sheet.styles
    assert cards is not None
    sheet.introduce(comparison, _unchecked(comparison, cards.after))
    sheet.headings("TC", "Tiêu chí", "Điểm trước", "Điểm sau", "Tăng, giảm", "Tối đa", "Khó đạt")
    points = styles.bordered(align="center", num_format="General")
    hard = {move.key: reason for move, reason in cards.hard}
    warned = styles.bordered(font_color=palette.WARNING_INK, bg_color=palette.WARNING_FILL)
    for move in cards.criteria:
        reason = hard.get(move.key)
        row = (move.key, move.name, _or_open(move.before), _or_open(move.after), move.difference, move.max_points)
        formats = (styles.centred, styles.cell, points, points, sheet.gained(move.difference), points)
        sheet.table_row((*row, reason.text if reason else ""), (*formats, warned if reason else styles.cell))
    total, bold = cards.total, styles.bordered(bold=True, align="center", bg_color=palette.GROUP_FILL)
    row = ("", total.name, _or_open(total.before), _or_open(total.after), total.difference, total.max_points)
    label = styles.bordered(bold=True, bg_color=palette.GROUP_FILL)
    sheet.table_row((*row, ""), (bold, label, bold, bold, sheet.gained(total.difference), bold, label))
    sheet.row += 1
    for text, conclusion in zip(("Kết luận trước", "Kết luận sau"), cards.conclusions, strict=True):
        sheet.put(1, f"{text}: {conclusion.text}", styles(bold=True, text_wrap=False))
        sheet.row += 1


def _indicators(sheet: _ComparedSheet, comparison: Comparison) -> None:
    """What each indicator measures and, where points are compared, what it gives."""
    styles, cards = sheet.styles, comparison.cards
    sheet.introduce(comparison, comparison.why, _unchecked(comparison, cards.after) if cards else "")
    sheet.headings(*_MEASURED, *(_SCORED if cards else ()))
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
            formats += (points, points, sheet.gained(move.difference))
        sheet.table_row(values, formats)


def _figures(sheet: _ComparedSheet, comparison: Comparison) -> None:
    sheet.introduce(comparison, comparison.why, _leaps_line(comparison))
    sheet.headings("Số liệu", "ĐVT", "Trước", "Sau", "Tăng, giảm", "Ghi chú")
    first = sheet.row - 1
    for move in comparison.values:
        sheet.table_row(_figure(move), _figure_formats(sheet, move))
    sheet.ws.autofilter(first, 0, max(first, sheet.row - 1), len(sheet.widths) - 1)


def _figure(move: ValueMove) -> tuple[Value, ...]:
    return (move.caption, move.unit, answer_text(move.before), answer_text(move.after), move.difference, move.note)


def _figure_formats(sheet: _ComparedSheet, move: ValueMove) -> tuple[Format, ...]:
    styles, number = sheet.styles, sheet.number()
    colours = {"font_color": palette.WARNING_INK, "bg_color": palette.WARNING_FILL}
    note = styles.bordered(**colours if move.leaps and not move.explanation else {})
    return styles.cell, styles.centred, number, number, sheet.moved(move.difference), note


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
    return "…" if measure is None else indicator.value_text(measure)
