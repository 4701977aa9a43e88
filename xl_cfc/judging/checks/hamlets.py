"""The hamlet sheet: readable rows that add up to the commune's figures."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xl_cfc.answers.answers import State
from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.cells import Cell
from xl_cfc.findings.finding import Severity
from xl_cfc.findings.sheet import HAMLET_COUNT, HAMLET_PARTLY, HAMLET_ROW, HAMLET_SUM
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import Predicate, StateIs, every
from xl_cfc.language import t
from xl_cfc.ruleset.cellnames import input_name
from xl_cfc.ruleset.models import Field, Ruleset

#: The figure that says how many hamlets there are.
HAMLET_COUNT_FIELD = "so_thon"


@dataclass(frozen=True)
class HamletRowsBad(Predicate):
    """Some hamlet rows have a problem."""

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return bool(facts.hamlets.bad_rows)

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return "hm_bad>0"


@dataclass(frozen=True)
class HamletsPartly(Predicate):
    """Some listed hamlets have a figure for the field and some have not."""

    field: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return not facts.hamlets.bad_rows and 0 < facts.hamlets.filled[self.field] < facts.hamlets.listed

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        some = f"hm_filled_{self.field}"
        return f"IF(hm_bad=0,IF({some}>0,{some}<hm_listed,FALSE),FALSE)"


@dataclass(frozen=True)
class HamletSumDiffers(Predicate):
    """Every listed hamlet has a figure, and they do not add up to the commune's."""

    field: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        complete = facts.hamlets.complete(self.field)
        return complete and facts.hamlets.sums[self.field] != facts.answers.number(self.field)

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        complete = f"IF(hm_bad=0,IF(hm_listed>0,hm_filled_{self.field}=hm_listed,FALSE),FALSE)"
        return f"IF({complete},ROUND(hm_sum_{self.field},0)<>ROUND({input_name(self.field)},0),FALSE)"


@dataclass(frozen=True)
class HamletCountDiffers(Predicate):
    """Hamlets are listed, but not as many as the field says."""

    field: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return not facts.hamlets.bad_rows and 0 < facts.hamlets.listed != facts.answers.number(self.field)

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"IF(hm_bad=0,IF(hm_listed>0,hm_listed<>ROUND({input_name(self.field)},0),FALSE),FALSE)"


def checks(ruleset: Ruleset) -> Iterator[LiveCheck]:
    """The checks of the hamlet sheet; none when no figure is kept by hamlet."""
    if not ruleset.hamlet_fields:
        return
    first = ruleset.hamlet_fields[0]
    yield LiveCheck(
        id="hamlet_rows",
        field=first.id,
        anchor=Place(PlaceKind.HAMLET),
        severity=Severity.ERROR,
        places=_bad_rows,
        variants=(Variant(HAMLET_ROW, HamletRowsBad()),),
    )
    if HAMLET_COUNT_FIELD in ruleset.fields:
        yield _count(ruleset.fields[HAMLET_COUNT_FIELD], ruleset)
    for field in ruleset.hamlet_fields:
        yield _agreement(field, ruleset, "hamlet_sum", Severity.WARNING, _differs(field, ruleset))
        yield _agreement(field, ruleset, "hamlet_part", Severity.HINT, _partly(field, ruleset))


def _bad_rows(facts: Facts) -> Iterator[tuple[Cell, Mapping[str, Any]]]:
    words = {
        "error": t("có ô báo lỗi", "a cell holds an error"),
        "name": t("có số liệu nhưng thiếu tên thôn", "figures without a name"),
        "number": t("có ô không phải số nguyên từ 0 trở lên", "a cell is not a whole number"),
    }
    for row, problem in facts.hamlets.bad_rows:
        yield row.name, {"hamlet": row.name.shown, "problem": words[problem]}


def _count(field: Field, ruleset: Ruleset) -> LiveCheck:
    return LiveCheck(
        id="hamlet_count",
        field=field.id,
        anchor=Place(PlaceKind.INPUT, field.id),
        severity=Severity.WARNING,
        criterion=ruleset.criterion_of_field.get(field.id),
        excuse=field.id,
        involves=(field.id,),
        variants=(
            Variant(
                HAMLET_COUNT,
                every(StateIs(field.id, State.OK), HamletCountDiffers(field.id)),
                {"label": ruleset.caption(field.id)},
                lambda facts: {"listed": facts.hamlets.listed},
            ),
        ),
    )


def _differs(field: Field, ruleset: Ruleset) -> Variant:
    condition = every(StateIs(field.id, State.OK), HamletSumDiffers(field.id))
    return Variant(HAMLET_SUM, condition, {"label": ruleset.caption(field.id)}, _totals(field))


def _partly(field: Field, ruleset: Ruleset) -> Variant:
    return Variant(HAMLET_PARTLY, HamletsPartly(field.id), {"label": ruleset.caption(field.id)}, _totals(field))


def _totals(field: Field) -> Callable[[Facts], Mapping[str, Any]]:
    return lambda facts: {
        "sum": facts.hamlets.sums[field.id],
        "filled": facts.hamlets.filled[field.id],
        "listed": facts.hamlets.listed,
    }


def _agreement(field: Field, ruleset: Ruleset, name: str, severity: Severity, variant: Variant) -> LiveCheck:
    return LiveCheck(
        id=f"{name}_{field.id}",
        field=field.id,
        anchor=Place(PlaceKind.INPUT, field.id),
        severity=severity,
        criterion=ruleset.criterion_of_field.get(field.id),
        excuse=field.id if severity is Severity.WARNING else "",
        involves=(field.id,) if severity is Severity.WARNING else (),
        variants=(variant,),
    )
