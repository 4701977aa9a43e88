"""What a consolidated workbook remembers, as rows of text for its hidden sheet, and back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from xl_cfc.consolidation.ledger.entries import Entry, EntryKey
from xl_cfc.consolidation.ledger.first_format import from_first_format
from xl_cfc.consolidation.ledger.models import Ledger, Memory
from xl_cfc.consolidation.ledger.records import (
    KIND_OF,
    KINDS,
    AddedColumns,
    Asked,
    CountedForm,
    Format,
    GivenPlan,
    GivenRoster,
    Headings,
    LogLine,
    MemoryRow,
    Record,
    Sheets,
    TypedRow,
    Versions,
    stored,
    typed,
)

#: The way rows are written; raised when an older reader would misread them.
FORMAT = 2

Kind = TypeVar("Kind", bound=Record)


class LaterFormatError(ValueError):
    """The rows are of a later format than this program knows."""


def to_rows(memory: Memory) -> Iterator[MemoryRow]:
    """The memory as rows, in an order that depends on its content alone."""
    for record in _records(memory):
        # A spreadsheet program takes `_x0041_` in a cell for a letter.
        data = record.model_dump_json(exclude_defaults=True).replace("_x", r"\u005fx")
        yield MemoryRow(KIND_OF[type(record)], "", data)


def _records(memory: Memory) -> Iterator[Record]:
    ledger = memory.ledger
    yield Format(version=FORMAT)
    yield Sheets(titles=memory.sheets)
    yield from (Headings(table=table, texts=texts) for table, texts in sorted(memory.headings.items()))
    yield Asked(scope=ledger.scope, sampling=ledger.sampling, earlier=ledger.earlier)
    if ledger.plan is not None:
        yield GivenPlan(plan=ledger.plan)
    if ledger.roster is not None:
        yield GivenRoster(roster=ledger.roster)
    yield from (AddedColumns(table=table, headings=texts) for table, texts in sorted(ledger.added.items()) if texts)
    for table, entries in sorted(ledger.entries.items()):
        yield from (_typed_row(table, key, entry) for key, entry in sorted(entries.items()))
    for key, versions in sorted(ledger.versions.items()):
        yield Versions(code=key.code, year=key.year, period=key.period, versions=versions)
    for key, form in sorted(ledger.forms.items()):
        yield CountedForm(code=key.code, year=key.year, period=key.period, form=form)
    yield from (LogLine(line=row) for row in ledger.log)


def _typed_row(table: str, key: EntryKey, entry: Entry) -> TypedRow:
    values = {column: stored(value) for column, value in entry.values.items()}
    return TypedRow(table=table, key=key, values=values, beside=None if entry.beside is None else stored(entry.beside))


def from_rows(rows: Sequence[MemoryRow]) -> Memory:
    """What the rows hold; raises ValueError when they are no longer what was written."""
    if not rows or rows[0].kind != KIND_OF[Format]:
        return from_first_format(rows)
    version = Format.model_validate_json(rows[0].data).version
    if version > FORMAT:
        raise LaterFormatError(f"format {version}")
    return _memory(_Found(map(_record, rows[1:])))


def _record(row: MemoryRow) -> Record:
    if row.kind not in KINDS:
        raise ValueError(f"there is no record {row.kind!r}")
    return KINDS[row.kind].model_validate_json(row.data)


class _Found:
    """Records by their kind."""

    def __init__(self, found: Iterable[Record]) -> None:
        self._by_kind: dict[type[Record], list[Record]] = defaultdict(list)
        for record in found:
            self._by_kind[type(record)].append(record)

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [record for record in self._by_kind[kind] if isinstance(record, kind)]

    def one(self, kind: type[Kind]) -> Kind | None:
        return next(iter(self.all(kind)), None)


def _memory(found: _Found) -> Memory:
    sheets, plan, roster = found.one(Sheets), found.one(GivenPlan), found.one(GivenRoster)
    asked = found.one(Asked) or Asked()
    entries: dict[str, dict[EntryKey, Entry]] = defaultdict(dict)
    for row in found.all(TypedRow):
        values = {column: typed(value) for column, value in row.values.items()}
        entries[row.table][row.key] = Entry(values, None if row.beside is None else typed(row.beside))
    ledger = Ledger(
        entries=dict(entries),
        added={columns.table: columns.headings for columns in found.all(AddedColumns)},
        versions={seen.of: seen.versions for seen in found.all(Versions)},
        forms={counted.of: counted.form for counted in found.all(CountedForm)},
        log=tuple(line.line for line in found.all(LogLine)),
        scope=asked.scope,
        sampling=asked.sampling,
        plan=plan.plan if plan else None,
        roster=roster.roster if roster else None,
        earlier=asked.earlier,
    )
    headings = {written.table: written.texts for written in found.all(Headings)}
    return Memory(ledger, sheets.titles if sheets else (), headings)
