"""Where everything stands in a form: sheets, rows, columns and defined names, computed from the rule set alone.

The writer places cells by it; the reader needs only the names and, where those are gone, the row codes and
headings. Rows and columns are 0-based here, as XlsxWriter counts them.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.ruleset.cellnames import evidence_name, explanation_name, input_name
from xl_cfc.ruleset.models import Criterion, Field, Ruleset
from xl_cfc.stamp import Stamp
from xl_cfc.versions import TEMPLATE_VERSION

GUIDE = "Hướng dẫn"
UNIT = "Thông tin chung"
INPUT = "Nhập liệu"
SURVEY = "Khảo sát"
HAMLETS = "Thôn"
SCORES = "Bảng điểm"
RULES = "Bộ tiêu chí"
PROBLEMS = "LỖI"
CALC = "_kiem_tra"
ORIGINS = "Nguồn số liệu"
PLAN = "Kế hoạch"
EARLIER = "Phiếu trước"


SURVEY_ROWS = 1000
HAMLET_ROWS = 200

#: Headings of the input sheet; the reader finds columns by them when names are gone.
HEADING_CODE = "Mã"
HEADING_VALUE = "Giá trị"
HEADING_EARLIER = "Kỳ trước"
HEADING_LEAD = "Cơ quan chủ trì"
HEADING_EVIDENCE = "Tài liệu kiểm chứng"
HEADING_EXPLANATION = "Giải trình"
HEADING_GROUP = "Nhóm người trả lời"
HEADING_ANSWER = "Hài lòng"
HEADING_HAMLET = "Tên thôn, tổ dân phố"

#: Defined names of the survey's and the hamlets' columns, from the heading to the row below the last prepared one,
#: which stays blank: a row inserted anywhere between is inside.
NAME_GROUP = "ks_nhom"
NAME_ANSWER = "ks_tra_loi"
NAME_HAMLET = "thon_ten"
#: Defined name of the first prepared hamlet's cell.
FIRST_HAMLET = "thon_dau"
#: What lies below those tables, as far down as the form looks.
NAME_BELOW_SURVEY = "ks_ben_duoi"
NAME_BELOW_HAMLETS = "thon_ben_duoi"
SURVEY_ROWS_BELOW = 5000
HAMLET_ROWS_BELOW = 500
#: The defined name of the form's total.
NAME_TOTAL = "pt_total"

#: Defined names of the columns that say where gathered values came from, in the order of `Provenance`.
ORIGIN_PREFIX = "nguon_"
ORIGIN_NAMES = ("nguon_o", "nguon_co_quan", "nguon_don_vi", "nguon_tep", "nguon_ngay", "nguon_gia_tri")


def place_name(place: Place) -> str:
    """The defined name of a place's cell: for a hamlet's figures, of the first hamlet's."""
    named = {
        PlaceKind.INPUT: input_name,
        PlaceKind.EVIDENCE: evidence_name,
        PlaceKind.EXPLANATION: explanation_name,
    }
    return named[place.kind](place.key) if place.kind in named else FIRST_HAMLET


def input_sheets(ruleset: Ruleset) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """The sheets on which inputs are typed cell by cell, as the reader calls them, with their fields."""
    figures = tuple(field for field in ruleset.inputs if field.survey is None)
    return (UNIT, ruleset.unit_fields), (INPUT, figures), (HEADING_GROUP, ruleset.survey_fields)


def hamlet_name(field_id: str) -> str:
    """The defined name of a field's column on the hamlet sheet."""
    return f"thon_{field_id}"


@dataclass(frozen=True)
class InputRow:
    """A row of the input sheet: a heading (criterion None: the general figures) or a field."""

    row: int
    criterion: Criterion | None
    field: Field | None = None


@dataclass(frozen=True)
class FormLayout:
    """The layout of a form made from a rule set."""

    ruleset: Ruleset

    #: Input sheet: title, subtitle, progress, then headings.
    input_heading_row = 3
    unit_heading_row = 2
    survey_totals_row = 5
    hamlet_heading_row = 6

    @cached_property
    def input_rows(self) -> tuple[InputRow, ...]:
        """Every row of the input sheet, from the first heading on."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[InputRow]:
        row = self.input_heading_row + 1
        groups: list[tuple[Criterion | None, tuple[Field, ...]]] = [(None, self.ruleset.general_fields)]
        groups += [(criterion, self.ruleset.fields_of(criterion)) for criterion in self.ruleset.criteria]
        for criterion, fields in groups:
            if criterion is None and not fields:
                continue
            yield InputRow(row, criterion)
            row += 1
            for field in fields:
                yield InputRow(row, criterion, field)
                row += 1

    @cached_property
    def field_rows(self) -> dict[str, int]:
        """The row of every figure on the input sheet."""
        return {entry.field.id: entry.row for entry in self.input_rows if entry.field}

    @cached_property
    def unit_rows(self) -> dict[str, int]:
        """The row of every field on the general-information sheet."""
        start = self.unit_heading_row + 1
        return {field.id: start + n for n, field in enumerate(self.ruleset.unit_fields)}

    @property
    def survey_heading_row(self) -> int:
        """The row of the headings above the respondents."""
        return self.survey_totals_row + len(self.ruleset.survey_fields) + 2

    @cached_property
    def hash(self) -> str:
        """Changes whenever an input would stand elsewhere."""
        places = [TEMPLATE_VERSION, *map(str, self.field_rows.items()), *map(str, self.unit_rows.items())]
        places += [field.id for field in (*self.ruleset.survey_fields, *self.ruleset.hamlet_fields)]
        return hashlib.sha256("|".join(places).encode()).hexdigest()[:12]

    def stamp(self, plan_id: str = "") -> Stamp:
        """What a form made by this layout says of itself."""
        return Stamp(
            template_version=TEMPLATE_VERSION,
            ruleset_id=self.ruleset.id,
            ruleset_hash=self.ruleset.digest,
            plan_id=plan_id,
            layout_hash=self.hash,
        )
