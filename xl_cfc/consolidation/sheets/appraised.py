"""Sheet `Kết quả thẩm định`: what the typed points come to, by formulas over the sheet `Thẩm định`.

They find the points by a key that stands in each row, so that sorting changes nothing.
"""

from typing import NamedTuple

from xlsxwriter.format import Format

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.ledger.appraisal import UNSCORED, Appraised, PointsState, appraised, appraised_blocks
from xl_cfc.consolidation.ledger.tables import POINTS
from xl_cfc.consolidation.sheets.appraisal import KEY, STATE, key_text
from xl_cfc.consolidation.sheets.appraisal import SHEET as TYPED
from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab
from xl_cfc.consolidation.sheets.entrytable import EntryTable
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import Page, computed
from xl_cfc.consolidation.sheets.phrases import unchecked_text
from xl_cfc.consolidation.sheets.words import CONCLUSIONS, commune_mark
from xl_cfc.form.layout import SCORES
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.workbook.cellwriting import Content, Link

_SIGNED = {"align": "center", "num_format": "+General;-General;0"}
_RESULT_COLUMNS = (
    ("Mã", 8.5), ("Đơn vị", 31), ("Năm", 7), ("Kỳ", 9.5), ("Nhóm", 7), ("Ngưỡng", 9), ("Tổng tự chấm", 10),
    ("Tiêu chí đã thẩm định", 11), ("Số tiêu chí", 8), ("Tổng điểm thẩm định", 11), ("Thẩm định so với tự chấm", 11),
    ("Hơn, kém ngưỡng", 10), ("Kết luận thẩm định", 30), ("Kết luận tự chấm", 27), ("Ô cần xem lại", 9), ("Khoá", 9),
)  # fmt: skip
_NOT_APPRAISED = "– Chưa thẩm định"


class Appraisals(NamedTuple):
    """Where appraised points are typed, and where the keys and the conclusions stand, for formulas on other sheets."""

    typed: EntryTable
    keys: str
    conclusions: str


def write_appraised(page: Page) -> Appraisals:
    """Fill the sheet: one row a commune, by formulas over the typed points."""
    table = TYPED.result(page)
    assert table is not None
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
    keys, conclusions = (f"'{page.title}'!${c}{rows.format(c)}" for c in ("P", "M"))
    return Appraisals(table, keys, conclusions)


SHEET = BookSheet("Kết quả thẩm định", Tab.RESULT, write_appraised, TYPED.shown)


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
