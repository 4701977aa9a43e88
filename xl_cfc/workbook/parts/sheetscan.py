"""A sheet of ordinary shape (`fastxml.is_plain`) scanned with regular expressions: three times as fast as parsed."""

import re
from functools import lru_cache
from html import unescape

from xl_cfc.cells import Cell, CellKind, CellValue
from xl_cfc.workbook.errors import unreadable
from xl_cfc.workbook.grid import Address, column_number
from xl_cfc.workbook.parts.cellvalues import SharedParts, typed

# Every pattern below takes time in proportion to the sheet, whatever the sheet holds.
_ORDINARY_CELL = (  # column, row, attributes, formula, value
    rb'<c r="(%s)([0-9]{1,7})"([^<>/]*+)(?:/>|>'
    rb"(<f[^<>/]*+(?:/>|>[^<]*+</f>))?+"
    rb'(<v/>|<v(?: xml:space="preserve")?>[^<]*+</v>|<is><t[^<>/]*+>[^<]*+</t></is>)?+'
    rb"</c>)"
)
_TYPE = re.compile(rb' t="([^"]*+)"')
_STYLE = re.compile(rb' s="([^"]*+)"')


def scan(data: bytes, title: str, book: SharedParts, columns: frozenset[str] | None) -> dict[Address, Cell] | None:
    """The cells in these columns, or in all; None when one of them has no ordinary shape."""
    opening, ordinary = _patterns(columns)
    found = ordinary.findall(data)
    if len(found) != len(opening.findall(data)):
        return None
    cells: dict[Address, Cell] = {}
    numbers: dict[bytes, tuple[int, str]] = {}
    seen: dict[tuple[bytes, bytes, bytes], tuple[CellKind, CellValue]] = {}
    kept = 0
    make = tuple.__new__
    try:
        for letters, row_text, attributes, formula, value in found:
            if not value and not formula:
                continue
            known = seen.get((attributes, formula[:2], value))
            if known is None:
                known = seen[attributes, formula[:2], value] = _scanned(attributes, formula, value, book)
            if known[0] is CellKind.BLANK:
                continue
            column = numbers.get(letters)
            if column is None:
                column = numbers[letters] = (column_number(letters.decode()), letters.decode())
            row = int(row_text)
            kept += 1
            cells[row, column[0]] = make(Cell, (*known, title, f"{column[1]}{row}"))
    except UnicodeDecodeError:
        raise unreadable("trang tính sai mã chữ", "a sheet has a wrong encoding") from None
    if kept != len(cells):
        raise unreadable("một ô có hai lần", "a cell stands twice")
    return cells


@lru_cache(maxsize=64)
def _patterns(columns: frozenset[str] | None) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What begins a cell in these columns, and a whole cell of ordinary shape."""
    letters = ("|".join(sorted(columns)) if columns else "[A-Z]{1,3}").encode()
    return re.compile(rb'<c r="(?:%s)[0-9]' % letters), re.compile(_ORDINARY_CELL % letters)


def _scanned(attributes: bytes, formula: bytes, value: bytes, book: SharedParts) -> tuple[CellKind, CellValue]:
    kind, style = _TYPE.search(attributes), _STYLE.search(attributes)
    text = None
    if value:
        inner = value.removeprefix(b"<is>").removesuffix(b"</is>")
        text = unescape(inner.partition(b">")[2].rpartition(b"</")[0].decode())
    return typed(kind[1].decode() if kind else "n", style[1].decode() if style else "", text, bool(formula), book)
