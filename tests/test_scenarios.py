"""The one oracle that is not generated: hand-written scenarios against Python and against the form itself."""

from decimal import Decimal
from typing import Any

import pytest

from tests.support.engines import FormMap, IronCalcEngine, LibreOfficeEngine, Reading
from tests.support.scenarios import Scenario, load
from tests.support.typed import facts_of
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.ruleset.kinds.tiers import Tiered
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import shipped_ids, shipped_ruleset

TABLES = {name: load(name) for name in shipped_ids()}
DECISION, REFORM = shipped_ruleset("qd06-2019"), shipped_ruleset("example-reform")
ROWS = [pytest.param(name, scenario, id=f"{name}: {scenario}") for name in TABLES for scenario in TABLES[name]]


@pytest.fixture(scope="module", params=TABLES)
def form(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> FormMap:
    ruleset = shipped_ruleset(request.param)
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    path.write_bytes(form_bytes(ruleset, FormContent()))
    return FormMap(path, ruleset)


@pytest.mark.parametrize(("name", "rows"), [("qd06-2019", 80), ("example-reform", 40)])
def test_the_table_has_enough_rows_with_names_of_their_own(name: str, rows: int) -> None:
    assert len({scenario.name for scenario in TABLES[name]}) == len(TABLES[name]) >= rows


def test_the_table_reaches_every_tier_of_every_indicator() -> None:
    assert scales(DECISION) <= reached(DECISION)


def test_the_reforms_table_reaches_every_tier_that_differs() -> None:
    assert scales(REFORM) - scales(DECISION) <= reached(REFORM)


def scales(ruleset: Ruleset) -> set[tuple[str, Decimal]]:
    """Every indicator with the points of each of its tiers, of every class."""
    return {
        (indicator.id, tier.points.value)
        for indicator in ruleset.indicators
        if isinstance(indicator, Tiered)
        for tiers in (indicator.tiers, *indicator.tiers_by_class.values())
        for tier in tiers
    }


def reached(ruleset: Ruleset) -> set[tuple[str, Decimal | None]]:
    return {part for scenario in TABLES[ruleset.id] for part in scenario.expected_points(ruleset).items()}


@pytest.mark.parametrize(("name", "scenario"), ROWS)
def test_python_meets_the_scenario(name: str, scenario: Scenario) -> None:
    ruleset = shipped_ruleset(name)
    facts = facts_of(scenario.typed, ruleset)
    card = facts.card
    told: dict[str, Any] = {
        "missing": list(card.missing),
        "invalid": list(card.invalid),
        "zero_criteria": list(card.zero_criteria),
        "provisional": card.provisional_total,
        "best_possible": card.best_possible,
    }

    assert {part.id: part.points for part in card.indicators} == scenario.expected_points(ruleset)
    assert card.total == scenario.total
    assert card.conclusion == scenario.conclusion
    assert {key: told[key] for key in scenario.others} == dict(scenario.others)


@pytest.mark.slow
def test_the_form_recalculated_by_ironcalc_meets_every_scenario(form: FormMap) -> None:
    scenarios = TABLES[form.ruleset.id]

    assert unmet_in(form.ruleset, scenarios, IronCalcEngine(form)) == []


@pytest.mark.slow
def test_the_form_recalculated_by_libreoffice_meets_every_scenario(form: FormMap) -> None:
    scenarios = [scenario for scenario in TABLES[form.ruleset.id] if not scenario.holds_boolean]

    assert unmet_in(form.ruleset, scenarios, LibreOfficeEngine(form)) == []


def unmet_in(ruleset: Ruleset, scenarios: list[Scenario], engine: IronCalcEngine | LibreOfficeEngine) -> list[str]:
    pairs = zip(scenarios, engine.readings([scenario.typed for scenario in scenarios]), strict=True)
    return [line for scenario, shown in pairs for line in unmet(ruleset, scenario, shown)]


def unmet(ruleset: Ruleset, scenario: Scenario, shown: Reading) -> list[str]:
    """What the form shows otherwise than the scenario expects."""
    wanted: dict[str, Any] = {"pt_total": scenario.total, "conclusion": Conclusion(scenario.conclusion).text}
    for key, points in scenario.expected_points(ruleset).items():
        wanted[f"pt_{key.replace('.', '_')}"] = points
    return [
        f"{scenario.name}: {name} shows {shown[name]!r}, expected {value}"
        for name, value in wanted.items()
        if shown[name] != ("" if value is None else value)
    ]
