"""Reading a rulebook's tables: rows found by their headings, values judged cell by cell, every mistake with its place.

What is read is raw data as YAML would give it; `xl_cfc.ruleset.loading` validates it like any other. `places` maps
the paths of that data to cells, so that its mistakes are told where they are mended.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from xl_cfc.books.rule.tables import BookTable
from xl_cfc.books.rule.words import STATUSES
from xl_cfc.cells import NUMBERS, Cell, CellKind
from xl_cfc.language import t
from xl_cfc.ruleset.loading import RulesetProblem
from xl_cfc.ruleset.models import Status
from xl_cfc.text import to_the_eye
from xl_cfc.workbook.grid import Grid, column_number
from xl_cfc.workbook.headings import fullest_heading_row

Row = Mapping[str, Cell]
V = TypeVar("V")

#: Rows looked through for the headings.
_SEARCHED = 40
#: A number typed with more places than this carries only what binary arithmetic adds.
_PLACES = 10


@dataclass
class RuleReading:
    """What was read so far: where each part of the data stands, and what is wrong."""

    problems: list[RulesetProblem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def at(self, path: str, cell: Cell) -> None:
        """The part of the data with this path stands in this cell."""
        self.places[path] = _place(cell)

    def wrong(self, path: str, cell: Cell, message: str) -> None:
        """A mistake in a cell that holds this part of the data."""
        self.at(path, cell)
        self.problems.append(RulesetProblem(path, message))

    def odd(self, cell: Cell, message: str) -> None:
        """A mistake in a cell that holds no part of the data."""
        self.wrong_at(_place(cell), message)

    def wrong_at(self, place: str, message: str) -> None:
        """A mistake in a place that holds no part of the data."""
        self.places[place] = place
        self.problems.append(RulesetProblem(place, message))

    def placed(self, problem: RulesetProblem) -> RulesetProblem:
        """The mistake with its cell, or that of the nearest part around it, in place of its path."""
        path = problem.path
        while path and path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return RulesetProblem(self.places.get(path, problem.path), problem.message)

    def text(self, path: str, cell: Cell) -> str | None:
        """A free text, as typed."""
        self.at(path, cell)
        if cell.kind is CellKind.BLANK or cell.value == "":
            return None
        if cell.kind in (CellKind.TEXT, *NUMBERS):
            return cell.shown
        self._refuse(path, cell, t("phải là chữ", "must be text"))
        return None

    def code(self, path: str, cell: Cell) -> str | None:
        """A text that names something: without surrounding blanks, and never a number (1.1 and 1.10 would be one)."""
        if cell.kind in NUMBERS:
            self._refuse(path, cell, t("phải nhập dạng chữ (định dạng Text)", "must be typed as text (format Text)"))
            return None
        text = self.text(path, cell)
        return (text.strip() or None) if text is not None else None

    def key(self, path: str, cell: Cell, missing: str) -> str | None:
        """A code without which its row means nothing."""
        code = self.code(path, cell)
        if code is None and not self._told(path):
            self.odd(cell, missing)
        return code

    def idle(self, cell: Cell) -> None:
        """A cell that means nothing in its row: something typed there would be lost without a word."""
        if cell.value is not None:
            self.odd(cell, t(f"«{cell.shown}» không dùng ở dòng này: để trống", f"'{cell.shown}' is not used here"))

    def _told(self, path: str) -> bool:
        return any(problem.path == path for problem in self.problems)

    def page(self, path: str, cell: Cell) -> str | None:
        """A page, typed as a number or as text."""
        text = self.text(path, cell)
        return (text.strip() or None) if text is not None else None

    def number(self, path: str, cell: Cell) -> int | str | None:
        """A number as exact as it was typed."""
        self.at(path, cell)
        if cell.kind is CellKind.BLANK or cell.value == "":
            return None
        if cell.kind not in NUMBERS or not isinstance(cell.value, int | float):
            self._refuse(path, cell, _no_number(cell))
            return None
        if isinstance(cell.value, int):
            return cell.value
        return str(Decimal(repr(round(cell.value, _PLACES))))

    def whole(self, path: str, cell: Cell) -> int | None:
        """A whole number."""
        value = self.number(path, cell)
        if isinstance(value, str):
            self._refuse(path, cell, t("phải là số nguyên", "must be a whole number"))
            return None
        return value

    def choice(self, path: str, cell: Cell, words: Mapping[str, V], *, required: bool = False) -> V | None:
        """What a word from a list stands for."""
        text = self.text(path, cell)
        if text is None or not text.strip():
            if required and not self._told(path):
                self.wrong(path, cell, t("để trống: chọn một trong ", "blank: choose one of ") + ", ".join(words))
            return None
        for word, meant in words.items():
            if to_the_eye(word) == to_the_eye(text):
                return meant
        self._refuse(path, cell, t("chọn một trong ", "choose one of ") + ", ".join(words))
        return None

    def day(self, path: str, cell: Cell) -> str | None:
        """A day, as YAML holds it; a text such as 3/12/2026 is day/month/year."""
        self.at(path, cell)
        if cell.kind is CellKind.BLANK or cell.value == "":
            return None
        if isinstance(cell.value, date):
            return cell.value.isoformat()
        if cell.kind is CellKind.TEXT:
            for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
                try:
                    return datetime.strptime(str(cell.value).strip(), pattern).date().isoformat()
                except ValueError:
                    continue
        self._refuse(path, cell, t("phải là ngày/tháng/năm", "must be day/month/year"))
        return None

    def rating(self, path: str, row: Row, prefix: str = "") -> dict[str, str | None]:
        """Status, source, page and day of the number with this path; a missing status is a mistake."""
        status = self.choice(f"{path}.status", row[f"{prefix}status"], STATUSES, required=True)
        return {
            "status": status or Status.ASSUMED.value,
            "source": self.code(f"{path}.source", row[f"{prefix}source"]),
            "page": self.page(f"{path}.page", row[f"{prefix}page"]),
            "checked_on": self.day(f"{path}.checked_on", row[f"{prefix}checked_on"]),
        }

    def _refuse(self, path: str, cell: Cell, message: str) -> None:
        self.wrong(path, cell, f"«{cell.shown or '…'}»: {message}")

    def rows(self, table: BookTable, grid: Grid | None, merged: Iterable[str]) -> list[Row]:
        """The rows of a table with something typed into them."""
        if grid is None:
            self.wrong_at(table.title, t("trang này không còn trong tệp", "this sheet is gone"))
            return []
        heading, columns = self._heading(table, grid)
        self._refuse_merged(table, heading, merged)
        typed = sorted({row for row, column in grid.cells if row > heading and column in columns.values()})
        return [{column.key: grid[row, columns.get(column.key, _NOWHERE)] for column in table.inputs} for row in typed]

    def _heading(self, table: BookTable, grid: Grid) -> tuple[int, dict[str, int]]:
        """The row of the headings, and the column of each that is there; one that is gone is a mistake."""
        heading = fullest_heading_row(grid, [column.heading for column in table.inputs], _SEARCHED)
        found = {column.key: heading.column(column.heading) for column in table.inputs} if heading else {}
        columns = {key: column for key, column in found.items() if column is not None}
        best = heading.row if heading else 0
        for lost in table.inputs:
            if lost.key not in columns:
                where = f"{table.title}!{table.letter(lost.key)}{best or 1}"
                self.wrong_at(where, t(f"thiếu tiêu đề cột «{lost.heading}»", f"heading «{lost.heading}» is gone"))
        return best, columns

    def _refuse_merged(self, table: BookTable, heading: int, merged: Iterable[str]) -> None:
        for area in merged:
            match = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area)
            if match and int(match[4]) >= heading and column_number(match[1]) <= len(table.columns):
                self.wrong_at(
                    f"{table.title}!{area}", t("ô bị gộp: hãy bỏ gộp (Unmerge)", "merged cells: unmerge them")
                )


#: A column in which no cell stands.
_NOWHERE = 16_385


def _place(cell: Cell) -> str:
    return f"{cell.sheet}!{cell.ref}"


def _no_number(cell: Cell) -> str:
    if cell.kind is CellKind.UNCALCULATED:
        return t("công thức chưa được tính", "a formula that was never calculated")
    return t("phải là số", "must be a number")


def given(data: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that are not None: what was left blank is not in the data."""
    return {key: value for key, value in data.items() if value is not None}
