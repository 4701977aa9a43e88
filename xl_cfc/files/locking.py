"""One writer at a time: a lock file beside a workbook, with a rule for locks whose owner is gone.

A lock is stale when its process no longer runs on this computer, when it is older than `STALE_AFTER`, or when it is
unreadable and older than a minute. What a stale lock's owner left half-written is cleared away.
"""

import contextlib
import json
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from xl_cfc.language import t
from xl_cfc.usage import UsageError

#: Seconds after which a lock counts for nothing: no merge takes half a day.
STALE_AFTER = 12 * 3600.0
_UNREADABLE_AFTER = 60.0
_SUFFIX = ".xl_cfc-lock"


class Owner(NamedTuple):
    """Who holds a lock: the computer, the process on it, the person, and since when (seconds since 1970)."""

    host: str
    pid: int
    user: str
    since: float


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
    lock = lock_path(path)
    mine = _text(Owner(socket.gethostname(), os.getpid(), _user(), time.time()))
    _take(lock, mine, path)
    try:
        _clear_leftovers(path)
        yield
    finally:
        with contextlib.suppress(OSError):  # on Windows, while somebody reads it; it is stale when this process ends
            if _read(lock) == mine:
                lock.unlink()


def _take(lock: Path, mine: str, path: Path) -> None:
    for _ in range(3):  # a stale lock is cleared and the lock tried again
        if _created(lock, mine):
            return
        held = _read(lock)
        if held is None:
            continue
        age = _age(lock)
        if not is_stale(owner_of(held), age):
            raise UsageError(_held_text(path, lock, owner_of(held)))
        _clear(lock, held)
    raise UsageError(_held_text(path, lock, None))


def _created(lock: Path, text: str) -> bool:
    try:
        with lock.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        return False
    return True


def _read(lock: Path) -> str | None:
    """What the lock says; None when there is none."""
    try:
        return lock.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return None


def _age(lock: Path) -> float:
    try:
        return time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _clear(lock: Path, held: str) -> None:
    """Take a stale lock away, and put back what another process has made of it meanwhile."""
    aside = lock.with_name(f"{lock.name}-{os.getpid()}")
    try:
        lock.replace(aside)
    except (FileNotFoundError, PermissionError):  # gone, or on Windows just being read: look again
        return
    if _read(aside) != held:
        _created(lock, _read(aside) or "")
    aside.unlink(missing_ok=True)


def owner_of(text: str) -> Owner | None:
    """Who a lock's text names, None when it cannot be read."""
    try:
        data = json.loads(text)
        return Owner(str(data["host"]), int(data["pid"]), str(data["user"]), float(data["since"]))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None


def is_stale(owner: Owner | None, age: float) -> bool:
    """Whether a lock of this age (in seconds) no longer counts."""
    if owner is None:
        return age > _UNREADABLE_AFTER
    gone = owner.host == socket.gethostname() and not is_running(owner.pid)
    return gone or age > STALE_AFTER


def _text(owner: Owner) -> str:
    return json.dumps(owner._asdict(), ensure_ascii=False)


def _user() -> str:
    return os.environ.get("USERNAME") or os.environ.get("USER") or ""


def _held_text(path: Path, lock: Path, owner: Owner | None) -> str:
    who = _owner_text(owner)
    return t(
        f"Một lần gộp khác đang ghi {path}{who}. Chờ lần đó xong rồi chạy lại; nếu chắc chắn không còn lần nào chạy, "
        f"xoá tệp {lock}.",
        f"Another merge is writing {path}{who}. Wait for it and run again; if you are sure that none is running, "
        f"delete {lock}.",
    )


def _owner_text(owner: Owner | None) -> str:
    if owner is None:
        return ""
    try:
        since = f"{datetime.fromtimestamp(owner.since):%H:%M %d/%m/%Y}"
    except (ValueError, OverflowError, OSError):
        since = "?"
    return t(
        f" (người dùng {owner.user or '?'}, máy {owner.host}, tiến trình {owner.pid}, từ {since})",
        f" (user {owner.user or '?'}, computer {owner.host}, process {owner.pid}, since {since})",
    )


if sys.platform == "win32":

    def is_running(pid: int) -> bool:
        """Whether a process of this id runs here (`os.kill(pid, 0)` would end it on Windows)."""
        import ctypes

        query, still_active = 0x1000, 259
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        process = kernel.OpenProcess(query, False, pid)
        if not process:
            return ctypes.get_last_error() == 5  # access denied: it is there
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(ctypes.c_void_p(process), ctypes.byref(code))
        kernel.CloseHandle(ctypes.c_void_p(process))
        return code.value == still_active

else:

    def is_running(pid: int) -> bool:
        """Whether a process of this id runs here."""
        if pid <= 0:
            return False
        try:
            os.kill(pid, 0)
        except PermissionError:
            return True
        except (ProcessLookupError, OverflowError):
            return False
        return True


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
