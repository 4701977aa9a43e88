"""Conclusions, statuses and severities as a sign and a word each, with the colours that only repeat them."""

from dataclasses import dataclass
from typing import Any

from xl_cfc.consolidation.blocks import Commune
from xl_cfc.consolidation.receiving import Receipt
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.findings.finding import Severity
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.workbook import styles as palette


@dataclass(frozen=True)
class Mark:
    """A sign, a word, and the colours of the cell that holds them."""

    sign: str
    word: str
    ink: str = palette.INK
    fill: str = "#FFFFFF"

    @property
    def text(self) -> str:
        """The sign and the word."""
        return f"{self.sign} {self.word}"

    @property
    def colours(self) -> dict[str, Any]:
        """The cell's colours, as properties of a format."""
        return {"font_color": self.ink, "bg_color": self.fill}


_GOOD = (palette.GOOD_INK, palette.GOOD_FILL)
_BAD = (palette.ERROR_INK, palette.ERROR_FILL)
_UNSURE = (palette.WARNING_INK, palette.WARNING_FILL)

CONCLUSIONS = {
    Conclusion.ELIGIBLE: Mark("✓", "Đủ điều kiện", *_GOOD),
    Conclusion.NOT_ELIGIBLE: Mark("✗", "Chưa đủ điều kiện", *_BAD),
    Conclusion.INCOMPLETE: Mark("○", "Chưa đủ dữ liệu", *_UNSURE),
    Conclusion.FORECAST: Mark("~", "Tạm tính (đầu kỳ)", palette.INK, palette.GROUP_FILL),
}
CONFLICT = Mark("!", "Nhiều phiếu khác nhau", *_UNSURE)
SEVERITIES = {
    Severity.ERROR: Mark("✗", "Lỗi", *_BAD),
    Severity.WARNING: Mark("!", "Cảnh báo", *_UNSURE),
    Severity.HINT: Mark("·", "Gợi ý"),
}
RECEIPTS = {
    Receipt.ON_TIME: Mark("✓", Receipt.ON_TIME.text, *_GOOD),
    Receipt.LATE: Mark("!", Receipt.LATE.text, *_UNSURE),
    Receipt.UNKNOWN: Mark("?", Receipt.UNKNOWN.text),
    Receipt.UNREADABLE: Mark("✗", Receipt.UNREADABLE.text, *_BAD),
    Receipt.MISSING: Mark("✗", Receipt.MISSING.text, *_BAD),
    Receipt.EXCUSED: Mark("–", Receipt.EXCUSED.text),
}
SETTLED = Mark("✓", "Đã giải trình", *_GOOD)
_STATUS_SIGNS = {
    FileStatus.COUNTED: ("✓", *_GOOD),
    FileStatus.CONFLICT: ("!", *_UNSURE),
    FileStatus.NO_KEY: ("✗", *_BAD),
    FileStatus.UNUSABLE: ("✗", *_BAD),
}


def status_mark(status: FileStatus) -> Mark:
    """What became of a file."""
    sign, *colours = _STATUS_SIGNS.get(status, ("–",))
    return Mark(sign, status.text, *colours)


def commune_mark(commune: Commune) -> Mark:
    """What a commune's row comes to."""
    return CONFLICT if commune.conflict else CONCLUSIONS[commune.card.conclusion]
