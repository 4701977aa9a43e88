"""Links from a workbook to other files, and to a cell in one."""

from xlsxwriter.url import Url

_ESCAPES = str.maketrans({char: f"%{ord(char):02x}" for char in ' "<>[]^`{}#%?'})
_MAX_LENGTH = 2000


def file_url(path: str, sheet: str = "", cell: str = "") -> Url | None:
    """The link to a file, to a cell of it where a sheet is named. None for no path, and for one too long for Excel."""
    path = path.translate(_ESCAPES)
    if not path or len(path) > _MAX_LENGTH:
        return None
    anchor = "#'{}'!{}".format(sheet.replace("'", "''"), cell or "A1") if sheet else ""
    url = Url(f"external:{path}{anchor}")
    # Private, for want of an option: XlsxWriter turns slashes round for Excel on Windows alone; this link is a URI.
    url._relationship_link = url._relationship_link.replace("\\", "/")
    return url
