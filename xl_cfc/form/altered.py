"""Whether the form's own formulas are still there: only that each result cell holds one, never what it says.

Spreadsheet programs rewrite formulas when they save (blanks, quotes, shared formulas), and inserted rows shift
references; a cell that holds no formula at all was overwritten. What a formula that was edited comes to is seen by
comparing totals.
"""

import re
from collections.abc import Iterator

from xl_cfc.excel.fastxml import FAST_LIMIT
from xl_cfc.excel.package import Package, parse_xml
from xl_cfc.excel.sheetxml import column_letters
from xl_cfc.excel.workbookxml import Place, WorkbookPart
from xl_cfc.findings.file import FORMULAS_REPLACED, RESULTS_LOST
from xl_cfc.findings.finding import Finding, found
from xl_cfc.form import layout as names
from xl_cfc.ruleset.models import Ruleset

#: A cell with a formula as spreadsheet programs write it.
_ORDINARY = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f')
#: How many of the cells a message names.
_NAMED = 5


def altered(package: Package, workbook: WorkbookPart, ruleset: Ruleset, *, concludes: bool) -> Iterator[Finding]:
    """One finding for each sheet with overwritten formulas, and one for result cells that are gone."""
    places = {name: workbook.place(name) for name in names.result_names(ruleset, concludes=concludes)}
    lost = [name for name, place in places.items() if place is None]
    if lost:
        yield found(RESULTS_LOST, sheet=_title_of_scores(workbook), count=len(lost))
    by_sheet: dict[str, list[Place]] = {}
    for place in places.values():
        if place is not None:
            by_sheet.setdefault(place.sheet, []).append(place)
    for title, wanted in by_sheet.items():
        refs = [f"{column_letters(place.column)}{place.row}" for place in wanted]
        gone = _without_formula(package, workbook.sheets[title], refs)
        if gone:
            more = "…" if len(gone) > _NAMED else ""
            cells = ", ".join(gone[:_NAMED]) + more
            yield found(FORMULAS_REPLACED, sheet=title, cell=gone[0], count=len(gone), cells=cells)


def _title_of_scores(workbook: WorkbookPart) -> str:
    return names.SCORES if names.SCORES in workbook.sheets else ""


def _without_formula(package: Package, part: str, refs: list[str]) -> list[str]:
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
