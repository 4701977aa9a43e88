"""One mistake, one finding: relations that one wrong figure breaks together are told once, at that figure."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.cells import Cell
from xl_cfc.findings.finding import Finding, Severity, found
from xl_cfc.findings.relation import CONTRADICTS_SEVERAL
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck


class Broken(NamedTuple):
    """A relation that does not hold, and its finding."""

    check: LiveCheck
    finding: Finding


def joined_at_roots(broken: Sequence[Broken], facts: Facts, locate: Callable[[Place], Cell]) -> Iterator[Finding]:
    """The findings of broken relations, those that share a figure joined into one; the widest shared first."""
    left = list(broken)
    while left:
        counts = Counter(field for part in left for field in dict.fromkeys(part.check.involves))
        most = max(counts.values())
        if most == 1:
            yield from (part.finding for part in left)
            return
        shared = [field for field, count in counts.items() if count == most]
        field = next((f for f in shared if any(_is_told_at(f, part, left) for part in left)), shared[0])
        group = [part for part in left if field in part.check.involves]
        left = [part for part in left if field not in part.check.involves]
        yield _joined(field, group, facts, locate)


def _gravity(part: Broken) -> int:
    return list(Severity).index(part.finding.severity)


def _is_told_at(field: str, part: Broken, among: Sequence[Broken]) -> bool:
    """Whether the finding stands at the field already, and none is graver."""
    return part.check.field == field and _gravity(part) == min(map(_gravity, among))


def _joined(field: str, group: Sequence[Broken], facts: Facts, locate: Callable[[Place], Cell]) -> Finding:
    """The gravest finding when it stands at the shared figure, else one that names all the figures it contradicts."""
    gravest = next((part.finding for part in group if _is_told_at(field, part, group)), None)
    if gravest is not None:
        return gravest
    ruleset, cell = facts.answers.ruleset, locate(Place(PlaceKind.INPUT, field))
    fields = dict.fromkeys(name for part in group for name in part.check.involves if name != field)
    return found(
        CONTRADICTS_SEVERAL,
        severity=min(group, key=_gravity).finding.severity,
        sheet=cell.sheet,
        cell=cell.ref,
        value=cell.shown,
        field=field,
        criterion=ruleset.criterion_of_field.get(field),
        decision=ruleset.title,
        label=ruleset.caption(field),
        count=len(fields),
        others=", ".join(ruleset.row_codes[name] for name in fields),
    )
