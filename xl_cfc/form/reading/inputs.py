"""Which cell holds an input: the one its name points to, else the one in the row of its code."""

from collections.abc import Iterator

from xl_cfc.cells import Cell
from xl_cfc.findings.file import INPUT_LOST, NAME_LOST
from xl_cfc.findings.finding import Finding, found
from xl_cfc.form import layout as names
from xl_cfc.form.reading.sheets import FormSheets
from xl_cfc.ruleset import cellnames
from xl_cfc.ruleset.models import Field, Ruleset


def find_inputs(sheets: FormSheets, ruleset: Ruleset) -> tuple[dict[str, Cell], list[Finding]]:
    """The cell of every input that was found, by field, and what is to be said of the others."""
    cells: dict[str, Cell] = {}
    findings: list[Finding] = []
    for field in ruleset.fields.values():
        cell = sheets.named(cellnames.input_name(field.id))
        if cell is None:
            cell = _by_code(sheets, field, ruleset.row_codes[field.id])
            findings.append(_without_name(ruleset, field, cell))
        if cell is not None:
            cells[field.id] = cell
    return cells, findings


def _by_code(sheets: FormSheets, field: Field, code: str) -> Cell | None:
    """The value in the row of an input's code, on the survey's sheet only for the survey's totals."""
    return next(_valued(sheets, field, code), None)


def _valued(sheets: FormSheets, field: Field, code: str) -> Iterator[Cell]:
    for row in sheets.coded_rows(code):
        on_survey = row.heading.sheet == sheets.survey_sheet
        cell = sheets.beside(row, names.HEADING_VALUE)
        if cell is not None and on_survey == (field.survey is not None):
            yield cell


def _without_name(ruleset: Ruleset, field: Field, cell: Cell | None) -> Finding:
    """That an input's name is gone: found by its row's code, or lost."""
    label, code = ruleset.caption(field.id), ruleset.row_codes[field.id]
    if cell is None:
        return found(INPUT_LOST, field=field.id, label=label, code=code)
    return found(NAME_LOST, sheet=cell.sheet, cell=cell.ref, field=field.id, label=label, code=code, more="")


def earlier_values(sheets: FormSheets, ruleset: Ruleset) -> dict[str, Cell]:
    """The earlier form's values beside the inputs; nothing where they, or their names, are gone."""
    cells = {field.id: sheets.named(cellnames.earlier_name(field.id)) for field in ruleset.inputs}
    return {name: cell for name, cell in cells.items() if cell is not None}
