"""Every input of a submission judged, once: survey figures counted from the respondents' rows or typed as totals."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from enum import IntEnum
from functools import cached_property
from typing import Any

from xl_cfc.answers.answer import BLANK_ANSWER, Answer, Reason, instead, invalid, judge
from xl_cfc.answers.submission import Submission, SurveyRow
from xl_cfc.cells import Cell, CellKind, blank, is_filled
from xl_cfc.ruleset.kinds.figures import State as State
from xl_cfc.ruleset.models import NO, YES, Field, Ruleset

#: Whose figures a form holds and of when: without any of these nothing can be concluded.
IDENTITY = ("ten_don_vi", "ma_dvhc", "nhom_nguong", "nam", "ky")


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
    if is_filled(row.answer) and (row.answer.kind is not CellKind.TEXT or row.answer.value not in (YES, NO)):
        return "answer"
    return None


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
        doubtful = {
            name: instead(invalid(Reason.MISPLACED), self.cell(name))
            for name in self.submission.misplaced & self.ruleset.fields.keys()
        }
        return judged | self._survey_answers() | doubtful

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
        return tuple(row for row in self.submission.survey if is_filled(row.group) or is_filled(row.answer))

    @cached_property
    def survey_mode(self) -> SurveyMode:
        """Where the survey figures come from."""
        typed = any(is_filled(self.cell(field.id)) for field in self.ruleset.survey_fields)
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
        return sum(not is_filled(row.answer) and survey_row_problem(row, groups) is None for row in self.survey_rows)

    def _survey_answers(self) -> dict[str, Answer]:
        fields = self.ruleset.survey_fields
        match self.survey_mode:
            case SurveyMode.NONE:
                return {field.id: BLANK_ANSWER for field in fields}
            case SurveyMode.TOTALS:
                return {field.id: judge(self.cell(field.id), field) for field in fields}
            case SurveyMode.BOTH:
                return {field.id: instead(invalid(Reason.SURVEY_BOTH), self.cell(field.id)) for field in fields}
            case SurveyMode.BAD_ROWS:
                return {field.id: instead(invalid(Reason.SURVEY_ROWS), self.cell(field.id)) for field in fields}
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
        """Fields the conclusion waits for, in order: figures, and whose they are and of when (`IDENTITY`)."""
        return tuple(
            field.id for field in self._awaited() if self.state(field.id) is State.BLANK and not self.excused(field.id)
        )

    @cached_property
    def invalid(self) -> tuple[str, ...]:
        """Fields whose value is not accepted, in order."""
        return tuple(field.id for field in self._awaited() if self.state(field.id) is State.INVALID)

    def _awaited(self) -> Iterator[Field]:
        return (field for field in self.ruleset.fields.values() if field.is_input or field.id in IDENTITY)

    @property
    def inputs_filled(self) -> int:
        """How many figures need nothing more from the officer: typed, counted, or excused."""
        return sum(self.state(field.id) is not State.BLANK or self.excused(field.id) for field in self.ruleset.inputs)
