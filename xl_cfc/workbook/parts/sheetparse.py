"""A sheet read by the XML parser, whatever its shape: prefixes, rich text, cells without an address."""

import re
from collections.abc import Iterator

from xl_cfc.cells import Cell, CellKind
from xl_cfc.workbook.errors import unreadable
from xl_cfc.workbook.grid import Address, column_letters, column_number
from xl_cfc.workbook.parts.cellvalues import SharedParts, typed
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml

MAX_CELLS = 2_000_000
MAX_TEXT = 2**20  # of one cell; Excel allows 32,767 characters
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class NoAddressError(Exception):
    """A cell or row without an address: its place depends on the ones before it."""


def parse(
    chunks: Iterator[bytes], part: str, title: str, book: SharedParts, *, by_address: bool = False
) -> dict[Address, Cell]:
    """The cells of a sheet; `by_address` raises `NoAddressError` for a cell or row that has none."""
    parsing = _Parsing(title, book, by_address)
    parse_xml(chunks, parsing.start, part, parsing.end, parsing.text)
    return parsing.cells


class _Parsing:
    """Where the parser stands: the row and the cell it is in, and the cells before."""

    def __init__(self, title: str, book: SharedParts, by_address: bool) -> None:
        self.cells: dict[Address, Cell] = {}
        self._title = title
        self._book = book
        self._by_address = by_address
        self._row = self._column = 0
        self._kind = self._style = ""
        self._formula = self._valued = self._collecting = False
        self._phonetic = 0  # readings of rich text are no part of it
        self._pieces: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes.get("r", ""))
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._collecting, self._valued = self._phonetic == 0, True
        elif name == "rPh":
            self._phonetic += 1

    def text(self, data: str) -> None:
        """Text stands in an element."""
        if self._collecting:
            self._length += len(data) + 1
            if self._length > MAX_TEXT:
                raise unreadable("một ô có chữ quá dài", "a cell's text is too long")
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if name in ("v", "t"):
            self._collecting = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "c" and (self._valued or self._formula):
            self._end_cell()

    def _begin_row(self, number: str) -> None:
        if self._by_address and not number.isdecimal():
            raise NoAddressError
        self._row, self._column = (int(number) if number.isdecimal() else self._row + 1), 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if self._by_address and reference is None:
            raise NoAddressError
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = _address(reference)
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._formula = self._collecting = self._valued = False
        self._length = 0
        self._pieces.clear()

    def _end_cell(self) -> None:
        text = "".join(self._pieces) if self._valued else None
        kind, value = typed(self._kind, self._style, text, self._formula, self._book)
        if kind is CellKind.BLANK:
            return
        place = self._row, self._column
        if len(self.cells) >= MAX_CELLS:
            raise unreadable("trang tính có quá nhiều ô", "a sheet has too many cells")
        if place in self.cells:
            raise unreadable("một ô có hai lần", "a cell stands twice")
        self.cells[place] = Cell(kind, value, self._title, f"{column_letters(place[1])}{place[0]}")


def _address(reference: str) -> Address:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise unreadable(f"ô có địa chỉ lạ: {reference}", f"a cell has a strange address: {reference}")
    return int(match[2]), column_number(match[1])
