"""What somebody added to a form beside its inputs: own sheets, cells, comments, pictures, charts, names.

Found by comparing the form with an untouched one of the same rule set. Nothing of it is copied anywhere: it is
listed with its place, so that its owner can.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from xl_cfc.form import layout as names
from xl_cfc.language import t
from xl_cfc.ruleset.cellnames import TYPED_PREFIXES
from xl_cfc.workbook.drawings import DrawingKind
from xl_cfc.workbook.grid import Address
from xl_cfc.workbook.opened import OpenedWorkbook

#: Names of the form's own inputs; the cells they stand for are read elsewhere.
_INPUT_NAMES = (*TYPED_PREFIXES, names.NAME_GROUP, names.NAME_ANSWER, names.hamlet_name(""))
#: Sheets that a form may have and an untouched one has not.
_SOMETIMES = {names.PLAN, names.EARLIER, names.ORIGINS}
_TEXT_SHOWN = 200


class AdditionKind(StrEnum):
    """What was added."""

    SHEET = "sheet"
    CELL = "cell"
    COMMENT = "comment"
    PICTURE = "picture"
    CHART = "chart"
    SHAPE = "shape"
    NAME = "name"

    @property
    def text(self) -> str:
        """The kind in words."""
        return {
            AdditionKind.SHEET: t("Trang tính riêng", "Own sheet"),
            AdditionKind.CELL: t("Ô ghi thêm", "Added cell"),
            AdditionKind.COMMENT: t("Ghi chú", "Comment"),
            AdditionKind.PICTURE: t("Hình ảnh", "Picture"),
            AdditionKind.CHART: t("Biểu đồ", "Chart"),
            AdditionKind.SHAPE: t("Hình vẽ", "Drawing"),
            AdditionKind.NAME: t("Tên ô riêng", "Own name"),
        }[self]


class Addition(NamedTuple):
    """One thing that was added, with its place; `text` is what it says."""

    kind: AdditionKind
    sheet: str
    ref: str
    text: str


def additions(form: OpenedWorkbook, untouched: OpenedWorkbook) -> tuple[Addition, ...]:
    """What stands in a form beside its inputs; `untouched` is a form of the same rule set nobody has filled."""
    return tuple(_Search(form, untouched).all())


@dataclass(frozen=True)
class _Search:
    form: OpenedWorkbook
    blank: OpenedWorkbook

    def all(self) -> Iterator[Addition]:
        for title in self.form.sheets:
            original = self._original(title)
            if original is None:
                yield Addition(AdditionKind.SHEET, title, "", self._extent(title))
            elif original not in _SOMETIMES:
                yield from self._cells(title, original)
            yield from self._comments(title)
            yield from self._drawings(title)
        yield from self._names()

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """The form's sheets by what they are now called: a renamed one is known by the names that stand on it."""
        found: dict[str, str] = {}
        for name in filter(lambda name: name.startswith(_INPUT_NAMES), self.blank.names):
            here, there = self.form.place(name), self.blank.place(name)
            if here is not None and there is not None:
                found.setdefault(here.sheet, there.sheet)
        return found

    def _original(self, title: str) -> str | None:
        ours = title in self.blank.sheets or title in _SOMETIMES
        return title if ours else self._renamed.get(title)

    def _extent(self, title: str) -> str:
        count = len(self.form.grid(title).cells)
        return t(f"{count} ô có nội dung", f"{count} cells with content")

    def _cells(self, title: str, original: str) -> Iterator[Addition]:
        """Cells with content where the untouched form has none and nothing is asked for."""
        if original == names.CALC:
            return
        known, grid = self.blank.prepared_cells(original), self.form.grid(title)
        leads = {column for (_, column), cell in grid.cells.items() if cell.value == names.HEADING_LEAD}
        last_column = max(column for _, column in known)
        generated = self._generated_from(original)
        for place, cell in sorted(grid.cells.items()):
            row, column = place
            ours = generated is not None and row >= generated and column <= last_column
            if ours or column in leads or known.get(place) or place in self._inputs.get(title, set()):
                continue
            if cell.shown.strip():
                yield Addition(AdditionKind.CELL, title, cell.ref, cell.shown[:_TEXT_SHOWN])

    def _generated_from(self, original: str) -> int | None:
        """The row from which on what the form itself writes varies: the guide's texts, the rows of a long table."""
        table = {names.SURVEY: names.NAME_GROUP, names.HAMLETS: names.NAME_HAMLET}.get(original)
        place = self.blank.place(table) if table else None
        return place.row if place is not None else 1 if original == names.GUIDE else None

    @cached_property
    def _inputs(self) -> dict[str, set[Address]]:
        """The cells in which the form asks for something, by sheet."""
        places: dict[str, set[Address]] = {}
        for name in self.form.names:
            place = self.form.place(name) if name.startswith(_INPUT_NAMES) else None
            if place is not None:
                rows = range(place.row, place.last_row + 1)
                places.setdefault(place.sheet, set()).update((row, place.column) for row in rows)
        return places

    def _comments(self, title: str) -> Iterator[Addition]:
        for ref, text in self.form.comments(title):
            yield Addition(AdditionKind.COMMENT, title, ref, text[:_TEXT_SHOWN])

    def _drawings(self, title: str) -> Iterator[Addition]:
        for drawing in self.form.drawings(title):
            yield Addition(_DRAWN[drawing.kind], title, drawing.ref, drawing.text[:_TEXT_SHOWN])

    def _names(self) -> Iterator[Addition]:
        for name, target in self.form.names.items():
            place = self.form.place(name)
            ours = name in self.blank.names or name.startswith("_xl")
            if not ours and (place is None or place.sheet not in _SOMETIMES):
                yield Addition(AdditionKind.NAME, "", name, target[:_TEXT_SHOWN])


_DRAWN = {
    DrawingKind.PICTURE: AdditionKind.PICTURE,
    DrawingKind.CHART: AdditionKind.CHART,
    DrawingKind.SHAPE: AdditionKind.SHAPE,
}
