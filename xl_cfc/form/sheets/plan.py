"""Sheet `Kế hoạch`: the locality's plan for the year: who leads what, what is due and in how many days."""

from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.plan.models import Milestone, Plan
from xl_cfc.plan.wording import contact_text, day_text, described, due_text
from xl_cfc.workbook.styles import text_height

_WIDTHS = (6, 62, 40, 40, 18, 24)
_ABSENT = "Văn bản kế hoạch không nêu"


def write_plan(sheet: Sheet, plan: Plan) -> None:
    """Fill the sheet."""
    styles = sheet.book.styles
    sheet.columns(*_WIDTHS)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, f"KẾ HOẠCH NĂM {plan.year} · {plan.unit.upper()}", styles.title)
    legal = plan.legal
    issued = f"ngày {day_text(legal.issued)}" if legal.issued else ""
    document = ", ".join(filter(None, (legal.number, issued, legal.title))) or _ABSENT
    sheet.text(1, 0, f"Văn bản: {document}", styles.subtitle)
    sheet.text(2, 0, f"Nơi nhận báo cáo: {contact_text(plan.report_to) or _ABSENT}", styles.subtitle)
    row = _milestones(sheet, 4, plan)
    row = _agencies(sheet, row + 1, plan)
    _rest(sheet, row + 1, plan)
    sheet.page(landscape=True, pages_tall=1)
    sheet.protect()


def _milestones(sheet: Sheet, row: int, plan: Plan) -> int:
    """What is due when, with the days left counted by the sheet itself; returns the next free row."""
    styles = sheet.book.styles
    sheet.headings(row, ("TT", "Mốc", "Ai thực hiện", "Hạn theo văn bản", "Ngày cuối còn kịp", "Còn lại"), height=26)
    for number, milestone in enumerate(plan.milestones, start=1):
        _milestone(sheet, row + number, number, milestone)
    if not plan.milestones:
        for column, text in enumerate(("", f"{_ABSENT} ngày nào", "", "", "", "")):
            sheet.text(row + 1, column, text, styles.cell)
    return row + max(1, len(plan.milestones)) + 1


def _milestone(sheet: Sheet, row: int, number: int, milestone: Milestone) -> None:
    styles = sheet.book.styles
    due = milestone.due
    wording = due_text(due).partition(" (")[0]
    sheet.ws.set_row(row, text_height((milestone.what, _WIDTHS[1]), (milestone.by_whom, _WIDTHS[2])))
    sheet.text(row, 0, str(number), styles.centred)
    sheet.text(row, 1, milestone.what, styles.cell)
    sheet.text(row, 2, milestone.by_whom, styles.cell)
    sheet.text(row, 3, wording, styles.cell)
    if due is None:
        sheet.text(row, 4, "", styles.cell)
        sheet.text(row, 5, "", styles.cell)
        return
    sheet.input(row, 4, due.last_day, styles.bordered(num_format="dd/mm/yyyy", align="center"))
    cell = xl_rowcol_to_cell(row, 4)
    formula = (
        f'IF({cell}>TODAY(),"còn "&({cell}-TODAY())&" ngày",'
        f'IF({cell}=TODAY(),"hôm nay là ngày cuối","đã qua "&(TODAY()-{cell})&" ngày"))'
    )
    shown = days_left(due.last_day, sheet.book.today) if sheet.book.today else ""
    sheet.formula(row, 5, formula, shown, styles.result(align="center", bold=True))


def days_left(last_day: date, today: date) -> str:
    """How long is left until a last day, as the sheet says it."""
    days = (last_day - today).days
    if days > 0:
        return f"còn {days} ngày"
    return "hôm nay là ngày cuối" if days == 0 else f"đã qua {-days} ngày"


def _agencies(sheet: Sheet, row: int, plan: Plan) -> int:
    """Which agency leads which criterion, criterion by criterion; returns the next free row."""
    styles = sheet.book.styles
    sheet.headings(row, ("TC", "Tiêu chí", "Cơ quan chủ trì", "Cơ quan phối hợp"), height=26)
    for criterion in sheet.book.ruleset.criteria:
        row += 1
        supports = "; ".join(a.name for a in plan.agencies if criterion.number in a.supports)
        watched = " (cần chú ý: điểm liệt)" if criterion.number in plan.watched_criteria else ""
        name = criterion.name + watched
        lead = plan.lead(criterion.number) or _ABSENT
        sheet.ws.set_row(row, text_height((name, _WIDTHS[1]), (lead, _WIDTHS[2]), (supports, _WIDTHS[3])))
        for column, text in enumerate((str(criterion.number), name, lead, supports)):
            sheet.text(row, column, text, styles.centred if column == 0 else styles.cell)
    return row + 1


_SHOWN_ABOVE = ("Kế hoạch", "Văn bản", "Mốc thời gian", "Cơ quan chủ trì theo tiêu chí", "Nơi nhận báo cáo")


def _rest(sheet: Sheet, row: int, plan: Plan) -> None:
    """Everything else the plan states, and what it does not."""
    styles = sheet.book.styles
    for label, value in described(plan):
        if label.startswith("  ") or label in _SHOWN_ABOVE:
            continue
        sheet.ws.set_row(row, text_height((value, _WIDTHS[2] + _WIDTHS[3])))
        sheet.text(row, 0, "", styles.group)
        sheet.text(row, 1, label, styles.group)
        sheet.ws.merge_range(row, 2, row, 3, value, styles.cell)
        row += 1
