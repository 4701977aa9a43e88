"""A sheet written row by row from the top: title, lines, headings, rows of a table, and how it prints."""

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xl_cfc.workbook.cellwriting import Content, write_cell
from xl_cfc.workbook.styles import Styles, data_bar

_MAX_HEIGHT = 400


class SheetWriter:
    """A worksheet with a cursor: `row` is the next row to be written."""

    def __init__(self, workbook: Workbook, styles: Styles, title: str, tab_color: str = "") -> None:
        self.workbook = workbook
        self.styles = styles
        self.title = title
        self.row = 0
        self.ws: Worksheet = workbook.add_worksheet(title)
        self.ws.hide_gridlines(2)
        if tab_color:
            self.ws.set_tab_color(tab_color)

    def columns(self, *widths: float) -> None:
        """The widths of the first columns, in characters."""
        for column, width in enumerate(widths):
            self.ws.set_column(column, column, width)

    def put(self, column: int, content: Content, style: Format) -> None:
        """A cell in the row at the cursor."""
        write_cell(self.ws, self.row, column, content, style)

    def line(self, text: str, style: Format, height: float | None = 20) -> None:
        """A text across the sheet in a row of its own; without a height the row keeps its own."""
        if height is not None:
            self.ws.set_row(self.row, height)
        self.ws.write_string(self.row, 0, text, style)
        self.row += 1

    def head(self, title: str, *lines: str, height: float | None = 20) -> None:
        """The sheet's title and the lines below it, so tall each."""
        self.line(title, self.styles.title, 30)
        for text in lines:
            self.line(text, self.styles.subtitle, height)

    def cells(self, contents: Sequence[Content], styles: Sequence[Format] | Format, height: float | None = 20) -> None:
        """The next row of a table."""
        if height is not None:
            self.ws.set_row(self.row, min(height, _MAX_HEIGHT))
        row = self.row
        for column, content in enumerate(contents):
            write_cell(self.ws, row, column, content, styles if isinstance(styles, Format) else styles[column])
        self.row += 1

    def filter_table(self, heading_row: int, last_column: int, *, frozen_columns: int = 0, above: int = 0) -> None:
        """Freeze, filter and repeat on paper, with so many rows above them, the headings of the table just written."""
        self.ws.freeze_panes(heading_row + 1, frozen_columns)
        self.ws.autofilter(heading_row, 0, max(heading_row, self.row - 1), last_column)
        self.ws.repeat_rows(heading_row - above, heading_row)

    def bars(self, first_row: int, column: int, highest: float) -> None:
        """A bar behind each number of a column, from this row to the last one written; the number stands on it."""
        if self.row > first_row:
            self.ws.conditional_format(first_row, column, self.row - 1, column, data_bar(highest))
