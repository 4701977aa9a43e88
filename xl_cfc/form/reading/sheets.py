"""The sheets of an opened form: cells by name, and rows by headings and codes where names are gone."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from xl_cfc.cells import Cell
from xl_cfc.form import layout as names
from xl_cfc.ruleset.cellnames import EARLIER_PREFIX, TYPED_PREFIXES
from xl_cfc.text import composed
from xl_cfc.workbook.grid import Grid, NamedPlace, column_letters
from xl_cfc.workbook.headings import HeadingRow, heading_rows
from xl_cfc.workbook.opened import OpenedWorkbook

#: Names the reader follows; the form has others, for its formulas.
_READ_NAMES = (
    *TYPED_PREFIXES, EARLIER_PREFIX, names.NAME_GROUP, names.NAME_ANSWER, names.hamlet_name(""), names.ORIGIN_PREFIX,
    names.NAME_TOTAL,
)  # fmt: skip
#: A row with one of these is a row of headings.
_KNOWN_HEADINGS = (names.HEADING_VALUE, names.HEADING_GROUP, names.HEADING_HAMLET)


class CodedRow(NamedTuple):
    """A row found by its code, and the headings it stands under."""

    heading: HeadingRow
    row: int


@dataclass(frozen=True)
class FormSheets:
    """The sheets of an opened form, each read once: only the columns names stand in, in full where they are gone."""

    workbook: OpenedWorkbook
    _named: dict[str, Grid] = field(default_factory=dict)

    def named(self, name: str) -> Cell | None:
        """The cell a defined name points to, None when the name is gone."""
        place = self.workbook.place(name)
        return self.at(place) if place is not None else None

    def at(self, place: NamedPlace) -> Cell:
        """The cell in a place some name points to."""
        return self.grid(place.sheet)[place.row, place.column]

    def grid(self, title: str) -> Grid:
        """A sheet's columns that names point to."""
        if title not in self._named:
            self._named[title] = self.workbook.grid(title, self._named_columns.get(title))
        return self._named[title]

    def whole(self, title: str) -> Grid:
        """A sheet in full."""
        return self.workbook.grid(title)

    @cached_property
    def _named_columns(self) -> dict[str, frozenset[str]]:
        """The columns in which the names of the form stand, by sheet."""
        columns: dict[str, set[str]] = {}
        for name in self.workbook.names:
            place = self.workbook.place(name) if name.startswith(_READ_NAMES) else None
            if place is not None:
                columns.setdefault(place.sheet, set()).add(column_letters(place.column))
        return {title: frozenset(letters) for title, letters in columns.items()}

    @cached_property
    def headings(self) -> tuple[HeadingRow, ...]:
        """Rows with headings we know, on every sheet; searched only when names are gone."""
        rows = (row for title in self.workbook.sheets for row in heading_rows(self.whole(title)))
        return tuple(row for row in rows if row.column(*_KNOWN_HEADINGS) is not None)

    def heading(self, text: str) -> HeadingRow | None:
        """The first of them that has this heading."""
        return next((row for row in self.headings if row.column(text) is not None), None)

    def coded_rows(self, code: str) -> tuple[CodedRow, ...]:
        """Where a row code stands below a heading of codes beside one of values."""
        return tuple(self._coded_rows.get(code, ()))

    @cached_property
    def _coded_rows(self) -> dict[str, list[CodedRow]]:
        found: dict[str, list[CodedRow]] = {}
        for heading in self.headings:
            column = heading.column(names.HEADING_CODE)
            if column is None or heading.column(names.HEADING_VALUE) is None:
                continue
            for (row, place), cell in self.whole(heading.sheet).cells.items():
                if place == column and row > heading.row:
                    found.setdefault(composed(str(cell.value)).strip(), []).append(CodedRow(heading, row))
        return found

    def beside(self, found: CodedRow, heading: str) -> Cell | None:
        """The cell in a coded row under this heading, None where the heading does not stand."""
        column = found.heading.column(heading)
        return self.whole(found.heading.sheet)[found.row, column] if column is not None else None

    @cached_property
    def survey_sheet(self) -> str:
        """The sheet of the survey: where its respondents stand, by name or by heading."""
        place = self.workbook.place(names.NAME_GROUP)
        if place is not None:
            return place.sheet
        heading = self.heading(names.HEADING_GROUP)
        return heading.sheet if heading else names.SURVEY
