"""The shapes spreadsheet programs write: what has one of them is scanned with regular expressions, quickly.

Anything unusual (prefixes, comments, CDATA, cells without an address, another encoding, a broken end) is left to
the XML parser. Every pattern takes time in proportion to the part, whatever the part holds. A test holds the two
ways to the same cells.
"""

import re
from html import unescape

FAST_LIMIT = 32 * 2**20

_DECLARATION = (
    rb"(?:\xef\xbb\xbf)?"
    rb'(?:<\?xml version="1\.0"(?: encoding="(?i:utf-?8)")?(?: standalone="yes")? ?\?>\s*)?'
)
_SHEET_OPENING = re.compile(_DECLARATION + rb"<worksheet(?: [^<>]*)?>")
_STRING = rb"<si><t(?: [^<>]*)?>([^<]*)</t></si>|<si><t/></si>|<si/>"
_STRINGS = re.compile(_DECLARATION + rb"<sst(?: [^<>]*)?>\s*+(?:(?:%s)\s*+)*+</sst>\s*" % _STRING)
_EACH_STRING = re.compile(_STRING)
_ODD_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#10|#xA);)")
_FORBIDDEN = bytes({*range(32)} - {9, 10, 13})
_PROLOGUE = 256  # a carriage return after the XML declaration is ordinary


def is_ordinary(data: bytes) -> bool:
    """Whether the sheet has exactly the shape the scan understands."""
    if len(data) > FAST_LIMIT or b"<!" in data or not _is_plain_text(data):
        return False
    if _SHEET_OPENING.match(data) is None or not data.rstrip().endswith(b"</worksheet>"):
        return False
    return (
        data.count(b'<c r="') == data.count(b"<c ")
        and b"<c>" not in data
        and b"<c\n" not in data
        and b"<c\t" not in data
    )


def ordinary_strings(data: bytes) -> list[str] | None:
    """The shared strings when none is rich text and all have the ordinary shape, else None."""
    if len(data) > FAST_LIMIT or not _is_plain_text(data) or _STRINGS.fullmatch(data) is None:
        return None
    try:
        return [unescape(raw.decode()) for raw in _EACH_STRING.findall(data)]
    except UnicodeDecodeError:
        return None


def _is_plain_text(data: bytes) -> bool:
    """Whether texts read alike with and without an XML parser: no odd entities, line ends or forbidden characters."""
    if data.find(b"\r", _PROLOGUE) >= 0 or _ODD_ENTITY.search(data) is not None:
        return False
    return len(data.translate(None, _FORBIDDEN)) == len(data)
