"""Files evaluated in worker processes: whatever a file does to its reader becomes a finding for that file only."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from xl_cfc.files.supervising import LIMITS, Ended, Limits, supervised
from xl_cfc.findings.file import OUT_OF_MEMORY, TOO_HEAVY, UNREADABLE
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.merging import WORKER_DIED
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.ondisk import evaluate_file, unusable
from xl_cfc.language import t
from xl_cfc.ruleset.known import FindRuleset

Task = TypeVar("Task")
Result = TypeVar("Result")

_ENDED = {Ended.DIED: WORKER_DIED, Ended.TOO_LONG: TOO_HEAVY, Ended.OUT_OF_MEMORY: OUT_OF_MEMORY}


def isolated(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    refused: Callable[[Task, Finding], Result],
    *,
    processes: int = 1,
    limits: Limits = LIMITS,
) -> Generator[tuple[Task, Result]]:
    """Each task with its result, in the order in which they end; `refused` makes the result of one that failed."""
    guarded = partial(_guarded, work, refused)
    with closing(supervised(guarded, tasks, processes=processes, limits=limits)) as outcomes:
        for task, outcome in outcomes:
            yield task, refused(task, found(_ENDED[outcome])) if isinstance(outcome, Ended) else outcome


def _guarded(work: Callable[[Task], Result], refused: Callable[[Task, Finding], Result], task: Task) -> Result:
    """A mistake of ours must not take the other files with it."""
    try:
        return work(task)
    except MemoryError:
        raise
    except Exception as error:
        reason = t(f"sự cố ngoài dự kiến ({error!r})", f"something unexpected went wrong ({error!r})")
        return refused(task, found(UNREADABLE, reason=reason))


def evaluate_files(paths: Sequence[Path], rulesets: FindRuleset, limits: Limits = LIMITS) -> list[Evaluation]:
    """Every file on disk evaluated, in the order given."""
    work = partial(evaluate_file, rulesets=rulesets)
    evaluated = dict(isolated(work, list(dict.fromkeys(paths)), _unusable, limits=limits))
    return [_with_ruleset(evaluated[path], rulesets) for path in paths]


def _with_ruleset(evaluation: Evaluation, rulesets: FindRuleset) -> Evaluation:
    """The evaluation with the rule set it left behind in the worker."""
    answers = evaluation.answers
    ruleset = rulesets(answers.submission.stamp) if answers is not None else None
    return replace(evaluation, answers=answers.under(ruleset)) if answers and ruleset else evaluation


def _unusable(path: Path, finding: Finding) -> Evaluation:
    return unusable(str(path), finding)


def evaluate_bytes(data: bytes, file: str, rulesets: FindRuleset) -> Evaluation:
    """The same for bytes that are at hand."""
    work = partial(evaluate, file=file, rulesets=rulesets)
    ((_, evaluation),) = isolated(work, [data], partial(_unusable_bytes, file))
    return _with_ruleset(evaluation, rulesets)


def _unusable_bytes(file: str, data: bytes, finding: Finding) -> Evaluation:
    return unusable(file, finding, len(data))
