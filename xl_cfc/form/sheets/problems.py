"""Sheet `LỖI`: every problem that formulas can see, with a link to its cell, and one verdict line."""

from xl_cfc.form.sheets.calc import CheckCells, LiveTexts, category_of, content_of
from xl_cfc.form.sheets.marks import mark_live_text
from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.form.sheets.structure import line_count
from xl_cfc.form.sheets.verdict import unit_line, verdict
from xl_cfc.workbook.styles import text_height

_NUMBER, _CATEGORY, _CONTENT, _TEXT, _LINK, _INDEX = range(6)
_WIDTHS = (7, 14, 62, 70, 22, 8)
_HEADING_ROW = 3


def write_problems(sheet: Sheet, texts: LiveTexts) -> None:
    """Fill the sheet."""
    book, styles = sheet.book, sheet.book.styles
    sheet.columns(*_WIDTHS, hidden_from=_INDEX)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, "DANH SÁCH LỖI (tự cập nhật)", styles.title)
    formula, value = unit_line(book)
    sheet.formula(1, 0, formula, value, styles.subtitle)
    sheet.ws.set_row(2, 26)
    formula, value = verdict(texts)
    sheet.formula(2, 0, formula, value, styles(bold=True, font_size=15, text_wrap=False))
    mark_live_text(sheet, 2, 2, 0)
    sheet.headings(_HEADING_ROW, ("STT", "Mức độ", "Dòng", "Cần làm", "Đến ô cần sửa", "i"), height=24)
    cells = CheckCells(book.ruleset, book.facts.compared)
    total = cells.total
    for number in range(1, total + 1):
        _line(sheet, number, cells, texts)
    last = _HEADING_ROW + total
    mark_live_text(sheet, _HEADING_ROW + 1, last, _TEXT)
    sheet.ws.autofilter(_HEADING_ROW, 0, last, _LINK)
    sheet.ws.freeze_panes(_HEADING_ROW + 1, 0)
    sheet.page(landscape=True, titles=(_HEADING_ROW, _HEADING_ROW))
    sheet.ws.print_area(0, 0, last, _LINK)
    sheet.protect()


def _line(sheet: Sheet, number: int, cells: CheckCells, texts: LiveTexts) -> None:
    """The n-th failing check, or an empty line."""
    book, styles = sheet.book, sheet.book.styles
    row = _HEADING_ROW + number
    index = f"F{row + 1}"
    failing = texts.failing[number - 1] if number <= len(texts.failing) else None
    position = line_count(book.ruleset) + texts.by_check.index(failing) + 1 if failing else None

    def looked_up(letter: str) -> str:
        return f'IF({index}="","",INDEX({cells.column(letter)},{index}))'

    check, text = failing or (None, "")
    content = content_of(check, book.ruleset) if check else ""
    category = category_of(check, text) if check else ""
    if check:
        sheet.ws.set_row(row, text_height((content, _WIDTHS[_CONTENT]), (text, _WIDTHS[_TEXT])))
    found = f"MATCH({number},{cells.column('E')},0)"
    sheet.formula(row, _INDEX, f'IFERROR({found},"")', position, styles.result())
    sheet.formula(row, _NUMBER, f'IF({index}="","",{number})', number if check else "", styles.centred)
    sheet.formula(row, _CATEGORY, looked_up("B"), category, styles.cell)
    sheet.formula(row, _CONTENT, looked_up("C"), content, styles.cell)
    sheet.formula(row, _TEXT, looked_up("D"), text, styles.cell)
    link = f'HYPERLINK("#"&INDEX({cells.column("F")},{index}),"→ Đến ô")'
    style = styles.link
    sheet.formula(row, _LINK, f'IF({index}="","",{link})', "→ Đến ô" if check else "", style)
