"""Which cell is an input: the one its name points to, in the row of its code and under its heading (semantics: Which
cell is which).

Pure: places in, places out. A name and a row that disagree are never settled by a guess: what is concerned is in
doubt, and what one cause has done is one displacement.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

#: Cells out of step by the same number of rows, from which on cells were pushed rather than cut one by one.
_SHIFTED_TOGETHER = 3


class Spot(NamedTuple):
    """A cell of a sheet; row and column are 1-based."""

    sheet: str
    row: int
    column: int


class Item(NamedTuple):
    """Something that is typed: what kind of name it has (`in`, `ev`, `ex`), and of which field or criterion it is."""

    kind: str
    key: str


class Marks(NamedTuple):
    """The two marks of an item's cell: where its name points, and where the row of its code meets its heading."""

    named: Spot | None
    coded: Spot | None


class Cause(Enum):
    """What most likely took names and rows apart."""

    CUT = "cut"  # a cell was cut and pasted elsewhere
    SORTED = "sorted"  # rows were sorted, or cells swapped
    SHIFTED = "shifted"  # cells of a column were inserted or deleted


@dataclass(frozen=True)
class Displaced:
    """Items that one cause put in doubt, in the order in which they stand in the form."""

    cause: Cause
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Placing:
    """Where each item is read, by the marks that are left of it."""

    marks: Mapping[Item, Marks]

    @cached_property
    def _owner(self) -> dict[tuple[str, int], str]:
        """Whose row a row is, by its code."""
        coded = ((item, marks.coded) for item, marks in self.marks.items())
        return {(spot.sheet, spot.row): item.key for item, spot in coded if spot is not None}

    @cached_property
    def _pointing(self) -> dict[Spot, list[Item]]:
        """The items whose names point to a cell."""
        pointing: dict[Spot, list[Item]] = defaultdict(list)
        for item, marks in self.marks.items():
            if marks.named is not None:
                pointing[marks.named].append(item)
        return pointing

    @cached_property
    def _strangers(self) -> set[tuple[str, int]]:
        """The rows into which a name of another row points."""
        return {
            (spot.sheet, spot.row)
            for spot, items in self._pointing.items()
            for item in items
            if self._owner.get((spot.sheet, spot.row), item.key) != item.key
        }

    @cached_property
    def doubtful(self) -> frozenset[Item]:
        """The items whose cell is not certain."""
        return frozenset(item for item, marks in self.marks.items() if self._is_doubtful(item, marks))

    def _is_doubtful(self, item: Item, marks: Marks) -> bool:
        named, coded = marks
        if named is None:
            return coded is not None and (coded.sheet, coded.row) in self._strangers
        if len(self._pointing[named]) > 1:
            return True
        if coded is None:
            return self._owner.get((named.sheet, named.row), item.key) != item.key
        return named != coded

    def spot(self, item: Item) -> Spot | None:
        """The cell that is read, of an item in doubt the one in its own row; None where it is lost."""
        named, coded = self.marks[item]
        return coded if named is None or (coded is not None and item in self.doubtful) else named

    @property
    def lost(self) -> Iterator[Item]:
        """The items with neither a name nor a row."""
        return (item for item, marks in self.marks.items() if marks == (None, None))

    @property
    def by_code(self) -> Iterator[Item]:
        """The items whose name is gone, read by their row's code."""
        found = (item for item, (named, coded) in self.marks.items() if named is None and coded is not None)
        return (item for item in found if item not in self.doubtful)

    @property
    def by_name(self) -> Iterator[Item]:
        """The items whose row's code or heading is gone, read by their name."""
        found = (item for item, (named, coded) in self.marks.items() if named is not None and coded is None)
        return (item for item in found if item not in self.doubtful)

    def displaced(self) -> Iterator[Displaced]:
        """The items in doubt, those of one cause together."""
        for items in self._together():
            yield Displaced(self._cause(items), items)

    def _together(self) -> Iterator[tuple[Item, ...]]:
        """Items in doubt that meet: in a cell, in a row, or because they are of one row."""
        order = [item for item in self.marks if item in self.doubtful]
        meeting: dict[object, list[Item]] = defaultdict(list)
        for item in order:
            for place in self._meets(item):
                meeting[place].append(item)
        left = dict.fromkeys(order)
        while left:
            group, waiting = {next(iter(left))}, [next(iter(left))]
            while waiting:
                near = {one for place in self._meets(waiting.pop()) for one in meeting[place]} - group
                group |= near
                waiting += near
            yield tuple(item for item in order if item in group)
            left = {item: None for item in left if item not in group}

    def _meets(self, item: Item) -> Iterator[object]:
        yield item.key
        for spot in self.marks[item]:
            if spot is not None:
                yield spot
                yield self._owner.get((spot.sheet, spot.row), spot)

    def _cause(self, items: Sequence[Item]) -> Cause:
        marks = [self.marks[item] for item in items]
        named, coded = [one.named for one in marks], [one.coded for one in marks]
        if None not in named and len(set(named)) == len(named) and set(named) == set(coded):
            return Cause.SORTED
        apart = [one for one in marks if one.named != one.coded]
        offsets = {_offset(one) for one in apart}
        if len(offsets) == 1 and None not in offsets and len(apart) >= _SHIFTED_TOGETHER:
            return Cause.SHIFTED
        return Cause.CUT


def _offset(marks: Marks) -> int | None:
    """By how many rows the name stands below its row, in the same column; None when it stands elsewhere."""
    named, coded = marks
    if named is None or coded is None or (named.sheet, named.column) != (coded.sheet, coded.column):
        return None
    return named.row - coded.row
