"""The rule in words: a tier's condition, a measured value, a status, as people read them."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import Indicator, Rated, RateIndicator, RatioIndicator, Status, Tier, YesNoIndicator


def status_text(status: Status) -> str:
    """The status of a number."""
    return {
        Status.VERIFIED: t("đã đối chiếu", "checked"),
        Status.PRESS: t("theo báo chí", "from the press"),
        Status.INFERRED: t("suy ra", "inferred"),
        Status.ASSUMED: t("tạm đặt", "assumed"),
    }[status]


def day_text(day: str) -> str:
    """An ISO day as people write it: `03/12/2026`."""
    year, month, date = day.split("-")
    return f"{date}/{month}/{year}"


def origin_text(number: Rated[Any], sources: Mapping[str, str]) -> str:
    """Where a number was taken from, and where and when somebody compared it with the Decision."""
    parts = [sources.get(number.source or "", number.source or "")]
    if number.page:
        parts.append(t(f"trang {number.page}", f"page {number.page}"))
    if number.checked_on:
        day = day_text(number.checked_on)
        parts.append(t(f"đối chiếu {day}", f"checked {day}"))
    return ", ".join(filter(None, parts))


def not_comparable(count: int) -> str:
    """What is said wherever forms of several rule sets stand together."""
    return t(
        f"Phiếu theo {count} bộ tiêu chí khác nhau: mỗi phiếu chấm theo bộ của nó; điểm, xếp hạng, tỷ lệ của các bộ "
        "khác nhau không so sánh được với nhau",
        f"Forms of {count} rule sets, each scored by its own: points, ranks and rates of different rule sets are not "
        "comparable",
    )


def check_text(kind: str, left: str, right: str) -> str:
    """A cross-check in words, its sides given as they shall be shown."""
    if kind == "implies":
        return t(f"{left} > 0 thì {right} > 0", f"{left} > 0 asks for {right} > 0")
    return f"{left} {'≤' if kind == 'le' else '='} {right}"


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
