"""What moved from an earlier period to a block of communes: unit by unit, criterion by criterion.

Pure. Points are compared only under the same rule set. An arrow stands only for a change of at least the stated effect,
which is our own convention: a twentieth of the maximum for the total, a tenth for a criterion.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.judging.comparing import earlier_of
from xl_cfc.judging.points import CardMoves, Hardness, PointsMove, compare_cards, hardness
from xl_cfc.judging.telling import new_unit_text
from xl_cfc.language import t
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.models import Criterion

#: From which share of the maximum a change counts as one.
TOTAL_EFFECT = Fraction(1, 20)
CRITERION_EFFECT = Fraction(1, 10)


class Direction(Enum):
    """Which way something moved, as far as it counts."""

    UP = "▲"
    DOWN = "▼"
    LEVEL = ""


def direction(move: PointsMove, effect: Fraction) -> Direction | None:
    """Which way points moved beyond the effect; None where they cannot be compared."""
    if move.difference is None:
        return None
    if abs(Fraction(move.difference)) < effect * Fraction(move.max_points) or not move.difference:
        return Direction.LEVEL
    return Direction.UP if move.difference > 0 else Direction.DOWN


@dataclass(frozen=True)
class UnitTrend:
    """One unit: its form before and now, and what moved; without `moves`, `why` says why points are not compared.

    `had` says whether it, or the units it was made of, had a form before.
    """

    code: str
    name: str
    before: Commune | None
    after: Commune | None
    moves: CardMoves | None
    why: str = ""
    had: bool = False

    @property
    def direction(self) -> Direction | None:
        """Which way the total moved."""
        return direction(self.moves.total, TOTAL_EFFECT) if self.moves is not None else None


@dataclass(frozen=True)
class CriterionTrend:
    """How the compared units moved in a criterion: shares of the maximum before and now, and how many moved."""

    criterion: Criterion
    before: Fraction | None
    after: Fraction | None
    up: int
    down: int
    hard: int

    @property
    def difference(self) -> Fraction | None:
        """Now less before."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Trend:
    """A block against an earlier year and period."""

    after: Block
    year: int
    period: str
    forecast: bool
    units: tuple[UnitTrend, ...]

    @property
    def met(self) -> bool:
        """Whether any unit, or what it was made of, has a form both times."""
        return any(unit.after is not None and unit.had for unit in self.units)

    @property
    def compared(self) -> tuple[UnitTrend, ...]:
        """The units whose points are compared."""
        return tuple(unit for unit in self.units if unit.moves is not None)

    def count(self, way: Direction) -> int:
        """How many totals moved this way."""
        return sum(unit.direction is way for unit in self.units)

    @cached_property
    def criteria(self) -> tuple[CriterionTrend, ...]:
        """Every criterion, over the units that have it scored both times."""
        return tuple(self._criterion(place, c) for place, c in enumerate(self.after.ruleset.criteria))

    def _criterion(self, place: int, criterion: Criterion) -> CriterionTrend:
        moves = [unit.moves.criteria[place] for unit in self.compared if unit.moves is not None]
        known = [move for move in moves if move.difference is not None]
        best = Fraction(criterion.max_points.value) * len(known)
        ways = [direction(move, CRITERION_EFFECT) for move in known]
        return CriterionTrend(
            criterion,
            before=_sum(move.before for move in known) / best if best else None,
            after=_sum(move.after for move in known) / best if best else None,
            up=ways.count(Direction.UP),
            down=ways.count(Direction.DOWN),
            hard=sum(hardness(move) in (Hardness.ZERO, Hardness.LOW) for move in known),
        )


def _sum(points: Iterator[Decimal | None]) -> Fraction:
    return Fraction(sum((value for value in points if value is not None), Decimal(0)))


def trend_of(block: Block, merged: Consolidation, roster: Roster | None = None) -> Trend | None:
    """A block against what came before it: the forms given to compare with, else the start of its year, else the last
    earlier year's end or start. None where there is nothing earlier, or by chance only, of other units."""
    earlier = _earlier(block, merged.earlier or merged.blocks)
    if not earlier:
        return None
    first = earlier[0]
    units = tuple(_units(block, earlier, roster))
    trend = Trend(block, first.year, first.period, first.forecast, units)
    return trend if merged.earlier or trend.met else None


def _earlier(block: Block, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, one a rule set, of the period a block is compared with."""

    def order(other: Block) -> tuple[bool, int, bool]:
        return other.year != block.year, -other.year, other.forecast

    before = [
        other
        for other in blocks
        if other.year < block.year or (other.year == block.year and other.forecast and not block.forecast)
    ]
    if not before:
        return []
    best = min(map(order, before))
    return [other for other in before if order(other) == best]


@dataclass(frozen=True)
class _Form:
    """A unit's form of the earlier period with the digest of its rule set."""

    commune: Commune
    ruleset: str


def _units(block: Block, earlier: Sequence[Block], roster: Roster | None) -> Iterator[UnitTrend]:
    forms = {c.code: _Form(c, other.ruleset.digest) for other in earlier for c in other.counted}
    disputed = {c.code for other in earlier for c in other.communes if c.conflict}
    listed = roster.by_code if roster is not None else {}
    used: set[str] = set()
    for commune in block.communes:
        unit = listed.get(commune.code)
        before = earlier_of(commune.code, unit, forms)
        used |= {form.commune.code for form in before} | {commune.code}
        merged_since = unit is not None and bool(set(unit.predecessors) - {commune.code})
        yield _unit(block, commune, before, disputed=commune.code in disputed, merged_since=merged_since)
    yield from _gone(forms, used, roster)


def _unit(block: Block, commune: Commune, before: Sequence[_Form], *, disputed: bool, merged_since: bool) -> UnitTrend:
    own = before[0].commune if len(before) == 1 and before[0].commune.code == commune.code else None
    why = _why(block, commune, before, disputed=disputed, merged_since=merged_since)
    moves = compare_cards(own.card, commune.card) if own is not None and not why else None
    if moves is not None and moves.total.difference is None:
        why = t("chưa đủ số liệu ở một trong hai kỳ", "incomplete in one of the two")
    return UnitTrend(commune.code, commune.member.name, own, commune, moves, why, had=bool(before) or disputed)


def _why(block: Block, commune: Commune, before: Sequence[_Form], *, disputed: bool, merged_since: bool) -> str:
    """Why points are not compared, empty where they are."""
    if commune.conflict or disputed:
        return t("có nhiều phiếu khác nhau", "contradicting forms")
    if not before:
        return new_unit_text() if merged_since else t("không có phiếu kỳ trước", "no earlier form")
    if len(before) > 1 or before[0].commune.code != commune.code:
        names = ", ".join(form.commune.member.name or form.commune.code for form in before)
        return t(
            f"gộp từ {names}: điểm không cộng được, so số liệu bằng «xl-cfc compare --predecessors»",
            f"merged from {names}: points do not add up; compare figures with 'xl-cfc compare --predecessors'",
        )
    if before[0].ruleset != block.ruleset.digest:
        return t("hai bộ tiêu chí khác nhau: điểm không so sánh được", "different rule sets: points do not compare")
    return ""


def _gone(forms: Mapping[str, _Form], used: set[str], roster: Roster | None) -> Iterator[UnitTrend]:
    """Units of the earlier period that have no form now."""
    into = {code: unit for unit in (roster.units if roster is not None else ()) for code in unit.predecessors}
    for code in sorted(set(forms) - used):
        commune = forms[code].commune
        why = t("chưa có phiếu kỳ này", "no form this time")
        if code in into:
            why = t(f"đã gộp vào {into[code].name}", f"merged into {into[code].name}")
        yield UnitTrend(code, commune.member.name, commune, None, None, why, had=True)
