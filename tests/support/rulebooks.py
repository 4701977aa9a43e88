"""A rulebook as a person has it open: cells found by sheet, row and heading, typed over and saved."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from xl_cfc.books.rule import Rulebook, read_rulebook, rulebook_bytes
from xl_cfc.ruleset.loading import RulesetError
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import shipped_ruleset

HEADING_ROW = 4
CERTIFY_CRITERION = "Đã đối chiếu cả tiêu chí: trang"


class OpenRulebook:
    """The workbook, with a count of the cells somebody typed into."""

    def __init__(self, ruleset: Ruleset | None = None) -> None:
        self.book = load_workbook(BytesIO(rulebook_bytes(ruleset or shipped_ruleset())))
        self.typed = 0

    def sheet(self, title: str) -> Worksheet:
        return self.book[title]

    def column(self, title: str, heading: str) -> int:
        cells = self.sheet(title)[HEADING_ROW]
        return next(int(cell.column) for cell in cells if cell.value == heading)

    def rows(self, title: str, *keys: Any) -> Iterator[int]:
        """The rows whose first cells hold these keys (None: whatever)."""
        sheet = self.sheet(title)
        for row in range(HEADING_ROW + 1, sheet.max_row + 1):
            if all(key is None or sheet.cell(row, place).value == key for place, key in enumerate(keys, start=1)):
                yield row

    def cell(self, title: str, row: int, heading: str) -> Cell:
        return self.sheet(title).cell(row, self.column(title, heading))

    def type(self, title: str, row: int, heading: str, value: Any) -> str:
        """Type into a cell; returns its place as messages name it."""
        cell = self.cell(title, row, heading)
        cell.value = value
        self.typed += 1
        return f"{title}!{cell.coordinate}"

    def type_key(self, title: str, key: Any, heading: str, value: Any) -> str:
        """The same in the first row with this key."""
        return self.type(title, next(self.rows(title, key)), heading, value)

    def free_row(self, title: str) -> int:
        """The first row below the table's records."""
        sheet = self.sheet(title)
        return next(r for r in range(HEADING_ROW + 1, sheet.max_row + 2) if sheet.cell(r, 1).value is None)

    def certify_everything(self) -> None:
        """One page for each criterion and for the conditions, and the day."""
        self.type_key("Thông tin", "Ngày đối chiếu", "Giá trị", date(2026, 12, 3))
        self.type_key("Ngưỡng và điều kiện", "Cả trang này", "Trang", "3")
        for row in list(self.rows("Tiêu chí")):
            if self.sheet("Tiêu chí").cell(row, 1).value is not None:
                self.type("Tiêu chí", row, CERTIFY_CRITERION, "12")

    def data(self) -> bytes:
        buffer = BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()

    def read(self) -> Rulebook:
        return read_rulebook(self.data())

    def problems(self) -> dict[str, str]:
        """Every mistake by its place."""
        with pytest.raises(RulesetError) as caught:
            self.read()
        return {problem.path: problem.message for problem in caught.value.problems}
