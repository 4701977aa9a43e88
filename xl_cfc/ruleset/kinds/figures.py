"""What a kind of indicator is asked with: the figures of one form, however they were typed.

Rule sets stand below answers, so a kind sees of them only this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple, Protocol

#: What an indicator measures: an exact number, or whether the answer is `Có`.
Measured = Fraction | int | bool

#: The cell that holds each field's value, for formulas: the input itself, or a figure counted from the survey.
Cells = Mapping[str, str]

#: Where an indicator of a made-up commune lands: a step of its scale from the top; None: below every step.
Landing = int | None


class State(IntEnum):
    """What an input is worth to scoring; the form's hidden state cells hold the same numbers."""

    BLANK = 0
    OK = 1
    INVALID = 2


class Standing(IntEnum):
    """How far an indicator could be scored; the form's hidden cells hold the same numbers."""

    MISSING = 0
    SCORED = 1
    INVALID = 2
    NONE_FULL = 3  # denominator typed as 0: maximum points
    NONE_UNSCORED = 4  # denominator typed as 0: not scored


class Figures(Protocol):
    """The judged figures of a form."""

    def state(self, field_id: str) -> State:
        """Blank, accepted or invalid."""
        ...

    def number(self, field_id: str) -> int:
        """An accepted count; a blank reads as 0, as it does in a formula."""
        ...

    def text(self, field_id: str) -> str:
        """An accepted answer or text, empty where there is none."""
        ...

    @property
    def threshold_class(self) -> str | None:
        """The commune's class, None while missing or invalid."""
        ...


class FigureChange(NamedTuple):
    """One figure as it might become: a number, or the answer that is wanted."""

    field: str
    value: int | str


@dataclass(frozen=True)
class Changed:
    """The figures of a form with one of them changed."""

    figures: Figures
    change: FigureChange

    def state(self, field_id: str) -> State:
        """Blank, accepted or invalid; what was changed is accepted."""
        return State.OK if field_id == self.change.field else self.figures.state(field_id)

    def number(self, field_id: str) -> int:
        """An accepted count."""
        if field_id != self.change.field:
            return self.figures.number(field_id)
        return self.change.value if isinstance(self.change.value, int) else 0

    def text(self, field_id: str) -> str:
        """An accepted answer or text."""
        if field_id != self.change.field:
            return self.figures.text(field_id)
        return self.change.value if isinstance(self.change.value, str) else ""

    @property
    def threshold_class(self) -> str | None:
        """The commune's class."""
        return self.figures.threshold_class


@dataclass(frozen=True)
class Limit:
    """Figures that are a part of others: more than the whole is a contradiction, and not scored."""

    parts: tuple[str, ...]
    wholes: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Every figure concerned; the first is where a contradiction is shown and mended."""
        return self.parts + self.wholes

    def broken(self, figures: Figures) -> bool:
        """Whether all are typed and contradict each other."""
        if any(figures.state(name) is not State.OK for name in self.fields):
            return False
        return sum(map(figures.number, self.parts)) > sum(map(figures.number, self.wholes))
