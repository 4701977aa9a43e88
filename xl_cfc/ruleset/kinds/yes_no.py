"""A yes or no: points for a `Có`, none for a `Không`."""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from xl_cfc.cells import CellValue
from xl_cfc.formulatext import constant, quoted
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.fields import NO, YES, FieldType
from xl_cfc.ruleset.kinds.base import Indicator, ScaleLevel
from xl_cfc.ruleset.kinds.columns import ABOVE, ComparisonWord, RuleColumn, ScaleRow
from xl_cfc.ruleset.kinds.figures import Cells, FigureChange, Figures, Landing, Measured
from xl_cfc.ruleset.kinds.registry import register
from xl_cfc.ruleset.rated import FieldId, Points, Rated


@register
class YesNoIndicator(Indicator):
    """Points for a `Có`, none for a `Không`."""

    kind: Literal["yes_no"]
    field: FieldId
    points: Rated[Points]

    asks_for: ClassVar[Mapping[str, FieldType]] = {"field": FieldType.YES_NO}
    columns: ClassVar[Mapping[str, RuleColumn]] = {"field": ABOVE}
    comparisons: ClassVar[tuple[ComparisonWord, ...]] = (ComparisonWord(YES, "yes", bounded=False),)
    written_first: ClassVar[tuple[str, ...]] = ("field", "points")

    def measured(self, figures: Figures) -> bool:
        """Whether the answer is `Có`."""
        return figures.text(self.field) == YES

    def points_for(self, measured: Measured, threshold_class: str | None) -> Decimal:
        """All or nothing."""
        return self.points.value if measured else Decimal(0)

    def max_points(self, threshold_class: str | None) -> Decimal:
        """The points of a `Có`."""
        return self.points.value

    def measured_formula(self, cells: Cells) -> str:
        """The answer itself."""
        return cells[self.field]

    def points_formula(self) -> str:
        """All or nothing."""
        return f"IF(EXACT({self.value_cell},{quoted(YES)}),{constant(self.points.value)},0)"

    def maximum_formula(self) -> str:
        """The points of a `Có`."""
        return constant(self.points.value)

    def level_formula(self) -> str:
        """The answer itself."""
        return self.value_cell

    @classmethod
    def kind_text(cls) -> str:
        """How such an indicator is measured."""
        return t("Có/Không", "yes/no")

    def value_text(self, value: Measured) -> str:
        """The answer in words."""
        return t("Có", "yes") if value else t("Không", "no")

    def cell_value(self, value: Measured) -> str:
        """The answer as it is typed."""
        return YES if value else NO

    def level_text(self, value: Measured, threshold_class: str | None) -> str:
        """The answer."""
        return self.cell_value(value)

    def scale(self, threshold_class: str | None) -> tuple[ScaleLevel, ...]:
        """One step: `Có`."""
        points = number_text(self.points.value)
        return (ScaleLevel(t("Có", "Yes"), points, (self.points,), name=t("Có", "yes"), value=points),)

    def scale_rows(self) -> Iterator[Mapping[str, Any]]:
        """One row, without a threshold."""
        yield {"comparison": YES, "points": self.points}

    @classmethod
    def read_scale_row(cls, row: ScaleRow, data: dict[str, Any]) -> None:
        """The points of a `Có`, once."""
        row.comparison("points")
        row.idle("class", "bound")
        if "points" in data:
            row.odd(t("chỉ tiêu Có/Không chỉ có một dòng điểm", "a yes/no indicator has one row of points"))
        else:
            data["points"] = row.number("points", "points")

    def changes(self, figures: Figures) -> Iterator[FigureChange]:
        """A `Có`."""
        yield FigureChange(self.field, YES)

    def landing_points(self) -> tuple[Decimal, ...]:
        """The points of a `Có`."""
        return (self.points.value,)

    def example(self, landing: Landing, numbers: Mapping[str, int], rng: random.Random) -> dict[str, CellValue]:
        """The answer."""
        return {self.field: YES if landing == 0 else NO}
