"""Worksheets read from their XML in one bounded pass each: the fast way when they have the ordinary shape.

A stray cell at the end of the sheet costs nothing: only cells that hold something are kept.
"""

import re
from collections.abc import Iterator

from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.parts.cellvalues import SharedParts
from xl_cfc.workbook.parts.fastxml import FAST_LIMIT, is_ordinary
from xl_cfc.workbook.parts.package import MAX_SHEET, Package
from xl_cfc.workbook.parts.sheetparse import NoAddressError, parse
from xl_cfc.workbook.parts.sheetscan import scan

# Both take time in proportion to the sheet, whatever it holds.
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: [a-z]+="[^"<>]*+")*+ ?(?:/>|></c>)')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"(?: [A-Za-z0-9:]+="[^"<>]*+")*+ ?(?:/>|></row>)')


def read_grid(
    package: Package,
    part: str,
    title: str,
    book: SharedParts,
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
            scanned = scan(data, title, book, columns) if is_ordinary(data) else None
        if scanned is not None:
            return Grid(title, scanned)
        return Grid(title, parse(package.pieces(data), part, title, book))
    try:
        return Grid(title, parse(_without_empty(package.chunks(part, limit)), part, title, book, by_address=True))
    except NoAddressError:
        return Grid(title, parse(package.chunks(part, limit), part, title, book))


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
