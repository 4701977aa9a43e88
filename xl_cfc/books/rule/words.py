"""The words a rulebook shows for the choices of a rule set, both ways."""

from collections.abc import Mapping

from xl_cfc.language import speaking
from xl_cfc.ruleset.models import NO, YES, Status
from xl_cfc.ruleset.wording import status_text

with speaking("vi"):
    STATUSES: Mapping[str, str] = {status_text(status): status.value for status in Status}
VERIFIED = next(iter(STATUSES))

KINDS: Mapping[str, str] = {"Có/Không": "yes_no", "số lượng": "count", "tỷ lệ": "ratio", "tỷ suất": "rate"}
COMPARISONS: Mapping[str, str] = {"≥": "at_least", "≤": "at_most", YES: "yes"}
WHEN_NONE: Mapping[str, str] = {"điểm tối đa": "full", "chưa chấm": "missing"}
YES_NO: Mapping[str, bool] = {YES: True, NO: False}
TYPES: Mapping[str, str] = {
    "số đếm": "count",
    "Có/Không": "yes_no",
    "chữ": "text",
    "ngày": "date",
    "danh sách": "choice",
}
SECTIONS: Mapping[str, str] = {"thông tin chung": "unit", "số liệu chung": "general"}
PATTERNS: Mapping[str, str] = {"mã ĐVHC": "unit_code"}
RELATIONS: Mapping[str, str] = {"≤": "le", "=": "equal", "kéo theo": "implies"}
SEVERITIES: Mapping[str, str] = {"lỗi": "error", "cảnh báo": "warning", "gợi ý": "hint"}


def word(words: Mapping[str, object], value: object) -> str:
    """The word for a value; empty for None."""
    return next((text for text, meant in words.items() if meant == value), "")
