"""How a kind of indicator stands in the rulebook: the columns it fills, and a row of its scale as it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Protocol


class Holds(Enum):
    """What is typed into a column."""

    FIELD = auto()  # the id of a figure
    WHOLE = auto()  # a whole number of the rule
    CHOICE = auto()  # one of some words, a choice of the rule


@dataclass(frozen=True)
class RuleColumn:
    """A column of the rulebook's sheet of indicators.

    `words` are what may be chosen, and what it means. A number or choice of the rule has a status and a source: those
    of the row when `rating` is empty, else in columns of its own, beginning so, which are blank where they are alike.
    """

    key: str
    heading: str
    width: float
    entry: Holds
    words: Mapping[str, object] = field(default_factory=dict, hash=False)
    hint: str = ""
    rating: str = ""

    @property
    def rated(self) -> bool:
        """Whether it holds a number or choice of the rule, which has a status."""
        return self.entry is not Holds.FIELD


ABOVE = RuleColumn("above", "Số liệu (tử số)", 24, Holds.FIELD)
BELOW = RuleColumn("below", "Mẫu số", 22, Holds.FIELD)
PER = RuleColumn("per", "Tính trên", 9, Holds.WHOLE, hint="Chỉ cho tỷ suất: số người tính, ví dụ 1000.", rating="per_")
WHEN_NONE = RuleColumn("when_none", "Mẫu số bằng 0", 13, Holds.CHOICE, {"điểm tối đa": "full", "chưa chấm": "missing"})
#: The columns that kinds share, in the order in which they stand; those of a single kind follow them.
SHARED = (ABOVE, BELOW, PER, WHEN_NONE)


@dataclass(frozen=True)
class ComparisonWord:
    """A word of the column «So sánh» on the sheet of scales; `bounded`: a threshold stands beside it."""

    word: str
    key: str
    bounded: bool = True


class ScaleRow(Protocol):
    """A row of the rulebook's sheet of scales, as its kind reads it.

    Paths are those of the indicator's data, `tiers[2].points`; keys are the sheet's columns: `class`, `bound`,
    `points`.
    """

    def comparison(self, path: str) -> str | None:
        """The key of the comparison; None, and told, where it is blank or another kind's."""
        ...

    def code(self, path: str, key: str) -> str | None:
        """A text that names something."""
        ...

    def number(self, path: str, key: str) -> dict[str, Any] | None:
        """A number of the rule with its status and source, as YAML holds it."""
        ...

    def idle(self, *keys: str) -> None:
        """These cells mean nothing in this row: something typed there is told."""
        ...

    def at(self, path: str, key: str) -> None:
        """Mistakes in this part of the data are mended in this cell."""
        ...

    def odd(self, message: str) -> None:
        """The row itself is a mistake."""
        ...
