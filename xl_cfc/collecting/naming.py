"""What a file's name says it is, and how files are named in the consolidated workbook."""

import os
from pathlib import Path, PurePosixPath

from xl_cfc.consolidation.sources import FileStatus, OtherFile
from xl_cfc.files.locking import is_lock
from xl_cfc.findings.finding import found
from xl_cfc.findings.merging import ARCHIVE_UNREADABLE, OPEN_ELSEWHERE
from xl_cfc.language import t
from xl_cfc.text import composed

#: Read as a workbook, whatever is inside: a spreadsheet in another format gets its own finding.
WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".ods", ".et", ".ett"))
#: Known not to be workbooks; anything else is judged by its first bytes.
DOCUMENTS = frozenset((
    ".doc", ".docx", ".docm", ".dot", ".dotx", ".odt", ".rtf", ".pdf", ".txt", ".csv", ".md", ".ppt",
    ".pptx", ".odp", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".heic", ".webp", ".tif", ".tiff", ".mp3",
    ".mp4", ".mov", ".avi", ".eml", ".msg", ".htm", ".html", ".json", ".xml", ".yaml", ".yml", ".log",
    ".ini", ".db", ".lnk", ".url", ".parquet", ".xlam", ".xla", ".py", ".exe", ".msi", ".apk", ".jar",
    ".epub",
))  # fmt: skip
ARCHIVE = ".zip"
FOREIGN_ARCHIVES = frozenset((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"))
#: How a .xlsx or an .xls begins.
WORKBOOK_BYTES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

_SYSTEM_FILES = (".DS_Store", "Thumbs.db", "desktop.ini")


def suffix_of(name: str) -> str:
    """The ending of a name, in small letters."""
    return PurePosixPath(name).suffix.lower()


def shown_path(path: Path, base: Path) -> str:
    """A path as the workbook shows and links it: relative to `base` where it can be, in NFC, with slashes."""
    try:
        relative = os.path.relpath(path, base)
    except ValueError:  # another drive
        relative = str(path)
    text = os.fsencode(relative).decode("utf-8", "replace").replace(os.sep, "/")
    return composed(text)


def side_file(name: str, size: int) -> OtherFile | None:
    """What a spreadsheet program or a system leaves beside files (lock files, companions); None for the rest."""
    folder, _, last = name.rpartition("/")
    if last.startswith("~$") or (last.startswith(".~lock.") and last.endswith("#")):
        other = last[2:] if last.startswith("~$") else last.removeprefix(".~lock.").removesuffix("#")
        finding = found(OPEN_ELSEWHERE, file=name, other="/".join(filter(None, (folder, other))))
        return OtherFile(name, size, FileStatus.LOCK, finding.message, (finding,))
    if last.startswith("._") or last in _SYSTEM_FILES:
        return OtherFile(name, size, FileStatus.NOT_A_FORM, t("Tệp phụ của hệ điều hành", "A system file"))
    if is_lock(last):
        return OtherFile(name, size, FileStatus.NOT_A_FORM, t("Tệp khoá của một lần gộp", "The lock file of a merge"))
    if last.startswith(".") and last.endswith(".tmp"):
        why = t("Tệp tạm của một lần ghi bị ngắt", "The temporary file of an interrupted write")
        return OtherFile(name, size, FileStatus.NOT_A_FORM, why)
    return None


def not_a_form(name: str, size: int) -> OtherFile:
    """A file of another kind."""
    return OtherFile(name, size, FileStatus.NOT_A_FORM, t("Không phải tệp bảng tính", "Not a spreadsheet file"))


def unreadable_archive(name: str, size: int, reason: str) -> OtherFile:
    """An archive that may hold forms and cannot be opened."""
    finding = found(ARCHIVE_UNREADABLE, file=name, reason=reason)
    return OtherFile(name, size, FileStatus.UNUSABLE, finding.message, (finding,))


def foreign_archive(name: str, size: int) -> OtherFile:
    """An archive in a format that is not read."""
    return unreadable_archive(name, size, t("chỉ đọc được tệp nén .zip", "only .zip archives can be read"))
