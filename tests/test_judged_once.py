"""A cell is judged once: what came of it goes with the form, to the day, the merge and the next level."""

import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.support.known import SHIPPED
from xl_cfc.answers import answers as judging
from xl_cfc.answers.answer import Answer, judge
from xl_cfc.answers.answers import Answers
from xl_cfc.cells import Cell
from xl_cfc.consolidation.members import Member, answers_of, member_of
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sheets import consolidated_bytes
from xl_cfc.consolidation.upwards import carried_lines, read_carried
from xl_cfc.delivery.packing import pack_name
from xl_cfc.delivery.reporting import as_json
from xl_cfc.examples import example_form
from xl_cfc.form.circumstances import against_roster, on_day
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.isolation import evaluate_bytes
from xl_cfc.form.sheets import form_bytes
from xl_cfc.judging.advice import advise
from xl_cfc.judging.checks import Facts
from xl_cfc.judging.comparing import compare
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.models import Field, FieldType
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset()
EVERY_FIELD = Counter(dict.fromkeys(RULESET.fields, 1))
#: Tallied on paper: the survey's figures are typed too, so that every field has a cell to judge.
TALLIED = {field.id: 40 for field in RULESET.survey_fields}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often a cell of each field is judged."""
    counted: Counter[str] = Counter()

    def counting(cell: Cell, field: Field) -> Answer:
        counted[field.id] += 1
        return judge(cell, field)

    monkeypatch.setattr(judging, "judge", counting)
    yield counted


@pytest.fixture(scope="module")
def form() -> bytes:
    """An example form without respondents' rows."""
    content = example_form(0).content
    return form_bytes(RULESET, replace(content, survey=(), values={**content.values, **TALLIED}))


def test_there_are_57_fields_and_57_judgings(form: bytes, judged: Counter[str]) -> None:
    result = evaluate(form, "a.xlsx", SHIPPED)
    member_of(result)
    assert (len(RULESET.fields), judged.total()) == (57, 57)
    assert judged == EVERY_FIELD


def test_nothing_that_is_asked_of_an_evaluation_judges_again(form: bytes, judged: Counter[str]) -> None:
    result = against_roster(on_day(evaluate(form, "a.xlsx", SHIPPED), date(2023, 1, 1)), Roster(units=()))
    assert result.answers is not None
    member_of(result)
    pack_name(result.answers)
    as_json(result)
    compare(result.answers, result.answers)
    assert judged == EVERY_FIELD


def test_what_was_judged_in_another_process_is_not_judged_again(form: bytes, judged: Counter[str]) -> None:
    here, there = evaluate(form, "a.xlsx", SHIPPED), evaluate_bytes(form, "a.xlsx", SHIPPED)
    assert judged == EVERY_FIELD  # this process has judged one of the two
    assert there.answers is not None
    assert there.answers.ruleset == RULESET
    assert [there.answers[name] for name in RULESET.fields] == answers_in(here)
    assert judged == EVERY_FIELD


def answers_in(result: Evaluation) -> list[Answer]:
    assert result.answers is not None
    return [result.answers[name] for name in RULESET.fields]


def merged(*members: Member) -> Consolidation:
    return consolidate(members, rulesets={RULESET.digest: RULESET})


def test_a_form_is_judged_once_at_each_level_it_is_carried_to(form: bytes, judged: Counter[str]) -> None:
    member = pickle.loads(pickle.dumps(member_of(evaluate(form, "a.xlsx", SHIPPED))))
    below = merged(member)
    consolidated_bytes(below, created=datetime(2026, 11, 23))
    assert judged == EVERY_FIELD
    # What a workbook carries is not trusted: the next level judges it for itself, once.
    carried = read_carried(carried_lines(below), "huyen.xlsx", SHIPPED)
    consolidated_bytes(merged(*carried.members), created=datetime(2026, 11, 23))
    assert judged == EVERY_FIELD + EVERY_FIELD


def test_advice_judges_the_figures_it_changes_and_no_other(judged: Counter[str]) -> None:
    content = example_form(1).content
    refused = {field.id: "Không" for field in RULESET.inputs if field.type is FieldType.YES_NO}
    low = {**content.values, **refused}
    result = evaluate(form_bytes(RULESET, replace(content, values=low)), "a.xlsx", SHIPPED)
    assert result.answers is not None
    assert result.card is not None
    assert result.card.conclusion is Conclusion.NOT_ELIGIBLE
    judged.clear()
    advice = advise(answers_of(member_of(result), RULESET), result.card)
    assert advice == advise(result.answers, result.card)
    assert advice.path
    assert judged == Counter({step.field.id: 2 for step in advice.path})


def test_a_member_gives_back_the_answers_as_they_were_judged(form: bytes) -> None:
    values = {**example_form(0).content.values, "dan_so": "1.234", "so_ho": -5, "co_kinh_phi": None}
    wrong = form_bytes(RULESET, replace(example_form(0).content, values=values))
    for data in (form, wrong):
        result = evaluate(data, "a.xlsx", SHIPPED)
        again: Answers = answers_of(member_of(result), RULESET)
        assert [again[name] for name in RULESET.fields] == [answer.kept for answer in answers_in(result)]
        assert (again.missing, again.invalid) == (result.answers.missing, result.answers.invalid)  # type: ignore[union-attr]
    assert (again["dan_so"].shown, again["so_ho"].shown, again["co_kinh_phi"].shown) == ("1.234", "-5", "")
    assert Facts(again, result.card).total(()) == 0  # type: ignore[arg-type]


def test_forms_that_arrive_from_other_processes_share_the_places_of_their_inputs(form: bytes) -> None:
    result = evaluate(form, "a.xlsx", SHIPPED)
    first, second = (pickle.loads(pickle.dumps(member_of(replace(result, file=name)))) for name in ("a", "b"))
    assert first.spots is second.spots
    assert first.spots[list(RULESET.fields).index("dan_so")][0] == "Nhập liệu"
