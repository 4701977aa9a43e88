"""What can be undone: before each write, the former state is kept on disk, the newest last."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from macros.overlay import Overlay, from_json, to_json
from xl_cfc.addin.settings import home

_KEPT = 20


@dataclass(frozen=True)
class Created:
    """A file a step made, recognised by its content."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Step:
    """One step: its name, the workbook it was done in, and what was there before."""

    label: str
    book: str
    time: str
    overlay: str
    created: tuple[Created, ...] = ()

    @property
    def before(self) -> Overlay:
        """What the add-in had added before the step."""
        return from_json(self.overlay)


def folder() -> Path:
    """Where steps and copies are kept."""
    return home() / "hoan-tac"


def remember(
    label: str, book: str, before: Overlay, *, copy: bytes | None = None, created: tuple[Path, ...] = ()
) -> None:
    """Keep the state before a step, and a copy of the workbook as it was."""
    folder().mkdir(parents=True, exist_ok=True)
    now = datetime.now()
    step = Step(
        label=label,
        book=book,
        time=now.isoformat(timespec="seconds"),
        overlay=to_json(before),
        created=tuple(Created(str(path), _sha256(path)) for path in created),
    )
    name = now.strftime("%Y%m%d-%H%M%S-%f")
    if copy is not None:
        (folder() / f"{name}.xlsx").write_bytes(copy)
    (folder() / f"{name}.json").write_text(json.dumps(asdict(step), ensure_ascii=False), "utf-8")
    for old in _entries()[:-_KEPT]:
        _forget(old)


def last(book: str) -> Step | None:
    """The newest step done in this workbook."""
    entry = _last_entry(book)
    return _read(entry) if entry else None


def drop_last(book: str) -> None:
    """Forget the newest step of this workbook, with its copy."""
    entry = _last_entry(book)
    if entry is not None:
        _forget(entry)


def remove_created(step: Step) -> tuple[list[Path], list[Path]]:
    """Delete the files a step made; those changed since are kept. Gives both lists."""
    deleted: list[Path] = []
    kept: list[Path] = []
    for made in step.created:
        path = Path(made.path)
        if not path.is_file():
            continue
        if _sha256(path) == made.sha256:
            path.unlink()
            deleted.append(path)
        else:
            kept.append(path)
    return deleted, kept


def _entries() -> list[Path]:
    return sorted(folder().glob("*.json")) if folder().is_dir() else []


def _last_entry(book: str) -> Path | None:
    return next((path for path in reversed(_entries()) if _read(path).book == book), None)


def _read(path: Path) -> Step:
    data = json.loads(path.read_text("utf-8"))
    return Step(**{**data, "created": tuple(Created(**part) for part in data["created"])})


def _forget(entry: Path) -> None:
    entry.unlink(missing_ok=True)
    entry.with_suffix(".xlsx").unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
