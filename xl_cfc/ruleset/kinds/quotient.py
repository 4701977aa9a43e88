"""What ratio and rate share: one count divided by another, and what a denominator of 0 gives."""

import random
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from xl_cfc.cells import CellValue
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.cellnames import state_name
from xl_cfc.ruleset.kinds.base import KnownFields, Mistake, ScaleLevel
from xl_cfc.ruleset.kinds.figures import Cells, Figures, Landing, Limit, Standing, State
from xl_cfc.ruleset.kinds.tiers import Tiered
from xl_cfc.ruleset.rated import Rated


class WhenNone(StrEnum):
    """What a denominator typed as 0 gives: the maximum points, or no score."""

    FULL = "full"
    MISSING = "missing"

    @property
    def text(self) -> str:
        """The choice in words."""
        return t("điểm tối đa", "full points") if self is WhenNone.FULL else t("chưa chấm", "not scored")


class Quotient(Tiered):
    """An indicator that divides the first figure it asks for by the second; the first is a part of the second."""

    when_none: Rated[WhenNone]

    unscored: ClassVar[tuple[Standing, ...]] = (Standing.INVALID, Standing.NONE_FULL, Standing.NONE_UNSCORED)

    @property
    def above(self) -> str:
        """The field above the division line."""
        return self.fields[0]

    @property
    def below(self) -> str:
        """The field below the division line."""
        return self.fields[1]

    @property
    def multiplier(self) -> int:
        """What the quotient is multiplied by: 1 for a ratio, `per` for a rate."""
        return 1

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """The figure above the line is a part of the one below it."""
        return (Limit((self.above,), (self.below,)),)

    @property
    def divisor(self) -> tuple[str, ...]:
        """The figure below the line."""
        return (self.below,)

    def needless_with(self, field_id: str) -> tuple[str, ...]:
        """A denominator typed as 0 makes a blank numerator needless."""
        return (self.below,) if field_id == self.above else ()

    def figures_standing(self, figures: Figures) -> Standing:
        """How far the figures alone go; a denominator of 0 decides it."""
        found = super().figures_standing(figures)
        none = figures.state(self.below) is State.OK and figures.number(self.below) == 0
        if found is Standing.INVALID or not none:
            return found
        return Standing.NONE_FULL if self.when_none.value is WhenNone.FULL else Standing.NONE_UNSCORED

    def measured(self, figures: Figures) -> Fraction:
        """The exact quotient, the multiplication first."""
        return Fraction(figures.number(self.above) * self.multiplier, figures.number(self.below))

    def line(self, figures: Figures) -> tuple[int | None, int | None]:
        """Numerator and denominator, each where it is known."""
        above, below = (
            figures.number(name) if figures.state(name) is State.OK else None for name in (self.above, self.below)
        )
        return above, below

    def standing_formula(self, cells: Cells) -> str:
        """`standing` as the number of its state; a blank numerator is let be where the denominator is 0."""
        full = self.when_none.value is WhenNone.FULL
        none = self.with_class(Standing.NONE_FULL if full else Standing.NONE_UNSCORED)
        above, below = state_name(self.above), state_name(self.below)
        top, bottom = cells[self.above], cells[self.below]
        return (
            f"IF({above}=2,2,IF({below}=2,2,IF({below}=0,0,"
            f"IF({bottom}=0,IF({above}=0,{none},IF({top}>0,2,{none})),"
            f"IF({above}=0,0,IF({top}>{bottom},2,{self.with_class(Standing.SCORED)}))))))"
        )

    def measured_formula(self, cells: Cells) -> str:
        """The quotient."""
        return f"{cells[self.above]}/{cells[self.below]}"

    def figure_at(self, bound: Fraction, number: Callable[[str], int]) -> Fraction:
        """The numerator at which the quotient is this bound."""
        return bound * number(self.below) / self.multiplier

    def beside_scale(self) -> tuple[ScaleLevel, ...]:
        """What a denominator of 0 gives."""
        return (self._none_level(),)

    def _none_level(self) -> ScaleLevel:
        full = self.when_none.value is WhenNone.FULL
        none = t("mẫu số bằng 0", "denominator 0")
        text = none if full else t(f"{none}: chưa chấm", f"{none}: not scored")
        points = number_text(self.max_points(None)) if full else "–"
        return ScaleLevel(text, points, (self.when_none,), name=none, value=self.when_none.value.text)

    def mistakes(self, fields: KnownFields, classes: tuple[str, ...]) -> Iterator[Mistake]:
        """The same, and one figure above and below the line."""
        if self.above == self.below:
            yield "", t("tử số và mẫu số là một", "the same field above and below the line")
        yield from super().mistakes(fields, classes)

    def example(self, landing: Landing, numbers: Mapping[str, int], rng: random.Random) -> dict[str, CellValue]:
        """A numerator somewhere in the tier; none where there is nobody."""
        below = numbers[self.below]
        if below == 0:
            return {self.above: 0}
        if landing is None:
            return super().example(landing, numbers, rng)
        edge = self.edge(self.tiers[landing], numbers.__getitem__)
        if landing == 0:
            value = rng.randint(edge, below) if self.rising else rng.randint(0, edge)
        else:
            other = self.edge(self.tiers[landing - 1], numbers.__getitem__)
            value = rng.randint(edge, max(edge, other - 1)) if self.rising else rng.randint(min(edge, other + 1), edge)
        return {self.above: value}
