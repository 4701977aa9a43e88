"""A consolidated workbook opened again: what it holds as a consolidation, without the forms it was merged from."""

from dataclasses import dataclass
from datetime import date

from xl_cfc.collecting.reading import followed
from xl_cfc.consolidation.ledger.contests import as_decided
from xl_cfc.consolidation.ledger.copies import copied_figures
from xl_cfc.consolidation.ledger.models import Ledger, with_collection
from xl_cfc.consolidation.ledger.remembered import collection_of
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation, with_problems
from xl_cfc.consolidation.sheets.entries import read_previous
from xl_cfc.consolidation.sheets.members import read_members
from xl_cfc.consolidation.sheets.opening import open_consolidated
from xl_cfc.consolidation.upwards import CarriedError, read_carried
from xl_cfc.findings.finding import found
from xl_cfc.language import t
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.usage import UsageError
from xl_cfc.workbook.errors import PackageError


@dataclass(frozen=True)
class Reopened:
    """What the workbook's forms come to now, and what has been typed into it."""

    consolidation: Consolidation
    ledger: Ledger


def reopened(
    data: bytes, workbook: str, rulesets: FindRuleset, today: date, *, roster: Roster | None = None
) -> Reopened:
    """The carried forms merged again, with what has been typed into the workbook since; `roster` replaces the one it
    remembers. Raises `UsageError` for a workbook that cannot be read whole or carries nothing."""
    try:
        opened = open_consolidated(data)
        reread = read_previous(opened)
        carried = read_carried(read_members(opened), workbook, rulesets)
    except (PackageError, CarriedError) as error:
        finding = found(error.kind, file=workbook, **error.params)
        raise UsageError(f"{workbook}: {finding.message}. {finding.fix}") from None
    if reread is None:
        raise UsageError(t(f"{workbook} không phải bản tổng hợp", f"{workbook} is no consolidated workbook"))
    ledger = with_collection(reread.ledger, None, roster)
    merged = consolidate(
        carried.members,
        carried.others,
        rulesets=followed(carried.members, rulesets),
        collection=collection_of(ledger, ledger.scope, carried.members, today),
        decide=as_decided(ledger),
    )
    merged = with_problems(merged, copied_figures(merged))
    return Reopened(merged, ledger)
