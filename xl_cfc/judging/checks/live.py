"""A live check: one declaration from which the form's formula, the Python finding and their texts all follow."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_cfc.answers.places import Place
from xl_cfc.cells import Cell
from xl_cfc.findings.finding import Finding, FindingKind, Severity, found
from xl_cfc.judging.checks.facts import Facts, written
from xl_cfc.judging.checks.predicates import NoText, Predicate, every

#: Names each place that has to be mended, with what its message adds.
Places = Callable[[Facts], Iterable[tuple[Cell, Mapping[str, Any]]]]


def _nothing_more(facts: Facts) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Variant:
    """One way a check can fail: when, as which kind of finding.

    `params` fill both the form's text and the message; `details` adds what only the message says (values).
    """

    kind: FindingKind
    when: Predicate
    params: Mapping[str, str] = field(default_factory=dict)
    details: Callable[[Facts], Mapping[str, Any]] = _nothing_more

    @property
    def live_text(self) -> str:
        """What the form shows."""
        return self.kind.live.format_map(self.params)


@dataclass(frozen=True)
class LiveCheck:
    """A check that the form makes as figures are typed, and Python makes again.

    The first variant that holds is the finding. `field` is the figure in whose row it shows (a field id, or
    `c<number>` for a criterion's own row); `anchor` is the place where it is mended; `places`,
    where one line of the form stands for several mended places, names each of them in Python. `excuse` is the key of
    the explanation that settles it; `involves` names the figures of which any may be the wrong one.
    """

    id: str
    field: str
    anchor: Place
    severity: Severity
    variants: tuple[Variant, ...]
    criterion: int | None = None
    places: Places | None = None
    excuse: str = ""
    involves: tuple[str, ...] = ()

    def stands(self, variant: Variant) -> Predicate:
        """When the form shows the variant: it holds, and no explanation settles it."""
        return every(variant.when, NoText("explanation", self.excuse)) if self.excuse else variant.when

    def fired(self, facts: Facts) -> Variant | None:
        """The variant that holds, None when all is well."""
        return next((variant for variant in self.variants if variant.when.holds(facts)), None)

    def findings(self, facts: Facts, locate: Callable[[Place], Cell]) -> Iterator[Finding]:
        """The findings of this check, settled ones too; `locate` gives the cell of a place."""
        variant = self.fired(facts)
        if variant is None:
            return
        settled_by = written(facts, "explanation", self.excuse) if self.excuse else ""
        places = self.places(facts) if self.places else [(locate(self.anchor), {})]
        for cell, more in places:
            yield found(
                variant.kind,
                severity=self.severity,
                sheet=cell.sheet,
                cell=cell.ref,
                value=cell.shown,
                field=self.field,
                criterion=self.criterion,
                decision=facts.answers.ruleset.title,
                settled_by=settled_by,
                **{**variant.params, **variant.details(facts), **more},
            )
