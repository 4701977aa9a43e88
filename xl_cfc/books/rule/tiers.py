"""Sheet `Thang điểm`: every step of every scale."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xl_cfc.books.rule.book import Record, Result, RuleBook
from xl_cfc.books.rule.indicators import path_of
from xl_cfc.books.rule.ratings import with_ratings
from xl_cfc.books.rule.reading import Row, RuleReading
from xl_cfc.books.rule.rows import IndicatorRow
from xl_cfc.books.rule.tables import INDICATORS, TIERS
from xl_cfc.language import t
from xl_cfc.ruleset.kinds.registry import kind_of
from xl_cfc.ruleset.models import Ruleset

RIGHT, NO_NUMBER = "✓", "✗ điểm không phải số"
_ORDERED = "✓ Các mức đúng thứ tự, điểm giảm dần"
POINTS_RISE, OUT_OF_ORDER = "✗ điểm phải giảm dần", "✗ mức sai thứ tự"


#: The columns in which a number has a rating of its own, where it differs from the row's.
_PREFIXES = {"points": "points_"}


def tier_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each step of each scale."""
    for indicator in ruleset.indicators:
        for row in indicator.scale_rows():
            yield {"id": indicator.id, "name": indicator.label, **with_ratings(row, _PREFIXES)}


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
    reading: RuleReading, rows: Iterable[Row], indicators: Mapping[str, dict[str, Any]], pages: Mapping[str, str]
) -> None:
    """Put every step into its indicator; where that has no kind, this is told already."""
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
        elif (kind := kind_of(indicators[name])) is not None:
            page = pages.get(name.split(".")[0])
            step = IndicatorRow(reading, row, path_of(name), kind, page, _PREFIXES)
            kind.read_scale_row(step, indicators[name])
