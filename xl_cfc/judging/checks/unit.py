"""General information that contradicts itself: unit code, kind of unit, class, and the day the form was filled.

What is checked against today's date stands in `checks.clock`: a form whose result changed overnight would not be the
form that was sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xl_cfc.answers.answers import State
from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.findings.finding import Severity
from xl_cfc.findings.value import DATE_OUTSIDE_PERIOD, DATE_SWAPPED, OTHER_UNIT_KIND, PLACEHOLDER_CODE, UNUSUAL_CLASS
from xl_cfc.formulatext import either, quoted
from xl_cfc.judging.checks.dates import DateOutsidePeriod, period_window, swapped_date
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import Not, Predicate, StateIs, TextIs, all_accepted, every
from xl_cfc.ruleset.cellnames import input_name
from xl_cfc.ruleset.models import FORECAST_PERIOD, Field, Ruleset

CODE, NAME, KIND, CLASS, DAY = "ma_dvhc", "ten_don_vi", "loai_don_vi", "nhom_nguong", "ngay_lap"
_NO_UNIT = "00000"


@dataclass(frozen=True)
class BeginsWith(Predicate):
    """The field, an accepted text, begins with exactly one of these, which are equally long."""

    field: str
    texts: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        value = facts.answers[self.field].value
        return isinstance(value, str) and value.startswith(self.texts)

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        cell = input_name(self.field)
        return either([f"EXACT(LEFT({cell},{len(text)}),{quoted(text)})" for text in self.texts])


def checks(ruleset: Ruleset) -> Iterator[LiveCheck]:
    """The checks whose fields the rule set has."""
    yield _check("code", CODE, Severity.ERROR, _placeholder(ruleset))
    if KIND in ruleset.fields:
        choices = ruleset.fields[KIND].choices
        yield _check("kind", KIND, Severity.WARNING, *(_named_otherwise(kind, ruleset) for kind in choices))
        unusual = tuple(_unusual_classes(ruleset))
        if unusual:
            yield _check("class", CLASS, Severity.HINT, *unusual)
    if DAY in ruleset.fields:
        yield _check("day", DAY, Severity.WARNING, *_outside(ruleset.fields[DAY], ruleset))


def _check(name: str, field: str, severity: Severity, *variants: Variant) -> LiveCheck:
    excuse = field if severity is Severity.WARNING else ""
    return LiveCheck(f"unit_{name}", field, Place(PlaceKind.INPUT, field), severity, variants, excuse=excuse)


def _placeholder(ruleset: Ruleset) -> Variant:
    condition = every(StateIs(CODE, State.OK), TextIs(CODE, _NO_UNIT))
    return Variant(PLACEHOLDER_CODE, condition, {"label": ruleset.caption(CODE)})


def _named_otherwise(kind: str, ruleset: Ruleset) -> Variant:
    """The unit's name begins with another kind than the one that was chosen."""
    spellings = tuple(dict.fromkeys(f"{text} " for text in (kind.capitalize(), kind, kind.upper(), kind.title())))
    condition = every(all_accepted((NAME, KIND)), BeginsWith(NAME, spellings), Not(TextIs(KIND, kind)))
    params = {"label": ruleset.caption(KIND), "unit_kind": kind.capitalize()}
    return Variant(OTHER_UNIT_KIND, condition, params, lambda facts: {"name": facts.answers[NAME].value})


def _unusual_classes(ruleset: Ruleset) -> Iterator[Variant]:
    """Kinds of unit that the rule's own words for a class leave out, though they name them for another class.

    A hint and no more: since the districts are gone, what replaced parts of those words is not known.
    """
    labels = {name: part.label for name, part in ruleset.thresholds.items()}
    for kind in ruleset.fields[KIND].choices:
        if not any(kind in label for label in labels.values()):
            continue
        for name, label in labels.items():
            if kind not in label:
                condition = every(all_accepted((CLASS, KIND)), TextIs(CLASS, name), TextIs(KIND, kind))
                params = {"label": ruleset.caption(CLASS), "unit_kind": kind, "class_name": name, "class_label": label}
                yield Variant(UNUSUAL_CLASS, condition, params)


def _outside(field: Field, ruleset: Ruleset) -> Iterator[Variant]:
    """The day does not suit year and period; first where exchanging day and month would mend it."""
    label = {"label": ruleset.caption(field.id)}
    for kind, swapped in ((DATE_SWAPPED, True), (DATE_OUTSIDE_PERIOD, False)):
        condition = every(all_accepted((field.id, "nam", "ky")), DateOutsidePeriod(field.id, swapped))
        yield Variant(kind, condition, label, _window)


def _window(facts: Facts) -> Mapping[str, Any]:
    answers = facts.answers
    year, day = answers.year, answers[DAY].value
    assert year is not None
    assert not isinstance(day, int | str | None)
    first, last = period_window(year, forecast=answers.period == FORECAST_PERIOD)
    swapped = swapped_date(day)
    return {
        "year": year,
        "period": answers.period,
        "first": f"{first:%d/%m/%Y}",
        "last": f"{last:%d/%m/%Y}",
        "swapped": f"{swapped:%d/%m/%Y}" if swapped else "",
    }
