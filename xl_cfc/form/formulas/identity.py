"""Whether every input still stands where it belongs, as formulas see it (semantics: Which cell is which).

A cut and a paste take a cell's name along, a sort leaves it behind, a deleted row takes it away: the formulas then
follow the name to the wrong place. So each name is held against the code in its row and the heading above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from xl_cfc.formulatext import quoted
from xl_cfc.ruleset.cellnames import effective, evidence_name, explanation_name, input_name
from xl_cfc.ruleset.models import Field


class Placement(IntEnum):
    """Whether an input's row is as it was made; the form's hidden cells hold the same numbers."""

    RIGHT = 0
    INPUT_MOVED = 1
    EVIDENCE_MOVED = 2
    EXPLANATION_MOVED = 3


@dataclass(frozen=True)
class InputTable:
    """A table of inputs, a row with a code each, by the names of its cells.

    A range reaches from the heading to the row below the last one, so that rows inserted anywhere are inside.
    """

    prefix: str

    @property
    def codes(self) -> str:
        """The column of codes."""
        return f"{self.prefix}_ma"

    @property
    def values(self) -> str:
        """The column of values."""
        return f"{self.prefix}_gia_tri"

    @property
    def code_heading(self) -> str:
        """The heading of the codes."""
        return f"{self.prefix}_o_ma"

    @property
    def value_heading(self) -> str:
        """The heading of the values."""
        return f"{self.prefix}_o_gia_tri"

    @property
    def evidence_heading(self) -> str:
        """The heading of the evidence."""
        return f"{self.prefix}_o_tai_lieu"

    @property
    def explanation_heading(self) -> str:
        """The heading of the explanations."""
        return f"{self.prefix}_o_giai_trinh"

    def row_of(self, name: str) -> str:
        """Which row of the table a name's cell stands in; the heading's is 1."""
        return f"ROW({name})-ROW({self.code_heading})+1"


UNIT_TABLE, FIGURES_TABLE, SURVEY_TABLE = InputTable("tt"), InputTable("nl"), InputTable("kst")


def table_of(field: Field) -> InputTable:
    """The table in which a field is typed."""
    if field.survey is not None:
        return SURVEY_TABLE
    return FIGURES_TABLE if field.is_input else UNIT_TABLE


def placement_name(field_id: str) -> str:
    """The name of the hidden cell that says where a field's cells stand (`Placement`)."""
    return f"vt_{field_id}"


def place(field: Field, code: str) -> str:
    """Where the cells of a field stand."""
    beside = FIGURES_TABLE if field.is_input else UNIT_TABLE
    text = f"{Placement.RIGHT:d}"
    for name, heading, moved in (
        (explanation_name(field.id), beside.explanation_heading, Placement.EXPLANATION_MOVED),
        (evidence_name(field.id), beside.evidence_heading if field.is_input else "", Placement.EVIDENCE_MOVED),
    ):
        if heading:
            text = f"IF({_stands(name, code, beside, heading)},{text},{moved:d})"
    own = table_of(field)
    return f"IF({_stands(input_name(field.id), code, own, own.value_heading)},{text},{Placement.INPUT_MOVED:d})"


def _stands(name: str, code: str, table: InputTable, heading: str) -> str:
    """Whether a name's cell stands in the row of a code and under a heading."""
    here = f"EXACT(INDEX({table.codes},{table.row_of(name)}),{quoted(code)})"
    return f"IFERROR(IF({here},COLUMN({name})=COLUMN({heading}),FALSE),FALSE)"


def criterion_moved(number: int) -> str:
    """1 when the explanation of a criterion stands elsewhere, else 0."""
    table = FIGURES_TABLE
    return f"IF({_stands(explanation_name(f'c{number}'), str(number), table, table.explanation_heading)},0,1)"


def figure_moved(field: Field, code: str) -> str:
    """1 when the cell that shows what the survey comes to stands elsewhere, else 0."""
    return f"IF({_stands(effective(field), code, FIGURES_TABLE, FIGURES_TABLE.value_heading)},0,1)"


def on_other_sheet(field: Field) -> str:
    """1 when the name's cell shows something else than the same cell of its own sheet, else 0."""
    table, cell = table_of(field), input_name(field.id)
    return f"IFERROR(IF(EXACT(INDEX({table.values},{table.row_of(cell)}),{cell}),0,1),0)"


def told(field: Field, code: str, otherwise: str) -> str:
    """What the row of a field says of its place, else what it says of the value."""
    name = input_name(field.id)
    mend = "bấm Ctrl+Z, hoặc dùng phiếu mới"
    lost = quoted(f"✗ Mất ô nhập của dòng {code} (dòng bị xoá, hoặc bị cắt dán đè): {mend}")
    before, after = quoted(f"✗ Ô nhập của dòng {code} đang ở "), quoted(f", sai chỗ (cắt dán, sắp xếp): {mend}")
    moved = f"IFERROR({before}&ADDRESS(ROW({name}),COLUMN({name}),4)&{after},{lost})"
    evidence = quoted(f"✗ Ô tài liệu kiểm chứng của dòng {code} không còn đúng chỗ: {mend}")
    explanation = quoted(f"✗ Ô giải trình của dòng {code} không còn đúng chỗ: {mend}")
    stands = placement_name(field.id)
    beside = f"IF({stands}={Placement.EVIDENCE_MOVED:d},{evidence},{explanation})"
    return f"IF({stands}={Placement.RIGHT:d},{otherwise},IF({stands}={Placement.INPUT_MOVED:d},{moved},{beside}))"


def any_lost(names: Sequence[str]) -> str:
    """Whether any of these ranges is gone."""
    return f"ISERROR({'+'.join(f'ROWS({name})' for name in names)})"
