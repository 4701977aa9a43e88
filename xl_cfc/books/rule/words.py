"""The words a rulebook shows for the choices of a rule set, both ways."""

from collections.abc import Mapping

from xl_cfc.language import speaking
from xl_cfc.ruleset.kinds.registry import comparisons as every_comparison
from xl_cfc.ruleset.kinds.registry import kind_names
from xl_cfc.ruleset.models import NO, YES, Status
from xl_cfc.ruleset.wording import status_text

with speaking("vi"):
    STATUSES: Mapping[str, str] = {status_text(status): status.value for status in Status}
VERIFIED = next(iter(STATUSES))

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


def kinds() -> Mapping[str, str]:
    """How an indicator may be measured."""
    return kind_names()


def comparisons() -> Mapping[str, str]:
    """What may stand before a threshold, or instead of one."""
    return {one.word: one.key for one in every_comparison()}


def word(words: Mapping[str, object], value: object) -> str:
    """The word for a value; empty for None."""
    return next((text for text, meant in words.items() if meant == value), "")
