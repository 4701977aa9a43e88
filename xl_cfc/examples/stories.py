"""The stories that example forms tell, and the blanks and slips that some of them are about."""

import random
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from xl_cfc.cells import CellValue
from xl_cfc.form.content import FormContent
from xl_cfc.ruleset.models import Ruleset


class Story(StrEnum):
    """What a commune's form is an example of."""

    ELIGIBLE = "eligible"
    SHORT = "short"
    ZERO = "zero"
    INCOMPLETE = "incomplete"
    MISTAKES = "mistakes"
    FORECAST = "forecast"


#: How often each story is told among made-up communes, in per cent.
SHARES: Mapping[Story, int] = {
    Story.ELIGIBLE: 75, Story.SHORT: 12, Story.INCOMPLETE: 5, Story.ZERO: 3, Story.MISTAKES: 3, Story.FORECAST: 2,
}  # fmt: skip

#: The figures left blank in the district's incomplete form.
_BLANKS = ("co_kinh_phi", "te_can_kham", "te_kham_suc_khoe", "so_clb")


def spoiled(content: FormContent, story: Story, ruleset: Ruleset, rng: random.Random | None) -> FormContent:
    """The form with its story's blanks or slips; without `rng`, the blanks are those of the district's table."""
    if story is Story.INCOMPLETE:
        blanks: dict[str, CellValue] = dict.fromkeys(_BLANKS if rng is None else _some_blanks(ruleset, rng))
        return replace(content, values={**content.values, **blanks})
    if story is Story.MISTAKES:
        return replace(content, values={**content.values, **_slips(content.values)})
    return content


def _some_blanks(ruleset: Ruleset, rng: random.Random) -> list[str]:
    """A few figures that stand under a criterion; the survey's are counted from its rows."""
    under_criteria = [name for name in ruleset.criterion_of_field if ruleset.fields[name].survey is None]
    return rng.sample(under_criteria, k=rng.randint(2, 7))


def _slips(values: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """One slip of each kind officers make; the population no longer agrees with the hamlets'."""
    return {
        "co_nguoi_bvte": "co",
        "te_mau_giao": "1.234",
        "te_kham_suc_khoe": 95.5,
        "te_khai_sinh_dung": _number(values, "te_phai_khai_sinh") + 7,
        "dan_so": _number(values, "dan_so") + 90,
    }


def _number(values: Mapping[str, CellValue], field_id: str) -> int:
    value = values[field_id]
    assert isinstance(value, int)
    return value
