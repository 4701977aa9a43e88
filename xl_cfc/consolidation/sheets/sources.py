"""Sheet `Nguồn`: every file that was found, what it is, and why it could not be used where it could not."""

from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.consolidation.sheets.words import status_mark
from xl_cfc.consolidation.sources import FileStatus, Source
from xl_cfc.workbook.cellwriting import Content, Link
from xl_cfc.workbook.styles import text_height

_COLUMNS = (
    ("Tệp (bấm để mở)", 58), ("Trạng thái", 25), ("Vì sao, ghi chú", 62), ("Mã", 8.5), ("Đơn vị", 26), ("Năm", 7),
    ("Kỳ", 10), ("Mẫu phiếu", 8), ("Bộ tiêu chí", 20), ("Cỡ (byte)", 12), ("SHA-256", 40),
)  # fmt: skip


def write_sources(page: Page) -> None:
    """Fill the sheet."""
    merged, styles = page.book.merged, page.styles
    page.columns(*(width for _, width in _COLUMNS))
    page.head(
        "NGUỒN: MỌI TỆP ĐÃ TÌM THẤY",
        f"{len(merged.sources)} tệp, {merged.files(FileStatus.COUNTED)} phiếu được tổng hợp. "
        "Tên tệp tính từ thư mục chứa bản tổng hợp này.",
    )
    heading = page.row
    page.cells([text for text, _ in _COLUMNS], styles.heading, 38)
    small = styles.bordered(font_size=9)
    number = styles.bordered(num_format="#,##0")
    for source in merged.sources:
        mark = status_mark(source.status)
        state = styles.bordered(**mark.colours)
        text, centred = styles.cell, styles.centred
        formats = (styles.link, state, text, centred, text, centred, centred, centred, small, number, small)
        heights = [(source.file, 58), (source.why, 62), (mark.text, 25), (source.name, 26), (source.ruleset, 26)]
        page.cells(_values(source, mark.text), formats, text_height(*((t, float(w)) for t, w in heights)))
    page.filter_table(heading, len(_COLUMNS) - 1, frozen_columns=1)
    page.print_on()


SHEET = BookSheet("Nguồn", Tab.REFERENCE, write_sources)


def _values(source: Source, status: str) -> tuple[Content, ...]:
    code, year, period = source.key or ("", None, "")
    return (
        Link(file_link(source.file), source.file), status, source.why, code, source.name, year, period,
        source.template_version, source.ruleset, source.size, source.sha256,
    )  # fmt: skip
