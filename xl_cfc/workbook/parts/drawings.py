"""Drawing parts: what they put on a sheet, and where."""

from xl_cfc.workbook.drawings import Drawing, DrawingKind
from xl_cfc.workbook.grid import column_letters
from xl_cfc.workbook.parts.package import MAX_PART, Package
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml

_KINDS = {
    "pic": DrawingKind.PICTURE,
    "graphicFrame": DrawingKind.CHART,
    "sp": DrawingKind.SHAPE,
    "cxnSp": DrawingKind.SHAPE,
}


def read_drawings(package: Package, part: str) -> list[Drawing]:
    """Everything a drawing part puts on its sheet."""
    found: list[Drawing] = []
    anchor = {"col": 0, "row": 0}
    corner = collecting = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal corner, collecting
        name = local(tag)
        if name in ("from", "to"):
            corner = name
        elif name in _KINDS:
            found.append(Drawing(_KINDS[name], f"{column_letters(anchor['col'] + 1)}{anchor['row'] + 1}", ""))
        elif name == "cNvPr" and found and not found[-1].text:
            found[-1] = found[-1]._replace(text=attributes.get("descr") or attributes.get("name", ""))
        collecting = name if name in anchor and corner == "from" else ""

    def text(data: str) -> None:
        if collecting and data.strip().isdigit():
            anchor[collecting] = min(int(data.strip()[:7]), 2_000_000)

    parse_xml(package.chunks(part, MAX_PART), start, part, None, text)
    return found
