"""What a block of communes comes to, criterion by criterion, class by class, agency by agency, and who needs help.

Pure. Shares are of the maximum that those communes could reach which have the points scored; nothing is estimated for
the others. "Below half" is our own convention, as in `xl_cfc.judging.comparing`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from statistics import median

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.members import answers_of
from xl_cfc.judging.advice import Advice, Outlook, advise
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.plan.models import Plan
from xl_cfc.ruleset.models import Criterion, Indicator


@dataclass(frozen=True)
class ReachedPart:
    """What one commune reached of something; points are None while not scored, `met` says whether it counts as met."""

    commune: Commune
    points: Decimal | None
    max_points: Decimal
    met: bool = True

    @property
    def share(self) -> Fraction:
        """The points as a share of the maximum; 0 while not scored or where nothing can be reached."""
        return Fraction(self.points or 0) / Fraction(self.max_points) if self.max_points else Fraction(0)

    @property
    def low(self) -> bool:
        """Whether it is scored and stands at 0 or below half."""
        return self.points is not None and (not self.points or self.points * 2 < self.max_points)


@dataclass(frozen=True)
class Tally:
    """How communes stand in an indicator, a criterion, or everything an agency leads: a part a commune and thing."""

    parts: tuple[ReachedPart, ...]

    @cached_property
    def _scored(self) -> tuple[ReachedPart, ...]:
        return tuple(part for part in self.parts if part.points is not None)

    @property
    def scored(self) -> int:
        """How many have points."""
        return len(self._scored)

    @property
    def waiting(self) -> int:
        """How many have none yet."""
        return len(self.parts) - len(self._scored)

    @property
    def zero(self) -> int:
        """How many stand at 0."""
        return sum(part.points == 0 for part in self._scored)

    @property
    def full(self) -> int:
        """How many reach the maximum."""
        return sum(part.points == part.max_points for part in self._scored)

    @property
    def reached(self) -> int:
        """How many count as met."""
        return sum(part.met for part in self._scored)

    @cached_property
    def average(self) -> Fraction | None:
        """The average points; None where nothing is scored."""
        return Fraction(self._points) / self.scored if self._scored else None

    @cached_property
    def share(self) -> Fraction | None:
        """The points of all as a share of what they could reach; None where nothing is scored."""
        best = sum((part.max_points for part in self._scored), Decimal(0))
        return Fraction(self._points) / Fraction(best) if best else None

    @cached_property
    def _points(self) -> Decimal:
        return sum((part.points for part in self._scored if part.points is not None), Decimal(0))

    @cached_property
    def to_help(self) -> tuple[Commune, ...]:
        """The communes at 0 or below half: most zeros first, then the lowest, then by code."""
        low: dict[str, list[ReachedPart]] = defaultdict(list)
        for part in self._scored:
            if part.low:
                low[part.commune.code].append(part)

        def need(parts: list[ReachedPart]) -> tuple[int, Fraction, str]:
            return -sum(p.points == 0 for p in parts), min(p.share for p in parts), parts[0].commune.code

        return tuple(parts[0].commune for parts in sorted(low.values(), key=need))

    def of_class(self, threshold_class: str) -> "Tally":
        """The same for the communes of one class alone."""
        return Tally(tuple(p for p in self.parts if p.commune.card.threshold_class == threshold_class))


def together(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    return Tally(tuple(part for tally in tallies for part in tally.parts))


@dataclass(frozen=True)
class CriterionSummary:
    """How a block's communes stand in a criterion and in each of its indicators."""

    criterion: Criterion
    tally: Tally
    indicators: tuple[tuple[Indicator, Tally], ...]


def criterion_summaries(block: Block) -> tuple[CriterionSummary, ...]:
    """Every criterion of the block's rule set, in order."""
    above = block.ruleset.criterion_met.above.value
    return tuple(_criterion(block, place, criterion, above) for place, criterion in enumerate(block.ruleset.criteria))


def _criterion(block: Block, place: int, criterion: Criterion, above: Decimal) -> CriterionSummary:
    maximum = criterion.max_points.value
    parts = [(commune, commune.points[place]) for commune in block.counted]
    indicators = tuple(
        (indicator, Tally(tuple(_indicator_part(commune, place, number) for commune in block.counted)))
        for number, indicator in enumerate(criterion.indicators)
    )
    tally = Tally(tuple(ReachedPart(c, points, maximum, points is not None and points > above) for c, points in parts))
    return CriterionSummary(criterion, tally, indicators)


def _indicator_part(commune: Commune, place: int, number: int) -> ReachedPart:
    score = commune.card.criteria[place].indicators[number]
    return ReachedPart(commune, score.points, score.max_points, bool(score.points))


def worst_first(summaries: Iterable[CriterionSummary]) -> tuple[CriterionSummary, ...]:
    """The scored criteria in which communes fail most: by how many stand at 0, then by the lowest share."""
    scored = [summary for summary in summaries if summary.tally.share is not None]
    return tuple(sorted(scored, key=lambda s: (-s.tally.zero, s.tally.share, s.criterion.number)))


@dataclass(frozen=True)
class ClassSummary:
    """The counted communes of a threshold class; `threshold_class` is empty for those that state none."""

    threshold_class: str
    communes: tuple[Commune, ...]

    @property
    def eligible(self) -> int:
        """How many are eligible."""
        return sum(commune.card.conclusion is Conclusion.ELIGIBLE for commune in self.communes)

    @property
    def rate(self) -> Fraction:
        """Eligible of all that are counted in this class."""
        return Fraction(self.eligible, len(self.communes))

    @property
    def median(self) -> Decimal | None:
        """The total in the middle; None where no commune has one."""
        totals = [commune.total for commune in self.communes if commune.total is not None]
        return Decimal(median(totals)) if totals else None


def class_summaries(block: Block) -> tuple[ClassSummary, ...]:
    """The classes that occur, in the rule set's order, then the communes without one."""
    by_class: dict[str, list[Commune]] = defaultdict(list)
    for commune in block.counted:
        by_class[commune.card.threshold_class or ""].append(commune)
    order = [*block.ruleset.thresholds, ""]
    return tuple(ClassSummary(name, tuple(by_class[name])) for name in order if name in by_class)


@dataclass(frozen=True)
class AgencySummary:
    """How communes stand in what an agency leads; `name` is empty for the criteria that nobody leads."""

    name: str
    criteria: tuple[CriterionSummary, ...]

    @cached_property
    def tally(self) -> Tally:
        """All its criteria together: a part a commune and criterion."""
        return together(summary.tally for summary in self.criteria)


def agency_summaries(plan: Plan, summaries: Sequence[CriterionSummary]) -> tuple[AgencySummary, ...]:
    """The plan's lead agencies in its order; a criterion with two leads stands under both; last what nobody leads."""
    by_number = {summary.criterion.number: summary for summary in summaries}
    led = [
        AgencySummary(agency.name, tuple(by_number[n] for n in agency.leads if n in by_number))
        for agency in plan.agencies
    ]
    free = AgencySummary("", tuple(s for s in summaries if s.criterion.number not in plan.leads))
    return tuple(summary for summary in (*led, free) if summary.criteria)


@dataclass(frozen=True)
class Hint:
    """What it would take for one commune."""

    commune: Commune
    advice: Advice

    @property
    def short_of(self) -> Decimal | None:
        """How many points are missing to the threshold; None where it is reached or not known."""
        total, threshold = self.commune.total, self.commune.card.threshold
        return threshold - total if total is not None and threshold is not None and total < threshold else None


_ORDER = (Outlook.PATH, Outlook.UNREACHABLE, Outlook.INCOMPLETE, Outlook.REACHED)


def hints(block: Block) -> tuple[Hint, ...]:
    """The advice of every counted commune: nearest to the threshold first, then those it cannot be told of."""
    return tuple(sorted(_hints(block), key=_nearest))


def _hints(block: Block) -> Iterator[Hint]:
    for commune in block.counted:
        yield Hint(commune, advise(answers_of(commune.member, block.ruleset), commune.card))


def _nearest(hint: Hint) -> tuple[int, Decimal, str]:
    return _ORDER.index(hint.advice.outlook), hint.short_of or Decimal(0), hint.commune.code
