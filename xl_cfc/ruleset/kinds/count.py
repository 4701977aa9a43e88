"""A count: points by how many there are."""

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from xl_cfc.cells import CellValue
from xl_cfc.language import t
from xl_cfc.ruleset.fields import FieldType
from xl_cfc.ruleset.kinds.columns import ABOVE, RuleColumn
from xl_cfc.ruleset.kinds.figures import Cells, Figures, Landing
from xl_cfc.ruleset.kinds.registry import register
from xl_cfc.ruleset.kinds.tiers import Tiered
from xl_cfc.ruleset.rated import FieldId


@register
class CountIndicator(Tiered):
    """Points by how many there are."""

    kind: Literal["count"]
    field: FieldId

    asks_for: ClassVar[Mapping[str, FieldType]] = {"field": FieldType.COUNT}
    columns: ClassVar[Mapping[str, RuleColumn]] = {"field": ABOVE}
    written_first: ClassVar[tuple[str, ...]] = ("field",)
    table_format: ClassVar[str] = "#,##0"

    def measured(self, figures: Figures) -> int:
        """The count itself."""
        return figures.number(self.field)

    def measured_formula(self, cells: Cells) -> str:
        """The count itself."""
        return cells[self.field]

    @classmethod
    def kind_text(cls) -> str:
        """How such an indicator is measured."""
        return t("số lượng", "count")

    def bound_mistakes(self, bound: Decimal) -> Iterator[str]:
        """Only a whole number can be reached."""
        if bound != int(bound):
            yield t("ngưỡng số đếm phải là số nguyên", "a count's threshold is whole")

    def figure_at(self, bound: Fraction, number: Callable[[str], int]) -> Fraction:
        """The bound itself."""
        return bound

    def example(self, landing: Landing, numbers: Mapping[str, int], rng: random.Random) -> dict[str, CellValue]:
        """The bound of the tier, or a few more where that is the best one."""
        if landing == 0 and self.rising:
            return {self.field: self.edge(self.tiers[0], numbers.__getitem__) + rng.randint(0, 3)}
        return super().example(landing, numbers, rng)
