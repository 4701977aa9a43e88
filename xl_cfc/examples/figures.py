"""Figures that hang together and land each indicator in the tier asked for."""

import random
from collections.abc import Mapping

from xl_cfc.cells import CellValue
from xl_cfc.ruleset.kinds.figures import Landing
from xl_cfc.ruleset.models import NO, YES, Ruleset


def figures(rng: random.Random, ruleset: Ruleset, landings: Mapping[str, Landing]) -> tuple[dict[str, CellValue], int]:
    """Every figure of a commune, and how many hamlets it has; the rule set's cross-checks hold."""
    numbers = _population(rng)
    values: dict[str, CellValue] = dict(numbers)
    for indicator in ruleset.indicators:
        values |= indicator.example(landings.get(indicator.id, 0), numbers, rng)
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
