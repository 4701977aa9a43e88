"""The add-in's file: its settings sheet is written without touching anything else."""

from collections.abc import Mapping

from xl_cfc.addin.settings import start_failure_text
from xl_cfc.workbook.opened import open_workbook
from xl_cfc.workbook.reassembly import parts_of, with_texts, zipped

SHEET_PART = "xl/worksheets/sheet1.xml"


def configured(addin: bytes, settings: Mapping[str, str]) -> bytes:
    """A built add-in with the settings of one computer in its sheet."""
    parts = parts_of(addin)
    parts[SHEET_PART] = config_sheet(parts[SHEET_PART], settings)
    return zipped(parts)


def config_sheet(sheet: bytes, settings: Mapping[str, str]) -> bytes:
    """The sheet with these settings: names in A, values in B, and in D1 what to say when Python fails."""
    texts: dict[str, str] = {}
    for number, (name, value) in enumerate(settings.items(), start=1):
        texts |= {f"A{number}": name, f"B{number}": value}
        if number == 1:
            texts["D1"] = start_failure_text()
    return with_texts(sheet, texts)


def read_settings(addin: bytes) -> dict[str, str]:
    """The settings an add-in's sheet holds."""
    workbook = open_workbook(addin)
    grid = workbook.grid(workbook.sheets[0])
    names = sorted(place for place in grid.cells if place[1] == 1)
    return {grid[row, 1].shown: grid[row, 2].shown for row, _ in names}
