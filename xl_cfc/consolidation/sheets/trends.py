"""Sheet `So sánh`: what moved since an earlier period, unit by unit, with arrows only beyond a stated effect."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from xlsxwriter.format import Format

from xl_cfc.consolidation.blocks import Commune
from xl_cfc.consolidation.receiving import share_text
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import block_line, or_dots, unchecked_text
from xl_cfc.consolidation.sheets.words import commune_mark
from xl_cfc.consolidation.trends import (
    CRITERION_EFFECT,
    TOTAL_EFFECT,
    CriterionTrend,
    Direction,
    Trend,
    UnitTrend,
    direction,
)
from xl_cfc.judging.points import PointsMove
from xl_cfc.language import number_text
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Value
from xl_cfc.workbook.styles import text_height

_FIRST = (
    ("Mã", 8.5), ("Đơn vị", 26), ("Nhóm", 7), ("Tổng điểm kỳ trước", 10), ("Tổng điểm kỳ này", 10), ("Chênh lệch", 11),
    ("Kết luận kỳ trước", 25), ("Kết luận kỳ này", 25), ("Hạng trước", 7), ("Hạng này", 7),
)  # fmt: skip
_CRITERION_WIDTH = 9.5
_NOTE = ("Ghi chú", 46)
_FORMATS = {
    Direction.UP: '"▲ "+General;-General;0',
    Direction.DOWN: '+General;"▼ "-General;0',
    Direction.LEVEL: "+General;-General;0",
    None: "General",
}
_COLOURS = {
    Direction.UP: {"font_color": palette.GOOD_INK, "bg_color": palette.GOOD_FILL, "bold": True},
    Direction.DOWN: {"font_color": palette.ERROR_INK, "bg_color": palette.ERROR_FILL, "bold": True},
}
_SUMMARIES: tuple[tuple[str, Callable[[CriterionTrend], Value], str], ...] = (
    ("Mức đạt kỳ trước", lambda c: or_dots(c.before), "0.0%"),
    ("Mức đạt kỳ này", lambda c: or_dots(c.after), "0.0%"),
    ("Chênh lệch mức đạt", lambda c: or_dots(c.difference), "+0.0%;-0.0%;0.0%"),
    ("Số đơn vị tăng (▲)", lambda c: c.up, "General"),
    ("Số đơn vị giảm (▼)", lambda c: c.down, "General"),
    ("Khó đạt cả hai kỳ: số đơn vị", lambda c: c.hard, "General"),
)


def write_trend(page: Page, chapter: Chapter) -> None:
    """Fill the sheet."""
    trend = chapter.trend
    assert trend is not None
    criteria = trend.after.ruleset.criteria
    page.columns(*(w for _, w in _FIRST), *(_CRITERION_WIDTH for _ in criteria), _NOTE[1])
    head = (block_line(trend.after), unchecked_text(trend.after), against_line(trend), trend_sentence(trend))
    page.head("SO SÁNH VỚI KỲ TRƯỚC", *head, effect_line(trend))
    top = page.row
    _summary_rows(page, trend)
    heading = page.row
    _headings(page, trend)
    for unit in trend.units:
        _row(page, unit, len(criteria))
    page.filter_table(heading, len(_FIRST) + len(criteria), frozen_columns=2, above=heading - top)
    page.print_on()


SHEET = ChapterSheet("So sánh", Tab.RESULT, write_trend, shown=lambda chapter: chapter.trend is not None)


def _headings(page: Page, trend: Trend) -> None:
    turned = page.styles.turned
    criteria = [f"{criterion.number}. {criterion.name}" for criterion in trend.after.ruleset.criteria]
    texts = [*(text for text, _ in _FIRST), *criteria, _NOTE[0]]
    upright = page.styles.heading
    page.cells(texts, [*[upright] * len(_FIRST), *[turned] * len(criteria), upright], 285)


def _summary_rows(page: Page, trend: Trend) -> None:
    """What the compared units come to in each criterion, above the headings so that sorting leaves it there."""
    for text, figure, number_format in _SUMMARIES:
        properties = {"bg_color": palette.GROUP_FILL, "bold": True}
        label = page.styles(**properties, align="right", text_wrap=False)
        value = page.styles.bordered(**properties, align="center", num_format=number_format)
        blank = page.styles(**properties)
        values: list[Value] = ["" for _ in _FIRST]
        values[-1] = text
        formats = [*[blank] * (len(_FIRST) - 1), label, *[value] * len(trend.criteria)]
        page.cells([*values, *map(figure, trend.criteria)], formats, 20)


def _row(page: Page, unit: UnitTrend, criteria: int) -> None:
    moves = unit.moves
    total = moves.total.difference if moves is not None else None
    values: list[Value] = [
        unit.code, unit.name, _class(unit), _points(unit.before), _points(unit.after), total,
        _conclusion(unit.before), _conclusion(unit.after), _rank(unit.before), _rank(unit.after),
        *([move.difference for move in moves.criteria] if moves is not None else [None] * criteria), unit.why,
    ]  # fmt: skip
    height = text_height((unit.why, _NOTE[1]), (unit.name, _FIRST[1][1]))
    page.cells(values, tuple(_formats(page, unit, criteria)), height)


def _formats(page: Page, unit: UnitTrend, criteria: int) -> Iterator[Format]:
    styles = page.styles
    centred, text = styles.centred, styles.cell
    yield from (centred, text, centred, centred, centred, _moved(page, unit.direction))
    for commune in (unit.before, unit.after):
        yield styles.bordered(**commune_mark(commune).colours) if commune is not None else text
    yield from (centred, centred)
    moves: Sequence[PointsMove] = unit.moves.criteria if unit.moves is not None else ()
    yield from (_moved(page, direction(move, CRITERION_EFFECT)) for move in moves)
    yield from [centred] * (criteria - len(moves))
    yield styles.bordered(italic=True)


def _moved(page: Page, way: Direction | None) -> Format:
    """The format of a difference: an arrow and a colour beyond the effect, a sign alone below it."""
    colours = _COLOURS.get(way, {}) if way is not None else {}
    return page.styles.bordered(align="center", num_format=_FORMATS[way], **colours)


def _class(unit: UnitTrend) -> str:
    commune = unit.after or unit.before
    return (commune.card.threshold_class or "") if commune is not None else ""


def _points(commune: Commune | None) -> Value:
    return "–" if commune is None else or_dots(commune.total)


def _conclusion(commune: Commune | None) -> str:
    return "–" if commune is None else commune_mark(commune).text


def _rank(commune: Commune | None) -> Value:
    return commune.rank if commune is not None and commune.rank is not None else "–"


def against_line(trend: Trend) -> str:
    """What is compared with what, on how many units."""
    earlier = f"{trend.period} {trend.year}" + (" (tạm tính)" if trend.forecast else "")
    return (
        f"{trend.after.period} {trend.after.year} so với {earlier}: so sánh điểm được "
        f"{len(trend.compared)}/{len(trend.units)} đơn vị; đơn vị khác có lý do ở cột «Ghi chú»"
    )


def effect_line(trend: Trend) -> str:
    """From which change on an arrow stands."""
    total = number_text(trend.after.ruleset.total_points.value * TOTAL_EFFECT.numerator / TOTAL_EFFECT.denominator)
    return (
        f"▲ ▼ chỉ khi tổng điểm đổi từ {total} điểm ({share_text(TOTAL_EFFECT)} tối đa), điểm tiêu chí đổi từ "
        f"{share_text(CRITERION_EFFECT)} tối đa của tiêu chí: quy ước của xl_cfc · "
        "khó đạt: 0 điểm hoặc dưới một nửa ở cả hai kỳ"
    )


def trend_sentence(trend: Trend) -> str:
    """How many totals rose and fell, and which criteria moved most, in words."""
    known = sum(unit.direction is not None for unit in trend.units)
    if not known:
        return "Chưa có đơn vị nào so sánh được tổng điểm."
    up, down = trend.count(Direction.UP), trend.count(Direction.DOWN)
    text = f"Trong {known} đơn vị có tổng điểm cả hai kỳ: {up} tăng, {down} giảm, {known - up - down} gần như cũ."
    moved = [(c.difference, c) for c in trend.criteria if c.difference]
    rise = max(moved, key=lambda pair: pair[0], default=None)
    fall = min(moved, key=lambda pair: pair[0], default=None)
    if rise is not None and rise[0] > 0:
        text += f" Tăng nhiều nhất: {_criterion(rise[1], rise[0])}."
    if fall is not None and fall[0] < 0:
        text += f" Giảm nhiều nhất: {_criterion(fall[1], fall[0])}."
    return text


def _criterion(one: CriterionTrend, difference: Fraction) -> str:
    sign = "+" if difference > 0 else "−"
    change = f"{sign}{number_text(abs(difference) * 100, decimals=1)} điểm %"
    return f"tiêu chí {one.criterion.number} {one.criterion.name} ({change})"
