"""One writer at a time: a lock file beside a workbook, with a rule for locks whose owner is gone.

`filelock` makes and clears the lock: it knows its owner by computer, process and when that process started, and takes
over the lock of a process that has ended. Our own are the ages after which a lock counts for nothing, the name of the
person (filelock keeps none), and what is said. What a lock's owner left half-written is cleared away.
"""

import contextlib
import errno
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import MarkerSoftFileLock, OwnerRecord, SoftFileLockLifetimeWarning, Timeout

from xl_cfc.language import t
from xl_cfc.usage import UsageError

#: Seconds after which a lock counts for nothing: no merge takes half a day, and another computer cannot be asked.
STALE_AFTER = 12 * 3600.0
#: The same for a lock that names nobody, as a power cut leaves it.
NAMELESS_AFTER = 60.0
#: Seconds in which a lock that is being cleared is tried again; nobody waits for another merge.
_PATIENCE = 0.2
_SUFFIX = ".xl_cfc-lock"
_USER = "user="


def lock_path(path: Path) -> Path:
    """The lock file of a workbook: `.tong-hop.xlsx.xl_cfc-lock` beside it."""
    return path.parent / f".{path.name}{_SUFFIX}"


def is_lock(name: str) -> bool:
    """Whether a file is a lock of ours, by its name."""
    return name.startswith(".") and _SUFFIX in name


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a workbook; raises `UsageError` when somebody else does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = _lock(path)
    try:
        lock.acquire()
    except Timeout:
        if not lock_path(path).exists():  # Windows says the same of a folder where nothing may be written
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path.parent)) from None
        raise UsageError(_held_text(path, lock.owner)) from None
    try:
        _sign(lock_path(path))
        _clear_leftovers(path)
        yield
    finally:
        lock.release()


def _lock(path: Path) -> MarkerSoftFileLock:
    """The lock, not yet held, and after what age another's counts for nothing."""
    lock = lock_path(path)
    lifetime = NAMELESS_AFTER if MarkerSoftFileLock(lock).owner is None else STALE_AFTER
    with warnings.catch_warnings():  # that an old lock is taken from a living owner too is meant
        warnings.simplefilter("ignore", SoftFileLockLifetimeWarning)
        return MarkerSoftFileLock(lock, timeout=_PATIENCE, lifetime=lifetime)


def _sign(lock: Path) -> None:
    """Add who holds the lock; readers of the record pass over lines they do not know."""
    with lock.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{_USER}{_user()}\n")


def _user() -> str:
    return (os.environ.get("USERNAME") or os.environ.get("USER") or "")[:100]


def _held_text(path: Path, owner: OwnerRecord | None) -> str:
    lock = lock_path(path)
    who = _owner_text(lock, owner) if owner else ""
    return t(
        f"Một lần gộp khác đang ghi {path}{who}. Chờ lần đó xong rồi chạy lại; nếu chắc chắn không còn lần nào chạy, "
        f"xoá tệp {lock}.",
        f"Another merge is writing {path}{who}. Wait for it and run again; if you are sure that none is running, "
        f"delete {lock}.",
    )


def _owner_text(lock: Path, owner: OwnerRecord) -> str:
    user, since = _signed(lock)
    host = owner.hostname.partition("?pidns-")[0]  # what filelock adds inside a container
    return t(
        f" (người dùng {user}, máy {host}, tiến trình {owner.pid}, từ {since})",
        f" (user {user}, computer {host}, process {owner.pid}, since {since})",
    )


def _signed(lock: Path) -> tuple[str, str]:
    """Who holds the lock, and since when, as far as the file tells."""
    try:
        lines = lock.read_text("utf-8", errors="replace").splitlines()
        since = f"{datetime.fromtimestamp(lock.stat().st_mtime):%H:%M %d/%m/%Y}"
    except (OSError, ValueError, OverflowError):
        return "?", "?"
    return next((line.removeprefix(_USER) for line in lines if line.startswith(_USER)), "") or "?", since


def _clear_leftovers(path: Path) -> None:
    """Delete temporary files of this workbook's interrupted writes: nobody else is writing it."""
    pattern = re.compile(re.escape(f".{path.stem}-") + r"[a-z0-9_]{8}\.tmp")
    for name in os.listdir(path.parent):  # noqa: PTH208 (names, not paths)
        if pattern.fullmatch(name):
            with contextlib.suppress(OSError):  # on Windows, while a virus scanner looks at it; the next merge will
                (path.parent / name).unlink()


def open_elsewhere(path: Path) -> Path | None:
    """The owner file that Excel (`~$name`) or LibreOffice (`.~lock.name#`) leaves beside a workbook it has open."""
    # Excel drops the first two letters of longer names.
    names = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return next((path.parent / name for name in names if (path.parent / name).exists()), None)
