"""The cells of a sheet by row and column, and how places are written: `D12`, `'Nhập liệu'!$D$12`."""

import re
from dataclasses import dataclass

from xl_cfc.cells import Cell, blank

Address = tuple[int, int]  # row, column, 1-based

_PLACE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")


def column_letters(column: int) -> str:
    """`D` for 4."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """4 for `D`."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number


@dataclass(frozen=True)
class NamedPlace:
    """A cell, or a column's cells, that a defined name points to; rows and columns are 1-based."""

    sheet: str
    row: int
    column: int
    last_row: int

    @property
    def ref(self) -> str:
        """The first cell's address."""
        return f"{column_letters(self.column)}{self.row}"


def parse_place(text: str) -> NamedPlace | None:
    """The place a defined name's text points to, None when it points to no cell."""
    match = _PLACE.match(text)
    if match is None:
        return None
    quoted, bare, column, row, _, last = match.groups()
    return NamedPlace(quoted.replace("''", "'") if quoted else bare, int(row), column_number(column), int(last or row))


class Grid:
    """The cells of one sheet that hold something, by (row, column), both 1-based."""

    def __init__(self, title: str, cells: dict[Address, Cell]) -> None:
        self.title = title
        self.cells = cells

    def __getitem__(self, place: Address) -> Cell:
        found = self.cells.get(place)
        return found if found is not None else blank(self.title, f"{column_letters(place[1])}{place[0]}")
