"""Sheet `Thẩm định`: the points typed by the appraisers, criterion by criterion."""

from collections.abc import Iterator

from xl_cfc.consolidation.ledger.appraisal import (
    UNSCORED,
    CriterionRow,
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
from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab, forms_or_entries
from xl_cfc.consolidation.sheets.entrytable import EntryRow, EntryTable, Input, Shown
from xl_cfc.consolidation.sheets.page import Page, computed
from xl_cfc.consolidation.sheets.phrases import unchecked_text
from xl_cfc.consolidation.sheets.validations import DATE_INPUT, points_validation, state_formula
from xl_cfc.workbook.cellwriting import Content

_CENTRE = {"align": "center"}
_NAME, _CRITERION_NAME, _MAXIMUM = "Đơn vị", "Tên tiêu chí", "Điểm tối đa"
_DIFFERENCE, STATE, _ALERT, KEY = "Chênh lệch", "Kiểm tra", "Cần xem lại", "Khoá"
_SIGNED = {**_CENTRE, "num_format": "+General;-General;0"}


def key_text(key: EntryKey) -> str:
    """A unit, year and period in one word that no spreadsheet takes for a number."""
    return "_".join(("dv", *key[:3]))


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


SHEET = BookSheet(APPRAISAL.sheet, Tab.ENTRY, write_appraisal, forms_or_entries(APPRAISAL))


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


def _orphan_row(key: EntryKey, entry: Entry, why: str, name: str) -> EntryRow:
    """A row that belongs to no counted form: kept as typed, never added up."""
    code, year, period, number = key[:4]
    beside = value_text(entry.beside)
    return EntryRow((code, name, _number(year), period, _number(number), "", "", beside, "", "", why, ""), entry, True)


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text
