"""A value written into a cell by its type: the one place that decides which kind of cell it becomes.

A text stays a text, even when it begins with = + - or @; an exact number becomes the nearest double.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

#: Links on a sheet; Excel opens no more than 65,530.
MAX_LINKS = 65_000

#: What a formula comes to.
Computed = str | int | float | bool | Decimal | Fraction | None
#: What a cell without a formula holds.
Value = Computed | date


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, without its equals sign, and the value stored with it; None leaves that to whoever opens the file.

    `array`: its ranges are taken cell by cell (Ctrl+Shift+Enter), which programs do not do alike of themselves.
    """

    text: str
    value: str | int | float | bool | None = None
    array: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; without a target, or when the sheet holds all the links it can, the text alone."""

    target: Url | None
    text: str


#: Whatever a cell can hold.
Content = Value | Formula | Link


def write_cell(sheet: Worksheet, row: int, column: int, content: Content, style: Format | None = None) -> None:
    """Write a cell; rows and columns count from 0, None and an empty text leave the cell blank."""
    write = _WRITERS.get(type(content)) or _writer_of(content)
    write(sheet, row, column, content, style)


# In every writer `content` has the type it is listed under below.


def _blank(sheet: Worksheet, row: int, column: int, _: Any, style: Format | None) -> None:
    sheet.write_blank(row, column, None, style)


def _text(sheet: Worksheet, row: int, column: int, content: Any, style: Format | None) -> None:
    if content == "":
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_string(row, column, content, style)


def _boolean(sheet: Worksheet, row: int, column: int, content: Any, style: Format | None) -> None:
    sheet.write_boolean(row, column, content, style)


def _number(sheet: Worksheet, row: int, column: int, content: Any, style: Format | None) -> None:
    sheet.write_number(row, column, float(content), style)


def _day(sheet: Worksheet, row: int, column: int, content: Any, style: Format | None) -> None:
    sheet.write_datetime(row, column, content, style)


def _formula(sheet: Worksheet, row: int, column: int, content: Any, style: Format | None) -> None:
    # What XlsxWriter writes for "" has no type, which every program takes for a formula still to be calculated.
    value = "" if content.value is None else content.value
    if content.array:
        sheet.write_array_formula(row, column, row, column, f"={content.text}", style, value)
    else:
        sheet.write_formula(row, column, f"={content.text}", style, value)


def _link(sheet: Worksheet, row: int, column: int, content: Any, style: Format | None) -> None:
    if content.target is None or not content.text or sheet.hlink_count >= MAX_LINKS:
        sheet.write_string(row, column, content.text, style)
    else:
        content.target.text = content.text
        sheet.write_url(row, column, content.target, style)


#: By exact type, which is twice as fast as asking isinstance in turn; bool before int, for types derived from them.
_WRITERS: dict[type, Callable[[Worksheet, int, int, Any, Format | None], None]] = {
    str: _text,
    type(None): _blank,
    bool: _boolean,
    int: _number,
    float: _number,
    Decimal: _number,
    Fraction: _number,
    datetime: _day,
    date: _day,
    Formula: _formula,
    Link: _link,
}


def _writer_of(content: object) -> Callable[[Worksheet, int, int, Any, Format | None], None]:
    """The writer of a type derived from one of those listed."""
    for kind, write in _WRITERS.items():
        if isinstance(content, kind):
            return write
    raise TypeError(f"no cell holds a {type(content).__name__}")
