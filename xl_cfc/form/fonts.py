"""Which cells stand in a font of an old encoding. A workbook without such fonts costs one look at their names."""

from collections.abc import Iterable

from xl_cfc.answers.legacy_text import font_encoding
from xl_cfc.cells import Cell, CellKind
from xl_cfc.workbook.opened import OpenedWorkbook


def legacy_fonts(workbook: OpenedWorkbook, cells: Iterable[Cell]) -> dict[tuple[str, str], str]:
    """The fonts, by sheet and cell, of those of the texts that are in a font of an old encoding."""
    legacy = {font for font in workbook.fonts if font_encoding(font) is not None}
    if not legacy:
        return {}
    wanted: dict[str, set[str]] = {}
    for cell in cells:
        if cell.kind is CellKind.TEXT and not cell.shown.isascii():
            wanted.setdefault(cell.sheet, set()).add(cell.ref)
    return {
        (title, ref): font
        for title, refs in wanted.items()
        for ref, font in workbook.fonts_of(title, refs).items()
        if font in legacy
    }
