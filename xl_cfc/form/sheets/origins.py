"""Sheet `Nguồn số liệu`: which agency each collected value came from, what is to be decided, what stayed behind."""

from collections.abc import Sequence

from xl_cfc.form.content import Gathered
from xl_cfc.form.layout import ORIGIN_NAMES
from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.workbook.styles import text_height

_HEADINGS = (
    "Nội dung",
    "Giá trị",
    "Cơ quan cung cấp",
    "Đơn vị trực thuộc",
    "Tệp",
    "Ngày lập",
    "Kết quả",
    "Khoá (cho phần mềm)",
)
_WIDTHS = (54, 18, 26, 26, 34, 14, 20, 34)
#: The columns that the names of `ORIGIN_NAMES` stand for: place, agency, body, file, day, value.
_NAMED = (7, 2, 3, 4, 5, 1)


def write_origins(sheet: Sheet, gathered: Gathered) -> None:
    """Fill the sheet."""
    styles = sheet.book.styles
    sheet.columns(*_WIDTHS)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, "NGUỒN SỐ LIỆU GOM TỪ CÁC CƠ QUAN", styles.title)
    row = _listed(sheet, 2, "Cần quyết định: các nguồn khác nhau, phiếu giữ nguyên", gathered.open_questions)
    row = _listed(sheet, row, "Không chuyển sang phiếu mới", gathered.left_behind)
    sheet.text(row, 0, "Nguồn của từng số liệu", styles(bold=True, text_wrap=False))
    sheet.headings(row + 1, _HEADINGS, height=26)
    first = row = row + 2
    for origin in gathered.origins:
        source = origin.provenance
        texts = (origin.label, source.value, source.agency, source.body, source.file, source.day)
        _line(sheet, row, (*texts, origin.outcome, origin.place.text))
        row += 1
    for name, column in zip(ORIGIN_NAMES, _NAMED, strict=True):
        sheet.book.name(name, sheet, first, column, max(first, row - 1))
    sheet.ws.autofilter(first - 1, 0, max(first, row - 1), len(_HEADINGS) - 1)
    sheet.page(landscape=True)
    sheet.protect()


def _line(sheet: Sheet, row: int, texts: Sequence[str]) -> None:
    sheet.ws.set_row(row, text_height(*zip(texts, _WIDTHS, strict=True)))
    for column, text in enumerate(texts):
        sheet.text(row, column, text, sheet.book.styles.cell)


def _listed(sheet: Sheet, row: int, title: str, lines: Sequence[tuple[str, str]]) -> int:
    """A titled list of what and why, over the width of the table; nothing when there is nothing. The next free row."""
    if not lines:
        return row
    styles = sheet.book.styles
    sheet.text(row, 0, f"{title} ({len(lines)})", styles(bold=True, text_wrap=False))
    for number, (what, why) in enumerate(lines, start=1):
        sheet.ws.set_row(row + number, text_height((what, 72), (why, 150)))
        sheet.ws.merge_range(row + number, 0, row + number, 1, what, styles.cell)
        sheet.ws.merge_range(row + number, 2, row + number, len(_HEADINGS) - 1, why, styles.cell)
    return row + len(lines) + 2
