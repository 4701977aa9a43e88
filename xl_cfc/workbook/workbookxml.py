"""The workbook part: its sheets, defined names and custom properties."""

import re
from dataclasses import dataclass, field

from xl_cfc.workbook.package import MAX_PART, Package, parse_xml, unreadable
from xl_cfc.workbook.sheetxml import Book, column_number, read_date_styles, read_strings

_PLACE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")


@dataclass(frozen=True)
class Place:
    """A cell, or a column's cells, that a defined name points to; rows and columns are 1-based."""

    sheet: str
    row: int
    column: int
    last_row: int


@dataclass
class WorkbookPart:
    """What the workbook says of itself."""

    sheets: dict[str, str] = field(default_factory=dict)  # title -> member, in order
    names: dict[str, str] = field(default_factory=dict)
    book: Book = field(default_factory=lambda: Book([], frozenset(), False))
    _places: dict[str, Place | None] = field(default_factory=dict)

    def place(self, name: str) -> Place | None:
        """Where a defined name points, None when it is gone or points nowhere."""
        if name not in self._places:
            self._places[name] = self._find_place(name)
        return self._places[name]

    def _find_place(self, name: str) -> Place | None:
        match = _PLACE.match(self.names.get(name, ""))
        if match is None:
            return None
        quoted, bare, column, row, _, last = match.groups()
        title = quoted.replace("''", "'") if quoted else bare
        if title not in self.sheets:
            return None
        return Place(title, int(row), column_number(column), int(last or row))


def read_workbook(package: Package) -> WorkbookPart:
    """The workbook part with its shared strings and date styles, wherever the package keeps them."""
    root = next((target for kind, target in package.related("").values() if kind == "officeDocument"), None)
    if root is None or root not in package:
        raise unreadable("không có phần workbook", "there is no workbook part")
    related = package.related(root)
    made = WorkbookPart()
    date1904 = False
    name = ""
    local = False
    text: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal date1904, name, local
        local_tag = tag.rpartition(":")[2]
        if local_tag == "sheet":
            key = next((value for attribute, value in attributes.items() if attribute.rpartition(":")[2] == "id"), "")
            kind, target = related.get(key, ("", ""))
            title = attributes.get("name", "")
            if kind == "worksheet":
                if title in made.sheets:
                    raise unreadable(f"hai trang tính cùng tên «{title}»", f"two sheets are named '{title}'")
                made.sheets[title] = target
        elif local_tag == "workbookPr":
            date1904 = attributes.get("date1904") in ("1", "true")
        elif local_tag == "definedName":
            name, local = attributes.get("name", ""), "localSheetId" in attributes
            text.clear()

    def end(tag: str) -> None:
        nonlocal name
        if tag.rpartition(":")[2] == "definedName" and name:
            if not local or name not in made.names:
                made.names[name] = "".join(text).strip()
            name = ""

    def data(piece: str) -> None:
        if name:
            text.append(piece)

    parse_xml(package.chunks(root, MAX_PART), start, root, end, data)
    by_kind = dict(related.values())
    made.book = Book(
        read_strings(package, by_kind.get("sharedStrings")),
        read_date_styles(package, by_kind.get("styles")),
        date1904,
    )
    return made


def read_properties(package: Package) -> dict[str, str]:
    """The custom document properties that are texts or numbers."""
    part = next((target for kind, target in package.related("").values() if kind == "custom-properties"), None)
    found: dict[str, str] = {}
    if part is None or part not in package:
        return found
    name = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if tag.rpartition(":")[2] == "property":
            name = attributes.get("name", "")

    def data(piece: str) -> None:
        if name:
            found[name] = found.get(name, "") + piece

    parse_xml(package.chunks(part, MAX_PART), start, part, None, data)
    return {key: value.strip() for key, value in found.items()}
