"""What is typed into a form as its formulas see it: states of the inputs, the survey's figures, the hamlets' rows."""

from collections.abc import Sequence

from xl_cfc.answers.answers import FIRST_DAY, LAST_DAY, SurveyMode
from xl_cfc.formulatext import either, quoted
from xl_cfc.ruleset.cellnames import input_name
from xl_cfc.ruleset.models import NO, YES, Field, FieldType


def state(field: Field) -> str:
    """Blank 0, accepted 1, invalid 2 (`answers.judge`)."""
    cell = input_name(field.id)
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
