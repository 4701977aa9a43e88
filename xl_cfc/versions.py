"""The versions of our workbooks: which one is written, which ones are read, and what the formulas of each can see.

An older version is read for ever; a newer one is refused in words, because what its cells mean is not known here. A
change that an older program would misread, or that makes a form's formulas say something else, begins a version.
"""

from collections.abc import Iterator, Mapping
from enum import Enum

from xl_cfc.language import t
from xl_cfc.stamp import AGENCY_KIND, CONSOLIDATED_KIND, FORM_KIND, PLAN_KIND, RULEBOOK_KIND

#: What is written now, by the kind of workbook.
NEWEST: Mapping[str, str] = {
    FORM_KIND: "2",
    AGENCY_KIND: "2",
    CONSOLIDATED_KIND: "2",
    RULEBOOK_KIND: "1",
    PLAN_KIND: "1",
}
TEMPLATE_VERSION = NEWEST[FORM_KIND]


def versions_read(kind: str) -> tuple[str, ...]:
    """The versions of a kind of workbook that are read, oldest first."""
    return tuple(str(number) for number in range(1, int(NEWEST[kind]) + 1))


def is_read(kind: str, version: str) -> bool:
    """Whether a workbook of this version is read here."""
    return version in versions_read(kind)


def refusal(kind: str, version: str) -> str:
    """Why a workbook of a version that is not read cannot be used, and what helps."""
    known = ", ".join(versions_read(kind))
    return t(
        f"tệp theo phiên bản {version or '?'}; chương trình này đọc phiên bản {known}. Cập nhật xl_cfc",
        f"the file has version {version or '?'}; this program reads version {known}. Update xl_cfc",
    )


class Unseen(Enum):
    """What may be wrong with a form while its own formulas see nothing, in Vietnamese and English.

    Of such a form only Python tells it; its sheet may call itself ready.
    """

    FORMATS = (
        "định dạng của ô: ngày tháng hoặc phần trăm trong ô số lượng",
        "the format of a cell: a date or a percentage in a count",
    )
    LETTERS = (
        "bảng mã và phông chữ của chữ đã gõ (TCVN3, VNI)",
        "the encoding and the font of a text (TCVN3, VNI)",
    )
    UNCALCULATED = ("công thức chưa được tính", "a formula that was never calculated")
    COPIES = ("bản sao của một trang nhập liệu", "a copy of an input sheet")
    MOVED = (
        "ô nhập bị cắt, dán sang dòng khác; dòng bị sắp xếp lại; tên ô đã mất",
        "an input cut and pasted into another row; rows that were sorted; a name that is lost",
    )
    ALMOST_WHOLE = (
        "số gần như nguyên (32,99999999999999 là 33)",
        "a number that is almost whole (32.99999999999999 is 33)",
    )
    OUTSIDE_TABLES = (
        "dòng khảo sát, dòng thôn nằm ngoài các dòng đã kẻ sẵn",
        "rows of the survey or of the hamlets outside the prepared ones",
    )
    TEXT_WITHOUT_LETTERS = (
        "tài liệu kiểm chứng, giải trình không có chữ, số nào",
        "evidence and explanations without a letter or digit",
    )
    CONCLUSION_WITH_ERRORS = (
        "kết luận «đủ điều kiện» khi còn lỗi phải sửa",
        "a conclusion drawn while errors stand",
    )

    @property
    def text(self) -> str:
        """What is not seen, in words."""
        return t(*self.value)


_NEVER_SEEN = frozenset({Unseen.FORMATS, Unseen.LETTERS, Unseen.UNCALCULATED, Unseen.COPIES})
#: What the formulas of each template version do not see.
UNSEEN: Mapping[str, frozenset[Unseen]] = {"1": frozenset(Unseen), "2": _NEVER_SEEN}


def unseen(version: str) -> Iterator[Unseen]:
    """What the formulas of this template version do not see, in the order of the list."""
    return (what for what in Unseen if what in UNSEEN.get(version, frozenset(Unseen)))
