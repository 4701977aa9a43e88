"""A table that people type into: every such sheet is written by this, so that every one can be read back.

Typed cells are yellow and stand where they stood; columns that people added follow at the end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from xl_cfc.consolidation.ledger.entries import ADDED, Entry, EntryValue
from xl_cfc.consolidation.ledger.tables import LedgerColumn, LedgerTable
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Content, Link
from xl_cfc.workbook.styles import text_height

#: Rows below the table that formulas and validations cover too, for rows that people add.
SLACK = 200
_ADDED_WIDTH = 20.0
_THIN = {"": 1, "_color": palette.BORDER}


@dataclass(frozen=True)
class Shown:
    """A column that the merge fills."""

    heading: str
    width: float
    style: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """A column to type in; `validation` is XlsxWriter's, its style a format's properties."""

    column: LedgerColumn
    width: float
    style: Mapping[str, Any] = field(default_factory=dict)
    validation: Mapping[str, Any] | None = None

    @property
    def heading(self) -> str:
        """The heading it is found by."""
        return self.column.heading


@dataclass(frozen=True)
class EntryRow:
    """One row: what the merge shows, in the order of the shown columns, and what is typed; `loud` marks it."""

    shown: Sequence[Content]
    entry: Entry | None = None
    loud: bool = False


class EntryTable:
    """Writes a table's headings and rows at the page's cursor."""

    def __init__(
        self, page: Page, table: LedgerTable, columns: Sequence[Shown | Input], added: Sequence[str] = ()
    ) -> None:
        self.page, self.table, self.columns = page, table, tuple(columns)
        self._added = tuple(added)
        self._formats = [_format(page, column, loud=False) for column in columns]
        self._loud = [_format(page, column, loud=True) for column in columns]
        self._extra = page.styles.input()
        self._link = page.styles.link
        self._date = page.styles.input(num_format="dd/mm/yyyy", align="center")
        self._places = {column.heading: place for place, column in enumerate(self.columns)}
        self._letters = {heading: _letter(place) for heading, place in self._places.items()}
        self.heading_row = 0
        self._texts = [n for n, column in enumerate(columns) if column.style.get("align") != "center"]
        self._typed = [column for column in self.columns if isinstance(column, Input)]

    @property
    def first_row(self) -> int:
        """The first row of data, 0-based."""
        return self.heading_row + 1

    def place(self, heading: str) -> int:
        """The place of a column."""
        return self._places[heading]

    def widths(self) -> None:
        """Set the width of every column."""
        self.page.columns(*(c.width for c in self.columns), *(_ADDED_WIDTH for _ in self._added))

    def write(self, rows: Iterable[EntryRow], *, frozen_columns: int = 2) -> None:
        """Headings, rows, filter, validation and the name the reader finds the table by."""
        page = self.page
        self.heading_row = page.row
        headings = [column.heading for column in self.columns] + [name.removeprefix(ADDED) for name in self._added]
        page.cells(headings, page.styles.heading, 56)
        page.book.headings[self.table.id] = tuple(headings[: len(self.columns)])
        for row in rows:
            self._row(row)
        last = len(headings) - 1
        page.filter_table(self.heading_row, last, frozen_columns=frozen_columns)
        self._validate()
        area = f"'{page.title}'!$A${self.heading_row + 1}:${_letter(last)}${self.heading_row + 1}"
        page.book.workbook.define_name(self.table.name, f"={area}")

    def _row(self, row: EntryRow) -> None:
        page, values, shown = self.page, self._values(row), row.shown
        texts = ((text, self.columns[n].width) for n in self._texts if (text := _text(values[n])))
        page.ws.set_row(page.row, min(text_height(*texts), 400))
        formats = self._loud if row.loud else self._formats
        for column, value in enumerate(values):
            style = formats[column] if column < len(formats) else self._extra
            if isinstance(value, Link):
                style = self._link
            elif isinstance(value, date) and "num_format" not in self._style_of(column):
                style = self._date
            page.put(column, value, style)
        page.row += 1
        assert len(shown) + len(self._typed) == len(self.columns)

    def _style_of(self, column: int) -> Mapping[str, Any]:
        return self.columns[column].style if column < len(self.columns) else {}

    def _values(self, row: EntryRow) -> list[Content]:
        shown = iter(row.shown)
        typed: Mapping[str, EntryValue] = row.entry.values if row.entry is not None else {}
        values: list[Content] = [
            typed.get(column.column.id) if isinstance(column, Input) else next(shown) for column in self.columns
        ]
        return values + [typed.get(name) for name in self._added]

    def mark(self, *, wrong: str = "") -> None:
        """Draw a line above each unit, however the rows are sorted; a `✗` in the column `wrong` is red."""
        first, last = self.first_row, self.page.row - 1
        if last < first:
            return
        formats, sheet = self.page.book.workbook.add_format, self.page.ws
        code = self._letters[self.table.keys[0].heading]
        sides = {f"{side}{part}": value for side in ("left", "right", "bottom") for part, value in _THIN.items()}
        line = formats({"top": 1, "top_color": palette.INK, **sides})
        criteria = f"=${code}{first + 1}<>${code}{first}"
        last_column = len(self.columns) + len(self._added) - 1
        sheet.conditional_format(first, 0, last, last_column, {"type": "formula", "criteria": criteria, "format": line})
        if wrong:
            red = formats({"font_color": palette.ERROR_INK, "bg_color": palette.ERROR_FILL})
            place = self.place(wrong)
            options = {"type": "text", "criteria": "begins with", "value": "✗", "format": red}
            sheet.conditional_format(first, place, last, place, options)

    def _validate(self) -> None:
        for place, column in enumerate(self.columns):
            if isinstance(column, Input) and column.validation is not None:
                options = {"ignore_blank": True, **column.validation}
                self.page.ws.data_validation(self.first_row, place, self.page.row + SLACK, place, options)

    def cell(self, heading: str, row: int) -> str:
        """The address of a column's cell in a row, the column fixed: `$G7`."""
        return f"${self._letters[heading]}{row + 1}"

    def area(self, heading: str) -> str:
        """A whole column of the table just written, for formulas on any sheet."""
        column = self._letters[heading]
        return f"'{self.page.title}'!${column}${self.first_row + 1}:${column}${self.page.row + SLACK}"


def _format(page: Page, column: Shown | Input, *, loud: bool) -> Format:
    if isinstance(column, Input):
        return page.styles.input(**column.style)
    colours = {"font_color": palette.WARNING_INK, "bg_color": palette.WARNING_FILL} if loud else {}
    return page.styles.bordered(**{**column.style, **colours})


def _text(value: Content) -> str:
    return value.text if isinstance(value, Link) else value if isinstance(value, str) else ""


def _letter(column: int) -> str:
    return str(xl_rowcol_to_cell(0, column))[:-1]
