"""Work on untrusted things in worker processes: a crash, a hang or a memory blow-up costs the one thing it came from.

`concurrent.futures` cannot say which task ended a worker, nor end one that hangs; here each worker has one task at a
time, a clock and, where the system knows it, a limit of memory.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, Generic, TypeVar

from xl_cfc.language import Language, current_language, speaking

if sys.platform != "win32":
    import resource

Task = TypeVar("Task")
Result = TypeVar("Result")


class Ended(Enum):
    """How a task ended that has no result."""

    DIED = auto()  # it took its worker with it
    TOO_LONG = auto()
    OUT_OF_MEMORY = auto()


@dataclass(frozen=True)
class Limits:
    """What one task may take: seconds by the clock, bytes of memory beyond what a worker starts with."""

    seconds: float = 60.0
    memory: int = 768 * 2**20


LIMITS = Limits()


def supervised(
    work: Callable[[Task], Result], tasks: Sequence[Task], *, processes: int = 1, limits: Limits = LIMITS
) -> Generator[tuple[Task, Result | Ended]]:
    """Each task with its result, in the order in which they end; `work` speaks the caller's language."""
    crew = _Crew(work, min(processes, len(tasks)), limits)
    try:
        yield from crew.run(deque(tasks))
    finally:
        crew.dismiss()


class _Crew(Generic[Task, Result]):
    """The workers and what each of them is doing."""

    def __init__(self, work: Callable[[Task], Result], size: int, limits: Limits) -> None:
        self._work = work
        self._limits = limits
        self._context = _context()
        self._idle = [self._worker() for _ in range(size)]
        self._busy: dict[Connection, tuple[_Worker, Task, float]] = {}

    def _worker(self) -> "_Worker":
        return _Worker(self._context, self._work, self._limits.memory)

    def run(self, waiting: deque[Task]) -> Iterator[tuple[Task, Result | Ended]]:
        """Hand out the tasks and take in what comes of them."""
        while waiting or self._busy:
            while waiting and self._idle:
                self._start(self._idle.pop(), waiting.popleft())
            for connection in self._ended():
                worker, task, _ = self._busy.pop(connection)
                outcome = self._outcome(worker)
                self._idle.append(worker if worker.alive else self._worker())
                yield task, outcome

    def _start(self, worker: "_Worker", task: Task) -> None:
        with suppress(OSError):  # a worker that died while it waited is found when its answer is awaited
            worker.connection.send(task)
        self._busy[worker.connection] = (worker, task, monotonic() + self._limits.seconds)

    def _ended(self) -> list[Connection]:
        """The workers that answered or died; after the time of one of them is up, that one."""
        first = min(deadline for _, _, deadline in self._busy.values())
        answered = wait(list(self._busy), max(0.0, first - monotonic()))
        late = [connection for connection, (_, _, deadline) in self._busy.items() if deadline <= monotonic()]
        return [connection for connection in self._busy if connection in answered] or late

    def _outcome(self, worker: "_Worker") -> Result | Ended:
        if not worker.connection.poll():
            worker.end()
            return Ended.TOO_LONG
        try:
            outcome: Result | Ended = worker.connection.recv()
        except (EOFError, OSError):
            worker.end()
            return Ended.DIED
        return outcome

    def dismiss(self) -> None:
        """End every worker, whatever it is doing."""
        for worker in [*self._idle, *(worker for worker, _, _ in self._busy.values())]:
            worker.end()


class _Worker:
    """A process and the line to it."""

    def __init__(self, context: BaseContext, work: Callable[[Any], Any], memory: int) -> None:
        self.connection, theirs = context.Pipe()
        arguments = (theirs, work, memory, current_language())
        self._process: BaseProcess = context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()
        self.alive = True

    def end(self) -> None:
        """End the process at once."""
        self.alive = False
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


def _context() -> BaseContext:
    """Forked workers start at once, but only a process without threads may fork."""
    if sys.platform == "linux":
        return multiprocessing.get_context("fork" if threading.active_count() == 1 else "forkserver")
    return multiprocessing.get_context("spawn")


def _serve(connection: Connection, work: Callable[[Any], Any], memory: int, language: Language) -> None:
    """The life of a worker: task in, result out, until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    _limit_memory(memory)
    parent = multiprocessing.parent_process()
    assert parent is not None
    with speaking(language), suppress(EOFError, OSError):
        while connection in wait([connection, parent.sentinel]):
            task = connection.recv()
            try:
                connection.send(work(task))
            except MemoryError:
                connection.send(Ended.OUT_OF_MEMORY)


def _limit_memory(memory: int) -> None:
    """Let allocations fail beyond this; Windows has no such limit, and relies on the bounds of the reader."""
    if sys.platform == "win32":
        return
    unlimited, (soft, hard) = resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_AS)
    allowed = min(limit for limit in (soft, hard, _size() + memory) if limit != unlimited)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _size() -> int:
    """The address space this process takes already, as far as the system tells."""
    try:
        with open("/proc/self/statm") as stream:  # noqa: PTH123
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 256 * 2**20
