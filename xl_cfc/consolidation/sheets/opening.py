"""A consolidated workbook opened: recognised by its stamp, and given the time its size needs."""

from xl_cfc.findings.file import NEWER_WORKBOOK
from xl_cfc.stamp import CONSOLIDATED_KIND
from xl_cfc.versions import is_read, versions_read
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.opened import OpenedWorkbook, open_workbook

#: It holds a hundred forms where a form's file holds one, and is read for entries, members and edits.
READ_SECONDS = 60.0


def open_consolidated(data: bytes) -> OpenedWorkbook:
    """A workbook that may be a consolidated one; raises `PackageError` for no workbook at all, and for a consolidated
    one of a newer version."""
    workbook = open_workbook(data, READ_SECONDS)
    if workbook.recognised is not None:
        kind, stamp = workbook.recognised
        if kind == CONSOLIDATED_KIND and not is_read(kind, stamp.template_version):
            expected = ", ".join(versions_read(kind))
            raise PackageError(NEWER_WORKBOOK, version=stamp.template_version, expected=expected)
    return workbook


def is_consolidated(workbook: OpenedWorkbook) -> bool:
    """Whether it is a consolidated workbook."""
    return workbook.recognised is not None and workbook.recognised[0] == CONSOLIDATED_KIND
