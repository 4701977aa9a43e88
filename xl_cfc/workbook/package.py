"""Safe access to the parts of a workbook file: what kind of file it is, and members inflated within bounds.

A file is untrusted. Nothing here trusts a declared size; every way in which a file can be broken ends in
`PackageError`, which names a kind of finding and its parameters.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from time import thread_time
from xml.parsers import expat

from xl_cfc.findings.file import TOO_HEAVY, UNREADABLE, WRONG_FORMAT
from xl_cfc.findings.finding import FindingKind
from xl_cfc.language import t

MAX_MEMBERS = 2_000
MAX_PART = 64 * 2**20  # shared strings, styles, names: held in memory
MAX_RELATIONS = 4 * 2**20
MAX_SHEET = 2 * 2**30  # a sheet is streamed; a million formatted rows stay below
MAX_RATIO = 250  # sheets compress about 10 times, a million formatted rows 30 times
_HONEST = 16 * 2**20  # below this much any ratio is borne
MAX_SECONDS = 20.0  # of processor time for the whole file
MAX_DEPTH = 256  # elements inside each other; each open one costs memory
MAX_TOKEN = 4 * 2**20  # one tag; the parser starts an unfinished one afresh with every piece
_CHUNK = 256 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others inflate without bounds
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    KeyError,
)


class PackageError(Exception):
    """The file cannot be used; `kind` and `params` make the finding."""

    def __init__(self, kind: FindingKind, **params: str) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.params = params


def unreadable(vi: str, en: str) -> PackageError:
    """The error of a file that is damaged in this way."""
    return PackageError(UNREADABLE, reason=t(vi, en))


def _wrong(vi: str, en: str) -> PackageError:
    return PackageError(WRONG_FORMAT, actual=t(vi, en))


def _bomb(name: str) -> PackageError:
    return unreadable(f"phần {name} lớn bất thường (bom nén?)", f"part {name} is abnormally large (a zip bomb?)")


def _refuse_other_kinds(data: bytes) -> None:
    """Raise for everything that is no zip file, named by its content, not by its name."""
    if not data:
        raise unreadable("tệp rỗng", "the file is empty")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise unreadable("tệp có mật khẩu; bỏ mật khẩu rồi gửi lại", "the file is encrypted; remove the password")
        raise _wrong("tệp Excel 97-2003 (.xls) hoặc WPS (.et)", "an Excel 97-2003 (.xls) or WPS (.et) file")
    if data.startswith(b"%PDF"):
        raise _wrong("tệp PDF", "a PDF file")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    tagged = head.startswith(b"<") and any(tag in head for tag in (b"<html", b"<!doctype html", b"<table", b"<meta"))
    if tagged or head.startswith((b"<head", b"mime-version:")):
        raise _wrong("trang web (HTML) đổi tên", "a renamed web page (HTML)")
    if head.startswith(b"<?xml"):
        raise _wrong("tệp XML", "an XML file")
    if b"\0" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _wrong("tệp văn bản hoặc CSV", "a text or CSV file")
    raise _wrong("tệp không rõ loại", "a file of unknown kind")


@dataclass(frozen=True)
class Package:
    """An opened .xlsx or .xlsm: its members by name, inflated on demand, all within one budget of time."""

    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    deadline: float = field(default_factory=lambda: thread_time() + MAX_SECONDS)

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """A whole member, of at most `limit` bytes."""
        return b"".join(self.chunks(name, limit))

    def chunks(self, name: str, limit: int = MAX_SHEET) -> Iterator[bytes]:
        """A member piece by piece, counted while it inflates."""
        info = self.members.get(name)
        if info is None:
            raise unreadable(f"thiếu phần {name}", f"part {name} is missing")
        if info.compress_type not in _METHODS:
            raise unreadable(f"phần {name} nén theo kiểu lạ", f"part {name} is compressed in a strange way")
        # The archive gives no more than the declared size, so that a lie cannot lead past this.
        if info.file_size > max(_HONEST, MAX_RATIO * info.compress_size):
            raise _bomb(name)
        total = 0
        try:
            with self.archive.open(info) as member:
                while piece := member.read(_CHUNK):
                    total += len(piece)
                    if total > limit:
                        raise _bomb(name)
                    self._check_time()
                    yield piece
        except RecursionError:
            raise
        except _DAMAGE:
            raise unreadable(f"phần {name} bị hỏng", f"part {name} is damaged") from None

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """A member already inflated, in pieces, so that the time is watched while it is parsed."""
        for start in range(0, len(data), _CHUNK):
            self._check_time()
            yield data[start : start + _CHUNK]

    def _check_time(self) -> None:
        if thread_time() > self.deadline:
            raise PackageError(TOO_HEAVY)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationships of a part: id -> (last word of its type, target member)."""
        folder, _, name = part.rpartition("/")
        path = join(folder, "_rels", f"{name}.rels")
        if path not in self:
            return {}
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                member = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], member)

        parse_xml(self.chunks(path, MAX_RELATIONS), start, path)
        return found


def open_package(data: bytes) -> Package:
    """The workbook package in these bytes; raises `PackageError` for anything else."""
    _refuse_other_kinds(data)
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:  # the directory's entries, counted before they are read
        raise unreadable("tệp có quá nhiều phần", "the file has too many parts")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        infos = archive.infolist()
    except _DAMAGE:
        raise unreadable("tệp bị cắt cụt hoặc hỏng", "the file is truncated or damaged") from None
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.replace("\\", "/")  # as some writers on Windows name them
        if name in members:
            raise unreadable(f"phần {name} có hai lần", f"part {name} stands twice")
        if info.flag_bits & 1:
            raise unreadable("tệp nén có mật khẩu", "the archive is encrypted")
        members[name] = info
    _refuse_other_archives(members)
    return Package(archive, members)


def _refuse_other_archives(members: dict[str, zipfile.ZipInfo]) -> None:
    if "mimetype" in members:
        raise _wrong("tệp OpenDocument (.ods)", "an OpenDocument file (.ods)")
    if "xl/workbook.bin" in members:
        raise _wrong("tệp Excel nhị phân (.xlsb)", "a binary Excel file (.xlsb)")
    if any(name.startswith("word/") for name in members):
        raise _wrong("tệp Word (.docx)", "a Word file (.docx)")
    if any(name.startswith("ppt/") for name in members):
        raise _wrong("tệp PowerPoint (.pptx)", "a PowerPoint file (.pptx)")
    if "[Content_Types].xml" not in members:
        raise _wrong("tệp nén (.zip), không phải bảng tính", "an archive (.zip), not a workbook")


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
