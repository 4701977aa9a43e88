"""The phone list: one printable table of the units to call, with a column for what came of each call."""

from collections.abc import Sequence
from datetime import date

from xl_cfc.delivery.calls import Call
from xl_cfc.language import t
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.sheetwriter import SheetWriter
from xl_cfc.workbook.styles import Styles, text_height

_WIDTHS = (5, 8, 26, 18, 22, 15, 13, 9, 34, 24)


def phone_list_bytes(calls: Sequence[Call], source: str, today: date) -> bytes:
    """The list as .xlsx bytes; `source` names the consolidated workbook it was made from."""
    with new_workbook() as workbook:
        styles = Styles(workbook)
        day = styles.bordered(num_format="dd/mm/yyyy", align="center")
        formats = (
            styles.centred, styles.centred, styles.cell, styles.cell, styles.cell, styles.cell, day, styles.centred,
            styles.cell, styles.cell,
        )  # fmt: skip
        sheet = SheetWriter(workbook, styles, t("Gọi điện", "Phone list"))
        sheet.columns(*_WIDTHS)
        about = t(f"{len(calls)} đơn vị · ngày {today:%d/%m/%Y} · theo {source}", f"{len(calls)} · {today} · {source}")
        sheet.head(t("ĐƠN VỊ CẦN GỌI ĐIỆN", "UNITS TO CALL"), about, height=None)
        heading = sheet.row
        sheet.cells(_headings(), styles.heading, 40)
        for number, call in enumerate(calls, start=1):
            texts = (call.code, call.name, call.why, call.contact, call.phone)
            values = (number, *texts, call.due, call.days_late, call.remarks, "")
            shown = ((text, width) for text, width in zip(values, _WIDTHS, strict=True) if isinstance(text, str))
            sheet.cells(values, formats, text_height(*shown))
        sheet.filter_table(heading, len(_WIDTHS) - 1, frozen_columns=3)
        set_up_page(sheet.ws, margins=None, numbered=False)
    return workbook.data


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
