"""Lifting a sheet's protection for the length of a write."""

from collections.abc import Iterator
from contextlib import contextmanager

import xlwings as xw

_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


@contextmanager
def unprotected(sheet: xw.Sheet) -> Iterator[bool]:
    """Lift the form's protection, which has no password, and put it back exactly as it was.

    Gives False where somebody set a password: then notes cannot be added, colours still can. xlwings has no
    call for protection, so this is the one place that talks to the sheet's own object.
    """
    native = sheet.api
    if not native.ProtectContents:
        yield True
        return
    kept = {name: bool(getattr(native.Protection, name)) for name in _ALLOWED}
    kept |= {"DrawingObjects": bool(native.ProtectDrawingObjects), "Scenarios": bool(native.ProtectScenarios)}
    try:
        native.Unprotect("")
    except Exception:  # a password: whatever Excel raises for it
        yield False
        return
    try:
        yield True
    finally:
        native.Protect(Contents=True, **kept)
