"""Reading workbooks people fill in beside the forms (rosters, plans): grids, and tables found by their headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.text import same
from xl_cfc.workbook.package import open_package
from xl_cfc.workbook.sheetxml import Grid, read_grid
from xl_cfc.workbook.workbookxml import read_workbook


def read_grids(data: bytes) -> dict[str, Grid]:
    """Every sheet of a workbook by title; raises `PackageError` when it is no readable .xlsx."""
    package = open_package(data)
    workbook = read_workbook(package)
    return {title: read_grid(package, part, title, workbook.book) for title, part in workbook.sheets.items()}


@dataclass(frozen=True)
class Table:
    """Rows below a heading row: each maps the column's key to its cell, blank columns included."""

    columns: Mapping[str, int]
    rows: Sequence[Mapping[str, Cell]]


def filled(cell: Cell) -> bool:
    """Whether a cell holds anything but blanks."""
    return cell.kind is not CellKind.BLANK and str(cell.shown).strip() != ""


def find_table(grid: Grid, headings: Mapping[str, Sequence[str]], required: Sequence[str]) -> Table | None:
    """The first table whose heading row has the required columns; `headings` lists each column's spellings."""
    spelled = {same(text): key for key, texts in headings.items() for text in texts}
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in grid.cells.items():
        by_row.setdefault(row, {})[column] = cell
    for heading_row in sorted(by_row):
        columns: dict[str, int] = {}
        for column, cell in sorted(by_row[heading_row].items()):
            key = spelled.get(same(cell.shown))
            if key is not None:
                columns.setdefault(key, column)
        if all(key in columns for key in required):
            below = [row for row in sorted(by_row) if row > heading_row]
            return Table(columns, tuple(_rows(grid, columns, below)))
    return None


def _rows(grid: Grid, columns: Mapping[str, int], rows: Sequence[int]) -> Iterator[Mapping[str, Cell]]:
    for row in rows:
        cells = {key: grid[row, column] for key, column in columns.items()}
        if any(map(filled, cells.values())):
            yield cells


def no_cell() -> Cell:
    """A blank for a column the table does not have."""
    return blank("", "")
