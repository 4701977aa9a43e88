"""A consolidated workbook opened: recognised by its stamp, and given the time its size needs."""

from xl_cfc.stamp import CONSOLIDATED_KIND
from xl_cfc.workbook.opened import OpenedWorkbook, open_workbook

#: It holds a hundred forms where a form's file holds one, and is read for entries, members and edits.
READ_SECONDS = 60.0


def open_consolidated(data: bytes) -> OpenedWorkbook:
    """A workbook that may be a consolidated one; raises `PackageError` for no workbook at all."""
    return open_workbook(data, READ_SECONDS)


def is_consolidated(workbook: OpenedWorkbook) -> bool:
    """Whether it is a consolidated workbook."""
    return workbook.recognised is not None and workbook.recognised[0] == CONSOLIDATED_KIND
