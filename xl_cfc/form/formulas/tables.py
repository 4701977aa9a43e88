"""The rows of the survey and of the hamlets, judged together, wherever in the table they stand.

The ranges reach from the heading to the row below the last prepared one, so that an inserted row is inside; no formula
needs to stand in the row. Every formula here that asks ranges cell by cell is an array formula. A text is compared in
two ways at once, because `=` overlooks capitals and EXACT, in some programs, how a letter is stored.
"""

from collections.abc import Sequence

from xl_cfc.answers.answers import SurveyMode
from xl_cfc.form.formulas.identity import any_lost, placement_name
from xl_cfc.form.layout import (
    HEADING_GROUP,
    HEADING_HAMLET,
    NAME_ANSWER,
    NAME_BELOW_HAMLETS,
    NAME_BELOW_SURVEY,
    NAME_GROUP,
    NAME_HAMLET,
    hamlet_name,
)
from xl_cfc.formulatext import NEARLY, almost_whole, either, quoted
from xl_cfc.ruleset.models import NO, YES, Field

#: `sv_mode` where the survey's cells are gone; Python then has no survey to speak of.
SURVEY_LOST = 5

SURVEY_GONE = any_lost((NAME_GROUP, NAME_ANSWER))


def _exactly(cells: str, text: str) -> str:
    return f'({cells}={quoted(text)})*(SUBSTITUTE({cells},{quoted(text)},"")="")'


def _heading(name: str, text: str) -> str:
    """1 for the heading, which is one of the range's filled cells."""
    return f"IF(INDEX({name},1)={quoted(text)},1,0)"


def survey_filled() -> str:
    """How many rows hold something; an error value is something."""
    filled = f'IFERROR(({NAME_GROUP}<>"")+({NAME_ANSWER}<>""),1)'
    return f"SUM(1*({filled}>0))-{_heading(NAME_GROUP, HEADING_GROUP)}"


def survey_unanswered(groups: Sequence[str]) -> str:
    """How many respondents have a group but no answer."""
    known = "+".join(_exactly(NAME_GROUP, group) for group in groups)
    return f'SUM(IFERROR(({known})*({NAME_ANSWER}=""),0))'


def survey_bad(groups: Sequence[str]) -> str:
    """1 when any row is neither readable nor unanswered, else 0; `ks_dong` and `ks_chua` are those above."""
    good = "-".join(_answered(group, answer) for group in groups for answer in (YES, NO))
    inexact = f"{_inexact(NAME_GROUP, groups)}-{_heading(NAME_GROUP, HEADING_GROUP)}"
    answers = f"{_inexact(NAME_ANSWER, (YES, NO))}-{_heading(NAME_GROUP, HEADING_GROUP)}"
    return f"IF((ks_dong-ks_chua-{good})+({inexact})+({answers})>0,1,0)"


def _inexact(cells: str, texts: Sequence[str]) -> str:
    """How many cells hold something else than exactly one of these texts; the heading does."""
    rest = cells
    for text in texts:
        rest = f'SUBSTITUTE({rest},{quoted(text)},"")'
    return f'SUM(IFERROR(1*({rest}<>""),1))'


def _answered(group: str, answer: str) -> str:
    """How many rows hold these, whatever their capitals; where others than these are found, no row counts."""
    return f"COUNTIFS({NAME_GROUP},{quoted(group)},{NAME_ANSWER},{quoted(answer)})"


def survey_mode(fields: Sequence[Field]) -> str:
    """Where the survey figures come from (`answers.SurveyMode`), or that the survey's cells are gone."""
    typed = f"IFERROR(LEN({'&'.join(f'in_{field.id}' for field in fields)})>0,TRUE)"
    lost = either([SURVEY_GONE, *(f"{placement_name(field.id)}=1" for field in fields)])
    mode = (
        f"IF({typed},IF(ks_dong>0,{SurveyMode.BOTH:d},{SurveyMode.TOTALS:d}),"
        f"IF(ks_dong=0,{SurveyMode.NONE:d},IF(ks_sai>0,{SurveyMode.BAD_ROWS:d},{SurveyMode.ROWS:d})))"
    )
    return f"IF({lost},{SURVEY_LOST},{mode})"


def survey_figure(field: Field) -> str:
    """The effective survey figure: counted from the rows, or the typed total."""
    assert field.survey is not None
    answers = (YES,) if field.survey.satisfied else (YES, NO)
    counted = "+".join(_answered(field.survey.group, answer) for answer in answers)
    effective = f"IF(sv_mode={SurveyMode.TOTALS:d},ROUND(in_{field.id},0),{counted})"
    return f'IF(st_{field.id}=1,{effective},IF(st_{field.id}=2,"✗",""))'


def survey_row_check(group: str, answer: str, groups: Sequence[str]) -> str:
    """The check beside one respondent's row; `group` and `answer` are cell addresses."""
    known = either([f"EXACT({group},{quoted(name)})" for name in groups])
    return (
        f'IF(ISERROR({group}&{answer}),"✗ Ô báo lỗi",IF(LEN({group}&{answer})=0,"",IF({known},'
        f'IF(LEN({answer})=0,"○ Chưa trả lời",IF(OR(EXACT({answer},{quoted(YES)}),EXACT({answer},{quoted(NO)})),"",'
        f'"✗ Chỉ chọn Có hoặc Không")),"✗ Chọn nhóm trong danh sách")))'
    )


def hamlet_row_check(name: str, figures: Sequence[str]) -> str:
    """The check beside one hamlet's row; `name` and `figures` are cell addresses, the figures adjacent."""
    cells = f"{figures[0]}:{figures[-1]}"
    whole = either([f"NOT({almost_whole(f'N({cell})')})" for cell in figures])
    logical = either([f"ISLOGICAL({cell})" for cell in figures])
    return (
        f'IF(ISERROR({name}&{"&".join(figures)}),"✗ Có ô báo lỗi",'
        f'IF(LEN({name})=0,IF(COUNTA({cells})>0,"✗ Thiếu tên thôn",""),'
        f'IF(COUNT({cells})<COUNTA({cells}),"✗ Có ô không phải số",IF({logical},"✗ Có ô không phải số",'
        f'IF(COUNTIF({cells},"<=-{NEARLY}")>0,"✗ Có số âm",IF({whole},"✗ Có số lẻ",""))))))'
    )


def hamlets_listed() -> str:
    """How many hamlets have a name; none while one holds an error."""
    return _filled(NAME_HAMLET)


def hamlets_filled(field: Field) -> str:
    """How many hamlets gave a figure; none while one holds an error."""
    return _filled(hamlet_name(field.id))


def _filled(name: str) -> str:
    return f'IFERROR(SUM(1*({name}<>""))-{_heading(NAME_HAMLET, HEADING_HAMLET)},0)'


def hamlets_sum(field: Field) -> str:
    """What they add up to; 0 while one holds an error."""
    return f"IFERROR(SUM({hamlet_name(field.id)}),0)"


def hamlets_gone(fields: Sequence[Field]) -> str:
    """Whether a column of the hamlets is gone."""
    return any_lost((NAME_HAMLET, *(hamlet_name(field.id) for field in fields)))


def hamlets_bad(fields: Sequence[Field]) -> str:
    """1 when any row is not readable, else 0; 0 as well when the table is gone, which is told as that."""
    columns = [hamlet_name(field.id) for field in fields]
    errors = "+".join(f"SUM({name})" for name in (NAME_HAMLET, *columns))
    figures = "+".join(["0", *(f'({name}<>"")' for name in columns)])  # FALSE alone is more than 0
    nameless = f'SUM(({NAME_HAMLET}="")*(({figures})>0))'
    problems = "+".join([nameless, *(_not_counts(field) for field in fields)])
    return f"IF({hamlets_gone(fields)},0,IF(ISERROR({errors}),1,IF({problems}>0,1,0)))"


def _not_counts(field: Field) -> str:
    """How many figures of a column are no whole number from 0 up; a text is no number."""
    name = hamlet_name(field.id)
    texts = f"hm_filled_{field.id}-COUNT({name})"
    negative = f'COUNTIF({name},"<=-{NEARLY}")'
    broken = f"SUM(1*(IFERROR(ABS({name}-INT({name}+0.5)),0)>={NEARLY}))"
    return f"{texts}+{negative}+{broken}"


def below(name: str) -> str:
    """How many cells are filled below a table, as far down as the form looks; 0 when the place is gone."""
    return f"IF({any_lost((name,))},0,COUNTA({name}))"


SURVEY_BELOW, HAMLETS_BELOW = below(NAME_BELOW_SURVEY), below(NAME_BELOW_HAMLETS)
