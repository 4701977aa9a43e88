"""What is typed beside row codes: each input, its evidence and its explanation, in the one cell that its marks name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from xl_cfc.cells import Cell
from xl_cfc.form import layout as names
from xl_cfc.form.reading.coded import CodedSheet, Role, coded_sheets
from xl_cfc.form.reading.marks import Item, Marks, Placing, Spot
from xl_cfc.form.reading.sheets import FormSheets
from xl_cfc.ruleset import cellnames
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.workbook.grid import Grid

_NAME_OF = {"in": cellnames.input_name, "ev": cellnames.evidence_name, "ex": cellnames.explanation_name}
_HEADINGS = {"in": names.HEADING_VALUE, "ev": names.HEADING_EVIDENCE, "ex": names.HEADING_EXPLANATION}


def name_of(item: Item) -> str:
    """The defined name of an item's cell."""
    return _NAME_OF[item.kind](item.key)


def heading_of(item: Item) -> str:
    """The heading under which an item stands."""
    return _HEADINGS[item.kind]


@dataclass(frozen=True)
class TypedCells:
    """Where everything that is typed beside a row's code stands, and by which marks that is known."""

    sheets: FormSheets
    ruleset: Ruleset

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything a form asks for beside its tables, row by row."""
        ruleset = self.ruleset
        keys = [*ruleset.fields, *(f"c{criterion.number}" for criterion in ruleset.criteria)]
        inputs = {field.id for field in ruleset.inputs}
        return tuple(
            item for key in keys for item in (Item("in", key), Item("ev", key), Item("ex", key))
            if (key in ruleset.fields and item.kind != "ev") or key in inputs or item.kind == "ex"
        )  # fmt: skip

    def code(self, item: Item) -> str:
        """The code of an item's row."""
        return self.ruleset.row_codes.get(item.key, item.key.removeprefix("c"))

    def role(self, item: Item) -> Role:
        """The table in which an item stands."""
        field = self.ruleset.fields.get(item.key)
        if field is not None and not field.is_input:
            return Role.UNIT
        return Role.TOTALS if item.kind == "in" and field is not None and field.survey else Role.FIGURES

    @cached_property
    def named(self) -> dict[Item, Spot]:
        """Where the names point that are left."""
        places = ((item, self.sheets.workbook.place(name_of(item))) for item in self.items)
        return {item: Spot(place.sheet, place.row, place.column) for item, place in places if place is not None}

    @cached_property
    def grids(self) -> dict[str, Grid]:
        """The sheets on which something may be typed, in full where a name is gone."""
        fully = len(self.named) < len(self.items)
        return {grid.title: grid for grid in self.sheets.searched(fully=fully)}

    @cached_property
    def tables(self) -> list[CodedSheet]:
        """Every sheet with a table of codes and values, copies too."""
        return coded_sheets(self.grids.values(), self.ruleset)

    @cached_property
    def originals(self) -> dict[Role, CodedSheet]:
        """The sheet of each role: where its names stand, else the one named as it is made, else the first."""

        def rank(table: CodedSheet) -> tuple[int, bool]:
            here = sum(self.role(item) is table.role and spot.sheet == table.title for item, spot in self.named.items())
            return here, table.title == table.role.value

        return {role: max(these, key=rank) for role in Role if (these := [t for t in self.tables if t.role is role])}

    def spots(self, item: Item) -> list[Spot]:
        """The cells in the rows of an item's code, under its heading."""
        table = self.originals.get(self.role(item))
        return table.spots(self.code(item), heading_of(item)) if table is not None else []

    @cached_property
    def placing(self) -> Placing:
        """Where each item is read."""
        marks = {}
        for item in self.items:
            named, spots = self.named.get(item), self.spots(item)
            marks[item] = Marks(named, named if named in spots else spots[0] if spots else None)
        return Placing(marks)

    def at(self, spot: Spot) -> Cell:
        """The cell in a place that was found."""
        grid = self.grids.get(spot.sheet) or self.sheets.grid(spot.sheet)
        return grid[spot.row, spot.column]

    def cells(self, kind: str, without: Iterable[Item] = ()) -> Iterator[tuple[str, Cell]]:
        """The cells of a kind of item, by field or criterion; those that are lost, or left out here, have none."""
        left_out = set(without)
        for item in self.items:
            spot = self.placing.spot(item) if item.kind == kind and item not in left_out else None
            if spot is not None:
                yield item.key, self.at(spot)


def earlier_values(sheets: FormSheets, ruleset: Ruleset) -> dict[str, Cell]:
    """The earlier form's values beside the inputs; nothing where they, or their names, are gone."""
    cells = {field.id: sheets.named(cellnames.earlier_name(field.id)) for field in ruleset.inputs}
    return {name: cell for name, cell in cells.items() if cell is not None}
