"""Native charts of the overview; each repeats numbers that stand in the table beside it."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.chart import Chart

from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.workbook.styles import BAR, BORDER, FONT, INK

_FONT = {"name": FONT, "size": 11, "color": INK}


def add_chart(
    page: Page,
    kind: str,
    title: str,
    description: str,
    rows: tuple[int, int],
    columns: tuple[int, int],
    *,
    place: tuple[int, int, int, int],
    colours: Sequence[str] = (),
    percent: bool = False,
) -> None:
    """A bar or column chart of the table rows `rows`: categories and values in `columns`.

    `place` is row, column, width and height in pixels; `description` is read by screen readers.
    """
    chart: Chart = page.book.workbook.add_chart({"type": kind})
    first, last = rows
    series: dict[str, Any] = {
        "categories": [page.title, first, columns[0], last, columns[0]],
        "values": [page.title, first, columns[1], last, columns[1]],
        "fill": {"color": BAR},
        "border": {"color": INK, "width": 0.5},
        "gap": 40,
        "data_labels": {
            "value": True, "font": _FONT, "num_format": "0%" if percent else "0",
            "position": "inside_end" if percent else "outside_end",
        },
    }  # fmt: skip
    if colours:
        series["points"] = [{"fill": {"color": colour}, "border": {"color": INK}} for colour in colours]
    chart.add_series(series)
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 13, "bold": True}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": BORDER}})
    _axes(chart, kind, percent=percent)
    row, column, width, height = place
    chart.set_size({"width": width, "height": height})
    page.ws.insert_chart(
        row, column, chart, {"x_offset": 6, "y_offset": 2, "description": description, "object_position": 1}
    )


def _axes(chart: Chart, kind: str, *, percent: bool) -> None:
    """The scale from 0; bars run from top to bottom as the rows of their table, each with its number."""
    scale = {"min": 0, "num_format": "0%" if percent else "0", "num_font": _FONT}
    if percent:
        scale["max"] = 1
    categories = {"num_font": _FONT, "num_format": "General", "major_tick_mark": "none"}
    quiet = {"visible": False, "major_gridlines": {"visible": True, "line": {"color": "#D5DBE1"}}}
    if kind == "bar":  # XlsxWriter names the axes by their direction on the page
        chart.set_y_axis({**categories, "reverse": True})
        chart.set_x_axis({**scale, **quiet})
    else:
        chart.set_x_axis(categories)
        chart.set_y_axis({**scale, **quiet})
