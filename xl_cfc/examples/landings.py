"""Which tier each indicator of a made-up commune lands in, so that its story comes true."""

import random
from collections.abc import Mapping
from decimal import Decimal

from xl_cfc.examples.stories import Story
from xl_cfc.ruleset.kinds.figures import Landing
from xl_cfc.ruleset.models import Criterion, Indicator, Ruleset

#: The criterion that stands at 0 points in the stories of a zero criterion, by its only indicator.
_ZEROED = "3.1"
#: Losing these would contradict criterion 3 (cases without an abused child).
_KEPT = ("6.2",)
#: How far below the threshold a short commune falls, in points.
_SHORT_BY = (5, 120)


def made_up_landings(rng: random.Random, ruleset: Ruleset, story: Story, threshold_class: str) -> dict[str, Landing]:
    """Where the indicators of a made-up commune land; one not named lands in its first tier."""
    room = ruleset.total_points.value - ruleset.thresholds[threshold_class].points.value
    landings: dict[str, Landing] = {_ZEROED: None} if story is Story.ZERO else {}
    if story is Story.SHORT:
        return _losing(rng, ruleset, landings, least=room + rng.randint(*_SHORT_BY))
    return _losing(rng, ruleset, landings, most=(room - lost(ruleset, landings)) * rng.randint(5, 100) / 100)


def lost(ruleset: Ruleset, landings: Mapping[str, Landing]) -> Decimal:
    """The points these landings cost, of the total."""
    named = (indicator for indicator in ruleset.indicators if indicator.id in landings)
    return sum((_cost(indicator, landings[indicator.id]) for indicator in named), Decimal(0))


def _losing(
    rng: random.Random,
    ruleset: Ruleset,
    landings: dict[str, Landing],
    *,
    least: Decimal | None = None,
    most: Decimal | None = None,
) -> dict[str, Landing]:
    """Lower landings, added in a random order, that cost at least or at most so much; no criterion becomes 0."""
    spent = Decimal(0)
    for criterion, indicator in rng.sample(_losable(ruleset), k=len(_losable(ruleset))):
        if indicator.id in landings:
            continue
        landing = rng.choice(_lower(indicator))
        cost = _cost(indicator, landing)
        if _at_zero(criterion, {**landings, indicator.id: landing}) or (most is not None and spent + cost > most):
            continue
        landings[indicator.id] = landing
        spent += cost
        if least is not None and spent >= least:
            break
    return landings


def _losable(ruleset: Ruleset) -> list[tuple[Criterion, Indicator]]:
    return [(c, indicator) for c in ruleset.criteria for indicator in c.indicators if indicator.id not in _KEPT]


def _lower(indicator: Indicator) -> list[Landing]:
    """The landings below the first tier."""
    return [*range(1, len(indicator.landing_points())), None]


def _points(indicator: Indicator, landing: Landing) -> Decimal:
    return Decimal(0) if landing is None else indicator.landing_points()[landing]


def _cost(indicator: Indicator, landing: Landing) -> Decimal:
    return _points(indicator, 0) - _points(indicator, landing)


def _at_zero(criterion: Criterion, landings: Mapping[str, Landing]) -> bool:
    return not any(_points(indicator, landings.get(indicator.id, 0)) for indicator in criterion.indicators)
