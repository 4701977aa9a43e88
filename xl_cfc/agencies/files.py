"""Agencies' forms as files: a commune's form split into one for each lead agency, and theirs collected again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from xl_cfc.agencies.gathering import Gathering, gather
from xl_cfc.agencies.splitting import Share, left_over, shares, split_content, without_value
from xl_cfc.agencies.supplies import Supply
from xl_cfc.answers.answers import Answers
from xl_cfc.answers.submission import Submission
from xl_cfc.books.plan import open_plan
from xl_cfc.files.writing import need_suffix, refuse_overwrite, write_file
from xl_cfc.findings.agency import BODIES_INCOMPLETE, COLLECT_CONFLICT, LOCKED_CHANGED
from xl_cfc.findings.file import UNREADABLE
from xl_cfc.findings.finding import Finding, Severity, found
from xl_cfc.form.additions import Addition, additions
from xl_cfc.form.content import Earlier, Gathered, Origin, content_of
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.form.isolation import isolated
from xl_cfc.form.ondisk import MAX_FILE, reason_of, too_large
from xl_cfc.form.reader import read_agency_form
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.judging.checks import Facts, check_answers
from xl_cfc.judging.scoring import score
from xl_cfc.language import speaking, t
from xl_cfc.plan.models import Plan
from xl_cfc.plan.registry import shipped_plan_ids
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.parts import part_of
from xl_cfc.text import plain_name
from xl_cfc.usage import UsageError
from xl_cfc.workbook.opened import open_workbook


def plan_of(form: Evaluation, name: str = "") -> Plan | None:
    """The plan named, else the one the form says it was made for, where that one ships."""
    if name:
        return open_plan(name)
    stated = form.submission.stamp.plan_id if form.submission else ""
    return open_plan(stated) if stated in shipped_plan_ids() else None


@dataclass(frozen=True)
class SplitOutcome:
    """The agencies' forms that were written, the criteria nobody leads, and figures the commune has yet to type."""

    files: tuple[tuple[Share, Path], ...]
    left_over: tuple[int, ...]
    waiting: tuple[str, ...]


def split_form(form: Evaluation, plan: Plan | None, folder: Path, *, force: bool = False) -> SplitOutcome:
    """Write each lead agency's form into a folder; raises `UsageError` when the form or the plan does not allow it."""
    base, ruleset = _usable(form)
    if plan is None:
        raise UsageError(
            t(
                "Phiếu không gắn kế hoạch nào đã có, nên chưa rõ cơ quan chủ trì. Nêu kế hoạch bằng --plan MÃ|TỆP",
                "The form names no known plan, so the lead agencies are unknown. Name a plan with --plan ID|FILE",
            )
        )
    given = list(shares(plan, ruleset))
    if not given:
        raise UsageError(
            t(
                f"Kế hoạch {plan.id} không giao tiêu chí nào cho cơ quan chủ trì: không có gì để tách",
                f"The plan {plan.id} names no lead agency for any criterion: there is nothing to split",
            )
        )
    stem = plain_name(Path(form.file).stem)
    files = [(share, folder / f"{stem}_{plain_name(share.name)}.xlsx") for share in given]
    for _, target in files:
        refuse_overwrite(target, force=force)
    for share, target in files:
        content = content_of(split_content(base, share))
        leads = dict.fromkeys(share.part.numbers, share.agency)
        write_file(target, form_bytes(ruleset, content, leads, part=share.part), force=force)
    waiting = dict.fromkeys(name for share in given for name in without_value(base, share.part))
    captions = tuple(ruleset.caption(name) for name in waiting)
    return SplitOutcome(tuple(files), left_over(plan, ruleset), captions)


def _usable(form: Evaluation) -> tuple[Submission, Ruleset]:
    """A commune's form; raises `UsageError` with everything that is wrong when it could not be read."""
    if form.submission is None or form.ruleset is None:
        raise UsageError("\n".join(f"{form.file}: {f.code} {f.message}. {f.fix}" for f in form.findings))
    return form.submission, form.ruleset


@dataclass(frozen=True)
class Incoming:
    """An agency's file as it was read: its answers where it has any, what is wrong with it, and in the answers."""

    path: Path
    name: str
    submission: Submission | None
    unreadable: tuple[Finding, ...] = ()
    unfinished: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class CollectOutcome:
    """The new form and the account of it.

    `findings` tell what collecting found; what is wrong within each agency's answers stands in `incoming`. `refused`
    names the files from which nothing was taken, `additions` what somebody added to the old form and the new one lacks.
    """

    output: Path
    gathering: Gathering
    findings: tuple[Finding, ...]
    incoming: tuple[Incoming, ...]
    refused: tuple[str, ...]
    additions: tuple[Addition, ...] = ()

    @property
    def conflicts(self) -> list[Finding]:
        """The places where sources disagree."""
        return [finding for finding in self.findings if finding.kind is COLLECT_CONFLICT]

    @property
    def exit_code(self) -> int:
        """0 all taken; 1 something has to be decided, was refused, or is wrong in an agency's form."""
        told = (*self.findings, *(finding for file in self.incoming for finding in file.unfinished))
        return int(any(finding.severity is Severity.ERROR for finding in told))


def collect_forms(
    form: Evaluation,
    files: Iterable[Path],
    output: Path,
    *,
    today: date,
    data: bytes,
    plan: Plan | None = None,
    rulesets: FindRuleset,
    force: bool = False,
) -> CollectOutcome:
    """Write a new form that holds the commune's answers and the agencies', made for the plan as of `today`.

    `data` are the bytes of the old form, searched for what somebody added to it.

    Raises `UsageError` when the commune's form cannot be read, or the new one would replace it.
    """
    need_suffix(output, ".xlsx")
    if output.exists() and Path(form.file).exists() and output.samefile(form.file):
        raise UsageError(t("Phiếu mới phải có tên khác phiếu của xã", "The new form needs another name than the old"))
    refuse_overwrite(output, force=force)
    base, ruleset = _usable(form)
    incoming = _read_all(files, rulesets)
    supplies = [_supply(file.submission, rulesets) for file in incoming if file.submission is not None]
    gathering = gather(base, ruleset, supplies)
    findings = (*gathering.findings, *(finding for file in incoming for finding in file.unreadable))
    refused = tuple(file.name for file in incoming if file.name not in gathering.accepted)
    shown = {name: cell.value for name, cell in base.previous.items()}
    earlier = Earlier("", shown) if shown else None
    added = additions(open_workbook(data), open_workbook(form_bytes(ruleset, FormContent(earlier=earlier))))
    with speaking("vi"):
        gathered = _gathered(gathering, findings, refused, added)
        content = replace(content_of(gathering.submission, gathered=gathered), earlier=earlier)
    write_file(output, form_bytes(ruleset, content, plan=plan, today=today), force=force)
    return CollectOutcome(output, gathering, findings, incoming, refused, added)


def _read_all(files: Iterable[Path], rulesets: FindRuleset) -> tuple[Incoming, ...]:
    """Every agency's file read in a worker process, in the order given: a bad file harms nobody else."""
    paths = list(dict.fromkeys(files))
    twice = Counter(path.name for path in paths)
    named = [(path, path.name if twice[path.name] == 1 else str(path)) for path in paths]
    read = dict(isolated(partial(_read_one, rulesets=rulesets), named, _refused))
    return tuple(read[task] for task in named)


def _refused(task: tuple[Path, str], *findings: Finding) -> Incoming:
    path, name = task
    return Incoming(path, name, None, tuple(finding.in_file(name) for finding in findings))


def _read_one(task: tuple[Path, str], rulesets: FindRuleset) -> Incoming:
    """An agency's form with everything that is wrong in it; without answers when it cannot be used."""
    path, name = task
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_FILE else None
    except OSError as error:
        return _refused(task, found(UNREADABLE, reason=reason_of(error)))
    if data is None:
        return _refused(task, too_large())
    read = read_agency_form(data, name, rulesets)
    if read.submission is None or read.ruleset is None:
        return _refused(task, *read.findings)
    answers = Answers(read.submission, read.ruleset)
    told = tuple(f.in_file(name) for f in check_answers(Facts(answers, score(answers))) if not f.settled_by)
    return Incoming(path, name, read.submission, read.findings, told)


def _supply(submission: Submission, rulesets: FindRuleset) -> Supply:
    """What was read with the part of the rule set it belongs to, which cannot travel between processes."""
    whole = rulesets(submission.stamp)
    assert whole is not None  # the part was made from it
    return Supply(submission, part_of(whole, submission.stamp.criteria))


def _gathered(
    gathering: Gathering, findings: Sequence[Finding], refused: Sequence[str], added: Sequence[Addition]
) -> Gathered:
    """What the new form says of its sources."""
    outcomes = {change.place: change for change in gathering.changes}
    provenance = gathering.submission.provenance
    origins = []
    for place, origin in provenance.items():
        change = outcomes.get(place)
        label = change.label if change else place.text
        origins.append(Origin(place, label, origin, change.outcome.text if change else t("Lần trước", "Earlier")))
    questions = [(f.params["label"], f.message) for f in gathering.findings if f.kind is COLLECT_CONFLICT]
    left = [(f.file, f.message) for f in findings if f.kind in _NOT_TAKEN or f.file in refused]
    left += [(" ".join(filter(None, (part.kind.text, part.sheet, part.ref))), part.text) for part in added]
    return Gathered(tuple(origins), tuple(questions), tuple(left))


_NOT_TAKEN = (BODIES_INCOMPLETE, LOCKED_CHANGED)
