"""The report of `xl-cfc check`: a line a file with its verdict, and every finding linked to its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import ConsolidatedBook, Page
from xl_cfc.consolidation.sheets.problems import write_problems
from xl_cfc.consolidation.sheets.words import Mark
from xl_cfc.consolidation.sources import Problem
from xl_cfc.findings.finding import Severity
from xl_cfc.language import speaking
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Link
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.styles import Styles, text_height

SUMMARY, PROBLEMS = "Tổng hợp", "Lỗi"

_UNUSABLE = Mark("✗", "Không dùng được", palette.ERROR_INK, palette.ERROR_FILL)
_FAULTY = Mark("✗", "Chưa gửi được", palette.ERROR_INK, palette.ERROR_FILL)
_UNEXPLAINED = Mark("!", "Cần giải trình", palette.WARNING_INK, palette.WARNING_FILL)
_READY = Mark("✓", "Gửi được", palette.GOOD_INK, palette.GOOD_FILL)

_COLUMNS = (
    ("Tệp (bấm để mở)", 48), ("Mã", 9), ("Đơn vị", 30), ("Lỗi", 8), ("Cảnh báo", 11), ("Gợi ý", 9),
    ("Đã giải trình", 12), ("Kết luận", 22),
)  # fmt: skip
_WIDTHS = tuple(width for _, width in _COLUMNS)


@dataclass(frozen=True)
class CheckedFile:
    """One file that was checked: what it is called, whose it is, and how much was found."""

    file: str
    code: str
    name: str
    counts: Mapping[Severity, int]
    settled: int
    usable: bool

    @property
    def verdict(self) -> Mark:
        """Whether it can be sent."""
        if not self.usable:
            return _UNUSABLE
        if self.counts.get(Severity.ERROR):
            return _FAULTY
        return _UNEXPLAINED if self.counts.get(Severity.WARNING) else _READY


def report_bytes(files: Sequence[CheckedFile], problems: Sequence[Problem], *, created: datetime) -> bytes:
    """The report as .xlsx bytes, Vietnamese whatever the language in force; `problems` errors first."""
    with speaking("vi"), new_workbook(streamed=True) as workbook:
        book = ConsolidatedBook(workbook, Styles(workbook), Consolidation((), tuple(problems), ()), created)
        summary = Page(book, SUMMARY, "#1F4E79")
        _write_summary(summary, files)
        write_problems(Page(book, PROBLEMS, "#C00000"))
        workbook.set_properties({"title": "Kết quả kiểm tra phiếu", "created": created})
        summary.ws.activate()
    return workbook.data


def _write_summary(page: Page, files: Sequence[CheckedFile]) -> None:
    ready = sum(file.verdict is _READY for file in files)
    page.columns(*_WIDTHS)
    page.head(
        "KẾT QUẢ KIỂM TRA PHIẾU",
        f"Lập ngày {page.book.created:%d/%m/%Y} · {len(files)} tệp, {ready} gửi được",
        "Lỗi phải sửa mới gửi được; cảnh báo sửa hoặc giải trình; gợi ý nên xem lại. Chi tiết ở trang «Lỗi».",
    )
    heading = page.row
    page.cells([text for text, _ in _COLUMNS], page.styles.heading, 38)
    for file in files:
        _file_row(page, file)
    page.filter_table(heading, len(_COLUMNS) - 1)
    page.print_on()


def _file_row(page: Page, file: CheckedFile) -> None:
    styles, mark = page.styles, file.verdict
    counts = (*(file.counts.get(severity, 0) for severity in Severity), file.settled)
    verdict = styles.bordered(bold=True, **mark.colours)
    formats = (styles.link, styles.centred, styles.cell, *(styles.centred for _ in counts), verdict)
    height = text_height((file.file, _WIDTHS[0]), (file.name, _WIDTHS[2]))
    link = Link(file_link(file.file), file.file)
    page.cells((link, file.code, file.name, *counts, mark.text), formats, height)
