"""Figures that hang together and land each indicator in the tier asked for."""

import math
import random
from collections.abc import Mapping
from fractions import Fraction

from xl_cfc.cells import CellValue
from xl_cfc.examples.landings import Landing
from xl_cfc.ruleset.models import (
    NO,
    YES,
    CountIndicator,
    Indicator,
    RateIndicator,
    RatioIndicator,
    Ruleset,
    Tier,
    YesNoIndicator,
)


def figures(rng: random.Random, ruleset: Ruleset, landings: Mapping[str, Landing]) -> tuple[dict[str, CellValue], int]:
    """Every figure of a commune, and how many hamlets it has; the rule set's cross-checks hold."""
    numbers = _population(rng)
    values: dict[str, CellValue] = dict(numbers)
    for indicator in ruleset.indicators:
        landing = landings.get(indicator.id, 0)
        if isinstance(indicator, YesNoIndicator):
            values[indicator.field] = YES if landing == 0 else NO
        elif isinstance(indicator, CountIndicator):
            values[indicator.field] = _count(indicator, landing, rng)
        else:
            values[indicator.above] = _part(indicator, landing, numbers[indicator.below], rng)
    abused = values["te_bi_xam_hai"]
    if isinstance(abused, int) and abused > 0 and values["vu_viec"] == 0:
        values["vu_viec"] = values["vu_viec_co_ke_hoach"] = abused
    if landings.get("6.2", 0) is None:
        values["vu_viec"], values["vu_viec_co_ke_hoach"] = 2, 1
    dead, injured = values["te_tu_vong_tntt"], values["te_tai_nan_thuong_tich"]
    if isinstance(dead, int) and isinstance(injured, int):
        values["te_tai_nan_thuong_tich"] = max(dead, injured)
    return values, numbers["so_thon"]


def _population(rng: random.Random) -> dict[str, int]:
    """Population and the groups that indicators divide by, in plausible shares."""
    under_16 = rng.randint(2000, 3600)
    under_1 = max(60, round(under_16 * rng.uniform(0.050, 0.058)))
    under_3, five = 3 * under_1 + rng.randint(4, 20), under_1 + rng.randint(2, 9)
    three_to_five = 3 * five + rng.randint(0, 9)
    under_5 = under_3 + three_to_five - five
    people = round(under_16 / rng.uniform(0.21, 0.26))
    special = max(20, round(under_16 * rng.uniform(0.012, 0.02)))
    return {
        "dan_so": people,
        "so_ho": round(people / rng.uniform(3.6, 4.1)),
        "so_thon": rng.randint(3, 12),
        "te_duoi_16": under_16,
        "te_duoi_1": under_1,
        "te_duoi_3": under_3,
        "te_3_5": three_to_five,
        "te_5": five,
        "te_duoi_5": under_5,
        "te_7_16": round((under_16 - under_5) * rng.uniform(0.84, 0.9)),
        "te_phai_khai_sinh": under_1 + rng.randint(0, 8),
        "te_hcdb": special,
        "vu_viec": 0,
        "te_duoi_1_tiem_chung": under_1,
        "te_duoi_5_can_do": round(under_5 * rng.uniform(0.94, 1)),
        "te_can_kham": round(under_16 * rng.uniform(0.55, 0.7)),
        "te_tra_loi": rng.randint(60, 90),
        "nd_tra_loi": rng.randint(60, 90),
    }


def _count(indicator: CountIndicator, landing: Landing, rng: random.Random) -> int:
    rising = indicator.tiers[0].operator == ">="
    if landing is None:
        last = int(indicator.tiers[-1].bound.value)
        return last - 1 if rising else last + 1
    bound = int(indicator.tiers[landing].bound.value)
    return bound + (rng.randint(0, 3) if rising and landing == 0 else 0)


def _part(indicator: RatioIndicator | RateIndicator, landing: Landing, below: int, rng: random.Random) -> int:
    """A number above the line that lands in the tier."""
    if below == 0:
        return 0
    rising = indicator.tiers[0].operator == ">="
    edge = _edge(indicator, indicator.tiers[-1 if landing is None else landing], below)
    if landing is None:
        return edge - 1 if rising else edge + 1
    if landing == 0:
        return rng.randint(edge, below) if rising else rng.randint(0, edge)
    other = _edge(indicator, indicator.tiers[landing - 1], below)
    return rng.randint(edge, max(edge, other - 1)) if rising else rng.randint(min(edge, other + 1), edge)


def _edge(indicator: Indicator, tier: Tier, below: int) -> int:
    """The last number above the line that still reaches the tier."""
    multiplier = indicator.multiplier if isinstance(indicator, RatioIndicator | RateIndicator) else 1
    exact = Fraction(tier.bound.value) * below / multiplier
    return math.ceil(exact) if tier.operator == ">=" else math.floor(exact)


def survey_rows(rng: random.Random, ruleset: Ruleset, values: Mapping[str, CellValue]) -> tuple[tuple[str, str], ...]:
    """The respondents behind the four totals, in a mixed order."""
    rows: list[tuple[str, str]] = []
    for group in ruleset.survey_groups:
        fields = [field for field in ruleset.survey_fields if field.survey and field.survey.group == group]
        asked = next(int(str(values[f.id])) for f in fields if f.survey and not f.survey.satisfied)
        content = next(int(str(values[f.id])) for f in fields if f.survey and f.survey.satisfied)
        rows += [(group, YES)] * content + [(group, NO)] * (asked - content)
    rng.shuffle(rows)
    return tuple(rows)
