"""Files made to take time or memory without end, and honest ones that are merely large."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.corpus.base import (
    INPUT_PART,
    STRINGS,
    STYLES,
    WORKBOOK,
    Build,
    Case,
    before_end_of_data,
    member,
    parts,
    reads,
    refused,
    replaced,
)

LAUGHS = "<!DOCTYPE lolz [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)
FILE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
NETWORK = '<!DOCTYPE x SYSTEM "http://192.0.2.1/evil.dtd">'
OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSE = b"</sheetData></worksheet>"


def declared(declaration: str) -> Callable[[bytes], bytes]:
    """The declaration after the XML declaration of a member."""
    return replaced("?>", f"?>{declaration}")


def streamed(name: str, pieces: Callable[[], Iterable[bytes]], method: int = zipfile.ZIP_DEFLATED) -> Build:
    """The good form with a member too large to be held, written piece by piece."""

    def build(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for other, data in parts().items():
                if other != name:
                    archive.writestr(other, data)
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            with archive.open(info, "w") as out:
                for piece in pieces():
                    out.write(piece)

    return build


def repeated(start: bytes, piece: bytes, times: int, end: bytes) -> Callable[[], Iterable[bytes]]:
    block = piece * (2**20 // len(piece) + 1)

    def pieces() -> Iterable[bytes]:
        yield start
        for _ in range(times):
            yield block
        yield end

    return pieces


def formatted_rows(cells: bool) -> Build:
    """Every row of the input sheet down to the last one carries a format, with or without formatted cells."""

    def pieces() -> Iterable[bytes]:
        head, _, tail = parts()[INPUT_PART].partition(b"</sheetData>")
        yield head
        for row in range(64, 2**20 + 1):
            inside = b'<c r="A%d" s="8"/><c r="D%d" s="16"/>' % (row, row) if cells else b""
            yield b'<row r="%d" spans="1:10" s="8" customFormat="1" ht="20.25">%s</row>' % (row, inside)
        yield b"</sheetData>" + tail

    return streamed(INPUT_PART, pieces)


def stray(reference: str, row: int) -> Build:
    return member(INPUT_PART, before_end_of_data(f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>'))


SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'

CASES: tuple[Case, ...] = (
    refused("bom-trang.xlsx", streamed(INPUT_PART, repeated(OPEN, b"<row/>", 40, CLOSE)), "CFC-001"),
    refused("bom-ô.xlsx", streamed(INPUT_PART, repeated(OPEN, b"<c><v>1</v></c>", 70, CLOSE)), "CFC-001"),
    refused("bom-chuỗi.xlsx", streamed(STRINGS, repeated(SST, b"<si><t>ha</t></si>", 70, b"</sst>")), "CFC-001"),
    refused("bom-kiểu.xlsx", streamed(STYLES, repeated(b"<styleSheet>", b"<xf/>", 70, b"</styleSheet>")), "CFC-001"),
    refused("lồng-sâu.xlsx", streamed(INPUT_PART, repeated(OPEN, b"<a>", 24, b""), zipfile.ZIP_STORED), "CFC-001"),
    refused(
        "thẻ-dài.xlsx",
        streamed(INPUT_PART, repeated(b'<worksheet a="', b"x", 24, b'">'), zipfile.ZIP_STORED),
        "CFC-001",
    ),
    refused(
        "giá-trị-dài.xlsx",
        streamed(INPUT_PART, repeated(OPEN + b'<c r="D6"><v>', b"9", 24, CLOSE), zipfile.ZIP_STORED),
        "CFC-001",
    ),
    refused("tỷ-tiếng-cười.xlsx", member(STRINGS, declared(LAUGHS)), "CFC-001"),
    refused("tỷ-tiếng-cười-trang.xlsx", member(INPUT_PART, declared(LAUGHS)), "CFC-001"),
    refused("thực-thể-ngoài.xlsx", member(STRINGS, declared(FILE)), "CFC-001"),
    refused("thực-thể-ngoài-mạng.xlsx", member(WORKBOOK, declared(NETWORK)), "CFC-001"),
    refused("thực-thể-ngoài-quan-hệ.xlsx", member("_rels/.rels", declared(FILE)), "CFC-001"),
    reads("ô-lạc-XFD1048576.xlsx", stray("XFD1048576", 1048576)),
    reads("ô-lạc-ZZ200000.xlsx", stray("ZZ200000", 200000)),
    reads("ô-lạc-cột-nhập.xlsx", stray("D1048576", 1048576)),
    reads("dimension-nhỏ.xlsx", member(INPUT_PART, replaced('ref="A1:J63"', 'ref="A1:B2"'))),
    reads("dimension-lớn.xlsx", member(INPUT_PART, replaced('ref="A1:J63"', 'ref="A1:XFD1048576"'))),
    reads("dimension-sai.xlsx", member(INPUT_PART, replaced('ref="A1:J63"', 'ref="không có"'))),
    reads("triệu-dòng-định-dạng.xlsx", formatted_rows(cells=False), slow=True),
    reads("triệu-dòng-ô-định-dạng.xlsx", formatted_rows(cells=True), slow=True),
)
