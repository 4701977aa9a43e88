"""A cell as it was read: its kind, its value, and the sheet and cell it came from."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class CellKind(StrEnum):
    """What a cell holds."""

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    UNCALCULATED = "uncalculated"  # a formula without a stored result


CellValue = int | float | str | bool | date | None


class Cell(NamedTuple):
    """A value with its place: `value` is None for a blank, the error's text for an error."""

    kind: CellKind
    value: CellValue
    sheet: str
    ref: str

    @property
    def shown(self) -> str:
        """The value as a message quotes it."""
        if self.value is None:
            return ""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, date):
            return self.value.strftime("%d/%m/%Y")
        return str(self.value)


def blank(sheet: str, ref: str) -> Cell:
    """An empty cell."""
    return Cell(CellKind.BLANK, None, sheet, ref)


def is_filled(cell: Cell) -> bool:
    """Whether anything is typed in it; an empty text counts as blank, as it does in a formula."""
    return cell.kind is not CellKind.BLANK and cell.value != ""
