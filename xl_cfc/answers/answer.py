"""One input judged: blank, accepted or invalid, and why (semantics: Values).

A value is accepted only in its normal form, exactly as the form's own formulas accept it, so that the sheet and
Python never differ.
"""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from xl_cfc.cells import NUMBERS, Cell, CellKind, nearly_whole
from xl_cfc.ruleset.kinds.figures import State
from xl_cfc.ruleset.models import NO, YES, Field, FieldType

#: Dates a form can carry, as Excel's day numbers: 01/01/2000 to 31/12/2099.
FIRST_DAY, LAST_DAY = 36526, 73050


class Reason(StrEnum):
    """Why a value is not accepted."""

    ERROR = "error"
    BOOLEAN = "boolean"
    TEXT = "text"
    NEGATIVE = "negative"
    FRACTION = "fraction"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_YES_NO = "not_yes_no"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_UNIT_CODE = "not_a_unit_code"
    NOT_A_DATE = "not_a_date"
    NOT_TEXT = "not_text"
    PERCENT = "percent"  # seen by Python only: a formula cannot see a cell's format
    DATE = "date"  # likewise
    UNCALCULATED = "uncalculated"  # likewise
    SURVEY_BOTH = "survey_both"
    SURVEY_ROWS = "survey_rows"
    MISPLACED = "misplaced"  # told of its place, not of its value


class Answer(NamedTuple):
    """An input judged: its state, the accepted value, or why it is not accepted and what is typed instead.

    The reason is left behind where only the answers travel (`Answer.kept`): the findings have told it.
    """

    state: State
    value: int | str | date | None = None
    reason: Reason | None = None
    typed: str = ""

    @property
    def accepted(self) -> bool:
        """Whether it is blank or has an accepted value."""
        return self.state is not State.INVALID

    @property
    def shown(self) -> str:
        """The value as people read it, accepted or not."""
        if isinstance(self.value, date):
            return f"{self.value:%d/%m/%Y}"
        return self.typed if self.value is None else str(self.value)

    @property
    def kept(self) -> "Answer":
        """The answer without the reason it is not accepted for."""
        return self if self.reason is None else self._replace(reason=None)


BLANK_ANSWER = Answer(State.BLANK)


#: Stands for what is typed where nothing of it can be shown.
_UNSEEN = "?"


def invalid(reason: Reason) -> Answer:
    """An answer that is not accepted for this reason."""
    return Answer(State.INVALID, reason=reason)


def instead(answer: Answer, cell: Cell) -> Answer:
    """The answer with what is typed instead of an accepted value."""
    return answer if answer.accepted else answer._replace(typed=cell.shown or _UNSEEN)


def judge(cell: Cell, field: Field) -> Answer:
    """One cell judged against its field; an empty text counts as blank, as it does in a formula."""
    if cell.kind is CellKind.BLANK or cell.value == "":
        return BLANK_ANSWER
    return instead(_judged(cell, field), cell)


def _judged(cell: Cell, field: Field) -> Answer:
    if cell.kind is CellKind.ERROR:
        return invalid(Reason.ERROR)
    if cell.kind is CellKind.UNCALCULATED:
        return invalid(Reason.UNCALCULATED)
    match field.type:
        case FieldType.COUNT:
            return _judge_count(cell, field)
        case FieldType.YES_NO:
            accepted = cell.kind is CellKind.TEXT and cell.value in (YES, NO)
            return Answer(State.OK, str(cell.value)) if accepted else invalid(Reason.NOT_YES_NO)
        case FieldType.CHOICE:
            accepted = cell.kind is CellKind.TEXT and cell.value in field.choices
            return Answer(State.OK, str(cell.value)) if accepted else invalid(Reason.NOT_A_CHOICE)
        case FieldType.DATE:
            return _judge_date(cell)
        case FieldType.TEXT:
            return _judge_text(cell, field)


def _judge_count(cell: Cell, field: Field) -> Answer:
    if cell.kind is CellKind.DATE:
        return invalid(Reason.DATE)
    if cell.kind is CellKind.BOOLEAN:
        return invalid(Reason.BOOLEAN)
    if not isinstance(cell.value, int | float):
        return invalid(Reason.TEXT)
    if cell.kind is CellKind.PERCENT:
        return invalid(Reason.PERCENT)
    count = nearly_whole(cell.value)
    if count is None:
        return invalid(Reason.NEGATIVE if cell.value < 0 else Reason.FRACTION)
    if count < 0:
        return invalid(Reason.NEGATIVE)
    if count > field.maximum:
        return invalid(Reason.TOO_LARGE)
    if count < field.minimum:
        return invalid(Reason.TOO_SMALL)
    return Answer(State.OK, count)


def _judge_date(cell: Cell) -> Answer:
    """A day between 2000 and 2099; a plain day number counts, because a formula cannot see its format."""
    value = cell.value
    if cell.kind in NUMBERS and isinstance(value, int | float) and FIRST_DAY <= value < LAST_DAY + 1:
        value = date(1899, 12, 30) + timedelta(days=int(value))
    if isinstance(value, date) and date(2000, 1, 1) <= value <= date(2099, 12, 31):
        return Answer(State.OK, value)
    return invalid(Reason.NOT_A_DATE)


def _judge_text(cell: Cell, field: Field) -> Answer:
    if field.pattern == "unit_code":
        accepted = cell.kind is CellKind.TEXT and re.fullmatch(r"[0-9]{5}", str(cell.value))
        return Answer(State.OK, str(cell.value)) if accepted else invalid(Reason.NOT_A_UNIT_CODE)
    if cell.kind is CellKind.TEXT:
        return Answer(State.OK, str(cell.value))
    return invalid(Reason.NOT_TEXT)
