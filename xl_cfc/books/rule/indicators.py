"""Sheet `Chỉ tiêu`: how each indicator is measured."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xl_cfc.books.rule import words
from xl_cfc.books.rule.book import Record, Result, RuleBook
from xl_cfc.books.rule.conditions import certified
from xl_cfc.books.rule.ratings import rating_record, second_rating
from xl_cfc.books.rule.reading import Reading, Row, given
from xl_cfc.books.rule.tables import INDICATORS, TIERS
from xl_cfc.books.rule.words import word
from xl_cfc.language import t
from xl_cfc.ruleset.models import Indicator, RateIndicator, RatioIndicator, Ruleset

_ABOVE = {"yes_no": "field", "count": "field", "ratio": "numerator", "rate": "cases"}
_BELOW = {"ratio": "denominator", "rate": "population"}


def indicator_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each indicator."""
    for indicator in ruleset.indicators:
        yield {
            "id": indicator.id,
            "label": indicator.label,
            "kind": word(words.KINDS, indicator.kind),
            "above": indicator.main_field,
            **_divided(indicator),
        }


def _divided(indicator: Indicator) -> Record:
    if not isinstance(indicator, RatioIndicator | RateIndicator):
        return {}
    made: dict[str, Any] = {
        "below": indicator.below,
        "when_none": word(words.WHEN_NONE, indicator.when_none.value.value),
        **rating_record(indicator.when_none),
    }
    if isinstance(indicator, RateIndicator):
        made |= {"per": indicator.per.value, **second_rating(indicator.per, indicator.when_none, "per_")}
    return made


def write_indicators(book: RuleBook) -> None:
    """Write the sheet."""
    by_id = {indicator.id: indicator for indicator in book.ruleset.indicators}
    ids, classes, points = (book.area(TIERS, key) for key in ("id", "class", "points"))

    def results(row: int, record: Record | None) -> dict[str, Result]:
        name = f"{INDICATORS.letter('id')}{row}"
        best = f'SUMPRODUCT(MAX(({ids}={name})*({classes}="")*{points}))'
        value = by_id[str(record["id"])].max_points(None) if record else ""
        return {"max": (f'IF({name}="","",IFERROR({best},"✗ ô điểm có chữ"))', value)}

    book.write(INDICATORS, results=results)


def read_indicators(
    reading: Reading, rows: Iterable[Row], criteria: Mapping[str, dict[str, Any]], pages: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """The indicators by id, without tiers, each put under its criterion too."""
    indicators: dict[str, dict[str, Any]] = {}
    for row in rows:
        cell = row["id"]
        missing = t("thiếu mã chỉ tiêu", "the indicator's id is missing")
        name = reading.key(f"indicators.{cell.ref}", cell, missing)
        if name is None:
            continue
        if name in indicators:
            reading.odd(cell, t(f"chỉ tiêu {name} bị trùng", f"indicator {name} stands twice"))
        elif name.split(".")[0] not in criteria:
            reading.odd(
                cell,
                t(f"không có tiêu chí cho chỉ tiêu {name} ở trang «Tiêu chí»", f"no criterion for indicator {name}"),
            )
        else:
            number = name.split(".")[0]
            indicators[name] = _indicator(reading, name, row, pages.get(number))
            criteria[number]["indicators"].append(indicators[name])
    return indicators


def path_of(name: str) -> str:
    """The path of an indicator in the data."""
    return f"criteria[{name.split('.')[0]}].indicators[{name}]"


def _indicator(reading: Reading, name: str, row: Row, page: str | None) -> dict[str, Any]:
    path = path_of(name)
    kind = reading.choice(f"{path}.kind", row["kind"], words.KINDS, required=True)
    above, below = _ABOVE.get(kind or "", "field"), _BELOW.get(kind or "", "")
    made: dict[str, Any] = {
        "id": name,
        "label": reading.text(f"{path}.label", row["label"]),
        "kind": kind,
        above: reading.code(f"{path}.{above}", row["above"]),
    }
    if below:
        made[below] = reading.code(f"{path}.{below}", row["below"])
        made["when_none"] = _when_none(reading, path, row, page)
    elif kind is not None:
        reading.idle(row["below"])
        reading.idle(row["when_none"])
    if kind == "rate":
        made["per"] = _per(reading, path, row, page)
    elif kind is not None:
        reading.idle(row["per"])
    reading.at(path, row["id"])
    return given(made)


def _when_none(reading: Reading, path: str, row: Row, page: str | None) -> dict[str, Any] | None:
    path = f"{path}.when_none"
    value = reading.choice(path, row["when_none"], words.WHEN_NONE, required=True)
    rating = reading.rating(path, row) if page is None else certified(page)
    return None if value is None else given({"value": value, **rating})


def _per(reading: Reading, path: str, row: Row, page: str | None) -> dict[str, Any] | None:
    path = f"{path}.per"
    value = reading.whole(path, row["per"])
    if page is None:
        prefix = "per_" if row["per_status"].value is not None else ""
        rating = reading.rating(path if prefix else f"{path}.shared", row, prefix)
    else:
        rating = certified(page)
    return None if value is None else given({"value": value, **rating})
