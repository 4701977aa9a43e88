"""The first way the ledger was remembered: rows of a kind, a key and data, the meaning of which is in their order.

Workbooks made so are read as ever; nothing is written so any more.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from xl_cfc.consolidation.ledger.entries import Entry, EntryKey, EntryValue
from xl_cfc.consolidation.ledger.models import FormMemory, Ledger, LogKind, LogRow, Memory, Sampling, Scope, Version
from xl_cfc.consolidation.ledger.records import MemoryRow
from xl_cfc.consolidation.members import Key
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster


def from_first_format(rows: Iterable[MemoryRow]) -> Memory:
    """What the rows hold; raises ValueError when they are no longer what was written."""
    try:
        return _memory(rows)
    except (TypeError, KeyError) as error:
        raise ValueError(str(error)) from error


def _memory(rows: Iterable[MemoryRow]) -> Memory:
    by_kind: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append((row.key, json.loads(row.data)))
    entries: dict[str, dict[EntryKey, Entry]] = defaultdict(dict)
    for place, data in by_kind["entry"]:
        table, *key = json.loads(place)
        entries[table][tuple(key)] = _entry(data)
    log = tuple(_log_row(run, data) for run, data in by_kind["log"])
    ledger = Ledger(
        entries=dict(entries),
        added={table: tuple(headings) for table, headings in by_kind["added"]},
        versions={_key(key): tuple(map(_version, data)) for key, data in by_kind["versions"]},
        forms={_key(key): FormMemory(**{**data, "inputs": tuple(data["inputs"])}) for key, data in by_kind["form"]},
        log=log,
        scope=_scope(log),
        sampling=_last(by_kind, "sampling", lambda data: Sampling(*data)) or Sampling(),
        plan=_last(by_kind, "plan", Plan.model_validate),
        roster=_last(by_kind, "roster", Roster.model_validate),
        earlier=_last(by_kind, "earlier", lambda data: tuple(map(str, data))) or (),
    )
    sheets = _last(by_kind, "sheets", tuple) or ()
    return Memory(ledger, sheets, {table: tuple(texts) for table, texts in by_kind["headings"]})


def _last(by_kind: Mapping[str, Sequence[tuple[str, Any]]], kind: str, made: Callable[[Any], Any]) -> Any:
    return made(by_kind[kind][-1][1]) if by_kind[kind] else None


def _key(text: str) -> Key:
    return Key(*json.loads(text))


def _entry(data: Sequence[Any]) -> Entry:
    values, beside = data
    return Entry({name: _value(value) for name, value in values.items()}, None if beside is None else _value(beside))


def _value(data: Any) -> EntryValue:
    return date.fromisoformat(data["date"]) if isinstance(data, dict) else data


def _version(data: Sequence[Any]) -> Version:
    content, seen, file, number = data
    return Version(content, datetime.fromisoformat(seen), file, number)


def _log_row(run: str, data: Sequence[Any]) -> LogRow:
    when, kind, *texts = data
    return LogRow(int(run), datetime.fromisoformat(when), LogKind(kind), *texts)


def _scope(log: Sequence[LogRow]) -> Scope:
    """The year and period the last merge was asked for, which only its line in the log says."""
    last = next((row.new for row in reversed(log) if row.kind is LogKind.RUN), "")
    parts = last.split(" · ") if last else []
    year = next((int(part) for part in parts if part.isdigit()), None)
    return Scope(year, next((part for part in parts if not part.isdigit()), None))
