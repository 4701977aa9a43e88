"""The naive ways of collecting the same cells from a folder of forms; they check and score nothing."""

import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

Places = Mapping[str, tuple[str, int, int]]  # field -> sheet, row, column (1-based)


def openpyxl_full(path: Path, places: Places) -> dict[str, object]:
    """openpyxl, the usual script."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
    return {name: book[sheet].cell(row, column).value for name, (sheet, row, column) in places.items()}


def openpyxl_read_only(path: Path, places: Places) -> dict[str, object]:
    """openpyxl in read-only mode, each sheet streamed once."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True, read_only=True)
    rows = {sheet: list(book[sheet].iter_rows(values_only=True)) for sheet in {s for s, _, _ in places.values()}}
    book.close()
    return {name: rows[sheet][row - 1][column - 1] for name, (sheet, row, column) in places.items()}


def pandas_calamine(path: Path, places: Places) -> dict[str, object]:
    """pandas with calamine."""
    import pandas

    sheets = pandas.read_excel(path, sheet_name=None, header=None, engine="calamine")
    found: dict[str, object] = {}
    for name, (sheet, row, column) in places.items():
        frame = sheets[sheet]
        inside = row <= frame.shape[0] and column <= frame.shape[1]
        found[name] = frame.iat[row - 1, column - 1] if inside else None
    return found


def inflate(path: Path, places: Places) -> dict[str, object]:
    """The limit: only inflating the members that hold the inputs, reading nothing."""
    with zipfile.ZipFile(path) as archive:
        for name in ("xl/workbook.xml", "xl/sharedStrings.xml", *(f"xl/worksheets/sheet{n}.xml" for n in (2, 3, 4, 5))):
            archive.read(name)
    return {}


WAYS: dict[str, Callable[[Path, Places], dict[str, object]]] = {
    "openpyxl": openpyxl_full,
    "openpyxl read-only": openpyxl_read_only,
    "pandas + calamine": pandas_calamine,
    "inflate only (the limit)": inflate,
}
