"""Which files there are below the folders given: every one becomes a job or is listed with the reason why not.

Folders are named by their real place, so that a loop of links ends and the order of the inputs does not matter.
"""

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xl_cfc import findings as kinds
from xl_cfc.collecting.archives import Job, list_archive
from xl_cfc.findings import found
from xl_cfc.language import t
from xl_cfc.merging import FileStatus, OtherFile
from xl_cfc.usage import UsageError

#: Read as a workbook, whatever is inside: a spreadsheet in another format gets its own finding.
_WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".ods", ".et", ".ett"))
#: Known not to be workbooks; anything else is judged by its first bytes.
_DOCUMENTS = frozenset(
    ".doc .docx .docm .dot .dotx .odt .rtf .pdf .txt .csv .md .ppt .pptx .odp .jpg .jpeg .png .gif .bmp .heic .webp "
    ".tif .tiff .mp3 .mp4 .mov .avi .eml .msg .htm .html .json .xml .yaml .yml .log .ini .db .lnk .url .tmp .parquet "
    ".xlam .xla .py .exe .msi .apk .jar .epub".split()
)
_FOREIGN_ARCHIVES = frozenset((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"))
_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass
class Collected:
    """What was found: the files to evaluate and the others, each with its reason."""

    jobs: list[Job] = field(default_factory=list)
    others: list[OtherFile] = field(default_factory=list)


def collect(inputs: Sequence[Path], output: Path) -> Collected:
    """Every file in the inputs (folders, workbooks, archives) but the output; names are relative to its folder."""
    for path in inputs:
        if not os.path.lexists(path):
            raise UsageError(t(f"Không có tệp hoặc thư mục {path}", f"There is no file or folder {path}"))
    collecting = _Collecting(output)
    for path in sorted(set(inputs)):
        if path.is_dir():
            collecting.folders.append(path)
        else:
            collecting.add(path.parent.resolve() / path.name, asked_for=True)
    collecting.walk()
    return collecting.result()


def shown_path(path: Path, base: Path) -> str:
    """A path as the workbook shows and links it: relative to `base` where it can be, in NFC, with slashes."""
    try:
        relative = os.path.relpath(path, base)
    except ValueError:  # another drive
        relative = str(path)
    text = os.fsencode(relative).decode("utf-8", "replace").replace(os.sep, "/")
    return unicodedata.normalize("NFC", text)


class _Collecting:
    def __init__(self, output: Path) -> None:
        self.output = output.resolve()
        self.folders: list[Path] = []
        self._seen: set[Path] = set()
        self._files: dict[Path, bool] = {}  # with: named by the user
        self._broken: list[OtherFile] = []

    def add(self, path: Path, *, asked_for: bool = False) -> None:
        """Note a file, unless it is the output."""
        if path.resolve() != self.output:
            self._files[path] = asked_for or self._files.get(path, False)

    def walk(self) -> None:
        """Note every file below the folders."""
        while self.folders:
            folder = self.folders.pop().resolve()
            if folder not in self._seen:
                self._seen.add(folder)
                self._enter(folder)

    def _enter(self, folder: Path) -> None:
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries)
        except OSError as error:
            self._broken.append(self._refused_folder(folder, error))
            return
        for name in names:
            path = folder / name
            if path.is_dir():
                self.folders.append(path)
            else:
                self.add(path)

    def _refused_folder(self, folder: Path, error: OSError) -> OtherFile:
        name = self.shown(folder) + "/"
        finding = found(kinds.FOLDER_UNREADABLE, file=name, reason=error.strerror or str(error))
        return OtherFile(name, 0, FileStatus.UNUSABLE, finding.message, (finding,))

    def shown(self, path: Path) -> str:
        """The name of a file in the workbook."""
        return shown_path(path, self.output.parent)

    def result(self) -> Collected:
        """The files sorted into jobs and others."""
        collected = Collected(others=list(self._broken))
        for path in sorted(self._files):
            for one in self._sort_in(path, asked_for=self._files[path]):
                if isinstance(one, Job):
                    collected.jobs.append(one)
                else:
                    collected.others.append(one)
        return collected

    def _sort_in(self, path: Path, *, asked_for: bool) -> Iterable[Job | OtherFile]:
        name, suffix, size = self.shown(path), path.suffix.lower(), _size(path)
        if (other := side_file(name, size)) is not None:
            return (other,)
        if suffix == ".zip":
            return list_archive(path, name, size)
        if suffix in _FOREIGN_ARCHIVES:
            return (_foreign_archive(name, size),)
        if suffix in _WORKBOOKS or asked_for or (suffix not in _DOCUMENTS and _looks_like_workbook(path)):
            return (Job(name, path, size),)
        return (not_a_form(name, size),)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _looks_like_workbook(path: Path) -> bool:
    """Whether an unknown kind of file may be a workbook; one that cannot be opened may."""
    if not path.is_file():
        return path.is_symlink()
    try:
        with path.open("rb") as stream:
            return stream.read(4) in _MAGIC
    except OSError:
        return True


def not_a_form(name: str, size: int) -> OtherFile:
    """A file of another kind."""
    why = t("Không phải tệp bảng tính", "Not a spreadsheet file")
    return OtherFile(name, size, FileStatus.NOT_A_FORM, why)


def _foreign_archive(name: str, size: int) -> OtherFile:
    reason = t("chỉ đọc được tệp nén .zip", "only .zip archives can be read")
    finding = found(kinds.ARCHIVE_UNREADABLE, file=name, reason=reason)
    return OtherFile(name, size, FileStatus.UNUSABLE, finding.message, (finding,))


def side_file(name: str, size: int) -> OtherFile | None:
    """What a spreadsheet program or a system leaves beside files: lock files, macOS companions; else None."""
    folder, _, last = name.rpartition("/")
    if last.startswith("~$") or (last.startswith(".~lock.") and last.endswith("#")):
        other = last[2:] if last.startswith("~$") else last.removeprefix(".~lock.").removesuffix("#")
        finding = found(kinds.OPEN_ELSEWHERE, file=name, other="/".join(filter(None, (folder, other))))
        return OtherFile(name, size, FileStatus.LOCK, finding.message, (finding,))
    if last.startswith("._") or last in (".DS_Store", "Thumbs.db", "desktop.ini"):
        return OtherFile(name, size, FileStatus.NOT_A_FORM, t("Tệp phụ của hệ điều hành", "A system file"))
    return None


def is_workbook_name(name: str) -> bool:
    """Whether a name in an archive is that of a workbook, or of no known kind."""
    suffix = Path(name).suffix.lower()
    return suffix in _WORKBOOKS or suffix not in _DOCUMENTS | _FOREIGN_ARCHIVES | {".zip"}


def is_archive_name(name: str) -> bool:
    """Whether a name is that of an archive."""
    return Path(name).suffix.lower() in _FOREIGN_ARCHIVES | {".zip"}


def iterate(collected: Collected) -> Iterator[str]:
    """The name of every file found."""
    yield from (job.file for job in collected.jobs)
    yield from (other.file for other in collected.others)
