"""The tables of a rulebook: sheets, columns, headings. The writer and the reader both go by them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from xl_cfc.books.rule import words
from xl_cfc.ruleset.kinds.columns import Entry, RuleColumn
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
class Column:
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
class Table:
    """A sheet that is one table, with room for so many more rows; some columns depend on the kinds of indicator."""

    title: str
    headline: str
    about: str
    made_of: tuple[Column, ...] | Callable[[], tuple[Column, ...]]
    spare: int

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, from the left."""
        return self.made_of() if callable(self.made_of) else self.made_of

    def place(self, key: str) -> int:
        """The position of a column, 0-based."""
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def letter(self, key: str) -> str:
        """The letter of a column."""
        return column_letters(self.place(key) + 1)

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns somebody types into."""
        return tuple(column for column in self.columns if column.kind is not Kind.RESULT)


def _choices(words: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(words)


def rating_columns(prefix: str = "", of: str = "") -> Iterable[Column]:
    """Status, source, page and day of a number; those of a second number in the row are blank where they are alike."""
    suffix, rare = (f" {of}, nếu khác", True) if of else ("", False)
    return (
        Column(f"{prefix}status", f"Tình trạng{suffix}", 15, choices=_choices(words.STATUSES), rare=rare),
        Column(f"{prefix}source", f"Nguồn{suffix}", 14, rare=rare, listed=("Nguồn", "key")),
        Column(f"{prefix}page", f"Trang{suffix}", 9, Kind.CODE, hint="Trang của Quyết định có con số này.", rare=rare),
        Column(f"{prefix}checked_on", f"Ngày đối chiếu{suffix}", 13, Kind.DAY, rare=rare),
    )


_KINDS = {Entry.FIELD: Kind.CODE, Entry.WHOLE: Kind.NUMBER, Entry.CHOICE: Kind.TEXT}


def _indicator_columns() -> tuple[Column, ...]:
    """The columns every indicator has, and those that its kind fills."""
    own = rule_columns()
    second = [column for column in own if column.rated and column.rating]
    return (
        Column("id", "Mã", 7, Kind.CODE),
        Column("label", "Tên chỉ tiêu", 60),
        Column("kind", "Cách đo", 11, choices=_choices(words.kinds())),
        *map(_of_kinds, own),
        *rating_columns(),
        *(one for column in second for one in rating_columns(column.rating, f"của «{column.heading}»")),
        Column("max", "Điểm tối đa", 10, Kind.RESULT),
    )


def _of_kinds(column: RuleColumn) -> Column:
    listed = ("Trường số liệu", "id") if column.entry is Entry.FIELD else None
    kind, choices = _KINDS[column.entry], _choices(column.words)
    return Column(column.key, column.heading, column.width, kind, choices, column.hint, listed=listed)


def _tier_columns() -> tuple[Column, ...]:
    return (
        Column("id", "Chỉ tiêu", 8, Kind.CODE, listed=("Chỉ tiêu", "id")),
        Column("name", "Tên chỉ tiêu", 50, Kind.RESULT),
        Column("class", "Riêng cho nhóm", 10, Kind.CODE, hint="Để trống: mọi nhóm. Ghi A, B, C… cho thang điểm riêng."),
        Column("comparison", "So sánh", 9, choices=_choices(words.comparisons())),
        Column("bound", "Mức", 11, Kind.NUMBER),
        Column("points", "Điểm", 9, Kind.NUMBER),
        *rating_columns(),
        *rating_columns("points_", "của điểm"),
        Column("check", "Kiểm tra", 22, Kind.RESULT),
    )


INFO = Table(
    "Thông tin",
    "THÔNG TIN VỀ BỘ TIÊU CHÍ",
    "Ngày đối chiếu ở đây dùng cho mọi con số «đã đối chiếu» chưa ghi ngày riêng.",
    (
        Column("key", "Mục", 34),
        Column("value", "Giá trị", 60),
        Column("about", "Giải thích", 70, Kind.RESULT),
    ),
    0,
)

CRITERIA = Table(
    "Tiêu chí",
    "TIÊU CHÍ VÀ ĐIỂM TỐI ĐA",
    "Đã đối chiếu hết mọi con số của một tiêu chí: chỉ cần ghi số trang vào ô «Đã đối chiếu cả tiêu chí».",
    (
        Column("number", "Số", 6, Kind.NUMBER),
        Column("name", "Tên tiêu chí", 60),
        Column("max_points", "Điểm tối đa", 10, Kind.NUMBER),
        *rating_columns(),
        Column(
            "whole",
            "Đã đối chiếu cả tiêu chí: trang",
            18,
            Kind.CODE,
            hint="Ghi số trang khi mọi con số của tiêu chí (điểm tối đa, các mức, điểm) đã khớp với Quyết định.",
        ),
        Column("sum", "Cộng các chỉ tiêu", 11, Kind.RESULT),
        Column("agrees", "Khớp?", 10, Kind.RESULT),
        Column("unchecked", "Chưa đối chiếu", 10, Kind.RESULT),
    ),
    8,
)

INDICATORS = Table(
    "Chỉ tiêu",
    "CHỈ TIÊU: ĐO BẰNG SỐ LIỆU NÀO",
    "Mã chỉ tiêu bắt đầu bằng số của tiêu chí: 6.1, 6.2… Mức điểm của từng chỉ tiêu ở trang «Thang điểm».",
    _indicator_columns,
    15,
)

TIERS = Table(
    "Thang điểm",
    "THANG ĐIỂM: TỪNG MỨC CỦA TỪNG CHỈ TIÊU",
    "Đọc từ trên xuống, mức đầu tiên đạt cho điểm; không đạt mức nào: 0 điểm. Tỷ lệ ghi bằng phần trăm (98%). "
    "Thêm mức: chèn dòng hoặc ghi ở cuối bảng; bỏ mức: xoá dòng.",
    _tier_columns,
    40,
)

CONDITIONS = Table(
    "Ngưỡng và điều kiện",
    "NGƯỠNG VÀ ĐIỀU KIỆN CÔNG NHẬN",
    "Đã đối chiếu hết trang này: chỉ cần ghi số trang vào ô «Trang» của dòng «Cả trang này».",
    (
        Column("key", "Mục", 38),
        Column("label", "Áp dụng cho", 60),
        Column("value", "Giá trị", 11),
        *rating_columns(),
    ),
    4,
)

FIELDS = Table(
    "Trường số liệu",
    "TRƯỜNG SỐ LIỆU CỦA PHIẾU",
    "Mỗi dòng là một ô nhập của phiếu. Mã viết thường không dấu, nối bằng gạch dưới.",
    (
        Column("id", "Mã", 26, Kind.CODE),
        Column("label", "Tên", 60),
        Column("type", "Kiểu", 12, choices=_choices(words.TYPES)),
        Column("section", "Nơi đặt", 16, choices=_choices(words.SECTIONS), hint="Để trống: dưới tiêu chí dùng nó."),
        Column("unit", "Đơn vị tính", 12),
        Column("choices", "Các lựa chọn (mỗi dòng một)", 18),
        Column("hamlet", "Có ở trang Thôn", 10, choices=(YES, NO)),
        Column("survey", "Đếm từ khảo sát: nhóm", 14),
        Column("satisfied", "Chỉ đếm người hài lòng", 12, choices=(YES, NO)),
        Column("required", "Bắt buộc", 10, choices=(YES, NO)),
        Column("minimum", "Nhỏ nhất", 10, Kind.NUMBER),
        Column("maximum", "Lớn nhất", 11, Kind.NUMBER),
        Column("pattern", "Dạng riêng", 11, choices=_choices(words.PATTERNS)),
        Column("renamed", "Mã cũ", 22, Kind.CODE, hint="Mã của số liệu này ở bộ tiêu chí trước, nếu đã đổi."),
    ),
    20,
)

CHECKS = Table(
    "Kiểm tra chéo",
    "KIỂM TRA CHÉO GIỮA CÁC SỐ LIỆU",
    "Mỗi vế là mã số liệu, hoặc tổng, hiệu các mã: te_duoi_3 + te_3_5 - te_5.",
    (
        Column("left", "Vế trái", 44, Kind.CODE),
        Column("relation", "Quan hệ", 11, choices=_choices(words.RELATIONS)),
        Column("right", "Vế phải", 40, Kind.CODE),
        Column("severity", "Mức độ", 12, choices=_choices(words.SEVERITIES)),
        Column("meaning", "Nghĩa (lúc xuất)", 90, Kind.RESULT),
    ),
    10,
)

SOURCES = Table(
    "Nguồn",
    "NGUỒN CỦA CÁC CON SỐ",
    "Ký hiệu dùng ở cột «Nguồn» của các trang khác.",
    (Column("key", "Ký hiệu", 20, Kind.CODE), Column("text", "Nguồn", 110)),
    6,
)

TABLES = (INFO, CRITERIA, INDICATORS, TIERS, CONDITIONS, FIELDS, CHECKS, SOURCES)

#: Hidden: the YAML of the rule set that was exported, a line a row, so that an import can tell what was changed.
ORIGINAL = "_goc"
