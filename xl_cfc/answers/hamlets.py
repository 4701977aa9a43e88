"""The hamlet sheet added up as its own formulas add it."""

from dataclasses import dataclass

from xl_cfc.answers.submission import HamletRow, Submission
from xl_cfc.cells import Cell, CellKind, is_filled, nearly_whole
from xl_cfc.ruleset.models import Ruleset


@dataclass(frozen=True)
class HamletTally:
    """The hamlet sheet added up: how many hamlets are listed, and per field how many of them gave a figure."""

    listed: int
    bad_rows: tuple[tuple[HamletRow, str], ...]  # the row and what is wrong: name, error, number
    filled: dict[str, int]
    sums: dict[str, int | float]

    def complete(self, field_id: str) -> bool:
        """Whether every listed hamlet has a value, and the sum may be compared."""
        return self.listed > 0 and not self.bad_rows and self.filled[field_id] == self.listed


def hamlet_row_problem(row: HamletRow) -> str | None:
    """What is wrong in a hamlet's row: an `error` value, no `name`, a figure that is no `number`; or None."""
    cells = (row.name, *row.figures.values())
    if any(cell.kind in (CellKind.ERROR, CellKind.UNCALCULATED) for cell in cells):
        return "error"
    figures = [cell for cell in row.figures.values() if cell.kind is not CellKind.BLANK]
    if not is_filled(row.name):
        return "name" if figures else None
    if not all(_is_count(cell) for cell in figures):
        return "number"
    return None


def _is_count(cell: Cell) -> bool:
    count = nearly_whole(cell.value) if isinstance(cell.value, int | float) else None
    return cell.kind is CellKind.NUMBER and count is not None and count >= 0


def tally_hamlets(submission: Submission, ruleset: Ruleset) -> HamletTally:
    """Add up the hamlet sheet as its own formulas do: every number counts, an error in a column makes it 0."""
    rows = submission.hamlets
    bad = tuple((row, problem) for row in rows if (problem := hamlet_row_problem(row)) is not None)
    listed, _ = _added([row.name for row in rows])
    columns = {
        field.id: _added([row.figures[field.id] for row in rows if field.id in row.figures])
        for field in ruleset.hamlet_fields
    }
    return HamletTally(
        listed,
        bad,
        {name: filled for name, (filled, _) in columns.items()},
        {name: total for name, (_, total) in columns.items()},
    )


def _added(cells: list[Cell]) -> tuple[int, int | float]:
    """How many cells hold something, and the sum of their numbers; 0 and 0 when one holds an error."""
    if any(cell.kind is CellKind.ERROR for cell in cells):
        return 0, 0
    total = sum(number for cell in cells if (number := cell.number) is not None)
    whole = nearly_whole(total)
    return sum(map(is_filled, cells)), total if whole is None else whole
