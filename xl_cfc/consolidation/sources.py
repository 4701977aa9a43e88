"""What became of every file that was found, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum

from xl_cfc.consolidation.members import Key
from xl_cfc.findings.finding import Finding
from xl_cfc.language import t


class FileStatus(StrEnum):
    """What became of a file that was found."""

    COUNTED = "counted"
    IDENTICAL = "identical"
    CONFLICT = "conflict"
    SET_ASIDE = "set_aside"
    NO_KEY = "no_key"
    OUT_OF_SCOPE = "out_of_scope"
    UNUSABLE = "unusable"
    EARLIER = "earlier"
    CONSOLIDATED = "consolidated"
    ARCHIVE = "archive"
    LOCK = "lock"
    NOT_A_FORM = "not_a_form"

    @property
    def text(self) -> str:
        """The status in words."""
        return {
            FileStatus.COUNTED: t("Đã tổng hợp", "Counted"),
            FileStatus.IDENTICAL: t("Trùng nội dung, không tính lại", "Same content, not counted again"),
            FileStatus.CONFLICT: t("Một đơn vị, nhiều phiếu khác nhau", "One unit, different forms"),
            FileStatus.SET_ASIDE: t("Không dùng: đã chọn phiếu khác", "Set aside for another form"),
            FileStatus.NO_KEY: t("Chưa rõ đơn vị, năm hoặc kỳ", "Unit, year or period unknown"),
            FileStatus.OUT_OF_SCOPE: t("Ngoài năm, kỳ đã chọn", "Outside the chosen year and period"),
            FileStatus.UNUSABLE: t("Không dùng được", "Unusable"),
            FileStatus.EARLIER: t("Chỉ để so sánh", "Only to compare with"),
            FileStatus.CONSOLIDATED: t("Bản tổng hợp", "A consolidated workbook"),
            FileStatus.ARCHIVE: t("Tệp nén", "An archive"),
            FileStatus.LOCK: t("Tệp khoá của bảng tính", "A lock file"),
            FileStatus.NOT_A_FORM: t("Không phải phiếu", "Not a form"),
        }[self]


@dataclass(frozen=True)
class OtherFile:
    """A file that was found and not evaluated, and why."""

    file: str
    size: int
    status: FileStatus
    why: str
    findings: tuple[Finding, ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class Source:
    """One file that was found, as the list of sources shows it."""

    file: str
    size: int
    sha256: str
    template_version: str
    ruleset: str
    key: Key | None
    name: str
    status: FileStatus
    why: str


@dataclass(frozen=True)
class Problem:
    """A finding with the unit it concerns."""

    code: str
    name: str
    finding: Finding
