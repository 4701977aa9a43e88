"""The hidden sheet that keeps the ledger: rows of text, a long one in several cells."""

from collections.abc import Iterable, Iterator

from xl_cfc.consolidation.ledger.records import MemoryRow
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.workbook.grid import Grid

MEMORY = "_so_theo_doi"
#: Below what a cell can hold.
_PIECE = 30_000


def write_memory(page: Page, rows: Iterable[MemoryRow]) -> None:
    """Fill the sheet; it is hidden, for programs only."""
    style = page.styles(text_wrap=False, font_size=9)
    for kind, key, data in rows:
        pieces = [data[start : start + _PIECE] for start in range(0, len(data), _PIECE)]
        for column, text in enumerate((kind, key, *pieces)):
            page.ws.write_string(page.row, column, text, style)
        page.row += 1
    page.ws.hide()


def memory_rows(grid: Grid) -> Iterator[MemoryRow]:
    """The rows read back, in their order."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in grid.cells.items():
        rows.setdefault(row, {})[column] = cell.shown
    for _, cells in sorted(rows.items()):
        data = "".join(text for column, text in sorted(cells.items()) if column > 2)
        yield MemoryRow(cells.get(1, ""), cells.get(2, ""), data)
