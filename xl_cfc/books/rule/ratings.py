"""Status, source, page and day of a number as cells of its row."""

from datetime import date
from typing import Any

from xl_cfc.books.rule.words import STATUSES, word
from xl_cfc.ruleset.loading import RATING_KEYS
from xl_cfc.ruleset.models import Rated

Cells = dict[str, str | date | None]


def rating_record(number: Rated[Any], prefix: str = "") -> Cells:
    """The rating of a number."""
    day = date.fromisoformat(number.checked_on) if number.checked_on else None
    values = (word(STATUSES, number.status.value), number.source, number.page, day)
    return dict(zip((f"{prefix}{key}" for key in RATING_KEYS), values, strict=True))


def second_rating(number: Rated[Any], first: Rated[Any], prefix: str) -> Cells:
    """The rating of a second number in a row: nothing where it is the same as the first's."""
    second = rating_record(number, prefix)
    return {} if rating_record(first, prefix) == second else second
