"""One sheet of the consolidated workbook, written row by row from the top: big tables never stand in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from xl_cfc.consolidation.ledger.models import NOTHING_YET, Ledger
from xl_cfc.consolidation.merging import Consolidation
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.workbook.styles import BAR, BORDER, GROUP_FILL, Styles, text_height

#: Excel's limits: links on a sheet, and the height of a row.
MAX_LINKS = 65_000
MAX_HEIGHT = 400


Value = str | int | float | bool | Decimal | Fraction | date | None


@dataclass(frozen=True)
class Book:
    """The workbook being written, with what every sheet needs; `headings` notes what tables to type into hold."""

    workbook: Workbook
    styles: Styles
    merged: Consolidation
    created: datetime
    ledger: Ledger = NOTHING_YET
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def rulesets(self) -> dict[str, Ruleset]:
        """The rule sets of the blocks, by digest."""
        return {block.ruleset.digest: block.ruleset for block in self.merged.blocks}


class Page:
    """A worksheet with a cursor: `row` is the next row to be written."""

    def __init__(self, book: Book, title: str, tab_color: str) -> None:
        self.book = book
        self.title = title
        self.styles = book.styles
        self.row = 0
        self.ws: Worksheet = book.workbook.add_worksheet(title)
        self.ws.set_tab_color(tab_color)
        self.ws.hide_gridlines(2)
        self._links = 0

    def columns(self, *widths: float) -> None:
        """The widths of the first columns, in characters."""
        for column, width in enumerate(widths):
            self.ws.set_column(column, column, width)

    def line(self, text: str, style: Format, height: float = 20) -> None:
        """A text across the sheet in a row of its own."""
        self.ws.set_row(self.row, height)
        self.ws.write_string(self.row, 0, text, style)
        self.row += 1

    def paragraph(self, text: str, style: Format, last: int, width: float) -> None:
        """A wrapped text over the columns up to `last`, which are `width` characters wide together."""
        self.ws.set_row(self.row, text_height((text, width)))
        self.ws.merge_range(self.row, 0, self.row, last, "", style)
        self.ws.write_string(self.row, 0, text, style)
        self.row += 1

    def cells(self, values: Sequence[Value], styles: Sequence[Format] | Format, height: float = 20) -> None:
        """The next row of a table."""
        self.ws.set_row(self.row, min(height, MAX_HEIGHT))
        for column, value in enumerate(values):
            self.put(column, value, styles if isinstance(styles, Format) else styles[column])
        self.row += 1

    def groups(self, groups: Sequence[tuple[str, int]]) -> None:
        """A row above the headings that names groups of columns: text and number of columns of each.

        Nothing is merged: a page break inside a group leaves no half cell, and sorting is not hindered.
        """
        properties = {
            "bold": True,
            "bg_color": GROUP_FILL,
            "text_wrap": False,
            "top": 1,
            "bottom": 1,
            "border_color": BORDER,
        }
        first, rest = self.styles(**properties, left=1), self.styles(**properties)
        self.cells(
            [text if place == 0 else "" for text, size in groups for place in range(size)],
            [first if place == 0 else rest for _, size in groups for place in range(size)],
            22,
        )

    def put(self, column: int, value: Value, style: Format) -> None:
        """A value in the row at the cursor; a text is never taken for a formula or a link."""
        if value is None or value == "":
            self.ws.write_blank(self.row, column, None, style)
        elif isinstance(value, str):
            self.ws.write_string(self.row, column, value, style)
        elif isinstance(value, bool):
            self.ws.write_boolean(self.row, column, value, style)
        elif isinstance(value, date):
            self.ws.write_datetime(self.row, column, value, style)
        else:
            self.ws.write_number(self.row, column, float(value), style)

    def link(self, row: int, column: int, target: Url | None, text: str, style: Format) -> None:
        """A link in a row just written; beyond what a sheet can hold, its text alone."""
        if target is None or self._links >= MAX_LINKS or not text:
            self.ws.write_string(row, column, text, style)
            return
        self._links += 1
        target.text = text
        self.ws.write_url(row, column, target, style)

    def head(self, title: str, *lines: str) -> None:
        """The sheet's title and the lines below it."""
        self.line(title, self.styles.title, 30)
        for text in lines:
            self.line(text, self.styles.subtitle)

    def filter_table(self, heading_row: int, last_column: int, *, frozen_columns: int = 0, above: int = 0) -> None:
        """Freeze, filter and repeat on paper, with so many rows above them, the headings of the table just written."""
        self.ws.freeze_panes(heading_row + 1, frozen_columns)
        self.ws.autofilter(heading_row, 0, max(heading_row, self.row - 1), last_column)
        self.ws.repeat_rows(heading_row - above, heading_row)

    def bars(self, first_row: int, column: int, highest: float) -> None:
        """A bar behind each number of a column, from this row to the last one written; the number stands on it."""
        if self.row > first_row:
            options = {
                "type": "data_bar", "bar_color": BAR, "bar_solid": True, "data_bar_2010": True,
                "min_type": "num", "min_value": 0, "max_type": "num", "max_value": highest or 1,
            }  # fmt: skip
            self.ws.conditional_format(first_row, column, self.row - 1, column, options)

    def print_on(
        self, *, landscape: bool = True, wide: int = 1, tall: int = 0, breaks: Sequence[int] = (), scale: int = 100
    ) -> None:
        """A4, page numbers below: so many pages wide and tall (0: as needed), or at a scale with page breaks."""
        self.ws.set_paper(9)
        if landscape:
            self.ws.set_landscape()
        if breaks:
            self.ws.set_print_scale(scale)
            self.ws.set_h_pagebreaks(breaks)
        else:
            self.ws.fit_to_pages(wide, tall)
        self.ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.ws.set_footer('&L&"Times New Roman,Italic"&10&A&R&"Times New Roman,Regular"&10Trang &P/&N')
