"""When a unit's form came: the day typed by the staff, else the roster's, else the day a merge first saw it.

The times of files prove nothing and are never used.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xl_cfc import findings as kinds
from xl_cfc.findings import found
from xl_cfc.ledger.entries import EntryKey
from xl_cfc.ledger.models import Ledger
from xl_cfc.ledger.tables import RECEIPT, RECEIVED_ON
from xl_cfc.merging import Key, Problem


class Received(NamedTuple):
    """The day a form came, and whether somebody typed it."""

    day: date
    typed: bool


def receipt_key(key: Key) -> EntryKey:
    """The key of a form's row in the table of received dates."""
    return (key.code, str(key.year), key.period)


def received(ledger: Ledger, key: Key, listed: date | None = None) -> Received | None:
    """When a form came; `listed` is the date the roster has. None when no merge has seen one."""
    entry = ledger.of(RECEIPT).get(receipt_key(key))
    typed = entry.values.get(RECEIVED_ON.id) if entry is not None else None
    if isinstance(typed, date):
        return Received(typed, True)
    if listed is not None:
        return Received(listed, True)
    seen = min((version.seen for version in ledger.versions.get(key, ())), default=None)
    return None if seen is None else Received(seen.date(), False)


def receipt_problems(ledger: Ledger) -> Iterator[Problem]:
    """Received dates that are no dates."""
    for key, entry in sorted(ledger.of(RECEIPT).items()):
        if RECEIVED_ON.id in entry.values and not isinstance(entry.values[RECEIVED_ON.id], date):
            value = entry.text(RECEIVED_ON.id)
            finding = found(kinds.ENTRY_NOT_DATE, sheet=RECEIPT.sheet, value=value, heading=RECEIVED_ON.heading)
            yield Problem(key[0], ledger.name_of(key[0]), finding)
