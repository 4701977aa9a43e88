"""Sheet `Nhật ký`: what each merge added, changed and dropped, with old and new values; the newest merge first."""

from xl_cfc.consolidation.ledger.models import LogKind, LogRow
from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Value
from xl_cfc.workbook.styles import text_height

_COLUMNS = (
    ("Lần", 6), ("Lúc", 17), ("Việc", 12), ("Mã", 8.5), ("Đơn vị", 26), ("Nội dung", 56), ("Cũ", 26), ("Mới", 26),
    ("Tệp", 44),
)  # fmt: skip
#: A sheet's rows end before a log that is kept for years does; the newest lines are shown.
_SHOWN = 200_000


def write_log(page: Page) -> None:
    """Fill the sheet."""
    log = page.book.ledger.log
    page.columns(*(width for _, width in _COLUMNS))
    page.head(
        "NHẬT KÝ CÁC LẦN GỘP",
        "Mỗi lần gộp: phiếu thêm, thay đổi, không còn; ô nhập tay thay đổi; giá trị cũ và mới. Lần mới nhất ở trên.",
    )
    heading = page.row
    page.cells([text for text, _ in _COLUMNS], page.styles.heading, 24)
    styles = page.styles
    usual = [styles.centred, styles.centred, styles.cell, styles.centred, *[styles.cell] * 5]
    bold = {"bold": True, "bg_color": palette.GROUP_FILL}
    head = [*[styles.bordered(**bold, align="center")] * 2, *[styles.bordered(**bold)] * 7]
    for row in sorted(log[-_SHOWN:], key=lambda row: -row.run):
        texts = _texts(row)
        measured = zip(texts[4:], (width for _, width in _COLUMNS[4:]), strict=True)
        values: list[Value] = [row.run, *texts[1:]]
        page.cells(values, head if row.kind is LogKind.RUN else usual, text_height(*measured))
    page.filter_table(heading, len(_COLUMNS) - 1)
    page.print_on()


SHEET = BookSheet("Nhật ký", Tab.REFERENCE, write_log, shown=lambda book: book.ledger.log)


def _texts(row: LogRow) -> list[str]:
    when = f"{row.when:%d/%m/%Y %H:%M}"
    return [str(row.run), when, row.kind.text, row.code, row.name, row.what, row.old, row.new, row.file]
