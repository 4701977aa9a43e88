"""Every result of a form with the formula it is made by: written once where it is read, and once to be held against."""

from collections.abc import Iterator
from typing import NamedTuple

from xl_cfc.form.formulas import indicators as formulas
from xl_cfc.form.formulas import inputs, tables
from xl_cfc.form.layout import NAME_TOTAL
from xl_cfc.form.sheets.sheet import FormBook


class Result(NamedTuple):
    """A result: the name of its cell, and its formula."""

    name: str
    formula: str


def results(book: FormBook) -> Iterator[Result]:
    """All but the conclusion, which waits for what is found here."""
    ruleset = book.ruleset
    for field in ruleset.fields.values():
        yield Result(f"st_{field.id}", inputs.state(field))
    for field in ruleset.survey_fields:
        yield Result(f"sv_{field.id}", tables.survey_figure(field))
    for indicator in ruleset.indicators:
        yield Result(f"si_{indicator.name}", formulas.standing(indicator, ruleset))
        yield Result(indicator.value_cell, formulas.measured(indicator, ruleset))
        yield Result(f"pt_{indicator.name}", formulas.points(indicator))
    for criterion in ruleset.criteria:
        names = [f"pt_{indicator.name}" for indicator in criterion.indicators]
        yield Result(f"pt_c{criterion.number}", formulas.sum_if_complete(names))
    criteria = [f"pt_c{criterion.number}" for criterion in ruleset.criteria]
    yield Result(NAME_TOTAL, formulas.sum_if_complete(criteria))
    if book.part is None:
        yield Result("nguong", formulas.threshold(ruleset))
