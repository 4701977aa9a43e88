"""A row of an indicator as it is read: numbers with their ratings, words of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_cfc.books.rule import words
from xl_cfc.books.rule.conditions import certified
from xl_cfc.books.rule.reading import Row, RuleReading, given
from xl_cfc.language import t
from xl_cfc.ruleset.kinds.base import Indicator
from xl_cfc.ruleset.kinds.columns import Holds, RuleColumn
from xl_cfc.ruleset.ratings import RATING_KEYS


@dataclass
class IndicatorRow:
    """A row that belongs to the indicator at `path`; `page` certifies its whole criterion."""

    reading: RuleReading
    row: Row
    path: str
    kind: type[Indicator]
    page: str | None
    prefixes: Mapping[str, str]
    _shared: bool = field(default=False, init=False)

    def entry(self, attribute: str, column: RuleColumn) -> object:
        """What is typed into a column of the kind, as the indicator's data holds it."""
        path, cell = f"{self.path}.{attribute}", self.row[column.key]
        match column.entry:
            case Holds.FIELD:
                return self.reading.code(path, cell)
            case Holds.WHOLE:
                return self._rated(path, self.reading.whole(path, cell), column.key)
            case Holds.CHOICE:
                chosen = self.reading.choice(path, cell, column.words, required=True)
                return self._rated(path, chosen, column.key)

    def comparison(self, path: str) -> str | None:
        """The key of the comparison; None, and told, where it is blank or another kind's."""
        path, cell = f"{self.path}.{path}.comparison", self.row["comparison"]
        key = self.reading.choice(path, cell, words.comparisons(), required=True)
        own = {one.key: one.word for one in self.kind.comparisons}
        if key is None or key in own:
            return key
        asked, name = " / ".join(f"«{word}»" for word in own.values()), self.kind.kind_text()
        self.reading.wrong(path, cell, t(f"chỉ tiêu {name}: ghi {asked}", f"a {name} indicator: type {asked}"))
        return None

    def code(self, path: str, key: str) -> str | None:
        """A text that names something."""
        return self.reading.code(f"{self.path}.{path}", self.row[key])

    def number(self, path: str, key: str) -> dict[str, Any] | None:
        """A number of the rule with its status and source, as YAML holds it."""
        path = f"{self.path}.{path}"
        return self._rated(path, self.reading.number(path, self.row[key]), key)

    def idle(self, *keys: str) -> None:
        """These cells mean nothing in this row: something typed there is told."""
        for key in keys:
            self.reading.idle(self.row[key])

    def at(self, path: str, key: str) -> None:
        """Mistakes in this part of the data are mended in this cell."""
        self.reading.at(f"{self.path}.{path}", self.row[key])

    def odd(self, message: str) -> None:
        """The row itself is a mistake."""
        self.reading.odd(self.row["id"], message)

    def _rated(self, path: str, value: object, key: str) -> dict[str, Any] | None:
        rating = self._rating(path, self.prefixes.get(key, ""))
        return None if value is None else given({"value": value, **rating})

    def _rating(self, path: str, prefix: str) -> dict[str, str | None]:
        """The rating in columns of its own, else the row's, whose mistakes are told once."""
        if self.page is not None:
            return certified(self.page)
        if prefix and self.row[f"{prefix}status"].value is not None:
            return self.reading.rating(path, self.row, prefix)
        if not self._shared:
            self._shared = True
            return self.reading.rating(path, self.row)
        for key in RATING_KEYS:
            self.reading.at(f"{path}.{key}", self.row[key])
        return RuleReading().rating(path, self.row)
