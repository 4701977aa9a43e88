"""The add-in's file as a set of parts: its settings sheet is written without touching anything else."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from xl_cfc.addin.settings import start_failure_text

SHEET_PART = "xl/worksheets/sheet1.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parts_of(package: bytes) -> dict[str, bytes]:
    """Every part by name, in order."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a file; the same parts give the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, content)
    return buffer.getvalue()


def same_content(one: bytes, other: bytes) -> bool:
    """Whether two files hold the same parts, whatever their compression."""
    return parts_of(one) == parts_of(other)


def configured(addin: bytes, settings: Mapping[str, str]) -> bytes:
    """A built add-in with the settings of one computer in its sheet."""
    parts = parts_of(addin)
    parts[SHEET_PART] = config_sheet(parts[SHEET_PART], settings)
    return zipped(parts)


def config_sheet(sheet: bytes, settings: Mapping[str, str]) -> bytes:
    """The sheet with these settings: names in A, values in B, and in D1 what to say when Python fails."""
    rows = []
    for number, (name, value) in enumerate(settings.items(), start=1):
        cells = _text_cell(f"A{number}", name) + _text_cell(f"B{number}", value)
        if number == 1:
            cells += _text_cell("D1", start_failure_text())
        rows.append(f'<row r="{number}">{cells}</row>')
    data = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    return re.sub(rb"<sheetData/>|<sheetData>.*</sheetData>", lambda _: data, sheet, count=1, flags=re.DOTALL)


def _text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def read_settings(addin: bytes) -> dict[str, str]:
    """The settings an add-in's sheet holds."""
    root = ElementTree.fromstring(parts_of(addin)[SHEET_PART])
    texts = {cell.get("r", ""): "".join(cell.itertext()) for cell in root.iter(f"{_MAIN}c")}
    return {text: texts.get(f"B{place[1:]}", "") for place, text in texts.items() if place.startswith("A")}
