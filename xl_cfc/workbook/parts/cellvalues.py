"""What a cell's XML comes to: its kind and its value, from type, style and text.

Unlike the fast readers, an error value stays an error, and a formula that was never calculated is told from a blank.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from xl_cfc.cells import CellKind, CellValue
from xl_cfc.workbook.errors import unreadable

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedParts(NamedTuple):
    """What sheets need from the rest of the workbook."""

    strings: list[str]
    date_styles: frozenset[str]
    percent_styles: frozenset[str]
    date1904: bool


def typed(kind: str, style: str, text: str | None, formula: bool, book: SharedParts) -> tuple[CellKind, CellValue]:
    """Kind and value of a cell from its XML: the type, the style's index, the value's text, whether a formula."""
    if formula and (text is None or (not text and kind not in ("str", "s", "inlineStr"))):
        return CellKind.UNCALCULATED, None
    if text is None:
        return CellKind.BLANK, None
    if kind == "s":
        return CellKind.TEXT, _shared(text, book)
    if kind in ("str", "inlineStr"):
        return CellKind.TEXT, unescaped(text)
    if kind == "e":
        return CellKind.ERROR, text
    if kind == "b":
        return CellKind.BOOLEAN, text.strip() in ("1", "true")
    if kind == "d":
        return _iso_date(text)
    return _number(text, style, book)


def _shared(index: str, book: SharedParts) -> str:
    try:
        number = int(index)
        if number >= 0:
            return book.strings[number]
    except (ValueError, IndexError):
        pass
    raise unreadable("ô trỏ tới chuỗi không tồn tại", "a cell points to a missing string")


def unescaped(text: str) -> str:
    """`_x000D_` and its like decoded; two halves of a character joined, a lone half replaced."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _iso_date(text: str) -> tuple[CellKind, CellValue]:
    try:
        return CellKind.DATE, datetime.fromisoformat(text.strip()).date()
    except ValueError:
        return CellKind.TEXT, text


def _number(text: str, style: str, book: SharedParts) -> tuple[CellKind, CellValue]:
    stripped = text.strip()
    if not stripped:
        return CellKind.BLANK, None
    if not stripped.isascii() or "_" in stripped:
        return CellKind.TEXT, text
    try:
        number = int(stripped) if stripped.isdigit() and len(stripped) < 16 else float(stripped)
    except ValueError:
        return CellKind.TEXT, text
    if number != number or number in (float("inf"), float("-inf")):
        return CellKind.ERROR, "#NUM!"
    if (style or "0") in book.date_styles:
        as_date = serial_date(number, book.date1904)
        return (CellKind.DATE, as_date) if as_date else (CellKind.NUMBER, number)
    kind = CellKind.PERCENT if style in book.percent_styles else CellKind.NUMBER
    return kind, int(number) if isinstance(number, float) and number == int(number) else number


def serial_date(number: float, date1904: bool) -> date | None:
    """The day an Excel serial number stands for, None outside the calendar."""
    start = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    try:
        return start + timedelta(days=int(number))
    except OverflowError:
        return None
