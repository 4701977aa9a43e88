"""Sheet `Phúc tra`: the communes drawn to be visited again, criterion by criterion, with what the visits found."""

from collections.abc import Iterator, Sequence

from xl_cfc.consolidation.ledger.appraisal import UNSCORED, appraised_blocks, orphans, score_text
from xl_cfc.consolidation.ledger.entries import value_text
from xl_cfc.consolidation.ledger.models import Ledger
from xl_cfc.consolidation.ledger.sampling import DEFAULT_SHARE, VisitRow, all_visits, discrepancies, sample, seed_of
from xl_cfc.consolidation.ledger.tables import (
    BEFORE,
    CODE,
    CRITERION,
    FOUND,
    NOTE,
    PERIOD,
    REVERIFICATION,
    VERIFIED,
    VISITED,
    VISITOR,
    YEAR,
)
from xl_cfc.consolidation.receiving import share_text
from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab, forms_or_entries
from xl_cfc.consolidation.sheets.entrytable import EntryRow, EntryTable, Input, Shown
from xl_cfc.consolidation.sheets.page import Page, computed
from xl_cfc.consolidation.sheets.phrases import block_line
from xl_cfc.consolidation.sheets.validations import DATE_INPUT, points_validation, state_formula
from xl_cfc.workbook.cellwriting import Content, Formula, Value

_CENTRE = {"align": "center"}
_SIGNED = {**_CENTRE, "num_format": "+General;-General;0"}
_MAXIMUM, _DIFFERENCE, _STATE, _ALERT = "Điểm tối đa", "Chênh lệch", "Kiểm tra", "Ghi nhận"
_SUMMARY_ROWS = 4


def write_visits(page: Page) -> None:
    """Fill the sheet."""
    merged, ledger = page.book.merged, page.book.ledger
    rows = all_visits(merged, ledger)
    page.head("PHÚC TRA", *_how_drawn(page))
    summary = page.row
    first = summary + _SUMMARY_ROWS + 2
    table = EntryTable(page, REVERIFICATION, _columns(first), ledger.added.get(REVERIFICATION.id, ()))
    table.widths()
    _write_summary(page, table, rows)
    table.write(_rows(page, table, rows), frozen_columns=2)
    table.mark(wrong=_STATE)
    page.print_on()


SHEET = BookSheet(REVERIFICATION.sheet, Tab.ENTRY, write_visits, forms_or_entries(REVERIFICATION))


def _how_drawn(page: Page) -> Iterator[str]:
    ledger = page.book.ledger
    asked = _asked(ledger)
    for block in appraised_blocks(page.book.merged):
        drawn = len(sample(block, ledger))
        yield (
            f"{block_line(block)}: rút {drawn}/{len(block.counted)} đơn vị ({asked}), "
            f"hạt giống «{seed_of(block, ledger)}», phân tầng theo nhóm ngưỡng và mức điểm."
        )
    yield "Cùng phiếu và cùng hạt giống thì luôn được cùng mẫu; đơn vị đã nhập kết quả luôn được giữ lại."
    yield "Điểm trước phúc tra: điểm thẩm định nếu đã có, nếu chưa thì điểm tự chấm."


def _asked(ledger: Ledger) -> str:
    """Who says how many are drawn."""
    sampling, rule = ledger.sampling, ledger.plan.reverification if ledger.plan else None
    if rule is not None and (rule.number, rule.share) == (sampling.size, sampling.share):
        return "theo kế hoạch" if rule.share is None else f"theo kế hoạch: {share_text(rule.share)}"
    if sampling.size is not None:
        return "--sample"
    if sampling.share is not None:
        return f"theo kế hoạch trước: {share_text(sampling.share)}"
    return f"mặc định của công cụ: 1/{DEFAULT_SHARE.denominator}"


def _columns(first: int) -> tuple[Shown | Input, ...]:
    return (
        Shown(CODE.heading, 8.5, _CENTRE),
        Shown("Đơn vị", 24),
        Shown(YEAR.heading, 7, _CENTRE),
        Shown(PERIOD.heading, 9.5, _CENTRE),
        Shown("Nhóm", 7, _CENTRE),
        Shown(CRITERION.heading, 7, _CENTRE),
        Shown("Tên tiêu chí", 40),
        Shown(_MAXIMUM, 8, _CENTRE),
        Shown(BEFORE.heading, 9, _CENTRE),
        Input(VERIFIED, 9, _CENTRE, points_validation(f"=$H{first}")),
        Shown(_DIFFERENCE, 8.5, _SIGNED),
        Shown(_STATE, 19, _CENTRE),
        Input(FOUND, 40),
        Input(VISITOR, 20),
        Input(VISITED, 13, {**_CENTRE, "num_format": "dd/mm/yyyy"}, DATE_INPUT),
        Input(NOTE, 24),
        Shown(_ALERT, 30),
    )


def _write_summary(page: Page, table: EntryTable, rows: Sequence[VisitRow]) -> None:
    """What the visits found, as formulas over the table that follows."""
    last = page.row + _SUMMARY_ROWS + len(rows) + 200
    first = page.row + _SUMMARY_ROWS + 2

    def area(heading: str) -> str:
        column = table.cell(heading, 0).removesuffix("1")
        return f"{column}${first}:{column}${last}"

    found = discrepancies(rows)
    lines: tuple[tuple[str, Formula], ...] = (
        ("Tiêu chí đã phúc tra", computed(f'COUNTIF({area(_STATE)},"✓")', found.verified)),
        ("Tiêu chí có chênh lệch",
         computed(f'COUNTIF({area(_DIFFERENCE)},">0")+COUNTIF({area(_DIFFERENCE)},"<0")', found.differing)),
        ("Tổng điểm tăng sau phúc tra", computed(f'SUMIF({area(_DIFFERENCE)},">0")', found.up)),
        ("Tổng điểm giảm sau phúc tra", computed(f'SUMIF({area(_DIFFERENCE)},"<0")', found.down)),
    )  # fmt: skip
    label, number = page.styles(bold=True, text_wrap=False), page.styles(bold=True, align="center")
    for text, formula in lines:
        page.ws.set_row(page.row, 20)
        page.put(0, text, label)
        page.put(4, formula, number)
        page.row += 1


def _rows(page: Page, table: EntryTable, rows: Sequence[VisitRow]) -> Iterator[EntryRow]:
    merged, ledger = page.book.merged, page.book.ledger
    for visit in rows:
        yield _visit_row(visit, table, page.row)
    for key, entry, why in orphans(merged, ledger, REVERIFICATION):
        code, year, period, number = key[:4]
        place: list[Value] = [int(text) if text.isdigit() else text for text in (year, number)]
        before = value_text(entry.beside)
        shown = (code, ledger.name_of(code), place[0], period, "", place[1], "", "", before, "", "", why)
        yield EntryRow(shown, entry, True)


def _visit_row(visit: VisitRow, table: EntryTable, place: int) -> EntryRow:
    row = visit.row
    code, year, period, number = row.key
    typed, before = table.cell(VERIFIED.heading, place), table.cell(BEFORE.heading, place)
    shown: tuple[Content, ...] = (
        code, row.commune.member.name, int(year), period, row.commune.card.threshold_class, int(number),
        row.criterion.name, row.criterion.max_points, UNSCORED if visit.before is None else visit.before,
        computed(f'IF(AND({table.cell(_STATE, place)}="✓",ISNUMBER({before})),{typed}-{before},"")', visit.difference),
        computed(state_formula(typed, table.cell(_MAXIMUM, place)), visit.row.judged[0].value),
        _alert(visit),
    )  # fmt: skip
    return EntryRow(shown, row.entry, visit.outdated)


def _alert(visit: VisitRow) -> str:
    if visit.outdated and visit.row.entry is not None:
        return f"Điểm trước phúc tra đã đổi: {value_text(visit.row.entry.beside)} → {score_text(visit.before)}"
    return "" if visit.drawn else "Ngoài mẫu, giữ vì đã nhập"
