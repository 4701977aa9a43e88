"""XML fed to handlers within bounds; entities and document types are refused, broken XML is named."""

from collections.abc import Callable, Iterator
from xml.parsers import expat

from xl_cfc.workbook.errors import unreadable

MAX_DEPTH = 256  # elements inside each other; each open one costs memory
MAX_TOKEN = 4 * 2**20  # one tag; the parser starts an unfinished one afresh with every piece


def local(tag: str) -> str:
    """An element's name without its prefix."""
    return tag.rpartition(":")[2]


def parse_xml(
    chunks: Iterator[bytes],
    start: Callable[[str, dict[str, str]], None],
    part: str,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feed XML to expat handlers; entities and document types are refused, broken XML is named."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = fed = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise unreadable(f"phần {part} lồng nhau quá sâu", f"part {part} is nested too deep")
        start(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(tag)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    if text is not None:
        parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        raise unreadable(f"phần {part} có khai báo DOCTYPE", f"part {part} declares a DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise unreadable(f"phần {part} có thẻ quá dài", f"part {part} has a tag that is too long")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise unreadable(
            f"phần {part} hỏng ở dòng {error.lineno}", f"part {part} is broken at line {error.lineno}"
        ) from None
    except (UnicodeError, LookupError, ValueError):
        raise unreadable(f"phần {part} sai mã chữ", f"part {part} has a wrong encoding") from None
