"""Fonts, colours and borders of every workbook the product writes: one palette, one font."""

from functools import lru_cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "Times New Roman"
SIZE = 13

INK = "#1F2933"
HEADING_FILL = "#1F4E79"
GROUP_FILL = "#DCE9F5"
INPUT_FILL = "#FFF9DB"
INPUT_INK = "#0000FF"
RESULT_FILL = "#F3F6F9"
ERROR_INK, ERROR_FILL = "#9C0006", "#FFD9D9"
WARNING_INK, WARNING_FILL = "#7F4F00", "#FFEBB8"
GOOD_INK, GOOD_FILL = "#0B5A2A", "#D9F2E0"
BORDER = "#9AA5B1"
BAR = "#7FB2E5"
LINK_INK = "#0563C1"
#: How much of a column bold letters can use: they are wider.
BOLD_WIDTH = 0.88


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        """A format with the house font, wrapped and vertically centred unless said otherwise."""
        merged = {
            "font_name": FONT,
            "font_size": SIZE,
            "font_color": INK,
            "valign": "vcenter",
            "text_wrap": True,
            **properties,
        }
        key = tuple(sorted(merged.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(merged)
        return self._made[key]

    def bordered(self, **properties: Any) -> Format:
        """A format of a table's cell."""
        return self(border=1, border_color=BORDER, **properties)

    @property
    def title(self) -> Format:
        """A sheet's title."""
        return self(bold=True, font_size=17, font_color=HEADING_FILL, text_wrap=False)

    @property
    def subtitle(self) -> Format:
        """The line below the title."""
        return self(italic=True, text_wrap=False)

    @property
    def heading(self) -> Format:
        """A column heading."""
        return self.bordered(bold=True, font_color="#FFFFFF", bg_color=HEADING_FILL, align="center")

    @property
    def turned(self) -> Format:
        """A heading that reads upwards, over a narrow column."""
        return self.bordered(
            bold=True, font_color="#FFFFFF", bg_color=HEADING_FILL, rotation=90, font_size=11, align="center"
        )

    @property
    def group(self) -> Format:
        """A row that heads a group."""
        return self.bordered(bold=True, bg_color=GROUP_FILL)

    @property
    def cell(self) -> Format:
        """A table's text cell."""
        return self.bordered()

    @property
    def centred(self) -> Format:
        """A table's short cell."""
        return self.bordered(align="center")

    @property
    def link(self) -> Format:
        """A cell that leads somewhere."""
        return self.bordered(font_color=LINK_INK, underline=1)

    @property
    def nothing(self) -> Format:
        """A number that says that somebody stands at 0."""
        return self.bordered(align="center", bold=True, font_color=ERROR_INK, bg_color=ERROR_FILL)

    def input(self, **properties: Any) -> Format:
        """A cell to type in: light yellow, blue, unlocked."""
        return self.bordered(bg_color=INPUT_FILL, font_color=INPUT_INK, locked=False, **properties)

    def result(self, **properties: Any) -> Format:
        """A cell that a formula fills."""
        return self.bordered(bg_color=RESULT_FILL, **properties)


def data_bar(highest: float) -> dict[str, Any]:
    """The conditional format of a bar behind a number that is at most `highest`."""
    bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "data_bar_2010": True}
    return {**bar, "min_type": "num", "min_value": 0, "max_type": "num", "max_value": highest or 1}


#: The highest row Excel knows.
_MAX_HEIGHT = 409


def text_height(*columns: tuple[str, float], size: float = SIZE) -> float:
    """Height in points of a row whose wrapped texts stand in columns of these widths (in characters)."""
    lines = max((_lines(text, width, size) for text, width in columns), default=1)
    return min(lines * size * 1.3 + 3, _MAX_HEIGHT)


@lru_cache(maxsize=4096)
def _lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column of this width."""
    per_line = int(max(1.0, width * 7 / (size * 0.585)))
    return sum(max(1, -(-len(part) // per_line)) for part in text.split("\n"))
