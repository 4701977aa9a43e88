"""Sheet `Chỉ tiêu`: what was measured, one column an indicator, grouped by criterion."""

from collections.abc import Iterator

from xlsxwriter.format import Format

from xl_cfc.consolidation.blocks import Commune
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import block_line, unchecked_text
from xl_cfc.consolidation.sheets.words import commune_mark
from xl_cfc.judging.scoring import IndicatorScore
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.models import Indicator
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Computed, Value
from xl_cfc.workbook.styles import Styles

_FIRST = (("Mã", 8.5), ("Đơn vị", 26), ("Kết luận", 25))
_WIDTH = 11.5
_COLUMNS_A_PAGE = 17
_UNSCORED = {
    Standing.MISSING: "…",
    Standing.INVALID: "✗ sai",
    Standing.NONE_FULL: "không có",
    Standing.NONE_UNSCORED: "mẫu số 0",
}
_LEGEND = (
    "…: chưa đủ số liệu · ✗ sai: số liệu không hợp lệ · không có: mẫu số bằng 0, được điểm tối đa · "
    "mẫu số 0: chưa chấm được"
)


def write_indicators(page: Page, chapter: Chapter) -> None:
    """Fill the sheet."""
    block = chapter.block
    indicators = block.ruleset.indicators
    page.columns(*(width for _, width in _FIRST), *(_WIDTH for _ in indicators))
    page.head("SỐ ĐO CỦA CÁC CHỈ TIÊU", block_line(block), unchecked_text(block), _LEGEND)
    page.groups(
        [("Đơn vị", len(_FIRST)), *((f"Tiêu chí {c.number}", len(c.indicators)) for c in block.ruleset.criteria)]
    )
    heading = page.row
    _headings(page, indicators)
    styles = _MeasureStyles(page.styles, indicators)
    for commune in block.communes:
        page.cells(tuple(_values(commune, indicators)), tuple(styles.of(commune)))
    page.filter_table(heading, len(_FIRST) + len(indicators) - 1, frozen_columns=2, above=1)
    page.ws.repeat_columns(0, 1)
    page.print_on(wide=-(-len(indicators) // _COLUMNS_A_PAGE))


SHEET = ChapterSheet("Chỉ tiêu", Tab.DATA, write_indicators)


def _headings(page: Page, indicators: tuple[Indicator, ...]) -> None:
    turned = page.styles.turned
    texts = [text for text, _ in _FIRST] + [f"{i.id} {i.label}" for i in indicators]
    page.cells(texts, [*[page.styles.heading] * len(_FIRST), *[turned] * len(indicators)], 240)


def _values(commune: Commune, indicators: tuple[Indicator, ...]) -> Iterator[Value]:
    yield commune.code
    yield commune.member.name
    yield commune_mark(commune).text
    for indicator, score in zip(indicators, commune.card.indicators, strict=True):
        yield measured_value(indicator, score)


def measured_value(indicator: Indicator, score: IndicatorScore) -> Computed:
    """What an indicator measures as a cell holds it, or why it is not scored."""
    return _UNSCORED[score.standing] if score.value is None else indicator.cell_value(score.value)


class _MeasureStyles:
    """The formats of a commune's row: full marks, no points and gaps look different, and read differently."""

    def __init__(self, styles: Styles, indicators: tuple[Indicator, ...]) -> None:
        self._styles = styles
        self._gap = styles.bordered(align="center", font_color=palette.WARNING_INK, italic=True)
        formats = [{"align": "center", "num_format": indicator.table_format} for indicator in indicators]
        self._usual = [styles.bordered(**one) for one in formats]
        self._nothing = [styles.bordered(**one, font_color=palette.ERROR_INK, bold=True) for one in formats]

    def of(self, commune: Commune) -> Iterator[Format]:
        """One format a column."""
        yield self._styles.centred
        yield self._styles.cell
        yield self._styles.bordered(**commune_mark(commune).colours)
        for score, usual, nothing in zip(commune.card.indicators, self._usual, self._nothing, strict=True):
            yield self._gap if score.value is None else nothing if score.points == 0 else usual
