"""The sheets of an opened form: cells by name, and rows by headings and codes where names are gone."""

from dataclasses import dataclass, field
from functools import cached_property

from xl_cfc.cells import Cell
from xl_cfc.form import layout as names
from xl_cfc.ruleset.cellnames import EARLIER_PREFIX, TYPED_PREFIXES
from xl_cfc.workbook.grid import Grid, NamedPlace, column_letters
from xl_cfc.workbook.headings import HeadingRow, heading_rows
from xl_cfc.workbook.opened import OpenedWorkbook

#: Names the reader follows; the form has others, for its formulas.
_TYPED_NAMES = (*TYPED_PREFIXES, names.NAME_GROUP, names.NAME_ANSWER, names.hamlet_name(""))
_READ_NAMES = (*_TYPED_NAMES, EARLIER_PREFIX, names.ORIGIN_PREFIX, names.NAME_TOTAL)
#: Sheets on which nothing is typed, whatever tables stand there.
_REFERENCE = (
    names.GUIDE, names.SCORES, names.RULES, names.PROBLEMS, names.CALC, names.ORIGINS, names.PLAN, names.EARLIER,
)  # fmt: skip
#: A row with one of these is a row of headings.
_KNOWN_HEADINGS = (names.HEADING_VALUE, names.HEADING_GROUP, names.HEADING_HAMLET)


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
        columns: dict[str, set[int]] = {}
        typed: set[str] = set()
        for name in self.workbook.names:
            place = self.workbook.place(name) if name.startswith(_READ_NAMES) else None
            if place is not None:
                columns.setdefault(place.sheet, set()).add(place.column)
                typed |= {place.sheet} if name.startswith(_TYPED_NAMES) else set()
        for title in typed:  # with the columns before them, where the codes stand
            columns[title] = set(range(1, max(columns[title]) + 1))
        return {title: frozenset(map(column_letters, numbers)) for title, numbers in columns.items()}

    def searched(self, *, fully: bool) -> list[Grid]:
        """The sheets on which something may be typed: as far as names reach, `fully` where names are gone; in full
        where none stands."""
        typed = [title for title in self.workbook.sheets if title not in _REFERENCE]
        return [self.whole(title) if fully or title not in self._named_columns else self.grid(title) for title in typed]

    @cached_property
    def headings(self) -> tuple[HeadingRow, ...]:
        """Rows with headings we know, on every sheet; searched only when names are gone."""
        rows = (row for title in self.workbook.sheets for row in heading_rows(self.whole(title)))
        return tuple(row for row in rows if row.column(*_KNOWN_HEADINGS) is not None)

    def heading(self, text: str) -> HeadingRow | None:
        """The first of them that has this heading."""
        return next((row for row in self.headings if row.column(text) is not None), None)
