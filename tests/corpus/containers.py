"""Files that are no workbook, or a broken one: the archive and its members."""

import csv
import io
import struct
import zipfile
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path

from tests.corpus.base import (
    HAMLET_PART,
    INPUT_PART,
    SCORES_PART,
    STRINGS,
    STYLES,
    SURVEY_PART,
    UNIT_PART,
    WORKBOOK,
    Case,
    content,
    good,
    member,
    members,
    packed,
    parts,
    reads,
    refused,
)

#: Members without which nothing is read; a flipped byte in one of the others does not matter.
READ = ("_rels/.rels", "xl/_rels/workbook.xml.rels", WORKBOOK, STRINGS, STYLES, UNIT_PART, INPUT_PART, SURVEY_PART,
        HAMLET_PART, SCORES_PART)  # fmt: skip
UNREAD = ("[Content_Types].xml", "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "xl/theme/theme1.xml",
          "xl/worksheets/sheet1.xml", "xl/worksheets/sheet7.xml", "xl/worksheets/sheet8.xml",
          "xl/worksheets/sheet9.xml")  # fmt: skip


def flipped(name: str) -> bytes:
    """One bit changed in the middle of a member's compressed bytes."""
    data = bytearray(good())
    with zipfile.ZipFile(BytesIO(good())) as archive:
        info = archive.getinfo(name)
    data[info.header_offset + 30 + len(name) + info.compress_size // 2] ^= 0x10
    return bytes(data)


def cut(share: float) -> bytes:
    return good()[: int(len(good()) * share)]


def rows_as_text() -> bytes:
    out = StringIO()
    csv.writer(out).writerows([["Mã", "Chỉ tiêu", "Giá trị"], ["6a", "Số trẻ em", 40]])
    return out.getvalue().encode("utf-8-sig")


def compound_file(stream: str) -> bytes:
    """The beginning of an OLE container with the name of a stream in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 4000


def encrypted(path: Path) -> None:
    """The good form with a password, as Excel encrypts it."""
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

    with path.open("wb") as out:
        OOXMLFile(io.BytesIO(good())).encrypt("mật khẩu", out)


def archive_of(*names: str) -> bytes:
    return packed(dict.fromkeys(names, b"<x/>"))


def twice() -> bytes:
    """The sheet's name stands twice in the directory."""
    other = INPUT_PART.replace("sheet3", "sheetX")
    return packed({**parts(), other: b"<worksheet/>"}).replace(other.encode(), INPUT_PART.encode())


def password_on_the_archive() -> bytes:
    data = bytearray(good())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def declaring(size: int) -> bytes:
    """The sheet's size in the directory is a lie."""
    data = bytearray(good())
    entry = data.index(INPUT_PART.encode(), data.index(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", size)
    return bytes(data)


def without(name: str) -> bytes:
    return packed({key: value for key, value in parts().items() if key != name})


def backslashes() -> bytes:
    return packed({name.replace("/", "\\"): data for name, data in parts().items()})


def stored() -> bytes:
    return packed(parts(), zipfile.ZIP_STORED)


HTML = "<html><body><table><tr><td>Mã</td><td>40</td></tr></table></body></html>".encode()
MHTML = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x--'
MANY = tuple(f"xl/media/image{n}.png" for n in range(2_100))

CASES: tuple[Case, ...] = (
    refused("rỗng.xlsx", content(b""), "CFC-001"),
    *(refused(f"cụt-{share:.0%}.xlsx", content(partial(cut, share)), "CFC-001") for share in (0.001, 0.3, 0.9, 0.9999)),
    *(refused(f"lật-{name.replace('/', '_')}.xlsx", content(partial(flipped, name)), "CFC-001") for name in READ),
    *(reads(f"lật-{name.replace('/', '_')}.xlsx", content(partial(flipped, name))) for name in UNREAD),
    refused("xls-cũ-đổi-tên.xlsx", content(compound_file("Workbook")), "CFC-002"),
    refused("mật-khẩu.xlsx", encrypted, "CFC-001"),
    refused("mật-khẩu-đầu-tệp.xlsx", content(compound_file("EncryptedPackage")), "CFC-001"),
    refused("trang-web.xls", content(HTML), "CFC-002"),
    refused("trang-web.mht.xls", content(MHTML), "CFC-002"),
    refused("csv-đổi-tên.xlsx", content(rows_as_text), "CFC-002"),
    refused("chữ-unicode.xls", content("\ufeffMã\tGiá trị\r\n6a\t40".encode("utf-16")), "CFC-002"),
    refused("pdf.xlsx", content(b"%PDF-1.7\n%\xe2\xe3"), "CFC-002"),
    refused("ảnh.xlsx", content(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "CFC-002"),
    refused("xml-2003.xls", content(b'<?xml version="1.0"?><Workbook/>'), "CFC-002"),
    refused("word.xlsx", content(archive_of("[Content_Types].xml", "word/document.xml")), "CFC-002"),
    refused("ods-đổi-tên.xlsx", content(archive_of("mimetype", "content.xml")), "CFC-002"),
    refused("xlsb-đổi-tên.xlsx", content(archive_of("[Content_Types].xml", "xl/workbook.bin")), "CFC-002"),
    refused("zip-đổi-tên.xlsx", content(archive_of("a.txt")), "CFC-002"),
    refused("khác.xlsx", content(archive_of("[Content_Types].xml")), "CFC-001"),
    refused("zip-mật-khẩu.xlsx", content(password_on_the_archive), "CFC-001"),
    refused("phần-có-hai-lần.xlsx", content(twice), "CFC-001"),
    refused("khai-nhỏ.xlsx", content(partial(declaring, 1)), "CFC-001"),
    refused("khai-lớn.xlsx", content(partial(declaring, 2**31 - 1)), "CFC-001"),
    refused("quá-nhiều-phần.xlsx", content(archive_of("[Content_Types].xml", *MANY)), "CFC-001"),
    refused("mất-workbook.xlsx", content(partial(without, WORKBOOK)), "CFC-001"),
    refused("mất-trang.xlsx", content(partial(without, INPUT_PART)), "CFC-001"),
    refused("mất-chuỗi.xlsx", content(partial(without, STRINGS)), "CFC-001"),
    reads("mất-kiểu.xlsx", content(partial(without, STYLES))),
    reads("gạch-ngược.xlsx", content(backslashes)),
    reads("không-nén.xlsx", content(stored)),
    reads("thêm-phần-lạ.xlsx", members(lambda made: made.update({"xl/vbaProject.bin": b"\0" * 999}))),
    refused("nối-đuôi.xlsx", member(INPUT_PART, lambda data: data + data), "CFC-001"),
    refused("xml-cụt.xlsx", member(INPUT_PART, lambda data: data[:-900]), "CFC-001"),
    refused("xml-rác.xlsx", member(WORKBOOK, lambda data: b"\xff\xfe\x00"), "CFC-001"),
    refused("mã-chữ-lạ.xlsx", member(STRINGS, lambda data: data.replace(b"UTF-8", b"klingon", 1)), "CFC-001"),
    reads("utf-16.xlsx", member(INPUT_PART, lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"))),
)
