"""The tables whose rows have codes: general information, figures, the survey's totals, and copies of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from xl_cfc.form import layout as names
from xl_cfc.form.reading.marks import Spot
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.text import to_the_eye
from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.headings import HeadingRow, heading_rows

#: A row with one of these begins another table, or this one anew.
_BEGINS = (names.HEADING_VALUE, names.HEADING_GROUP, names.HEADING_HAMLET)


class Role(Enum):
    """What a table with codes holds; its value is the title of the sheet it is made on."""

    UNIT = names.UNIT
    FIGURES = names.INPUT
    TOTALS = names.SURVEY


@dataclass
class CodedSheet:
    """A sheet with tables of one role: the rows of each code, each under the headings it stands below."""

    role: Role
    grid: Grid
    headings: list[HeadingRow] = field(default_factory=list)
    rows: dict[str, list[tuple[int, HeadingRow]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def title(self) -> str:
        """The sheet's title."""
        return self.grid.title

    def spots(self, code: str, heading: str) -> list[Spot]:
        """The cells in a code's rows under this heading."""
        found = ((row, above.column(heading)) for row, above in self.rows.get(to_the_eye(code), ()))
        return [Spot(self.title, row, column) for row, column in found if column is not None]

    def looks_like(self, other: "CodedSheet") -> bool:
        """Whether it is of the same headings, with most of the same codes."""
        shared = self.rows.keys() & other.rows.keys()
        wanted = set().union(*(heading.columns for heading in other.headings))
        here = set().union(*(heading.columns for heading in self.headings))
        return wanted <= here and 2 * len(shared) > len(other.rows)


def coded_sheets(grids: Iterable[Grid], ruleset: Ruleset) -> list[CodedSheet]:
    """Every sheet with a table of codes and values, once for each role it has."""
    roles = _Roles(ruleset)
    return [sheet for grid in grids for sheet in _on_sheet(grid, roles)]


class _Roles:
    """Which role a table has, by the codes in it."""

    def __init__(self, ruleset: Ruleset) -> None:
        codes = ruleset.row_codes
        self.unit = {to_the_eye(codes[one.id]) for one in ruleset.unit_fields}
        self.survey = {to_the_eye(codes[one.id]) for one in ruleset.survey_fields}
        self.figures = {to_the_eye(codes[one.id]) for one in ruleset.inputs if one.survey is None}
        self.figures |= {str(criterion.number) for criterion in ruleset.criteria}

    def of(self, heading: HeadingRow, codes: Iterable[str]) -> Role | None:
        found = set(codes)
        if found & self.unit:
            return Role.UNIT
        if heading.column(names.HEADING_EVIDENCE) is not None:
            return Role.FIGURES if found & (self.figures | self.survey) else None
        if found & self.figures:
            return Role.FIGURES
        return Role.TOTALS if found & self.survey else None


def _on_sheet(grid: Grid, roles: _Roles) -> Iterator[CodedSheet]:
    headings = [row for row in heading_rows(grid) if row.column(*_BEGINS) is not None]
    made: dict[Role, CodedSheet] = {}
    for heading, rows in zip(headings, _rows_below(grid, headings), strict=True):
        role = roles.of(heading, rows) if rows else None
        if role is None:
            continue
        sheet = made.setdefault(role, CodedSheet(role, grid))
        sheet.headings.append(heading)
        for code, row in rows.items():
            sheet.rows[code] += [(one, heading) for one in row]
    yield from made.values()


def _rows_below(grid: Grid, headings: Sequence[HeadingRow]) -> Iterator[Mapping[str, list[int]]]:
    """The rows of each code below each row of headings, down to the next one; none where no codes are headed."""
    for position, heading in enumerate(headings):
        end = headings[position + 1].row if position + 1 < len(headings) else float("inf")
        column = heading.column(names.HEADING_CODE)
        rows: dict[str, list[int]] = defaultdict(list)
        if column is not None and heading.column(names.HEADING_VALUE) is not None:
            for (row, place), cell in grid.cells.items():
                if place == column and heading.row < row < end and cell.shown.strip():
                    rows[to_the_eye(cell.shown)].append(row)
        yield rows
