"""Reading workbooks people fill in beside the forms (rosters, plans): grids, and tables found by their headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.headings import heading_rows
from xl_cfc.workbook.opened import open_workbook


def read_grids(data: bytes) -> dict[str, Grid]:
    """Every sheet of a workbook by title; raises `PackageError` when it is no readable .xlsx."""
    workbook = open_workbook(data)
    return {title: workbook.grid(title) for title in workbook.sheets}


@dataclass(frozen=True)
class FoundTable:
    """Rows below a heading row: each maps the column's key to its cell, blank columns included."""

    columns: Mapping[str, int]
    rows: Sequence[Mapping[str, Cell]]


def filled(cell: Cell) -> bool:
    """Whether a cell holds anything but blanks."""
    return cell.kind is not CellKind.BLANK and str(cell.shown).strip() != ""


def find_table(grid: Grid, headings: Mapping[str, Sequence[str]], required: Sequence[str]) -> FoundTable | None:
    """The first table whose heading row has the required columns; `headings` lists each column's spellings."""
    for heading in heading_rows(grid):
        found = {key: heading.column(*spellings) for key, spellings in headings.items()}
        columns = {key: column for key, column in found.items() if column is not None}
        if all(key in columns for key in required):
            below = sorted({row for row, _ in grid.cells if row > heading.row})
            return FoundTable(columns, tuple(_rows(grid, columns, below)))
    return None


def _rows(grid: Grid, columns: Mapping[str, int], rows: Sequence[int]) -> Iterator[Mapping[str, Cell]]:
    for row in rows:
        cells = {key: grid[row, column] for key, column in columns.items()}
        if any(map(filled, cells.values())):
            yield cells


def place_of(cell: Cell) -> str:
    """Where a cell stands, as messages name it: `Cơ quan!B4`; a line of text has no sheet."""
    return "!".join(filter(None, (cell.sheet, cell.ref)))


def no_cell() -> Cell:
    """A blank for a column the table does not have."""
    return blank("", "")
