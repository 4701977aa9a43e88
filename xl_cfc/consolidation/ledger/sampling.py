"""Re-verification (phúc tra): which communes are visited again, drawn by a seed, and what the visits found.

The draw is a pure function of the communes, the seed and the size: whoever repeats it gets the same sample. Each
commune's place in the order comes from a hash of the seed and its own code, so that a further commune moves no other.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.ledger.appraisal import (
    CriterionRow,
    appraised_blocks,
    criterion_rows,
    entry_problems,
    orphan_problems,
    same_score,
)
from xl_cfc.consolidation.ledger.models import Ledger, Sampling
from xl_cfc.consolidation.ledger.tables import POINTS, REVERIFICATION
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import Problem

#: The share of communes that is drawn when nobody says how many: the product's own choice, no rule.
DEFAULT_SHARE = Fraction(1, 10)
_BANDS = 20


class Unit(NamedTuple):
    """A commune that may be drawn, with the stratum it belongs to."""

    code: str
    stratum: tuple[str, int]


def stratum(block: Block, commune: Commune) -> tuple[str, int]:
    """Class and score band (a twentieth of the maximum) of a commune; -1 for a total that is not known."""
    width = block.ruleset.total_points.value / _BANDS
    band = -1 if commune.total is None or not width else min(int(commune.total // width), _BANDS - 1)
    return commune.card.threshold_class or "", band


def sample_size(units: int, sampling: Sampling) -> int:
    """How many of so many are drawn; a share is rounded up."""
    if sampling.size is not None:
        return max(0, min(units, sampling.size))
    return ceil(units * (DEFAULT_SHARE if sampling.share is None else sampling.share))


def draw(units: Iterable[Unit], size: int, seed: str) -> tuple[str, ...]:
    """The codes drawn, ascending: each stratum in proportion, within one unit up or down.

    First every stratum gives the whole part of its share, then the strata not yet rounded up give one more in the order
    of the hashes.
    """
    ordered = sorted(set(units), key=lambda unit: _lot(seed, unit.code))
    size = min(size, len(ordered))
    if size <= 0:
        return ()
    strata: dict[tuple[str, int], list[str]] = defaultdict(list)
    for unit in ordered:
        strata[unit.stratum].append(unit.code)
    shares = {name: Fraction(size * len(codes), len(ordered)) for name, codes in strata.items()}
    drawn = {code for name, codes in strata.items() for code in codes[: int(shares[name])]}
    open_strata = {name for name, share in shares.items() if share.denominator > 1}
    for unit in ordered:
        if len(drawn) < size and unit.stratum in open_strata and unit.code not in drawn:
            open_strata.remove(unit.stratum)
            drawn.add(unit.code)
    return tuple(sorted(drawn))


def _lot(seed: str, code: str) -> str:
    return hashlib.sha256(f"{seed}|{code}".encode()).hexdigest()


def seed_of(block: Block, ledger: Ledger) -> str:
    """The seed that is asked for, else year and period."""
    return ledger.sampling.seed or f"{block.year} {block.period}"


def sample(block: Block, ledger: Ledger) -> tuple[str, ...]:
    """The codes of the communes to be visited again."""
    units = [Unit(commune.code, stratum(block, commune)) for commune in block.counted]
    return draw(units, sample_size(len(units), ledger.sampling), seed_of(block, ledger))


@dataclass(frozen=True)
class VisitRow:
    """A criterion of a visited commune: the points before the visit (appraised, else the commune's own) and after."""

    row: CriterionRow
    before: Decimal | None
    drawn: bool

    @property
    def verified(self) -> Decimal | None:
        """The points the visit found, None where none are typed or accepted."""
        return self.row.judged[1]

    @property
    def difference(self) -> Decimal | None:
        """How far the visit moved the points."""
        return None if self.before is None or self.verified is None else self.verified - self.before

    @property
    def outdated(self) -> bool:
        """Whether the points beside which the visit's were typed have changed since."""
        entry = self.row.entry
        return entry is not None and POINTS.id in entry.values and not same_score(entry.beside, self.before)


def visit_rows(block: Block, ledger: Ledger) -> tuple[VisitRow, ...]:
    """The criteria of every commune drawn, and of every other one for which something is typed."""
    drawn = set(sample(block, ledger))
    typed = {key[0] for key in ledger.of(REVERIFICATION) if key[1:3] == (str(block.year), block.period)}
    shown = drawn | typed
    return tuple(
        VisitRow(row, before[row.criterion.number], commune.code in drawn)
        for commune in sorted(block.counted, key=lambda c: c.code)
        if commune.code in shown
        for before in (_before(block, commune, ledger),)
        for row in criterion_rows(block, commune, ledger, REVERIFICATION)
    )


def _before(block: Block, commune: Commune, ledger: Ledger) -> Mapping[int, Decimal | None]:
    """The points of each criterion that a visit is compared with."""
    rows = criterion_rows(block, commune, ledger)
    return {row.criterion.number: row.criterion.points if row.judged[1] is None else row.judged[1] for row in rows}


class Discrepancies(NamedTuple):
    """What the visits found: criteria verified, how many differ, and by how many points upwards and downwards."""

    verified: int
    differing: int
    up: Decimal
    down: Decimal
    communes: int


def discrepancies(rows: Sequence[VisitRow]) -> Discrepancies:
    """The visits summed up."""
    moved = [row.difference for row in rows if row.difference]
    return Discrepancies(
        verified=sum(row.verified is not None for row in rows),
        differing=len(moved),
        up=sum((value for value in moved if value > 0), Decimal(0)),
        down=sum((value for value in moved if value < 0), Decimal(0)),
        communes=len({row.row.commune.code for row in rows if row.difference}),
    )


def all_visits(merged: Consolidation, ledger: Ledger) -> tuple[VisitRow, ...]:
    """The rows of every block that is appraised."""
    return tuple(row for block in appraised_blocks(merged) for row in visit_rows(block, ledger))


def visit_problems(merged: Consolidation, ledger: Ledger) -> Iterator[Problem]:
    """The same for the visits as for the appraisal."""
    if not ledger.of(REVERIFICATION):
        return
    for visit in all_visits(merged, ledger):
        yield from entry_problems(REVERIFICATION, visit.row, visit.before, outdated=visit.outdated)
    yield from orphan_problems(merged, ledger, REVERIFICATION)
