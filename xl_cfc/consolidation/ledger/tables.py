"""The tables that people type into, declared once: what finds a row, what is typed there, what it was typed beside.

A row is found by its key, which stands in the row itself: sorting, filtering, inserting rows and columns, and saving
with another program change nothing. A new table is a declaration here and a sheet that writes it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column with the heading it is found by."""

    id: str
    heading: str


@dataclass(frozen=True)
class Table:
    """A table that people type into.

    `beside` is the column whose value is remembered with an entry: what the person saw when typing. It is remembered
    anew when one of the columns `decisive` is typed again.
    """

    id: str
    sheet: str
    keys: tuple[Column, ...]
    typed: tuple[Column, ...]
    beside: Column | None = None
    decisive: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The defined name of the table's row of headings."""
        return f"nhap_{self.id}"


CODE, YEAR, PERIOD = Column("code", "Mã"), Column("year", "Năm"), Column("period", "Kỳ")
CRITERION = Column("criterion", "Tiêu chí")
NOTE = Column("note", "Ghi chú")
POINTS, REASON = Column("points", "Điểm thẩm định"), Column("reason", "Lý do")
BY, DAY = Column("by", "Người thẩm định"), Column("day", "Ngày thẩm định")
SELF_SCORE = Column("self", "Điểm tự chấm")

APPRAISAL = Table(
    "tham_dinh",
    "Thẩm định",
    (CODE, YEAR, PERIOD, CRITERION),
    (POINTS, REASON, BY, DAY, NOTE),
    beside=SELF_SCORE,
    decisive=(POINTS.id, DAY.id),
)

VERIFIED, FOUND = Column("points", "Điểm phúc tra"), Column("finding", "Phát hiện khi phúc tra")
VISITOR, VISITED = Column("by", "Người phúc tra"), Column("day", "Ngày phúc tra")
BEFORE = Column("before", "Điểm trước phúc tra")

REVERIFICATION = Table(
    "phuc_tra",
    "Phúc tra",
    (CODE, YEAR, PERIOD, CRITERION),
    (VERIFIED, FOUND, VISITOR, VISITED, NOTE),
    beside=BEFORE,
    decisive=(VERIFIED.id, VISITED.id),
)

DECISION, DECIDED = Column("decision", "Số quyết định công nhận"), Column("day", "Ngày quyết định")
EARLIER = Column("earlier", "Các năm trước đã công nhận")

RECOGNITION = Table("cong_nhan", "Công nhận", (CODE, YEAR), (DECISION, DECIDED, EARLIER, NOTE))

USE = Column("use", "Dùng (x)")
CONTENT = Column("content", "Mã nội dung")

CHOICE = Table("chon_phieu", "Trùng lặp", (CODE, YEAR, PERIOD, CONTENT), (USE, NOTE))

RECEIVED_ON, RECEIPT_NOTE = Column("received", "Ngày nhận"), Column("note", "Ghi chú khi nhận")

RECEIPT = Table("ngay_nhan", "Tình hình nộp", (CODE, YEAR, PERIOD), (RECEIVED_ON, RECEIPT_NOTE))

TABLES = (APPRAISAL, REVERIFICATION, RECOGNITION, CHOICE, RECEIPT)
