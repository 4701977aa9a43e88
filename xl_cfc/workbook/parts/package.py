"""Safe access to the parts of a workbook file: what kind of file it is, and members inflated within bounds.

A file is untrusted. Nothing here trusts a declared size; every way in which a file can be broken ends in
`PackageError`, which names a kind of finding and its parameters.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from time import thread_time

from xl_cfc.findings.file import TOO_HEAVY, WRONG_FORMAT
from xl_cfc.language import t
from xl_cfc.workbook.errors import PackageError, unreadable
from xl_cfc.workbook.parts.xmlparsing import local, parse_xml

MAX_MEMBERS = 2_000
MAX_PART = 64 * 2**20  # shared strings, styles, names: held in memory
MAX_RELATIONS = 4 * 2**20
MAX_SHEET = 2 * 2**30  # a sheet is streamed; a million formatted rows stay below
MAX_RATIO = 250  # sheets compress about 10 times, a million formatted rows 30 times
_HONEST = 16 * 2**20  # below this much any ratio is borne
MAX_SECONDS = 20.0  # of processor time for reading the whole file
MAX_KEPT = 64 * 2**20  # of inflated members that stay in memory to be looked at again
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


class Budget:
    """The processor time one file may cost: counted while it is read, not while its reader does other work."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._until: float | None = None

    @contextmanager
    def counting(self) -> Iterator[None]:
        """What is done within counts; within another count nothing counts twice."""
        if self._until is not None:
            yield
            return
        self._until = thread_time() + self._left
        try:
            yield
        finally:
            self._left = self._until - thread_time()
            self._until = None

    def check(self) -> None:
        """Raise when the time is up; called within `counting`."""
        if self._until is not None and thread_time() > self._until:
            raise PackageError(TOO_HEAVY)


@dataclass(frozen=True)
class Package:
    """An opened .xlsx or .xlsm: its members by name, inflated on demand, all within one budget of time."""

    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    budget: Budget
    _kept: dict[str, bytes] = field(default_factory=dict)
    _related: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """A whole member, of at most `limit` bytes; inflated once, as long as what is kept stays small."""
        data = self._kept.get(name)
        if data is None:
            data = b"".join(self.chunks(name, limit))
            if len(data) + sum(map(len, self._kept.values())) <= MAX_KEPT:
                self._kept[name] = data
        if len(data) > limit:
            raise _bomb(name)
        return data

    def chunks(self, name: str, limit: int = MAX_SHEET) -> Iterator[bytes]:
        """A member piece by piece, counted while it inflates."""
        if name in self._kept:
            yield from self.pieces(self.read(name, limit))
            return
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
            with self.budget.counting(), self.archive.open(info) as member:
                while piece := member.read(_CHUNK):
                    total += len(piece)
                    if total > limit:
                        raise _bomb(name)
                    self.budget.check()
                    yield piece
        except RecursionError:
            raise
        except _DAMAGE:
            raise unreadable(f"phần {name} bị hỏng", f"part {name} is damaged") from None

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """A member already inflated, in pieces, so that the time is watched while it is parsed."""
        with self.budget.counting():
            for start in range(0, len(data), _CHUNK):
                self.budget.check()
                yield data[start : start + _CHUNK]

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationships of a part: id -> (last word of its type, target member)."""
        if part not in self._related:
            self._related[part] = self._read_related(part)
        return self._related[part]

    def _read_related(self, part: str) -> dict[str, tuple[str, str]]:
        folder, _, name = part.rpartition("/")
        path = join(folder, "_rels", f"{name}.rels")
        if path not in self:
            return {}
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                member = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], member)

        parse_xml(self.chunks(path, MAX_RELATIONS), start, path)
        return found


def open_package(data: bytes, seconds: float | None = None) -> Package:
    """The workbook package in these bytes; raises `PackageError` for anything else. `seconds` allows it more time."""
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
    return Package(archive, members, Budget(MAX_SECONDS if seconds is None else seconds))


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
