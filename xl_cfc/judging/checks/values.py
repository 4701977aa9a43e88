"""Every value in its normal form, none missing (semantics: Values)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xl_cfc.answers.answer import Reason
from xl_cfc.answers.answers import State, SurveyMode
from xl_cfc.answers.corrections import likely_correction
from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.findings.finding import FindingKind, Severity
from xl_cfc.findings.value import (
    BOOLEAN_VALUE,
    DATE_FOR_NUMBER,
    ERROR_VALUE,
    MISSING,
    NEGATIVE,
    NOT_A_CHOICE,
    NOT_A_DATE,
    NOT_A_NUMBER,
    NOT_A_UNIT_CODE,
    NOT_CALCULATED,
    NOT_TEXT,
    NOT_WHOLE,
    NOT_YES_NO,
    PERCENT_FOR_COUNT,
    TOO_LARGE,
    TOO_SMALL,
    UNIT_FIELD_MISSING,
)
from xl_cfc.formulatext import almost_whole
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import Compare, Not, Predicate, StateIs, every
from xl_cfc.ruleset.cellnames import input_name, state_name
from xl_cfc.ruleset.models import Field, FieldType, Ruleset, Term

_COMMON = ((Reason.ERROR, ERROR_VALUE), (Reason.UNCALCULATED, NOT_CALCULATED))
_BY_TYPE: Mapping[FieldType, tuple[tuple[Reason, FindingKind], ...]] = {
    FieldType.COUNT: (
        (Reason.TEXT, NOT_A_NUMBER),
        (Reason.BOOLEAN, BOOLEAN_VALUE),
        (Reason.NEGATIVE, NEGATIVE),
        (Reason.FRACTION, NOT_WHOLE),
        (Reason.TOO_LARGE, TOO_LARGE),
        (Reason.TOO_SMALL, TOO_SMALL),
        (Reason.DATE, DATE_FOR_NUMBER),
        (Reason.PERCENT, PERCENT_FOR_COUNT),
    ),
    FieldType.YES_NO: ((Reason.NOT_YES_NO, NOT_YES_NO),),
    FieldType.CHOICE: ((Reason.NOT_A_CHOICE, NOT_A_CHOICE),),
    FieldType.DATE: ((Reason.NOT_A_DATE, NOT_A_DATE),),
    FieldType.TEXT: ((Reason.NOT_TEXT, NOT_TEXT),),
}
_UNIT_CODE = ((Reason.NOT_A_UNIT_CODE, NOT_A_UNIT_CODE),)


#: What a formula sees of each reason, once the state says the value is refused; it cannot see dates' formats.
_REASON_TESTS: Mapping[Reason, str] = {
    Reason.ERROR: "ISERROR({cell})",
    Reason.TEXT: "ISTEXT({cell})",
    Reason.BOOLEAN: "ISLOGICAL({cell})",
    Reason.NEGATIVE: "IF(ISNUMBER({cell}),{cell}<0,FALSE)",
    Reason.FRACTION: "IF(ISNUMBER({cell}),IF({cell}>=0,NOT({whole}),FALSE),FALSE)",
    Reason.TOO_LARGE: "IF(ISNUMBER({cell}),IF({whole},{cell}>{maximum},FALSE),FALSE)",
    Reason.TOO_SMALL: "IF(ISNUMBER({cell}),IF({cell}>=0,IF({whole},{cell}<{minimum},FALSE),FALSE),FALSE)",
}


@dataclass(frozen=True)
class InvalidBecause(Predicate):
    """The field is invalid for this reason."""

    field: str
    reason: Reason

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers[self.field].reason is self.reason

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        field, cell = ruleset.fields[self.field], input_name(self.field)
        test = _REASON_TESTS.get(self.reason, "NOT(ISERROR({cell}))").format(
            cell=cell, whole=almost_whole(cell), minimum=field.minimum, maximum=field.maximum
        )
        refused = f"IF({state_name(self.field)}=2,{test},FALSE)"
        return f"IF(sv_mode={SurveyMode.TOTALS:d},{refused},FALSE)" if field.survey else refused


def checks(ruleset: Ruleset) -> Iterator[LiveCheck]:
    """One check for every field: a value is there, and is accepted."""
    for field in ruleset.fields.values():
        yield LiveCheck(
            id=f"value_{field.id}",
            field=field.id,
            anchor=Place(PlaceKind.INPUT, field.id),
            severity=Severity.ERROR,
            criterion=ruleset.criterion_of_field.get(field.id),
            variants=tuple(_variants(field, ruleset)),
        )


def reasons(field: Field) -> tuple[tuple[Reason, FindingKind], ...]:
    """Every reason for which a value of this field may be refused, with its kind of finding."""
    return (*_COMMON, *(_UNIT_CODE if field.pattern == "unit_code" else _BY_TYPE[field.type]))


def _variants(field: Field, ruleset: Ruleset) -> Iterator[Variant]:
    label = {
        "label": ruleset.caption(field.id),
        "choices": ", ".join(field.choices),
        "maximum": str(field.maximum),
        "minimum": str(field.minimum),
    }
    for reason, kind in reasons(field):
        yield Variant(kind, InvalidBecause(field.id, reason), label, _suggestion(field))
    if field.required:
        kind = MISSING if field.is_input else UNIT_FIELD_MISSING
        yield Variant(kind, missing(field, ruleset), label)


def missing(field: Field, ruleset: Ruleset) -> Predicate:
    """The field is blank, and no denominator typed as 0 makes it unnecessary (`Answers.excused`)."""
    blank, zeros = StateIs(field.id, State.BLANK), ruleset.needless_with(field.id)
    if not zeros:
        return blank
    all_zero = every(*(every(StateIs(name, State.OK), Compare((Term(sign=1, field=name),), "=")) for name in zeros))
    return every(blank, Not(all_zero))


def _suggestion(field: Field) -> Any:
    def details(facts: Facts) -> Mapping[str, str]:
        correction = likely_correction(facts.answers.cell(field.id), field)
        return {"suggestion": f" ({correction})" if correction else ""}

    return details
