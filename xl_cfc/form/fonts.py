"""Which cells stand in a font of an old encoding. A workbook without such fonts costs one look at its styles."""

from collections.abc import Iterable

from xl_cfc.answers.legacy_text import font_encoding
from xl_cfc.cells import Cell, CellKind
from xl_cfc.workbook.package import MAX_PART, Package, parse_xml
from xl_cfc.workbook.workbookxml import WorkbookPart


def legacy_fonts(package: Package, workbook: WorkbookPart, cells: Iterable[Cell]) -> dict[tuple[str, str], str]:
    """The fonts, by sheet and cell, of those of the texts that are in a font of an old encoding."""
    styles = _legacy_styles(package)
    if not styles:
        return {}
    wanted: dict[str, set[str]] = {}
    for cell in cells:
        if cell.kind is CellKind.TEXT and not cell.shown.isascii():
            wanted.setdefault(cell.sheet, set()).add(cell.ref)
    return {
        (title, reference): styles[style]
        for title, references in wanted.items()
        for reference, style in _styles_of(package, workbook.sheets[title], references)
        if style in styles
    }


def _styles_of(package: Package, part: str, references: set[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "c" and attributes.get("r") in references:
            found.append((attributes["r"], attributes.get("s", "0")))

    parse_xml(package.chunks(part), start, part)
    return found


def _legacy_styles(package: Package) -> dict[str, str]:
    """Index of a cell format (as text) -> the name of its font, where that stands for an old encoding."""
    parts = [name for name in package.members if name.endswith("/styles.xml")]
    if not parts:
        return {}
    data = package.read(parts[0], MAX_PART)
    lowered = data.lower()
    if b'".vn' not in lowered and b'"vni-' not in lowered:
        return {}
    fonts: list[str] = []
    formats: list[str] = []
    section = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal section
        name = tag.rpartition(":")[2]
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            section = name
        elif name == "font" and section == "fonts":
            fonts.append("")
        elif name == "name" and section == "fonts" and fonts:
            fonts[-1] = attributes.get("val", "")
        elif name == "xf" and section == "cellXfs":
            formats.append(attributes.get("fontId", "0"))

    parse_xml(iter((data,)), start, parts[0])
    named = {str(number): name for number, name in enumerate(fonts) if font_encoding(name) is not None}
    return {str(number): named[font] for number, font in enumerate(formats) if font in named}
