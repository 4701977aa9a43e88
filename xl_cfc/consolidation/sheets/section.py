"""A section of the sheet `Tổng quan`: title and sentence above, a table on the left, a table or chart on the right."""

from collections.abc import Sequence

from xl_cfc.consolidation.sheets.canvas import Canvas
from xl_cfc.consolidation.sheets.charts import add_chart
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.styles import text_height

#: Left: a sign, a text, three numbers; a gap; right: a text, four numbers, or a chart.
WIDTHS = (6, 52, 11, 11, 11, 2, 20, 11, 11, 11, 11)
RIGHT, LAST = 6, len(WIDTHS) - 1
#: Characters of a text over all columns.
WIDE = sum(WIDTHS) * 0.9
_CHART_WIDTH = 448


class Section:
    """A section: titles and sentences above, a table on the left, a table or chart on the right."""

    def __init__(self, page: Page) -> None:
        self.page, self.canvas, self.styles = page, Canvas(), page.styles
        self.canvas.stretch(0, 8)

    def title(self, column: int, text: str, sentence: str, *, to: int) -> None:
        """A title and the sentence below it, over the columns up to `to`."""
        styles, width = self.styles, sum(WIDTHS[column : to + 1]) * 0.9
        heading = styles(bold=True, font_size=14, font_color=palette.HEADING_FILL, text_wrap=False)
        self.canvas.put(1, column, text, heading)
        self.canvas.stretch(1, 22)
        self.canvas.put(2, column, sentence, styles(italic=True, valign="top"), to=to)
        self.canvas.stretch(2, text_height((sentence, width)))

    def headings(self, column: int, texts: Sequence[str], height: float = 36) -> None:
        """The headings of a table."""
        self.canvas.row(3, column, texts, self.styles.heading, height)

    def chart(self, kind: str, title: str, sentence: str, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """Write everything, with a chart of the table's rows beside it."""
        start = self.page.row
        height = self.canvas.pixels(3, self.canvas.rows - 1)
        self.canvas.write(self.page)
        place = (start + 3, RIGHT, _CHART_WIDTH, height - 2)
        lines = (start + rows[0], start + rows[1])
        add_chart(self.page, kind, title, sentence, lines, columns, place=place, percent=kind == "bar")
