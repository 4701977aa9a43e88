"""Colours that repeat what a sign or a word already says; no meaning by colour alone."""

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_cfc.form.sheets.calc import BLANK_MARK, ERROR_MARK, WARNING_MARK
from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.workbook import styles


def mark_live_text(sheet: Sheet, first: int, last: int, column: int, last_column: int | None = None) -> None:
    """Colour texts that begin with a live check's sign."""
    make = sheet.book.workbook.add_format
    coloured = (
        (ERROR_MARK, styles.ERROR_INK, styles.ERROR_FILL),
        (BLANK_MARK, styles.WARNING_INK, styles.WARNING_FILL),
        (WARNING_MARK, styles.WARNING_INK, styles.WARNING_FILL),
        ("✓", styles.GOOD_INK, styles.GOOD_FILL),
    )
    cell = xl_rowcol_to_cell(first, column)
    for mark, ink, fill in coloured:
        sheet.ws.conditional_format(
            first,
            column,
            last,
            column if last_column is None else last_column,
            {
                "type": "formula",
                "criteria": f'=LEFT({cell},1)="{mark}"',
                "format": make({"font_color": ink, "bg_color": fill}),
            },
        )
