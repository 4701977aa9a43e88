"""From a filled form to a `Submission`: inputs by defined name, then by row code, with the cell of every value."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from xl_cfc.answers.submission import HamletRow, Provenance, Submission, SurveyRow
from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.agency import AGENCY_NOT_FORM, FORM_NOT_AGENCY
from xl_cfc.findings.file import (
    CONSOLIDATED_NOT_FORM,
    INPUT_LOST,
    NAME_LOST,
    NOT_A_FORM,
    OTHER_VERSION,
    OUT_OF_MEMORY,
    RULEBOOK_NOT_FORM,
    SHEET_LOST,
    UNKNOWN_RULESET,
)
from xl_cfc.findings.finding import Finding, FindingKind, found
from xl_cfc.form import layout as names
from xl_cfc.form.altered import altered
from xl_cfc.form.fonts import legacy_fonts
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import Field, Ruleset
from xl_cfc.ruleset.parts import part_of
from xl_cfc.stamp import AGENCY_KIND, FORM_KIND, RULEBOOK_KIND, TEMPLATE_VERSION, Stamp
from xl_cfc.workbook.package import Package, PackageError, open_package, unreadable
from xl_cfc.workbook.sheetxml import Grid, column_letters, read_grid
from xl_cfc.workbook.stamping import recognise
from xl_cfc.workbook.workbookxml import Place, WorkbookPart, read_workbook

#: Names the reader follows; the form has others, for its formulas.
_READ_NAMES = ("in_", "ev_", "ex_", "kt_", "ks_nhom", "ks_tra_loi", "thon_", names.ORIGIN_PREFIX, names.NAME_TOTAL)


@dataclass(frozen=True)
class ReadResult:
    """What reading a file gave: a submission with the rule set it follows, or findings that say why not."""

    submission: Submission | None
    ruleset: Ruleset | None
    findings: tuple[Finding, ...]


def read_form(data: bytes, file: str, rulesets: FindRuleset) -> ReadResult:
    """Read a commune's form. Never raises for a bad file: what is wrong with it is a finding."""
    return _read(data, file, rulesets, FORM_KIND)


def read_agency_form(data: bytes, file: str, rulesets: FindRuleset) -> ReadResult:
    """Read an agency's form, in the same way; the rule set of the result is the part it holds."""
    return _read(data, file, rulesets, AGENCY_KIND)


_OTHER_KIND = {
    (FORM_KIND, AGENCY_KIND): AGENCY_NOT_FORM,
    (AGENCY_KIND, FORM_KIND): FORM_NOT_AGENCY,
    (FORM_KIND, RULEBOOK_KIND): RULEBOOK_NOT_FORM,
    (AGENCY_KIND, RULEBOOK_KIND): RULEBOOK_NOT_FORM,
}


def _read(data: bytes, file: str, rulesets: FindRuleset, expected: str) -> ReadResult:
    try:
        package = open_package(data)
        workbook = read_workbook(package)
        recognised = recognise(package, workbook)
        if recognised is None:
            return _refused(file, NOT_A_FORM)
        kind, stamp = recognised
        if kind != expected:
            return _refused(file, _OTHER_KIND.get((expected, kind), CONSOLIDATED_NOT_FORM))
        if stamp.template_version != TEMPLATE_VERSION:  # what its cells mean is not known here
            expected_version = TEMPLATE_VERSION
            return _refused(file, OTHER_VERSION, version=stamp.template_version, expected=expected_version)
        ruleset = rulesets(stamp)
        if ruleset is not None and stamp.criteria:
            ruleset = _part(ruleset, stamp.criteria)
        if ruleset is None:
            return _refused(file, UNKNOWN_RULESET, ruleset=stamp.ruleset_id, hash=stamp.ruleset_hash)
        if not workbook.sheets:
            raise unreadable("không có trang tính nào", "there is no worksheet")
        reading = _Reading(package, workbook, ruleset, file)
        submission = reading.submission(stamp, hashlib.sha256(data).hexdigest())
        fonts = legacy_fonts(package, workbook, submission.texts())
        submission = submission.model_copy(update={"fonts": fonts}) if fonts else submission
        findings = (*reading.findings, *altered(package, workbook, ruleset, concludes=not stamp.criteria))
        return ReadResult(submission, ruleset, tuple(finding.in_file(file) for finding in findings))
    except PackageError as error:
        return _refused(file, error.kind, **error.params)
    except MemoryError:
        return _refused(file, OUT_OF_MEMORY)


def _part(ruleset: Ruleset, criteria: str) -> Ruleset | None:
    """The part of a rule set an agency's form says it holds; None when it says what cannot be."""
    try:
        return part_of(ruleset, (int(number) for number in criteria.split(","))).ruleset
    except ValueError:
        return None


def _refused(file: str, kind: FindingKind, **params: str) -> ReadResult:
    return ReadResult(None, None, (found(kind, file=file, **params),))


def _same(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _below_heading(grid: Grid, start: int, column: int, title: str) -> int:
    """The first row below a column's heading: rows inserted right there stand above the named range."""
    wanted = _same(title)
    for row in range(start - 1, 0, -1):
        cell = grid.cells.get((row, column))
        if cell is not None and cell.kind is CellKind.TEXT and _same(str(cell.value)) == wanted:
            return row + 1
    return start


@dataclass(frozen=True)
class _Heading:
    """A row of headings found on a sheet: title -> column."""

    sheet: str
    row: int
    columns: dict[str, int]


@dataclass
class _Reading:
    package: Package
    workbook: WorkbookPart
    ruleset: Ruleset
    file: str
    findings: list[Finding] = field(default_factory=list)
    grids: dict[str, Grid] = field(default_factory=dict)

    def grid(self, title: str) -> Grid:
        """The cells of a sheet that names point to, read once and only when needed."""
        if title not in self.grids:
            self.grids[title] = self._read(title, self._named_columns.get(title))
        return self.grids[title]

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
    def _whole(self) -> dict[str, Grid]:
        """Every sheet in full, for a form whose names are gone."""
        return {title: self._read(title, None) for title in self.workbook.sheets}

    def _read(self, title: str, columns: frozenset[str] | None) -> Grid:
        return read_grid(self.package, self.workbook.sheets[title], title, self.workbook.book, columns)

    def submission(self, stamp: Stamp, sha256: str) -> Submission:
        """Everything that was typed."""
        cells = {field.id: cell for field in self.ruleset.fields.values() if (cell := self._input(field)) is not None}
        total = self.workbook.place(names.NAME_TOTAL)
        return Submission.model_construct(
            file=self.file,
            sha256=sha256,
            stamp=stamp,
            cells=cells,
            evidence=dict(self._texts(names.evidence_name, names.HEADING_EVIDENCE)),
            explanations=dict(self._texts(names.explanation_name, names.HEADING_EXPLANATION)),
            survey=tuple(self._survey()) if self.ruleset.survey_fields else (),
            hamlets=tuple(self._hamlets()) if self.ruleset.hamlet_fields else (),
            previous=self._previous(),
            sheet_total=self._at(total) if total else None,
            date1904=self.workbook.book.date1904,
            provenance=dict(self._provenance()),
        )

    def _find(self, kind: FindingKind, **where: object) -> None:
        self.findings.append(found(kind, file=self.file, **where))

    def _at(self, place: Place) -> Cell:
        return self.grid(place.sheet)[place.row, place.column]

    def _input(self, field: Field) -> Cell | None:
        place = self.workbook.place(names.input_name(field.id))
        if place is not None:
            return self._at(place)
        label, code = self.ruleset.caption(field.id), self.ruleset.row_codes[field.id]
        for heading, row in self._coded_rows.get(code, ()):
            if (heading.sheet == self._survey_sheet) == (field.survey is not None):
                cell = self._whole[heading.sheet][row, heading.columns[_same(names.HEADING_VALUE)]]
                where = {"sheet": cell.sheet, "cell": cell.ref, "field": field.id}
                self._find(NAME_LOST, **where, label=label, code=code, more="")
                return cell
        self._find(INPUT_LOST, field=field.id, label=label, code=code)
        return None

    def _previous(self) -> dict[str, Cell]:
        """The earlier form's values beside the inputs; nothing where they, or their names, are gone."""
        places = {field.id: self.workbook.place(names.earlier_name(field.id)) for field in self.ruleset.inputs}
        return {name: self._at(place) for name, place in places.items() if place is not None}

    @cached_property
    def _survey_sheet(self) -> str:
        place = self.workbook.place(names.NAME_GROUP)
        if place is not None:
            return place.sheet
        heading = self._heading(names.HEADING_GROUP)
        return heading.sheet if heading else names.SURVEY

    @cached_property
    def _headings(self) -> list[_Heading]:
        """Rows with headings we know, on every sheet; searched only when names are gone."""
        wanted = {_same(names.HEADING_VALUE), _same(names.HEADING_GROUP), _same(names.HEADING_HAMLET)}
        headings = []
        for title in self.workbook.sheets:
            rows: dict[int, dict[str, int]] = {}
            for (row, column), cell in self._whole[title].cells.items():
                if cell.kind is CellKind.TEXT:
                    rows.setdefault(row, {}).setdefault(_same(str(cell.value)), column)
            headings += [_Heading(title, row, texts) for row, texts in sorted(rows.items()) if wanted & texts.keys()]
        return headings

    def _heading(self, title: str) -> _Heading | None:
        return next((heading for heading in self._headings if _same(title) in heading.columns), None)

    @cached_property
    def _coded_rows(self) -> dict[str, list[tuple[_Heading, int]]]:
        """Where each row code stands below a heading of codes and values."""
        code_title, value_title = _same(names.HEADING_CODE), _same(names.HEADING_VALUE)
        found_rows: dict[str, list[tuple[_Heading, int]]] = {}
        for heading in self._headings:
            if not {code_title, value_title} <= heading.columns.keys():
                continue
            for (row, column), cell in self._whole[heading.sheet].cells.items():
                if column == heading.columns[code_title] and row > heading.row:
                    found_rows.setdefault(str(cell.value).strip(), []).append((heading, row))
        return found_rows

    def _texts(self, name_of: Callable[[str], str], title: str) -> Iterator[tuple[str, Cell]]:
        """Evidence or explanations by field (and criterion), by name, else by the row's code."""
        fields = self.ruleset.inputs if name_of is names.evidence_name else self.ruleset.fields.values()
        keys = {field.id: self.ruleset.row_codes[field.id] for field in fields}
        keys |= {f"c{criterion.number}": str(criterion.number) for criterion in self.ruleset.criteria}
        for key, code in keys.items():
            place = self.workbook.place(name_of(key))
            if place is not None:
                yield key, self._at(place)
                continue
            if (
                self.workbook.place(names.input_name(key)) is None
                and name_of is names.evidence_name
                and key not in self.ruleset.fields
            ):
                continue
            for heading, row in self._coded_rows.get(code, ()):
                if _same(title) in heading.columns:
                    yield key, self._whole[heading.sheet][row, heading.columns[_same(title)]]
                    break

    def _columns(
        self, named: dict[str, str], titles: dict[str, str], first: str
    ) -> tuple[Grid, int, dict[str, int]] | None:
        """The sheet, first data row and columns of a table, by names, else by headings."""
        places = {key: place for key, name in named.items() if (place := self.workbook.place(name)) is not None}
        if first in places:
            sheet = places[first].sheet
            here = {key: place for key, place in places.items() if place.sheet == sheet}
            if len(here) < len(named):
                return self._partly_named(here, titles, sheet)
            grid, place = self.grid(sheet), places[first]
            start = min(place.row for place in here.values())
            columns = {key: place.column for key, place in here.items()}
            return grid, _below_heading(grid, start, place.column, titles[first]), columns
        heading = self._heading(titles[first])
        if heading is None:
            self._find(SHEET_LOST, title=titles[first])
            return None
        columns = {key: heading.columns[_same(t)] for key, t in titles.items() if _same(t) in heading.columns}
        return self._whole[heading.sheet], heading.row + 1, columns

    def _provenance(self) -> Iterator[tuple[str, Provenance]]:
        """Where gathered values came from, by place; nothing when the list is gone or not as it was written."""
        places = [place for name in names.ORIGIN_NAMES if (place := self.workbook.place(name)) is not None]
        if len(places) < len(names.ORIGIN_NAMES) or len({place.sheet for place in places}) > 1:
            return
        grid = self.grid(places[0].sheet)
        last = max((row for row, _ in grid.cells), default=-1)
        for row in range(places[0].row, last + 1):
            key, *source = (grid[row, place.column].shown for place in places)
            if key:
                yield key, Provenance(*source)

    def _partly_named(
        self, places: dict[str, Place], titles: dict[str, str], sheet: str
    ) -> tuple[Grid, int, dict[str, int]]:
        """A table of which some columns have lost their names: those are found by their headings."""
        grid = self._whole[sheet]
        columns = {key: place.column for key, place in places.items()}
        start = min(place.row for place in places.values())
        lost = [key for key in titles if key not in columns]
        headings = [heading.columns for heading in self._headings if heading.sheet == sheet and heading.row < start]
        for key in lost:
            column = next((texts[_same(titles[key])] for texts in headings if _same(titles[key]) in texts), None)
            if column is None:
                self._find(SHEET_LOST, sheet=sheet, title=titles[key])
            else:
                columns[key] = column
        first = next(iter(places))
        return grid, _below_heading(grid, start, columns[first], titles[first]), columns

    def _survey(self) -> Iterator[SurveyRow]:
        table = self._columns(
            {"group": names.NAME_GROUP, "answer": names.NAME_ANSWER},
            {"group": names.HEADING_GROUP, "answer": names.HEADING_ANSWER},
            "group",
        )
        if table is None:
            return
        grid, first, columns = table
        if "answer" not in columns:
            return
        wanted = set(columns.values())
        for row in sorted({row for row, column in grid.cells if column in wanted and row >= first}):
            yield SurveyRow(grid[row, columns["group"]], grid[row, columns["answer"]])

    def _hamlets(self) -> Iterator[HamletRow]:
        fields = self.ruleset.hamlet_fields
        table = self._columns(
            {"": names.NAME_HAMLET, **{field.id: names.hamlet_name(field.id) for field in fields}},
            {"": names.HEADING_HAMLET, **{field.id: field.label for field in fields}},
            "",
        )
        if table is None:
            return
        grid, first, columns = table
        keys = {column: key for key, column in columns.items()}
        rows: dict[int, dict[str, Cell]] = {}
        for (row, column), cell in grid.cells.items():
            if row >= first and column in keys:
                rows.setdefault(row, {})[keys[column]] = cell
        for row, cells in sorted(rows.items()):
            name = cells.pop("", None) or grid[row, columns[""]]
            yield HamletRow(name, cells)
