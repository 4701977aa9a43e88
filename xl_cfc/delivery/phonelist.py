"""The phone list: one printable table of the units to call, with a column for what came of each call."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from xl_cfc.delivery.calls import Call
from xl_cfc.language import t
from xl_cfc.workbook.styles import Styles, text_height

_WIDTHS = (5, 8, 26, 18, 22, 15, 13, 9, 34, 24)
_HEADING_ROW = 2


def phone_list_bytes(calls: Sequence[Call], source: str, today: date) -> bytes:
    """The list as .xlsx bytes; `source` names the consolidated workbook it was made from."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        styles = Styles(workbook)
        day = styles.bordered(num_format="dd/mm/yyyy", align="center")
        formats = (
            styles.centred, styles.centred, styles.cell, styles.cell, styles.cell, styles.cell, day, styles.centred,
            styles.cell, styles.cell,
        )  # fmt: skip
        sheet = workbook.add_worksheet(t("Gọi điện", "Phone list"))
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, t("ĐƠN VỊ CẦN GỌI ĐIỆN", "UNITS TO CALL"), styles.title)
        about = t(f"{len(calls)} đơn vị · ngày {today:%d/%m/%Y} · theo {source}", f"{len(calls)} · {today} · {source}")
        sheet.write_string(1, 0, about, styles.subtitle)
        sheet.set_row(_HEADING_ROW, 40)
        for column, (heading, width) in enumerate(zip(_headings(), _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEADING_ROW, column, heading, styles.heading)
        for number, call in enumerate(calls, start=1):
            row = _HEADING_ROW + number
            texts = (call.code, call.name, call.why, call.contact, call.phone)
            values = (number, *texts, call.due, call.days_late, call.remarks, "")
            shown = zip((text for text in values if isinstance(text, str)), (*_WIDTHS[1:6], *_WIDTHS[8:]), strict=True)
            sheet.set_row(row, text_height(*shown))
            for column, (value, style) in enumerate(zip(values, formats, strict=True)):
                if value is None or value == "":
                    sheet.write_blank(row, column, None, style)
                elif isinstance(value, date):
                    sheet.write_datetime(row, column, value, style)
                elif isinstance(value, int):
                    sheet.write_number(row, column, value, style)
                else:
                    sheet.write_string(row, column, value, style)
        sheet.freeze_panes(_HEADING_ROW + 1, 3)
        sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(calls), len(_WIDTHS) - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADING_ROW)
        sheet.hide_gridlines(2)
    return buffer.getvalue()


def _headings() -> tuple[str, ...]:
    return (
        t("TT", "No"),
        t("Mã", "Code"),
        t("Đơn vị", "Unit"),
        t("Tình trạng", "Status"),
        t("Đầu mối", "Contact"),
        t("Điện thoại", "Phone"),
        t("Hạn (ngày cuối)", "Due"),
        t("Muộn (ngày)", "Days late"),
        t("Ghi chú", "Remarks"),
        t("Kết quả gọi", "Outcome of the call"),
    )
