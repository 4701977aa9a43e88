"""The tables that people type into, declared once: what finds a row, what is typed there, what it was typed beside.

A row is found by its key, which stands in the row itself: sorting, filtering, inserting rows and columns, and saving
with another program change nothing. A new table is a declaration here and a sheet that writes it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LedgerColumn:
    """A column with the heading it is found by."""

    id: str
    heading: str


@dataclass(frozen=True)
class LedgerTable:
    """A table that people type into.

    `beside` is the column whose value is remembered with an entry: what the person saw when typing. It is remembered
    anew when one of the columns `decisive` is typed again.
    """

    id: str
    sheet: str
    keys: tuple[LedgerColumn, ...]
    typed: tuple[LedgerColumn, ...]
    beside: LedgerColumn | None = None
    decisive: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The defined name of the table's row of headings."""
        return f"nhap_{self.id}"


CODE, YEAR, PERIOD = LedgerColumn("code", "Mã"), LedgerColumn("year", "Năm"), LedgerColumn("period", "Kỳ")
CRITERION = LedgerColumn("criterion", "Tiêu chí")
NOTE = LedgerColumn("note", "Ghi chú")
POINTS, REASON = LedgerColumn("points", "Điểm thẩm định"), LedgerColumn("reason", "Lý do")
BY, DAY = LedgerColumn("by", "Người thẩm định"), LedgerColumn("day", "Ngày thẩm định")
SELF_SCORE = LedgerColumn("self", "Điểm tự chấm")

APPRAISAL = LedgerTable(
    "tham_dinh",
    "Thẩm định",
    (CODE, YEAR, PERIOD, CRITERION),
    (POINTS, REASON, BY, DAY, NOTE),
    beside=SELF_SCORE,
    decisive=(POINTS.id, DAY.id),
)

VERIFIED, FOUND = LedgerColumn("points", "Điểm phúc tra"), LedgerColumn("finding", "Phát hiện khi phúc tra")
VISITOR, VISITED = LedgerColumn("by", "Người phúc tra"), LedgerColumn("day", "Ngày phúc tra")
BEFORE = LedgerColumn("before", "Điểm trước phúc tra")

REVERIFICATION = LedgerTable(
    "phuc_tra",
    "Phúc tra",
    (CODE, YEAR, PERIOD, CRITERION),
    (VERIFIED, FOUND, VISITOR, VISITED, NOTE),
    beside=BEFORE,
    decisive=(VERIFIED.id, VISITED.id),
)

DECISION, DECIDED = LedgerColumn("decision", "Số quyết định công nhận"), LedgerColumn("day", "Ngày quyết định")
EARLIER = LedgerColumn("earlier", "Các năm trước đã công nhận")

RECOGNITION = LedgerTable("cong_nhan", "Công nhận", (CODE, YEAR), (DECISION, DECIDED, EARLIER, NOTE))

USE = LedgerColumn("use", "Dùng (x)")
CONTENT = LedgerColumn("content", "Mã nội dung")

CHOICE = LedgerTable("chon_phieu", "Trùng lặp", (CODE, YEAR, PERIOD, CONTENT), (USE, NOTE))

RECEIVED_ON, RECEIPT_NOTE = LedgerColumn("received", "Ngày nhận"), LedgerColumn("note", "Ghi chú khi nhận")

RECEIPT = LedgerTable("ngay_nhan", "Tình hình nộp", (CODE, YEAR, PERIOD), (RECEIVED_ON, RECEIPT_NOTE))

TABLES = (APPRAISAL, REVERIFICATION, RECOGNITION, CHOICE, RECEIPT)
