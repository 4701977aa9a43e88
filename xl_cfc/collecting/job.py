"""The whole merge: files in, one consolidated workbook out; what the command and the ribbon call."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from xl_cfc.collecting.backups import backup_name
from xl_cfc.collecting.earlier import compared
from xl_cfc.collecting.outcome import MergeOutcome
from xl_cfc.collecting.output import Previous, read_output, replace_output
from xl_cfc.collecting.progress import Progress, silent
from xl_cfc.collecting.reading import followed, read_material
from xl_cfc.collecting.request import MergeRequest
from xl_cfc.collecting.workers import MakeExecutor
from xl_cfc.consolidation.ledger.advancing import advance
from xl_cfc.consolidation.ledger.contests import NEWEST, decider, is_named, with_submission_numbers
from xl_cfc.consolidation.ledger.models import Ledger, Scope, with_collection, with_sampling
from xl_cfc.consolidation.ledger.problems import ledger_problems
from xl_cfc.consolidation.ledger.remembered import collection_of
from xl_cfc.consolidation.members import Member
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation, with_problems
from xl_cfc.consolidation.upwards import CarriedForms
from xl_cfc.files.locking import locked, open_elsewhere
from xl_cfc.form.isolation import evaluate_files
from xl_cfc.language import speaking, t
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.usage import UsageError


def _unheard(text: str) -> None:
    """Tell nobody."""


def merge(
    request: MergeRequest,
    *,
    warn: Callable[[str], None] = _unheard,
    progress: Progress = silent,
    executor: MakeExecutor | None = None,
    created: datetime | None = None,
) -> MergeOutcome:
    """Merge every form of the material into a consolidated workbook; what is typed in an older one is carried over.

    `warn` hears what is better known before the long work. Raises `UsageError` when it cannot be done as asked, OSError
    when the workbook cannot be written; the old or the new workbook is then whole.
    """
    from xl_cfc.consolidation.sheets import consolidated_bytes

    material, destination = request.material, request.destination
    output, force = destination.workbook, destination.force
    _warn_if_open(output, warn)
    with locked(output):
        when = created or datetime.now()
        previous = read_output(output, partial(_is_form, rulesets=material.rulesets), force=force)
        found = read_material(material, output, today=when.date(), executor=executor, progress=progress)
        backup = backup_name(output, when) if previous.data is not None else None
        with speaking("vi"):  # the workbook is Vietnamese whatever the language in force
            merged, ledger = _merged(request, found, previous, backup, when)
            merged, ledger = compared(merged, material, ledger, output, warn=warn, executor=executor)
            data = consolidated_bytes(merged, created=when, ledger=ledger)
        written = replace_output(output, data, previous, backup, force=force)
    with speaking("vi"):
        folders = destination.tables.write(merged, force=force)
    return MergeOutcome(written, merged, backup, held=None if written == output else output, tables=folders)


def _merged(
    request: MergeRequest, found: CarriedForms, previous: Previous, backup: str | None, when: datetime
) -> tuple[Consolidation, Ledger]:
    """The forms as one, judged on the request's terms, and the ledger a day further."""
    material, terms = request.material, request.terms
    _refuse_unknown(terms.prefer, found.members)
    ledger = with_collection(previous.reread.ledger, terms.plan, terms.roster)
    merged = consolidate(
        found.members,
        found.others,
        rulesets=followed(found.members, material.rulesets),
        collection=collection_of(ledger, Scope(material.year, material.period), found.members, when.date()),
        decide=decider(ledger, terms.prefer),
    )
    ledger = with_collection(advance(previous.reread, merged, when=when), terms.plan, terms.roster)
    ledger = with_sampling(ledger, terms.seed, terms.sample, terms.plan)
    merged = with_submission_numbers(merged, ledger)
    return with_problems(merged, ledger_problems(merged, ledger, previous.reread.notices, backup)), ledger


def _warn_if_open(output: Path, warn: Callable[[str], None]) -> None:
    owner = open_elsewhere(output)
    if owner is not None:
        warn(
            t(
                f"Có thể {output} đang mở (tệp {owner.name}). Nên lưu và đóng lại; nếu đến lúc ghi vẫn chưa thay được, "
                "bản mới được ghi với tên khác.",
                f"{output} seems to be open ({owner.name}). Save and close it; if it cannot be replaced when the time "
                "comes, the new one gets another name.",
            )
        )


def _refuse_unknown(prefer: Iterable[str], members: Iterable[Member]) -> None:
    """Raise for preferred files that are not among those that were read."""
    files = [member.file for member in members]
    unknown = [name for name in prefer if name != NEWEST and not any(is_named(file, name) for file in files)]
    if unknown:
        raise UsageError(
            t(f"--prefer: không có phiếu {', '.join(unknown)}", f"--prefer: there is no form {', '.join(unknown)}")
        )


def _is_form(path: Path, rulesets: FindRuleset) -> bool:
    return evaluate_files([path], rulesets)[0].card is not None
