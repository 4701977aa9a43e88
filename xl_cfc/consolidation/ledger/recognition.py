"""Recognition (công nhận): which communes hold the title for which years; what keeping it is judged by."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from xl_cfc.consolidation.ledger.entries import Entries, Entry, EntryKey, EntryValue, is_copy, value_text
from xl_cfc.consolidation.ledger.models import Ledger
from xl_cfc.consolidation.ledger.tables import DECIDED, DECISION, EARLIER, RECOGNITION, LedgerColumn
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import Problem
from xl_cfc.findings.entry import ENTRY_NOT_DATE, ENTRY_NOT_YEARS, ENTRY_WITHOUT_FORM
from xl_cfc.findings.finding import FindingKind, found
from xl_cfc.language import t

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEARS = re.compile(r"[\s,;và.\-/]*(20\d\d[\s,;và.\-/]*)*")


def is_recognised(entry: Entry) -> bool:
    """Whether a row recognises: it has the number of a decision and its date."""
    day = entry.values.get(DECIDED.id)
    return bool(entry.text(DECISION.id).strip()) and isinstance(day, date)


def earlier_years(entry: Entry) -> tuple[int, ...]:
    """The earlier years typed as a list: `2022, 2024`; empty when the cell holds something else."""
    text = entry.text(EARLIER.id)
    return tuple(sorted({int(year) for year in _YEAR.findall(text)})) if _YEARS.fullmatch(text) else ()


def years_held(recognitions: Entries) -> Mapping[str, tuple[int, ...]]:
    """The years for which each unit holds the title, by code."""
    held: dict[str, set[int]] = defaultdict(set)
    for key, entry in recognitions.items():
        code, year = key[:2]
        if not code or is_copy(RECOGNITION, key):
            continue
        held[code].update(earlier_years(entry))
        if is_recognised(entry) and year.isdigit():
            held[code].add(int(year))
    return {code: tuple(sorted(years)) for code, years in sorted(held.items()) if years}


def recognition_keys(merged: Consolidation, ledger: Ledger) -> tuple[EntryKey, ...]:
    """The rows of the sheet: a unit and year of each form, and every row that has something typed."""
    keys: set[EntryKey] = {
        (commune.code, str(block.year)) for block in merged.blocks if not block.forecast for commune in block.communes
    }
    return tuple(sorted({*keys, *ledger.of(RECOGNITION)}, key=lambda key: (key[1:2], key)))


def recognition_problems(ledger: Ledger) -> Iterator[Problem]:
    """Dates and lists of years that cannot be read, and rows that are nobody's."""
    for key, entry in sorted(ledger.of(RECOGNITION).items()):
        told: list[tuple[FindingKind, LedgerColumn, EntryValue]] = []
        day = entry.values.get(DECIDED.id)
        if day is not None and not isinstance(day, date):
            told.append((ENTRY_NOT_DATE, DECIDED, day))
        earlier = entry.values.get(EARLIER.id)
        if earlier is not None and not earlier_years(entry):
            told.append((ENTRY_NOT_YEARS, EARLIER, earlier))
        for kind, column, value in told:
            finding = found(kind, sheet=RECOGNITION.sheet, value=value_text(value), heading=column.heading)
            yield Problem(key[0], ledger.name_of(key[0]), finding)
        if is_copy(RECOGNITION, key) or not all(key):
            why = t("thiếu mã hoặc năm, hoặc là dòng thứ hai của cùng đơn vị", "no code or year, or a second row")
            finding = found(ENTRY_WITHOUT_FORM, sheet=RECOGNITION.sheet, key=" · ".join(key), why=why)
            yield Problem(key[0], ledger.name_of(key[0]), finding)
