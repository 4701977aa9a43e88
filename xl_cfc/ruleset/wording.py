"""The rule in words: a tier's condition, a measured value, a status, as people read them."""

from decimal import Decimal
from fractions import Fraction

from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import Indicator, RateIndicator, RatioIndicator, Status, Tier, YesNoIndicator


def status_text(status: Status) -> str:
    """The status of a number."""
    return {
        Status.VERIFIED: t("đã đối chiếu", "checked"),
        Status.PRESS: t("theo báo chí", "from the press"),
        Status.INFERRED: t("suy ra", "inferred"),
        Status.ASSUMED: t("tạm đặt", "assumed"),
    }[status]


def amount_text(indicator: Indicator, amount: Decimal | Fraction | int) -> str:
    """A threshold or measured value of the indicator with its unit: `98 %`, `5,5 trên 1.000`, `2`."""
    if isinstance(indicator, RatioIndicator):
        return f"{number_text(amount * 100, decimals=2)} %"
    if isinstance(indicator, RateIndicator):
        per = number_text(indicator.multiplier)
        return t(f"{number_text(amount, decimals=2)} trên {per}", f"{number_text(amount, decimals=2)} per {per}")
    return number_text(amount)


def tier_text(indicator: Indicator, tier: Tier) -> str:
    """A tier's condition: `≥ 98 %`."""
    sign = "≥" if tier.operator == ">=" else "≤"
    return f"{sign} {amount_text(indicator, tier.bound.value)}"


def scale_text(indicator: Indicator, threshold_class: str | None = None) -> str:
    """The whole scale on one line: `≥ 98 %: 50 · ≥ 95 %: 40`."""
    if isinstance(indicator, YesNoIndicator):
        return t(f"Có: {number_text(indicator.points.value)}", f"Yes: {number_text(indicator.points.value)}")
    tiers = indicator.tiers_for(threshold_class)
    return " · ".join(f"{tier_text(indicator, tier)}: {number_text(tier.points.value)}" for tier in tiers)


def kind_text(indicator: Indicator) -> str:
    """How the indicator is measured."""
    return {
        "yes_no": t("Có/Không", "yes/no"),
        "count": t("số lượng", "count"),
        "ratio": t("tỷ lệ", "ratio"),
        "rate": t("tỷ suất", "rate"),
    }[indicator.kind]
