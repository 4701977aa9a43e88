"""Sheet `Theo cơ quan`: how the communes stand in what each lead agency of the plan answers for."""

from collections.abc import Sequence

from xl_cfc.consolidation.receiving import share_text
from xl_cfc.consolidation.sheets.criteria import LEGEND
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import block_line, named, or_dots, unchecked_text
from xl_cfc.consolidation.summaries import AgencySummary, Tally, agency_summaries
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Value
from xl_cfc.workbook.styles import BOLD_WIDTH, text_height

_COLUMNS = (
    ("Cơ quan chủ trì", 36), ("Tiêu chí", 9), ("Tên tiêu chí", 50), ("Mức đạt", 12), ("Lượt đã chấm", 9), ("Đạt", 7),
    ("Điểm liệt", 8), ("Chưa chấm", 8), ("Đơn vị cần giúp trước", 60),
)  # fmt: skip
_NOBODY = "Kế hoạch không ghi cơ quan chủ trì"


def write_leads(page: Page, chapter: Chapter) -> None:
    """Fill the sheet: for each agency all it leads together, then criterion by criterion."""
    block, plan = chapter.block, page.book.merged.plan
    assert plan is not None
    agencies = agency_summaries(plan, chapter.summaries)
    page.columns(*(width for _, width in _COLUMNS))
    source = f"Cơ quan chủ trì theo kế hoạch {plan.legal.number or plan.id} · {plan.unit} · năm {plan.year}"
    lines = (f"{block_line(block)} · {source}", unchecked_text(block), agencies_sentence(agencies), LEGEND)
    page.head("KẾT QUẢ THEO CƠ QUAN CHỦ TRÌ", *lines)
    heading = page.row
    page.cells([text for text, _ in _COLUMNS], page.styles.heading, 40)
    for agency in agencies:
        name = agency.name or _NOBODY
        numbers = ", ".join(str(summary.criterion.number) for summary in agency.criteria)
        _row(page, (name, numbers, "Tất cả tiêu chí chủ trì"), agency.tally, main=True)
        for summary in agency.criteria:
            _row(page, (name, summary.criterion.number, summary.criterion.name), summary.tally, main=False)
    page.bars(heading + 1, 3, 1)
    page.filter_table(heading, len(_COLUMNS) - 1, frozen_columns=1)
    page.print_on()


def _is_shown(chapter: Chapter) -> bool:
    """Whether the plan names lead agencies."""
    plan = chapter.book.merged.plan
    return plan is not None and bool(plan.leads)


SHEET = ChapterSheet("Theo cơ quan", Tab.RESULT, write_leads, _is_shown)


def _row(page: Page, label: tuple[Value, ...], tally: Tally, *, main: bool) -> None:
    properties = {"bold": True, "bg_color": palette.GROUP_FILL} if main else {}
    text, centred = page.styles.bordered(**properties), page.styles.bordered(**properties, align="center")
    share = page.styles.bordered(**properties, align="center", num_format="0.0%")
    zero = page.styles.nothing if tally.zero else centred
    helped = named(tally.to_help)
    values = (*label, or_dots(tally.share), tally.scored, tally.reached, tally.zero, tally.waiting, helped)
    wide = BOLD_WIDTH if main else 1
    heights = [(str(label[place]), _COLUMNS[place][1] * wide) for place in (0, 2)]
    formats = (text, centred, text, share, centred, centred, zero, centred, text)
    page.cells(values, formats, text_height(*heights, (helped, _COLUMNS[-1][1] * wide)))


def agencies_sentence(agencies: Sequence[AgencySummary]) -> str:
    """Which agencies' criteria communes fail most, in words."""
    failing = [agency for agency in agencies if agency.name and (agency.tally.zero or agency.tally.waiting)]
    if not failing:
        return "Không cơ quan nào có tiêu chí bị điểm liệt hoặc chưa chấm."
    failing.sort(key=lambda agency: (-agency.tally.zero, -agency.tally.waiting, agency.name))
    told = (
        f"{a.name} ({a.tally.zero} lượt điểm liệt, {a.tally.waiting} chưa chấm, mức đạt {share_text(a.tally.share)})"
        for a in failing[:3]
    )
    return f"Cần chú ý nhất: {'; '.join(told)}."
