"""Values against each other: numerator and denominator, cases and population, the rule set's cross-checks."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

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
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import Compare, Facts, Predicate, StandingIs, all_accepted, every
from xl_cfc.judging.scoring import Standing
from xl_cfc.ruleset.models import CrossCheck, RateIndicator, RatioIndicator, Ruleset, Term

#: Figures that contradict each other.
KINDS = (
    ABOVE_DENOMINATOR,
    LESS_OR_EQUAL,
    SUM_LESS_OR_EQUAL,
    NOT_EQUAL,
    IMPLIES,
    CONTRADICTS_SEVERAL,
)


def checks(ruleset: Ruleset) -> Iterator[LiveCheck]:
    """The relations each indicator implies, then the declared ones."""
    for indicator in ruleset.indicators:
        if isinstance(indicator, RatioIndicator | RateIndicator):
            yield _above_denominator(indicator, ruleset)
            yield _zero_denominator(indicator, ruleset)
    for position, check in enumerate(ruleset.cross_checks, start=1):
        yield _cross_check(position, check, ruleset)


def _above_denominator(indicator: RatioIndicator | RateIndicator, ruleset: Ruleset) -> LiveCheck:
    above, below = _one(indicator.above), _one(indicator.below)
    return LiveCheck(
        id=f"above_{indicator.name}",
        field=indicator.above,
        anchor=f"in_{indicator.above}",
        severity=Severity.ERROR,
        criterion=int(indicator.id.split(".")[0]),
        involves=indicator.fields,
        variants=(
            Variant(
                ABOVE_DENOMINATOR,
                every(all_accepted(indicator.fields), Compare(above, ">", below)),
                {"label": ruleset.caption(indicator.above), "other": ruleset.caption(indicator.below)},
                lambda facts: {"other_value": facts.answers.number(indicator.below)},
            ),
        ),
    )


def _zero_denominator(indicator: RatioIndicator | RateIndicator, ruleset: Ruleset) -> LiveCheck:
    return LiveCheck(
        id=f"none_{indicator.name}",
        field=indicator.below,
        anchor=f"in_{indicator.below}",
        severity=Severity.ERROR,
        criterion=int(indicator.id.split(".")[0]),
        involves=(indicator.below,),
        variants=(
            Variant(
                DENOMINATOR_ZERO,
                StandingIs(indicator.id, Standing.NONE_UNSCORED),
                {"label": ruleset.caption(indicator.below), "indicator": indicator.id},
            ),
        ),
    )


def _one(field: str) -> tuple[Term, ...]:
    return (Term(sign=1, field=field),)


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
        anchor=f"in_{check.field}",
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
