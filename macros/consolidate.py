"""Consolidating a folder from the ribbon: the command line's own command, its lines shown as progress."""

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

from xl_cfc import cli

_UNUSABLE = 2


class ConsolidationError(Exception):
    """Why nothing came of it: the command's own last sentence."""


class _Lines(io.TextIOBase):
    """A stream that hands over every whole line as it is written."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self.show = show
        self.last = ""
        self._pending = ""

    def write(self, text: str) -> int:
        """Take text; show the lines that are complete."""
        *lines, self._pending = (self._pending + text.replace("\r", "\n")).split("\n")
        for line in lines:
            if line.strip():
                self.last = line.strip()
                self.show(self.last)
        return len(text)

    def writable(self) -> bool:
        """It is written to."""
        return True


def consolidate(folder: Path, target: Path, progress: Callable[[str], None]) -> str:
    """Consolidate every form below the folder into `target`; gives the sentence for the officer."""
    lines = _Lines(progress)
    with contextlib.redirect_stdout(lines), contextlib.redirect_stderr(lines):
        code = cli.main(["merge", str(folder), "-o", str(target)])
    if code == _UNUSABLE or not target.is_file():
        raise ConsolidationError(lines.last or "Không có phiếu nào dùng được trong thư mục này")
    note = "" if code == 0 else " Có phiếu lỗi hoặc không dùng được: xem các trang Lỗi và Nguồn."
    return f"Đã lập bảng tổng hợp {target.name}.{note}"
