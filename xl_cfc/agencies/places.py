"""The places of a form that agencies fill, and what a submission holds there."""

from collections.abc import Iterable, Mapping

from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.answers.submission import Submission, SurveyRow
from xl_cfc.cells import Cell, CellKind
from xl_cfc.language import t
from xl_cfc.text import to_the_eye

#: A value to compare: a cell's kind and value, or the survey's rows.
Value = Cell | tuple[SurveyRow, ...]


def shown(value: Value | None) -> str:
    """A value as a list quotes it."""
    if value is None:
        return ""
    if isinstance(value, Cell):
        return value.shown
    return t(f"{len(value)} người trả lời", f"{len(value)} respondents")


def filled(cell: Cell | None) -> bool:
    """Whether a cell holds anything."""
    return cell is not None and cell.kind is not CellKind.BLANK and cell.value not in (None, "")


def equal(one: Value, other: Value) -> bool:
    """Whether two values are the same."""
    return _content(one) == _content(other)


def _content(value: Value) -> object:
    if isinstance(value, Cell):
        return value.kind, value.value
    return tuple((row.group.shown, row.answer.shown) for row in value)


def _cells_of(submission: Submission) -> tuple[tuple[PlaceKind, Mapping[str, Cell]], ...]:
    return (
        (PlaceKind.INPUT, submission.cells),
        (PlaceKind.EVIDENCE, submission.evidence),
        (PlaceKind.EXPLANATION, submission.explanations),
    )


def values_of(submission: Submission, fields: Iterable[str], numbers: Iterable[int]) -> dict[Place, Value]:
    """What a submission holds for some figures and criteria, by place; blanks are left out, and what is not certain to
    stand there."""
    keys = [*fields, *(f"c{number}" for number in numbers)]
    places: dict[Place, Value] = {}
    for kind, cells in _cells_of(submission):
        certain = [key for key in keys if kind is not PlaceKind.INPUT or key not in submission.misplaced]
        places |= {Place(kind, key): cells[key] for key in certain if filled(cells.get(key))}
    rows = tuple(row for row in submission.survey if filled(row.group) or filled(row.answer))
    if rows:
        places[Place(PlaceKind.SURVEY)] = rows
    for hamlet in submission.hamlets:
        name = to_the_eye(hamlet.name.shown)
        places |= {
            Place(PlaceKind.HAMLET, key, name): cell
            for key, cell in hamlet.figures.items()
            if key in keys and filled(cell)
        }
    return places
