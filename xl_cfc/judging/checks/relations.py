"""Values against each other: numerator and denominator, cases and population, the rule set's cross-checks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.findings.finding import FindingKind, Severity
from xl_cfc.findings.relation import (
    ABOVE_DENOMINATOR,
    CONTRADICTS_SEVERAL,
    DENOMINATOR_ZERO,
    IMPLIES,
    LESS_OR_EQUAL,
    NOT_EQUAL,
    SUM_LESS_OR_EQUAL,
)
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import Compare, Predicate, all_accepted, every
from xl_cfc.ruleset.kinds.figures import Limit, Standing
from xl_cfc.ruleset.models import CrossCheck, Indicator, Ruleset, Term

#: Figures that contradict each other.
KINDS = (
    ABOVE_DENOMINATOR,
    LESS_OR_EQUAL,
    SUM_LESS_OR_EQUAL,
    NOT_EQUAL,
    IMPLIES,
    CONTRADICTS_SEVERAL,
)


@dataclass(frozen=True)
class StandingIs(Predicate):
    """The indicator stands so: missing, scored, invalid, denominator zero."""

    indicator: str
    standing: Standing

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.card.indicator(self.indicator).standing is self.standing

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"si_{self.indicator.replace('.', '_')}={self.standing:d}"


def checks(ruleset: Ruleset) -> Iterator[LiveCheck]:
    """The relations each indicator implies, then the declared ones."""
    for indicator in ruleset.indicators:
        for position, limit in enumerate(indicator.limits, start=1):
            yield _above_whole(indicator, position, limit, ruleset)
        if indicator.divisor:
            yield _zero_denominator(indicator, ruleset)
    for position, check in enumerate(ruleset.cross_checks, start=1):
        yield _cross_check(position, check, ruleset)


def _above_whole(indicator: Indicator, position: int, limit: Limit, ruleset: Ruleset) -> LiveCheck:
    parts, wholes = _added(limit.parts), _added(limit.wholes)
    return LiveCheck(
        id=f"above_{indicator.name}" + (f"_{position}" if position > 1 else ""),
        field=limit.parts[0],
        anchor=Place(PlaceKind.INPUT, limit.parts[0]),
        severity=Severity.ERROR,
        criterion=indicator.criterion,
        involves=limit.fields,
        variants=(
            Variant(
                ABOVE_DENOMINATOR,
                every(all_accepted(limit.fields), Compare(parts, ">", wholes)),
                {"label": _sum_text(parts, ruleset), "other": _sum_text(wholes, ruleset)},
                lambda facts: {"other_value": facts.total(wholes)},
            ),
        ),
    )


def _zero_denominator(indicator: Indicator, ruleset: Ruleset) -> LiveCheck:
    below = indicator.divisor
    return LiveCheck(
        id=f"none_{indicator.name}",
        field=below[0],
        anchor=Place(PlaceKind.INPUT, below[0]),
        severity=Severity.ERROR,
        criterion=indicator.criterion,
        involves=below,
        variants=(
            Variant(
                DENOMINATOR_ZERO,
                StandingIs(indicator.id, Standing.NONE_UNSCORED),
                {"label": _sum_text(_added(below), ruleset), "indicator": indicator.id},
            ),
        ),
    )


def _added(fields: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(sign=1, field=name) for name in fields)


_NEGATIONS: Mapping[str, Callable[[CrossCheck], Predicate]] = {
    "le": lambda check: Compare(check.left, ">", check.right),
    "equal": lambda check: Compare(check.left, "<>", check.right),
    "implies": lambda check: every(Compare(check.left, ">"), Compare(check.right, "=")),
}


def _cross_check(position: int, check: CrossCheck, ruleset: Ruleset) -> LiveCheck:
    violated = every(all_accepted(check.fields), _NEGATIONS[check.kind](check))
    params = {"left": _sum_text(check.left, ruleset), "right": _sum_text(check.right, ruleset)}
    return LiveCheck(
        id=f"cross_{position}",
        field=check.field,
        anchor=Place(PlaceKind.INPUT, check.field),
        severity=check.severity,
        criterion=ruleset.criterion_of_field.get(check.field),
        excuse=check.field if check.severity is Severity.WARNING else "",
        involves=check.fields,
        variants=(Variant(_kind(check), violated, params, _sums(check)),),
    )


def _kind(check: CrossCheck) -> FindingKind:
    if check.kind == "le":
        return LESS_OR_EQUAL if len(check.left) == 1 else SUM_LESS_OR_EQUAL
    return NOT_EQUAL if check.kind == "equal" else IMPLIES


def _sums(check: CrossCheck) -> Callable[[Facts], Mapping[str, Any]]:
    return lambda facts: {"left_value": facts.total(check.left), "right_value": facts.total(check.right)}


def _sum_text(terms: tuple[Term, ...], ruleset: Ruleset) -> str:
    """`A`, or `«A» + «B» - «C»` for a sum, by the labels officers know."""
    labels = [(term.sign, ruleset.caption(term.field)) for term in terms]
    if len(labels) == 1:
        return labels[0][1]
    signed = "".join(f" {'+' if sign > 0 else '-'} «{label}»" for sign, label in labels)
    return signed.removeprefix(" + ").strip()
