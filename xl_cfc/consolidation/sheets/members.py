"""The very hidden sheet that carries the forms upwards: a row a file, its line of JSON cut into cells that hold it."""

from xlsxwriter import Workbook

from xl_cfc.cells import CellKind
from xl_cfc.workbook.opened import OpenedWorkbook

MEMBERS = "_phieu"
#: Characters a cell is filled with; Excel holds 32,767.
_PIECE = 32_000
#: Bytes of the sheet that are read; all communes of the country need a twentieth of it.
MAX_SHEET = 256 * 2**20


def write_members(workbook: Workbook, lines: list[str]) -> None:
    """Add the sheet, out of people's sight: it is no place to edit."""
    ws = workbook.add_worksheet(MEMBERS)
    ws.very_hidden()
    for row, line in enumerate(lines):
        for column, start in enumerate(range(0, len(line), _PIECE)):
            ws.write_string(row, column, line[start : start + _PIECE])


def read_members(workbook: OpenedWorkbook) -> list[str]:
    """The lines a consolidated workbook carries, none where it has no such sheet; raises `PackageError`."""
    if MEMBERS not in workbook.sheets:
        return []
    grid = workbook.grid(MEMBERS, limit=MAX_SHEET)
    rows: dict[int, list[str]] = {}
    for (row, _), cell in sorted(grid.cells.items()):
        rows.setdefault(row, []).append(str(cell.value) if cell.kind is CellKind.TEXT else "")
    return ["".join(pieces) for _, pieces in sorted(rows.items())]
