"""The form a commune fills: sheets, formulas, validation and stamp, generated from the rule set."""

from collections.abc import Mapping
from datetime import date

from xl_cfc.answers.answers import Answers
from xl_cfc.form import layout as names
from xl_cfc.form.content import Earlier, FormContent, as_submission
from xl_cfc.form.layout import FormLayout
from xl_cfc.form.sheets.calc import LiveTexts, write_calc
from xl_cfc.form.sheets.earlier import write_earlier
from xl_cfc.form.sheets.guide import write_guide
from xl_cfc.form.sheets.hamlets import write_hamlets
from xl_cfc.form.sheets.inputs import write_inputs
from xl_cfc.form.sheets.origins import write_origins
from xl_cfc.form.sheets.plan import write_plan
from xl_cfc.form.sheets.problems import write_problems
from xl_cfc.form.sheets.rules import write_rules
from xl_cfc.form.sheets.scores import write_scores
from xl_cfc.form.sheets.sheet import FormBook, Sheet
from xl_cfc.form.sheets.survey import write_survey
from xl_cfc.form.sheets.unit import write_unit
from xl_cfc.judging.concluding import judged
from xl_cfc.language import speaking
from xl_cfc.plan.models import Plan
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.parts import Part
from xl_cfc.stamp import AGENCY_KIND, FORM_KIND, Stamp
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.stamping import stamp_workbook
from xl_cfc.workbook.styles import Styles

__all__ = ["Earlier", "FormContent", "form_bytes"]

_INPUT_TAB, _RESULT_TAB, _REFERENCE_TAB, _PROBLEM_TAB = "#FFC000", "#1F4E79", "#7F8C8D", "#C00000"


def form_bytes(
    ruleset: Ruleset,
    content: FormContent,
    leads: Mapping[int, str] | None = None,
    *,
    plan: Plan | None = None,
    today: date | None = None,
    part: Part | None = None,
) -> bytes:
    """A form as .xlsx bytes, holding `content`, every formula with the value it has for it.

    `leads` names the lead agency of each criterion; without it, `plan` does. With `plan` the form shows its deadlines,
    counted in days from `today`; with `part`, a part of the rule set, it is an agency's. The form is Vietnamese
    whatever the language in force.
    """
    with speaking("vi"), new_workbook() as workbook:
        layout = FormLayout(part.ruleset if part else ruleset)
        answers = Answers(as_submission(content, layout), layout.ruleset)
        facts, _ = judged(answers)
        named = leads if leads is not None else {n: plan.lead(n) for n in plan.leads} if plan else {}
        book = FormBook(workbook, layout, content, facts, Styles(workbook), named, plan, today, part)
        _write_sheets(book, LiveTexts(facts))
        stamp_workbook(workbook, *_stamp(layout, plan, part))
        workbook.set_calc_mode("auto")
    return workbook.data


def _stamp(layout: FormLayout, plan: Plan | None, part: Part | None) -> tuple[Stamp, str]:
    """The stamp and its kind; an agency's form names the whole rule set and the criteria it holds."""
    stamp = layout.stamp(plan.id if plan else "")
    if part is None:
        return stamp, FORM_KIND
    return stamp.model_copy(update={"ruleset_hash": part.whole.digest, "criteria": part.numbers}), AGENCY_KIND


def _write_sheets(book: FormBook, texts: LiveTexts) -> None:
    write_guide(Sheet(book, names.GUIDE, _REFERENCE_TAB))
    if book.content.earlier is not None:
        write_earlier(Sheet(book, names.EARLIER, _REFERENCE_TAB), book.content.earlier)
    write_unit(Sheet(book, names.UNIT, _INPUT_TAB), texts)
    inputs = Sheet(book, names.INPUT, _INPUT_TAB)
    write_inputs(inputs, texts)
    if book.ruleset.survey_fields:
        write_survey(Sheet(book, names.SURVEY, _INPUT_TAB))
    if book.ruleset.hamlet_fields:
        write_hamlets(Sheet(book, names.HAMLETS, _INPUT_TAB))
    write_scores(Sheet(book, names.SCORES, _RESULT_TAB), texts)
    write_rules(Sheet(book, names.RULES, _REFERENCE_TAB))
    write_problems(Sheet(book, names.PROBLEMS, _PROBLEM_TAB), texts)
    if book.content.gathered is not None:
        write_origins(Sheet(book, names.ORIGINS, _REFERENCE_TAB), book.content.gathered)
    if book.plan is not None:
        write_plan(Sheet(book, names.PLAN, _REFERENCE_TAB), book.plan)
    write_calc(Sheet(book, names.CALC, _REFERENCE_TAB), texts)
    inputs.ws.activate()
