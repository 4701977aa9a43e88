"""Sheet `Tổng quan`: what came in and what it comes to, in numbers, charts and sentences; prints on one page."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import median

from xlsxwriter.format import Format

from xl_cfc import __version__
from xl_cfc.completeness import completeness_lines
from xl_cfc.excel import styles as palette
from xl_cfc.excel.consolidated.charts import add_chart
from xl_cfc.excel.consolidated.page import Page, block_line, unchecked_text
from xl_cfc.excel.consolidated.words import CONCLUSIONS, CONFLICT, SEVERITIES, status_mark
from xl_cfc.excel.styles import text_height
from xl_cfc.language import number_text
from xl_cfc.merging import Average, Block, FileStatus
from xl_cfc.plan.wording import next_due_text
from xl_cfc.ruleset.models import Severity
from xl_cfc.ruleset.wording import not_comparable
from xl_cfc.scoring import Conclusion

_WIDTHS = (7, 62, 13, 13, 66)
_WIDE = sum(_WIDTHS)
_CHART_COLUMN = 4
_CHART_WIDTH = 455
_SMALLEST_CHART = 210
#: Percent at which the sheet is one A4 page wide; only blocks that begin on a page of their own need it said.
_SCALE = 54


def write_overview(page: Page, rankings: Mapping[str, Block]) -> None:
    """Fill the sheet; `rankings` names the sheet on which each block's communes are."""
    merged = page.book.merged
    page.columns(*_WIDTHS)
    page.line("TỔNG HỢP TỰ CHẤM ĐIỂM XÃ, PHƯỜNG, THỊ TRẤN PHÙ HỢP VỚI TRẺ EM", page.styles.title, 34)
    scope = " · ".join(filter(None, (f"năm {merged.year}" if merged.year else "", merged.period or "")))
    only = f" · chỉ gộp {scope}" if scope else ""
    page.line(f"Lập lúc {page.book.created:%H:%M ngày %d/%m/%Y} · xl_cfc {__version__}{only}", page.styles.subtitle)
    if not rankings:
        page.paragraph(
            "Chưa có phiếu nào dùng được. Trang «Nguồn» ghi từng tệp đã tìm thấy và vì sao chưa dùng được; "
            "trang «Lỗi» ghi cách sửa.",
            page.styles(bold=True, font_color=palette.ERROR_INK, font_size=14), 4, _WIDE,
        )  # fmt: skip
    page.line(_received_line(page), page.styles(bold=True, text_wrap=False))
    if merged.plan is not None:
        due = next_due_text(merged.plan, page.book.created.date()) or "không còn mốc nào trong kế hoạch"
        page.paragraph(f"Sắp đến hạn: {due}", page.styles(bold=True), 4, _WIDE * 0.9)
    if merged.completeness is not None:
        for text in completeness_lines(merged.completeness):
            page.paragraph(text, page.styles(bold=True), 4, _WIDE * 0.9)
    if len(merged.rulesets) > 1:
        page.paragraph(
            f"{not_comparable(len(merged.rulesets))}.",
            page.styles(bold=True, font_color=palette.WARNING_INK, bg_color=palette.WARNING_FILL), 4, _WIDE,
        )  # fmt: skip
    starts = []
    for sheet, block in rankings.items():
        starts.append(page.row)
        _write_block(page, sheet, block)
    _write_files(page)
    if len(starts) > 1:
        page.print_on(landscape=False, breaks=starts[1:], scale=_SCALE)
    else:
        page.print_on(landscape=False, tall=1)


def _received_line(page: Page) -> str:
    merged = page.book.merged
    told = ", ".join(f"{merged.found(s)} {SEVERITIES[s].word.lower()}" for s in Severity)
    counted = merged.files(FileStatus.COUNTED)
    return f"Tìm thấy {len(merged.sources)} tệp, tổng hợp {counted} phiếu · {told}: xem các trang «Nguồn» và «Lỗi»"


def _write_block(page: Page, sheet: str, block: Block) -> None:
    bar = page.styles(
        bold=True, font_size=14, font_color="#FFFFFF", bg_color=palette.HEADING_FILL, text_wrap=False, indent=1
    )
    page.ws.set_row(page.row, 26)
    for column in range(len(_WIDTHS)):
        page.put(column, block_line(block) if column == 0 else "", bar)
    page.row += 1
    page.paragraph(pass_sentence(block), page.styles(bold=True, font_size=14), 4, _WIDE * 0.9)
    page.line(f"{unchecked_text(block)}. Từng đơn vị: trang «{sheet}».", page.styles.subtitle)
    _write_conclusions(page, block)
    _write_criteria(page, block)
    _write_totals(page, block)


def pass_sentence(block: Block) -> str:
    """The pass rate with its denominator, in words."""
    rate, usable = block.pass_rate, len(block.counted)
    excluded = f"; {block.conflicted} đơn vị có nhiều phiếu khác nhau, chưa tính" if block.conflicted else ""
    if block.forecast:
        return f"Số liệu đầu kỳ: tạm tính cho {usable} đơn vị, chưa kết luận{excluded}."
    if rate is None:
        return f"Chưa có đơn vị nào được tính{excluded}."
    eligible = block.concluded(Conclusion.ELIGIBLE)
    of = "phiếu dùng được" if block.expected is None else "đơn vị phải nộp"
    return f"{eligible}/{block.rated} {of} đủ điều kiện đề nghị công nhận ({_percent(rate)}){excluded}."


def _percent(share: Fraction) -> str:
    return f"{number_text(share * 100, decimals=1)} %"


def _section(page: Page, title: str, sentence: str, headings: tuple[str, ...]) -> int:
    """A section's title, its sentence and its table's headings; returns the table's first row."""
    page.line("", page.styles(), 8)
    page.line(title, page.styles(bold=True, font_size=14, font_color=palette.HEADING_FILL, text_wrap=False), 22)
    page.paragraph(sentence, page.styles(italic=True, valign="top"), 4, _WIDE * 0.9)
    page.cells(headings, page.styles.heading, 36)
    return page.row


def _write_conclusions(page: Page, block: Block) -> None:
    usable = len(block.counted)
    counts = {conclusion: block.concluded(conclusion) for conclusion in Conclusion}
    shown = {c: n for c, n in counts.items() if n or (c is Conclusion.FORECAST) == block.forecast}
    parts = ", ".join(f"{n} {CONCLUSIONS[c].word.lower()}" for c, n in shown.items())
    sentence = f"Trong {usable} phiếu dùng được: {parts}."
    first = _section(page, "1. Kết luận tự chấm", sentence, ("", "Kết luận", "Số đơn vị", "Tỷ lệ"))
    for conclusion, number in shown.items():
        mark = CONCLUSIONS[conclusion]
        _count_row(page, mark.sign, mark.word, number, usable, mark.colours)
    last = page.row - 1
    if block.conflicted:
        _count_row(page, CONFLICT.sign, f"{CONFLICT.word} (chưa tính)", block.conflicted, 0, CONFLICT.colours)
    page.cells(("", "Cộng số phiếu dùng được", usable, 1 if usable else None), _bold(page))
    colours = [CONCLUSIONS[conclusion].fill for conclusion in shown]
    _chart(page, "bar", "Số đơn vị theo kết luận", sentence, (first, last), (1, 2), colours=colours)


def _count_row(page: Page, sign: str, word: str, number: int, whole: int, colours: dict[str, str]) -> None:
    styles = page.styles
    page.cells(
        (sign, word, number, Fraction(number, whole) if whole else None),
        (
            styles.bordered(align="center", **colours), styles.cell, styles.centred,
            styles.bordered(align="center", num_format="0.0%"),
        ),
        22,
    )  # fmt: skip


def _bold(page: Page) -> list[Format]:
    properties = {"bold": True, "bg_color": palette.GROUP_FILL}
    centred = page.styles.bordered(**properties, align="center")
    percent = page.styles.bordered(**properties, align="center", num_format="0.0%")
    return [centred, page.styles.bordered(**properties), centred, percent]


def _write_criteria(page: Page, block: Block) -> None:
    sentence = criteria_sentence(block.averages)
    headings = ("Tiêu chí", "Tên tiêu chí", "Trung bình / tối đa", "Số đơn vị điểm liệt")
    first = _section(page, "2. Mức đạt từng tiêu chí", sentence, headings)
    share = page.styles.bordered(align="center", num_format="0.0%")
    zero = page.styles.bordered(align="center", bold=True, font_color=palette.ERROR_INK, bg_color=palette.ERROR_FILL)
    for average in block.averages:
        name = average.criterion.name
        styles = (page.styles.centred, page.styles.cell, share, zero if average.zero else page.styles.centred)
        values = (average.criterion.number, name, "…" if average.share is None else average.share, average.zero)
        page.cells(values, styles, text_height((name, _WIDTHS[1])))
    title = "Trung bình so với tối đa, theo tiêu chí"
    heights = [text_height((a.criterion.name, _WIDTHS[1])) for a in block.averages]
    _chart(page, "bar", title, sentence, (first, page.row - 1), (0, 2), percent=True, height=sum(heights) + 36)


def criteria_sentence(averages: tuple[Average, ...]) -> str:
    """The lowest and the highest criterion, and where communes are at zero."""
    known = [(average.share, average.criterion.number) for average in averages if average.share is not None]
    if not known:
        return "Chưa có tiêu chí nào đủ số liệu để tính trung bình."
    (low, weakest), (high, strongest) = min(known), max(known, key=lambda pair: (pair[0], -pair[1]))
    zero = [f"tiêu chí {a.criterion.number} ({a.zero} đơn vị)" for a in averages if a.zero]
    failing = f"điểm liệt ở {', '.join(zero)}" if zero else "không có đơn vị nào bị điểm liệt"
    return (
        f"Tính trên các đơn vị đã đủ số liệu của từng tiêu chí. Thấp nhất: tiêu chí {weakest}, trung bình "
        f"{_percent(low)} điểm tối đa; cao nhất: tiêu chí {strongest}, {_percent(high)}; {failing}."
    )


def _write_totals(page: Page, block: Block) -> None:
    sentence = totals_sentence(block)
    first = _section(page, "3. Phân bố tổng điểm", sentence, ("", "Tổng điểm", "Số đơn vị", "Tỷ lệ"))
    whole = len(block.totals)
    for position, band in enumerate(block.distribution):
        last_band = position == len(block.distribution) - 1
        until = "đến" if last_band else "đến dưới"
        text = f"{number_text(band.low)} {until} {number_text(band.high)}"
        _count_row(page, "", text, band.communes, whole, {})
    if block.distribution:
        rows = (first, page.row - 1)
        _chart(page, "column", "Số đơn vị theo tổng điểm", sentence, rows, (1, 2))


def totals_sentence(block: Block) -> str:
    """How the totals lie, and how many communes have one."""
    totals = block.totals
    if not totals:
        return "Chưa có phiếu nào đủ dữ liệu để có tổng điểm."
    middle = Decimal(median(totals))
    words = "tổng điểm tạm tính" if block.forecast else "tổng điểm"
    return (
        f"{len(totals)}/{len(block.counted)} phiếu dùng được có {words}: thấp nhất {number_text(totals[0])}, "
        f"cao nhất {number_text(totals[-1])}, ở giữa (trung vị) {number_text(middle)}, "
        f"trên tối đa {number_text(block.ruleset.total_points.value)} điểm."
    )


def _chart(
    page: Page, kind: str, title: str, sentence: str, rows: tuple[int, int], columns: tuple[int, int], *,
    colours: list[str] | None = None, percent: bool = False, height: float = 0,
) -> None:  # fmt: skip
    """A chart beside the table that ends above the cursor; the section is stretched to hold it."""
    needed = max(_SMALLEST_CHART, (rows[1] - rows[0] + 2) * 22 * 4 / 3, height * 4 / 3)
    start = rows[0] - 1
    written = height * 4 / 3 if height else 36 * 4 / 3 + (page.row - rows[0]) * 22 * 4 / 3
    while written < needed:
        page.line("", page.styles(), 20)
        written += 20 * 4 / 3
    place = (start, _CHART_COLUMN, _CHART_WIDTH, int(needed) - 4)
    add_chart(page, kind, title, sentence, rows, columns, place=place, colours=colours or (), percent=percent)


def _write_files(page: Page) -> None:
    merged = page.book.merged
    total = len(merged.sources)
    title = "4. Tệp đã tìm thấy" if len(merged.blocks) == 1 else "Tệp đã tìm thấy"
    sentence = f"{total} tệp, mỗi tệp một dòng ở trang «Nguồn», cùng lý do nếu không dùng được."
    _section(page, title, sentence, ("", "Trạng thái", "Số tệp", "Tỷ lệ"))
    for status in FileStatus:
        if count := merged.files(status):
            mark = status_mark(status)
            _count_row(page, mark.sign, mark.word, count, total, mark.colours)
    page.cells(("", "Cộng số tệp", total, 1 if total else None), _bold(page))
