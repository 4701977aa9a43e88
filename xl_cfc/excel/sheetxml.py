"""Worksheets, shared strings, styles and names read from their XML in one bounded pass each.

Unlike the fast readers, an error value stays an error, a formula that was never calculated is told from a blank,
and a stray cell at the end of the sheet costs nothing: only cells that hold something are kept.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from xl_cfc.excel.fastxml import FAST_LIMIT, is_plain, plain_cells, plain_strings
from xl_cfc.excel.package import MAX_PART, Package, parse_xml, unreadable
from xl_cfc.submission import Cell, CellKind, CellValue, blank

MAX_CELLS = 2_000_000
_BUILTIN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


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
        if is_plain(data):
            return Grid(title, _scan(data, title, book, columns))
        return Grid(title, _parse(iter((data,)), part, title, book))
    return Grid(title, _parse(package.chunks(part), part, title, book))


def _scan(data: bytes, title: str, book: Book, columns: frozenset[str] | None) -> dict[Address, Cell]:
    cells: dict[Address, Cell] = {}
    numbers: dict[bytes, tuple[int, str]] = {}
    try:
        for letters, row_text, kind, style, text, formula in plain_cells(data, columns):
            known = numbers.get(letters)
            if known is None:
                known = numbers[letters] = (column_number(letters.decode()), letters.decode())
            cell_kind, value = typed(kind, style, text, formula, book)
            if cell_kind is not CellKind.BLANK:
                row = int(row_text)
                cells[row, known[0]] = Cell(cell_kind, value, title, f"{known[1]}{row}")
    except UnicodeDecodeError:
        raise unreadable("trang tính sai mã chữ", "a sheet has a wrong encoding") from None
    return cells


def _parse(chunks: Iterator[bytes], part: str, title: str, book: Book) -> dict[Address, Cell]:
    cells: dict[Address, Cell] = {}
    row = column = phonetic = 0
    kind = style = ""
    formula = collecting = valued = False
    pieces: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, phonetic, kind, style, formula, collecting, valued
        name = tag.rpartition(":")[2]
        if name == "c":
            reference = attributes.get("r")
            row, column = (row, column + 1) if reference is None else _address(reference)
            kind, style = attributes.get("t", "n"), attributes.get("s", "")
            formula = collecting = valued = False
            pieces.clear()
        elif name == "row":
            number = attributes.get("r", "")
            row, column = (int(number) if number.isdigit() else row + 1), 0
        elif name == "f":
            formula = True
        elif name in ("v", "t"):
            collecting, valued = phonetic == 0, True
        elif name == "rPh":
            phonetic += 1

    def text(data: str) -> None:
        if collecting:
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
        try:
            return CellKind.TEXT, book.strings[int(text)]
        except (ValueError, IndexError):
            raise unreadable("ô trỏ tới chuỗi không tồn tại", "a cell points to a missing string") from None
    if kind in ("str", "inlineStr"):
        return CellKind.TEXT, _unescaped(text)
    if kind == "e":
        return CellKind.ERROR, text
    if kind == "b":
        return CellKind.BOOLEAN, text.strip() in ("1", "true")
    if kind == "d":
        return _iso_date(text)
    return _number(text, style, book)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _iso_date(text: str) -> tuple[CellKind, CellValue]:
    try:
        return CellKind.DATE, datetime.fromisoformat(text.strip()).date()
    except ValueError:
        return CellKind.TEXT, text


def _number(text: str, style: str, book: Book) -> tuple[CellKind, CellValue]:
    stripped = text.strip()
    if not stripped:
        return CellKind.BLANK, None
    try:
        number = int(stripped) if stripped.isdigit() else float(stripped)
    except ValueError:
        return CellKind.TEXT, text
    if number != number or number in (float("inf"), float("-inf")):
        return CellKind.ERROR, "#NUM!"
    if style in book.date_styles:
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

    parse_xml(iter((data,)), start, part, end, text)
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
