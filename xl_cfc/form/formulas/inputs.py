"""What is typed into a form as its formulas see it: the states of the inputs."""

from collections.abc import Sequence

from xl_cfc.answers.answer import FIRST_DAY, LAST_DAY
from xl_cfc.answers.answers import SurveyMode
from xl_cfc.form.formulas.identity import Placement, placement_name
from xl_cfc.formulatext import almost_whole, either, quoted
from xl_cfc.ruleset.cellnames import input_name
from xl_cfc.ruleset.models import NO, YES, Field, FieldType


def state(field: Field) -> str:
    """Blank 0, accepted 1, invalid 2 (`answers.judge`)."""
    cell = input_name(field.id)
    judged = f'IF(ISERROR({cell}),2,IF({cell}="",0,{_acceptance(field, cell)}))'
    if field.survey is None:
        return f"IF({placement_name(field.id)}={Placement.INPUT_MOVED:d},2,{judged})"
    typed = f"IF(sv_mode={SurveyMode.TOTALS:d},{judged},2)"
    return f"IF(sv_mode={SurveyMode.NONE:d},0,IF(sv_mode={SurveyMode.ROWS:d},1,{typed}))"


def _acceptance(field: Field, cell: str) -> str:
    match field.type:
        case FieldType.COUNT:
            number = f"ROUND({cell},0)"
            bounded = f"IF({number}<{field.minimum},2,IF({number}>{field.maximum},2,1))"
            whole = f"IF({almost_whole(cell)},{bounded},2)"
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
