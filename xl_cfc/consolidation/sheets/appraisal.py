"""Sheets `Thẩm định` and `Kết quả thẩm định`: the points typed by the appraisers, and what they come to.

The results are formulas over the typed cells, by a key that stands in each row, so that sorting changes nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from xlsxwriter.format import Format

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.ledger.appraisal import (
    UNSCORED,
    Appraised,
    CriterionRow,
    PointsState,
    appraised,
    appraised_blocks,
    criterion_rows,
    orphans,
    score_text,
)
from xl_cfc.consolidation.ledger.entries import Entry, EntryKey, value_text
from xl_cfc.consolidation.ledger.tables import (
    APPRAISAL,
    BY,
    CODE,
    CRITERION,
    DAY,
    NOTE,
    PERIOD,
    POINTS,
    REASON,
    SELF_SCORE,
    YEAR,
)
from xl_cfc.consolidation.sheets.entrytable import EntryRow, EntryTable, Input, Shown
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import Page, computed
from xl_cfc.consolidation.sheets.phrases import unchecked_text
from xl_cfc.consolidation.sheets.words import CONCLUSIONS, commune_mark
from xl_cfc.form.layout import SCORES
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.workbook.cellwriting import Content, Link

_CENTRE = {"align": "center"}
_NAME, _CRITERION_NAME, _MAXIMUM = "Đơn vị", "Tên tiêu chí", "Điểm tối đa"
_DIFFERENCE, STATE, _ALERT, KEY = "Chênh lệch", "Kiểm tra", "Cần xem lại", "Khoá"
_SIGNED = {**_CENTRE, "num_format": "+General;-General;0"}
DATE_INPUT = {
    "validate": "date", "criteria": ">=", "value": "DATE(2019,1,1)",
    "error_title": "Không phải ngày", "error_message": "Nhập ngày/tháng/năm, ví dụ 31/10/2026",
}  # fmt: skip


def key_text(key: EntryKey) -> str:
    """A unit, year and period in one word that no spreadsheet takes for a number."""
    return "_".join(("dv", *key[:3]))


def points_validation(maximum: str) -> dict[str, object]:
    """Points from 0 to what the formula or address says."""
    return {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": maximum,
        "error_title": "Ngoài thang điểm", "error_message": "Nhập số từ 0 đến điểm tối đa của tiêu chí",
    }  # fmt: skip


def write_appraisal(page: Page) -> EntryTable:
    """Fill the sheet on which points are typed."""
    merged, ledger = page.book.merged, page.book.ledger
    blocks = appraised_blocks(merged)
    page.head(
        "THẨM ĐỊNH: ĐIỂM TỪNG TIÊU CHÍ",
        "Nhập vào các ô vàng; để trống là chưa thẩm định. Lọc theo đơn vị, tiêu chí ở dòng tiêu đề. Gộp lại vẫn giữ "
        "nguyên nội dung đã nhập.",
        "Cột «Cần xem lại»: điểm tự chấm đã đổi sau khi thẩm định; nhập lại điểm hoặc ngày để xác nhận. "
        "Kết luận: trang «Kết quả thẩm định».",
        *([unchecked_text(block) for block in blocks[:1]] or ["Chưa có phiếu cuối kỳ nào để thẩm định."]),
    )
    first = page.row + 2
    table = EntryTable(page, APPRAISAL, _columns(first), ledger.added.get(APPRAISAL.id, ()))
    table.widths()
    table.write(_rows(page, table), frozen_columns=2)
    table.mark(wrong=STATE)
    page.ws.set_column(table.place(KEY), table.place(KEY), None, None, {"hidden": True})
    page.print_on()
    return table


def _columns(first: int) -> tuple[Shown | Input, ...]:
    return (
        Shown(CODE.heading, 8.5, _CENTRE),
        Shown(_NAME, 24),
        Shown(YEAR.heading, 7, _CENTRE),
        Shown(PERIOD.heading, 9.5, _CENTRE),
        Shown(CRITERION.heading, 7, _CENTRE),
        Shown(_CRITERION_NAME, 44),
        Shown(_MAXIMUM, 8, _CENTRE),
        Shown(SELF_SCORE.heading, 8, _CENTRE),
        Input(POINTS, 9, _CENTRE, points_validation(f"=$G{first}")),
        Shown(_DIFFERENCE, 8.5, _SIGNED),
        Shown(STATE, 19, _CENTRE),
        Input(REASON, 34),
        Input(BY, 20),
        Input(DAY, 13, {**_CENTRE, "num_format": "dd/mm/yyyy"}, DATE_INPUT),
        Input(NOTE, 24),
        Shown(_ALERT, 32),
        Shown(KEY, 9, _CENTRE),
    )


def _rows(page: Page, table: EntryTable) -> Iterator[EntryRow]:
    merged, ledger = page.book.merged, page.book.ledger
    for block in appraised_blocks(merged):
        for commune in sorted(block.counted, key=lambda c: c.code):
            for row in criterion_rows(block, commune, ledger):
                yield _criterion_row(row, table, page.row)
    for key, entry, why in orphans(merged, ledger):
        yield _orphan_row(key, entry, why, ledger.name_of(key[0]))


def _criterion_row(row: CriterionRow, table: EntryTable, place: int) -> EntryRow:
    state, points = row.judged
    scored = row.criterion.points
    difference = None if points is None or scored is None else points - scored
    typed, own = table.cell(POINTS.heading, place), table.cell(SELF_SCORE.heading, place)
    alert = ""
    if row.entry is not None and row.outdated:
        alert = f"Tự chấm đã đổi: {value_text(row.entry.beside)} → {score_text(scored)}"
    code, year, period, number = row.key
    shown: tuple[Content, ...] = (
        code, row.commune.member.name, int(year), period, int(number), row.criterion.name, row.criterion.max_points,
        UNSCORED if scored is None else scored,
        computed(f'IF(AND({table.cell(STATE, place)}="✓",ISNUMBER({own})),{typed}-{own},"")', difference),
        computed(state_formula(typed, table.cell(_MAXIMUM, place)), state.value),
        alert, key_text(row.key),
    )  # fmt: skip
    return EntryRow(shown, row.entry, loud=bool(alert))


def state_formula(typed: str, maximum: str) -> str:
    """The state of typed points in words, as `judge_points` has it."""
    return (
        f'IF({typed}="","",IF(ISNUMBER({typed}),IF(AND({typed}>=0,{typed}<={maximum}),"{PointsState.ACCEPTED.value}",'
        f'"{PointsState.OUT_OF_RANGE.value}"),"{PointsState.NOT_A_NUMBER.value}"))'
    )


def _orphan_row(key: EntryKey, entry: Entry, why: str, name: str) -> EntryRow:
    """A row that belongs to no counted form: kept as typed, never added up."""
    code, year, period, number = key[:4]
    beside = value_text(entry.beside)
    return EntryRow((code, name, _number(year), period, _number(number), "", "", beside, "", "", why, ""), entry, True)


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


_RESULT_COLUMNS = (
    ("Mã", 8.5), ("Đơn vị", 31), ("Năm", 7), ("Kỳ", 9.5), ("Nhóm", 7), ("Ngưỡng", 9), ("Tổng tự chấm", 10),
    ("Tiêu chí đã thẩm định", 11), ("Số tiêu chí", 8), ("Tổng điểm thẩm định", 11), ("Thẩm định so với tự chấm", 11),
    ("Hơn, kém ngưỡng", 10), ("Kết luận thẩm định", 30), ("Kết luận tự chấm", 27), ("Ô cần xem lại", 9), ("Khoá", 9),
)  # fmt: skip
_NOT_APPRAISED = "– Chưa thẩm định"


class ResultAreas(NamedTuple):
    """Where the keys and the conclusions of the appraisal stand, for formulas on other sheets."""

    keys: str
    conclusions: str


def write_appraised(page: Page, table: EntryTable) -> ResultAreas:
    """Fill the sheet of results: one row a commune, by formulas over the typed points."""
    styles = page.styles
    page.columns(*(width for _, width in _RESULT_COLUMNS))
    page.head(
        "KẾT QUẢ THẨM ĐỊNH",
        "Tính bằng công thức từ trang «Thẩm định»; bấm tên đơn vị để mở phiếu. "
        "Kết luận chỉ có hiệu lực khi mọi tiêu chí đã được thẩm định; trước đó là «tạm tính».",
        *(unchecked_text(block) for block in appraised_blocks(page.book.merged)[:1]),
    )
    heading = page.row
    page.cells([text for text, _ in _RESULT_COLUMNS], styles.heading, 56)
    centred, cell = styles.centred, styles.cell
    link = styles.link
    signed = styles.bordered(**_SIGNED)
    total = styles.bordered(align="center", bold=True)
    formats = (
        centred, link, centred, centred, centred, centred, centred, centred, centred, total, signed, signed,
        styles.bordered(bold=True), cell, centred, cell,
    )  # fmt: skip
    areas = table.area(KEY), table.area(STATE), table.area(POINTS.heading)
    for block in appraised_blocks(page.book.merged):
        for commune in sorted(block.counted, key=lambda c: c.code):
            _result_row(page, areas, block, commune, formats)
    page.filter_table(heading, len(_RESULT_COLUMNS) - 2, frozen_columns=2)
    _colour(page, heading + 1)
    page.ws.set_column(len(_RESULT_COLUMNS) - 1, len(_RESULT_COLUMNS) - 1, None, None, {"hidden": True})
    page.print_on()
    rows = f"${heading + 2}:${{}}${page.row + 1}"
    return ResultAreas(*(f"'{page.title}'!${c}{rows.format(c)}" for c in ("P", "M")))


def _result_row(
    page: Page, areas: tuple[str, str, str], block: Block, commune: Commune, formats: tuple[Format, ...]
) -> None:
    result = appraised(block, commune, page.book.ledger)
    key = key_text((commune.code, str(block.year), block.period))
    row = page.row + 1
    values = _result_values(areas, block, commune, result, row)
    page.ws.set_row(page.row, 22)
    for column, value in enumerate((*values, key)):
        page.put(column, value, formats[column])
    page.row += 1


def _result_values(
    areas: tuple[str, str, str], block: Block, commune: Commune, result: Appraised, row: int
) -> tuple[Content, ...]:
    """One commune's row; every formula with the result it has now."""
    keys, states, points = areas
    accepted = f'{keys},$P{row},{states},"{PointsState.ACCEPTED.value}"'
    bad = f'COUNTIFS({accepted},{points},"<="&{block.ruleset.criterion_met.above.value})'
    if block.ruleset.no_zero_criterion.value:
        bad = f"MAX({bad},COUNTIFS({accepted},{points},0))"
    threshold, total = commune.card.threshold, commune.total
    complete = result.complete
    return (
        commune.code, Link(file_link(commune.member.file, SCORES), commune.member.name),
        block.year, block.period, commune.card.threshold_class, threshold,
        UNSCORED if total is None else total,
        computed(f"COUNTIFS({accepted})", result.done),
        result.of,
        computed(f'IF(H{row}=0,"",ROUND(SUMIFS({points},{accepted}),6))', float(result.total) if result.done else ""),
        computed(
            f'IF(AND(H{row}=I{row},ISNUMBER(G{row})),J{row}-G{row},"")',
            float(result.total - total) if complete and total is not None else "",
        ),
        computed(
            f'IF(AND(H{row}=I{row},ISNUMBER(F{row})),J{row}-F{row},"")',
            float(result.total - threshold) if complete and threshold is not None else "",
        ),
        computed(_conclusion_formula(row, bad), conclusion_text(result)),
        commune_mark(commune).text,
        result.outdated or None,
    )  # fmt: skip


def _conclusion_formula(row: int, bad: str) -> str:
    yes, no = CONCLUSIONS[Conclusion.ELIGIBLE].text, CONCLUSIONS[Conclusion.NOT_ELIGIBLE].text
    return (
        f'IF(H{row}=0,"{_NOT_APPRAISED}",IF(H{row}<I{row},"… Tạm tính ("&H{row}&"/"&I{row}&" tiêu chí)",'
        f'IF(NOT(ISNUMBER(F{row})),"○ Chưa rõ nhóm ngưỡng",IF(AND({bad}=0,J{row}>=F{row}),"{yes}","{no}"))))'
    )


def conclusion_text(result: Appraised) -> str:
    """The appraised conclusion in the words of the formula."""
    if not result.done:
        return _NOT_APPRAISED
    if not result.complete:
        return f"… Tạm tính ({result.done}/{result.of} tiêu chí)"
    return CONCLUSIONS[result.conclusion].text if result.conclusion else "○ Chưa rõ nhóm ngưỡng"


def _colour(page: Page, first: int) -> None:
    """The colours of the conclusions, which only repeat the signs."""
    for conclusion in (Conclusion.ELIGIBLE, Conclusion.NOT_ELIGIBLE):
        mark = CONCLUSIONS[conclusion]
        style = page.book.workbook.add_format(mark.colours)
        options = {"type": "text", "criteria": "begins with", "value": mark.sign, "format": style}
        if page.row > first:
            page.ws.conditional_format(first, 12, page.row - 1, 12, options)
