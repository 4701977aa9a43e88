"""The comments people left in a workbook."""

from xl_cfc.workbook.parts.package import MAX_PART, Package
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml


def sheet_comments(package: Package, part: str) -> list[tuple[str, str]]:
    """Cell and text of every comment."""
    found: list[tuple[str, str]] = []
    ref = ""
    pieces: list[str] = []
    reading = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal ref, reading
        name = local(tag)
        if name == "comment":
            ref = attributes.get("ref", "")
            pieces.clear()
        reading = name == "t"

    def end(tag: str) -> None:
        nonlocal reading
        reading = False
        if local(tag) == "comment":
            found.append((ref, " ".join("".join(pieces).split())))

    def text(data: str) -> None:
        if reading:
            pieces.append(data)

    parse_xml(package.chunks(part, MAX_PART), start, part, end, text)
    return found
