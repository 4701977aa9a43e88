"""What was typed, judged cell by cell: blank, accepted or invalid, and why (semantics: Values).

A value is accepted only in its normal form, exactly as the form's own formulas accept it, so that the sheet and
Python never differ. Survey figures are counted here from the respondents' rows or taken from the typed totals.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from xl_cfc.answers.submission import HamletRow, Submission, SurveyRow
from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.ruleset.kinds.figures import State as State
from xl_cfc.ruleset.models import NO, YES, Field, FieldType, Ruleset

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
    DATE = "date"  # seen by Python only: a formula cannot see a cell's format
    UNCALCULATED = "uncalculated"  # likewise
    SURVEY_BOTH = "survey_both"
    SURVEY_ROWS = "survey_rows"


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


_BLANK = Answer(State.BLANK)


#: Stands for what is typed where nothing of it can be shown.
_UNSEEN = "?"


def _invalid(reason: Reason) -> Answer:
    return Answer(State.INVALID, reason=reason)


def _instead(answer: Answer, cell: Cell) -> Answer:
    """The answer with what is typed instead of an accepted value."""
    return answer if answer.accepted else answer._replace(typed=cell.shown or _UNSEEN)


def judge(cell: Cell, field: Field) -> Answer:
    """One cell judged against its field; an empty text counts as blank, as it does in a formula."""
    if cell.kind is CellKind.BLANK or cell.value == "":
        return _BLANK
    return _instead(_judged(cell, field), cell)


def _judged(cell: Cell, field: Field) -> Answer:
    if cell.kind is CellKind.ERROR:
        return _invalid(Reason.ERROR)
    if cell.kind is CellKind.UNCALCULATED:
        return _invalid(Reason.UNCALCULATED)
    match field.type:
        case FieldType.COUNT:
            return _judge_count(cell, field)
        case FieldType.YES_NO:
            accepted = cell.kind is CellKind.TEXT and cell.value in (YES, NO)
            return Answer(State.OK, str(cell.value)) if accepted else _invalid(Reason.NOT_YES_NO)
        case FieldType.CHOICE:
            accepted = cell.kind is CellKind.TEXT and cell.value in field.choices
            return Answer(State.OK, str(cell.value)) if accepted else _invalid(Reason.NOT_A_CHOICE)
        case FieldType.DATE:
            return _judge_date(cell)
        case FieldType.TEXT:
            return _judge_text(cell, field)


def _judge_count(cell: Cell, field: Field) -> Answer:
    if cell.kind is CellKind.DATE:
        return _invalid(Reason.DATE)
    if cell.kind is CellKind.BOOLEAN:
        return _invalid(Reason.BOOLEAN)
    if not isinstance(cell.value, int | float):
        return _invalid(Reason.TEXT)
    if cell.value < 0:
        return _invalid(Reason.NEGATIVE)
    if cell.value != int(cell.value):
        return _invalid(Reason.FRACTION)
    if cell.value > field.maximum:
        return _invalid(Reason.TOO_LARGE)
    if cell.value < field.minimum:
        return _invalid(Reason.TOO_SMALL)
    return Answer(State.OK, int(cell.value))


def _judge_date(cell: Cell) -> Answer:
    """A day between 2000 and 2099; a plain day number counts, because a formula cannot see its format."""
    value = cell.value
    if cell.kind is CellKind.NUMBER and isinstance(value, int | float) and FIRST_DAY <= value < LAST_DAY + 1:
        value = date(1899, 12, 30) + timedelta(days=int(value))
    if isinstance(value, date) and date(2000, 1, 1) <= value <= date(2099, 12, 31):
        return Answer(State.OK, value)
    return _invalid(Reason.NOT_A_DATE)


def _judge_text(cell: Cell, field: Field) -> Answer:
    if field.pattern == "unit_code":
        accepted = cell.kind is CellKind.TEXT and re.fullmatch(r"[0-9]{5}", str(cell.value))
        return Answer(State.OK, str(cell.value)) if accepted else _invalid(Reason.NOT_A_UNIT_CODE)
    if cell.kind is CellKind.TEXT:
        return Answer(State.OK, str(cell.value))
    return _invalid(Reason.NOT_TEXT)


class SurveyMode(IntEnum):
    """Where the survey figures come from; the form's cell `sv_mode` holds the same numbers."""

    NONE = 0
    ROWS = 1
    TOTALS = 2
    BOTH = 3
    BAD_ROWS = 4


def survey_row_problem(row: SurveyRow, groups: tuple[str, ...]) -> str | None:
    """Which part of a respondent's row is wrong: `group`, `answer`, or None."""
    if row.group.kind is not CellKind.TEXT or row.group.value not in groups:
        return "group"
    if _filled(row.answer) and (row.answer.kind is not CellKind.TEXT or row.answer.value not in (YES, NO)):
        return "answer"
    return None


def _filled(cell: Cell) -> bool:
    return cell.kind is not CellKind.BLANK and cell.value != ""


@dataclass(frozen=True)
class Answers:
    """Every input of a submission judged against a rule set, once; `known` is what was judged before, elsewhere."""

    submission: Submission
    ruleset: Ruleset
    known: Mapping[str, Answer] | None = dataclass_field(default=None, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """A rule set stays behind: it cannot be pickled, and whoever receives the rest knows the rule sets too."""
        return {"submission": self.submission, "ruleset": None, "known": dict(self._judged)}

    def under(self, ruleset: Ruleset) -> "Answers":
        """The same answers with the rule set they were judged against, which stayed behind in another process."""
        return replace(self, ruleset=ruleset)

    def changed(self, values: Mapping[str, int | str]) -> "Answers":
        """The same with other figures typed; only those are judged. Counted survey figures are typed totals then."""
        cells = {
            name: Cell(CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER, value, "", "")
            for name, value in values.items()
        }
        judged = {name: judge(cell, self.ruleset.fields[name]) for name, cell in cells.items()}
        submission = self.submission.model_copy(update={"cells": {**self.submission.cells, **cells}, "survey": ()})
        return Answers(submission, self.ruleset, {**self._judged, **judged})

    @cached_property
    def _judged(self) -> Mapping[str, Answer]:
        if self.known is not None:
            return self.known
        judged = {
            field.id: judge(self.cell(field.id), field)
            for field in self.ruleset.fields.values()
            if field.survey is None
        }
        return judged | self._survey_answers()

    def cell(self, field_id: str) -> Cell:
        """The cell a field was read from; a blank without a place when the form has none."""
        return self.submission.cells.get(field_id) or blank("", "")

    def __getitem__(self, field_id: str) -> Answer:
        return self._judged[field_id]

    def state(self, field_id: str) -> State:
        """Blank, accepted or invalid."""
        return self._judged[field_id].state

    @property
    def kept(self) -> tuple[Answer, ...]:
        """Every answer in the rule set's order, as small as it travels."""
        return tuple(self._judged[field_id].kept for field_id in self.ruleset.fields)

    def number(self, field_id: str) -> int:
        """An accepted count; a blank reads as 0, as it does in a formula."""
        value = self._judged[field_id].value
        return value if isinstance(value, int) else 0

    def text(self, field_id: str) -> str:
        """An accepted answer or text, empty where there is none."""
        value = self._judged[field_id].value
        return value if isinstance(value, str) else ""

    @property
    def threshold_class(self) -> str | None:
        """The commune's class, None while missing or invalid."""
        value = self._judged["nhom_nguong"].value
        return value if isinstance(value, str) else None

    @property
    def period(self) -> str | None:
        """`Đầu kỳ` or `Cuối kỳ`, None while missing or invalid."""
        value = self._judged["ky"].value
        return value if isinstance(value, str) else None

    @property
    def year(self) -> int | None:
        """The year of the evaluation, None while missing or invalid."""
        value = self._judged["nam"].value
        return value if isinstance(value, int) else None

    @property
    def unit_code(self) -> str | None:
        """The unit's five-digit code, None while missing or invalid."""
        value = self._judged["ma_dvhc"].value
        return value if isinstance(value, str) else None

    @property
    def title(self) -> str:
        """Whose form it is and of when, on one line; for a sum, the forms it was added up from."""
        parts = (self.submission.text("ten_don_vi"), self.unit_code, self.period, self.year)
        return " · ".join(str(part) for part in parts if part) or self.submission.file

    @cached_property
    def survey_rows(self) -> tuple[SurveyRow, ...]:
        """The respondents' rows in which anything was typed."""
        return tuple(row for row in self.submission.survey if _filled(row.group) or _filled(row.answer))

    @cached_property
    def survey_mode(self) -> SurveyMode:
        """Where the survey figures come from."""
        typed = any(_filled(self.cell(field.id)) for field in self.ruleset.survey_fields)
        if self.survey_rows and typed:
            return SurveyMode.BOTH
        if typed:
            return SurveyMode.TOTALS
        if not self.survey_rows:
            return SurveyMode.NONE
        groups = self.ruleset.survey_groups
        bad = any(survey_row_problem(row, groups) for row in self.survey_rows)
        return SurveyMode.BAD_ROWS if bad else SurveyMode.ROWS

    @property
    def survey_unanswered(self) -> int:
        """Respondents with a group but no answer: listed, not counted."""
        groups = self.ruleset.survey_groups
        return sum(not _filled(row.answer) and survey_row_problem(row, groups) is None for row in self.survey_rows)

    def _survey_answers(self) -> dict[str, Answer]:
        fields = self.ruleset.survey_fields
        match self.survey_mode:
            case SurveyMode.NONE:
                return {field.id: _BLANK for field in fields}
            case SurveyMode.TOTALS:
                return {field.id: judge(self.cell(field.id), field) for field in fields}
            case SurveyMode.BOTH:
                return {field.id: _instead(_invalid(Reason.SURVEY_BOTH), self.cell(field.id)) for field in fields}
            case SurveyMode.BAD_ROWS:
                return {field.id: _instead(_invalid(Reason.SURVEY_ROWS), self.cell(field.id)) for field in fields}
        tally = Counter((row.group.value, row.answer.value) for row in self.survey_rows)
        return {
            field.id: Answer(
                State.OK,
                tally[field.survey.group, YES] + (0 if field.survey.satisfied else tally[field.survey.group, NO]),
            )
            for field in fields
            if field.survey
        }

    def excused(self, field_id: str) -> bool:
        """Whether a blank needs no value, because every figure it is a part of is typed as 0."""
        zeros = self.ruleset.needless_with(field_id) if self.state(field_id) is State.BLANK else ()
        return bool(zeros) and all(self.state(name) is State.OK and self.number(name) == 0 for name in zeros)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Fields scoring waits for, in order: figures, and the class, year and period."""
        return tuple(
            field.id for field in self._awaited() if self.state(field.id) is State.BLANK and not self.excused(field.id)
        )

    @cached_property
    def invalid(self) -> tuple[str, ...]:
        """Fields whose value is not accepted, in order."""
        return tuple(field.id for field in self._awaited() if self.state(field.id) is State.INVALID)

    def _awaited(self) -> Iterator[Field]:
        scoring = ("nhom_nguong", "nam", "ky")
        return (field for field in self.ruleset.fields.values() if field.is_input or field.id in scoring)

    @property
    def inputs_filled(self) -> int:
        """How many figures need nothing more from the officer: typed, counted, or excused."""
        return sum(self.state(field.id) is not State.BLANK or self.excused(field.id) for field in self.ruleset.inputs)


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
    if not _filled(row.name):
        return "name" if figures else None
    if not all(_is_count(cell) for cell in figures):
        return "number"
    return None


def _is_count(cell: Cell) -> bool:
    return (
        cell.kind is CellKind.NUMBER
        and isinstance(cell.value, int | float)
        and cell.value >= 0
        and cell.value == int(cell.value)
    )


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
    numbers = [cell.value for cell in cells if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float)]
    return sum(map(_filled, cells)), sum(numbers)
