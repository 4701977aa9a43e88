"""Telling how far a merge is: a bar on a terminal, a plain line every tenth when piped, or nothing."""

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
def terminal_progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """The progress for this stream (standard error by default): a bar on a terminal, else plain lines."""
    target = sys.stderr if stream is None else stream
    if not target.isatty():
        yield _Lines(target)
        return
    with _bar(target) as told:
        yield told


class _Lines:
    """A line at every tenth of the way."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._told = 0

    def __call__(self, done: int, total: int, name: str) -> None:
        tenth = done * 10 // total if total else 0
        if tenth > self._told:
            self._told = tenth
            print(t(f"Đã đọc {done}/{total} tệp", f"Read {done}/{total} files"), file=self._stream, flush=True)


@contextmanager
def _bar(stream: TextIO) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("[dim]{task.fields[file]}"),
    )  # fmt: skip
    bar = Bar(*columns, console=Console(file=stream), transient=True)
    task = bar.add_task(t("Đang đọc phiếu", "Reading forms"), total=None, file="")

    def told(done: int, total: int, name: str) -> None:
        # Started late: a process that has threads should not fork.
        bar.start()
        bar.update(task, completed=done, total=total, file=name[-48:].replace("[", "\\["))

    try:
        yield told
    finally:
        bar.stop()
