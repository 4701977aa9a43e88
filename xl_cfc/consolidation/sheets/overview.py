"""Sheet `Tổng quan`: what came in and what it comes to, in numbers, charts and sentences; prints on one page."""

from collections.abc import Iterator

from xl_cfc import __version__
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.receiving import completeness_lines
from xl_cfc.consolidation.sheets.blockparts import write_chapter
from xl_cfc.consolidation.sheets.cards import cards, write_cards
from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.consolidation.sheets.section import LAST, WIDE, WIDTHS
from xl_cfc.consolidation.sheets.words import SEVERITIES, status_mark
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.findings.finding import Severity
from xl_cfc.plan.wording import next_due_text
from xl_cfc.ruleset.wording import not_comparable
from xl_cfc.workbook import styles as palette

#: Percent at which the sheet is one A4 page wide; only blocks that begin on a page of their own need it said.
_SCALE = 58


def write_overview(page: Page) -> None:
    """Fill the sheet, which is shown when the workbook is opened."""
    merged, chapters = page.book.merged, page.book.chapters
    page.ws.activate()
    page.columns(*WIDTHS)
    page.line("TỔNG HỢP TỰ CHẤM ĐIỂM XÃ, PHƯỜNG, THỊ TRẤN PHÙ HỢP VỚI TRẺ EM", page.styles.title, 34)
    scope = " · ".join(filter(None, (f"năm {merged.year}" if merged.year else "", merged.period or "")))
    only = f" · chỉ gộp {scope}" if scope else ""
    page.line(f"Lập lúc {page.book.created:%H:%M ngày %d/%m/%Y} · xl_cfc {__version__}{only}", page.styles.subtitle)
    if not chapters:
        page.paragraph(
            "Chưa có phiếu nào dùng được. Trang «Nguồn» ghi từng tệp đã tìm thấy và vì sao chưa dùng được; "
            "trang «Lỗi» ghi cách sửa.",
            page.styles(bold=True, font_color=palette.ERROR_INK, font_size=14), LAST, WIDE,
        )  # fmt: skip
    write_cards(page, cards(merged))
    page.paragraph(received_line(merged), page.styles(), LAST, WIDE)
    for text in _state_lines(page):
        page.paragraph(text, page.styles(bold=True), LAST, WIDE)
    if len(merged.rulesets) > 1:
        page.paragraph(
            f"{not_comparable(len(merged.rulesets))}.",
            page.styles(bold=True, font_color=palette.WARNING_INK, bg_color=palette.WARNING_FILL), LAST, WIDE,
        )  # fmt: skip
    starts = []
    for chapter in chapters:
        starts.append(page.row)
        write_chapter(page, chapter)
    if len(starts) > 1:
        page.print_on(landscape=False, breaks=starts[1:], scale=_SCALE)
    else:
        page.print_on(landscape=False, tall=1)


SHEET = BookSheet("Tổng quan", Tab.RESULT, write_overview)


def _state_lines(page: Page) -> Iterator[str]:
    """What is due next, what came in, and each target against what was reached."""
    merged = page.book.merged
    if merged.plan is not None:
        due = next_due_text(merged.plan, page.book.created.date()) or "không còn mốc nào trong kế hoạch"
        yield f"Sắp đến hạn: {due}"
    if merged.completeness is not None:
        yield from completeness_lines(merged.completeness)


def received_line(merged: Consolidation) -> str:
    """How many files there are, what became of those that do not count, and how many findings were made."""
    told = ", ".join(f"{merged.found(s)} {SEVERITIES[s].word.lower()}" for s in Severity)
    rest = [
        f"{count} {status_mark(status).word[0].lower()}{status_mark(status).word[1:]}"
        for status in FileStatus
        if status not in (FileStatus.COUNTED, FileStatus.EARLIER) and (count := merged.files(status))
    ]
    others = f" ({'; '.join(rest)})" if rest else ""
    counted, earlier = merged.files(FileStatus.COUNTED), merged.files(FileStatus.EARLIER)
    compared = f" · thêm {earlier} tệp kỳ trước chỉ để so sánh" if earlier else ""
    return (
        f"Tìm thấy {len(merged.sources) - earlier} tệp, tổng hợp {counted} phiếu{others}{compared} · {told}: "
        "xem các trang «Nguồn» và «Lỗi»."
    )
