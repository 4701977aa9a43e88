"""Writing files so that nothing is ever lost: whole or not at all, and never over another file unasked."""

import os
import tempfile
from pathlib import Path

from xl_cfc.language import t
from xl_cfc.usage import UsageError


class FileHeldError(UsageError):
    """The file cannot be replaced: another program has it open."""


def need_suffix(path: Path, *suffixes: str) -> None:
    """Raise `UsageError` when the file's name does not end in one of these."""
    if path.suffix.lower() not in suffixes:
        names = t(" hoặc ", " or ").join(suffixes)
        raise UsageError(t(f"Tên tệp phải kết thúc bằng {names}", f"The file name must end in {names}"))


def refuse_overwrite(path: Path, *, force: bool) -> None:
    """Raise `UsageError` when the file exists and may not be replaced."""
    if path.exists() and not force:
        raise UsageError(
            t(
                f"Tệp {path} đã có. Chọn tên khác, hoặc thêm --force để ghi đè.",
                f"{path} exists already. Choose another name, or add --force to overwrite it.",
            )
        )


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file by way of a temporary one beside it, renamed when it is complete.

    Raises `UsageError` when the file exists and `force` is not given, `FileHeldError` when another program has it
    open, OSError when it cannot be written.
    """
    refuse_overwrite(path, force=force)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        refuse_overwrite(path, force=force)  # it may have come meanwhile
        _replace(Path(temporary), path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_file_or_second(path: Path, data: bytes, *, force: bool = False) -> Path:
    """Write a file, or, where another program has it open, one named `… (2)` beside it; returns which."""
    try:
        write_file(path, data, force=force)
    except FileHeldError:
        second = _second_name(path)
        write_file(second, data)
        return second
    return path


def _second_name(path: Path) -> Path:
    number = 2
    while (second := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return second


def _replace(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except PermissionError:  # on Windows, a file that Excel has open
        raise FileHeldError(
            t(
                f"Không ghi được {path}: tệp có thể đang mở trong Excel. Đóng tệp rồi chạy lại, hoặc chọn tên khác.",
                f"{path} cannot be written: Excel may have it open. Close it and run again, or choose another name.",
            )
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
