"""What the inputs come to: standing, measured value and points of each indicator, totals, conclusion.

What is particular to a kind of indicator, its own module says; here stands what every indicator's cells have in
common.
"""

from collections.abc import Mapping, Sequence

from xl_cfc.answers.answers import IDENTITY
from xl_cfc.formulatext import constant, either, quoted
from xl_cfc.ruleset.cellnames import effective, state_name
from xl_cfc.ruleset.kinds.cells import CLASS_STATE, by_class
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.models import FORECAST_PERIOD, Indicator, Ruleset


def standing(indicator: Indicator, ruleset: Ruleset) -> str:
    """How far the indicator could be scored (`figures.Standing`)."""
    return indicator.standing_formula(_cells(indicator, ruleset))


def measured(indicator: Indicator, ruleset: Ruleset) -> str:
    """The measured value, empty where not scored; the only division."""
    return f'IF({_stands(indicator, Standing.SCORED)},{indicator.measured_formula(_cells(indicator, ruleset))},"")'


def points(indicator: Indicator) -> str:
    """The points, empty where not scored."""
    none = f'IF({_stands(indicator, Standing.NONE_FULL)},{maximum(indicator)},"")'
    return f"IF({_stands(indicator, Standing.SCORED)},{indicator.points_formula()},{none})"


def maximum(indicator: Indicator) -> str:
    """The most the indicator can give to a commune of the form's class."""
    return indicator.maximum_formula()


def level(indicator: Indicator, not_scored: Mapping[Standing, str]) -> str:
    """The step of the scale that is reached, or why there is none."""
    text = quoted(not_scored[Standing.MISSING])
    for other in indicator.unscored:
        text = f"IF({_stands(indicator, other)},{quoted(not_scored[other])},{text})"
    return f"IF({_stands(indicator, Standing.SCORED)},{indicator.level_formula()},{text})"


def _stands(indicator: Indicator, wanted: Standing) -> str:
    return f"si_{indicator.name}={wanted:d}"


def _cells(indicator: Indicator, ruleset: Ruleset) -> dict[str, str]:
    return {name: effective(ruleset.fields[name]) for name in indicator.fields}


def sum_if_complete(names: Sequence[str]) -> str:
    """The sum of the named cells, empty while any of them is."""
    joined = ",".join(names)
    return f'IF(COUNT({joined})={len(names)},SUM({joined}),"")'


def best_possible(ruleset: Ruleset) -> str:
    """The total if everything not scored reached its maximum."""
    return "+".join(f"IF(ISNUMBER(pt_{i.name}),pt_{i.name},{maximum(i)})" for i in ruleset.indicators)


def threshold(ruleset: Ruleset) -> str:
    """The total the commune's class must reach, empty without a class."""
    points_by_class = {name: constant(part.points.value) for name, part in ruleset.thresholds.items()}
    return f'IF({CLASS_STATE}=1,{by_class(quoted(""), points_by_class)},"")'


def conclusion(ruleset: Ruleset, texts: Mapping[str, str]) -> str:
    """The conclusion in words (`scoring.conclude`); `texts` by conclusion."""
    criteria = ",".join(f"pt_c{criterion.number}" for criterion in ruleset.criteria)
    met = f"MIN({criteria})>{constant(ruleset.criterion_met.above.value)}"
    if ruleset.no_zero_criterion.value:
        met += f",MIN({criteria})>0"
    whose = [f"{state_name(name)}<>1" for name in IDENTITY]
    waiting = either(["n_loi_khac>0", "n_o_trong>0", "n_khong_hop_le>0", *whose])
    decided = f"IF(AND({met},pt_total>=nguong),{quoted(texts['eligible'])},{quoted(texts['not_eligible'])})"
    final = (
        f"IF({waiting},{quoted(texts['incomplete'])},IF(ISNUMBER(pt_total),{decided},{quoted(texts['incomplete'])}))"
    )
    return f"IF({is_forecast()},{quoted(texts['forecast'])},IFERROR({final},{quoted(texts['incomplete'])}))"


def is_forecast() -> str:
    """Whether the form holds start-of-year figures."""
    return f"IF(st_ky=1,in_ky={quoted(FORECAST_PERIOD)},FALSE)"
