"""Forms inside .zip attachments: listed by the archive's directory, read into memory within bounds.

Nothing is ever written to disk, so that no name in an archive can lead anywhere.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xl_cfc.collecting import naming
from xl_cfc.consolidation.sources import FileStatus, OtherFile
from xl_cfc.language import t
from xl_cfc.text import composed

MAX_MEMBERS = 20_000
MAX_INFLATED = 4 * 2**30

#: Everything `zipfile` raises for damaged, encrypted or exotic archives.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError,
)  # fmt: skip
_UTF8_NAME = 0x800


class Job(NamedTuple):
    """A file to evaluate: its name in the workbook, where it is, and its place in an archive if it is in one."""

    file: str
    path: Path
    size: int
    member: int | None = None


def list_archive(path: Path, name: str, size: int) -> Iterator[Job | OtherFile]:
    """The archive itself, and everything in it; what is not evaluated has its reason."""
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED:
        yield naming.unreadable_archive(name, size, t("tệp bị hỏng hoặc không đọc được", "damaged or unreadable"))
        return
    with archive:
        yield from _list(archive, path, name, size)


def _list(archive: zipfile.ZipFile, path: Path, name: str, size: int) -> Iterator[Job | OtherFile]:
    infos = archive.infolist()
    inflated = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS or inflated > MAX_INFLATED:
        yield naming.unreadable_archive(name, size, t("quá lớn (bom nén?)", "too large (a zip bomb?)"))
        return
    files = [(place, info) for place, info in enumerate(infos) if not info.is_dir()]
    why = t(f"{len(files)} tệp bên trong, mỗi tệp một dòng", f"{len(files)} files inside, a row each")
    yield OtherFile(name, size, FileStatus.ARCHIVE, why)
    taken: set[str] = set()
    for place, info in files:
        shown = _unique(f"{name}/{member_name(info)}", taken)
        other = _refused(archive, shown, info)
        yield Job(shown, path, info.file_size, place) if other is None else other


def _refused(archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo) -> OtherFile | None:
    """Why a member is not evaluated; None when it is."""
    suffix = naming.suffix_of(name)
    if (other := naming.side_file(name, info.file_size)) is not None:
        return other
    if suffix == naming.ARCHIVE:
        nested = t("nằm trong một tệp nén khác", "inside another archive")
        return naming.unreadable_archive(name, info.file_size, nested)
    if suffix in naming.FOREIGN_ARCHIVES:
        return naming.foreign_archive(name, info.file_size)
    if suffix in naming.WORKBOOKS or (suffix not in naming.DOCUMENTS and _begins_like_workbook(archive, info)):
        return None
    return naming.not_a_form(name, info.file_size)


def _begins_like_workbook(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether a member of unknown kind may be a workbook; one that cannot be read may."""
    try:
        with archive.open(info) as member:
            return member.read(4) in naming.WORKBOOK_BYTES
    except DAMAGED:
        return True


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; many archivers write UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return composed(name.replace("\\", "/"))


def _unique(name: str, taken: set[str]) -> str:
    """The name, numbered when the archive has it twice."""
    made, number, original = name, 1, PurePosixPath(name)
    while made in taken:
        number += 1
        made = str(original.with_name(f"{original.stem} ({number}){original.suffix}"))
    taken.add(made)
    return made


def read_member(path: Path, place: int) -> bytes:
    """A member's bytes, no more than the archive's directory says; raises one of `DAMAGED`."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.infolist()[place])


def read_bytes(job: Job) -> bytes:
    """A file's bytes, wherever it is; raises OSError or one of `DAMAGED`."""
    return job.path.read_bytes() if job.member is None else read_member(job.path, job.member)
