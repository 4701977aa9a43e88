"""Which cells of a sheet hold a formula."""

import re

from xl_cfc.workbook.fastxml import FAST_LIMIT
from xl_cfc.workbook.package import Package, parse_xml

#: A cell with a formula as spreadsheet programs write it.
_ORDINARY = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f')


def without_formula(package: Package, part: str, refs: list[str]) -> list[str]:
    """Those of the cells that hold no formula."""
    info = package.members.get(part)
    if info is not None and info.file_size <= FAST_LIMIT:
        kept = set(_ORDINARY.findall(package.read(part, FAST_LIMIT + 1)))
        if all(reference.encode() in kept for reference in refs):
            return []
    cells = _formula_cells(package, part)
    return [reference for reference in refs if reference not in cells]


def _formula_cells(package: Package, part: str) -> set[str]:
    """Every cell that holds a formula, found by the XML parser."""
    found_cells: set[str] = set()
    cell = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cell
        name = tag.rpartition(":")[2]
        if name == "c":
            cell = attributes.get("r", "")
        elif name == "f":
            found_cells.add(cell)

    parse_xml(package.chunks(part), start, part)
    return found_cells
