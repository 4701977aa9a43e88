"""Writing a rulebook's tables: inputs with their validation, results as formulas with their value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xl_cfc.books.rule.tables import CHECK_ROW, FIRST_ROW, HEADING_ROW, LINE_ROW, TABLES, BookColumn, BookTable, Kind
from xl_cfc.books.rule.words import VERIFIED
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cached import cached
from xl_cfc.workbook.cellwriting import Computed, Content, Formula, write_cell
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.styles import Styles, text_height

Input = str | int | Decimal | date | None
Record = Mapping[str, Input]
#: A formula (without its equals sign) and its value now.
Result = tuple[str, Computed]
#: The results of a row: the Excel row's number and its record, None for a row that is still free.
Results = Callable[[int, Record | None], Mapping[str, Result]]

_TAB = {True: "#FFC000", False: "#7F8C8D"}


@dataclass
class RuleBook:
    """The workbook being written, with the records of each of its tables."""

    workbook: Workbook
    styles: Styles
    ruleset: Ruleset
    records: Mapping[str, Sequence[Record]]

    def add_sheet(self, title: str, *, typed: bool = True) -> Worksheet:
        """A new sheet in the house style."""
        sheet = self.workbook.add_worksheet(title)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(_TAB[typed])
        return sheet

    def last_row(self, table: BookTable) -> int:
        """The number of the last prepared row."""
        return FIRST_ROW + len(self.records[table.title]) + table.spare

    def area(self, table: BookTable, key: str) -> str:
        """A column of a table, over all prepared rows."""
        letter = table.letter(key)
        return f"'{table.title}'!${letter}${FIRST_ROW + 1}:${letter}${self.last_row(table)}"

    def write(self, table: BookTable, *, results: Results | None = None, check: Result | None = None) -> None:
        """Write a table's sheet: its head, its records and room for more."""
        sheet = self.add_sheet(table.title)
        styles = self.styles
        records = self.records[table.title]
        for place, column in enumerate(table.columns):
            used = any(record.get(column.key) for record in records)
            folded = {"level": 1, "hidden": not used} if column.rare else {}
            sheet.set_column(place, place, column.width, None, folded)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, table.headline, styles.title)
        sheet.write_string(LINE_ROW, 0, table.about, styles.subtitle)
        if check is not None:
            sheet.set_row(CHECK_ROW, 22)
            formula = Formula(check[0], cached(check[1]))
            write_cell(sheet, CHECK_ROW, 0, formula, styles(bold=True, text_wrap=False))
        headings = [(column.heading, column.width - 2) for column in table.columns]
        sheet.set_row(HEADING_ROW, text_height(*headings) + 6)
        for place, column in enumerate(table.columns):
            sheet.write_string(HEADING_ROW, place, column.heading, styles.heading)
        for offset in range(len(records) + table.spare):
            record = records[offset] if offset < len(records) else None
            self._row(sheet, table, FIRST_ROW + offset, record, results)
        self._rules(sheet, table)
        sheet.freeze_panes(FIRST_ROW, 2)
        set_up_page(sheet, repeated=(HEADING_ROW, HEADING_ROW), margins=None)
        sheet.print_area(0, 0, FIRST_ROW + max(1, len(records)) - 1, len(table.columns) - 1)

    def _row(
        self, sheet: Worksheet, table: BookTable, row: int, record: Record | None, results: Results | None
    ) -> None:
        shown = results(row + 1, record) if results is not None else {}
        texts = [(str((record or {}).get(column.key) or ""), column.width) for column in table.columns]
        sheet.set_row(row, text_height(*texts))
        for place, column in enumerate(table.columns):
            content: Content = (record or {}).get(column.key)
            if column.key in shown:
                formula, value = shown[column.key]
                content = Formula(formula, cached(value))
            write_cell(sheet, row, place, content, self._style(column, record))

    def _style(self, column: BookColumn, record: Record | None) -> Format:
        properties: dict[str, Any] = {}
        if column.kind in (Kind.NUMBER, Kind.DAY) or column.width < 16:
            properties["align"] = "center"
        if column.kind is Kind.RESULT:
            return self.styles.result(**properties)
        if column.kind is Kind.CODE:
            properties["num_format"] = "@"
        value = (record or {}).get(column.key)
        if column.kind is Kind.DAY or isinstance(value, date):
            properties["num_format"] = "dd/mm/yyyy"
        elif isinstance(value, Decimal | int):
            properties["num_format"] = "0.00%" if column.key == "bound" and (record or {}).get("percent") else "General"
        return self.styles.input(**properties)

    def _listed(self, title: str, key: str) -> str:
        return self.area(next(table for table in TABLES if table.title == title), key)

    def _rules(self, sheet: Worksheet, table: BookTable) -> None:
        """Lists, hints and colours over all prepared rows."""
        first, last = FIRST_ROW, self.last_row(table) - 1
        for place, column in enumerate(table.columns):
            rule: dict[str, Any] = {"validate": "any"}
            if column.choices:
                names = ", ".join(column.choices)
                rule = {"validate": "list", "source": list(column.choices), "error_title": "Chưa đúng"}
                rule["error_message"] = f"Chọn một trong: {names}."
            elif column.listed is not None:
                rule = {"validate": "list", "source": f"={self._listed(*column.listed)}", "error_type": "warning"}
                rule["error_message"] = f"Chưa có trong danh sách ở trang «{column.listed[0]}»."
            elif column.kind is Kind.NUMBER:
                rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_title": "Chưa đúng"}
                rule["error_message"] = "Chỉ nhận số từ 0 trở lên."
            if column.hint:
                rule |= {"input_title": column.heading[:32], "input_message": column.hint}
            if rule["validate"] != "any" or column.hint:
                sheet.data_validation(first, place, last, place, rule)
            for text, ink, fill in _COLOURS.get(column.key.rpartition("_")[2], ()):
                colours = self.workbook.add_format({"font_color": ink, "bg_color": fill})
                criteria = {"type": "text", "criteria": "begins with", "value": text, "format": colours}
                sheet.conditional_format(first, place, last, place, criteria)


_GOOD = (palette.GOOD_INK, palette.GOOD_FILL)
_BAD = (palette.ERROR_INK, palette.ERROR_FILL)
#: Column -> what a cell begins with and how it is coloured then.
_COLOURS = {
    "status": ((VERIFIED, *_GOOD),),
    "agrees": (("✓", *_GOOD), ("✗", *_BAD)),
    "check": (("✓", *_GOOD), ("✗", *_BAD)),
}
