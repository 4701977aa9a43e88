"""What stands beside a number: its status, its source, and where and when somebody checked it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from xl_cfc.ruleset.rated import Rated

RATING_KEYS = ("status", "source", "page", "checked_on")


class Rating(NamedTuple):
    """The status, source, page and day of checking of a number, or of the numbers of a part."""

    status: str | None = None
    source: str | None = None
    page: str | None = None
    checked_on: str | None = None

    @property
    def keys(self) -> dict[str, str]:
        """As the keys of a part."""
        return {key: value for key, value in self._asdict().items() if value is not None}

    def within(self, raw: Mapping[str, Any]) -> "Rating":
        """The rating inside a part that inherits this one: its own, if it states a status, else the inherited."""
        base = Rating() if "status" in raw else self
        return Rating(*(raw.get(key, getattr(base, key)) for key in RATING_KEYS))


def rating_of(number: Rated[Any]) -> Rating:
    """The rating of a number."""
    return Rating(number.status.value, number.source, number.page, number.checked_on)


def unrated(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A part without what its numbers inherit."""
    return {key: value for key, value in raw.items() if key not in RATING_KEYS}
