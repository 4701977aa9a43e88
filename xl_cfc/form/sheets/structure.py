"""What the form sees of its own damage: cells that stand elsewhere, results in error or typed over, rows that no
formula counts.

Beside the live checks on the hidden sheet stand three blocks of cells, one a column: where each input stands, what each
result comes to a second time, what the tables hold. The lines drawn from them lead the list of problems.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_cfc.answers.answers import survey_row_problem
from xl_cfc.form.formulas import identity, tables
from xl_cfc.form.formulas.identity import FIGURES_TABLE, UNIT_TABLE
from xl_cfc.form.layout import (
    CALC,
    HAMLETS,
    HEADING_CODE,
    HEADING_VALUE,
    INPUT,
    NAME_BELOW_HAMLETS,
    NAME_BELOW_SURVEY,
    NAME_TOTAL,
    SCORES,
    SURVEY,
)
from xl_cfc.form.sheets.results import results
from xl_cfc.form.sheets.sheet import FormBook, Sheet
from xl_cfc.formulatext import quoted
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.workbook.cellwriting import Computed

#: The name of the cell that works the conclusion out; the form shows it on its sheet of scores.
CONCLUSION = "kl_tinh"
_PLACES, _ELSEWHERE, _RESULTS, _TABLES = 8, 11, 14, 17
_MEND = "bấm Ctrl+Z, hoặc dùng phiếu mới"
_HEADINGS_CHANGED = f"✗ Tiêu đề cột «Mã», «Giá trị» đã bị sửa hoặc cắt đi: {_MEND}"
_RESULTS_BROKEN = f"✗ Có ô kết quả báo lỗi vì một ô, dòng hoặc trang đã bị xoá: {_MEND}"
_RESULTS_TYPED_OVER = f" ô kết quả đã bị gõ đè: {_MEND}"
_ELSEWHERE_TEXT = f" ô số liệu đã bị cắt sang chỗ khác: {_MEND}"
_EXPLANATIONS_MOVED = f" ô giải trình của tiêu chí không còn đúng chỗ: {_MEND}"
_CONCLUSION_TYPED_OVER = f"✗ Kết luận đã bị gõ đè: {_MEND}"
_BELOW = " ô có số liệu ở dưới dòng cuối của bảng, không được tính: chèn thêm dòng phía trên dòng cuối rồi chuyển vào"


class BlockCell(NamedTuple):
    """A cell of a block: what it is about, its formula, the value it has now, its name where it has one."""

    label: str
    formula: str
    value: Computed
    name: str = ""
    array: bool = False


class DamageLine(NamedTuple):
    """A line of the list of problems: what it is about, its text while something is wrong, and where to go."""

    id: str
    content: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Structure:
    """The blocks and lines of a form."""

    book: FormBook

    @cached_property
    def places(self) -> tuple[BlockCell, ...]:
        """Where the cells of every field and criterion stand."""
        ruleset = self.book.ruleset
        fields = ruleset.fields.values()
        return tuple(
            BlockCell(
                field.id, identity.place(field, ruleset.row_codes[field.id]), 0, identity.placement_name(field.id)
            )
            for field in fields
        )

    @cached_property
    def explanations(self) -> tuple[BlockCell, ...]:
        """Whether the explanation of every criterion stands in its row."""
        numbers = (criterion.number for criterion in self.book.ruleset.criteria)
        return tuple(BlockCell(f"c{number}", identity.criterion_moved(number), 0) for number in numbers)

    @cached_property
    def elsewhere(self) -> tuple[BlockCell, ...]:
        """Whether an input was cut to another sheet, into a row of the same number, or a survey figure anywhere."""
        ruleset = self.book.ruleset
        inputs = [BlockCell(field.id, identity.on_other_sheet(field), 0) for field in ruleset.fields.values()]
        counted = (
            (field, identity.figure_moved(field, ruleset.row_codes[field.id])) for field in ruleset.survey_fields
        )
        return (*inputs, *(BlockCell(f"sv_{field.id}", formula, 0) for field, formula in counted))

    @cached_property
    def results(self) -> tuple[BlockCell, ...]:
        """Whether a result is not what its formula comes to: 1 for each that is not."""
        return tuple(
            BlockCell(one.name, f"IFERROR(IF({one.name}={one.formula},0,1),1)", 0) for one in results(self.book)
        )

    @cached_property
    def tables(self) -> tuple[BlockCell, ...]:
        """What the tables hold."""
        return tuple(_tables(self.book))

    @property
    def lines(self) -> tuple[DamageLine, ...]:
        """The lines of the form; the first is the one about the conclusion, which waits for all others."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[DamageLine]:
        ruleset = self.book.ruleset
        yield DamageLine("conclusion", "Kết luận", _conclusion(self.book), NAME_TOTAL)
        yield DamageLine("headings", INPUT, _headings(), FIGURES_TABLE.value_heading)
        broken = f'IF(ISERROR({_RESULT_RANGES}),{quoted(_RESULTS_BROKEN)},"")'
        yield DamageLine("results_broken", SCORES, broken, NAME_TOTAL)
        yield DamageLine("results_over", SCORES, _counted(self.results, _RESULTS, _RESULTS_TYPED_OVER), NAME_TOTAL)
        elsewhere = _counted(self.elsewhere, _ELSEWHERE, _ELSEWHERE_TEXT)
        yield DamageLine("other_sheet", INPUT, elsewhere, FIGURES_TABLE.value_heading)
        moved = _counted(self.explanations, _ELSEWHERE, _EXPLANATIONS_MOVED, after=len(self.elsewhere))
        yield DamageLine("criteria", "Giải trình của tiêu chí", moved, FIGURES_TABLE.explanation_heading)
        if ruleset.survey_fields:
            yield DamageLine("survey_gone", SURVEY, _gone(SURVEY, tables.SURVEY_GONE), FIGURES_TABLE.value_heading)
            yield DamageLine("survey_below", SURVEY, _below("ks_duoi"), NAME_BELOW_SURVEY)
        if ruleset.hamlet_fields:
            gone = _gone(HAMLETS, tables.hamlets_gone(ruleset.hamlet_fields))
            yield DamageLine("hamlets_gone", HAMLETS, gone, FIGURES_TABLE.value_heading)
            yield DamageLine("hamlets_below", HAMLETS, _below("hm_duoi"), NAME_BELOW_HAMLETS)


def line_count(ruleset: Ruleset) -> int:
    """How many lines a form of this rule set has."""
    return 6 + 2 * bool(ruleset.survey_fields) + 2 * bool(ruleset.hamlet_fields)


def _conclusion(book: FormBook) -> str:
    """An agency's form concludes nothing."""
    typed_over = quoted(_CONCLUSION_TYPED_OVER)
    return '""' if book.part else f'IFERROR(IF(conclusion={CONCLUSION},"",{typed_over}),{typed_over})'


#: Every cell that tells what the inputs come to: an error in any of them is an error of the sum.
_RESULT_RANGES = "SUM(bd_ket_qua)+SUM(ds_trang_thai)+SUM(ds_can_nhap)+SUM(tt_trang_thai)"


def _headings() -> str:
    wanted = [(cell, text) for table in (UNIT_TABLE, FIGURES_TABLE) for cell, text in _heading_texts(table)]
    same = "".join(f"IF(EXACT({cell},{quoted(text)})," for cell, text in wanted)
    changed = quoted(_HEADINGS_CHANGED)
    return f'IFERROR({same}""{f",{changed})" * len(wanted)},{changed})'


def _heading_texts(table: identity.InputTable) -> Iterator[tuple[str, str]]:
    yield table.code_heading, HEADING_CODE
    yield table.value_heading, HEADING_VALUE


def _counted(cells: tuple[BlockCell, ...], column: int, text: str, after: int = 0) -> str:
    """The text with how many cells of a block say so, empty when none does."""
    first = xl_rowcol_to_cell(after, column, row_abs=True, col_abs=True)
    last = xl_rowcol_to_cell(after + len(cells) - 1, column, row_abs=True, col_abs=True)
    total = f"SUM({CALC}!{first}:{last})"
    return f'IF({total}=0,"","✗ "&{total}&{quoted(text)})'


def _gone(title: str, gone: str) -> str:
    lost = quoted(f"✗ Trang «{title}» hoặc một cột của bảng đã bị xoá: {_MEND}")
    return f'IF({gone},{lost},"")'


def _below(name: str) -> str:
    return f'IF({name}=0,"","✗ "&{name}&{quoted(_BELOW)})'


def _tables(book: FormBook) -> Iterator[BlockCell]:
    ruleset, answers = book.ruleset, book.facts.answers
    if ruleset.survey_fields:
        groups = ruleset.survey_groups
        unanswered = answers.survey_unanswered
        bad = int(any(survey_row_problem(row, groups) for row in answers.survey_rows))
        yield BlockCell("", tables.survey_filled(), len(answers.survey_rows), "ks_dong", array=True)
        yield BlockCell("", tables.survey_unanswered(groups), unanswered, "ks_chua", array=True)
        yield BlockCell("", tables.survey_bad(groups), bad, "ks_sai", array=True)
        yield BlockCell("", tables.SURVEY_BELOW, 0, "ks_duoi")
        yield BlockCell("", tables.survey_mode(ruleset.survey_fields), int(answers.survey_mode), "sv_mode")
    if ruleset.hamlet_fields:
        fields, hamlets = ruleset.hamlet_fields, book.facts.hamlets
        yield BlockCell("", tables.hamlets_listed(), hamlets.listed, "hm_listed", array=True)
        yield BlockCell("", tables.hamlets_bad(fields), int(bool(hamlets.bad_rows)), "hm_bad", array=True)
        yield BlockCell("", tables.HAMLETS_BELOW, 0, "hm_duoi")


def write_structure(sheet: Sheet, structure: Structure) -> None:
    """Fill the blocks on the hidden sheet."""
    blocks = (
        (_PLACES, structure.places),
        (_ELSEWHERE, structure.elsewhere + structure.explanations),
        (_RESULTS, structure.results),
        (_TABLES, structure.tables),
    )
    style = sheet.book.styles(text_wrap=False)
    for column, cells in blocks:
        for row, cell in enumerate(cells):
            sheet.text(row, column - 1, cell.name or cell.label, style)
            sheet.formula(row, column, cell.formula, cell.value, style, name=cell.name, array=cell.array)


class InputColumns(NamedTuple):
    """The columns of a table of inputs."""

    code: int
    value: int
    evidence: int | None = None
    explanation: int | None = None


def name_table(sheet: Sheet, table: identity.InputTable, heading: int, last: int, columns: InputColumns) -> None:
    """Define the names by which formulas find the headings and columns of a table of inputs."""
    name = sheet.book.name
    name(table.codes, sheet, heading, columns.code, last + 1)
    name(table.values, sheet, heading, columns.value, last + 1)
    name(table.code_heading, sheet, heading, columns.code)
    name(table.value_heading, sheet, heading, columns.value)
    if columns.evidence is not None:
        name(table.evidence_heading, sheet, heading, columns.evidence)
    if columns.explanation is not None:
        name(table.explanation_heading, sheet, heading, columns.explanation)
