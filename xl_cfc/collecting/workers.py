"""Evaluating many files in worker processes: one while they are few, one a processor when they are many."""

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import closing
from datetime import date
from functools import partial

from xl_cfc.collecting.archives import DAMAGED, Job, read_bytes
from xl_cfc.collecting.progress import Progress, silent
from xl_cfc.consolidation.members import Member, member_of
from xl_cfc.files.supervising import LIMITS, Limits
from xl_cfc.findings.file import UNREADABLE
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.merging import WORKER_DIED
from xl_cfc.form.circumstances import on_day
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.isolation import isolated
from xl_cfc.form.ondisk import MAX_FILE, evaluate_file, too_large, unusable
from xl_cfc.language import speaking, t
from xl_cfc.ruleset.known import FindRuleset

#: Below this many files a second worker costs more than it saves.
MANY = 50

#: Makes whatever outgrows one machine; it must outlive its workers, and say which file ended one.
MakeExecutor = Callable[[], Executor]


def evaluate_job(job: Job, rulesets: FindRuleset, today: date | None = None) -> Member:
    """One file read, scored and checked; `today`, where given, tells days that are yet to come."""
    with speaking("vi"):
        evaluation = _evaluated(job, rulesets)
        return member_of(evaluation if today is None else on_day(evaluation, today))


def _evaluated(job: Job, rulesets: FindRuleset) -> Evaluation:
    if job.member is None:
        return evaluate_file(job.path, rulesets, job.file)
    if job.size > MAX_FILE:
        return unusable(job.file, too_large(), job.size)
    try:
        return evaluate(read_bytes(job), job.file, rulesets)
    except DAMAGED:
        reason = t("phần trong tệp nén bị hỏng hoặc có mật khẩu", "damaged or encrypted inside the archive")
        return unusable(job.file, found(UNREADABLE, reason=reason), job.size)


def _refused(job: Job, finding: Finding) -> Member:
    return member_of(unusable(job.file, finding, job.size))


def evaluate_all(
    jobs: Sequence[Job],
    *,
    rulesets: FindRuleset,
    today: date | None = None,
    executor: MakeExecutor | None = None,
    progress: Progress = silent,
    limits: Limits = LIMITS,
) -> list[Member]:
    """Every file evaluated, in any order; a given `executor` replaces the worker processes."""
    work = partial(evaluate_job, rulesets=rulesets, today=today)
    members = []
    processes = os.cpu_count() or 1 if len(jobs) >= MANY else 1
    results = (
        _elsewhere(work, jobs, executor)
        if executor
        else isolated(work, jobs, _refused, processes=processes, limits=limits)
    )
    with closing(results):
        for done, (job, member) in enumerate(results, start=1):
            members.append(member)
            progress(done, len(jobs), job.file)
    return members


def _elsewhere(work: Callable[[Job], Member], jobs: Sequence[Job], make: MakeExecutor) -> Generator[tuple[Job, Member]]:
    with make() as executor:
        running = {executor.submit(work, job): job for job in jobs}
        for future in as_completed(running):
            job = running[future]
            yield job, future.result() if future.exception() is None else _refused(job, found(WORKER_DIED))
