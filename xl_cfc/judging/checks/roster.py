"""General information against the roster: does the unit belong here, and is it the one its code says?"""

from collections.abc import Iterator
from typing import NamedTuple

from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, blank
from xl_cfc.findings.finding import Finding, FindingKind, found
from xl_cfc.findings.value import OTHER_CLASS_ON_ROSTER, OTHER_KIND_ON_ROSTER, OTHER_NAME_ON_ROSTER, UNIT_NOT_ON_ROSTER
from xl_cfc.plan.roster import Roster
from xl_cfc.text import to_the_eye

_BLANK = blank("", "")


class UnitCells(NamedTuple):
    """The cells that say which unit a form is of."""

    code: Cell = _BLANK
    name: Cell = _BLANK
    kind: Cell = _BLANK
    threshold_class: Cell = _BLANK


NO_UNIT = UnitCells()
_FIELDS = ("ma_dvhc", "ten_don_vi", "loai_don_vi", "nhom_nguong")


def unit_cells(submission: Submission) -> UnitCells:
    """The cells that say which unit a form is of."""
    return UnitCells(*(submission.cells.get(name, _BLANK) for name in _FIELDS))


def roster_findings(cells: UnitCells, roster: Roster) -> Iterator[Finding]:
    """A code the roster does not have; else a name, kind or class that differs from the roster's."""
    code = cells.code.shown
    if len(code) != 5 or not code.isdigit():
        return  # told as a value that is missing or not accepted
    unit = roster.by_code.get(code)
    if unit is None:
        named = next((u for u in roster.units if to_the_eye(u.name) == to_the_eye(cells.name.shown)), None)
        suggestion = f" («{named.name}»: {named.code})" if named else ""
        yield _finding(UNIT_NOT_ON_ROSTER, cells.code, "ma_dvhc", suggestion=suggestion)
        return
    compared = (
        (OTHER_NAME_ON_ROSTER, cells.name, "ten_don_vi", unit.name),
        (OTHER_KIND_ON_ROSTER, cells.kind, "loai_don_vi", unit.kind),
        (OTHER_CLASS_ON_ROSTER, cells.threshold_class, "nhom_nguong", unit.threshold_class),
    )
    for kind, cell, field, expected in compared:
        if expected and cell.shown and to_the_eye(cell.shown) != to_the_eye(expected):
            yield _finding(kind, cell, field, expected=expected, code=code)


def _finding(kind: FindingKind, cell: Cell, field: str, **params: str) -> Finding:
    return found(kind, sheet=cell.sheet, cell=cell.ref, value=cell.shown, field=field, **params)
