"""When a unit's form came: the day typed by the staff, else the roster's, else the day a merge first saw it.

The times of files prove nothing and are never used.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from xl_cfc.consolidation.ledger.models import Ledger
from xl_cfc.consolidation.ledger.tables import RECEIPT, RECEIVED_ON
from xl_cfc.consolidation.members import Key, Member
from xl_cfc.consolidation.sources import Problem
from xl_cfc.findings.entry import ENTRY_NOT_DATE
from xl_cfc.findings.finding import found


def typed_days(ledger: Ledger) -> dict[Key, date]:
    """The days that staff typed into the consolidated workbook."""
    days: dict[Key, date] = {}
    for (code, year, period, *copy), entry in ledger.of(RECEIPT).items():
        day = entry.values.get(RECEIVED_ON.id)
        if isinstance(day, date) and year.isdigit() and not copy:
            days[Key(code, int(year), period)] = day
    return days


def first_seen(ledger: Ledger, members: Iterable[Member], today: date) -> dict[Key, date]:
    """The day on which a merge first saw each form: an earlier one's, else this one's."""
    days = {key: min(version.seen for version in seen).date() for key, seen in ledger.versions.items() if seen}
    return {member.key: days.get(member.key, today) for member in members if member.key is not None}


def receipt_problems(ledger: Ledger) -> Iterator[Problem]:
    """Received dates that are no dates."""
    for key, entry in sorted(ledger.of(RECEIPT).items()):
        if RECEIVED_ON.id in entry.values and not isinstance(entry.values[RECEIVED_ON.id], date):
            value = entry.text(RECEIVED_ON.id)
            finding = found(ENTRY_NOT_DATE, sheet=RECEIPT.sheet, value=value, heading=RECEIVED_ON.heading)
            yield Problem(key[0], ledger.name_of(key[0]), finding)
