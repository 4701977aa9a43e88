"""Tables found by their headings: the one way everybody here looks for them.

A heading is a text that looks like the one wanted (`to_the_eye`), whatever its capitals, blanks or stored form. Where
it stands twice in a row, the first counts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_cfc.cells import Cell, CellKind
from xl_cfc.text import to_the_eye
from xl_cfc.workbook.grid import Grid

#: A longer text is no heading.
_LONGEST = 1_000


@dataclass(frozen=True)
class HeadingRow:
    """A row of texts on a sheet, each with its column."""

    sheet: str
    row: int
    columns: Mapping[str, int]  # by the text as it is compared

    def column(self, *spellings: str) -> int | None:
        """The column under this heading, or under one of its other spellings."""
        places = (self.columns.get(to_the_eye(text)) for text in spellings)
        return min((place for place in places if place is not None), default=None)

    def has(self, headings: Collection[str]) -> bool:
        """Whether all of these stand in the row."""
        return all(to_the_eye(heading) in self.columns for heading in headings)


def heading_rows(grid: Grid, within: int | None = None) -> Iterator[HeadingRow]:
    """Every row with a text in it, from the top; `within` is the last row looked at."""
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), cell in grid.cells.items():
        if _may_head(cell) and (within is None or row <= within):
            rows.setdefault(row, []).append((column, cell))
    for row, cells in sorted(rows.items()):
        columns: dict[str, int] = {}
        for column, cell in sorted(cells):
            columns.setdefault(to_the_eye(str(cell.value)), column)
        yield HeadingRow(grid.title, row, columns)


def _may_head(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and len(str(cell.value)) <= _LONGEST


def find_heading_row(grid: Grid, required: Collection[str], within: int | None = None) -> HeadingRow | None:
    """The first row in which all these headings stand."""
    return next((row for row in heading_rows(grid, within) if row.has(required)), None)


def fullest_heading_row(grid: Grid, wanted: Sequence[str], within: int | None = None) -> HeadingRow | None:
    """The row in which most of these headings stand, the first of several; None when none stands anywhere."""
    best: HeadingRow | None = None
    most = 0
    for row in heading_rows(grid, within):
        count = sum(row.column(text) is not None for text in wanted)
        if count > most:
            best, most = row, count
    return best


def row_below_heading(grid: Grid, above: int, column: int, heading: str) -> int:
    """The first row below the nearest such heading in a column, from a row upwards; the row itself without one."""
    wanted = to_the_eye(heading)
    for row in range(above, 0, -1):
        cell = grid.cells.get((row, column))
        if cell is not None and _may_head(cell) and to_the_eye(str(cell.value)) == wanted:
            return row + 1
    return above
