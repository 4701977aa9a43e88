"""Links from the consolidated workbook to the forms it was made from: file, sheet and cell."""

from xlsxwriter.url import Url

from xl_cfc.consolidation.members import WITHIN
from xl_cfc.workbook.links import file_url


def file_link(file: str, sheet: str = "", cell: str = "") -> Url | None:
    """The link to a form as the sources name it, or to the archive or workbook it is in. None when too long."""
    alone = ".zip/" not in file.lower() and WITHIN not in file
    return file_url(path_on_disk(file), sheet if alone else "", cell)


def path_on_disk(file: str) -> str:
    """The part of a name that is a file: up to the consolidated workbook or the archive."""
    file = file.partition(WITHIN)[0]
    place = file.lower().find(".zip/")
    return file if place < 0 else file[: place + 4]
