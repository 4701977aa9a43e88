"""Links from the consolidated workbook to the forms it was made from: file, sheet and cell."""

from xlsxwriter.url import Url

from xl_cfc.consolidation.members import WITHIN

_ESCAPES = str.maketrans({char: f"%{ord(char):02x}" for char in ' "<>[]^`{}#%?'})
_MAX_LENGTH = 2000


def file_link(file: str, sheet: str = "", cell: str = "") -> Url | None:
    """The link to a form as the sources name it, or to the archive or workbook it is in. None when too long."""
    path = path_on_disk(file).translate(_ESCAPES)
    if not path or len(path) > _MAX_LENGTH:
        return None
    anchor = ""
    if sheet and ".zip/" not in file.lower() and WITHIN not in file:
        anchor = "'{}'!{}".format(sheet.replace("'", "''"), cell or "A1")
    url = Url(f"external:{path}#{anchor}" if anchor else f"external:{path}")
    # XlsxWriter turns slashes round for Excel on Windows alone; a relationship is a URI.
    url._relationship_link = url._relationship_link.replace("\\", "/")
    return url


def path_on_disk(file: str) -> str:
    """The part of a name that is a file: up to the consolidated workbook or the archive."""
    file = file.partition(WITHIN)[0]
    place = file.lower().find(".zip/")
    return file if place < 0 else file[: place + 4]
