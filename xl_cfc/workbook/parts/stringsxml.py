"""The shared strings."""

from xl_cfc.workbook.errors import unreadable
from xl_cfc.workbook.parts.cellvalues import unescaped
from xl_cfc.workbook.parts.fastxml import ordinary_strings
from xl_cfc.workbook.parts.package import Package
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml

MAX_STRINGS = 2_000_000


def read_strings(package: Package, part: str | None) -> list[str]:
    """The shared strings, rich text joined, phonetic readings left out."""
    strings: list[str] = []
    if part is None or part not in package:
        return strings
    data = package.read(part)
    ordinary = ordinary_strings(data)
    if ordinary is not None:
        return [unescaped(text) for text in ordinary]
    pieces: list[str] = []
    depth = phonetic = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, phonetic
        name = local(tag)
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            phonetic += 1
        elif name == "t":
            depth = 1

    def text(data: str) -> None:
        if depth and not phonetic:
            pieces.append(data)

    def end(tag: str) -> None:
        nonlocal depth, phonetic
        name = local(tag)
        if name == "t":
            depth = 0
        elif name == "rPh":
            phonetic -= 1
        elif name == "si":
            if len(strings) >= MAX_STRINGS:
                raise unreadable("tệp có quá nhiều chuỗi", "the file has too many strings")
            strings.append(unescaped("".join(pieces)))

    parse_xml(package.pieces(data), start, part, end, text)
    return strings
