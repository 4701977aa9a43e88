"""Sheet `Thông tin`: what the rule set is called and when it holds."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from xl_cfc.books.rule.book import Input, Record, RuleBook
from xl_cfc.books.rule.reading import Row, RuleReading, given
from xl_cfc.books.rule.tables import INFO
from xl_cfc.books.rule.words import YES_NO
from xl_cfc.language import t
from xl_cfc.ruleset.models import YES, Ruleset
from xl_cfc.text import to_the_eye

CHECKED_ON = "Ngày đối chiếu"
_LABELS = {
    "id": ("Mã bộ tiêu chí", "Chữ thường, số, gạch nối. Để nguyên thì bản đã sửa được đặt mã mới."),
    "title": ("Tên", "Tên hiện trên phiếu và trong dòng «Đã đối chiếu với…»."),
    "effective_from": ("Hiệu lực từ ngày", ""),
    "effective_to": ("Hiệu lực đến ngày", "Để trống nếu còn hiệu lực."),
    "example": ("Là ví dụ", "Có: không bao giờ được tự chọn cho phiếu."),
}


def info_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each entry; the day of checking is blank: each number that has one shows its own."""
    values: dict[str, Input] = {
        "id": ruleset.id,
        "title": ruleset.title,
        "effective_from": date.fromisoformat(ruleset.effective_from),
        "effective_to": date.fromisoformat(ruleset.effective_to) if ruleset.effective_to else None,
        "example": YES if ruleset.example else None,
    }
    for key, (label, about) in _LABELS.items():
        yield {"key": label, "value": values[key], "about": about}
    yield {"key": CHECKED_ON, "about": "Ghi một lần khi bắt đầu đối chiếu, ví dụ 03/12/2026."}


def write_info(book: RuleBook) -> None:
    """Write the sheet."""
    book.write(INFO)


def read_info(reading: RuleReading, rows: Iterable[Row]) -> tuple[dict[str, Any], str | None]:
    """The head of the rule set, and the day of checking for numbers that state none."""
    keys = {to_the_eye(label): key for key, (label, _) in _LABELS.items()} | {to_the_eye(CHECKED_ON): "checked_on"}
    data: dict[str, Any] = {}
    for row in rows:
        key, cell = keys.get(to_the_eye(row["key"].shown)), row["value"]
        if key is None:
            reading.odd(row["key"], t(f"mục lạ «{row['key'].shown}»", "unknown entry"))
        elif key in ("id", "title"):
            data[key] = reading.code(key, cell) if key == "id" else reading.text(key, cell)
        elif key == "example":
            data[key] = reading.choice(key, cell, YES_NO)
        else:
            data[key] = reading.day(key, cell)
    day = data.pop("checked_on", None)
    return given(data), day
