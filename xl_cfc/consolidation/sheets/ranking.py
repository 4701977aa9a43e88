"""Sheet `Bảng điểm`: communes x criteria, best first, each with total, threshold, conclusion and rank."""

from collections.abc import Iterator

from xlsxwriter.format import Format

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import block_line, unchecked_text
from xl_cfc.consolidation.sheets.words import commune_mark
from xl_cfc.form.layout import SCORES
from xl_cfc.judging.reasons import reasons
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Content, Link, Value
from xl_cfc.workbook.styles import Styles, text_height

_FIRST = (("Xếp hạng", 7.5), ("Mã", 8.5), ("Đơn vị", 26), ("Nhóm", 7))
_LAST = (
    ("Tổng điểm", 11), ("Ngưỡng", 9), ("Hơn, kém ngưỡng", 10), ("Kết luận", 25), ("Điểm liệt ở tiêu chí", 11),
    ("Lý do chưa đủ điều kiện", 58),
)  # fmt: skip
_CRITERION_WIDTH = 9.5
_LEGEND = (
    "✗ 0: điểm liệt · …: chưa đủ số liệu · xếp hạng: đủ điều kiện trước, rồi theo tổng điểm; "
    "chưa đủ dữ liệu hoặc có nhiều phiếu khác nhau thì không xếp · bấm tên đơn vị để mở phiếu"
)
_REASONS_SHOWN = 3


def write_ranking(page: Page, chapter: Chapter) -> None:
    """Fill the sheet."""
    block = chapter.block
    criteria = block.ruleset.criteria
    last = len(_FIRST) + len(criteria) + len(_LAST) - 1
    page.columns(*(w for _, w in _FIRST), *(_CRITERION_WIDTH for _ in criteria), *(w for _, w in _LAST))
    page.head("BẢNG ĐIỂM TỰ CHẤM", block_line(block), unchecked_text(block), _LEGEND)
    _maximum_row(page, block)
    heading = page.row
    _headings(page, block)
    styles = _RankStyles(page.styles)
    for commune in block.communes:
        text = reason_text(block, commune)
        height = text_height((text, _LAST[-1][1]), (commune.member.name, _FIRST[2][1]))
        page.cells(tuple(_values(commune, text)), tuple(styles.of(commune)), height)
    page.bars(heading + 1, len(_FIRST) + len(criteria), float(block.ruleset.total_points.value))
    page.filter_table(heading, last, frozen_columns=3, above=1)
    page.print_on()


SHEET = ChapterSheet("Bảng điểm", Tab.RESULT, write_ranking)


def _maximum_row(page: Page, block: Block) -> None:
    """The most each criterion can give, above the headings so that sorting leaves it there."""
    style = page.styles.bordered(bg_color=palette.GROUP_FILL, align="center", bold=True)
    label = page.styles.bordered(bg_color=palette.GROUP_FILL, bold=True)
    values: list[Value] = ["", "", "Điểm tối đa", ""]
    values += [criterion.max_points.value for criterion in block.ruleset.criteria]
    values.append(block.ruleset.total_points.value)
    page.cells(values, [style, style, label, *[style] * (len(values) - 3)])


def _headings(page: Page, block: Block) -> None:
    upright = page.styles.heading
    turned = page.styles.turned
    criteria = [f"{criterion.number}. {criterion.name}" for criterion in block.ruleset.criteria]
    texts = [*(text for text, _ in _FIRST), *criteria, *(text for text, _ in _LAST)]
    shapes = [*(upright for _ in _FIRST), *(turned for _ in criteria), *(upright for _ in _LAST)]
    page.cells(texts, shapes, 285)


def _values(commune: Commune, reason: str) -> Iterator[Content]:
    card = commune.card
    yield commune.rank if commune.rank is not None else "–"
    yield commune.code
    yield Link(file_link(commune.member.file, SCORES), commune.member.name)
    yield card.threshold_class
    for points in commune.points:
        yield "…" if points is None else points
    yield "…" if commune.total is None else commune.total
    yield card.threshold
    yield None if commune.total is None or card.threshold is None else commune.total - card.threshold
    yield commune_mark(commune).text
    yield ", ".join(str(c.number) for c, points in zip(card.criteria, commune.points, strict=True) if points == 0)
    yield reason


def reason_text(block: Block, commune: Commune) -> str:
    """Why the commune is not (yet) eligible; long lists end in how many more there are."""
    texts = [reason.text for reason in reasons(commune.card, block.ruleset)]
    more = len(texts) - _REASONS_SHOWN
    if more > 1:
        texts[_REASONS_SHOWN:] = [f"và {more} lý do khác"]
    if commune.conflict:
        texts.insert(0, f"Phiếu trong tệp {commune.member.file}: chưa tính, xem trang «Lỗi»")
    return "; ".join(texts)


class _RankStyles:
    """The formats of a commune's row."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._text = styles.bordered()
        self._centred = styles.bordered(align="center")
        self._points = styles.bordered(align="center", num_format='General;-General;"✗ "0')
        self._zero = styles.bordered(
            align="center", num_format='General;-General;"✗ "0', bold=True,
            font_color=palette.ERROR_INK, bg_color=palette.ERROR_FILL,
        )  # fmt: skip
        self._total = styles.bordered(align="center", bold=True)
        self._disputed = styles.bordered(align="center", italic=True)
        self._distance = styles.bordered(align="center", num_format="+General;-General;0")

    def of(self, commune: Commune) -> Iterator[Format]:
        """One format a column."""
        yield from (self._centred, self._centred, self._styles.link, self._centred)
        for points in commune.points:
            yield self._zero if points == 0 else self._points
        yield from (self._disputed if commune.conflict else self._total, self._centred, self._distance)
        yield self._styles.bordered(**commune_mark(commune).colours)
        yield from (self._centred, self._text)
