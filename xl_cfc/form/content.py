"""What a form holds when it is written: nothing but the unit, or an officer's answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.answers.submission import HamletRow, Provenance, Submission, SurveyRow
from xl_cfc.cells import Cell, CellKind, CellValue, blank
from xl_cfc.form.layout import HAMLETS, INPUT, SURVEY, UNIT, FormLayout


class Origin(NamedTuple):
    """A line of the list of sources: a value, where it came from, and what became of it."""

    place: Place
    label: str
    provenance: Provenance
    outcome: str


@dataclass(frozen=True)
class Gathered:
    """What was collected from agencies' forms: the source of each value, what has to be decided, what stayed behind."""

    origins: Sequence[Origin] = ()
    open_questions: Sequence[tuple[str, str]] = ()
    left_behind: Sequence[tuple[str, str]] = ()

    def beside(self, field_id: str) -> str:
        """The source of a figure, as it stands beside it."""
        place = Place(PlaceKind.INPUT, field_id)
        return next((o.provenance.text for o in self.origins if o.place == place), "")


@dataclass(frozen=True)
class Earlier:
    """What a form shows of the one before it: its name, and its values by field id, beside the inputs.

    `carried` and `left` are lines for people: what stands in this form too, and what was left behind, with its place.
    """

    form: str
    values: Mapping[str, CellValue] = field(default_factory=dict)
    carried: Sequence[str] = ()
    left: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class FormContent:
    """The typed cells of a form, by field id; `note` marks a form whose figures are made up.

    `earlier` is there when the form was made from another one.
    """

    values: Mapping[str, CellValue] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    survey: Sequence[tuple[str, str]] = ()
    hamlets: Sequence[tuple[str, Mapping[str, CellValue]]] = ()
    note: str = ""
    gathered: Gathered | None = None
    earlier: Earlier | None = None

    def with_values(self, values: Mapping[str, CellValue]) -> "FormContent":
        """The same with these values instead; empty ones change nothing."""
        given = {name: value for name, value in values.items() if value not in (None, "")}
        return replace(self, values={**self.values, **given})


def as_cell(value: CellValue, sheet: str) -> Cell:
    """A Python value as the cell it becomes when it is written."""
    if value is None or value == "":
        return blank(sheet, "")
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value, sheet, "")
    if isinstance(value, date):
        return Cell(CellKind.DATE, value, sheet, "")
    return Cell(CellKind.NUMBER if isinstance(value, int | float) else CellKind.TEXT, value, sheet, "")


def as_submission(content: FormContent, layout: FormLayout) -> Submission:
    """The submission a reader would make of the form, so that cached values can be computed before it is written."""
    ruleset = layout.ruleset
    units = {f.id for f in ruleset.unit_fields}
    surveyed = {f.id for f in ruleset.survey_fields}

    def sheet_of(name: str) -> str:
        return UNIT if name in units else SURVEY if name in surveyed else INPUT

    return Submission(
        file="",
        sha256="",
        stamp=layout.stamp(),
        cells={name: as_cell(content.values.get(name), sheet_of(name)) for name in ruleset.fields},
        evidence={name: as_cell(text, INPUT) for name, text in content.evidence.items()},
        explanations={name: as_cell(text, INPUT) for name, text in content.explanations.items()},
        previous={name: as_cell(value, INPUT) for name, value in content.earlier.values.items()}
        if content.earlier
        else {},
        survey=tuple(SurveyRow(as_cell(g, SURVEY), as_cell(a, SURVEY)) for g, a in content.survey),
        hamlets=tuple(
            HamletRow(
                as_cell(name, HAMLETS),
                {key: as_cell(value, HAMLETS) for key, value in figures.items() if value not in (None, "")},
            )
            for name, figures in content.hamlets
        ),
    )


def content_of(submission: Submission, note: str = "", gathered: Gathered | None = None) -> FormContent:
    """What was typed into a form, to be written into a new one; the inverse of `as_submission`. What is not certain to
    stand where it belongs stays behind."""
    certain = {key: cell for key, cell in submission.cells.items() if key not in submission.misplaced}
    return FormContent(
        values=_typed(certain),
        evidence=_texts(submission.evidence),
        explanations=_texts(submission.explanations),
        survey=[(row.group.shown, row.answer.shown) for row in submission.survey],
        hamlets=[(row.name.shown, _typed(row.figures)) for row in submission.hamlets],
        note=note,
        gathered=gathered,
    )


def _typed(cells: Mapping[str, Cell]) -> dict[str, CellValue]:
    return {key: cell.value for key, cell in cells.items()}


def _texts(cells: Mapping[str, Cell]) -> dict[str, str]:
    return {key: cell.shown for key, cell in cells.items()}
