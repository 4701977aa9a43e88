"""The live checks: each predicate as a formula that gives TRUE or FALSE, and the text of the first that holds."""

from collections.abc import Callable, Mapping, Sequence

from xl_cfc.answers.answers import Reason, SurveyMode
from xl_cfc.form.formulas.inputs import SURVEY_UNANSWERED, value_name
from xl_cfc.formulatext import either, quoted
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import (
    All,
    BeginsWith,
    Compare,
    CriterionAtZero,
    DateOutsidePeriod,
    HasPoints,
    InvalidBecause,
    LeapsFromEarlier,
    Not,
    NoText,
    Predicate,
    StandingIs,
    StateIs,
    TextIs,
)
from xl_cfc.judging.checks.row_predicates import (
    HamletCountDiffers,
    HamletRowsBad,
    HamletsPartly,
    HamletSumDiffers,
    SurveyModeIs,
    SurveyUnanswered,
)
from xl_cfc.ruleset.models import FORECAST_PERIOD, Field, Ruleset, Term


def condition(predicate: Predicate, ruleset: Ruleset) -> str:
    """A predicate as a formula that gives TRUE or FALSE, never an error."""
    match predicate:
        case All(parts):
            text = condition(parts[-1], ruleset)
            for part in reversed(parts[:-1]):
                text = f"IF({condition(part, ruleset)},{text},FALSE)"
            return text
        case Not(part):
            return f"NOT({condition(part, ruleset)})"
        case StateIs(field, wanted):
            return f"st_{field}={wanted:d}"
        case InvalidBecause(field, reason):
            return _refused(ruleset.fields[field], reason)
        case Compare(left, operator, right):
            return f"{_sum(left, ruleset)}{operator}{_sum(right, ruleset)}"
        case LeapsFromEarlier(field, factor, minimum):
            return _leaps(ruleset.fields[field], factor, minimum)
        case StandingIs(indicator, wanted_standing):
            return f"si_{indicator.replace('.', '_')}={wanted_standing:d}"
        case HasPoints(indicator):
            return f"N(pt_{indicator.replace('.', '_')})>0"
        case CriterionAtZero(number):
            return f"pt_c{number}=0"
        case NoText(column, key):
            return f'IFERROR(TRIM({"ev" if column == "evidence" else "ex"}_{key})="",FALSE)'
        case TextIs(field, wanted_text):
            return f"EXACT(in_{field},{quoted(wanted_text)})"
        case BeginsWith(field, texts):
            return either([f"EXACT(LEFT(in_{field},{len(text)}),{quoted(text)})" for text in texts])
        case DateOutsidePeriod(field, swapped):
            return _date_outside(f"in_{field}", swapped=swapped)
        case _:
            return _sheet_condition(predicate)


def _date_outside(cell: str, *, swapped: bool) -> str:
    """Whether a date lies outside the period's window (`predicates.period_window`)."""
    forecast = f"IF(in_ky={quoted(FORECAST_PERIOD)},1,0)"
    first, after = f"DATE(in_nam-{forecast},7,1)", f"DATE(in_nam+2-{forecast},1,1)"
    outside = f"OR({cell}<{first},{cell}>={after})"
    if not swapped:
        return outside
    other = f"DATE(YEAR({cell}),DAY({cell}),MONTH({cell}))"
    inside = f"IF(DAY({cell})>12,FALSE,AND({other}>={first},{other}<{after}))"
    return f"IF({outside},{inside},FALSE)"


def _leaps(field: Field, factor: int, minimum: int) -> str:
    """Whether a count is far from the earlier form's (`predicates.leaps`)."""
    now, earlier = value_name(field), f"kt_{field.id}"

    def beyond(larger: str, smaller: str) -> str:
        return f"IF({larger}>={minimum},{larger}>{factor}*{smaller},FALSE)"

    far = f"IF({now}>{earlier},{beyond(now, earlier)},{beyond(earlier, now)})"
    return f"IF(ISNUMBER({earlier}),{far},FALSE)"


def _sheet_condition(predicate: Predicate) -> str:
    """Predicates about the survey and the hamlets."""
    match predicate:
        case SurveyModeIs(mode):
            return f"sv_mode={mode:d}"
        case SurveyUnanswered():
            return f"{SURVEY_UNANSWERED}>0"
        case HamletRowsBad():
            return "hm_bad>0"
        case HamletsPartly(field):
            return f"IF(hm_bad=0,IF(hm_filled_{field}>0,hm_filled_{field}<hm_listed,FALSE),FALSE)"
        case HamletSumDiffers(field):
            complete = f"IF(hm_bad=0,IF(hm_listed>0,hm_filled_{field}=hm_listed,FALSE),FALSE)"
            return f"IF({complete},hm_sum_{field}<>in_{field},FALSE)"
        case HamletCountDiffers(field):
            return f"IF(hm_bad=0,IF(hm_listed>0,hm_listed<>in_{field},FALSE),FALSE)"
    raise TypeError(f"no formula for {predicate!r}")


def _sum(terms: Sequence[Term], ruleset: Ruleset) -> str:
    if not terms:
        return "0"
    return "".join(
        f"{'+' if term.sign > 0 else '-'}{value_name(ruleset.fields[term.field])}" for term in terms
    ).removeprefix("+")


#: What a formula sees of each reason, once the state says the value is refused; it cannot see dates' formats.
_REASON_TESTS: Mapping[Reason, str] = {
    Reason.ERROR: "ISERROR({cell})",
    Reason.TEXT: "ISTEXT({cell})",
    Reason.BOOLEAN: "ISLOGICAL({cell})",
    Reason.NEGATIVE: "IF(ISNUMBER({cell}),{cell}<0,FALSE)",
    Reason.FRACTION: "IF(ISNUMBER({cell}),IF({cell}>=0,{cell}<>INT({cell}),FALSE),FALSE)",
    Reason.TOO_LARGE: "IF(ISNUMBER({cell}),IF({cell}=INT({cell}),{cell}>{maximum},FALSE),FALSE)",
    Reason.TOO_SMALL: "IF(ISNUMBER({cell}),IF({cell}>=0,IF({cell}=INT({cell}),{cell}<{minimum},FALSE),FALSE),FALSE)",
}


def _refused(field: Field, reason: Reason) -> str:
    cell = f"in_{field.id}"
    test = _REASON_TESTS.get(reason, "NOT(ISERROR({cell}))").format(
        cell=cell, minimum=field.minimum, maximum=field.maximum
    )
    refused = f"IF(st_{field.id}=2,{test},FALSE)"
    return f"IF(sv_mode={SurveyMode.TOTALS:d},{refused},FALSE)" if field.survey else refused


def visible_variants(check: LiveCheck) -> tuple[Variant, ...]:
    """The variants of a check that a formula can see: those with a text for the form."""
    return tuple(variant for variant in check.variants if variant.kind.live)


def live_text(check: LiveCheck, ruleset: Ruleset, line: Callable[[LiveCheck, Variant], str]) -> str:
    """The text of the first variant that holds, empty when none does."""
    text = '""'
    for variant in reversed(visible_variants(check)):
        text = f"IF({condition(check.stands(variant), ruleset)},{quoted(line(check, variant))},{text})"
    return text


def missing(predicate: Predicate, ruleset: Ruleset) -> str:
    """1 while the field still needs a value, else 0."""
    return f"IF({condition(predicate, ruleset)},1,0)"
