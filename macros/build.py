"""Builds `workbooks/xl_cfc.xlam` from text: the same sources give the same bytes, on any system.

`python -m macros.build` writes the add-in; `--check` only compares it with the one that is there.
"""

import re
import sys
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import xlwings
from pyopenvba import ExcelFile

from macros.wrappers import udf_wrappers
from xl_cfc import __version__
from xl_cfc.addin.package import SHEET_PART, config_sheet
from xl_cfc.addin.settings import ADDIN_NAME, CONFIG_SHEET, XLWINGS_VERSION, default_settings
from xl_cfc.workbook.reassembly import parts_of, same_content, zipped

ADDIN = Path("workbooks") / ADDIN_NAME

_XLWINGS_MODULE = "xlwings_custom_addin.bas"
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_CODE_ATTRIBUTES = re.compile(r"^Attribute VB_.*\r?\n", re.MULTILINE)


class BuildError(Exception):
    """The sources cannot become an add-in."""


def addin_bytes() -> bytes:
    """The add-in, built from the sources in this package and the installed xlwings."""
    package = _with_vba(vba_modules(), this_workbook_code())
    parts = parts_of(package)
    parts["_rels/.rels"] = _with_ribbon_relation(parts["_rels/.rels"])
    parts[_RIBBON_PART] = ribbon_xml().encode()
    parts[SHEET_PART] = config_sheet(parts[SHEET_PART], default_settings())
    parts["xl/workbook.xml"] = _renamed_sheet(parts["xl/workbook.xml"])
    parts["docProps/app.xml"] = _renamed_title(parts["docProps/app.xml"])
    parts["docProps/core.xml"] = _CORE.encode()
    return zipped(parts)


def vba_modules() -> dict[str, str]:
    """The standard modules by name: ours, xlwings' own unchanged, and the generated functions."""
    return {
        "xlwings": xlwings_module(),
        "CfcRibbon": _source("vba/CfcRibbon.bas"),
        "CfcFunctions": _crlf(f'Attribute VB_Name = "CfcFunctions"\n{udf_wrappers()}'),
    }


def this_workbook_code() -> str:
    """The code behind the add-in's workbook: Excel's events."""
    return _source("vba/ThisWorkbook.bas")


def ribbon_xml() -> str:
    """The ribbon."""
    return resources.files("macros").joinpath("ribbon.xml").read_text("utf-8")


def xlwings_module() -> str:
    """xlwings' module for custom add-ins, exactly as the pinned version ships it."""
    if xlwings.__version__ != XLWINGS_VERSION:
        raise BuildError(f"the add-in is built with xlwings {XLWINGS_VERSION}; installed is {xlwings.__version__}")
    source = resources.files("xlwings").joinpath(_XLWINGS_MODULE).read_text("utf-8")
    return _crlf(_ascii(source, _XLWINGS_MODULE))


def _source(name: str) -> str:
    return _crlf(_ascii(resources.files("macros").joinpath(name).read_text("utf-8"), name))


def _ascii(text: str, name: str) -> str:
    if not text.isascii():
        bad = next(char for char in text if not char.isascii())
        raise BuildError(f"{name}: VBA source is ASCII only, {bad!r} is not")
    return text


def _crlf(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"


def _with_vba(modules: Mapping[str, str], this_workbook: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ADDIN.name
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for name, source in modules.items():
                project.add_module(name, source)
            head = "".join(_CODE_ATTRIBUTES.findall(book.get_module("ThisWorkbook")))
            book.set_module("ThisWorkbook", head + this_workbook)
            book.save()
        return path.read_bytes()


def _with_ribbon_relation(relations: bytes) -> bytes:
    added = f'<Relationship Id="rIdCfcRibbon" Type="{_RIBBON_TYPE}" Target="{_RIBBON_PART}"/></Relationships>'
    return relations.replace(b"</Relationships>", added.encode())


def _renamed_sheet(workbook: bytes) -> bytes:
    return workbook.replace(b'<sheet name="Sheet1"', f'<sheet name="{CONFIG_SHEET}"'.encode())


def _renamed_title(properties: bytes) -> bytes:
    return properties.replace(b"<vt:lpstr>Sheet1<", f"<vt:lpstr>{CONFIG_SHEET}<".encode())


_CORE = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>xl_cfc {__version__}</dc:title><dc:creator>xl_cfc</dc:creator>\
<dc:description>Xã phù hợp trẻ em: kiểm tra, chấm điểm và tổng hợp phiếu</dc:description>\
<cp:lastModifiedBy>xl_cfc</cp:lastModifiedBy>\
<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>
"""


def main(arguments: list[str]) -> int:
    """Build the add-in, or with `--check` say whether the shipped one is up to date."""
    built = addin_bytes()
    if "--check" in arguments:
        current = ADDIN.is_file() and same_content(built, ADDIN.read_bytes())
        print(f"{ADDIN}: {'up to date' if current else 'differs from its sources, run: make addin'}")
        return 0 if current else 1
    ADDIN.parent.mkdir(exist_ok=True)
    ADDIN.write_bytes(built)
    print(f"{ADDIN}: {len(built):,} bytes, xlwings {XLWINGS_VERSION}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
