"""Formula against Python, on the shipped template itself: every engine must show what Python says, everywhere."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.deep import count
from tests.support.engines import FormMap, IronCalcEngine, LibreOfficeEngine
from tests.support.expected import differences, expected
from tests.support.generate import ruleset_text, typing
from tests.support.typed import Typed, TypedValue
from xl_cfc.form.formulas import indicators as formulas
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.ruleset.loading import load_ruleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import shipped_ruleset

pytestmark = pytest.mark.slow

#: How many forms are typed into each engine.
IRONCALC_SCENARIOS = count(400, 2000)
LIBREOFFICE_SCENARIOS = count(40, 300)
REFORM_SCENARIOS = count(100, 500)
REFORM_IN_LIBREOFFICE = count(15, 100)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> FormMap:
    return written_form(shipped_ruleset(), tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="module")
def reform(tmp_path_factory: pytest.TempPathFactory) -> FormMap:
    return written_form(shipped_ruleset("example-reform"), tmp_path_factory.mktemp("reform"))


def written_form(ruleset: Ruleset, folder: Path) -> FormMap:
    path = folder / f"{ruleset.id}.xlsx"
    path.write_bytes(form_bytes(ruleset, FormContent()))
    return FormMap(path, ruleset)


def typings(ruleset: Ruleset, count: int, seed: str) -> list[Typed]:
    return [typing(random.Random(f"{seed}-{n}"), ruleset) for n in range(count)]


def without_booleans(typed: Typed) -> Typed:
    """LibreOffice knows no TRUE apart from the number 1, so these scenarios hold none; IronCalc's do."""

    def plain(values: Mapping[str, TypedValue]) -> dict[str, TypedValue]:
        return {name: "TRUE" if isinstance(value, bool) else value for name, value in values.items()}

    hamlets = tuple((name, plain(figures)) for name, figures in typed.hamlets)
    return replace(typed, values=plain(typed.values), hamlets=hamlets)


def mistakes(engine: IronCalcEngine | LibreOfficeEngine, cases: Sequence[Typed], ruleset: Ruleset) -> list[str]:
    """Every difference, told so that it can be replayed."""
    told = []
    for number, (typed, shown) in enumerate(zip(cases, engine.readings(cases), strict=True)):
        for name, (got, wanted) in differences(shown, expected(typed, ruleset)).items():
            told.append(f"scenario {number}: {name} shows {got!r}, Python says {wanted!r}")
    return told


def test_ironcalc_shows_what_python_says_in_every_form(template: FormMap) -> None:
    cases = typings(template.ruleset, IRONCALC_SCENARIOS, "ironcalc")

    assert mistakes(IronCalcEngine(template), cases, template.ruleset) == []


def test_libreoffice_shows_what_python_says_in_every_form(template: FormMap) -> None:
    cases = [without_booleans(typed) for typed in typings(template.ruleset, LIBREOFFICE_SCENARIOS, "libreoffice")]

    assert mistakes(LibreOfficeEngine(template), cases, template.ruleset) == []


def test_both_engines_show_what_python_says_under_the_reform(reform: FormMap) -> None:
    cases = typings(reform.ruleset, REFORM_SCENARIOS, "reform")

    assert mistakes(IronCalcEngine(reform), cases, reform.ruleset) == []
    some = [without_booleans(typed) for typed in cases[:REFORM_IN_LIBREOFFICE]]
    assert mistakes(LibreOfficeEngine(reform), some, reform.ruleset) == []


def test_generated_forms_reach_every_conclusion_and_every_standing(template: FormMap) -> None:
    shown = [expected(typed, template.ruleset) for typed in typings(template.ruleset, IRONCALC_SCENARIOS, "ironcalc")]

    conclusions = {result["conclusion"] for result in shown}
    standings = {result[f"si_{i.name}"] for result in shown for i in template.ruleset.indicators}

    assert len(conclusions) == 4
    assert standings == {0, 1, 2, 3, 4}


def test_a_formula_broken_on_purpose_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = formulas.points
    monkeypatch.setattr(formulas, "points", lambda indicator: right(indicator).replace(">=0.98", ">0.98"))
    broken = written_form(shipped_ruleset(), tmp_path)
    cases = typings(broken.ruleset, 200, "broken")

    assert any("pt_2_1" in line or "pt_7_1" in line for line in mistakes(IronCalcEngine(broken), cases, broken.ruleset))


@pytest.mark.parametrize("seed", range(12))
def test_any_rule_set_gives_a_form_that_agrees_with_python(seed: int, tmp_path: Path) -> None:
    ruleset = load_ruleset(ruleset_text(random.Random(f"rules-{seed}")))
    generated = written_form(ruleset, tmp_path)

    assert mistakes(IronCalcEngine(generated), typings(ruleset, 60, f"rules-{seed}"), ruleset) == []
