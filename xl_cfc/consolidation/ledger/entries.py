"""Typed entries carried from the old workbook into the new one: nothing typed is ever lost, every change is told.

What stands in the old workbook's cells counts; what is no longer there to be read (a row or a whole sheet that
somebody deleted) is taken from the workbook's memory of the last merge. Clearing a cell is how an entry is removed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from xl_cfc.consolidation.ledger.tables import LedgerTable

EntryValue = int | float | str | bool | date
#: The key's cells as text; a further part numbers the copies of a row.
EntryKey = tuple[str, ...]
#: Prefix of the columns that people added to a table, which are kept by their headings.
ADDED = "+"


@dataclass(frozen=True)
class Entry:
    """What is typed in a row, by column, and what it was typed beside."""

    values: Mapping[str, EntryValue]
    beside: EntryValue | None = None

    def text(self, column: str) -> str:
        """A typed value as text, empty when the cell is blank."""
        return value_text(self.values.get(column))


Entries = Mapping[EntryKey, Entry]


@dataclass(frozen=True)
class ReadRow:
    """A row as it stands in the old workbook."""

    key: EntryKey
    values: Mapping[str, EntryValue]
    beside: EntryValue | None = None


@dataclass(frozen=True)
class ReadTable:
    """A table as it stands in the old workbook; `lost` are the columns whose headings are gone."""

    rows: tuple[ReadRow, ...]
    added: tuple[str, ...] = ()
    lost: frozenset[str] = frozenset()


class EntryChange(NamedTuple):
    """A typed cell that differs from what the last merge saw."""

    table: str
    key: EntryKey
    column: str
    old: EntryValue | None
    new: EntryValue | None


@dataclass(frozen=True)
class CarriedEntries:
    """The entries of one table after reading, and what changed."""

    entries: Mapping[EntryKey, Entry] = field(default_factory=dict)
    changes: tuple[EntryChange, ...] = ()


def value_text(value: EntryValue | None) -> str:
    """A typed value on one line, as people write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def is_copy(table: LedgerTable, key: EntryKey) -> bool:
    """Whether it is a further row with the key of another."""
    return len(key) > len(table.keys)


def carry(table: LedgerTable, previous: Entries, reading: ReadTable | None) -> CarriedEntries:
    """The entries of a table from its cells, and from memory where there is nothing to read."""
    if reading is None:
        return CarriedEntries(dict(previous))
    entries: dict[EntryKey, Entry] = {}
    changes: list[EntryChange] = []
    by_key = _by_key(reading.rows)
    for key, rows in by_key.items():
        for number, row in enumerate(_distinct(rows, previous.get(key)), start=1):
            own = key if number == 1 else (*key, str(number))
            entry = _entry(table, row, previous.get(own), reading.lost)
            if entry is not None:
                entries[own] = entry
            changes += _changes(table, own, previous.get(own), entry)
    for key, entry in previous.items():
        if is_copy(table, key):
            changes += () if key in entries else _changes(table, key, entry, None)
        elif key not in by_key:
            entries[key] = entry
    return CarriedEntries(entries, tuple(changes))


def _by_key(rows: Iterable[ReadRow]) -> dict[EntryKey, list[ReadRow]]:
    found: dict[EntryKey, list[ReadRow]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _distinct(rows: Sequence[ReadRow], previous: Entry | None) -> Iterator[ReadRow]:
    """The rows of one key, each content once: the one the last merge knew first, and a blank one only alone."""
    filled = [row for row in rows if row.values]
    if not filled:
        yield rows[0]
        return
    known = previous.values if previous is not None else None
    seen: list[Mapping[str, EntryValue]] = []
    for row in sorted(filled, key=lambda row: row.values != known):
        if row.values not in seen:
            seen.append(row.values)
            yield row


def _entry(table: LedgerTable, row: ReadRow, previous: Entry | None, lost: frozenset[str]) -> Entry | None:
    kept = {} if previous is None else {name: value for name, value in previous.values.items() if name in lost}
    values = {**kept, **row.values}
    if not values:
        return None
    same = previous is not None and all(previous.values.get(name) == values.get(name) for name in table.decisive)
    return Entry(values, previous.beside if same and previous is not None else row.beside)


def _changes(table: LedgerTable, key: EntryKey, old: Entry | None, new: Entry | None) -> Iterator[EntryChange]:
    before, after = (entry.values if entry is not None else {} for entry in (old, new))
    for column in sorted({*before, *after}):
        if before.get(column) != after.get(column):
            yield EntryChange(table.id, key, column, before.get(column), after.get(column))
