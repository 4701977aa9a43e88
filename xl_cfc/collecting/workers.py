"""Evaluating many files: in this process when they are few, in worker processes when they are many.

A worker that dies takes only its own file with it: what was under way is tried again file by file, and the file
that ends its worker again becomes a finding.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from multiprocessing.context import BaseContext

from xl_cfc import findings as kinds
from xl_cfc.collecting.archives import DAMAGED, Job, read_bytes
from xl_cfc.collecting.progress import Progress, silent
from xl_cfc.evaluation import MAX_FILE, evaluate, shipped_rulesets
from xl_cfc.excel.reader import FindRuleset
from xl_cfc.findings import FindingKind, found
from xl_cfc.language import speaking, t
from xl_cfc.merging import Member, member_of

#: Below this many files worker processes cost more than they save.
MANY = 50
CHUNK = 8

#: Makes the executor that evaluates: a process pool, or whatever outgrows one machine.
MakeExecutor = Callable[[], Executor]
Chunk = tuple[Job, ...]


def evaluate_job(job: Job, rulesets: FindRuleset = shipped_rulesets) -> Member:
    """One file read, scored and checked; never raises for a bad file."""
    with speaking("vi"):
        try:
            data = _read(job)
            return member_of(evaluate(data, job.file, rulesets))
        except _TooLargeError:
            return _unusable(job, kinds.UNREADABLE, t("tệp quá lớn", "the file is too large"))
        except OSError as error:
            return _unusable(job, kinds.UNREADABLE, error.strerror or str(error))
        except DAMAGED:
            reason = t("phần trong tệp nén bị hỏng hoặc có mật khẩu", "damaged or encrypted inside the archive")
            return _unusable(job, kinds.UNREADABLE, reason)
        except Exception as error:  # a mistake of ours must not take the other files with it
            reason = t(f"sự cố ngoài dự kiến ({error!r})", f"something unexpected went wrong ({error!r})")
            return _unusable(job, kinds.UNREADABLE, reason)


class _TooLargeError(Exception):
    """The file exceeds what is read."""


def _read(job: Job) -> bytes:
    if job.size > MAX_FILE:
        raise _TooLargeError
    return read_bytes(job)


def _unusable(job: Job, kind: FindingKind, reason: str = "") -> Member:
    return Member(job.file, "", job.size, (found(kind, file=job.file, reason=reason),))


def evaluate_chunk(chunk: Chunk, rulesets: FindRuleset) -> list[Member]:
    """Several files, so that a message between processes pays."""
    return [evaluate_job(job, rulesets) for job in chunk]


def evaluate_all(
    jobs: Sequence[Job],
    *,
    rulesets: FindRuleset = shipped_rulesets,
    executor: MakeExecutor | None = None,
    progress: Progress = silent,
) -> list[Member]:
    """Every file evaluated, in any order; `executor` replaces the process pool, and is then always used."""
    if executor is None and len(jobs) < MANY:
        members = []
        for done, job in enumerate(jobs, start=1):
            members.append(evaluate_job(job, rulesets))
            progress(done, len(jobs), job.file)
        return members
    return _Pool(executor or process_pool, rulesets, progress, len(jobs)).run(jobs)


def process_pool() -> Executor:
    """A worker process for each processor."""
    return ProcessPoolExecutor(max_workers=os.cpu_count() or 1, mp_context=_context(), initializer=_ignore_interrupt)


def _context() -> BaseContext | None:
    """Forked workers start at once, but only a process without threads may fork."""
    if sys.platform == "linux":
        return multiprocessing.get_context("fork" if threading.active_count() == 1 else "forkserver")
    return None


def _ignore_interrupt() -> None:
    """Ctrl+C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Pool:
    def __init__(self, make: MakeExecutor, rulesets: FindRuleset, progress: Progress, total: int) -> None:
        self._make = make
        self._rulesets = rulesets
        self._progress = progress
        self._total = total
        self._members: list[Member] = []

    def run(self, jobs: Sequence[Job]) -> list[Member]:
        """Chunks while all goes well; what was under way when a worker died, file by file."""
        waiting = deque(tuple(jobs[start : start + CHUNK]) for start in range(0, len(jobs), CHUNK))
        while waiting:
            for suspect in self._stream(waiting):
                self._alone(suspect)
        return self._members

    def _stream(self, waiting: deque[Chunk]) -> list[Job]:
        """Evaluate until all is done or a worker dies; returns the files then under way."""
        executor = self._make()
        running: dict[Future[list[Member]], Chunk] = {}
        ahead = 4 * (os.cpu_count() or 1)
        try:
            while waiting or running:
                while waiting and len(running) < ahead:
                    running[executor.submit(evaluate_chunk, waiting[0], self._rulesets)] = waiting[0]
                    waiting.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    self._note(future.result())
                    del running[future]
        except BrokenExecutor:
            return self._suspects(running)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
        return []

    def _suspects(self, running: dict[Future[list[Member]], Chunk]) -> list[Job]:
        suspects: list[Job] = []
        for future, chunk in running.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                self._note(future.result())
            else:
                suspects += chunk
        return suspects

    def _alone(self, job: Job) -> None:
        """One file in a pool of its own; its death is a finding."""
        executor = self._make()
        try:
            self._note(executor.submit(evaluate_chunk, (job,), self._rulesets).result())
        except BrokenExecutor:
            self._note([_unusable(job, kinds.WORKER_DIED)])
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _note(self, members: list[Member]) -> None:
        self._members += members
        self._progress(len(self._members), self._total, members[-1].file if members else "")
