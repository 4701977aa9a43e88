"""Worksheets, shared strings, styles and names read from their XML in one bounded pass each.

Unlike the fast readers, an error value stays an error, a formula that was never calculated is told from a blank,
and a stray cell at the end of the sheet costs nothing: only cells that hold something are kept.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from xl_cfc.cells import Cell, CellKind, CellValue, blank
from xl_cfc.workbook.fastxml import FAST_LIMIT, is_plain, plain_strings
from xl_cfc.workbook.package import MAX_PART, Package, parse_xml, unreadable

MAX_CELLS = 2_000_000
MAX_TEXT = 2**20  # of one cell; Excel allows 32,767 characters
_BUILTIN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

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


Address = tuple[int, int]  # row, column, 1-based


class Book(NamedTuple):
    """What sheets need from the rest of the workbook."""

    strings: list[str]
    date_styles: frozenset[str]
    date1904: bool


class Grid:
    """The cells of one sheet that hold something, by (row, column), both 1-based."""

    def __init__(self, title: str, cells: dict[Address, Cell]) -> None:
        self.title = title
        self.cells = cells

    def __getitem__(self, place: Address) -> Cell:
        found = self.cells.get(place)
        return found if found is not None else blank(self.title, f"{column_letters(place[1])}{place[0]}")


def read_grid(package: Package, part: str, title: str, book: Book, columns: frozenset[str] | None = None) -> Grid:
    """One sheet, by the fast path when it has the ordinary shape, else by the XML parser.

    `columns` names the only columns that matter; the parser may keep others too.
    """
    info = package.members.get(part)
    if info is not None and info.file_size <= FAST_LIMIT:
        data = package.read(part, FAST_LIMIT + 1)
        scanned = _scan(data, title, book, columns) if is_plain(data) else None
        if scanned is not None:
            return Grid(title, scanned)
        return Grid(title, _parse(package.pieces(data), part, title, book))
    try:
        return Grid(title, _parse(_without_empty(package.chunks(part)), part, title, book, by_address=True))
    except _NoAddressError:
        return Grid(title, _parse(package.chunks(part), part, title, book))


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
        name = tag.rpartition(":")[2]
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
        name = tag.rpartition(":")[2]
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


def typed(kind: str, style: str, text: str | None, formula: bool, book: Book) -> tuple[CellKind, CellValue]:
    """Kind and value of a cell from its XML: the type, the style's index, the value's text, whether a formula."""
    if formula and (text is None or (not text and kind not in ("str", "s", "inlineStr"))):
        return CellKind.UNCALCULATED, None
    if text is None:
        return CellKind.BLANK, None
    if kind == "s":
        return CellKind.TEXT, _shared(text, book)
    if kind in ("str", "inlineStr"):
        return CellKind.TEXT, _unescaped(text)
    if kind == "e":
        return CellKind.ERROR, text
    if kind == "b":
        return CellKind.BOOLEAN, text.strip() in ("1", "true")
    if kind == "d":
        return _iso_date(text)
    return _number(text, style, book)


def _shared(index: str, book: Book) -> str:
    try:
        number = int(index)
        if number >= 0:
            return book.strings[number]
    except (ValueError, IndexError):
        pass
    raise unreadable("ô trỏ tới chuỗi không tồn tại", "a cell points to a missing string")


def _unescaped(text: str) -> str:
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


def _number(text: str, style: str, book: Book) -> tuple[CellKind, CellValue]:
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
    return CellKind.NUMBER, int(number) if isinstance(number, float) and number == int(number) else number


def serial_date(number: float, date1904: bool) -> date | None:
    """The day an Excel serial number stands for, None outside the calendar."""
    start = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    try:
        return start + timedelta(days=int(number))
    except OverflowError:
        return None


def read_strings(package: Package, part: str | None) -> list[str]:
    """The shared strings, rich text joined, phonetic readings left out."""
    strings: list[str] = []
    if part is None or part not in package:
        return strings
    data = package.read(part)
    plain = plain_strings(data)
    if plain is not None:
        return [_unescaped(text) for text in plain]
    pieces: list[str] = []
    depth = phonetic = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, phonetic
        name = tag.rpartition(":")[2]
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            phonetic += 1
        elif name == "t":
            depth = 1

    def text(data: str) -> None:
        if depth and not phonetic:
            pieces.append(data)

    def end(tag: str) -> None:
        nonlocal depth, phonetic
        name = tag.rpartition(":")[2]
        if name == "t":
            depth = 0
        elif name == "rPh":
            phonetic -= 1
        elif name == "si":
            if len(strings) >= MAX_CELLS:
                raise unreadable("tệp có quá nhiều chuỗi", "the file has too many strings")
            strings.append(_unescaped("".join(pieces)))

    parse_xml(package.pieces(data), start, part, end, text)
    return strings


def read_date_styles(package: Package, part: str | None) -> frozenset[str]:
    """Indexes (as text) of the cell formats that show a number as a date or time."""
    if part is None or part not in package:
        return frozenset()
    custom: dict[str, str] = {}
    formats: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = tag.rpartition(":")[2]
        if name == "numFmt":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            formats.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal inside
        if tag.rpartition(":")[2] == "cellXfs":
            inside = False

    parse_xml(package.chunks(part, MAX_PART), start, part, end)
    return frozenset(str(n) for n, number in enumerate(formats) if _is_date_format(number, custom))


def _is_date_format(number: str, custom: dict[str, str]) -> bool:
    if number in custom:
        return any(char in "ymdhs" for char in _QUOTED.sub("", custom[number]).lower().replace("general", ""))
    return number.isdigit() and int(number) in _BUILTIN_DATES


def merged_areas(package: Package, part: str) -> list[str]:
    """The areas of merged cells on a sheet."""
    areas: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "mergeCell":
            areas.append(attributes.get("ref", ""))

    parse_xml(package.chunks(part), start, part)
    return areas
