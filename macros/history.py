"""What can be undone: before each write, the former state is kept on disk, the newest last."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from macros.overlay import Overlay, from_json, to_json
from xl_cfc.collecting.backups import backup_name
from xl_cfc.files.home import home
from xl_cfc.files.locking import locked
from xl_cfc.files.writing import write_file
from xl_cfc.usage import UsageError

_KEPT = 20


@dataclass(frozen=True)
class Created:
    """A file a step made, recognised by its content."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Replaced:
    """A file a step replaced, recognised by its new content, and the backup that holds what stood there before."""

    path: str
    sha256: str
    backup: str


@dataclass(frozen=True)
class UndoStep:
    """One step: its name, the workbook it was done in, and what was there before."""

    label: str
    book: str
    time: str
    overlay: str
    created: tuple[Created, ...] = ()
    replaced: tuple[Replaced, ...] = ()

    @property
    def before(self) -> Overlay:
        """What the add-in had added before the step."""
        return from_json(self.overlay)


def folder() -> Path:
    """Where steps and copies are kept."""
    return home() / "hoan-tac"


def remember(
    label: str,
    book: str,
    before: Overlay,
    *,
    copy: bytes | None = None,
    created: tuple[Path, ...] = (),
    replaced: tuple[tuple[Path, Path], ...] = (),
) -> None:
    """Keep the state before a step, and a copy of the workbook as it was; `replaced` pairs files with backups."""
    folder().mkdir(parents=True, exist_ok=True)
    now = datetime.now()
    step = UndoStep(
        label=label,
        book=book,
        time=now.isoformat(timespec="seconds"),
        overlay=to_json(before),
        created=tuple(Created(str(path), _sha256(path)) for path in created),
        replaced=tuple(Replaced(str(path), _sha256(path), str(backup)) for path, backup in replaced),
    )
    name = now.strftime("%Y%m%d-%H%M%S-%f")
    if copy is not None:
        (folder() / f"{name}.xlsx").write_bytes(copy)
    (folder() / f"{name}.json").write_text(json.dumps(asdict(step), ensure_ascii=False), "utf-8")
    for old in _entries()[:-_KEPT]:
        _forget(old)


def last(book: str) -> UndoStep | None:
    """The newest step done in this workbook."""
    entry = _last_entry(book)
    return _read(entry) if entry else None


def drop_last(book: str) -> None:
    """Forget the newest step of this workbook, with its copy."""
    entry = _last_entry(book)
    if entry is not None:
        _forget(entry)


def remove_created(step: UndoStep, let_go: Callable[[Path], bool]) -> tuple[list[Path], list[Path]]:
    """Delete the files a step made; those changed since are kept, as is one that `let_go` refuses to give up."""
    deleted: list[Path] = []
    kept: list[Path] = []
    for made in step.created:
        path = Path(made.path)
        if not path.is_file():
            continue
        if _sha256(path) == made.sha256 and let_go(path):
            path.unlink()
            deleted.append(path)
        else:
            kept.append(path)
    return deleted, kept


def put_back(made: Replaced) -> Path | None:
    """Put back the file a step replaced; what was changed there since is kept under the name returned.

    Raises `UsageError` when the backup is gone or somebody is writing the file.
    """
    path, backup = Path(made.path), Path(made.backup)
    with locked(path):
        if not backup.is_file():
            raise UsageError(f"Không hoàn tác được: không còn bản cũ {backup}")
        kept = None
        if path.is_file() and _sha256(path) != made.sha256:
            kept = path.with_name(backup_name(path, datetime.now()))
            write_file(kept, path.read_bytes())
        write_file(path, backup.read_bytes(), force=True)
        backup.unlink()
    return kept


def _entries() -> list[Path]:
    return sorted(folder().glob("*.json")) if folder().is_dir() else []


def _last_entry(book: str) -> Path | None:
    return next((path for path in reversed(_entries()) if _read(path).book == book), None)


def _read(path: Path) -> UndoStep:
    data = json.loads(path.read_text("utf-8"))
    created = tuple(Created(**part) for part in data["created"])
    replaced = tuple(Replaced(**part) for part in data.get("replaced", ()))
    return UndoStep(**{**data, "created": created, "replaced": replaced})


def _forget(entry: Path) -> None:
    entry.unlink(missing_ok=True)
    entry.with_suffix(".xlsx").unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
