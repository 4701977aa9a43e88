"""The inputs of a form: what may be typed into each, and where it stands."""

from enum import StrEnum
from typing import Literal

from pydantic import model_validator

from xl_cfc.language import t
from xl_cfc.ruleset.rated import FieldId, RuleModel

FORECAST_PERIOD = "Đầu kỳ"
FINAL_PERIOD = "Cuối kỳ"
YES = "Có"
NO = "Không"

#: The largest count a commune can type; beyond it a quotient would no longer compare exactly in a sheet.
MAX_COUNT = 9_999_999


class FieldType(StrEnum):
    """What may be typed into a field."""

    COUNT = "count"
    YES_NO = "yes_no"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"


class SurveyCount(RuleModel):
    """What a figure counts on the survey sheet: the answers of a group, or only its `Có`."""

    group: str
    satisfied: bool = False


class Field(RuleModel):
    """One input of the form.

    `section` says where it stands: `unit` (general information), `general` (population figures), or, by default,
    under the criterion that uses it. `hamlet` gives it a column on the hamlet sheet; a `survey` figure is counted
    from the survey's rows.
    """

    id: FieldId
    label: str
    type: FieldType
    section: Literal["unit", "general"] | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    hamlet: bool = False
    survey: SurveyCount | None = None
    required: bool = True
    minimum: int = 0
    maximum: int = MAX_COUNT
    pattern: Literal["unit_code"] | None = None

    @property
    def is_input(self) -> bool:
        """Whether it is a figure of a criterion (a count or a yes/no), as opposed to general information."""
        return self.section != "unit"

    @model_validator(mode="after")
    def _choices_where_chosen(self) -> "Field":
        if (self.type is FieldType.CHOICE) != bool(self.choices):
            raise ValueError(
                t(
                    "kiểu danh sách, và chỉ kiểu đó, phải có các lựa chọn",
                    "a choice field, and only a choice field, lists its choices",
                )
            )
        if self.is_input and self.type not in (FieldType.COUNT, FieldType.YES_NO):
            raise ValueError(
                t(
                    "số liệu là số đếm hoặc Có/Không; chữ, ngày, danh sách chỉ dùng cho thông tin chung",
                    "a figure is a count or a yes/no; texts, dates and choices belong to section unit",
                )
            )
        return self
