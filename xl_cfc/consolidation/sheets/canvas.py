"""A stretch of a sheet on which tables stand side by side; it is written row by row when it is complete."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter.format import Format

from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.workbook.cellwriting import Value

_ROW = 20.0
_PIXELS = 4 / 3


@dataclass
class Canvas:
    """Cells by row and column, counted from the page's cursor; heights in points, as tall as the tallest asks for."""

    cells: dict[tuple[int, int], tuple[Value, Format]] = field(default_factory=dict)
    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Value, style: Format, *, to: int | None = None) -> None:
        """A value in one cell, or in one merged from there to the column `to`."""
        self.cells[row, column] = value, style
        if to is not None and to > column:
            self.merged[row, column] = to

    def row(
        self, row: int, column: int, values: Sequence[Value], styles: Sequence[Format] | Format, height: float = _ROW
    ) -> None:
        """Values side by side from a column on."""
        for place, value in enumerate(values):
            self.put(row, column + place, value, styles if isinstance(styles, Format) else styles[place])
        self.stretch(row, height)

    def stretch(self, row: int, height: float) -> None:
        """Make a row at least so tall."""
        self.heights[row] = max(self.heights.get(row, 0.0), height)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max((*(row + 1 for row, _ in self.cells), *(row + 1 for row in self.heights)), default=0)

    def pixels(self, first: int, last: int) -> int:
        """How tall the rows from first to last are together, in pixels."""
        return int(sum(self.heights.get(row, _ROW) for row in range(first, last + 1)) * _PIXELS)

    def write(self, page: Page) -> None:
        """Write everything at the page's cursor, and set the cursor below it."""
        by_row: dict[int, list[int]] = {}
        for row, column in self.cells:
            by_row.setdefault(row, []).append(column)
        for row in range(self.rows):
            page.ws.set_row(page.row, self.heights.get(row, _ROW))
            for column in sorted(by_row.get(row, ())):
                value, style = self.cells[row, column]
                if (row, column) in self.merged:
                    page.ws.merge_range(page.row, column, page.row, self.merged[row, column], "", style)
                page.put(column, value, style)
            page.row += 1
