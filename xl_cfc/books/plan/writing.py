"""Writing a plan's workbook."""

from collections.abc import Sequence
from datetime import date

from xlsxwriter.worksheet import Worksheet

from xl_cfc.books.plan.lines import lines
from xl_cfc.books.plan.texts import Shown, agency_row, milestone_row, target_row
from xl_cfc.books.plan.words import (
    AGENCIES,
    AGENCY_COLUMNS,
    GENERAL,
    MILESTONE_COLUMNS,
    MILESTONES,
    TARGET_COLUMNS,
    TARGET_KINDS,
    TARGET_OF,
    TARGETS,
    WORDINGS,
    level_words,
    milestone_words,
)
from xl_cfc.language import speaking
from xl_cfc.plan.models import Plan
from xl_cfc.ruleset.models import NO, YES
from xl_cfc.stamp import PLAN_KIND, Stamp
from xl_cfc.versions import NEWEST
from xl_cfc.workbook.cellwriting import write_cell
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.stamping import stamp_workbook
from xl_cfc.workbook.styles import Styles, text_height

_ABSENT = "Để trống những gì văn bản không nêu: không suy đoán."
_ROWS = 40


def planbook_bytes(plan: Plan | None = None) -> bytes:
    """A workbook that holds a plan, or a blank one to fill in."""
    with speaking("vi"), new_workbook() as workbook:
        styles = Styles(workbook)
        _general(workbook.add_worksheet(GENERAL), styles, plan)
        agencies = [agency_row(agency) for agency in plan.agencies] if plan else []
        sheet = workbook.add_worksheet(AGENCIES)
        _table(sheet, styles, "CƠ QUAN CHỦ TRÌ, PHỐI HỢP TỪNG TIÊU CHÍ", AGENCY_COLUMNS, agencies)
        _choices(sheet, 3, [YES, NO])
        milestones = [milestone_row(milestone) for milestone in plan.milestones] if plan else []
        sheet = workbook.add_worksheet(MILESTONES)
        _table(sheet, styles, "MỐC THỜI GIAN", MILESTONE_COLUMNS, milestones)
        _choices(sheet, 0, list(milestone_words().values()))
        _choices(sheet, 3, list(WORDINGS.values()))
        targets = [target_row(target) for target in plan.targets] if plan else []
        sheet = workbook.add_worksheet(TARGETS)
        _table(sheet, styles, "CHỈ TIÊU PHẤN ĐẤU", TARGET_COLUMNS, targets)
        _choices(sheet, 0, list(TARGET_KINDS.values()))
        _choices(sheet, 1, list(TARGET_OF.values()))
        stamp_workbook(workbook, _stamp(plan), PLAN_KIND, "Kế hoạch của địa phương")
    return workbook.data


def _stamp(plan: Plan | None) -> Stamp:
    plan_id = plan.id if plan else ""
    return Stamp(template_version=NEWEST[PLAN_KIND], ruleset_id="", ruleset_hash="", plan_id=plan_id)


def _page(sheet: Worksheet, titles: tuple[int, int] | None = None) -> None:
    sheet.hide_gridlines(2)
    set_up_page(sheet, repeated=titles, margins=None, numbered=False)


def _general(sheet: Worksheet, styles: Styles, plan: Plan | None) -> None:
    _page(sheet)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 100)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "KẾ HOẠCH CỦA ĐỊA PHƯƠNG", styles.title)
    sheet.write_string(1, 0, f"{_ABSENT} Cơ quan, mốc, chỉ tiêu ở các trang sau.", styles.subtitle)
    for column, text in enumerate(("Mục", "Giá trị")):
        sheet.write_string(2, column, text, styles.heading)
    for row, line in enumerate(lines(), start=3):
        value = line.shown(plan) if plan else None
        sheet.set_row(row, text_height((str(value or ""), 100)))
        sheet.write_string(row, 0, line.label, styles.cell)
        _put(sheet, row, 1, value, styles)
        if line.path == "level":
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(level_words().values())})
    sheet.freeze_panes(3, 1)


def _table(
    sheet: Worksheet,
    styles: Styles,
    title: str,
    columns: Sequence[tuple[str, str, int]],
    rows: Sequence[Sequence[Shown]],
) -> None:
    _page(sheet, (2, 2))
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, _ABSENT, styles.subtitle)
    for column, (heading, _, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, heading, styles.heading)
    for row in range(3, 3 + max(_ROWS, len(rows) + 5)):
        values = rows[row - 3] if row - 3 < len(rows) else [None] * len(columns)
        widths = [width for _, _, width in columns]
        sheet.set_row(row, text_height(*((str(v or ""), w) for v, w in zip(values, widths, strict=True))))
        for column, value in enumerate(values):
            _put(sheet, row, column, value, styles)
    sheet.freeze_panes(3, 0)


def _choices(sheet: Worksheet, column: int, choices: list[str]) -> None:
    sheet.data_validation(3, column, 3 + _ROWS, column, {"validate": "list", "source": choices, "ignore_blank": True})


def _put(sheet: Worksheet, row: int, column: int, value: Shown, styles: Styles) -> None:
    write_cell(sheet, row, column, value, styles.input(**_looks(value)))


def _looks(value: Shown) -> dict[str, str]:
    """The format of a value, so that what replaces it is taken alike; a blank takes anything."""
    if isinstance(value, date):
        return {"num_format": "dd/mm/yyyy", "align": "left"}
    if isinstance(value, int):
        return {"num_format": "0", "align": "left"}
    return {"num_format": "@"} if value else {}
