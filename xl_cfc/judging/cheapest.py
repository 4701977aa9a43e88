"""The cheapest way to the threshold: a step or none of each indicator, the least work that is enough.

"Cheapest" is said in full: first the fewest cases that would have to not have happened, then the fewest units
(children, sessions, hamlets, a yes), then the fewest steps. It counts work, not money.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from xl_cfc.judging.scoring import Scorecard
from xl_cfc.judging.steps import Step
from xl_cfc.ruleset.models import Criterion, Ruleset


class _Cost(NamedTuple):
    """Compared from left to right."""

    fewer: int = 0
    units: int = 0
    steps: int = 0

    def plus(self, step: Step) -> "_Cost":
        fewer = step.amount if step.is_fewer else 0
        return _Cost(self.fewer + fewer, self.units + step.amount, self.steps + 1)


class _Way(NamedTuple):
    cost: _Cost
    steps: tuple[Step, ...]

    def joined(self, other: "_Way") -> "_Way":
        mine, theirs = self.cost, other.cost
        cost = _Cost(mine.fewer + theirs.fewer, mine.units + theirs.units, mine.steps + theirs.steps)
        return _Way(cost, self.steps + other.steps)


_Plans = dict[Decimal, _Way]
_NOTHING = _Way(_Cost(), ())


def is_reached(card: Scorecard, ruleset: Ruleset) -> bool:
    """Whether nothing is left to do: every criterion is met and the total is enough."""
    enough = card.total is not None and card.threshold is not None and card.total >= card.threshold
    return enough and all(_is_met(criterion.points or Decimal(0), ruleset) for criterion in card.criteria)


def cheapest_way(card: Scorecard, ruleset: Ruleset, options: Mapping[str, tuple[Step, ...]]) -> tuple[Step, ...] | None:
    """The steps to the threshold, of those that each indicator offers; None where they are not enough."""
    assert card.threshold is not None
    totals: _Plans = {Decimal(0): _NOTHING}
    for criterion, scored in zip(ruleset.criteria, card.criteria, strict=True):
        mine = _criterion_plans(criterion, {part.id: part.points for part in scored.indicators}, options)
        met = {points: plan for points, plan in mine.items() if _is_met(points, ruleset)}
        totals = _cheapest((a + b, one.joined(two)) for a, one in totals.items() for b, two in met.items())
    enough = [(plan.cost, -total, plan.steps) for total, plan in totals.items() if total >= card.threshold]
    return min(enough, key=lambda found: found[:2])[2] if enough else None


def _is_met(points: Decimal, ruleset: Ruleset) -> bool:
    return points > ruleset.criterion_met.above.value and (points > 0 or not ruleset.no_zero_criterion.value)


def _criterion_plans(
    criterion: Criterion, current: Mapping[str, Decimal | None], options: Mapping[str, tuple[Step, ...]]
) -> _Plans:
    plans: _Plans = {Decimal(0): _NOTHING}
    for indicator in criterion.indicators:
        points = current[indicator.id] or Decimal(0)
        choices = [(points, _NOTHING)]
        choices += [(step.reaches, _Way(_Cost().plus(step), (step,))) for step in options[indicator.id]]
        plans = _cheapest((a + b, one.joined(two)) for a, one in plans.items() for b, two in choices)
    return plans


def _cheapest(found: Iterator[tuple[Decimal, _Way]]) -> _Plans:
    kept: _Plans = {}
    for points, plan in found:
        if points not in kept or plan.cost < kept[points].cost:
            kept[points] = plan
    return kept
