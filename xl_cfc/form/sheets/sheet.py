"""Writing one sheet of a form: cells, and formulas with the value they have at that moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xl_cfc.cells import CellValue
from xl_cfc.form.content import FormContent
from xl_cfc.form.layout import FormLayout
from xl_cfc.judging.checks import Facts
from xl_cfc.plan.models import Plan
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.parts import Part
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cached import cached
from xl_cfc.workbook.cellwriting import Computed, Formula, write_cell
from xl_cfc.workbook.printing import BOUND, set_up_page
from xl_cfc.workbook.styles import Styles


@dataclass
class FormBook:
    """The workbook being written, with what every sheet needs."""

    workbook: Workbook
    layout: FormLayout
    content: FormContent
    facts: Facts
    styles: Styles
    leads: Mapping[int, str]
    plan: Plan | None = None
    today: date | None = None
    part: Part | None = None  # of an agency's form

    @property
    def ruleset(self) -> Ruleset:
        """The rule set the form is made from."""
        return self.layout.ruleset

    def locked(self, field_id: str) -> bool:
        """Whether a field is shown and not typed: in an agency's form, what belongs to others."""
        return self.part is not None and field_id in self.part.locked

    def value_style(self, field_id: str, **properties: Any) -> Format:
        """The format of a field's value cell."""
        return self.styles.result(**properties) if self.locked(field_id) else self.styles.input(**properties)

    def name(
        self,
        name: str,
        sheet: "Sheet",
        row: int,
        column: int,
        last_row: int | None = None,
        last_column: int | None = None,
    ) -> None:
        """Define a name for a cell, or for a column's cells down to `last_row`; to `last_column`, for several."""
        place = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        if last_row is not None:
            end = column if last_column is None else last_column
            place += ":" + xl_rowcol_to_cell(last_row, end, row_abs=True, col_abs=True)
        self.workbook.define_name(name, f"='{sheet.title}'!{place}")


class Sheet:
    """One worksheet of a form."""

    def __init__(self, book: FormBook, title: str, tab_color: str) -> None:
        self.book = book
        self.title = title
        self.ws: Worksheet = book.workbook.add_worksheet(title)
        self.ws.set_tab_color(tab_color)
        self.ws.hide_gridlines(2)
        self.ws.set_default_row(20)

    def columns(self, *widths: float, hidden_from: int | None = None, style: Format | None = None) -> None:
        """Set the widths of the first columns, in characters; those from `hidden_from` on are hidden."""
        for column, width in enumerate(widths):
            hidden = hidden_from is not None and column >= hidden_from
            self.ws.set_column(column, column, width, style, {"hidden": hidden})

    def text(self, row: int, column: int, text: str, style: Format) -> None:
        """A fixed text."""
        self.ws.write_string(row, column, text, style)

    def number(self, row: int, column: int, number: int | Decimal, style: Format) -> None:
        """A fixed number."""
        write_cell(self.ws, row, column, number, style)

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        value: Computed,
        style: Format,
        name: str = "",
        *,
        array: bool = False,
    ) -> None:
        """A formula with the value it has now; `name` defines a name for its cell."""
        write_cell(self.ws, row, column, Formula(formula, cached(value), array), style)
        if name:
            self.book.name(name, self, row, column)

    def input(self, row: int, column: int, value: CellValue, style: Format, name: str = "") -> None:
        """A cell to type in, holding what is typed so far."""
        write_cell(self.ws, row, column, value, style)
        if name:
            self.book.name(name, self, row, column)

    def headings(self, row: int, texts: tuple[str, ...], height: float = 38) -> None:
        """Column headings."""
        self.ws.set_row(row, height)
        for column, text in enumerate(texts):
            self.text(row, column, text, self.book.styles.heading)

    def protect(self, *, insert_rows: bool = False) -> None:
        """Lock all but the inputs, without a password; formatting and filtering stay allowed."""
        allowed: dict[str, Any] = dict.fromkeys(
            ("format_cells", "format_columns", "format_rows", "autofilter", "sort"), True
        )
        self.ws.protect("", {**allowed, "insert_rows": insert_rows})

    def page(self, *, landscape: bool, titles: tuple[int, int] | None = None, pages_tall: int = 0) -> None:
        """A4, one page wide (and `pages_tall`, 0: as many as needed), headings repeated, page numbers below."""
        set_up_page(self.ws, landscape=landscape, tall=pages_tall, repeated=titles, margins=BOUND)


def end_of_rows(sheet: Sheet, row: int, columns: Iterable[int]) -> None:
    """The thin locked row that ends a table: the last cell says where to insert rows, the others stay blank."""
    *others, last = columns
    grey = sheet.book.styles.bordered(font_size=8, italic=True, bg_color=palette.GROUP_FILL, text_wrap=False)
    for column in others:
        sheet.input(row, column, None, grey)
    sheet.text(row, last, "Thiếu dòng: chèn thêm phía trên dòng này", grey)
    sheet.ws.set_row(row, 14)
