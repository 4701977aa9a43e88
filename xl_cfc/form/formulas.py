"""The rule as Excel 2010 formula text: states, measured values, points, conclusion and live checks.

Pure: rule in, text out, without the leading `=`. Cells are named, never addressed, so a formula does not depend on
the layout. Each function says the same as its Python counterpart in `answers`, `scoring` or `checks.predicates`;
the differential tests hold them to it. `IF` is nested where `AND` would evaluate an error behind a false guard.
"""

from collections.abc import Callable, Mapping, Sequence

from xl_cfc.answers.answers import FIRST_DAY, LAST_DAY, Reason, SurveyMode
from xl_cfc.formulatext import constant, either, quoted
from xl_cfc.judging.checks.live import LiveCheck, Variant
from xl_cfc.judging.checks.predicates import (
    All,
    BeginsWith,
    Compare,
    CriterionAtZero,
    DateOutsidePeriod,
    HamletCountDiffers,
    HamletRowsBad,
    HamletsPartly,
    HamletSumDiffers,
    HasPoints,
    InvalidBecause,
    LeapsFromEarlier,
    Not,
    NoText,
    Predicate,
    StandingIs,
    StateIs,
    SurveyModeIs,
    SurveyUnanswered,
    TextIs,
)
from xl_cfc.judging.scoring import Standing
from xl_cfc.ruleset.models import (
    FORECAST_PERIOD,
    NO,
    YES,
    Field,
    FieldType,
    Indicator,
    RateIndicator,
    RatioIndicator,
    Ruleset,
    Term,
    Tier,
    WhenNone,
    YesNoIndicator,
)

CLASS = "in_nhom_nguong"


def by_class(default: str, scales: Mapping[str, str]) -> str:
    """One expression for each class that has its own, else the default."""
    text = default
    for name, expression in reversed(list(scales.items())):
        if expression != default:
            text = f"IF({CLASS}={quoted(name)},{expression},{text})"
    return text


def value_name(field: Field) -> str:
    """The cell whose value counts: the input itself, or the survey's effective figure."""
    return f"sv_{field.id}" if field.survey else f"in_{field.id}"


def state(field: Field) -> str:
    """Blank 0, accepted 1, invalid 2 (`answers.judge`)."""
    cell = f"in_{field.id}"
    judged = f'IF(ISERROR({cell}),2,IF({cell}="",0,{_acceptance(field, cell)}))'
    if field.survey is None:
        return judged
    typed = f"IF(sv_mode={SurveyMode.TOTALS:d},{judged},2)"
    return f"IF(sv_mode={SurveyMode.NONE:d},0,IF(sv_mode={SurveyMode.ROWS:d},1,{typed}))"


def _acceptance(field: Field, cell: str) -> str:
    match field.type:
        case FieldType.COUNT:
            whole = f"IF({cell}<{field.minimum},2,IF({cell}>{field.maximum},2,IF({cell}=INT({cell}),1,2)))"
            # LibreOffice takes TRUE for a number, so it is refused before ISNUMBER is asked.
            return f"IF(ISLOGICAL({cell}),2,IF(ISNUMBER({cell}),{whole},2))"
        case FieldType.YES_NO:
            return _one_of(cell, (YES, NO))
        case FieldType.CHOICE:
            return _one_of(cell, field.choices)
        case FieldType.DATE:
            return f"IF(ISNUMBER({cell}),IF({cell}<{FIRST_DAY},2,IF({cell}<{LAST_DAY + 1},1,2)),2)"
        case FieldType.TEXT if field.pattern == "unit_code":
            digits = ",".join(f'ISNUMBER(FIND(MID({cell},{n},1),"0123456789"))' for n in range(1, 6))
            return f"IF(ISTEXT({cell}),IF(LEN({cell})=5,IF(AND({digits}),1,2),2),2)"
        case FieldType.TEXT:
            return f"IF(ISTEXT({cell}),1,2)"


def _one_of(cell: str, choices: Sequence[str]) -> str:
    return f"IF({either([f'EXACT({cell},{quoted(choice)})' for choice in choices])},1,2)"


def survey_mode(fields: Sequence[Field]) -> str:
    """Where the survey figures come from (`answers.SurveyMode`)."""
    typed = f"IFERROR(LEN({'&'.join(f'in_{field.id}' for field in fields)})>0,TRUE)"
    rows = "IFERROR(SUMPRODUCT(--(LEN(ks_nhom&ks_tra_loi)>0)),1)"
    bad = 'COUNTIF(ks_kiem_tra,"✗*")'
    return (
        f"IF({typed},IF({rows}>0,{SurveyMode.BOTH:d},{SurveyMode.TOTALS:d}),"
        f"IF({rows}=0,{SurveyMode.NONE:d},IF({bad}>0,{SurveyMode.BAD_ROWS:d},{SurveyMode.ROWS:d})))"
    )


SURVEY_UNANSWERED = 'COUNTIF(ks_kiem_tra,"○*")'


def survey_figure(field: Field) -> str:
    """The effective survey figure: counted from the rows, or the typed total."""
    assert field.survey is not None
    group = f"(ks_nhom={quoted(field.survey.group)})"
    counted = f"SUMPRODUCT({group}*(ks_tra_loi={quoted(YES)}))"
    if not field.survey.satisfied:
        counted += f"+SUMPRODUCT({group}*(ks_tra_loi={quoted(NO)}))"
    effective = f"IF(sv_mode={SurveyMode.TOTALS:d},in_{field.id},{counted})"
    return f'IF(st_{field.id}=1,{effective},IF(st_{field.id}=2,"✗",""))'


def survey_row_check(group: str, answer: str, groups: Sequence[str]) -> str:
    """The check of one respondent's row; `group` and `answer` are cell addresses."""
    known = either([f"EXACT({group},{quoted(name)})" for name in groups])
    return (
        f'IF(ISERROR({group}&{answer}),"✗ Ô báo lỗi",IF(LEN({group}&{answer})=0,"",IF({known},'
        f'IF(LEN({answer})=0,"○ Chưa trả lời",IF(OR(EXACT({answer},{quoted(YES)}),EXACT({answer},{quoted(NO)})),"",'
        f'"✗ Chỉ chọn Có hoặc Không")),"✗ Chọn nhóm trong danh sách")))'
    )


def hamlet_row_check(name: str, figures: Sequence[str]) -> str:
    """The check of one hamlet's row; `name` and `figures` are cell addresses, the figures adjacent."""
    cells = f"{figures[0]}:{figures[-1]}"
    whole = either([f"N({cell})<>INT(N({cell}))" for cell in figures])
    logical = either([f"ISLOGICAL({cell})" for cell in figures])
    return (
        f'IF(ISERROR({name}&{"&".join(figures)}),"✗ Có ô báo lỗi",'
        f'IF(LEN({name})=0,IF(COUNTA({cells})>0,"✗ Thiếu tên thôn",""),'
        f'IF(COUNT({cells})<COUNTA({cells}),"✗ Có ô không phải số",IF({logical},"✗ Có ô không phải số",'
        f'IF(COUNTIF({cells},"<0")>0,"✗ Có số âm",IF({whole},"✗ Có số lẻ",""))))))'
    )


HAMLETS_LISTED = "IFERROR(SUMPRODUCT(--(LEN(thon_ten)>0)),0)"
HAMLETS_BAD = 'COUNTIF(thon_kiem_tra,"✗*")'


def hamlets_filled(field: Field) -> str:
    """How many hamlets gave a figure."""
    return f"IFERROR(SUMPRODUCT(--(LEN(thon_{field.id})>0)),0)"


def hamlets_sum(field: Field) -> str:
    """What they add up to."""
    return f"IFERROR(SUM(thon_{field.id}),0)"


def standing(indicator: Indicator, ruleset: Ruleset) -> str:
    """How far the indicator could be scored (`scoring.Standing`)."""
    needs_class = not isinstance(indicator, YesNoIndicator) and bool(indicator.tiers_by_class)

    def with_class(result: Standing) -> str:
        return f"IF(st_nhom_nguong=1,{result:d},0)" if needs_class else f"{result:d}"

    if not isinstance(indicator, RatioIndicator | RateIndicator):
        cell = f"st_{indicator.main_field}"
        return f"IF({cell}=1,{with_class(Standing.SCORED)},{cell})"
    above, below = (ruleset.fields[name] for name in indicator.fields)
    full = indicator.when_none.value is WhenNone.FULL
    none = with_class(Standing.NONE_FULL if full else Standing.NONE_UNSCORED)
    top, bottom = value_name(above), value_name(below)
    return (
        f"IF(st_{above.id}=2,2,IF(st_{below.id}=2,2,IF(st_{below.id}=0,0,"
        f"IF({bottom}=0,IF(st_{above.id}=0,{none},IF({top}>0,2,{none})),"
        f"IF(st_{above.id}=0,0,IF({top}>{bottom},2,{with_class(Standing.SCORED)}))))))"
    )


def measured(indicator: Indicator, ruleset: Ruleset) -> str:
    """The measured value, empty where not scored; the only division."""
    if isinstance(indicator, RatioIndicator | RateIndicator):
        above, below = (value_name(ruleset.fields[name]) for name in indicator.fields)
        times = f"*{indicator.multiplier}" if isinstance(indicator, RateIndicator) else ""
        value = f"{above}{times}/{below}"
    else:
        value = value_name(ruleset.fields[indicator.main_field])
    return f'IF(si_{indicator.name}=1,{value},"")'


def scale(tiers: Sequence[Tier], cell: str, result: Callable[[Tier], str], otherwise: str) -> str:
    """A cascade over the tiers: the result of the first that holds."""
    text = otherwise
    for tier in reversed(tiers):
        text = f"IF({cell}{tier.operator}{constant(tier.bound.value)},{result(tier)},{text})"
    return text


def over_classes(indicator: Indicator, scored: Callable[[Sequence[Tier]], str]) -> str:
    """An expression of the scale that applies to the commune's class."""
    assert not isinstance(indicator, YesNoIndicator)
    return by_class(scored(indicator.tiers), {name: scored(tiers) for name, tiers in indicator.tiers_by_class.items()})


def points(indicator: Indicator) -> str:
    """The points, empty where not scored."""
    cell = f"val_{indicator.name}"
    if isinstance(indicator, YesNoIndicator):
        scored = f"IF(EXACT({cell},{quoted(YES)}),{constant(indicator.points.value)},0)"
    else:
        scored = over_classes(indicator, lambda tiers: scale(tiers, cell, lambda t: constant(t.points.value), "0"))
    return f'IF(si_{indicator.name}=1,{scored},IF(si_{indicator.name}={Standing.NONE_FULL:d},{maximum(indicator)},""))'


def maximum(indicator: Indicator) -> str:
    """The most the indicator can give to a commune of the form's class."""
    if isinstance(indicator, YesNoIndicator):
        return constant(indicator.points.value)
    return over_classes(indicator, lambda tiers: constant(max(tier.points.value for tier in tiers)))


def sum_if_complete(names: Sequence[str]) -> str:
    """The sum of the named cells, empty while any of them is."""
    joined = ",".join(names)
    return f'IF(COUNT({joined})={len(names)},SUM({joined}),"")'


def best_possible(ruleset: Ruleset) -> str:
    """The total if everything not scored reached its maximum."""
    return "+".join(f"IF(ISNUMBER(pt_{i.name}),pt_{i.name},{maximum(i)})" for i in ruleset.indicators)


def threshold(ruleset: Ruleset) -> str:
    """The total the commune's class must reach, empty without a class."""
    points_by_class = {name: constant(part.points.value) for name, part in ruleset.thresholds.items()}
    return f'IF(st_nhom_nguong=1,{by_class(quoted(""), points_by_class)},"")'


def conclusion(ruleset: Ruleset, texts: Mapping[str, str]) -> str:
    """The conclusion in words (`scoring.conclude`); `texts` by conclusion."""
    criteria = ",".join(f"pt_c{criterion.number}" for criterion in ruleset.criteria)
    met = f"MIN({criteria})>{constant(ruleset.criterion_met.above.value)}"
    if ruleset.no_zero_criterion.value:
        met += f",MIN({criteria})>0"
    waiting = either(["n_o_trong>0", "n_khong_hop_le>0", "st_nhom_nguong<>1", "st_nam<>1", "st_ky<>1"])
    decided = f"IF(AND({met},pt_total>=nguong),{quoted(texts['eligible'])},{quoted(texts['not_eligible'])})"
    final = (
        f"IF({waiting},{quoted(texts['incomplete'])},IF(ISNUMBER(pt_total),{decided},{quoted(texts['incomplete'])}))"
    )
    return f"IF({is_forecast()},{quoted(texts['forecast'])},{final})"


def is_forecast() -> str:
    """Whether the form holds start-of-year figures."""
    return f"IF(st_ky=1,in_ky={quoted(FORECAST_PERIOD)},FALSE)"


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
