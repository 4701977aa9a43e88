"""Sheet `Lỗi`: every finding, errors first, each linked to the cell where it is mended."""

from xl_cfc.excel.consolidated.links import file_link
from xl_cfc.excel.consolidated.page import Page
from xl_cfc.excel.consolidated.words import SEVERITIES
from xl_cfc.excel.styles import text_height
from xl_cfc.merging import Problem
from xl_cfc.ruleset.models import Severity

_COLUMNS = (
    ("Mã", 8.5), ("Đơn vị", 26), ("Mức độ", 13), ("Mã lỗi", 11), ("Nội dung", 62), ("Cách sửa", 56),
    ("Tệp", 40), ("Trang tính", 17), ("Ô (bấm để mở)", 11),
)  # fmt: skip
_WIDTHS = tuple(width for _, width in _COLUMNS)
_SHEET_COLUMN = 7


def write_problems(page: Page) -> None:
    """Fill the sheet."""
    merged = page.book.merged
    counts = ", ".join(f"{merged.found(severity)} {SEVERITIES[severity].word.lower()}" for severity in Severity)
    page.columns(*_WIDTHS)
    page.head(
        "LỖI, CẢNH BÁO VÀ GỢI Ý",
        f"{counts}. Lỗi xếp trước; lọc theo đơn vị hoặc mức độ bằng nút ở dòng tiêu đề.",
        "Bấm vào ô để mở phiếu đúng chỗ cần sửa (phiếu phải còn ở nơi đã gộp).",
    )
    heading = page.row
    page.cells([text for text, _ in _COLUMNS], page.styles.heading, 38)
    for problem in merged.problems:
        _problem_row(page, problem)
    if not merged.problems:
        page.cells(["", "", "✓ Không có", "", "Không có lỗi, cảnh báo hay gợi ý nào", "", "", "", ""], page.styles.cell)
    page.filter_table(heading, len(_COLUMNS) - 1, frozen_columns=2)
    page.print_on()


def _problem_row(page: Page, problem: Problem) -> None:
    finding, styles = problem.finding, page.styles
    mark = SEVERITIES[finding.severity]
    message, fix = finding.message, finding.fix
    values = (problem.code, problem.name, mark.text, finding.code, message, fix, finding.file, finding.sheet)
    formats = (
        styles.centred, styles.cell, styles.bordered(**mark.colours), styles.centred,
        styles.cell, styles.cell, styles.cell, styles.cell,
    )  # fmt: skip
    texts = zip(values, _WIDTHS, strict=False)
    row = page.row
    page.cells(values, formats, text_height(*((text, width) for text, width in texts)))
    link = file_link(finding.file, finding.sheet, finding.cell)
    style = styles.bordered(font_color="#0563C1", underline=1, align="center")
    page.link(row, _SHEET_COLUMN + 1, link, finding.cell or ("Mở tệp" if finding.file else ""), style)
