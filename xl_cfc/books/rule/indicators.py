"""Sheet `Chỉ tiêu`: how each indicator is measured."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xl_cfc.books.rule import words
from xl_cfc.books.rule.book import Record, Result, RuleBook
from xl_cfc.books.rule.ratings import with_ratings
from xl_cfc.books.rule.reading import Row, RuleReading, given
from xl_cfc.books.rule.rows import IndicatorRow
from xl_cfc.books.rule.tables import INDICATORS, TIERS
from xl_cfc.books.rule.words import word
from xl_cfc.language import t
from xl_cfc.ruleset.kinds.columns import Holds
from xl_cfc.ruleset.kinds.registry import KINDS, rule_columns
from xl_cfc.ruleset.models import Ruleset


def indicator_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each indicator."""
    for indicator in ruleset.indicators:
        cells = {column.key: getattr(indicator, name) for name, column in indicator.columns.items()}
        record = with_ratings(cells, _prefixes())
        for column in indicator.columns.values():
            if column.entry is Holds.CHOICE:
                record[column.key] = word(column.words, record[column.key])
        yield {"id": indicator.id, "label": indicator.label, "kind": indicator.kind_text(), **record}


def _prefixes() -> dict[str, str]:
    """The beginning of the columns in which a number has a rating of its own."""
    return {column.key: column.rating for column in rule_columns()}


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
    reading: RuleReading, rows: Iterable[Row], criteria: Mapping[str, dict[str, Any]], pages: Mapping[str, str]
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


def _indicator(reading: RuleReading, name: str, row: Row, page: str | None) -> dict[str, Any]:
    path = path_of(name)
    key = reading.choice(f"{path}.kind", row["kind"], words.kinds(), required=True)
    kind = KINDS.get(key or "")
    made: dict[str, Any] = {"id": name, "label": reading.text(f"{path}.label", row["label"]), "kind": key}
    if kind is not None:
        entries = IndicatorRow(reading, row, path, kind, page, _prefixes())
        made |= {attribute: entries.entry(attribute, column) for attribute, column in kind.columns.items()}
        entries.idle(*(column.key for column in rule_columns() if column not in kind.columns.values()))
    reading.at(path, row["id"])
    return given(made)
