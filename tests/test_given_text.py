"""What counts as evidence or explanation: a letter or a digit, never an error value."""

import pytest

from tests.support.typed import Typed, facts_of
from xl_cfc.cells import Cell, CellKind
from xl_cfc.judging.checks.facts import Facts, written
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset("qd06-2019")


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("Báo cáo số 12", "Báo cáo số 12"),
        (" đã rà soát ", "đã rà soát"),
        ("7", "7"),
        ("１２", "１２"),
        ("", ""),
        ("\u00a0", ""),
        ("\u200b\ufeff", ""),
        ("—", ""),
        ("...", ""),
    ],
)
def test_a_text_counts_where_it_says_something(typed: str, given: str) -> None:
    assert written(facts_of(Typed({}, evidence={"te_hcdb": typed}), RULESET), "evidence", "te_hcdb") == given


def test_an_error_value_is_no_text() -> None:
    facts = facts_of(Typed({}), RULESET)
    error = {"te_hcdb": Cell(CellKind.ERROR, "#NAME?", "Nhập liệu", "F33")}
    submission = facts.answers.submission.model_copy(update={"explanations": error})
    changed = Facts(type(facts.answers)(submission, RULESET), facts.card)

    assert written(changed, "explanation", "te_hcdb") == ""
