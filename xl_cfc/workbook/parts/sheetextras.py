"""What a sheet holds beside its values: merged areas, formats of its cells, cells that were only prepared."""

import re

from xl_cfc.workbook.grid import Address, column_number
from xl_cfc.workbook.parts.fastxml import FAST_LIMIT, is_ordinary
from xl_cfc.workbook.parts.package import Package
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml

_OPENING = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]*+)>')
_STYLE = re.compile(rb' s="([0-9]+)"')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def merged_areas(package: Package, part: str) -> list[str]:
    """The areas of merged cells on a sheet."""
    areas: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "mergeCell":
            areas.append(attributes.get("ref", ""))

    parse_xml(package.chunks(part), start, part)
    return areas


def cell_styles(package: Package, part: str, refs: set[str]) -> dict[str, str]:
    """The indexes of these cells' formats, by cell."""
    info = package.members.get(part)
    if info is not None and info.file_size <= FAST_LIMIT:
        data = package.read(part, FAST_LIMIT + 1)
        if is_ordinary(data):
            cells = ((ref.decode(), attributes) for ref, attributes in _OPENING.findall(data))
            return {ref: _style(attributes) for ref, attributes in cells if ref in refs}
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "c" and attributes.get("r") in refs:
            found[attributes["r"]] = attributes.get("s", "0")

    parse_xml(package.chunks(part), start, part)
    return found


def _style(attributes: bytes) -> str:
    match = _STYLE.search(attributes)
    return match[1].decode() if match else "0"


def prepared_cells(package: Package, part: str) -> dict[Address, bool]:
    """Every cell the sheet knows, blank ones too: whether something is written there."""
    known: dict[Address, bool] = {}
    place: Address = (0, 0)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal place
        name = local(tag)
        if name == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            place = (int(match[2]), column_number(match[1])) if match else (0, 0)
            known[place] = False
        elif name in ("v", "f", "is"):
            known[place] = True

    parse_xml(package.chunks(part), start, part)
    return known
