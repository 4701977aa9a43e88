"""A scale of tiers: conditions on a measured number, read top down, each with its points; a class may have its own."""

import math
import random
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as Attribute
from pydantic import model_validator

from xl_cfc.cells import CellValue
from xl_cfc.formulatext import constant, quoted
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.kinds.base import Indicator, KnownFields, Mistake, ScaleLevel, ScaleStep
from xl_cfc.ruleset.kinds.cells import by_class
from xl_cfc.ruleset.kinds.columns import ComparisonWord, ScaleRow
from xl_cfc.ruleset.kinds.figures import FigureChange, Figures, Landing, Measured
from xl_cfc.ruleset.rated import Bound, ClassId, Points, Rated

AT_LEAST, AT_MOST = ComparisonWord("≥", "at_least"), ComparisonWord("≤", "at_most")


class Tier(ScaleStep):
    """One step of a scale: a condition on the measured value and the points it gives."""

    at_least: Rated[Bound] | None = None
    at_most: Rated[Bound] | None = None
    points: Rated[Points]

    as_text: ClassVar[tuple[str, ...]] = ("at_least", "at_most")

    @model_validator(mode="after")
    def _one_condition(self) -> "Tier":
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(
                t("mỗi mức có đúng một điều kiện: at_least hoặc at_most", "a tier has one of at_least and at_most")
            )
        return self

    @property
    def bound(self) -> Rated[Decimal]:
        """The number the measured value is compared with."""
        bound = self.at_least if self.at_least is not None else self.at_most
        assert bound is not None
        return bound

    @property
    def operator(self) -> Literal[">=", "<="]:
        """How the measured value is compared with the bound."""
        return ">=" if self.at_least is not None else "<="

    @property
    def comparison(self) -> ComparisonWord:
        """The same as the rulebook writes it."""
        return AT_LEAST if self.at_least is not None else AT_MOST

    def holds(self, measured: Fraction) -> bool:
        """Whether the exact measured value reaches this tier."""
        bound = Fraction(self.bound.value)
        return measured >= bound if self.operator == ">=" else measured <= bound


def cascade(tiers: Sequence[Tier], cell: str, result: Callable[[Tier], str], otherwise: str) -> str:
    """A formula over the tiers: the result of the first that holds."""
    text = otherwise
    for tier in reversed(tiers):
        text = f"IF({cell}{tier.operator}{constant(tier.bound.value)},{result(tier)},{text})"
    return text


class Tiered(Indicator):
    """An indicator that measures a number and gives the points of the first tier that holds, else 0."""

    tiers: tuple[Tier, ...] = Attribute(min_length=1)
    tiers_by_class: dict[ClassId, Annotated[tuple[Tier, ...], Attribute(min_length=1)]] = Attribute(
        default_factory=dict
    )

    comparisons: ClassVar[tuple[ComparisonWord, ...]] = (AT_LEAST, AT_MOST)
    #: Whether its thresholds are shares, which a rulebook shows in per cent.
    percent: ClassVar[bool] = False

    @property
    def own_classes(self) -> tuple[str, ...]:
        """The threshold classes that have a scale of their own."""
        return tuple(self.tiers_by_class)

    def tiers_for(self, threshold_class: str | None) -> tuple[Tier, ...]:
        """The scale for a commune of this class; without a class, the general one."""
        return self.tiers_by_class.get(threshold_class or "", self.tiers)

    def max_points(self, threshold_class: str | None) -> Decimal:
        """The most it can give to a commune of this class."""
        return _best(self.tiers_for(threshold_class))

    def reached(self, measured: Measured, threshold_class: str | None) -> Tier | None:
        """The first tier that holds."""
        exact = Fraction(measured)
        return next((tier for tier in self.tiers_for(threshold_class) if tier.holds(exact)), None)

    def points_for(self, measured: Measured, threshold_class: str | None) -> Decimal:
        """Points of an exact measured value: the first tier that holds, none: 0."""
        tier = self.reached(measured, threshold_class)
        return tier.points.value if tier else Decimal(0)

    def points_formula(self) -> str:
        """`points_for` the value in its cell."""
        return self._over_classes(
            lambda tiers: cascade(tiers, self.value_cell, lambda tier: constant(tier.points.value), "0")
        )

    def maximum_formula(self) -> str:
        """`max_points` for the commune's class."""
        return self._over_classes(lambda tiers: constant(_best(tiers)))

    def level_formula(self) -> str:
        """`level_text` of the value in its cell."""

        def reached(tiers: Sequence[Tier]) -> str:
            return cascade(tiers, self.value_cell, lambda tier: quoted(self.tier_text(tier)), quoted(_no_tier()))

        return self._over_classes(reached)

    def _over_classes(self, scored: Callable[[Sequence[Tier]], str]) -> str:
        return by_class(scored(self.tiers), {name: scored(tiers) for name, tiers in self.tiers_by_class.items()})

    def tier_text(self, tier: Tier) -> str:
        """A tier's condition: `≥ 98 %`."""
        return f"{tier.comparison.word} {self.value_text(Fraction(tier.bound.value))}"

    def value_text(self, value: Measured) -> str:
        """A threshold or measured value."""
        return number_text(value, decimals=2)

    def level_text(self, value: Measured, threshold_class: str | None) -> str:
        """The tier that a measured value reaches."""
        tier = self.reached(value, threshold_class)
        return self.tier_text(tier) if tier else _no_tier()

    def scale(self, threshold_class: str | None) -> tuple[ScaleLevel, ...]:
        """The tiers for a commune of this class."""
        return tuple(
            ScaleLevel(self.tier_text(tier), number_text(tier.points.value), (tier.bound, tier.points))
            for tier in self.tiers_for(threshold_class)
        )

    def mistakes(self, fields: KnownFields, classes: tuple[str, ...]) -> Iterator[Mistake]:
        """Unknown figures and classes, tiers out of order, thresholds that cannot be."""
        yield from super().mistakes(fields, classes)
        for name in self.tiers_by_class:
            if name not in classes:
                yield f"tiers_by_class[{name}]", t("nhóm ngưỡng không tồn tại", "no such threshold class")
        scales = {"tiers": self.tiers} | {f"tiers_by_class[{name}]": own for name, own in self.tiers_by_class.items()}
        for where, tiers in scales.items():
            for position, (upper, lower) in enumerate(pairwise(tiers), start=2):
                for message in _order_mistakes(upper, lower):
                    yield f"{where}[{position}]", message
            for position, tier in enumerate(tiers, start=1):
                for message in self.bound_mistakes(tier.bound.value):
                    yield f"{where}[{position}]", message

    def bound_mistakes(self, bound: Decimal) -> Iterator[str]:
        """Why a threshold cannot be one of this kind."""
        yield from ()

    def scale_rows(self) -> Iterator[Mapping[str, Any]]:
        """A row for each tier of each class."""
        for name, tiers in {"": self.tiers, **self.tiers_by_class}.items():
            for tier in tiers:
                yield {
                    "class": name, "comparison": tier.comparison.word, "bound": tier.bound, "points": tier.points,
                    "percent": self.percent,
                }  # fmt: skip

    @classmethod
    def read_scale_row(cls, row: ScaleRow, data: dict[str, Any]) -> None:
        """Put a tier into the scale of its class."""
        group = row.code("class", "class")
        scale = "tiers" if group is None else f"tiers_by_class[{group}]"
        tiers: list[dict[str, Any]] = (
            data.setdefault("tiers", [])
            if group is None
            else data.setdefault("tiers_by_class", {}).setdefault(group, [])
        )
        where = f"{scale}[{len(tiers) + 1}]"
        condition = row.comparison(where) or AT_LEAST.key
        bound = row.number(f"{where}.{condition}", "bound")
        tiers.append({condition: bound, "points": row.number(f"{where}.points", "points")})
        row.at(where, "bound")
        if len(tiers) == 1:
            row.at(scale, "bound")

    @abstractmethod
    def figure_at(self, bound: Fraction, number: Callable[[str], int]) -> Fraction:
        """What the main figure would have to be for the measured value to be this bound; `number` gives the others."""

    def changes(self, figures: Figures) -> Iterator[FigureChange]:
        """The nearest value of the main figure for each tier."""
        for tier in self.tiers_for(figures.threshold_class):
            yield FigureChange(self.main_field, self.edge(tier, figures.number))

    def edge(self, tier: Tier, number: Callable[[str], int]) -> int:
        """The last value of the main figure that still reaches the tier."""
        exact = self.figure_at(Fraction(tier.bound.value), number)
        return math.ceil(exact) if tier.operator == ">=" else math.floor(exact)

    def landing_points(self) -> tuple[Decimal, ...]:
        """The points of each tier."""
        return tuple(tier.points.value for tier in self.tiers)

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        return self.tiers[0].operator == ">="

    def example(self, landing: Landing, numbers: Mapping[str, int], rng: random.Random) -> dict[str, CellValue]:
        """The main figure that just reaches the tier, or just misses the last one."""
        edge = self.edge(self.tiers[-1 if landing is None else landing], numbers.__getitem__)
        if landing is None:
            edge += -1 if self.rising else 1
        return {self.main_field: edge}


def _best(tiers: Sequence[Tier]) -> Decimal:
    return max(tier.points.value for tier in tiers)


def _no_tier() -> str:
    return t("Không đạt mức nào", "no tier reached")


def _order_mistakes(upper: Tier, lower: Tier) -> Iterator[str]:
    if upper.operator != lower.operator:
        yield t("không trộn at_least với at_most", "at_least and at_most are mixed in one scale")
        return
    falls = upper.bound.value > lower.bound.value if upper.operator == ">=" else upper.bound.value < lower.bound.value
    if not falls:
        yield t("các mức sai thứ tự: mức này không bao giờ đạt tới", "tiers out of order: never reached")
    if lower.points.value >= upper.points.value:
        yield t("mức thấp hơn phải được ít điểm hơn", "a lower tier must give fewer points")
