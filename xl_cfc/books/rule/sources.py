"""Sheet `Nguồn`: the references numbers cite."""

from collections.abc import Iterable, Iterator

from xl_cfc.books.rule.book import Record, RuleBook
from xl_cfc.books.rule.reading import Row, RuleReading
from xl_cfc.books.rule.tables import SOURCES
from xl_cfc.language import t
from xl_cfc.ruleset.models import Ruleset


def source_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each source."""
    for key, text in ruleset.sources.items():
        yield {"key": key, "text": text}


def write_sources(book: RuleBook) -> None:
    """Write the sheet."""
    book.write(SOURCES)


def read_sources(reading: RuleReading, rows: Iterable[Row]) -> dict[str, str]:
    """The sources by key."""
    sources: dict[str, str] = {}
    for row in rows:
        missing = t("thiếu ký hiệu của nguồn", "the source's key is missing")
        key = reading.key(f"sources.{row['key'].shown.strip()}", row["key"], missing)
        if key is not None:
            sources[key] = reading.text(f"sources.{key}.text", row["text"]) or ""
    return sources
