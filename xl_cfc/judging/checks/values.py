"""Every value in its normal form, none missing (semantics: Values)."""

from collections.abc import Iterator, Mapping
from typing import Any

from xl_cfc.answers.answers import Reason, State
from xl_cfc.answers.corrections import likely_correction
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
    TOO_LARGE,
    TOO_SMALL,
    UNIT_FIELD_MISSING,
)
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import Compare, Facts, InvalidBecause, Not, Predicate, StateIs, every
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
    ),
    FieldType.YES_NO: ((Reason.NOT_YES_NO, NOT_YES_NO),),
    FieldType.CHOICE: ((Reason.NOT_A_CHOICE, NOT_A_CHOICE),),
    FieldType.DATE: ((Reason.NOT_A_DATE, NOT_A_DATE),),
    FieldType.TEXT: ((Reason.NOT_TEXT, NOT_TEXT),),
}
_UNIT_CODE = ((Reason.NOT_A_UNIT_CODE, NOT_A_UNIT_CODE),)


def checks(ruleset: Ruleset) -> Iterator[LiveCheck]:
    """One check for every field: a value is there, and is accepted."""
    for field in ruleset.fields.values():
        yield LiveCheck(
            id=f"value_{field.id}",
            field=field.id,
            anchor=f"in_{field.id}",
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
