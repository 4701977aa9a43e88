"""What the add-in adds to an open workbook, as one value: result sheets, and marks on cells.

The value itself is kept in a hidden sheet of the workbook, so that everything can be taken away again later,
on another computer too. Replacing one overlay by another is the only way the add-in writes into a form:
undoing a step puts the former overlay back. Nothing that was there before is ever overwritten: a cell that
already has a note gets no note, and a fill that somebody changed in the meantime is left alone.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from dataclasses import replace as altered
from typing import Any

import xlwings as xw

from macros.protection import unprotected

STORE_SHEET = "_xl_cfc"
_STORE_HEAD = "xl_cfc: trang ẩn của tiện ích, ghi những gì đã đánh dấu; nút Xoá đánh dấu sẽ xoá trang này"
#: Characters of one cell of the store: old Excel refuses longer texts in a block.
_CHUNK = 8_000
_NOTE_HEAD = re.compile(r"^\[xl_cfc ([A-Z]{1,3}[0-9]+)\] ")

Value = str | int | float | None
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class ResultTable:
    """One result sheet: a title line, headings, rows, and links from the table to cells of the book.

    `role` says which result it is, `title` what its sheet is called. `links` maps a row of `rows` to a place
    such as `'Nhập liệu'!D12`; the link stands in `link_column`.
    """

    role: str
    title: str
    headline: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Value, ...], ...]
    links: Mapping[int, str]
    link_column: int = 0

    #: Where the table's headings and first row stand on its sheet (1-based).
    HEADING_ROW = 3
    FIRST_ROW = 4


@dataclass(frozen=True)
class CellMark:
    """A coloured cell with a note. `before` and `noted` are known once it has been set."""

    sheet: str
    cell: str
    colour: Colour
    note: str
    before: Colour | None = None
    noted: bool = False


@dataclass(frozen=True)
class Overlay:
    """Everything the add-in has added to a workbook."""

    tables: tuple[ResultTable, ...] = ()
    marks: tuple[CellMark, ...] = ()
    #: The sheet the officer was looking at before the first result was shown.
    origin: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing."""
        return not self.tables and not self.marks

    def with_table(self, table: ResultTable) -> "Overlay":
        """The same with this table, in place of the former one of its role."""
        return altered(self, tables=(*(t for t in self.tables if t.role != table.role), table))

    def with_marks(self, marks: tuple[CellMark, ...]) -> "Overlay":
        """The same with other marks."""
        return altered(self, marks=marks)

    def table(self, role: str) -> ResultTable | None:
        """The table of this role."""
        return next((table for table in self.tables if table.role == role), None)


def to_json(overlay: Overlay) -> str:
    """An overlay as text."""
    return json.dumps(asdict(overlay), ensure_ascii=False)


def from_json(text: str) -> Overlay:
    """The overlay a text holds."""
    data: dict[str, Any] = json.loads(text)
    return Overlay(
        tables=tuple(_table(part) for part in data["tables"]),
        marks=tuple(_mark(part) for part in data["marks"]),
        origin=data["origin"],
    )


def _table(data: dict[str, Any]) -> ResultTable:
    return ResultTable(
        **{
            **data,
            "headings": tuple(data["headings"]),
            "widths": tuple(data["widths"]),
            "rows": tuple(tuple(row) for row in data["rows"]),
            "links": {int(row): place for row, place in data["links"].items()},
        }
    )


def _mark(data: dict[str, Any]) -> CellMark:
    before = data["before"]
    return CellMark(**{**data, "colour": tuple(data["colour"]), "before": None if before is None else tuple(before)})


def current(book: xw.Book) -> Overlay:
    """What the add-in has added to this workbook so far."""
    if STORE_SHEET not in book.sheet_names:
        return Overlay()
    values = book.sheets[STORE_SHEET].used_range.options(ndim=2).value
    return from_json("".join(str(row[0]) for row in values[1:]))


def replace(book: xw.Book, wanted: Overlay) -> Overlay:
    """Take away what the add-in has added and add what is wanted; the book shows the sheet it showed.

    What is going to be added is recorded in the workbook first: whatever happens on the way, it can be taken away.
    """
    old, shown = current(book), book.sheets.active.name
    ours = {table.title for table in old.tables}
    wanted = altered(wanted, origin=old.origin if shown in ours else shown)
    _remove(book, old)
    if not wanted.is_empty:
        wanted = _planned(book, wanted)
        try:
            _apply(book, wanted)
        except Exception:
            _remove(book, wanted)
            _show_again(book, shown, wanted.origin)
            raise
    _show_again(book, shown, wanted.origin)
    return wanted


def _show_again(book: xw.Book, *names: str) -> None:
    """Activate the first of these sheets that there is."""
    name = next((name for name in names if name in book.sheet_names), None)
    if name is not None:
        book.sheets[name].activate()


def _planned(book: xw.Book, wanted: Overlay) -> Overlay:
    """The overlay as it can be set in this workbook: titles that are free, marks with what they cover."""
    taken = {name.casefold() for name in (*book.sheet_names, STORE_SHEET)}
    tables = tuple(altered(table, title=_free_title(table.role, taken)) for table in wanted.tables)
    marks = tuple(_seen(book.sheets[m.sheet], m) for m in wanted.marks if m.sheet in book.sheet_names)
    return Overlay(tables, marks, wanted.origin)


def _apply(book: xw.Book, planned: Overlay) -> None:
    _store(book, planned)
    for table in planned.tables:
        fill_sheet(book.sheets.add(table.title, after=book.sheets[-1]), table)
    for name, marks in _by_sheet(planned.marks).items():
        _set_marks(book.sheets[name], marks)


def _store(book: xw.Book, overlay: Overlay) -> None:
    text = to_json(overlay)
    chunks = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
    sheet = book.sheets.add(STORE_SHEET, after=book.sheets[-1])
    sheet.range((1, 1)).options(ndim=2).value = [[as_text(part)] for part in (_STORE_HEAD, *chunks)]
    sheet.visible = False


def _remove(book: xw.Book, overlay: Overlay) -> None:
    for name, marks in _by_sheet(overlay.marks).items():
        if name in book.sheet_names:
            _clear_marks(book.sheets[name], marks)
    for table in overlay.tables:
        if table.title in book.sheet_names and book.sheets[table.title].range((1, 1)).value == table.headline:
            book.sheets[table.title].delete()
    if STORE_SHEET in book.sheet_names:
        book.sheets[STORE_SHEET].delete()


def _by_sheet(marks: tuple[CellMark, ...]) -> dict[str, list[CellMark]]:
    grouped: dict[str, list[CellMark]] = {}
    for mark in marks:
        grouped.setdefault(mark.sheet, []).append(mark)
    return grouped


_HEADING_FILL: Colour = (31, 78, 121)
_HEADING_INK: Colour = (255, 255, 255)


def _free_title(title: str, taken: set[str]) -> str:
    """The title, or with a number when a sheet of the officer's has it; taken from now on."""
    number, free = 1, title
    while free.casefold() in taken:
        number += 1
        free = f"{title} ({number})"
    taken.add(free.casefold())
    return free


def fill_sheet(sheet: xw.Sheet, table: ResultTable) -> None:
    """Write a table onto an empty sheet: everything as text or number, never as a formula."""
    block: list[list[Value]] = [list(table.headings), *(list(row) for row in table.rows)]
    sheet.range((1, 1)).value = as_text(table.headline)
    sheet.range((1, 1)).font.bold = True
    cells = sheet.range((table.HEADING_ROW, 1), (table.HEADING_ROW + len(block) - 1, len(table.headings)))
    cells.options(ndim=2).value = [[as_text(value) for value in row] for row in block]
    cells.wrap_text = True
    cells.vertical_alignment = "top"
    headings = sheet.range((table.HEADING_ROW, 1), (table.HEADING_ROW, len(table.headings)))
    headings.color = _HEADING_FILL
    headings.font.color = _HEADING_INK
    headings.font.bold = True
    for column, width in enumerate(table.widths, start=1):
        sheet.range((1, column)).column_width = width
    for row, place in table.links.items():
        cell = sheet.range((table.FIRST_ROW + row, table.link_column + 1))
        shown = place.replace("'", "")
        cell.add_hyperlink(f"#{place}", text_to_display=shown, screen_tip=f"Đến ô {shown}")


def as_text(value: Value) -> Value:
    """A value as it is handed to Excel: a text stays a text, whatever it begins with or looks like."""
    return f"'{value}" if isinstance(value, str) and value else value


def _seen(sheet: xw.Sheet, mark: CellMark) -> CellMark:
    """The mark with what its cell shows now; a cell with a note of its own gets none."""
    cell = sheet.range(mark.cell)
    return altered(mark, before=cell.color, noted=cell.note is None)


def _set_marks(sheet: xw.Sheet, marks: list[CellMark]) -> None:
    with unprotected(sheet) as free:
        for mark in marks:
            cell = sheet.range(mark.cell)
            cell.color = mark.colour
            if free and mark.noted:
                cell.add_note(f"[xl_cfc {mark.cell}] {mark.note}")


def _clear_marks(sheet: xw.Sheet, marks: list[CellMark]) -> None:
    """Rows inserted above a mark have moved it, and its note with it: the note tells where it is now."""
    noted: dict[str, xw.Note] = {}
    for note in sheet.notes:
        found = _NOTE_HEAD.match(note.text)
        if found:
            noted[found.group(1)] = note
    with unprotected(sheet) as free:
        for mark in marks:
            own = noted.get(mark.cell) if mark.noted else None
            cell = sheet.range(mark.cell) if own is None else own.location
            if cell.color == mark.colour:
                cell.color = mark.before
            if own is not None and free:
                own.delete()
