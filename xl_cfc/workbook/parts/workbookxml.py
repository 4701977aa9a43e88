"""The workbook part: its sheets, defined names and custom properties."""

from dataclasses import dataclass, field

from xl_cfc.workbook.errors import unreadable
from xl_cfc.workbook.parts.package import MAX_PART, Package
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml


@dataclass
class WorkbookPart:
    """What the workbook says of itself, and where its strings and styles are."""

    sheets: dict[str, str] = field(default_factory=dict)  # title -> member, in order
    names: dict[str, str] = field(default_factory=dict)
    date1904: bool = False
    strings: str | None = None
    styles: str | None = None


def read_workbook(package: Package) -> WorkbookPart:
    """The workbook part, wherever the package keeps it."""
    root = next((target for kind, target in package.related("").values() if kind == "officeDocument"), None)
    if root is None or root not in package:
        raise unreadable("không có phần workbook", "there is no workbook part")
    related = package.related(root)
    by_kind = dict(related.values())
    made = WorkbookPart(strings=by_kind.get("sharedStrings"), styles=by_kind.get("styles"))
    name = ""
    of_sheet = False
    text: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name, of_sheet
        element = local(tag)
        if element == "sheet":
            key = next((value for attribute, value in attributes.items() if local(attribute) == "id"), "")
            kind, target = related.get(key, ("", ""))
            title = attributes.get("name", "")
            if kind == "worksheet":
                if title in made.sheets:
                    raise unreadable(f"hai trang tính cùng tên «{title}»", f"two sheets are named '{title}'")
                made.sheets[title] = target
        elif element == "workbookPr":
            made.date1904 = attributes.get("date1904") in ("1", "true")
        elif element == "definedName":
            name, of_sheet = attributes.get("name", ""), "localSheetId" in attributes
            text.clear()

    def end(tag: str) -> None:
        nonlocal name
        if local(tag) == "definedName" and name:
            if not of_sheet or name not in made.names:
                made.names[name] = "".join(text).strip()
            name = ""

    def data(piece: str) -> None:
        if name:
            text.append(piece)

    parse_xml(package.chunks(root, MAX_PART), start, root, end, data)
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
        if local(tag) == "property":
            name = attributes.get("name", "")

    def data(piece: str) -> None:
        if name:
            found[name] = found.get(name, "") + piece

    parse_xml(package.chunks(part, MAX_PART), start, part, None, data)
    return {key: value.strip() for key, value in found.items()}
