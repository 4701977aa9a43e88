"""Sheet `Tiêu chí`: names and maxima, the one cell that certifies a whole criterion, and whether the maxima add up."""

from collections.abc import Iterable, Iterator
from typing import Any

from xl_cfc.books.rule.book import Record, Result, RuleBook
from xl_cfc.books.rule.conditions import certified, total_formula, unchecked_formula
from xl_cfc.books.rule.ratings import rating_record
from xl_cfc.books.rule.reading import Row, RuleReading, given
from xl_cfc.books.rule.tables import CRITERIA, INDICATORS, TIERS
from xl_cfc.books.rule.words import VERIFIED
from xl_cfc.language import t
from xl_cfc.ruleset.kinds.registry import comparisons, rule_columns
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.unchecked import criterion_numbers, every_number

AGREES, DIFFERS = "✓ khớp", "✗ lệch"


def criterion_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each criterion."""
    for criterion in ruleset.criteria:
        yield {
            "number": criterion.number,
            "name": criterion.name,
            "max_points": criterion.max_points.value,
            **rating_record(criterion.max_points),
        }


def of_criterion(area: str) -> str:
    """The criterion's number, as text, of every id in an area."""
    return f'LEFT({area}&".",FIND(".",{area}&".")-1)'


def write_criteria(book: RuleBook) -> None:
    """Write the sheet."""
    by_number = {criterion.number: criterion for criterion in book.ruleset.criteria}

    def results(row: int, record: Record | None) -> dict[str, Result]:
        criterion = by_number[int(str(record["number"]))] if record else None
        maximum = criterion.max_points.value if criterion else None
        number, points, total = (f"{CRITERIA.letter(key)}{row}" for key in ("number", "max_points", "sum"))
        unchecked = sum(n.unchecked for n in criterion_numbers(criterion)) if criterion else None
        return {
            "sum": (f'IF({number}="","",{_sum(book, number)})', maximum),
            "agrees": (
                f'IF({number}="","",IF({points}={total},"{AGREES}","{DIFFERS}"))',
                AGREES if criterion else "",
            ),
            "unchecked": (f'IF({number}="","",{_unchecked(book, row)})', unchecked),
        }

    book.write(CRITERIA, results=results, check=_check(book))


def _sum(book: RuleBook, number: str) -> str:
    ids, maxima = book.area(INDICATORS, "id"), book.area(INDICATORS, "max")
    return f'SUMPRODUCT(({of_criterion(ids)}={number}&"")*1,{maxima})'


def _unchecked(book: RuleBook, row: int) -> str:
    """How many numbers of the criterion nobody has compared with the Decision."""
    number, status, whole = (f"{CRITERIA.letter(key)}{row}" for key in ("number", "status", "whole"))
    own = f'({status}<>"{VERIFIED}")*1'
    ids, tiers, comparison = book.area(INDICATORS, "id"), book.area(TIERS, "id"), book.area(TIERS, "comparison")
    bound, points = book.area(TIERS, "status"), book.area(TIERS, "points_status")
    bounded = "*".join(f'({comparison}<>"{one.word}")' for one in comparisons() if not one.bounded)
    scale = f'{bounded}*({bound}<>"{VERIFIED}")+{_second_open(bound, points)}'
    return (
        f'IF({whole}<>"",0,{own}+SUMPRODUCT(({of_criterion(ids)}={number}&"")*({_beside_scales(book)}))'
        f'+SUMPRODUCT(({of_criterion(tiers)}={number}&"")*({scale})))'
    )


def _beside_scales(book: RuleBook) -> str:
    """How many numbers in each row of the sheet of indicators are unchecked, those with the row's own rating first."""
    columns = sorted((column for column in rule_columns() if column.rated), key=lambda column: bool(column.rating))
    first = book.area(INDICATORS, "status")
    parts = []
    for column in columns:
        unchecked = f'({first}<>"{VERIFIED}")'
        if column.rating:
            unchecked = _second_open(first, book.area(INDICATORS, f"{column.rating}status"))
        parts.append(f'({book.area(INDICATORS, column.key)}<>"")*{unchecked}')
    return "+".join(parts)


def _second_open(first: str, second: str) -> str:
    """Whether the second number of each row is unchecked: by its own status, else by the first number's."""
    return f'(({second}="")*({first}<>"{VERIFIED}")+({second}<>"")*({second}<>"{VERIFIED}"))'


def total_unchecked(book: RuleBook) -> Result:
    """How many numbers of the whole rulebook nobody has compared with the Decision."""
    formula = f"SUM({book.area(CRITERIA, 'unchecked')})+{unchecked_formula(book)}"
    return formula, sum(number.unchecked for number in every_number(book.ruleset))


def _check(book: RuleBook) -> Result:
    """Whether the maxima add up, in total and in each criterion."""
    total = f"SUM({book.area(CRITERIA, 'max_points')})"
    wrong = f'COUNTIF({book.area(CRITERIA, "agrees")},"✗*")'
    formula = (
        f'IF({total}={total_formula(book)},"✓ Điểm tối đa các tiêu chí cộng đúng tổng điểm tối đa",'
        f'"✗ Điểm tối đa các tiêu chí cộng lại khác tổng điểm tối đa")'
        f'&IF({wrong}>0," · ✗ "&{wrong}&" tiêu chí lệch với các chỉ tiêu","")'
    )
    return formula, "✓ Điểm tối đa các tiêu chí cộng đúng tổng điểm tối đa"


def read_criteria(reading: RuleReading, rows: Iterable[Row]) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The criteria by number, without indicators, and the page of those that were certified whole."""
    criteria: dict[str, dict[str, Any]] = {}
    pages: dict[str, str] = {}
    for row in rows:
        cell = row["number"]
        number = reading.whole(f"criteria.{cell.ref}", cell)
        if number is None:
            if not cell.shown.strip():
                reading.odd(cell, t("thiếu số của tiêu chí", "the criterion's number is missing"))
            continue
        key, path = str(number), f"criteria[{number}]"
        if key in criteria:
            reading.odd(cell, t(f"tiêu chí {key} bị trùng", f"criterion {key} stands twice"))
            continue
        reading.at(path, cell)
        page = reading.page(f"{path}.page", row["whole"])
        points = reading.number(f"{path}.max_points", row["max_points"])
        rating = reading.rating(f"{path}.max_points", row) if page is None else certified(page)
        name = reading.text(f"{path}.name", row["name"])
        maximum = None if points is None else given({"value": points, **rating})
        criteria[key] = given({"number": number, "name": name, "max_points": maximum}) | {"indicators": []}
        if page is not None:
            pages[key] = page
    return criteria, pages
