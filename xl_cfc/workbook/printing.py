"""How a sheet prints: A4, so many pages wide, headings repeated, its name and the page's number below."""

from collections.abc import Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

_A4 = 9
_FOOTER = '&L&"Times New Roman,Italic"&10&A&R&"Times New Roman,Regular"&10Trang &P/&N'


class Margins(NamedTuple):
    """Margins in inches."""

    left: float
    right: float
    top: float
    bottom: float


NARROW = Margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
#: Room on the left for the holes of a binder.
BOUND = Margins(left=0.5, right=0.4, top=0.6, bottom=0.6)


def set_up_page(
    sheet: Worksheet,
    *,
    landscape: bool = True,
    wide: int = 1,
    tall: int = 0,
    repeated: tuple[int, int] | None = None,
    margins: Margins | None = NARROW,
    numbered: bool = True,
) -> None:
    """Fit a sheet to so many pages wide and tall (0: as many as needed); `repeated` are the first and last row that
    stand on every page, without `margins` the program's own are kept, and `numbered` says what stands below."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(wide, tall)
    if margins is not None:
        sheet.set_margins(*margins)
    if numbered:
        sheet.set_footer(_FOOTER)
    if repeated is not None:
        sheet.repeat_rows(*repeated)


def break_pages(sheet: Worksheet, rows: Sequence[int], scale: int) -> None:
    """Begin a page at each of these rows, at a scale in percent: Excel heeds breaks only where nothing is fitted."""
    sheet.set_print_scale(scale)
    sheet.set_h_pagebreaks(rows)
