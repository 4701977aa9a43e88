"""Whether the form's own formulas are still there: only that each result cell holds one, never what it says.

Spreadsheet programs rewrite formulas when they save (blanks, quotes, shared formulas), and inserted rows shift
references; a cell that holds no formula at all was overwritten. What a formula that was edited comes to is seen by
comparing totals.
"""

from collections.abc import Iterable, Iterator

from xl_cfc.findings.file import FORMULAS_REPLACED, RESULTS_LOST
from xl_cfc.findings.finding import Finding, found
from xl_cfc.form import layout as names
from xl_cfc.workbook.grid import NamedPlace
from xl_cfc.workbook.opened import OpenedWorkbook

#: How many of the cells a message names.
_NAMED = 5


def altered(workbook: OpenedWorkbook, results: Iterable[str]) -> Iterator[Finding]:
    """One finding for each sheet with overwritten formulas, and one for result cells that are gone; `results` are the
    names its template version gives to them."""
    places = {name: workbook.place(name) for name in results}
    lost = [name for name, place in places.items() if place is None]
    if lost:
        yield found(RESULTS_LOST, sheet=_title_of_scores(workbook), count=len(lost))
    by_sheet: dict[str, list[NamedPlace]] = {}
    for place in places.values():
        if place is not None:
            by_sheet.setdefault(place.sheet, []).append(place)
    for title, wanted in by_sheet.items():
        gone = workbook.without_formula(title, [place.ref for place in wanted])
        if gone:
            more = "…" if len(gone) > _NAMED else ""
            cells = ", ".join(gone[:_NAMED]) + more
            yield found(FORMULAS_REPLACED, sheet=title, cell=gone[0], count=len(gone), cells=cells)


def _title_of_scores(workbook: OpenedWorkbook) -> str:
    return names.SCORES if names.SCORES in workbook.sheets else ""
