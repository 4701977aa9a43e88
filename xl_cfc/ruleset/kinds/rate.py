"""A rate: cases per so many people, 5.5 per 1,000."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import field_validator

from xl_cfc.language import number_text, t
from xl_cfc.ruleset.fields import FieldType
from xl_cfc.ruleset.kinds.base import ScaleLevel
from xl_cfc.ruleset.kinds.columns import ABOVE, BELOW, PER, WHEN_NONE, RuleColumn
from xl_cfc.ruleset.kinds.figures import Cells, Measured
from xl_cfc.ruleset.kinds.quotient import Quotient
from xl_cfc.ruleset.kinds.registry import register
from xl_cfc.ruleset.rated import FieldId, Rated


@register
class RateIndicator(Quotient):
    """Points by cases per so many people: cases x per / population."""

    kind: Literal["rate"]
    cases: FieldId
    population: FieldId
    per: Rated[int]

    asks_for: ClassVar[Mapping[str, FieldType]] = {"cases": FieldType.COUNT, "population": FieldType.COUNT}
    columns: ClassVar[Mapping[str, RuleColumn]] = {
        "cases": ABOVE, "population": BELOW, "when_none": WHEN_NONE, "per": PER,
    }  # fmt: skip
    written_first: ClassVar[tuple[str, ...]] = ("cases", "population", "per")
    form_format: ClassVar[str] = "0.00"
    table_format: ClassVar[str] = "#,##0.00"

    @field_validator("per")
    @classmethod
    def _sensible_per(cls, per: Rated[int]) -> Rated[int]:
        if not 1 <= per.value <= 100_000:
            raise ValueError(t("số «tính trên» là số nguyên từ 1 đến 100000", "per is a whole number from 1 to 100000"))
        return per

    @property
    def multiplier(self) -> int:
        """`per`."""
        return self.per.value

    def measured_formula(self, cells: Cells) -> str:
        """The quotient: the whole product first, then the one division."""
        return f"{cells[self.cases]}*{self.multiplier}/{cells[self.population]}"

    @classmethod
    def kind_text(cls) -> str:
        """How such an indicator is measured."""
        return t("tỷ suất", "rate")

    def value_text(self, value: Measured) -> str:
        """A rate with what it is per."""
        amount, per = number_text(value, decimals=2), number_text(self.multiplier)
        return t(f"{amount} trên {per}", f"{amount} per {per}")

    def beside_scale(self) -> tuple[ScaleLevel, ...]:
        """What it is per, and what a population of 0 gives."""
        per, name = number_text(self.multiplier), t("tính trên", "per")
        return (ScaleLevel(f"{name} {per}", "", (self.per,), name=name, value=per), *super().beside_scale())
