"""The protocol of a kind of indicator: everything the rest of the house asks of one, whatever its kind.

A kind is one class in one module, registered by its key (`registry.register`). What all kinds have in common stands
here; what every kind must say for itself is abstract. Formulas and Python say the same: each `…_formula` stands beside
the method it repeats.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import Field as Attribute

from xl_cfc.cells import CellValue
from xl_cfc.language import t
from xl_cfc.ruleset.cellnames import state_name
from xl_cfc.ruleset.fields import Field, FieldType
from xl_cfc.ruleset.kinds.cells import CLASS_STATE
from xl_cfc.ruleset.kinds.columns import ComparisonWord, RuleColumn, ScaleRow
from xl_cfc.ruleset.kinds.figures import Cells, FigureChange, Figures, Landing, Limit, Measured, Standing, State
from xl_cfc.ruleset.rated import Rated, RuleModel

#: Every field a rule set names; None for one that is wrong itself, of which nothing more is told.
KnownFields = Mapping[str, Field | None]
#: A mistake in an indicator: where in its data, and what is wrong.
Mistake = tuple[str, str]


class ScaleStep(RuleModel):
    """One step of a scale as a rule holds it; its numbers are attributes of their own.

    `as_text` names the numbers that YAML always holds as text.
    """

    as_text: ClassVar[tuple[str, ...]] = ()


class ScaleLevel(NamedTuple):
    """A step of a scale, or a number that stands beside it, as people read it: `≥ 98 %`, `50`.

    Steps are told apart by their place in the scale; what has a `name` is told apart by that, and then `value` is what
    it says: `mẫu số bằng 0`, `điểm tối đa`.
    """

    text: str
    points: str
    numbers: tuple[Rated[Any], ...]
    name: str = ""
    value: str = ""


class Indicator(RuleModel, ABC):
    """One indicator of a criterion."""

    kind: str
    id: Annotated[str, Attribute(pattern=r"^[0-9]+\.[0-9]+$")]
    label: str

    #: The attributes that name a figure, the main one first, and what is typed into it.
    asks_for: ClassVar[Mapping[str, FieldType]]
    #: The attributes that stand on the rulebook's sheet of indicators, and the words its scale is written with.
    columns: ClassVar[Mapping[str, RuleColumn]]
    comparisons: ClassVar[tuple[ComparisonWord, ...]]
    #: What YAML holds before the status that its numbers share.
    written_first: ClassVar[tuple[str, ...]]
    #: How it can stand without points, beside lacking a figure.
    unscored: ClassVar[tuple[Standing, ...]] = (Standing.INVALID,)
    #: Number formats of the measured value: in the narrow column of a form, and in a consolidated table.
    form_format: ClassVar[str] = "General"
    table_format: ClassVar[str] = "General"

    @property
    def name(self) -> str:
        """The id as a part of defined names: `6_1`."""
        return self.id.replace(".", "_")

    @property
    def criterion(self) -> int:
        """The number of its criterion."""
        return int(self.id.split(".")[0])

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Every input it needs, the main one first."""
        return tuple(getattr(self, attribute) for attribute in self.asks_for)

    @property
    def main_field(self) -> str:
        """The input beside which evidence stands and where a mistake is mended."""
        return self.fields[0]

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What cannot be more than what; a contradiction is not scored."""
        return ()

    @property
    def divisor(self) -> tuple[str, ...]:
        """The figures it is divided by: where they are 0, it may not be scored."""
        return ()

    def needless_with(self, field_id: str) -> tuple[str, ...]:
        """The figures that, all typed as 0, make a blank one needless; none: it is always needed."""
        return ()

    @property
    def own_classes(self) -> tuple[str, ...]:
        """The threshold classes that have a scale of their own."""
        return ()

    def figures_standing(self, figures: Figures) -> Standing:
        """How far the figures alone go, whatever the commune's class."""
        states = [figures.state(name) for name in self.fields]
        if State.INVALID in states or any(limit.broken(figures) for limit in self.limits):
            return Standing.INVALID
        return Standing.MISSING if State.BLANK in states else Standing.SCORED

    def standing(self, figures: Figures) -> Standing:
        """How far it could be scored."""
        found = self.figures_standing(figures)
        waits = self.own_classes and figures.threshold_class is None
        return Standing.MISSING if waits and found is not Standing.INVALID else found

    @abstractmethod
    def measured(self, figures: Figures) -> Measured:
        """The exact measured value of figures that stand as scored."""

    def line(self, figures: Figures) -> tuple[int | None, int | None]:
        """The whole numbers above and below the division line, None where there are none."""
        return None, None

    @abstractmethod
    def points_for(self, measured: Measured, threshold_class: str | None) -> Decimal:
        """The points of a measured value."""

    @abstractmethod
    def max_points(self, threshold_class: str | None) -> Decimal:
        """The most it can give to a commune of this class."""

    @property
    def value_cell(self) -> str:
        """The name of the cell that holds the measured value."""
        return f"val_{self.name}"

    def standing_formula(self, cells: Cells) -> str:
        """`standing` as the number of its state."""
        text = self.with_class(Standing.SCORED)
        if len(self.fields) == 1:
            return f"IF({state_name(self.main_field)}=1,{text},{state_name(self.main_field)})"
        for name in reversed(self.fields):
            text = f"IF({state_name(name)}={State.BLANK:d},{Standing.MISSING:d},{text})"
        for limit in reversed(self.limits):
            parts, wholes = ("+".join(cells[name] for name in side) for side in (limit.parts, limit.wholes))
            broken = f"{parts}>{wholes}"
            for name in limit.fields:
                broken = f"IF({state_name(name)}={State.OK:d},{broken},FALSE)"
            text = f"IF({broken},{Standing.INVALID:d},{text})"
        for name in reversed(self.fields):
            text = f"IF({state_name(name)}={State.INVALID:d},{Standing.INVALID:d},{text})"
        return text

    def with_class(self, standing: Standing) -> str:
        """A standing as formula text: missing, where its scale waits for a class that is not known."""
        return f"IF({CLASS_STATE}=1,{standing:d},0)" if self.own_classes else f"{standing:d}"

    @abstractmethod
    def measured_formula(self, cells: Cells) -> str:
        """`measured`, asked only where it stands as scored; the only place with a division."""

    @abstractmethod
    def points_formula(self) -> str:
        """`points_for` the value in its cell, asked only where it stands as scored."""

    @abstractmethod
    def maximum_formula(self) -> str:
        """`max_points` for the commune's class."""

    @abstractmethod
    def level_formula(self) -> str:
        """`level_text` of the value in its cell, asked only where it stands as scored."""

    @classmethod
    @abstractmethod
    def kind_text(cls) -> str:
        """How such an indicator is measured, in a word or two."""

    @abstractmethod
    def value_text(self, value: Measured) -> str:
        """A measured value with its unit: `98 %`, `5,5 trên 1.000`, `2`."""

    def cell_value(self, value: Measured) -> Measured | str:
        """A measured value as a cell holds it."""
        return value

    @abstractmethod
    def level_text(self, value: Measured, threshold_class: str | None) -> str:
        """The step of the scale that a measured value reaches."""

    @abstractmethod
    def scale(self, threshold_class: str | None) -> tuple[ScaleLevel, ...]:
        """The steps of the scale for a commune of this class."""

    def beside_scale(self) -> tuple[ScaleLevel, ...]:
        """The numbers that stand beside the scale, whatever the class."""
        return ()

    def scale_text(self, threshold_class: str | None = None) -> str:
        """The whole scale on one line: `≥ 98 %: 50 · ≥ 95 %: 40`."""
        return " · ".join(f"{level.text}: {level.points}" for level in self.scale(threshold_class))

    def numbers(self, threshold_class: str | None) -> Iterator[Rated[Any]]:
        """Every number a commune of this class is scored by, each once."""
        for level in (*self.scale(threshold_class), *self.beside_scale()):
            yield from level.numbers

    def every_number(self) -> Iterator[Rated[Any]]:
        """Every number, of the scales of every class."""
        yield from self.numbers(None)
        for name in self.own_classes:
            for level in self.scale(name):
                yield from level.numbers

    def mistakes(self, fields: KnownFields, classes: tuple[str, ...]) -> Iterator[Mistake]:
        """What is wrong with it among these fields and threshold classes."""
        for attribute, wanted in self.asks_for.items():
            yield from field_mistakes(attribute, getattr(self, attribute), wanted, fields)

    @abstractmethod
    def scale_rows(self) -> Iterator[Mapping[str, Any]]:
        """Its rows on the sheet of scales: by column, texts and numbers of the rule."""

    @classmethod
    @abstractmethod
    def read_scale_row(cls, row: ScaleRow, data: dict[str, Any]) -> None:
        """Put a row of the sheet of scales into the indicator's data."""

    @abstractmethod
    def changes(self, figures: Figures) -> Iterator[FigureChange]:
        """For each step of the scale, the nearest change of a figure that reaches it; impossible ones among them."""

    def waits_for(self, figures: Figures) -> tuple[str, ...]:
        """The figures that keep it from being scored."""
        if self.standing(figures) is Standing.NONE_UNSCORED:
            return self.divisor
        return tuple(name for name in self.fields if figures.state(name) is not State.OK) or self.fields

    @abstractmethod
    def landing_points(self) -> tuple[Decimal, ...]:
        """The points of each step on which a made-up commune may land, from the top."""

    @abstractmethod
    def example(self, landing: Landing, numbers: Mapping[str, int], rng: random.Random) -> dict[str, CellValue]:
        """Made-up figures that land there, beside the population's `numbers`."""


def field_mistakes(path: str, name: str, wanted: FieldType, fields: KnownFields) -> Iterator[Mistake]:
    """Whether a rule set has such a field, of the right type."""
    if name not in fields:
        yield path, t(f"số liệu '{name}' không có trong fields", f"field '{name}' is not defined")
    elif (field := fields[name]) is not None and field.type is not wanted:
        vietnamese, english = _TYPE_NAMES[wanted]
        yield path, t(f"số liệu '{name}' không phải {vietnamese}", f"field '{name}' is not a {english}")


_TYPE_NAMES: Mapping[FieldType, tuple[str, str]] = {
    FieldType.COUNT: ("số đếm", "count"),
    FieldType.YES_NO: ("Có/Không", "yes/no"),
    FieldType.TEXT: ("chữ", "text"),
    FieldType.DATE: ("ngày", "date"),
    FieldType.CHOICE: ("danh sách", "choice"),
}
