"""Every result of a form with the formula it is made by: written once where it is read, and once to be held against."""

from collections.abc import Iterator
from typing import NamedTuple

from xl_cfc.form.formulas import indicators as formulas
from xl_cfc.form.formulas import inputs, tables
from xl_cfc.form.layout import NAME_TOTAL
from xl_cfc.form.sheets.sheet import FormBook


class ResultFormula(NamedTuple):
    """A result: the name of its cell, and its formula."""

    name: str
    formula: str


def results(book: FormBook) -> Iterator[ResultFormula]:
    """All but the conclusion, which waits for what is found here."""
    ruleset = book.ruleset
    for field in ruleset.fields.values():
        yield ResultFormula(f"st_{field.id}", inputs.state(field))
    for field in ruleset.survey_fields:
        yield ResultFormula(f"sv_{field.id}", tables.survey_figure(field))
    for indicator in ruleset.indicators:
        yield ResultFormula(f"si_{indicator.name}", formulas.standing(indicator, ruleset))
        yield ResultFormula(indicator.value_cell, formulas.measured(indicator, ruleset))
        yield ResultFormula(f"pt_{indicator.name}", formulas.points(indicator))
    for criterion in ruleset.criteria:
        names = [f"pt_{indicator.name}" for indicator in criterion.indicators]
        yield ResultFormula(f"pt_c{criterion.number}", formulas.sum_if_complete(names))
    criteria = [f"pt_c{criterion.number}" for criterion in ruleset.criteria]
    yield ResultFormula(NAME_TOTAL, formulas.sum_if_complete(criteria))
    if book.part is None:
        yield ResultFormula("nguong", formulas.threshold(ruleset))
