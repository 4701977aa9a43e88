"""Status, source, page and day of a number as cells of its row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xl_cfc.books.rule.words import STATUSES, word
from xl_cfc.ruleset.models import Rated
from xl_cfc.ruleset.ratings import RATING_KEYS

Cells = dict[str, str | date | None]


def rating_record(number: Rated[Any], prefix: str = "") -> Cells:
    """The rating of a number."""
    day = date.fromisoformat(number.checked_on) if number.checked_on else None
    values = (word(STATUSES, number.status.value), number.source, number.page, day)
    return dict(zip((f"{prefix}{key}" for key in RATING_KEYS), values, strict=True))


def with_ratings(cells: Mapping[str, Any], prefixes: Mapping[str, str]) -> dict[str, Any]:
    """The cells of a row by column, each number of the rule in it with its status, source, page and day.

    The row's own rating is that of the number whose prefix is empty, else of its first. Another number has it in
    columns that begin with its prefix, and nothing there where it is the same.
    """
    numbers = {key: value for key, value in cells.items() if isinstance(value, Rated)}
    first = next((key for key in numbers if not prefixes.get(key)), next(iter(numbers), ""))
    made = {key: value.value if isinstance(value, Rated) else value for key, value in cells.items()}
    for key, number in numbers.items():
        if key == first:
            made |= rating_record(number)
        elif rating_record(number) != rating_record(numbers[first]):
            made |= rating_record(number, prefixes[key])
    return made
