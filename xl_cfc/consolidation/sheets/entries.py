"""Reading a consolidated workbook back before it is replaced: what was typed into it, wherever the rows stand now."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from xl_cfc.cells import Cell, CellKind
from xl_cfc.consolidation.ledger.entries import ADDED, CarriedEntries, EntryValue, ReadRow, ReadTable, carry
from xl_cfc.consolidation.ledger.memory import LaterFormatError, from_rows
from xl_cfc.consolidation.ledger.models import NOTHING_YET, Ledger, Reread
from xl_cfc.consolidation.ledger.tables import CODE, CONTENT, CRITERION, TABLES, YEAR, LedgerColumn, LedgerTable
from xl_cfc.consolidation.sheets.memorysheet import MEMORY, memory_rows
from xl_cfc.consolidation.sheets.opening import is_consolidated
from xl_cfc.language import t
from xl_cfc.text import composed, to_the_eye
from xl_cfc.workbook.errors import unreadable
from xl_cfc.workbook.grid import Grid, column_letters
from xl_cfc.workbook.headings import HeadingRow, find_heading_row
from xl_cfc.workbook.opened import OpenedWorkbook

#: Headings are looked for down to this row; people insert lines above a table, not hundreds.
_HEADINGS_ABOVE = 500


def read_previous(workbook: OpenedWorkbook) -> Reread | None:
    """The ledger of a consolidated workbook, None when the file is something else.

    Raises `PackageError` when it cannot be read whole: then it must not be replaced.
    """
    return _Rereading(workbook).reread() if is_consolidated(workbook) else None


@dataclass
class _Rereading:
    workbook: OpenedWorkbook
    notices: list[str] = field(default_factory=list)
    sheets: frozenset[str] = frozenset()
    headings: dict[str, frozenset[str]] = field(default_factory=dict)

    def reread(self) -> Reread:
        """The ledger as the last merge left it, brought up to what stands in the cells now."""
        before = self._remembered()
        carried: dict[str, CarriedEntries] = {}
        added = dict(before.added)
        for table in TABLES:
            reading = self._reading(table)
            carried[table.id] = carry(table, before.of(table), reading)
            if reading is not None:
                added[table.id] = reading.added
        self._foreign_sheets()
        return Reread(
            replace(before, entries={name: one.entries for name, one in carried.items()}, added=added),
            tuple(change for one in carried.values() for change in one.changes),
            tuple(self.notices),
        )

    def _remembered(self) -> Ledger:
        if MEMORY not in self.workbook.sheets:
            return NOTHING_YET
        try:
            memory = from_rows(list(memory_rows(self.workbook.grid(MEMORY))))
        except LaterFormatError:
            vi, en = "do bản xl_cfc mới hơn ghi: cài bản mới", "a newer xl_cfc wrote it: install the newer version"
            raise unreadable(vi, en) from None
        except ValueError:
            raise unreadable(f"trang ẩn {MEMORY} bị sửa", f"the hidden sheet {MEMORY} was edited") from None
        self.sheets = frozenset(memory.sheets)
        self.headings = {table: frozenset(map(to_the_eye, texts)) for table, texts in memory.headings.items()}
        return memory.ledger

    def _foreign_sheets(self) -> None:
        foreign = [title for title in self.workbook.sheets if title not in self.sheets] if self.sheets else []
        for title in foreign:
            cells = len(self.workbook.grid(title).cells)
            self.notices.append(
                t(
                    f"Trang «{title}» do người dùng thêm ({cells} ô có nội dung) không được chép sang bản tổng hợp mới",
                    f"The added sheet «{title}» ({cells} cells with content) is not in the new workbook",
                )
            )

    def _reading(self, table: LedgerTable) -> ReadTable | None:
        """A table's rows, None when the workbook never had it or it cannot be found."""
        keys = [column.heading for column in table.keys]
        grids = (self.workbook.grid(title) for title in self._candidates(table))
        found = ((grid, heading) for grid in grids if (heading := find_heading_row(grid, keys, _HEADINGS_ABOVE)))
        grid, heading = next(found, (None, None))
        if grid is None or heading is None:
            if table.id in self.headings:
                self.notices.append(
                    t(
                        f"Không tìm thấy bảng nhập của trang «{table.sheet}»: giữ nội dung của lần gộp trước",
                        f"The table of the sheet «{table.sheet}» was not found: the last merge's entries are kept",
                    )
                )
            return None
        return _TableReader(table, grid, heading, self.headings.get(table.id, frozenset()), self.notices).read()

    def _candidates(self, table: LedgerTable) -> Iterator[str]:
        """The sheets the table may stand on: where its name points, its own title, then any we did not write."""
        place = self.workbook.place(table.name)
        if place is not None:
            yield place.sheet
        if table.sheet in self.workbook.sheets:
            yield table.sheet
        if table.id in self.headings:
            yield from (title for title in self.workbook.sheets if title not in self.sheets)


@dataclass
class _TableReader:
    table: LedgerTable
    grid: Grid
    heading: HeadingRow
    written: frozenset[str]
    notices: list[str]

    def read(self) -> ReadTable:
        """Every row that has a key or something typed."""
        places = ((self.heading.column(column.heading), column.id) for column in self.table.typed)
        typed = {place: name for place, name in places if place is not None}
        added = self._added()
        typed |= {column: ADDED + heading for heading, column in added.items()}
        keys = [self.heading.columns[to_the_eye(column.heading)] for column in self.table.keys]
        beside = self.heading.column(self.table.beside.heading) if self.table.beside else None
        wanted = {*typed, *keys, beside}
        rows: dict[int, dict[int, Cell]] = {}
        stray: set[str] = set()
        for (row, column), cell in self.grid.cells.items():
            if row > self.heading.row and column in wanted:
                rows.setdefault(row, {})[column] = cell
            elif row > self.heading.row and column not in self.heading.columns.values() and self.written:
                stray.add(column_letters(column))
        if stray:
            self._tell_stray(sorted(stray))
        found = (self._row(cells, typed, keys, beside) for _, cells in sorted(rows.items()))
        lost = frozenset(column.id for column in self.table.typed) - frozenset(typed.values())
        return ReadTable(tuple(row for row in found if row is not None), tuple(map(ADDED.__add__, added)), lost)

    def _added(self) -> dict[str, int]:
        """Columns that people added, with the headings as they typed them."""
        if not self.written:
            return {}
        ours = self.written | {to_the_eye(c.heading) for c in (*self.table.typed, *self.table.keys)}
        return {
            self.grid[self.heading.row, column].shown.strip(): column
            for heading, column in sorted(self.heading.columns.items(), key=lambda item: item[1])
            if heading and heading not in ours
        }

    def _tell_stray(self, letters: list[str]) -> None:
        place = ", ".join(letters)
        self.notices.append(
            t(
                f"Trang «{self.grid.title}»: nội dung ở cột {place} không có tiêu đề nên không được chép sang",
                f"Sheet «{self.grid.title}»: what stands in column {place} has no heading and is not carried over",
            )
        )

    def _row(
        self, cells: dict[int, Cell], typed: dict[int, str], keys: list[int], beside: int | None
    ) -> ReadRow | None:
        values = {
            typed[column]: value
            for column, cell in cells.items()
            if column in typed and (value := entry_value(cell)) is not None
        }
        parts = tuple(_key_part(c, cells.get(place)) for c, place in zip(self.table.keys, keys, strict=True))
        if not values and not all(parts):
            return None
        shown = cells.get(beside) if beside is not None else None
        return ReadRow(parts, values, entry_value(shown) if shown is not None else None)


def entry_value(cell: Cell) -> EntryValue | None:
    """What a typed cell holds; None for a blank and for white space."""
    if cell.kind is CellKind.UNCALCULATED:
        return t("(công thức chưa tính)", "(a formula never calculated)")
    value = cell.value
    return None if value is None or (isinstance(value, str) and not value.strip()) else value


def _key_part(column: LedgerColumn, cell: Cell | None) -> str:
    """A part of a key as text, however a program or a person has stored it."""
    if cell is None or cell.value is None:
        return ""
    text = composed(str(cell.value)).strip()
    if column.id == CODE.id and text.isascii() and text.isdigit():
        return text.zfill(5)
    if column.id in (YEAR.id, CRITERION.id):
        return text.removesuffix(".0")
    return text.casefold() if column.id == CONTENT.id else text
