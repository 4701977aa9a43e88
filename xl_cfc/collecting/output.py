"""The workbook that is about to be replaced: read first, kept as a backup, and never replaced unread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xl_cfc.collecting.backups import drop_old_backups
from xl_cfc.consolidation.ledger.models import NOTHING_YET, Reread
from xl_cfc.files.writing import refuse_overwrite, write_file, write_file_or_second
from xl_cfc.findings.file import NEWER_WORKBOOK, UNREADABLE
from xl_cfc.findings.finding import found
from xl_cfc.language import t
from xl_cfc.usage import UsageError
from xl_cfc.workbook.errors import PackageError


@dataclass(frozen=True)
class Previous:
    """The file that stands where the workbook goes: its bytes (None: there is none) and the ledger read from it."""

    data: bytes | None
    reread: Reread


def read_output(output: Path, is_form: Callable[[Path], bool], *, force: bool) -> Previous:
    """Read what is about to be replaced; `is_form` says whether a file is a commune's form.

    Raises `UsageError` for a commune's form always; unless `force` is given, also for a file that is no consolidated
    workbook and for one that cannot be read whole.
    """
    from xl_cfc.consolidation.sheets.entries import read_previous
    from xl_cfc.consolidation.sheets.opening import open_consolidated

    nothing = Reread(NOTHING_YET)
    if not output.is_file():
        refuse_overwrite(output, force=force)
        return Previous(None, nothing)
    data = _bytes(output)
    try:
        reread = read_previous(open_consolidated(data))
    except PackageError as error:
        if error.kind is NEWER_WORKBOOK:  # what is typed in it cannot be carried over here
            finding = found(error.kind, **error.params)
            raise UsageError(f"{output}: {finding.message}. {finding.fix}") from None
        if error.kind is UNREADABLE and not force:
            raise UsageError(_damaged(output, found(error.kind, **error.params).message)) from None
        reread = None
    if reread is not None:
        return Previous(data, reread)
    if is_form(output):
        raise UsageError(
            t(
                f"{output} là phiếu của một xã, không ghi đè được. Chọn tên khác.",
                f"{output} is a commune's form and is never overwritten. Choose another name.",
            )
        )
    refuse_overwrite(output, force=force)
    return Previous(data, nothing)


def _bytes(output: Path) -> bytes:
    try:
        return output.read_bytes()
    except OSError as error:
        raise UsageError(_damaged(output, error.strerror or str(error))) from None


def _damaged(output: Path, reason: str) -> str:
    return t(
        f"Không đọc được {output} nên không thay thế, vì nội dung đã nhập trong đó sẽ mất. {reason}. "
        "Chọn tên khác cho bản mới, hoặc mở tệp bằng Excel rồi lưu lại và gộp lại.",
        f"{output} cannot be read and is not replaced: what is typed in it would be lost. {reason}. "
        "Choose another name, or open the file in Excel, save it and merge again.",
    )


def replace_output(output: Path, data: bytes, previous: Previous, backup: str | None, *, force: bool) -> Path:
    """Keep the old workbook as a backup, then put the new one in its place, or beside it where it is open.

    Raises `UsageError` when somebody has saved the old one since it was read.
    """
    if previous.data is None or backup is None:
        return write_file_or_second(output, data, force=force)
    write_file(output.parent / backup, previous.data)
    if not output.is_file() or output.read_bytes() != previous.data:
        (output.parent / backup).unlink(missing_ok=True)
        raise UsageError(
            t(
                f"{output} vừa được lưu trong lúc gộp. Đóng tệp rồi gộp lại.",
                f"{output} was saved while merging. Close it and merge again.",
            )
        )
    written = write_file_or_second(output, data, force=True)
    drop_old_backups(output)
    return written
