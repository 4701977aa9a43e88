"""Finding the table of units in an .xlsx or .csv file."""

import csv
from io import StringIO
from pathlib import Path

from xl_cfc.books.headings import find_table, read_grids
from xl_cfc.books.roster.columns import COLUMNS, HEADINGS
from xl_cfc.books.roster.units import roster_of
from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.finding import found
from xl_cfc.language import t
from xl_cfc.plan.loading import PlanError, PlanProblem
from xl_cfc.plan.roster import Roster
from xl_cfc.text import to_the_eye
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.grid import Grid, column_letters


def read_roster(path: Path) -> Roster:
    """The roster in an .xlsx or .csv file; raises `PlanError` with every mistake, each with its cell."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _error(str(path), t(f"không mở được: {error.strerror}", f"cannot be opened: {error.strerror}")) from None
    grids = _from_csv(data, path.name) if path.suffix.lower() in (".csv", ".txt") else _from_xlsx(data, path.name)
    for grid in grids.values():
        table = find_table(grid, HEADINGS, ("code", "name"))
        if table is not None:
            return roster_of(table, path.name)
    wanted = ", ".join(f"«{heading}»" for _, heading, *_ in COLUMNS[:2])
    raise _error(path.name, t(f"không thấy dòng tiêu đề có cột {wanted}", f"no heading row with the columns {wanted}"))


def _error(place: str, message: str) -> PlanError:
    return PlanError([PlanProblem(place, message)])


def _from_xlsx(data: bytes, name: str) -> dict[str, Grid]:
    try:
        return read_grids(data)
    except PackageError as error:
        finding = found(error.kind, file=name, **error.params)
        raise _error(name, f"{finding.message}. {finding.fix}") from None


def _from_csv(data: bytes, name: str) -> dict[str, Grid]:
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        fix = t(
            "tệp CSV không phải UTF-8: trong Excel chọn Save As, kiểu «CSV UTF-8», hoặc lưu .xlsx",
            "the CSV is not UTF-8: in Excel choose Save As, CSV UTF-8, or save it as .xlsx",
        )
        raise _error(name, fix) from None
    head = next((line for line in text.splitlines() if to_the_eye("mã") in to_the_eye(line)), "")
    delimiter = max(";,\t", key=head.count)
    cells = {}
    for row, fields in enumerate(csv.reader(StringIO(text), delimiter=delimiter), start=1):
        for column, field in enumerate(fields, start=1):
            if field.strip():
                reference = f"{column_letters(column)}{row}"
                cells[row, column] = Cell(CellKind.TEXT, field.strip(), "", reference)
    return {name: Grid("", cells)}
