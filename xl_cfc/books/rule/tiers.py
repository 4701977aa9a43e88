"""Sheet `Thang điểm`: every step of every scale, and the points a Có gives."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xl_cfc.books.rule import words
from xl_cfc.books.rule.book import Record, Result, RuleBook
from xl_cfc.books.rule.conditions import certified
from xl_cfc.books.rule.indicators import path_of
from xl_cfc.books.rule.ratings import rating_record, second_rating
from xl_cfc.books.rule.reading import Reading, Row, given
from xl_cfc.books.rule.tables import INDICATORS, TIERS
from xl_cfc.language import t
from xl_cfc.ruleset.loading import RATING_KEYS
from xl_cfc.ruleset.models import YES, RatioIndicator, Ruleset, Tier, YesNoIndicator

RIGHT, NO_NUMBER = "✓", "✗ điểm không phải số"
_ORDERED = "✓ Các mức đúng thứ tự, điểm giảm dần"
POINTS_RISE, OUT_OF_ORDER = "✗ điểm phải giảm dần", "✗ mức sai thứ tự"


def tier_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each tier of each class, and one for each yes/no indicator."""
    for indicator in ruleset.indicators:
        if isinstance(indicator, YesNoIndicator):
            points = indicator.points
            head = {"id": indicator.id, "name": indicator.label}
            yield {**head, "comparison": YES, "points": points.value, **rating_record(points)}
            continue
        percent = isinstance(indicator, RatioIndicator)
        scales: Mapping[str, tuple[Tier, ...]] = {"": indicator.tiers, **indicator.tiers_by_class}
        for name, tiers in scales.items():
            for tier in tiers:
                yield {
                    "id": indicator.id,
                    "name": indicator.label,
                    "class": name,
                    "comparison": "≥" if tier.operator == ">=" else "≤",
                    "bound": tier.bound.value,
                    "points": tier.points.value,
                    "percent": percent,
                    **rating_record(tier.bound),
                    **second_rating(tier.points, tier.bound, "points_"),
                }


def write_tiers(book: RuleBook) -> None:
    """Write the sheet."""
    ids, names = book.area(INDICATORS, "id"), book.area(INDICATORS, "label")

    def results(row: int, record: Record | None) -> dict[str, Result]:
        cell = f"{TIERS.letter('id')}{row}"
        return {
            "name": (
                f'IF({cell}="","",IFERROR(INDEX({names},MATCH({cell},{ids},0)),"✗ chưa có ở trang «Chỉ tiêu»"))',
                str(record["name"]) if record else "",
            ),
            "check": (_check(row), RIGHT if record else ""),
        }

    wrong = f'COUNTIF({book.area(TIERS, "check")},"✗*")'
    formula = f'IF({wrong}>0,"✗ "&{wrong}&" dòng cần sửa: xem cột «Kiểm tra»","{_ORDERED}")'
    book.write(TIERS, results=results, check=(formula, _ORDERED))


def _check(row: int) -> str:
    """Whether the row continues the scale above it: a harder condition above, fewer points below."""
    name, group, sign, bound, points = (TIERS.letter(key) for key in ("id", "class", "comparison", "bound", "points"))
    above = row - 1
    continues = f"AND({name}{row}={name}{above},{group}{row}={group}{above})"
    order = f'IF({sign}{row}="≥",{bound}{row}<{bound}{above},{bound}{row}>{bound}{above})'
    return (
        f'IF({name}{row}="","",IF(NOT(ISNUMBER({points}{row})),"{NO_NUMBER}",'
        f'IF(NOT({continues}),"{RIGHT}",IF({points}{row}>={points}{above},"{POINTS_RISE}",'
        f'IF({order},"{RIGHT}","{OUT_OF_ORDER}")))))'
    )


def read_tiers(
    reading: Reading, rows: Iterable[Row], indicators: Mapping[str, dict[str, Any]], pages: Mapping[str, str]
) -> None:
    """Put every tier into its indicator."""
    for row in rows:
        cell = row["id"]
        missing = t("thiếu mã chỉ tiêu", "the indicator's id is missing")
        name = reading.key(f"tiers.{cell.ref}", cell, missing)
        if name is None:
            continue
        if name not in indicators:
            reading.odd(
                cell, t(f"không có chỉ tiêu {name} ở trang «Chỉ tiêu»", f"indicator {name} is not on sheet «Chỉ tiêu»")
            )
        else:
            page = pages.get(name.split(".")[0])
            _read_tier(reading, indicators[name], path_of(name), row, page)


def _read_tier(reading: Reading, indicator: dict[str, Any], path: str, row: Row, page: str | None) -> None:
    group = reading.code(f"{path}.class", row["class"])
    scale = f"{path}.tiers" if group is None else f"{path}.tiers_by_class[{group}]"
    tiers = _scale(indicator, group)
    where = f"{scale}[{len(tiers) + 1}]"
    comparison = reading.choice(f"{where}.comparison", row["comparison"], words.COMPARISONS, required=True)
    if indicator.get("kind") == "yes_no":
        if comparison not in (None, "yes"):
            reading.odd(row["comparison"], t("chỉ tiêu Có/Không: ghi «Có»", "a yes/no indicator: type «Có»"))
        reading.idle(row["class"])
        reading.idle(row["bound"])
        _read_yes(reading, indicator, path, row, page)
        return
    if comparison == "yes":
        reading.wrong(
            f"{where}.comparison",
            row["comparison"],
            t("«Có» chỉ dùng cho chỉ tiêu Có/Không", "«Có» belongs to yes/no indicators"),
        )
    key = comparison if comparison in ("at_least", "at_most") else "at_least"
    tiers.append(
        {
            key: _rated(reading, f"{where}.{key}", row, "bound", page),
            "points": _rated(reading, f"{where}.points", row, "points", page),
        }
    )
    reading.at(where, row["bound"])
    reading.places.setdefault(scale, reading.places[where])


def _scale(indicator: dict[str, Any], group: str | None) -> list[dict[str, Any]]:
    if indicator.get("kind") == "yes_no":
        return []
    tiers: list[dict[str, Any]] = (
        indicator.setdefault("tiers", [])
        if group is None
        else indicator.setdefault("tiers_by_class", {}).setdefault(group, [])
    )
    return tiers


def _read_yes(reading: Reading, indicator: dict[str, Any], path: str, row: Row, page: str | None) -> None:
    if "points" in indicator:
        reading.odd(row["id"], t("chỉ tiêu Có/Không chỉ có một dòng điểm", "a yes/no indicator has one row of points"))
        return
    rating = reading.rating(f"{path}.points", row) if page is None else certified(page)
    value = reading.number(f"{path}.points", row["points"])
    indicator["points"] = None if value is None else given({"value": value, **rating})


def _rated(reading: Reading, path: str, row: Row, key: str, page: str | None) -> dict[str, Any] | None:
    value = reading.number(path, row[key])
    if page is not None:
        return None if value is None else given({"value": value, **certified(page)})
    own = key == "points" and row["points_status"].value is not None
    shared = key == "points" and not own
    rating = _shared(reading, path, row) if shared else reading.rating(path, row, "points_" if own else "")
    return None if value is None else given({"value": value, **rating})


def _shared(reading: Reading, path: str, row: Row) -> dict[str, str | None]:
    """The rating the points share with the condition, whose mistakes are told already."""
    for key in RATING_KEYS:
        reading.at(f"{path}.{key}", row[key])
    return Reading().rating(path, row)
