"""The tables of a form, the survey's and the hamlets': their columns by name, else by heading, and their rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xl_cfc.answers.submission import HamletRow, SurveyRow
from xl_cfc.cells import Cell
from xl_cfc.findings.file import SHEET_LOST
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.identity import COLUMN_MOVED, FILLED_COPY, SPARE_COPY
from xl_cfc.form import layout as names
from xl_cfc.form.reading.sheets import FormSheets
from xl_cfc.language import t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.workbook.grid import Grid, NamedPlace, column_letters
from xl_cfc.workbook.headings import find_heading_row, heading_rows, row_below_heading


class _WantedColumn(NamedTuple):
    """A column to find: what it is called here, its defined name and its heading."""

    key: str
    name: str
    heading: str


class _TableStart(NamedTuple):
    """Where a table's rows begin, and the columns that were found."""

    grid: Grid
    first: int
    columns: dict[str, int]


def survey_rows(sheets: FormSheets) -> tuple[tuple[SurveyRow, ...], list[Finding]]:
    """Every row of the survey with something in it, and what is to be said of the table."""
    columns = (
        _WantedColumn("group", names.NAME_GROUP, names.HEADING_GROUP),
        _WantedColumn("answer", names.NAME_ANSWER, names.HEADING_ANSWER),
    )
    table, findings = _find(sheets, columns)
    if table is None or not {"group", "answer"} <= table.columns.keys():
        return (), findings
    grid, group, answer = table.grid, table.columns["group"], table.columns["answer"]
    rows = sorted({row for row, column in grid.cells if column in (group, answer) and row >= table.first})
    made = tuple(SurveyRow(grid[row, group], grid[row, answer]) for row in rows)
    return made, [*findings, *_copies(sheets, table, columns)]


def hamlet_rows(sheets: FormSheets, ruleset: Ruleset) -> tuple[tuple[HamletRow, ...], list[Finding]]:
    """Every row of the hamlets' table with something in it, and what is to be said of the table."""
    columns = (
        _WantedColumn("", names.NAME_HAMLET, names.HEADING_HAMLET),
        *(_WantedColumn(field.id, names.hamlet_name(field.id), field.label) for field in ruleset.hamlet_fields),
    )
    table, findings = _find(sheets, columns)
    if table is None or "" not in table.columns:
        return (), findings
    findings += _copies(sheets, table, columns)
    keys = {column: key for key, column in table.columns.items()}
    rows: dict[int, dict[str, Cell]] = {}
    for (row, column), cell in table.grid.cells.items():
        if row >= table.first and column in keys:
            rows.setdefault(row, {})[keys[column]] = cell
    name_column = table.columns[""]
    names_of = {row: cells.pop("", table.grid[row, name_column]) for row, cells in rows.items()}
    return tuple(HamletRow(names_of[row], cells) for row, cells in sorted(rows.items())), findings


def _find(sheets: FormSheets, columns: Sequence[_WantedColumn]) -> tuple[_TableStart | None, list[Finding]]:
    """The table with these columns: by names while the first has one, else by headings."""
    places = {one.key: place for one in columns if (place := sheets.workbook.place(one.name)) is not None}
    first = columns[0]
    if first.key not in places:
        return _by_headings(sheets, columns)
    sheet = places[first.key].sheet
    here = {key: place for key, place in places.items() if place.sheet == sheet}
    if len(here) < len(columns):
        return _partly_named(sheets, columns, here)
    start = min(place.row for place in here.values())
    grid = sheets.grid(sheet)
    moved = list(_moved(grid, columns, here))
    below = row_below_heading(grid, start, here[first.key].column, first.heading)
    gone = {one.key for one, _ in moved}
    places_left = {key: place.column for key, place in here.items() if key not in gone}
    return _TableStart(grid, below, places_left), [finding for _, finding in moved]


_MovedColumn = tuple[_WantedColumn, Finding]


def _moved(grid: Grid, columns: Sequence[_WantedColumn], named: Mapping[str, NamedPlace]) -> Iterator[_MovedColumn]:
    """The columns whose names no longer stand below their headings; or whose cells two names share."""
    start = min(place.row for place in named.values())
    wanted = [one.heading for one in columns]
    above = [row for row in heading_rows(grid, start) if row.column(columns[0].heading) is not None]
    heading = max(above, key=lambda row: sum(row.column(text) is not None for text in wanted), default=None)
    taken = Counter(place.column for place in named.values())
    for one in columns:
        here, there = named[one.key].column, heading.column(one.heading) if heading is not None else None
        if taken[here] > 1 or there not in (None, here):
            where = column_letters(here if there is None else there)
            place = {"here": column_letters(here), "there": where, "sheet_title": grid.title}
            yield one, found(COLUMN_MOVED, sheet=grid.title, cell=named[one.key].ref, title=one.heading, **place)


def _copies(sheets: FormSheets, table: _TableStart, columns: Sequence[_WantedColumn]) -> Iterator[Finding]:
    """Other sheets with the same table: an error where something else is typed there, else a hint."""
    keys = list(table.columns)
    own = _typed_rows(table.grid, table.first, [table.columns[key] for key in keys])
    headings = {one.key: one.heading for one in columns}
    for grid in sheets.searched(fully=False):
        heading = find_heading_row(grid, list(headings.values())) if grid.title != table.grid.title else None
        if heading is None:
            continue
        places = [column for key in keys if (column := heading.column(headings[key])) is not None]
        there = _typed_rows(grid, heading.row + 1, places)
        names_of = {"copy": grid.title, "original": table.grid.title}
        if there and there != own:
            first = f"{column_letters(places[0])}{heading.row + 1}"
            count = t(f"{len(there)} dòng", f"{len(there)} rows")
            yield found(FILLED_COPY, sheet=grid.title, cell=first, count=len(there), cells=count, **names_of)
        else:
            yield found(SPARE_COPY, sheet=grid.title, **names_of)


def _typed_rows(grid: Grid, first: int, columns: Sequence[int]) -> list[tuple[str, ...]]:
    """What stands in these columns from a row on, row by row; blank rows left out."""
    rows = sorted({row for row, column in grid.cells if row >= first and column in columns})
    shown = (tuple(grid[row, column].shown for column in columns) for row in rows)
    return [row for row in shown if any(text.strip() for text in row)]


def _by_headings(sheets: FormSheets, columns: Sequence[_WantedColumn]) -> tuple[_TableStart | None, list[Finding]]:
    heading = sheets.heading(columns[0].heading)
    if heading is None:
        return None, [found(SHEET_LOST, title=columns[0].heading)]
    places = {one.key: column for one in columns if (column := heading.column(one.heading)) is not None}
    return _TableStart(sheets.whole(heading.sheet), heading.row + 1, places), []


def _partly_named(
    sheets: FormSheets, columns: Sequence[_WantedColumn], named: dict[str, NamedPlace]
) -> tuple[_TableStart, list[Finding]]:
    """A table of which some columns have lost their names: those are found by the headings above."""
    first = columns[0]
    sheet = named[first.key].sheet
    start = min(place.row for place in named.values())
    above = [heading for heading in sheets.headings if heading.sheet == sheet and heading.row <= start]
    places = {key: place.column for key, place in named.items()}
    findings = []
    for lost in (one for one in columns if one.key not in named):
        column = next((place for row in above if (place := row.column(lost.heading)) is not None), None)
        if column is None:
            findings.append(found(SHEET_LOST, sheet=sheet, title=lost.heading))
        else:
            places[lost.key] = column
    grid = sheets.whole(sheet)
    return _TableStart(grid, row_below_heading(grid, start, places[first.key], first.heading), places), findings
