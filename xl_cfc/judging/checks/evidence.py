"""Points need evidence, and a criterion at zero needs an explanation."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.findings.finding import Severity
from xl_cfc.findings.sheet import NO_EVIDENCE, NO_ZERO_EXPLANATION
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import NoText, Predicate, every
from xl_cfc.ruleset.models import Indicator, Ruleset


@dataclass(frozen=True)
class HasPoints(Predicate):
    """The indicator is scored above 0."""

    indicator: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return (facts.card.indicator(self.indicator).points or 0) > 0

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"N(pt_{self.indicator.replace('.', '_')})>0"


@dataclass(frozen=True)
class CriterionAtZero(Predicate):
    """The criterion is fully scored, at 0."""

    number: int

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return self.number in facts.card.zero_criteria

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"pt_c{self.number}=0"


def checks(ruleset: Ruleset) -> Iterator[LiveCheck]:
    """Evidence for every indicator with points, an explanation for every criterion at zero."""
    for criterion in ruleset.criteria:
        for indicator in criterion.indicators:
            yield _evidence(indicator, criterion.number)
        if ruleset.no_zero_criterion.value:
            yield _explanation(criterion.number)


def _evidence(indicator: Indicator, criterion: int) -> LiveCheck:
    field = indicator.main_field
    unnamed = every(HasPoints(indicator.id), NoText("evidence", field))
    return LiveCheck(
        id=f"evidence_{indicator.name}",
        field=field,
        anchor=Place(PlaceKind.EVIDENCE, field),
        severity=Severity.WARNING,
        criterion=criterion,
        excuse=field,
        variants=(Variant(NO_EVIDENCE, unnamed, {"indicator": indicator.id}),),
    )


def _explanation(number: int) -> LiveCheck:
    unexplained = every(CriterionAtZero(number), NoText("explanation", f"c{number}"))
    return LiveCheck(
        id=f"zero_c{number}",
        field=f"c{number}",
        anchor=Place(PlaceKind.EXPLANATION, f"c{number}"),
        severity=Severity.WARNING,
        criterion=number,
        variants=(Variant(NO_ZERO_EXPLANATION, unexplained, {"number": str(number)}),),
    )
