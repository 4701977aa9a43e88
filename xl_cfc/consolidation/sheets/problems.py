"""Sheet `Lỗi`: every finding, errors first, each linked to the cell where it is mended."""

from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.consolidation.sheets.words import SETTLED, SEVERITIES
from xl_cfc.consolidation.sources import Problem
from xl_cfc.findings.finding import Severity
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Content, Link
from xl_cfc.workbook.styles import text_height

_COLUMNS = (
    ("Mã", 8.5), ("Đơn vị", 26), ("Mức độ", 13), ("Mã lỗi", 11), ("Nội dung", 56), ("Cách sửa", 50),
    ("Tệp", 30), ("Trang tính", 17), ("Ô (bấm để mở)", 11), ("Giá trị", 12), ("Căn cứ", 26),
)  # fmt: skip
_WIDTHS = tuple(width for _, width in _COLUMNS)
_LINK_COLUMN = 8


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
        nothing = ["", "", "✓ Không có", "", "Không có lỗi, cảnh báo hay gợi ý nào"]
        page.cells(nothing + [""] * (len(_COLUMNS) - len(nothing)), page.styles.cell)
    page.filter_table(heading, len(_COLUMNS) - 1, frozen_columns=2)
    page.print_on()


SHEET = BookSheet("Lỗi", Tab.PROBLEM, write_problems)


def _problem_row(page: Page, problem: Problem) -> None:
    finding, styles = problem.finding, page.styles
    mark = SETTLED if finding.settled_by else SEVERITIES[finding.severity]
    fix = f"Giải trình: {finding.settled_by}" if finding.settled_by else finding.fix
    texts = (
        problem.code, problem.name, mark.text, finding.code, finding.message, fix, finding.file, finding.sheet,
        "", finding.value, finding.legal,
    )  # fmt: skip
    formats = [styles.cell] * len(texts)
    formats[0] = formats[3] = styles.centred
    formats[2] = styles.bordered(**mark.colours)
    formats[_LINK_COLUMN] = styles.bordered(font_color=palette.LINK_INK, underline=1, align="center")
    target = file_link(finding.file, finding.sheet, finding.cell)
    link = Link(target, finding.cell or ("Mở tệp" if finding.file else ""))
    contents: tuple[Content, ...] = (*texts[:_LINK_COLUMN], link, *texts[_LINK_COLUMN + 1 :])
    page.cells(contents, formats, text_height(*zip(texts, _WIDTHS, strict=True)))
