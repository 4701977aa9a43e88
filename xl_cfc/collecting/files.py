"""Which files there are below the folders given: every one becomes a job or is listed with the reason why not.

Folders are named by their real place, so that a loop of links ends and the order of the inputs does not matter.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xl_cfc.collecting import naming
from xl_cfc.collecting.archives import Job, list_archive
from xl_cfc.collecting.backups import is_backup
from xl_cfc.consolidation.sources import FileStatus, OtherFile
from xl_cfc.files.locking import lock_path
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.merging import FOLDER_UNREADABLE
from xl_cfc.form.isolation import isolated
from xl_cfc.form.ondisk import reason_of


@dataclass
class Collected:
    """What was found: the files to evaluate and the others, each with its reason."""

    jobs: list[Job] = field(default_factory=list)
    others: list[OtherFile] = field(default_factory=list)


def collect(inputs: Sequence[Path], output: Path) -> Collected:
    """Every file in the inputs (folders, workbooks, archives) but the output, named relative to its folder."""
    walk = _Walk(output)
    for path in inputs:
        if os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises where this one answers)
            walk.folders.append(path)
        else:
            walk.add(_real(path.parent) / path.name, asked_for=True)
    walk.enter_all()
    return walk.collected()


def _real(path: Path) -> Path:
    """Where a path really is; unlike `Path.resolve` it never raises for a loop of links."""
    return Path(os.path.realpath(path))


class _Walk:
    """The files seen so far, each with whether the user named it."""

    def __init__(self, output: Path) -> None:
        self.folders: list[Path] = []
        self._output = _real(output)
        self._entered: set[Path] = set()
        self._files: dict[Path, bool] = {}
        self._closed: list[OtherFile] = []

    def add(self, path: Path, *, asked_for: bool = False) -> None:
        """Note a file, unless it is the output, its lock or one of its backups."""
        real = _real(path)
        if real not in (self._output, lock_path(self._output)) and not is_backup(real, self._output):
            self._files[path] = asked_for or self._files.get(path, False)

    def enter_all(self) -> None:
        """Note every file below the folders."""
        while self.folders:
            folder = _real(self.folders.pop())
            if folder not in self._entered:
                self._entered.add(folder)
                self._enter(folder)

    def _enter(self, folder: Path) -> None:
        try:
            paths = [folder / name for name in os.listdir(folder)]  # noqa: PTH208 (names, not paths)
        except OSError as error:
            self._closed.append(self._closed_folder(folder, error))
            return
        for path in paths:
            if os.path.isdir(path):  # noqa: PTH112
                self.folders.append(path)
            else:
                self.add(path)

    def _closed_folder(self, folder: Path, error: OSError) -> OtherFile:
        name = f"{self._shown(folder)}/"
        finding = found(FOLDER_UNREADABLE, file=name, reason=reason_of(error))
        return OtherFile(name, 0, FileStatus.UNUSABLE, finding.message, (finding,))

    def _shown(self, path: Path) -> str:
        return naming.shown_path(path, self._output.parent)

    def collected(self) -> Collected:
        """The files sorted into jobs and others, by path."""
        sorted_in = [self._sort_in(path) for path in sorted(self._files)]
        archives = [one for one in sorted_in if isinstance(one, Job) and naming.suffix_of(one.file) == naming.ARCHIVE]
        inside = dict(isolated(_listed, archives, _refused))
        collected = Collected(others=list(self._closed))
        for found_one in sorted_in:
            for one in inside.get(found_one, [found_one]) if isinstance(found_one, Job) else [found_one]:
                if isinstance(one, Job):
                    collected.jobs.append(one)
                else:
                    collected.others.append(one)
        return collected

    def _sort_in(self, path: Path) -> Job | OtherFile:
        """A file, an archive included, as a job or with the reason why it is none."""
        name, size = self._shown(path), _size(path)
        suffix = naming.suffix_of(name)
        if (other := naming.side_file(name, size)) is not None:
            return other
        if _is_special(path):
            return naming.not_a_form(name, size)
        if suffix in naming.FOREIGN_ARCHIVES:
            return naming.foreign_archive(name, size)
        if suffix in naming.WORKBOOKS or suffix == naming.ARCHIVE or self._files[path]:
            return Job(name, path, size)
        if suffix not in naming.DOCUMENTS and _begins_like_workbook(path):
            return Job(name, path, size)
        return naming.not_a_form(name, size)


def _listed(archive: Job) -> list[Job | OtherFile]:
    return list(list_archive(archive.path, archive.file, archive.size))


def _refused(archive: Job, finding: Finding) -> list[Job | OtherFile]:
    return [naming.unreadable_archive(archive.file, archive.size, finding.message)]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _is_special(path: Path) -> bool:
    """Whether it is a device or a pipe, which would never end being read."""
    return os.path.exists(path) and not os.path.isfile(path)  # noqa: PTH110, PTH113


def _begins_like_workbook(path: Path) -> bool:
    """Whether a file of unknown kind may be a workbook; one that cannot be opened may."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) in naming.WORKBOOK_BYTES
    except OSError:
        return True
