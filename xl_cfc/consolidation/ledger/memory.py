"""The ledger as rows of text, which a hidden sheet of the workbook keeps: kind, key, data (both JSON)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, NamedTuple

from xl_cfc.consolidation.ledger.entries import Entry, EntryKey, EntryValue
from xl_cfc.consolidation.ledger.models import FormMemory, Ledger, LogKind, LogRow, Sampling, Version
from xl_cfc.consolidation.members import Key
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster


class MemoryRow(NamedTuple):
    """One remembered thing."""

    kind: str
    key: str
    data: str


_ENTRY, _ADDED, _VERSIONS, _FORM, _LOG, _SAMPLING = "entry", "added", "versions", "form", "log", "sampling"
_PLAN, _ROSTER, _EARLIER = "plan", "roster", "earlier"


def to_rows(ledger: Ledger) -> Iterator[MemoryRow]:
    """The ledger as rows, in an order that depends on its content alone."""
    yield MemoryRow(_SAMPLING, "", _text(list(ledger.sampling)))
    if ledger.plan is not None:
        yield MemoryRow(_PLAN, "", ledger.plan.model_dump_json(exclude_defaults=True))
    if ledger.roster is not None:
        yield MemoryRow(_ROSTER, "", ledger.roster.model_dump_json(exclude_defaults=True))
    if ledger.earlier:
        yield MemoryRow(_EARLIER, "", _text(list(ledger.earlier)))
    for table, headings in sorted(ledger.added.items()):
        if headings:
            yield MemoryRow(_ADDED, table, _text(list(headings)))
    for table, entries in sorted(ledger.entries.items()):
        for key, entry in sorted(entries.items()):
            yield MemoryRow(_ENTRY, _text([table, *key]), _text(_entry_data(entry)))
    for form_key, versions in sorted(ledger.versions.items()):
        told = [[v.content, v.seen.isoformat(), v.file, v.number] for v in versions]
        yield MemoryRow(_VERSIONS, _text(list(form_key)), _text(told))
    for form_key, form in sorted(ledger.forms.items()):
        yield MemoryRow(_FORM, _text(list(form_key)), _text(asdict(form)))
    for row in ledger.log:
        yield MemoryRow(_LOG, str(row.run), _text([row.when.isoformat(), row.kind.value, *row[3:]]))


def from_rows(rows: Iterable[MemoryRow]) -> Ledger:
    """The ledger the rows hold; raises ValueError when they are no longer what `to_rows` wrote."""
    entries: dict[str, dict[EntryKey, Entry]] = {}
    added: dict[str, tuple[str, ...]] = {}
    versions: dict[Key, tuple[Version, ...]] = {}
    forms: dict[Key, FormMemory] = {}
    log: list[LogRow] = []
    sampling = Sampling()
    plan: Plan | None = None
    roster: Roster | None = None
    earlier: tuple[str, ...] = ()
    try:
        for row in rows:
            data = json.loads(row.data)
            if row.kind == _ENTRY:
                table, *key = json.loads(row.key)
                entries.setdefault(table, {})[tuple(key)] = _entry_of(data)
            elif row.kind == _ADDED:
                added[row.key] = tuple(data)
            elif row.kind == _VERSIONS:
                versions[Key(*json.loads(row.key))] = tuple(
                    Version(content, datetime.fromisoformat(seen), file, number) for content, seen, file, number in data
                )
            elif row.kind == _FORM:
                forms[Key(*json.loads(row.key))] = FormMemory(**{**data, "inputs": tuple(data["inputs"])})
            elif row.kind == _LOG:
                when, kind, *texts = data
                log.append(LogRow(int(row.key), datetime.fromisoformat(when), LogKind(kind), *texts))
            elif row.kind == _SAMPLING:
                sampling = Sampling(*data)
            elif row.kind == _PLAN:
                plan = Plan.model_validate(data)
            elif row.kind == _ROSTER:
                roster = Roster.model_validate(data)
            elif row.kind == _EARLIER:
                earlier = tuple(map(str, data))
    except (TypeError, KeyError) as error:
        raise ValueError(str(error)) from error
    return Ledger(entries, added, versions, forms, tuple(log), sampling, plan, roster, earlier)


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _entry_data(entry: Entry) -> list[Any]:
    values = {column: _plain(value) for column, value in entry.values.items()}
    return [values, None if entry.beside is None else _plain(entry.beside)]


def _entry_of(data: list[Any]) -> Entry:
    values, beside = data
    return Entry({name: _value(value) for name, value in values.items()}, None if beside is None else _value(beside))


def _plain(value: EntryValue) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _value(data: Any) -> EntryValue:
    return date.fromisoformat(data["date"]) if isinstance(data, dict) else data
