"""Sheet `Theo tiêu chí`: how the communes stand in each criterion and indicator, and which of them need help."""

from collections.abc import Iterator, Sequence

from xlsxwriter.format import Format

from xl_cfc.consolidation.receiving import share_text
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import block_line, named, or_dots, unchecked_text
from xl_cfc.consolidation.summaries import CriterionSummary, Tally, class_summaries, worst_first
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Value
from xl_cfc.workbook.styles import BOLD_WIDTH, text_height

_FIRST = (("Cấp", 9.5), ("Mã", 6.5), ("Tiêu chí, chỉ tiêu", 54), ("Điểm tối đa", 8.5), ("Điểm trung bình", 8.5))
_SHARE = ("Mức đạt", 12.0)
_LAST = (("Đạt", 7), ("Đạt tối đa", 8), ("0 điểm", 7), ("Chưa chấm", 8), ("Đơn vị cần giúp trước", 58))
_WORST = 3
LEGEND = (
    "Mức đạt: điểm của các đơn vị đã chấm được, so với điểm tối đa của chính các đơn vị đó · "
    "cần giúp: 0 điểm hoặc dưới một nửa điểm tối đa (quy ước của xl_cfc), nặng nhất đứng trước"
)


def write_criteria(page: Page, chapter: Chapter) -> None:
    """Fill the sheet."""
    block, summaries = chapter.block, chapter.summaries
    classes = [one.threshold_class for one in class_summaries(block) if one.threshold_class]
    columns = [*_FIRST, _SHARE, *((f"Mức đạt: {name}", 9.5) for name in classes), *_LAST]
    page.columns(*(width for _, width in columns))
    head = (block_line(block), unchecked_text(block), worst_sentence(summaries), LEGEND)
    page.head("KẾT QUẢ THEO TIÊU CHÍ, CHỈ TIÊU", *head)
    heading = page.row
    page.cells([text for text, _ in columns], page.styles.heading, 56)
    for summary in summaries:
        criterion = summary.criterion
        label = (f"Tiêu chí {criterion.number}", str(criterion.number), criterion.name)
        _row(page, label, criterion.max_points.value, summary.tally, classes, main=True)
        for indicator, tally in summary.indicators:
            maxima = {part.max_points for part in tally.parts}
            maximum: Value = maxima.pop() if len(maxima) == 1 else "theo nhóm"
            _row(page, ("Chỉ tiêu", indicator.id, indicator.label), maximum, tally, classes, main=False)
    page.bars(heading + 1, len(_FIRST), 1)
    page.filter_table(heading, len(columns) - 1, frozen_columns=3)
    page.print_on()


SHEET = ChapterSheet("Theo tiêu chí", Tab.RESULT, write_criteria)


def _row(
    page: Page, label: tuple[str, str, str], maximum: Value, tally: Tally, classes: Sequence[str], *, main: bool
) -> None:
    helped = named(tally.to_help)
    values: list[Value] = [*label, maximum, or_dots(tally.average), or_dots(tally.share)]
    values += [or_dots(tally.of_class(name).share) for name in classes]
    values += [tally.reached, tally.full, tally.zero, tally.waiting, helped]
    formats = tuple(_formats(page, len(classes), main=main, zero=tally.zero > 0))
    wide = BOLD_WIDTH if main else 1
    page.cells(values, formats, text_height((label[2], _FIRST[2][1] * wide), (helped, _LAST[-1][1] * wide)))


def _formats(page: Page, classes: int, *, main: bool, zero: bool) -> Iterator[Format]:
    properties = {"bold": True, "bg_color": palette.GROUP_FILL} if main else {}
    text, centred = page.styles.bordered(**properties), page.styles.bordered(**properties, align="center")
    share = page.styles.bordered(**properties, align="center", num_format="0.0%")
    points = page.styles.bordered(**properties, align="center", num_format="#,##0.0")
    yield from (text, centred, text if main else page.styles.bordered(indent=1), centred, points, share)
    yield from [share] * classes
    yield from (centred, centred, page.styles.nothing if zero else centred, centred, text if main else page.styles.cell)


def worst_sentence(summaries: Sequence[CriterionSummary]) -> str:
    """The criteria in which communes fail most, in words."""
    worst = [s for s in worst_first(summaries) if s.tally.zero or (s.tally.share or 0) < 1][:_WORST]
    if not worst:
        scored = any(summary.tally.scored for summary in summaries)
        return "Mọi tiêu chí đã chấm đều đạt điểm tối đa." if scored else "Chưa có tiêu chí nào chấm được."
    return f"Hụt nhiều nhất: {'; '.join(map(_failing, worst))}."


def _failing(summary: CriterionSummary) -> str:
    share = share_text(summary.tally.share)
    zero = f", {summary.tally.zero} đơn vị điểm liệt" if summary.tally.zero else ""
    return f"tiêu chí {summary.criterion.number} {summary.criterion.name} (mức đạt {share}{zero})"
