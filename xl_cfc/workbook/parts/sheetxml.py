"""Worksheets read from their XML in one bounded pass each: the fast way when they have the ordinary shape.

A stray cell at the end of the sheet costs nothing: only cells that hold something are kept.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from xl_cfc.cells import Cell, CellKind, CellValue
from xl_cfc.workbook.errors import unreadable
from xl_cfc.workbook.grid import Address, Grid, column_letters, column_number
from xl_cfc.workbook.parts.cellvalues import Book, typed
from xl_cfc.workbook.parts.fastxml import FAST_LIMIT, is_plain
from xl_cfc.workbook.parts.package import MAX_SHEET, Package
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml

MAX_CELLS = 2_000_000
MAX_TEXT = 2**20  # of one cell; Excel allows 32,767 characters
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

# Every pattern on bytes below takes time in proportion to the sheet, whatever the sheet holds.
_ORDINARY_CELL = (  # column, row, attributes, formula, value
    rb'<c r="(%s)([0-9]{1,7})"([^<>/]*+)(?:/>|>'
    rb"(<f[^<>/]*+(?:/>|>[^<]*+</f>))?+"
    rb'(<v/>|<v(?: xml:space="preserve")?>[^<]*+</v>|<is><t[^<>/]*+>[^<]*+</t></is>)?+'
    rb"</c>)"
)
_TYPE = re.compile(rb' t="([^"]*+)"')
_STYLE = re.compile(rb' s="([^"]*+)"')
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: [a-z]+="[^"<>]*+")*+ ?(?:/>|></c>)')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"(?: [A-Za-z0-9:]+="[^"<>]*+")*+ ?(?:/>|></row>)')


def read_grid(
    package: Package,
    part: str,
    title: str,
    book: Book,
    columns: frozenset[str] | None = None,
    *,
    limit: int = MAX_SHEET,
) -> Grid:
    """One sheet of at most `limit` bytes, by the fast path when it has the ordinary shape, else by the XML parser.

    `columns` names the only columns that matter; the parser may keep others too.
    """
    info = package.members.get(part)
    if info is not None and info.file_size <= FAST_LIMIT:
        data = package.read(part, min(limit, FAST_LIMIT + 1))
        with package.budget.counting():
            scanned = _scan(data, title, book, columns) if is_plain(data) else None
        if scanned is not None:
            return Grid(title, scanned)
        return Grid(title, _parse(package.pieces(data), part, title, book))
    try:
        return Grid(title, _parse(_without_empty(package.chunks(part, limit)), part, title, book, by_address=True))
    except _NoAddressError:
        return Grid(title, _parse(package.chunks(part, limit), part, title, book))


class _NoAddressError(Exception):
    """A cell or row without an address: its place depends on the ones before it."""


def _without_empty(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A sheet's XML without cells and rows that only carry a format, of which there may be millions."""
    before = b""
    for chunk in chunks:
        if b"<!" in before[-1:] + chunk:  # in a comment or CDATA the same bytes are text
            yield chunk
            yield from chunks
            return
        before = chunk
        yield _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", chunk))


def _scan(data: bytes, title: str, book: Book, columns: frozenset[str] | None) -> dict[Address, Cell] | None:
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


def _scanned(attributes: bytes, formula: bytes, value: bytes, book: Book) -> tuple[CellKind, CellValue]:
    kind, style = _TYPE.search(attributes), _STYLE.search(attributes)
    text = None
    if value:
        inner = value.removeprefix(b"<is>").removesuffix(b"</is>")
        text = unescape(inner.partition(b">")[2].rpartition(b"</")[0].decode())
    return typed(kind[1].decode() if kind else "n", style[1].decode() if style else "", text, bool(formula), book)


def _parse(
    chunks: Iterator[bytes], part: str, title: str, book: Book, *, by_address: bool = False
) -> dict[Address, Cell]:
    cells: dict[Address, Cell] = {}
    row = column = phonetic = length = 0
    kind = style = ""
    formula = collecting = valued = False
    pieces: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, phonetic, length, kind, style, formula, collecting, valued
        name = local(tag)
        if name == "c":
            reference = attributes.get("r")
            if by_address and reference is None:
                raise _NoAddressError
            row, column = (row, column + 1) if reference is None else _address(reference)
            kind, style = attributes.get("t", "n"), attributes.get("s", "")
            formula = collecting = valued = False
            length = 0
            pieces.clear()
        elif name == "row":
            number = attributes.get("r", "")
            if by_address and not number.isdecimal():
                raise _NoAddressError
            row, column = (int(number) if number.isdecimal() else row + 1), 0
        elif name == "f":
            formula = True
        elif name in ("v", "t"):
            collecting, valued = phonetic == 0, True
        elif name == "rPh":
            phonetic += 1

    def text(data: str) -> None:
        nonlocal length
        if collecting:
            length += len(data) + 1
            if length > MAX_TEXT:
                raise unreadable("một ô có chữ quá dài", "a cell's text is too long")
            pieces.append(data)

    def end(tag: str) -> None:
        nonlocal collecting, phonetic
        name = local(tag)
        if name in ("v", "t"):
            collecting = False
        elif name == "rPh":
            phonetic -= 1
        elif name == "c" and (valued or formula):
            cell_kind, value = typed(kind, style, "".join(pieces) if valued else None, formula, book)
            if cell_kind is not CellKind.BLANK:
                if len(cells) >= MAX_CELLS:
                    raise unreadable("trang tính có quá nhiều ô", "a sheet has too many cells")
                if (row, column) in cells:
                    raise unreadable("một ô có hai lần", "a cell stands twice")
                cells[row, column] = Cell(cell_kind, value, title, f"{column_letters(column)}{row}")

    parse_xml(chunks, start, part, end, text)
    return cells


def _address(reference: str) -> Address:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise unreadable(f"ô có địa chỉ lạ: {reference}", f"a cell has a strange address: {reference}")
    return int(match[2]), column_number(match[1])
