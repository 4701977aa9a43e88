"""Reading a plan's workbook: every mistake with its cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_cfc.books.headings import filled, find_table, place_of
from xl_cfc.books.plan.lines import lines
from xl_cfc.books.plan.values import PlanValues
from xl_cfc.books.plan.words import (
    AGENCIES,
    AGENCY_COLUMNS,
    GENERAL,
    MILESTONE_COLUMNS,
    MILESTONES,
    TARGET_COLUMNS,
    TARGET_KINDS,
    TARGET_OF,
    TARGETS,
    WORDINGS,
    milestone_words,
)
from xl_cfc.cells import Cell
from xl_cfc.findings.finding import found
from xl_cfc.language import speaking, t
from xl_cfc.plan.loading import PlanError, PlanProblem, plan_from
from xl_cfc.plan.models import Plan
from xl_cfc.ruleset.models import NO, YES
from xl_cfc.stamp import PLAN_KIND
from xl_cfc.text import to_the_eye
from xl_cfc.versions import is_read, refusal
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.opened import OpenedWorkbook, open_workbook


def read_planbook(data: bytes, file: str) -> Plan:
    """The plan in a filled workbook; raises `PlanError` with every mistake, each with its cell."""
    try:
        workbook = open_workbook(data)
        _refuse_newer(workbook, file)
        grids = {title: workbook.grid(title) for title in workbook.sheets}
    except PackageError as error:
        finding = found(error.kind, file=file, **error.params)
        raise PlanError([PlanProblem(file, f"{finding.message}. {finding.fix}")]) from None
    reading = _PlanReading()
    with speaking("vi"):
        raw = reading.plan(grids)
    try:
        plan = plan_from(raw)
    except PlanError as error:
        placed = [PlanProblem(reading.place(problem.path), problem.message) for problem in error.problems]
        raise PlanError([*reading.values.problems, *placed]) from None
    if reading.values.problems:
        raise PlanError(reading.values.problems)
    return plan


def _refuse_newer(workbook: OpenedWorkbook, file: str) -> None:
    """A plan without a stamp is of the first version, or somebody's own workbook."""
    kind, stamp = workbook.recognised or ("", None)
    if stamp is not None and kind == PLAN_KIND and not is_read(kind, stamp.template_version):
        raise PlanError([PlanProblem(file, refusal(kind, stamp.template_version))])


@dataclass
class _PlanReading:
    """What was read so far, and where each part of the plan stands."""

    values: PlanValues = field(default_factory=PlanValues)
    places: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> str:
        """The cell of a part of the plan: its own, else that of the nearest part around it."""
        within = max((p for p in self.places if path == p or path.startswith((f"{p}.", f"{p}["))), key=len, default="")
        return self.places.get(within, path)

    def _tell(self, place: str, message: str) -> None:
        self.values.problems.append(PlanProblem(place, message))

    def plan(self, grids: Mapping[str, Grid]) -> dict[str, Any]:
        """The raw data of the plan."""
        raw: dict[str, Any] = {}
        self._general(self._sheet(grids, GENERAL), raw)
        for title, key, columns, build in (
            (AGENCIES, "agencies", AGENCY_COLUMNS, self._agency),
            (MILESTONES, "milestones", MILESTONE_COLUMNS, self._milestone),
            (TARGETS, "targets", TARGET_COLUMNS, self._target),
        ):
            raw[key] = list(self._rows(self._sheet(grids, title), title, key, columns, build))
        return raw

    def _sheet(self, grids: Mapping[str, Grid], title: str) -> Grid:
        grid = next((grid for name, grid in grids.items() if to_the_eye(name) == to_the_eye(title)), None)
        if grid is None:
            self._tell(title, t("không có trang này", "the sheet is missing"))
            return Grid(title, {})
        return grid

    def _general(self, grid: Grid, raw: dict[str, Any]) -> None:
        labels = ((row, cell) for (row, column), cell in grid.cells.items() if column == 1)
        values = {to_the_eye(cell.shown): grid[row, 2] for row, cell in labels}
        for label, path, _, read in lines():
            cell = values.get(to_the_eye(label))
            if cell is None:
                if grid.cells:
                    text = t(f"không thấy dòng «{label}»", f"the line '{label}' is missing")
                    self._tell(GENERAL, text)
                continue
            self.places[path] = place_of(cell)
            if filled(cell):
                value = read(self.values, cell)
                if value is not None:
                    _set(raw, path, value)

    def _rows(
        self,
        grid: Grid,
        title: str,
        key: str,
        columns: Sequence[tuple[str, str, int]],
        build: Callable[[Mapping[str, Cell]], dict[str, Any]],
    ) -> Iterator[dict[str, Any]]:
        table = find_table(grid, {name: (heading,) for heading, name, _ in columns}, [name for _, name, _ in columns])
        if table is None:
            if grid.cells:
                wanted = ", ".join(f"«{heading}»" for heading, *_ in columns)
                self._tell(title, t(f"không thấy các cột {wanted}", f"no columns {wanted}"))
            return
        for number, cells in enumerate(table.rows, start=1):
            path = f"{key}[{number}]"
            self.places[path] = place_of(next(cell for cell in cells.values() if filled(cell)))
            for name, cell in cells.items():
                self.places[f"{path}.{name}"] = place_of(cell)
                if name in ("wording", "day"):
                    self.places[f"{path}.due.{name}"] = place_of(cell)
            yield build(cells)

    def _agency(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        several = self.values.choice(cells["several"], {"yes": YES, "no": NO})
        return {
            "name": self.values.text(cells["name"]),
            "leads": self.values.numbers(cells["leads"]) or [],
            "supports": self.values.numbers(cells["supports"]) or [],
            "several": several == "yes",
            "bodies": [part.strip() for part in cells["bodies"].shown.split(";") if part.strip()],
        }

    def _milestone(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        wording, day = self.values.choice(cells["wording"], WORDINGS), self.values.day(cells["day"])
        if (wording is None) != (day is None) and not (filled(cells["wording"]) and filled(cells["day"])):
            text = t("cách ghi hạn và ngày phải đi cùng nhau", "wording and day belong together")
            self._tell(place_of(cells["wording"]), text)
        due = {"wording": wording, "day": day} if wording and day else None
        kind = self.values.choice(cells["kind"], milestone_words())
        return {
            **({"kind": kind} if kind else {}),
            "what": self.values.text(cells["what"]),
            "by_whom": self.values.text(cells["by_whom"]),
            "due": due,
        }

    def _target(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        kind, of = self.values.choice(cells["kind"], TARGET_KINDS), self.values.choice(cells["what"], TARGET_OF)
        return {
            **({"kind": kind} if kind else {}),
            **({"what": of} if of else {}),
            "text": self.values.text(cells["text"]),
            "share": self.values.share(cells["share"]),
            "number": self.values.whole(cells["number"]),
            "of": self.values.whole(cells["of"]),
        }


def _set(raw: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a dotted path, beside what is there."""
    *parents, last = path.split(".")
    for parent in parents:
        raw = raw.setdefault(parent, {})
    if isinstance(value, dict) and isinstance(raw.get(last), dict):
        raw[last].update(value)
    else:
        raw[last] = value
