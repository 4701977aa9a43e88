"""The fast path for ordinary sheets: the same cells as the XML parser finds, several times quicker.

Spreadsheet programs write cells in one plain shape. A sheet in exactly that shape is scanned with a regular
expression; anything unusual (prefixes, comments, CDATA, cells without an address, another encoding) is left to the
XML parser. A test holds the two to the same cells.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

FAST_LIMIT = 32 * 2**20

_CELL = rb'<c r="(%s)([0-9]{1,7})"([^>/]*)>(.*?)</c>'
_TYPE = re.compile(rb' t="([^"]*)"')
_STYLE = re.compile(rb' s="([^"]*)"')
_VALUE = re.compile(rb"<v(?: [^>]*)?>(.*?)</v>", re.DOTALL)
_TEXT = re.compile(rb"<t(?: [^>]*)?>(.*?)</t>", re.DOTALL)
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_DECLARED = re.compile(rb"""^<\?xml [^>]*encoding=["']([^"']+)["']""")

#: column letters, row, type, style, text of the value (None: no value), whether there is a formula
PlainCell = tuple[bytes, bytes, str, str, str | None, bool]


@lru_cache(maxsize=64)
def _cell_pattern(columns: frozenset[str] | None) -> re.Pattern[bytes]:
    letters = "|".join(sorted(columns)) if columns else "[A-Z]{1,3}"
    return re.compile(_CELL % letters.encode(), re.DOTALL)


def _other_encoding(data: bytes) -> bool:
    """Whether the part declares an encoding other than UTF-8."""
    declared = _DECLARED.match(data)
    return declared is not None and declared[1].lower() not in (b"utf-8", b"utf8")


def is_plain(data: bytes) -> bool:
    """Whether the sheet has exactly the shape the scan understands."""
    if len(data) > FAST_LIMIT or b"<!" in data or b"<worksheet" not in data[:2048]:
        return False
    if _other_encoding(data) or not data.rstrip().endswith(b"</worksheet>"):
        return False
    return (
        data.count(b'<c r="') == data.count(b"<c ")
        and b"<c>" not in data
        and b"<c\n" not in data
        and b"<c\t" not in data
    )


_STRING = re.compile(rb"<si><t(?: [^>]*)?>([^<]*)</t></si>|<si><t/></si>|<si/>")


def plain_strings(data: bytes) -> list[str] | None:
    """The shared strings when none is rich text and all have the ordinary shape, else None."""
    if len(data) > FAST_LIMIT or b"<!" in data or b"<r>" in data or b"<rPh" in data or _other_encoding(data):
        return None
    found = _STRING.findall(data)
    if len(found) != data.count(b"<si"):
        return None
    try:
        return [_decoded(raw) for raw in found]
    except UnicodeDecodeError:
        return None


def plain_cells(data: bytes, columns: frozenset[str] | None = None) -> Iterator[PlainCell]:
    """The cells that hold a value or a formula, in these columns or in all; raises UnicodeDecodeError."""
    kinds: dict[bytes, tuple[str, str]] = {}
    for letters, row, attributes, inner in _cell_pattern(columns).findall(data):
        known = kinds.get(attributes)
        if known is None:
            kind, style = _TYPE.search(attributes), _STYLE.search(attributes)
            known = (kind[1].decode() if kind else "n", style[1].decode() if style else "")
            kinds[attributes] = known
        if inner[:3] == b"<v>" and inner[-4:] == b"</v>" and inner.count(b"<") == 2:
            yield letters, row, *known, _decoded(inner[3:-4]), False
        else:
            yield letters, row, *known, _value(inner, known[0]), b"<f" in inner


def _value(inner: bytes, type_name: str) -> str | None:
    if type_name == "inlineStr":
        return _decoded(b"".join(_TEXT.findall(_PHONETIC.sub(b"", inner))))
    found = _VALUE.search(inner)
    if found is None:
        return "" if b"<v/>" in inner or b"<v />" in inner else None
    return _decoded(found[1])


def _decoded(raw: bytes) -> str:
    text = raw.decode("utf-8")
    return unescape(text) if "&" in text else text
