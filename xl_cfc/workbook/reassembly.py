"""A package of ours as its parts, to be put together anew: the add-in's file. What comes from people is only read."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

_EPOCH = (1980, 1, 1, 0, 0, 0)
_REFERENCE = re.compile(r"[A-Z]+([0-9]+)")


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


def with_texts(sheet: bytes, texts: Mapping[str, str]) -> bytes:
    """A sheet's XML that holds these texts and nothing else, by cell, row after row."""
    rows: dict[str, list[str]] = {}
    for ref, text in texts.items():
        number = _REFERENCE.sub(r"\1", ref)
        rows.setdefault(number, []).append(_text_cell(ref, text))
    lines = (f'<row r="{number}">{"".join(cells)}</row>' for number, cells in rows.items())
    data = f"<sheetData>{''.join(lines)}</sheetData>".encode()
    return re.sub(rb"<sheetData/>|<sheetData>.*</sheetData>", lambda _: data, sheet, count=1, flags=re.DOTALL)


def _text_cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
