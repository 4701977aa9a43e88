"""What follows from a mistake is not told beside it: findings about the file, each mistake once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from xl_cfc.findings.file import (
    FORMULAS_REPLACED,
    INPUT_LOST,
    NAME_LOST,
    NEVER_CALCULATED,
    RESULTS_LOST,
    SHEET_LOST,
    SHEET_TOTAL_DIFFERS,
)
from xl_cfc.findings.finding import Finding, FindingKind, found
from xl_cfc.findings.identity import BREAKING
from xl_cfc.findings.sheet import NO_EVIDENCE, NO_ZERO_EXPLANATION
from xl_cfc.findings.value import MISSING, UNIT_FIELD_MISSING
from xl_cfc.language import t
from xl_cfc.ruleset.models import Field

_MISSING = (MISSING, UNIT_FIELD_MISSING)
#: What is written beside figures, and may be gone with their sheet.
_WRITTEN = (NO_EVIDENCE, NO_ZERO_EXPLANATION)
_TOTALS = (SHEET_TOTAL_DIFFERS, NEVER_CALCULATED)
#: With these the form's own total cannot be what its inputs come to.
_BREAKS_TOTAL = (INPUT_LOST, SHEET_LOST, FORMULAS_REPLACED, RESULTS_LOST, *BREAKING)
#: A lost row or sheet takes its formulas with it.
_LOSSES = (INPUT_LOST, SHEET_LOST)
#: With these it is no wonder that result cells are gone too.
_EXPLAINS_LOSS = (INPUT_LOST, SHEET_LOST, NAME_LOST)


def told_once(
    read: Sequence[Finding], checked: Iterable[Finding], sheets: Iterable[tuple[str, Sequence[Field]]]
) -> Iterator[Finding]:
    """The findings of reading and of checking a form, consequences left out.

    `sheets` names the sheets that hold inputs, with their fields.
    """
    lost = {finding.field for finding in read if finding.kind is INPUT_LOST}
    gone = {title: {f.id for f in fields} for title, fields in sheets if fields and lost >= {f.id for f in fields}}
    reading = list(_sheets_whole(read, gone))
    present = {finding.kind.code for finding in reading}
    explained = _any(present, _EXPLAINS_LOSS)
    follows = [RESULTS_LOST] if explained else []
    follows += [FORMULAS_REPLACED] if _any(present, _LOSSES) else []
    yield from (finding for finding in _names_together(reading) if finding.kind not in follows)
    for finding in checked:
        if finding.kind in _TOTALS and _any(present, _BREAKS_TOTAL):
            continue
        if finding.kind in _WRITTEN and (gone or _any(present, BREAKING)):
            continue
        if not (finding.kind in _MISSING and finding.field in lost):
            yield finding


def _any(present: set[str], wanted: Iterable[FindingKind]) -> bool:
    return any(kind.code in present for kind in wanted)


def _sheets_whole(read: Sequence[Finding], gone: Mapping[str, set[str]]) -> Iterator[Finding]:
    """A sheet of which every input is lost is one loss."""
    within = set().union(*gone.values())
    told = {finding.params.get("title") for finding in read if finding.kind is SHEET_LOST}
    for title in gone.keys() - told:
        yield found(SHEET_LOST, file=read[0].file, title=title)
    yield from (finding for finding in read if finding.kind is not INPUT_LOST or finding.field not in within)


def _names_together(read: Iterable[Finding]) -> Iterator[Finding]:
    """Names are deleted together, and told together at the first of their cells."""
    nameless: list[Finding] = []
    for finding in read:
        if finding.kind is NAME_LOST:
            nameless.append(finding)
        else:
            yield finding
    if nameless:
        others = len(nameless) - 1
        more = t(f" và {others} ô khác", f" and of {others} more") if others else ""
        yield replace(nameless[0], params={**nameless[0].params, "more": more})
