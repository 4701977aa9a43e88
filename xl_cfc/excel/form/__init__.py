"""The form a commune fills: sheets, formulas, validation and stamp, generated from the rule set."""

import warnings
from collections.abc import Mapping
from io import BytesIO

from xlsxwriter import Workbook

from xl_cfc.answers import Answers
from xl_cfc.checks import Facts
from xl_cfc.excel import layout as names
from xl_cfc.excel.form.calc import LiveTexts, write_calc
from xl_cfc.excel.form.content import Earlier, FormContent, as_submission
from xl_cfc.excel.form.earlier import write_earlier
from xl_cfc.excel.form.guide import write_guide
from xl_cfc.excel.form.hamlets import write_hamlets
from xl_cfc.excel.form.inputs import write_inputs
from xl_cfc.excel.form.problems import write_problems
from xl_cfc.excel.form.rules import write_rules
from xl_cfc.excel.form.scores import write_scores
from xl_cfc.excel.form.sheet import FormBook, Sheet
from xl_cfc.excel.form.survey import write_survey
from xl_cfc.excel.form.unit import write_unit
from xl_cfc.excel.layout import FormLayout
from xl_cfc.excel.stamping import stamp_workbook
from xl_cfc.excel.styles import Styles
from xl_cfc.language import speaking
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.scoring import score

__all__ = ["Earlier", "FormContent", "form_bytes"]

_INPUT_TAB, _RESULT_TAB, _REFERENCE_TAB, _PROBLEM_TAB = "#FFC000", "#1F4E79", "#7F8C8D", "#C00000"


def form_bytes(ruleset: Ruleset, content: FormContent, leads: Mapping[int, str] | None = None) -> bytes:
    """A form as .xlsx bytes, holding `content`, every formula with the value it has for it.

    `leads` names the lead agency of each criterion. The form is Vietnamese whatever the language in force. A limit
    of Excel that XlsxWriter only warns of (an over-long validation text) raises instead.
    """
    buffer = BytesIO()
    with speaking("vi"), warnings.catch_warnings():
        warnings.simplefilter("error")
        layout = FormLayout(ruleset)
        answers = Answers(as_submission(content, layout), ruleset)
        facts = Facts(answers, score(answers))
        with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
            book = FormBook(workbook, layout, content, facts, Styles(workbook), leads or {})
            _write_sheets(book, LiveTexts(facts))
            stamp_workbook(workbook, layout.stamp(), names.FORM_KIND)
            workbook.set_calc_mode("auto")
    return buffer.getvalue()


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
    write_calc(Sheet(book, names.CALC, _REFERENCE_TAB), texts)
    inputs.ws.activate()
