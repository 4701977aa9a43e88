"""What stands in a cell of a plan's workbook: read as it was meant, or named with its cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from xl_cfc.books.headings import filled, place_of
from xl_cfc.cells import NUMBERS, Cell
from xl_cfc.language import t
from xl_cfc.plan.loading import PlanProblem
from xl_cfc.text import to_the_eye


@dataclass
class PlanValues:
    """Cells read one by one, with what is wrong so far."""

    problems: list[PlanProblem] = field(default_factory=list)

    def _wrong(self, cell: Cell, vi: str, en: str) -> None:
        self.problems.append(PlanProblem(place_of(cell), t(vi, en)))

    def text(self, cell: Cell) -> str:
        """A text; a number is read as its digits."""
        if isinstance(cell.value, float) and cell.value == int(cell.value):
            return str(int(cell.value))
        return cell.shown.strip()

    def lines(self, cell: Cell) -> list[str]:
        """The lines of a text."""
        return [line.strip() for line in cell.shown.splitlines() if line.strip()]

    def whole(self, cell: Cell) -> int | None:
        """A whole number."""
        text = self.text(cell)
        if not text:
            return None
        if re.fullmatch(r"[0-9]{1,6}", text):
            return int(text)
        self._wrong(cell, f"«{text}» không phải số nguyên", f"'{text}' is not a whole number")
        return None

    def numbers(self, cell: Cell) -> list[int] | None:
        """Whole numbers with commas or blanks between them."""
        parts = [part for part in re.split(r"[,;\s]+", self.text(cell)) if part]
        if all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
            return [int(part) for part in parts]
        self._wrong(
            cell, f"«{cell.shown}» phải là các số cách nhau dấu phẩy", f"'{cell.shown}' must be numbers with commas"
        )
        return None

    def share(self, cell: Cell) -> str | None:
        """A share as exact text: `100%`, `9/10`; a number cell formatted as a percentage holds its share."""
        if not filled(cell):
            return None
        if cell.kind in NUMBERS:
            return str(Fraction(str(cell.value)))
        text = cell.shown.strip().replace(" ", "").replace(",", ".")
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?%|[0-9]+/[1-9][0-9]*|[01](\.[0-9]+)?", text):
            return text
        self._wrong(cell, f"«{cell.shown}» không phải tỷ lệ, ví dụ 100%", f"'{cell.shown}' is no share such as 100%")
        return None

    def day(self, cell: Cell) -> str | None:
        """A day: a date cell, or day/month/year as text."""
        if not filled(cell):
            return None
        if isinstance(cell.value, date):
            return cell.value.isoformat()[:10]
        match = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", cell.shown.strip())
        try:
            if match:
                return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        except ValueError:
            pass
        self._wrong(
            cell, f"«{cell.shown}» không phải ngày có thật (ngày/tháng/năm)", f"'{cell.shown}' is not a real day"
        )
        return None

    def choice(self, cell: Cell, choices: Mapping[str, str]) -> str | None:
        """The key of a choice."""
        if not filled(cell):
            return None
        key = next((key for key, text in choices.items() if to_the_eye(text) == to_the_eye(cell.shown)), None)
        if key is None:
            known = ", ".join(f"«{text}»" for text in choices.values())
            self._wrong(cell, f"«{cell.shown}» không có trong danh sách: {known}", f"not one of: {known}")
        return key

    def minimum(self, cell: Cell) -> dict[str, int] | None:
        """Least numbers of respondents by group: `Trẻ em: 50; Người dân: 100`."""
        parts = [part.rpartition(":") for part in re.split(r"[;\n]", cell.shown) if part.strip()]
        if all(group.strip() and count.strip().isdigit() for group, _, count in parts):
            return {group.strip(): int(count) for group, _, count in parts}
        self._wrong(
            cell, f"«{cell.shown}»: viết như «Trẻ em: 50; Người dân: 100»", "write it like «Trẻ em: 50; Người dân: 100»"
        )
        return None

    def reverification(self, cell: Cell) -> dict[str, Any] | None:
        """A number of communes, or a share of them."""
        text = self.text(cell)
        if re.fullmatch(r"[0-9]+", text):
            return {"number": int(text)}
        share = self.share(cell)
        return {"share": share} if share else None
