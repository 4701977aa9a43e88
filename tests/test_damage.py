"""A damaged form: the sheet never calls itself ready with a score that is not what its rows say."""

import random
from typing import Any

import pytest

from tests.support.damage import Damage, damages
from tests.support.deep import count
from tests.support.engines import run_uno
from tests.support.scenarios import load
from xl_cfc.form.layout import HAMLETS, INPUT, PROBLEMS, SCORES, SURVEY, UNIT
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.form.sheets import hamlets as hamlet_sheet
from xl_cfc.form.sheets import survey as survey_sheet
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.parts import AGENCY_FIELD, part_of
from xl_cfc.ruleset.registry import shipped_ruleset

pytestmark = pytest.mark.slow

DAMAGES = count(40, 3000)
SHEETS = (UNIT, INPUT, SURVEY, HAMLETS, SCORES, PROBLEMS)
READY = "✓"


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return part_of(shipped_ruleset("qd06-2019"), (3, 8, 10, 13)).ruleset


def filled(ruleset: Ruleset) -> FormContent:
    base = load("qd06-2019")[0].typed
    values = {name: value for name, value in base.values.items() if name in ruleset.fields}
    values |= dict.fromkeys(field.id for field in ruleset.survey_fields)
    values |= {"ten_don_vi": "Xã Thử", "ma_dvhc": "29999", "nhom_nguong": "C", "nam": 2026, "ky": "Cuối kỳ"}
    values |= {AGENCY_FIELD: "Sở Thử"}
    return FormContent(
        values={name: value for name, value in values.items() if name in ruleset.fields},  # type: ignore[misc]
        evidence={indicator.main_field: "Sổ theo dõi" for indicator in ruleset.indicators},
        survey=(*[("Trẻ em", "Có")] * 9, *[("Người dân", "Có")] * 8, ("Người dân", "Không")),
    )


def told(left: dict[str, Any]) -> str:
    """The verdict on the list of problems."""
    return str(left["sheets"][PROBLEMS]["data"][2][0])


def total(left: dict[str, Any]) -> Any:
    rows = left["sheets"][SCORES]["data"] if SCORES in left["sheets"] else []
    return next((row[row.index("TỔNG ĐIỂM") + 3] for row in rows if "TỔNG ĐIỂM" in row), None)


def figures(left: dict[str, Any], ruleset: Ruleset) -> dict[str, Any]:
    """What stands in the row of each code under «Giá trị», whatever the names say."""
    found: dict[str, Any] = {}
    for sheet, fields in ((UNIT, ruleset.unit_fields), (INPUT, ruleset.inputs)):
        rows = left["sheets"][sheet]["data"]
        heading = next(row for row in rows if "Mã" in row and "Giá trị" in row)
        code, value = heading.index("Mã"), heading.index("Giá trị")
        by_code = {row[code]: row[value] for row in rows}
        found |= {field.id: by_code.get(ruleset.row_codes[field.id]) for field in fields}
    return found


@pytest.fixture(scope="module")
def cases(ruleset: Ruleset, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Damage, dict[str, Any]]]:
    path = tmp_path_factory.mktemp("damage") / "form.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(survey_sheet, "SURVEY_ROWS", 20)
        patch.setattr(hamlet_sheet, "HAMLET_ROWS", 12)
        path.write_bytes(form_bytes(ruleset, filled(ruleset)))
    done = [Damage(protected=True, steps=()), *damages(random.Random("damage"), ruleset, DAMAGES)]
    request = {"path": str(path), "cases": [damage.request for damage in done], "sheets": list(SHEETS)}
    return list(zip(done, run_uno("damage", request), strict=True))


def test_a_form_left_alone_is_ready(cases: list[tuple[Damage, dict[str, Any]]]) -> None:
    assert told(cases[0][1]).startswith(READY)
    assert total(cases[0][1]) == 300


def test_a_form_that_calls_itself_ready_scores_what_its_rows_say(
    cases: list[tuple[Damage, dict[str, Any]]], ruleset: Ruleset
) -> None:
    before = figures(cases[0][1], ruleset)
    wrong = []
    for damage, left in cases:
        if told(left).startswith(READY) and figures(left, ruleset) == before and total(left) != 300:
            wrong.append((damage, total(left)))

    assert wrong == []


def test_damage_that_takes_a_figure_from_its_row_is_never_ready(
    cases: list[tuple[Damage, dict[str, Any]]], ruleset: Ruleset
) -> None:
    cut = [
        (damage, told(left))
        for damage, left in cases
        if any(step[0] == "delete_sheet" and step[1] != HAMLETS for step in damage.steps)
        or (not all(sheet in left["sheets"] for sheet in (UNIT, INPUT)))
        or any(value in (None, "") for name, value in figures(left, ruleset).items() if ruleset.fields[name].is_input)
    ]

    assert cut
    assert [case for case in cut if case[1].startswith(READY)] == []
