"""A ratio: a part of a whole, 98 of 100 children; its thresholds are shares."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from xl_cfc.language import number_text, t
from xl_cfc.ruleset.fields import FieldType
from xl_cfc.ruleset.kinds.columns import ABOVE, BELOW, WHEN_NONE, RuleColumn
from xl_cfc.ruleset.kinds.figures import Measured
from xl_cfc.ruleset.kinds.quotient import Quotient
from xl_cfc.ruleset.kinds.registry import register
from xl_cfc.ruleset.rated import FieldId


@register
class RatioIndicator(Quotient):
    """Points by numerator / denominator, a fraction between 0 and 1."""

    kind: Literal["ratio"]
    numerator: FieldId
    denominator: FieldId

    asks_for: ClassVar[Mapping[str, FieldType]] = {"numerator": FieldType.COUNT, "denominator": FieldType.COUNT}
    columns: ClassVar[Mapping[str, RuleColumn]] = {"numerator": ABOVE, "denominator": BELOW, "when_none": WHEN_NONE}
    written_first: ClassVar[tuple[str, ...]] = ("numerator", "denominator")
    form_format: ClassVar[str] = "0.0%"
    table_format: ClassVar[str] = "0.00%"
    percent: ClassVar[bool] = True

    @classmethod
    def kind_text(cls) -> str:
        """How such an indicator is measured."""
        return t("tỷ lệ", "ratio")

    def value_text(self, value: Measured) -> str:
        """A share in per cent."""
        return f"{number_text(Fraction(value) * 100, decimals=2)} %"

    def bound_mistakes(self, bound: Decimal) -> Iterator[str]:
        """A share is at most the whole."""
        if bound > 1:
            yield t("mức của tỷ lệ không lớn hơn 1 (100 %): 97 % là 0,97", "a ratio's threshold is at most 1 (100 %)")
