"""A workbook opened once: whoever reads it asks here for names, cells, formulas, comments, fonts, properties.

Nothing is inflated or parsed before it is asked for, nor twice while what is kept stays small. Every way in which
a file can be broken ends in `PackageError`, when it is opened or when the broken part is asked for.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from xl_cfc.stamp import STAMP_NAME, Stamp, parse_stamp
from xl_cfc.workbook.drawings import Drawing
from xl_cfc.workbook.grid import Address, Grid, NamedPlace, parse_place
from xl_cfc.workbook.parts.cellvalues import SharedParts
from xl_cfc.workbook.parts.comments import sheet_comments
from xl_cfc.workbook.parts.drawings import read_drawings
from xl_cfc.workbook.parts.formulacells import calls_function, without_formula
from xl_cfc.workbook.parts.package import MAX_SHEET, Package, open_package
from xl_cfc.workbook.parts.sheetextras import cell_styles, merged_areas, prepared_cells
from xl_cfc.workbook.parts.sheetxml import read_grid
from xl_cfc.workbook.parts.stringsxml import read_strings
from xl_cfc.workbook.parts.stylesxml import CellFormats, read_formats
from xl_cfc.workbook.parts.workbookxml import WorkbookPart, read_properties, read_workbook

_STAMP_PROPERTIES = ("template_version", "ruleset_id", "ruleset_hash", "plan_id", "layout_hash")


def open_workbook(data: bytes, seconds: float | None = None) -> "OpenedWorkbook":
    """The workbook in these bytes; raises `PackageError` for anything else.

    `seconds` allows more processor time for reading it than a form gets.
    """
    package = open_package(data, seconds)
    return OpenedWorkbook(data, package, read_workbook(package))


class OpenedWorkbook:
    """What an opened workbook holds, part by part; made by `open_workbook`."""

    def __init__(self, data: bytes, package: Package, part: WorkbookPart) -> None:
        self.data = data
        self._package = package
        self._part = part
        self._places: dict[str, NamedPlace | None] = {}
        self._grids: dict[tuple[str, frozenset[str] | None], Grid] = {}

    @cached_property
    def sha256(self) -> str:
        """What the file is known by."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The titles of the worksheets, in order, hidden ones too."""
        return tuple(self._part.sheets)

    @property
    def names(self) -> Mapping[str, str]:
        """The defined names with what each stands for, as text."""
        return self._part.names

    @property
    def date1904(self) -> bool:
        """Whether its days are counted from 1904."""
        return self._part.date1904

    def place(self, name: str) -> NamedPlace | None:
        """Where a defined name points, None when it is gone or points nowhere."""
        if name not in self._places:
            place = parse_place(self.names.get(name, ""))
            self._places[name] = place if place is not None and place.sheet in self._part.sheets else None
        return self._places[name]

    @cached_property
    def recognised(self) -> tuple[str, Stamp] | None:
        """Kind and stamp of one of our workbooks: by the hidden name, else by the document properties."""
        parsed = parse_stamp(self.names.get(STAMP_NAME, "").removeprefix("=").strip('"'))
        if parsed is not None:
            return parsed
        keys: tuple[str, ...] = _STAMP_PROPERTIES
        if "xl_cfc.criteria" in self.properties:
            keys = (*keys, "criteria")
        values = (self.properties.get(f"xl_cfc.{key}", "") for key in ("kind", *keys))
        return parse_stamp("|".join(values))

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """The custom document properties that are texts or numbers."""
        return read_properties(self._package)

    def grid(self, title: str, columns: frozenset[str] | None = None, *, limit: int = MAX_SHEET) -> Grid:
        """The cells of a sheet: all, or those in these columns (by their letters; others may be there too).

        `limit` is the size in bytes beyond which the sheet is refused.
        """
        whole = self._grids.get((title, None))
        if whole is not None:
            return whole
        if (title, columns) not in self._grids:
            part = self._part.sheets[title]
            self._grids[title, columns] = read_grid(self._package, part, title, self._book, columns, limit=limit)
        return self._grids[title, columns]

    @cached_property
    def _book(self) -> SharedParts:
        strings, formats = read_strings(self._package, self._part.strings), self._formats
        return SharedParts(strings, formats.dates, formats.percents, self.date1904)

    @cached_property
    def _formats(self) -> CellFormats:
        return read_formats(self._package, self._part.styles)

    @property
    def fonts(self) -> frozenset[str]:
        """The names of the fonts its cells may have."""
        return frozenset(self._formats.fonts)

    def fonts_of(self, title: str, refs: Collection[str]) -> dict[str, str]:
        """The names of these cells' fonts."""
        styles = cell_styles(self._package, self._part.sheets[title], set(refs))
        return {ref: self._formats.font(style) for ref, style in styles.items()}

    def without_formula(self, title: str, refs: Sequence[str]) -> list[str]:
        """Those of a sheet's cells that hold no formula."""
        return without_formula(self._package, self._part.sheets[title], list(refs))

    def calls_function(self, prefix: str) -> bool:
        """Whether a formula anywhere calls a function whose name begins so."""
        return any(calls_function(self._package, part, prefix) for part in self._part.sheets.values())

    def merged_areas(self, title: str) -> list[str]:
        """The areas of merged cells on a sheet."""
        return merged_areas(self._package, self._part.sheets[title])

    def prepared_cells(self, title: str) -> dict[Address, bool]:
        """Every cell a sheet knows, blank ones too: whether something is written there."""
        return prepared_cells(self._package, self._part.sheets[title])

    def comments(self, title: str) -> list[tuple[str, str]]:
        """Cell and text of every comment on a sheet."""
        parts = self._related(title, "comments")
        return [comment for part in parts for comment in sheet_comments(self._package, part)]

    def drawings(self, title: str) -> list[Drawing]:
        """Everything that lies on a sheet."""
        parts = self._related(title, "drawing")
        return [drawing for part in parts for drawing in read_drawings(self._package, part)]

    def _related(self, title: str, kind: str) -> list[str]:
        targets = self._package.related(self._part.sheets[title]).values()
        return [target for what, target in targets if what == kind]
