"""Telling how far long work is: a bar on a terminal, a plain line every tenth when piped, or nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from xl_cfc.language import t

#: Called with how many files are done, how many there are, and the name of the last one.
Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, name: str) -> None:
    """Tell nothing."""


@contextmanager
def terminal_progress(stream: TextIO | None = None, *, writing: bool = False) -> Iterator[Progress]:
    """The progress of reading (or `writing`) files on this stream, standard error by default: a bar, or plain lines."""
    target = sys.stderr if stream is None else stream
    if not target.isatty():
        yield _Lines(target, t("Đã ghi", "Written") if writing else t("Đã đọc", "Read"))
        return
    doing = t("Đang ghi phiếu", "Writing forms") if writing else t("Đang đọc phiếu", "Reading forms")
    with _bar(target, doing) as told:
        yield told


class _Lines:
    """A line at every tenth of the way."""

    def __init__(self, stream: TextIO, did: str) -> None:
        self._stream = stream
        self._did = did
        self._told = 0

    def __call__(self, done: int, total: int, name: str) -> None:
        tenth = done * 10 // total if total else 0
        if tenth > self._told:
            self._told = tenth
            print(f"{self._did} {done}/{total} {t('tệp', 'files')}", file=self._stream, flush=True)


@contextmanager
def _bar(stream: TextIO, doing: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("[dim]{task.fields[file]}"),
    )  # fmt: skip
    bar = Bar(*columns, console=Console(file=stream), transient=True)
    task = bar.add_task(doing, total=None, file="")

    def told(done: int, total: int, name: str) -> None:
        # Started late: a process that has threads should not fork.
        bar.start()
        bar.update(task, completed=done, total=total, file=name[-48:].replace("[", "\\["))

    try:
        yield told
    finally:
        bar.stop()
