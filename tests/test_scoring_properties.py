"""Properties of scoring, with the direction of each indicator."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.scenarios import load
from tests.support.typed import Typed, facts_of
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.ruleset.kinds.count import CountIndicator
from xl_cfc.ruleset.kinds.rate import RateIndicator
from xl_cfc.ruleset.kinds.ratio import RatioIndicator
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset("qd06-2019")
BASE = load("qd06-2019")[0].typed
QUOTIENTS = [i for i in RULESET.indicators if isinstance(i, RatioIndicator | RateIndicator)]
COUNTS = [i for i in RULESET.indicators if isinstance(i, CountIndicator)]

counts = st.integers(min_value=0, max_value=9_999_999)


def points(indicator_id: str, **values: object) -> Decimal | None:
    typed = Typed({**BASE.values, **values})  # type: ignore[dict-item]
    return facts_of(typed, RULESET).card.indicator(indicator_id).points


@settings(max_examples=60, deadline=None)
@given(below=counts, share=st.fractions(min_value=0, max_value=1), which=st.sampled_from(QUOTIENTS))
def test_one_more_above_the_line_moves_points_only_in_the_indicators_direction(
    below: int, share: Fraction, which: RatioIndicator | RateIndicator
) -> None:
    above = int(share * below)
    if above + 1 > below:
        return
    before = points(which.id, **{which.above: above, which.below: below})
    after = points(which.id, **{which.above: above + 1, which.below: below})

    assert before is not None
    assert after is not None
    assert after >= before if which.tiers[0].operator == ">=" else after <= before


@settings(max_examples=40, deadline=None)
@given(number=st.integers(min_value=0, max_value=1000), which=st.sampled_from(COUNTS))
def test_one_more_counted_moves_points_only_in_the_indicators_direction(number: int, which: CountIndicator) -> None:
    before, after = (points(which.id, **{which.field: n}) for n in (number, number + 1))

    assert before is not None
    assert after is not None
    assert after >= before if which.tiers[0].operator == ">=" else after <= before


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from([field.id for field in RULESET.inputs]))
def test_a_missing_input_never_yields_a_score(name: str) -> None:
    facts = facts_of(replace(BASE, values={**BASE.values, name: None}), RULESET)
    waiting = [i for i in RULESET.indicators if name in i.fields and not facts.answers.excused(name)]

    assert all(facts.card.indicator(indicator.id).points is None for indicator in waiting)
    assert facts.card.conclusion is Conclusion.INCOMPLETE or facts.answers.excused(name)


@settings(max_examples=60, deadline=None)
@given(
    below=st.integers(min_value=1, max_value=9_999_999),
    share=st.fractions(min_value=0, max_value=1),
    which=st.sampled_from(QUOTIENTS),
)
def test_the_double_a_formula_divides_compares_as_the_exact_quotient_does(
    below: int, share: Fraction, which: RatioIndicator | RateIndicator
) -> None:
    above = int(share * below)
    exact, double = Fraction(above * which.multiplier, below), above * which.multiplier / below

    for tier in which.tiers:
        bound = float(tier.bound.value)
        assert tier.holds(exact) == (double >= bound if tier.operator == ">=" else double <= bound)


def test_totals_are_sums_of_their_parts() -> None:
    card = facts_of(BASE, RULESET).card

    assert card.total == card.provisional_total == card.best_possible == sum(c.points or 0 for c in card.criteria)


@pytest.mark.parametrize("threshold_class", list(RULESET.thresholds))
def test_an_eligible_commune_has_no_reasons_against_it(threshold_class: str) -> None:
    from xl_cfc.judging.reasons import reasons

    facts = facts_of(Typed({**BASE.values, "nhom_nguong": threshold_class}), RULESET)

    assert facts.card.conclusion is Conclusion.ELIGIBLE
    assert list(reasons(facts.card, RULESET)) == []
