"""The tables of a rulebook: sheets, columns, headings. The writer and the reader both go by them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from xl_cfc.books.rule import words
from xl_cfc.ruleset.kinds.columns import Holds, RuleColumn
from xl_cfc.ruleset.kinds.registry import rule_columns
from xl_cfc.ruleset.models import NO, YES
from xl_cfc.workbook.grid import column_letters

#: Title, what the sheet is for, a live check, then the headings (0-based rows).
LINE_ROW, CHECK_ROW, HEADING_ROW = 1, 2, 3
FIRST_ROW = HEADING_ROW + 1


class Kind(Enum):
    """What stands in a column."""

    TEXT = auto()
    CODE = auto()  # a text that may look like a number: 1.10
    NUMBER = auto()
    DAY = auto()
    RESULT = auto()  # a formula; the reader does not look at it


@dataclass(frozen=True)
class BookColumn:
    """A column: `key` names it in code, `choices` closes what may stand in it."""

    key: str
    heading: str
    width: float
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    hint: str = ""
    rare: bool = False  # folded away while nothing stands in it
    listed: tuple[str, str] | None = None  # sheet and column that list what is usual here


@dataclass(frozen=True)
class BookTable:
    """A sheet that is one table, with room for so many more rows; some columns depend on the kinds of indicator."""

    title: str
    headline: str
    about: str
    made_of: tuple[BookColumn, ...] | Callable[[], tuple[BookColumn, ...]]
    spare: int

    @property
    def columns(self) -> tuple[BookColumn, ...]:
        """The columns, from the left."""
        return self.made_of() if callable(self.made_of) else self.made_of

    def place(self, key: str) -> int:
        """The position of a column, 0-based."""
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def letter(self, key: str) -> str:
        """The letter of a column."""
        return column_letters(self.place(key) + 1)

    @property
    def inputs(self) -> tuple[BookColumn, ...]:
        """The columns somebody types into."""
        return tuple(column for column in self.columns if column.kind is not Kind.RESULT)


def _choices(words: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(words)


def rating_columns(prefix: str = "", of: str = "") -> Iterable[BookColumn]:
    """Status, source, page and day of a number; those of a second number in the row are blank where they are alike."""
    suffix, rare = (f" {of}, nếu khác", True) if of else ("", False)
    return (
        BookColumn(f"{prefix}status", f"Tình trạng{suffix}", 15, choices=_choices(words.STATUSES), rare=rare),
        BookColumn(f"{prefix}source", f"Nguồn{suffix}", 14, rare=rare, listed=("Nguồn", "key")),
        BookColumn(
            f"{prefix}page", f"Trang{suffix}", 9, Kind.CODE, hint="Trang của Quyết định có con số này.", rare=rare
        ),
        BookColumn(f"{prefix}checked_on", f"Ngày đối chiếu{suffix}", 13, Kind.DAY, rare=rare),
    )


_KINDS = {Holds.FIELD: Kind.CODE, Holds.WHOLE: Kind.NUMBER, Holds.CHOICE: Kind.TEXT}


def _indicator_columns() -> tuple[BookColumn, ...]:
    """The columns every indicator has, and those that its kind fills."""
    own = rule_columns()
    second = [column for column in own if column.rated and column.rating]
    return (
        BookColumn("id", "Mã", 7, Kind.CODE),
        BookColumn("label", "Tên chỉ tiêu", 60),
        BookColumn("kind", "Cách đo", 11, choices=_choices(words.kinds())),
        *map(_of_kinds, own),
        *rating_columns(),
        *(one for column in second for one in rating_columns(column.rating, f"của «{column.heading}»")),
        BookColumn("max", "Điểm tối đa", 10, Kind.RESULT),
    )


def _of_kinds(column: RuleColumn) -> BookColumn:
    listed = ("Trường số liệu", "id") if column.entry is Holds.FIELD else None
    kind, choices = _KINDS[column.entry], _choices(column.words)
    return BookColumn(column.key, column.heading, column.width, kind, choices, column.hint, listed=listed)


def _tier_columns() -> tuple[BookColumn, ...]:
    return (
        BookColumn("id", "Chỉ tiêu", 8, Kind.CODE, listed=("Chỉ tiêu", "id")),
        BookColumn("name", "Tên chỉ tiêu", 50, Kind.RESULT),
        BookColumn(
            "class", "Riêng cho nhóm", 10, Kind.CODE, hint="Để trống: mọi nhóm. Ghi A, B, C… cho thang điểm riêng."
        ),
        BookColumn("comparison", "So sánh", 9, choices=_choices(words.comparisons())),
        BookColumn("bound", "Mức", 11, Kind.NUMBER),
        BookColumn("points", "Điểm", 9, Kind.NUMBER),
        *rating_columns(),
        *rating_columns("points_", "của điểm"),
        BookColumn("check", "Kiểm tra", 22, Kind.RESULT),
    )


INFO = BookTable(
    "Thông tin",
    "THÔNG TIN VỀ BỘ TIÊU CHÍ",
    "Ngày đối chiếu ở đây dùng cho mọi con số «đã đối chiếu» chưa ghi ngày riêng.",
    (
        BookColumn("key", "Mục", 34),
        BookColumn("value", "Giá trị", 60),
        BookColumn("about", "Giải thích", 70, Kind.RESULT),
    ),
    0,
)

CRITERIA = BookTable(
    "Tiêu chí",
    "TIÊU CHÍ VÀ ĐIỂM TỐI ĐA",
    "Đã đối chiếu hết mọi con số của một tiêu chí: chỉ cần ghi số trang vào ô «Đã đối chiếu cả tiêu chí».",
    (
        BookColumn("number", "Số", 6, Kind.NUMBER),
        BookColumn("name", "Tên tiêu chí", 60),
        BookColumn("max_points", "Điểm tối đa", 10, Kind.NUMBER),
        *rating_columns(),
        BookColumn(
            "whole",
            "Đã đối chiếu cả tiêu chí: trang",
            18,
            Kind.CODE,
            hint="Ghi số trang khi mọi con số của tiêu chí (điểm tối đa, các mức, điểm) đã khớp với Quyết định.",
        ),
        BookColumn("sum", "Cộng các chỉ tiêu", 11, Kind.RESULT),
        BookColumn("agrees", "Khớp?", 10, Kind.RESULT),
        BookColumn("unchecked", "Chưa đối chiếu", 10, Kind.RESULT),
    ),
    8,
)

INDICATORS = BookTable(
    "Chỉ tiêu",
    "CHỈ TIÊU: ĐO BẰNG SỐ LIỆU NÀO",
    "Mã chỉ tiêu bắt đầu bằng số của tiêu chí: 6.1, 6.2… Mức điểm của từng chỉ tiêu ở trang «Thang điểm».",
    _indicator_columns,
    15,
)

TIERS = BookTable(
    "Thang điểm",
    "THANG ĐIỂM: TỪNG MỨC CỦA TỪNG CHỈ TIÊU",
    "Đọc từ trên xuống, mức đầu tiên đạt cho điểm; không đạt mức nào: 0 điểm. Tỷ lệ ghi bằng phần trăm (98%). "
    "Thêm mức: chèn dòng hoặc ghi ở cuối bảng; bỏ mức: xoá dòng.",
    _tier_columns,
    40,
)

CONDITIONS = BookTable(
    "Ngưỡng và điều kiện",
    "NGƯỠNG VÀ ĐIỀU KIỆN CÔNG NHẬN",
    "Đã đối chiếu hết trang này: chỉ cần ghi số trang vào ô «Trang» của dòng «Cả trang này».",
    (
        BookColumn("key", "Mục", 38),
        BookColumn("label", "Áp dụng cho", 60),
        BookColumn("value", "Giá trị", 11),
        *rating_columns(),
    ),
    4,
)

FIELDS = BookTable(
    "Trường số liệu",
    "TRƯỜNG SỐ LIỆU CỦA PHIẾU",
    "Mỗi dòng là một ô nhập của phiếu. Mã viết thường không dấu, nối bằng gạch dưới.",
    (
        BookColumn("id", "Mã", 26, Kind.CODE),
        BookColumn("label", "Tên", 60),
        BookColumn("type", "Kiểu", 12, choices=_choices(words.TYPES)),
        BookColumn("section", "Nơi đặt", 16, choices=_choices(words.SECTIONS), hint="Để trống: dưới tiêu chí dùng nó."),
        BookColumn("unit", "Đơn vị tính", 12),
        BookColumn("choices", "Các lựa chọn (mỗi dòng một)", 18),
        BookColumn("hamlet", "Có ở trang Thôn", 10, choices=(YES, NO)),
        BookColumn("survey", "Đếm từ khảo sát: nhóm", 14),
        BookColumn("satisfied", "Chỉ đếm người hài lòng", 12, choices=(YES, NO)),
        BookColumn("required", "Bắt buộc", 10, choices=(YES, NO)),
        BookColumn("minimum", "Nhỏ nhất", 10, Kind.NUMBER),
        BookColumn("maximum", "Lớn nhất", 11, Kind.NUMBER),
        BookColumn("pattern", "Dạng riêng", 11, choices=_choices(words.PATTERNS)),
        BookColumn("renamed", "Mã cũ", 22, Kind.CODE, hint="Mã của số liệu này ở bộ tiêu chí trước, nếu đã đổi."),
    ),
    20,
)

CHECKS = BookTable(
    "Kiểm tra chéo",
    "KIỂM TRA CHÉO GIỮA CÁC SỐ LIỆU",
    "Mỗi vế là mã số liệu, hoặc tổng, hiệu các mã: te_duoi_3 + te_3_5 - te_5.",
    (
        BookColumn("left", "Vế trái", 44, Kind.CODE),
        BookColumn("relation", "Quan hệ", 11, choices=_choices(words.RELATIONS)),
        BookColumn("right", "Vế phải", 40, Kind.CODE),
        BookColumn("severity", "Mức độ", 12, choices=_choices(words.SEVERITIES)),
        BookColumn("meaning", "Nghĩa (lúc xuất)", 90, Kind.RESULT),
    ),
    10,
)

SOURCES = BookTable(
    "Nguồn",
    "NGUỒN CỦA CÁC CON SỐ",
    "Ký hiệu dùng ở cột «Nguồn» của các trang khác.",
    (BookColumn("key", "Ký hiệu", 20, Kind.CODE), BookColumn("text", "Nguồn", 110)),
    6,
)

TABLES = (INFO, CRITERIA, INDICATORS, TIERS, CONDITIONS, FIELDS, CHECKS, SOURCES)

#: Hidden: the YAML of the rule set that was exported, a line a row, so that an import can tell what was changed.
ORIGINAL = "_goc"
