"""Sheet `Ngưỡng và điều kiện`: what a commune must reach beside its points."""

from collections.abc import Iterable, Iterator
from typing import Any

from xl_cfc.books.rule.book import Record, RuleBook
from xl_cfc.books.rule.ratings import rating_record
from xl_cfc.books.rule.reading import Row, RuleReading, given
from xl_cfc.books.rule.tables import CONDITIONS
from xl_cfc.books.rule.words import VERIFIED, YES_NO
from xl_cfc.language import t
from xl_cfc.ruleset.models import NO, YES, Ruleset, Status
from xl_cfc.text import to_the_eye

WHOLE = "Cả trang này"
_CLASS = "Ngưỡng nhóm "
_TOTAL = "Tổng điểm tối đa"
_ABOVE = "Tiêu chí đạt khi điểm lớn hơn"
_NO_ZERO = "Không tiêu chí nào 0 điểm (điểm liệt)"


def condition_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row to certify the whole sheet, then one for each number."""
    yield {"key": WHOLE, "label": "Đã đối chiếu mọi dòng dưới đây: ghi số trang vào cột «Trang»"}
    for name, part in ruleset.thresholds.items():
        yield {
            "key": f"{_CLASS}{name}",
            "label": part.label,
            "value": part.points.value,
            **rating_record(part.points),
        }
    yield {"key": _TOTAL, "value": ruleset.total_points.value, **rating_record(ruleset.total_points)}
    above = ruleset.criterion_met.above
    yield {"key": _ABOVE, "value": above.value, **rating_record(above)}
    zero = ruleset.no_zero_criterion
    yield {"key": _NO_ZERO, "value": YES if zero.value else NO, **rating_record(zero)}


def unchecked_formula(book: RuleBook) -> str:
    """How many numbers of the sheet nobody has compared with the Decision."""
    key, page, status = (book.area(CONDITIONS, name) for name in ("key", "page", "status"))
    certified = f'SUMPRODUCT(({key}="{WHOLE}")*({page}<>""))'
    open_numbers = f'SUMPRODUCT(({key}<>"")*({key}<>"{WHOLE}")*({status}<>"{VERIFIED}"))'
    return f"IF({certified}>0,0,{open_numbers})"


def total_formula(book: RuleBook) -> str:
    """The declared maximum total."""
    return f'SUMIF({book.area(CONDITIONS, "key")},"{_TOTAL}",{book.area(CONDITIONS, "value")})'


def write_conditions(book: RuleBook) -> None:
    """Write the sheet."""
    numbers = [part.points for part in book.ruleset.thresholds.values()]
    numbers += [book.ruleset.total_points, book.ruleset.criterion_met.above]
    count = sum(number.unchecked for number in numbers) + book.ruleset.no_zero_criterion.unchecked
    formula = f'"Trang này còn "&{unchecked_formula(book)}&" giá trị chưa đối chiếu"'
    book.write(CONDITIONS, check=(formula, f"Trang này còn {count} giá trị chưa đối chiếu"))


def read_conditions(reading: RuleReading, rows: Iterable[Row]) -> tuple[dict[str, Any], str | None]:
    """Thresholds, maximum total and conditions as YAML holds them, and the page when all of them were certified."""
    rows = list(rows)
    whole = next((row for row in rows if to_the_eye(row["key"].shown) == to_the_eye(WHOLE)), None)
    page = reading.page("thresholds.page", whole["page"]) if whole else None
    data: dict[str, Any] = {"thresholds": {}}
    for row in rows:
        if row is not whole:
            _read_condition(reading, row, page, data)
    return data, page


def _read_condition(reading: RuleReading, row: Row, page: str | None, data: dict[str, Any]) -> None:
    key, cell, value = row["key"].shown.strip(), row["key"], row["value"]
    if to_the_eye(key).startswith(to_the_eye(_CLASS)):
        name = key[len(_CLASS) :].strip()
        path = f"thresholds.{name}"
        if name in data["thresholds"]:
            reading.wrong(f"{path}.key", cell, t("nhóm bị trùng", "this class stands twice"))
            return
        points = _rated(reading, f"{path}.points", row, reading.number(f"{path}.points", value), page)
        data["thresholds"][name] = given({"points": points, "label": reading.text(f"{path}.label", row["label"])})
        reading.at(path, cell)
    elif to_the_eye(key) == to_the_eye(_TOTAL):
        data["total_points"] = _rated(reading, "total_points", row, reading.number("total_points", value), page)
    elif to_the_eye(key) == to_the_eye(_ABOVE):
        path = "criterion_met.above"
        data["criterion_met"] = {"above": _rated(reading, path, row, reading.number(path, value), page)}
    elif to_the_eye(key) == to_the_eye(_NO_ZERO):
        path = "no_zero_criterion"
        data[path] = _rated(reading, path, row, reading.choice(path, value, YES_NO), page)
    else:
        reading.odd(cell, t(f"mục lạ «{key}»", f"unknown entry '{key}'"))


def _rated(reading: RuleReading, path: str, row: Row, value: object, page: str | None) -> dict[str, Any] | None:
    rating = reading.rating(path, row) if page is None else certified(page)
    return None if value is None else given({"value": value, **rating})


def certified(page: str) -> dict[str, str | None]:
    """The rating of a number that was certified with all those around it."""
    return {"status": Status.VERIFIED.value, "page": page}
