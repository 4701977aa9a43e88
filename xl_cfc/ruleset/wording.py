"""The rule in words: a status, an origin, a relation, as people read them; indicators word themselves."""

from collections.abc import Mapping
from typing import Any

from xl_cfc.language import t
from xl_cfc.ruleset.models import Rated, Status


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
