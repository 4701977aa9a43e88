"""Points before and after: of an indicator, a criterion, a total; and which criteria stay hard to reach.

Pure. Points are compared only under the same rule.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xl_cfc.judging.scoring import Conclusion, Scorecard
from xl_cfc.language import t


@dataclass(frozen=True)
class PointsMove:
    """Points before and after: of an indicator (its id), of a criterion (its number), or the total."""

    key: str
    name: str
    before: Decimal | None
    after: Decimal | None
    max_points: Decimal

    @property
    def difference(self) -> Decimal | None:
        """After less before, None while either is not scored."""
        return None if self.before is None or self.after is None else self.after - self.before


class Hardness(StrEnum):
    """Why a criterion counts as hard to reach; below half of the maximum is our own convention."""

    ZERO = "zero"
    LOW = "low"
    FALLING = "falling"

    @property
    def text(self) -> str:
        """The reason in words."""
        return {
            Hardness.ZERO: t("0 điểm ở cả hai kỳ", "0 points both times"),
            Hardness.LOW: t("dưới một nửa điểm tối đa ở cả hai kỳ", "below half of the maximum both times"),
            Hardness.FALLING: t("giảm điểm", "fewer points than before"),
        }[self]


@dataclass(frozen=True)
class CardMoves:
    """Two scorecards of the same rule, side by side."""

    before: Scorecard
    after: Scorecard
    indicators: tuple[PointsMove, ...]
    criteria: tuple[PointsMove, ...]
    total: PointsMove

    @property
    def conclusions(self) -> tuple[Conclusion, Conclusion]:
        """The conclusion before and after."""
        return self.before.conclusion, self.after.conclusion

    @property
    def hard(self) -> tuple[tuple[PointsMove, Hardness], ...]:
        """The criteria that are hard to reach, each with the first reason that holds."""
        judged = ((move, hardness(move)) for move in self.criteria)
        return tuple((move, reason) for move, reason in judged if reason is not None)


def compare_cards(before: Scorecard, after: Scorecard) -> CardMoves:
    """The points of two scorecards of the same rule."""
    earlier = {score.id: score.points for score in before.indicators}
    reached = {score.number: score.points for score in before.criteria}
    return CardMoves(
        before,
        after,
        tuple(PointsMove(s.id, "", earlier.get(s.id), s.points, s.max_points) for s in after.indicators),
        tuple(PointsMove(str(s.number), s.name, reached.get(s.number), s.points, s.max_points) for s in after.criteria),
        PointsMove("", t("Tổng điểm", "Total"), before.total, after.total, after.max_points),
    )


def hardness(move: PointsMove) -> Hardness | None:
    """Whether a criterion is hard to reach, and why; None while either side is not scored."""
    if move.before is None or move.after is None:
        return None
    if move.before == move.after == 0:
        return Hardness.ZERO
    if max(move.before, move.after) * 2 < move.max_points:
        return Hardness.LOW
    return Hardness.FALLING if move.after < move.before else None
