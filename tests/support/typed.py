"""What somebody types into a form, told once for Python and for every engine that recalculates the real workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_cfc.answers.answers import Answers
from xl_cfc.cells import Cell, CellKind, CellValue
from xl_cfc.form.content import FormContent, as_submission
from xl_cfc.form.layout import FormLayout
from xl_cfc.judging.checks import Facts
from xl_cfc.judging.concluding import judged
from xl_cfc.ruleset.models import Ruleset


@dataclass(frozen=True)
class ErrorValue:
    """An error value in a cell, such as #DIV/0!."""

    text: str


TypedValue = CellValue | ErrorValue


@dataclass(frozen=True)
class Typed:
    """Everything typed into one form."""

    values: Mapping[str, TypedValue]
    evidence: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    survey: tuple[tuple[TypedValue, TypedValue], ...] = ()
    hamlets: tuple[tuple[TypedValue, Mapping[str, TypedValue]], ...] = ()


def content_of(typed: Typed, **others: CellValue) -> FormContent:
    """The same as a form's content; error values, which a writer cannot type, are left out."""
    values = {name: value for name, value in typed.values.items() if not isinstance(value, ErrorValue)}
    return FormContent(
        values={**values, **others},
        evidence=typed.evidence,
        explanations=typed.explanations,
        survey=typed.survey,  # type: ignore[arg-type]
        hamlets=typed.hamlets,  # type: ignore[arg-type]
    )


def facts_of(typed: Typed, ruleset: Ruleset) -> Facts:
    """Python's judgement of what was typed."""
    submission = as_submission(content_of(typed), FormLayout(ruleset))
    errors = {
        name: Cell(CellKind.ERROR, value.text, "", "")
        for name, value in typed.values.items()
        if isinstance(value, ErrorValue)
    }
    answers = Answers(submission.model_copy(update={"cells": {**submission.cells, **errors}}), ruleset)
    return judged(answers)[0]
