"""A cell as it was read: its kind, its value, and the sheet and cell it came from."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class CellKind(StrEnum):
    """What a cell holds."""

    BLANK = "blank"
    NUMBER = "number"
    PERCENT = "percent"  # a number in a cell that shows it as a percentage
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
        if self.kind is CellKind.PERCENT:
            return f"{self.value * 100:.10g}%" if isinstance(self.value, int | float) else str(self.value)
        return str(self.value)

    @property
    def number(self) -> int | float | None:
        """The number it holds, however it is shown; None where it holds none."""
        return self.value if self.kind in NUMBERS and isinstance(self.value, int | float) else None


#: What a cell that holds a number may be.
NUMBERS = (CellKind.NUMBER, CellKind.PERCENT)
#: A number nearer to a whole one than this is that whole number: what a computation leaves behind.
ALMOST = 0.000001


def nearly_whole(value: int | float) -> int | None:
    """The whole number a number is, or is nearer to than `ALMOST`; None where there is none."""
    if isinstance(value, int):
        return value
    nearest = round(value)
    return nearest if abs(value - nearest) < ALMOST else None


def blank(sheet: str, ref: str) -> Cell:
    """An empty cell."""
    return Cell(CellKind.BLANK, None, sheet, ref)


def is_filled(cell: Cell) -> bool:
    """Whether anything is typed in it; an empty text counts as blank, as it does in a formula."""
    return cell.kind is not CellKind.BLANK and cell.value != ""
