"""Where gathered values came from."""

from xl_cfc.answers.places import Place, parse_place
from xl_cfc.answers.submission import Provenance
from xl_cfc.form import layout as names
from xl_cfc.form.reading.sheets import FormSheets


def provenance(sheets: FormSheets) -> dict[Place, Provenance]:
    """Where gathered values came from, by place; nothing when the list is gone or not as it was written."""
    columns = [there for name in names.ORIGIN_NAMES if (there := sheets.workbook.place(name)) is not None]
    if len(columns) < len(names.ORIGIN_NAMES) or len({there.sheet for there in columns}) > 1:
        return {}
    grid = sheets.grid(columns[0].sheet)
    last = max((row for row, _ in grid.cells), default=-1)
    origins: dict[Place, Provenance] = {}
    for row in range(columns[0].row, last + 1):
        key, *source = (grid[row, there.column].shown for there in columns)
        if place := parse_place(key):
            origins[place] = Provenance(*source)
    return origins
