"""The one oracle that is not generated: hand-written scenarios against Python and against the form itself."""

from typing import Any

import pytest

from tests.support.engines import FormMap, IronCalcEngine, LibreOfficeEngine, Reading
from tests.support.scenarios import Scenario, load
from tests.support.typed import facts_of
from xl_cfc.excel.form import FormContent, form_bytes
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.scoring import Conclusion

RULESET = shipped_ruleset("qd06-2019")
SCENARIOS = load("qd06-2019")


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> FormMap:
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    path.write_bytes(form_bytes(RULESET, FormContent()))
    return FormMap(path, RULESET)


def test_the_table_has_at_least_eighty_rows_with_names_of_their_own() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS) >= 80


def test_the_table_reaches_every_tier_of_every_indicator() -> None:
    reached = {(key, value) for scenario in SCENARIOS for key, value in scenario.expected_points(RULESET).items()}
    tiers = {
        (indicator.id, tier.points.value)
        for indicator in RULESET.indicators
        if indicator.kind != "yes_no"
        for tier in indicator.tiers
    }

    assert tiers <= reached


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_python_meets_the_scenario(scenario: Scenario) -> None:
    facts = facts_of(scenario.typed, RULESET)
    card = facts.card
    told: dict[str, Any] = {
        "missing": list(card.missing),
        "invalid": list(card.invalid),
        "zero_criteria": list(card.zero_criteria),
        "provisional": card.provisional_total,
        "best_possible": card.best_possible,
    }

    assert {part.id: part.points for part in card.indicators} == scenario.expected_points(RULESET)
    assert card.total == scenario.total
    assert card.conclusion == scenario.conclusion
    assert {key: told[key] for key in scenario.others} == dict(scenario.others)


@pytest.mark.slow
def test_the_form_recalculated_by_ironcalc_meets_every_scenario(form: FormMap) -> None:
    readings = IronCalcEngine(form).readings([scenario.typed for scenario in SCENARIOS])

    assert [line for scenario, shown in zip(SCENARIOS, readings, strict=True) for line in unmet(scenario, shown)] == []


@pytest.mark.slow
def test_the_form_recalculated_by_libreoffice_meets_every_scenario(form: FormMap) -> None:
    scenarios = [scenario for scenario in SCENARIOS if not scenario.holds_boolean]
    readings = LibreOfficeEngine(form).readings([scenario.typed for scenario in scenarios])

    assert [line for scenario, shown in zip(scenarios, readings, strict=True) for line in unmet(scenario, shown)] == []


def unmet(scenario: Scenario, shown: Reading) -> list[str]:
    """What the form shows otherwise than the scenario expects."""
    wanted: dict[str, Any] = {"pt_total": scenario.total, "conclusion": Conclusion(scenario.conclusion).text}
    for key, points in scenario.expected_points(RULESET).items():
        wanted[f"pt_{key.replace('.', '_')}"] = points
    return [
        f"{scenario.name}: {name} shows {shown[name]!r}, expected {value}"
        for name, value in wanted.items()
        if shown[name] != ("" if value is None else value)
    ]
