"""The communes of one year, period and rule set: what may be compared with each other, and in which order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from xl_cfc.consolidation.members import Member
from xl_cfc.judging.scoring import Conclusion, Scorecard
from xl_cfc.ruleset.models import FORECAST_PERIOD, Ruleset


@dataclass(frozen=True)
class Commune:
    """A form's row: the form, its criteria's points and total, whether other forms contradict it, and its rank."""

    member: Member
    card: Scorecard
    points: tuple[Decimal | None, ...]
    total: Decimal | None
    conflict: bool
    rank: int | None = None

    @property
    def code(self) -> str:
        """The unit's code."""
        return self.member.code or ""


def commune_of(member: Member, card: Scorecard, *, conflict: bool) -> Commune:
    """The row of a scored form."""
    points = tuple(criterion.points for criterion in card.criteria)
    known = [value for value in points if value is not None]
    total = sum(known, Decimal(0)) if len(known) == len(points) else None
    return Commune(member, card, points, total, conflict)


class Bin(NamedTuple):
    """A band of totals: from `low` on, below `high` (the last one includes it)."""

    low: Decimal
    high: Decimal
    communes: int


@dataclass(frozen=True)
class Block:
    """The communes of one year, period and rule set: what may be compared with each other.

    `communes` holds the ranked ones first, then the others by code; conflicting forms have a row each. `expected` is
    how many units the roster expects, None where there is no roster for this block.
    """

    year: int
    period: str
    ruleset: Ruleset
    communes: tuple[Commune, ...]
    expected: int | None = None

    @property
    def forecast(self) -> bool:
        """Whether these are start-of-year figures, which conclude nothing."""
        return self.period == FORECAST_PERIOD

    @cached_property
    def counted(self) -> tuple[Commune, ...]:
        """The communes that totals and rates count: all but those in conflict."""
        return tuple(commune for commune in self.communes if not commune.conflict)

    @property
    def units(self) -> int:
        """How many units have a form, contradicted or not."""
        return len({commune.code for commune in self.communes})

    @property
    def conflicted(self) -> int:
        """How many units have contradicting forms."""
        return len({commune.code for commune in self.communes if commune.conflict})

    def concluded(self, conclusion: Conclusion) -> int:
        """How many counted communes come to this conclusion."""
        return sum(commune.card.conclusion is conclusion for commune in self.counted)

    @property
    def pass_rate(self) -> Fraction | None:
        """Eligible / expected, without a roster eligible / counted; None for a forecast and for nothing."""
        if self.forecast or not self.rated:
            return None
        return Fraction(self.concluded(Conclusion.ELIGIBLE), self.rated)

    @property
    def rated(self) -> int:
        """The denominator of the pass rate."""
        return len(self.counted) if self.expected is None else self.expected

    @cached_property
    def totals(self) -> tuple[Decimal, ...]:
        """The totals of the counted communes that have one, ascending."""
        return tuple(sorted(c.total for c in self.counted if c.total is not None))

    @cached_property
    def distribution(self) -> tuple[Bin, ...]:
        """The totals in equal bands from the lowest that holds one: twentieths of the maximum, wider when many."""
        highest = self.ruleset.total_points.value
        if not self.totals or not highest:
            return ()
        parts = 20
        while parts - _band(self.totals[0], highest, parts) > MOST_BANDS:
            parts //= 2
        counts = Counter(_band(total, highest, parts) for total in self.totals)
        width = highest / parts
        return tuple(Bin(width * band, width * (band + 1), counts[band]) for band in range(min(counts), parts))

    @property
    def unchecked(self) -> int:
        """The most numbers behind any of the scores shown that nobody has compared with the Decision."""
        return max((commune.card.unchecked_values for commune in self.communes), default=0)


#: Into how many bands totals are counted at most.
MOST_BANDS = 10


def _band(total: Decimal, highest: Decimal, parts: int) -> int:
    """Into which of so many equal parts of the maximum a total falls; the last one includes the maximum."""
    return min(int(total * parts // highest), parts - 1)


def blocks_of(chosen: Iterable[tuple[Member, bool]], rulesets: Mapping[str, Ruleset]) -> list[Block]:
    """The blocks: the one with most units first, then the newest year, final before forecast figures."""
    groups: dict[tuple[int, str, str], list[Commune]] = defaultdict(list)
    for member, conflict in chosen:
        if member.key is not None and member.card is not None:
            _, year, period = member.key
            groups[year, period, member.ruleset_hash].append(commune_of(member, member.card, conflict=conflict))
    blocks = [
        Block(year, period, rulesets[digest], tuple(_ranked(communes)))
        for (year, period, digest), communes in sorted(groups.items(), key=lambda item: item[0])
    ]
    return sorted(blocks, key=lambda block: (-block.units, -block.year, block.forecast))


def _merit(commune: Commune) -> tuple[bool, Decimal] | None:
    """What a rank is given by: eligible before not eligible, then the total; None where there is none."""
    conclusion, total = commune.card.conclusion, commune.total
    ranked = conclusion in (Conclusion.ELIGIBLE, Conclusion.NOT_ELIGIBLE) and not commune.conflict
    return (conclusion is Conclusion.ELIGIBLE, total) if ranked and total is not None else None


def _ranked(communes: Iterable[Commune]) -> Iterator[Commune]:
    """Ranked communes in their order (ties by code), then those without a rank by code."""
    by_code = sorted(communes, key=lambda c: (c.code, c.member.file))
    with_merit = sorted(
        ((merit, commune) for commune in by_code if (merit := _merit(commune)) is not None),
        key=lambda pair: pair[0],
        reverse=True,
    )
    rank, previous = 0, None
    for position, (merit, commune) in enumerate(with_merit, start=1):
        rank, previous = (rank if merit == previous else position), merit
        yield replace(commune, rank=rank)
    yield from (commune for commune in by_code if _merit(commune) is None)
