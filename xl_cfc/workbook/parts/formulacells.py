"""The formulas of a sheet: which cells hold one, and whether one calls a function."""

import re

from xl_cfc.workbook.parts.fastxml import FAST_LIMIT
from xl_cfc.workbook.parts.package import Package
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml

#: A cell with a formula as spreadsheet programs write it.
_ORDINARY = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f')


def without_formula(package: Package, part: str, refs: list[str]) -> list[str]:
    """Those of the cells that hold no formula."""
    info = package.members.get(part)
    if info is not None and info.file_size <= FAST_LIMIT:
        kept = set(_ORDINARY.findall(package.read(part, FAST_LIMIT + 1)))
        if all(reference.encode() in kept for reference in refs):
            return []
    cells = _formulas(package, part)
    return [reference for reference in refs if reference not in cells]


def calls_function(package: Package, part: str, prefix: str) -> bool:
    """Whether a formula calls a function whose name begins so; the XML is parsed only where the letters stand."""
    if not _holds(package, part, prefix.encode()):
        return False
    call = re.compile(rf"\b{re.escape(prefix)}\w+\s*\(", re.IGNORECASE)
    return any(call.search(text) for text in _formulas(package, part).values())


def _holds(package: Package, part: str, letters: bytes) -> bool:
    """Whether these letters, large or small, stand anywhere in the sheet's XML."""
    wanted, rest = letters.lower(), b""
    for piece in package.chunks(part):
        data = rest + piece.lower()
        if wanted in data:
            return True
        rest = data[-len(wanted) :]
    return False


def _formulas(package: Package, part: str) -> dict[str, str]:
    """Every cell that holds a formula, with its text, found by the XML parser."""
    found: dict[str, str] = {}
    cell = ""
    pieces: list[str] | None = None

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cell, pieces
        name = local(tag)
        if name == "c":
            cell = attributes.get("r", "")
        elif name == "f":
            pieces = []

    def end(tag: str) -> None:
        nonlocal pieces
        if pieces is not None and local(tag) == "f":
            found[cell] = "".join(pieces)
            pieces = None

    def text(data: str) -> None:
        if pieces is not None:
            pieces.append(data)

    parse_xml(package.chunks(part), start, part, end, text)
    return found
