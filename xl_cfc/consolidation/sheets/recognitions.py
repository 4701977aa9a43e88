"""Sheet `Công nhận`: the decision that recognises each unit for a year, and the years it holds the title."""

from collections.abc import Iterator

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.ledger.appraisal import appraised
from xl_cfc.consolidation.ledger.entries import EntryKey, is_copy
from xl_cfc.consolidation.ledger.recognition import is_recognised, recognition_keys, years_held
from xl_cfc.consolidation.ledger.tables import CODE, DECIDED, DECISION, EARLIER, NOTE, RECOGNITION, YEAR
from xl_cfc.consolidation.sheets.appraised import conclusion_text
from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab, forms_or_entries
from xl_cfc.consolidation.sheets.entrytable import EntryRow, EntryTable, Input, Shown
from xl_cfc.consolidation.sheets.page import Page, computed
from xl_cfc.consolidation.sheets.validations import DATE_INPUT
from xl_cfc.consolidation.sheets.words import commune_mark

_CENTRE = {"align": "center"}


def write_recognitions(page: Page) -> None:
    """Fill the sheet."""
    ledger = page.book.ledger
    page.head(
        "CÔNG NHẬN XÃ, PHƯỜNG, THỊ TRẤN PHÙ HỢP VỚI TRẺ EM",
        "Nhập số và ngày quyết định; đủ cả hai thì đơn vị được tính là giữ danh hiệu của năm đó.",
        "Các năm trước: nhập ở cột «Các năm trước đã công nhận», cách nhau dấu phẩy (ví dụ 2022, 2024), "
        "hoặc thêm dòng với mã và năm.",
    )
    keys = recognition_keys(page.book.merged, ledger)
    table = EntryTable(page, RECOGNITION, _columns(), ledger.added.get(RECOGNITION.id, ()))
    table.widths()
    for year in _years(page):
        _write_count(page, table, keys, year)
    table.write(_rows(page, keys), frozen_columns=2)
    page.print_on()


SHEET = BookSheet(RECOGNITION.sheet, Tab.ENTRY, write_recognitions, forms_or_entries(RECOGNITION))


def _years(page: Page) -> tuple[int, ...]:
    return tuple(sorted({block.year for block in page.book.merged.blocks if not block.forecast}))


def _columns() -> tuple[Shown | Input, ...]:
    return (
        Shown(CODE.heading, 8.5, _CENTRE),
        Shown("Đơn vị", 31),
        Shown(YEAR.heading, 7, _CENTRE),
        Shown("Kết luận tự chấm", 27),
        Shown("Kết luận thẩm định", 30),
        Input(DECISION, 28),
        Input(DECIDED, 14, {**_CENTRE, "num_format": "dd/mm/yyyy"}, DATE_INPUT),
        Input(EARLIER, 24, _CENTRE),
        Input(NOTE, 30),
        Shown("Các năm giữ danh hiệu", 28, _CENTRE),
    )


def _write_count(page: Page, table: EntryTable, keys: tuple[EntryKey, ...], year: int) -> None:
    """How many units hold the title for a year, of how many: a formula over the table that follows."""
    below = len(_years(page)) - _years(page).index(year)
    first = page.row + below + 2
    last = first + len(keys) + 200

    def area(heading: str) -> str:
        column = table.cell(heading, 0).removesuffix("1")
        return f"{column}${first}:{column}${last}"

    entries = page.book.ledger.of(RECOGNITION)
    held = sum(is_recognised(entry) for key, entry in entries.items() if key[1] == str(year))
    number = f"({area(YEAR.heading)}={year})*(LEN({area(DECISION.heading)})>0)*ISNUMBER({area(DECIDED.heading)})"
    units = sum(block.units for block in page.book.merged.blocks if block.year == year and not block.forecast)
    page.ws.set_row(page.row, 24)
    page.put(
        0,
        f"Giữ danh hiệu năm {year} (đơn vị có quyết định / đơn vị có phiếu):",
        page.styles(bold=True, text_wrap=False),
    )
    text = f'SUMPRODUCT({number})&"/{units}"'
    page.put(5, computed(text, f"{held}/{units}"), page.styles(bold=True, font_size=15))
    page.row += 1


def _rows(page: Page, keys: tuple[EntryKey, ...]) -> Iterator[EntryRow]:
    ledger = page.book.ledger
    entries, held = ledger.of(RECOGNITION), years_held(ledger.of(RECOGNITION))
    communes = _communes(page)
    for key in keys:
        code, year = key[:2]
        there = communes.get((code, year))
        name = there[1].member.name if there else ledger.name_of(code)
        own = appraised_text = ""
        if there is not None:
            block, commune = there
            own = commune_mark(commune).text
            appraised_text = "" if commune.conflict else conclusion_text(appraised(block, commune, ledger))
        elif is_copy(RECOGNITION, key):
            own = "Dòng thứ hai của cùng đơn vị và năm"
        elif code == "" or year == "":
            own = "Dòng thiếu mã hoặc năm"
        years = ", ".join(map(str, held.get(code, ())))
        shown = (code, name, int(year) if year.isdigit() else year, own, appraised_text, years)
        yield EntryRow(shown, entries.get(key))


def _communes(page: Page) -> dict[tuple[str, str], tuple[Block, Commune]]:
    return {
        (commune.code, str(block.year)): (block, commune)
        for block in page.book.merged.blocks
        if not block.forecast
        for commune in block.communes
    }
