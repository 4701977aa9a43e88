"""What is to be said of where inputs stand: displaced ones, rows and sheets there twice, marks that are lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.file import INPUT_LOST, NAME_LOST
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.identity import (
    CELL_MOVED,
    CELLS_SHIFTED,
    CODE_LOST,
    FILLED_COPY,
    ROW_TWICE,
    ROWS_SORTED,
    SPARE_COPY,
)
from xl_cfc.form.reading.coded import CodedSheet
from xl_cfc.form.reading.inputs import TypedCells, heading_of
from xl_cfc.form.reading.marks import Cause, Displaced, Item, Marks, Spot
from xl_cfc.language import t
from xl_cfc.workbook.grid import column_letters

#: How many moves and codes a message names.
_MOVES, _NAMED = 2, 6


@dataclass(frozen=True)
class Doubts:
    """Everything that is not certain of where the inputs of a form stand."""

    typed: TypedCells

    @cached_property
    def items(self) -> frozenset[Item]:
        """The items whose cell is not certain: what stands there is not counted, and not carried over."""
        differing = (item for copy in self._copies for item in copy.differing)
        return self.typed.placing.doubtful | frozenset(self._twice) | frozenset(differing)

    def findings(self) -> Iterator[Finding]:
        """What is to be said, errors first."""
        for displaced in self.typed.placing.displaced():
            yield self._displaced(displaced)
        yield from (self._row_twice(item, spots) for item, spots in self._twice.items())
        yield from (copy.finding() for copy in self._copies)
        yield from self._lost()

    def _displaced(self, displaced: Displaced) -> Finding:
        items = displaced.items
        moved = [item for item in items if len(set(self._marks(item))) > 1] or list(items)
        first = min(moved, key=lambda item: self._marks(item).named is None)
        place = self._marks(first).coded or self._marks(first).named
        assert place is not None  # an item without a place is lost, not displaced
        named, coded = self._marks(first)
        value = self.typed.at(named).shown if named is not None else ""
        codes = dict.fromkeys(self.typed.code(item) for item in items)
        kind = {Cause.CUT: CELL_MOVED, Cause.SORTED: ROWS_SORTED, Cause.SHIFTED: CELLS_SHIFTED}[displaced.cause]
        return found(
            kind,
            sheet=place.sheet,
            cell=_ref(place),
            value=value,
            field=first.key,
            criterion=self.typed.ruleset.criterion_of_field.get(first.key),
            moves=self._moves(moved, place.sheet),
            codes=_listed(list(codes)),
            count=len(moved),
            rows=abs(named.row - coded.row) if named and coded else 0,
        )

    def _marks(self, item: Item) -> Marks:
        return self.typed.placing.marks[item]

    def _moves(self, items: Sequence[Item], sheet: str) -> str:
        moved = [item for item in items if self._marks(item)[0] is not None] or items
        told = [self._move(item, sheet) for item in moved[:_MOVES]]
        more = len(moved) - len(told)
        return "; ".join(told) + (t(f" và {more} ô khác", f" and {more} more") if more else "")

    def _move(self, item: Item, sheet: str) -> str:
        """From where its row is to where its name points, and whose cell that is."""
        named, coded = self._marks(item)
        what = f"«{self.typed.code(item)}»"
        if item.kind != "in":
            what += f" ({heading_of(item)})"
        if named is None or coded is None:
            spot = named or coded
            return t(f"{what} ở {_ref(spot, sheet)}", f"{what} at {_ref(spot, sheet)}") if spot else what
        over = next((one for one in self.typed.items if one != item and self._marks(one)[1] == named), None)
        onto = t(f", ô của «{self.typed.code(over)}»", f", the cell of «{self.typed.code(over)}»") if over else ""
        here, there = _ref(coded, sheet), _ref(named, sheet)
        return t(f"{what} từ {here} sang {there}{onto}", f"{what} from {here} to {there}{onto}")

    @cached_property
    def _twice(self) -> dict[Item, list[Spot]]:
        """Items whose code stands in several rows, where what stands there differs."""
        several = {item: spots for item in self.typed.items if len(spots := self.typed.spots(item)) > 1}
        certain = {item: spots for item, spots in several.items() if item not in self.typed.placing.doubtful}
        return {item: spots for item, spots in certain.items() if self._differ(item, spots)}

    def _differ(self, item: Item, spots: Sequence[Spot]) -> bool:
        read = self.typed.placing.spot(item)
        others = (self.typed.at(spot) for spot in spots if spot != read)
        return read is not None and any(_filled(cell) and not _same(cell, self.typed.at(read)) for cell in others)

    def _row_twice(self, item: Item, spots: Sequence[Spot]) -> Finding:
        read = self.typed.placing.spot(item) or spots[0]
        return found(
            ROW_TWICE,
            sheet=read.sheet,
            cell=_ref(read),
            value=self.typed.at(read).shown,
            field=item.key,
            criterion=self.typed.ruleset.criterion_of_field.get(item.key),
            code=self.typed.code(item),
            cells=_listed([_ref(spot) for spot in spots]),
        )

    @cached_property
    def _copies(self) -> list["Copy"]:
        """The sheets that are copies of one on which something is typed."""
        tables = ((table, self.typed.originals[table.role]) for table in self.typed.tables)
        return [Copy(self.typed, c, o) for c, o in tables if c.title != o.title and c.looks_like(o)]

    def _lost(self) -> Iterator[Finding]:
        """Marks that are gone: of both nothing can be read, of one the other is followed."""
        placing, ruleset = self.typed.placing, self.typed.ruleset
        lost = {item.key for item in placing.lost if item.kind == "in"}
        for item in placing.lost:
            if item.kind == "in":
                code = self.typed.code(item)
                yield found(INPUT_LOST, field=item.key, label=ruleset.caption(item.key), code=code)
        for item in placing.by_code:
            cell = self.typed.at(spot) if (spot := placing.spot(item)) else None
            if cell is not None:
                yield self._nameless(item, cell)
        alone = [spot for item in placing.by_name if item.key not in lost and (spot := placing.spot(item))]
        if alone:
            cells = _listed([_ref(spot, alone[0].sheet) for spot in alone])
            yield found(CODE_LOST, sheet=alone[0].sheet, cell=_ref(alone[0]), count=len(alone), cells=cells)

    def _nameless(self, item: Item, cell: Cell) -> Finding:
        code = self.typed.code(item)
        label = self.typed.ruleset.caption(item.key) if item.key in self.typed.ruleset.fields else code
        label += "" if item.kind == "in" else f" ({heading_of(item)})"
        return found(NAME_LOST, sheet=cell.sheet, cell=cell.ref, field=item.key, label=label, code=code, more="")


@dataclass(frozen=True)
class Copy:
    """A sheet that has the headings and the codes of one on which something is typed."""

    typed: TypedCells
    table: CodedSheet
    original: CodedSheet

    @cached_property
    def differing(self) -> dict[Item, Cell]:
        """Where something is typed in the copy that the original has not."""
        found_cells = {}
        for item in self.typed.items:
            read = self.typed.placing.spot(item)
            spots = self.table.spots(self.typed.code(item), heading_of(item))
            if self.typed.role(item) is self.table.role and spots and read is not None:
                cell = self.typed.at(spots[0])
                if _filled(cell) and not _same(cell, self.typed.at(read)):
                    found_cells[item] = cell
        return found_cells

    def finding(self) -> Finding:
        """An error where the two differ, else a hint."""
        where = {"copy": self.table.title, "original": self.original.title}
        if not self.differing:
            return found(SPARE_COPY, sheet=self.table.title, **where)
        cells = list(self.differing.values())
        listed = _listed([cell.ref for cell in cells])
        return found(FILLED_COPY, sheet=self.table.title, cell=cells[0].ref, count=len(cells), cells=listed, **where)


def copies_once(findings: Sequence[Finding]) -> list[Finding]:
    """Of a sheet that is the copy of one with two tables, one finding: the graver."""
    graver = {finding.sheet for finding in findings if finding.kind is FILLED_COPY}
    seen: set[str] = set()
    kept = []
    for finding in findings:
        if finding.kind in (FILLED_COPY, SPARE_COPY):
            if finding.sheet in seen or (finding.kind is SPARE_COPY and finding.sheet in graver):
                continue
            seen.add(finding.sheet)
        kept.append(finding)
    return kept


def _filled(cell: Cell) -> bool:
    return cell.kind is not CellKind.BLANK and bool(cell.shown.strip())


def _same(one: Cell, other: Cell) -> bool:
    return (one.kind, one.value) == (other.kind, other.value)


def _ref(spot: Spot, sheet: str = "") -> str:
    """A cell's address, with its sheet when that is another than the one spoken of."""
    ref = f"{column_letters(spot.column)}{spot.row}"
    return f"{spot.sheet}!{ref}" if sheet and spot.sheet != sheet else ref


def _listed(texts: Sequence[str]) -> str:
    more = len(texts) - _NAMED
    return ", ".join(texts[:_NAMED]) + (t(f" và {more} nữa", f" and {more} more") if more > 0 else "")
