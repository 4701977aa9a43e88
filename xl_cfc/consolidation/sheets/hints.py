"""Sheet `Gợi ý`: for each commune the least work to the threshold, step by step, with the points each step gives."""

from collections.abc import Iterator, Sequence

from xlsxwriter.url import Url

from xl_cfc.consolidation.members import place_of
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import block_line, or_dots, unchecked_text
from xl_cfc.consolidation.sheets.words import Mark
from xl_cfc.consolidation.summaries import Hint
from xl_cfc.judging.advice import Advice, Outlook
from xl_cfc.judging.advice_words import honest_figures_text, outlook_text, waiting_text
from xl_cfc.judging.steps import Step
from xl_cfc.language import number_text
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Content, Link, Value
from xl_cfc.workbook.styles import text_height

_COLUMNS = (
    ("Mã", 8.5), ("Đơn vị", 26), ("Nhóm", 7), ("Tổng điểm", 9), ("Ngưỡng", 9), ("Còn thiếu", 9),
    ("Có cách đạt ngưỡng không", 21), ("Việc", 6), ("Tiêu chí", 7), ("Cơ quan chủ trì", 26), ("Nên làm gì", 74),
    ("Thêm điểm", 8), ("Ô trong phiếu", 17),
)  # fmt: skip
_DEED = 10
_WAITING_SHOWN = 4
_OUTLOOKS = {
    Outlook.PATH: Mark("→", "Có cách", palette.WARNING_INK, palette.WARNING_FILL),
    Outlook.UNREACHABLE: Mark("✗", "Không có cách nào", palette.ERROR_INK, palette.ERROR_FILL),
    Outlook.INCOMPLETE: Mark("○", "Chưa đủ số liệu", palette.WARNING_INK, palette.WARNING_FILL),
    Outlook.REACHED: Mark("✓", "Đã đạt", palette.GOOD_INK, palette.GOOD_FILL),
}
_LEGEND = (
    "Ít việc nhất: trước hết ít vụ việc phải ngừa nhất, rồi ít trẻ em, buổi, thôn… nhất, rồi ít việc nhất; "
    "tính theo công việc, không theo kinh phí, giữ nguyên các mẫu số"
)

#: A line of work: the number of the step, criterion, field, what to do, and the points it gives.
Line = tuple[Value, int | None, str, str, Value]


def write_hints(page: Page, chapter: Chapter) -> None:
    """Fill the sheet."""
    block, hints, plan = chapter.block, chapter.hints, page.book.merged.plan
    page.columns(*(width for _, width in _COLUMNS))
    lines = [block_line(block), unchecked_text(block), hints_sentence(hints), _LEGEND]
    if any(step.is_fewer for hint in hints for step in hint.advice.path):
        lines.append(honest_figures_text())
    page.head("GỢI Ý: CẦN THÊM GÌ ĐỂ ĐẠT NGƯỠNG", *lines)
    heading = page.row
    page.cells([text for text, _ in _COLUMNS], page.styles.heading, 40)
    leads = plan.leads if plan is not None else {}
    for hint in hints:
        for line in hint_lines(hint.advice, block.ruleset):
            _row(page, block.ruleset, hint, line, leads)
    page.filter_table(heading, len(_COLUMNS) - 1, frozen_columns=2)
    page.print_on()


SHEET = ChapterSheet("Gợi ý", Tab.RESULT, write_hints)


def _row(page: Page, ruleset: Ruleset, hint: Hint, line: Line, leads: dict[int, tuple[str, ...]]) -> None:
    styles, commune, mark = page.styles, hint.commune, _OUTLOOKS[hint.advice.outlook]
    number, criterion, field, deed, points = line
    lead = "; ".join(leads.get(criterion, ())) if criterion is not None else ""
    target, place = _place(ruleset, hint, field)
    values: list[Content] = [
        commune.code, commune.member.name, commune.card.threshold_class,
        or_dots(commune.total), commune.card.threshold, _short_of(hint),
        mark.text, number, criterion, lead, deed, points, Link(target, place),
    ]  # fmt: skip
    cell, centred = styles.cell, styles.centred
    gain = styles.bordered(align="center", num_format="+General;-General;0", bold=True)
    formats = [centred, cell, centred, centred, centred, centred, styles.bordered(**mark.colours)]
    formats += [centred, centred, cell, cell, gain, styles.link]
    texts = ((str(values[n] or ""), _COLUMNS[n][1]) for n in (1, 9, _DEED))
    page.cells(values, formats, text_height(*texts))


def _short_of(hint: Hint) -> Value:
    """The points missing; who has enough of them and no way yet fails by a criterion at 0."""
    return "điểm liệt" if hint.short_of is None and hint.advice.outlook is Outlook.PATH else hint.short_of


def _place(ruleset: Ruleset, hint: Hint, field: str) -> tuple[Url | None, str]:
    """Where in the commune's form the figure stands: the link and its text."""
    member = hint.commune.member
    sheet, cell = place_of(member, list(ruleset.fields).index(field)) if field else ("", "")
    return (file_link(member.file, sheet, cell), f"{sheet}!{cell}") if cell else (None, "")


def hint_lines(advice: Advice, ruleset: Ruleset) -> Iterator[Line]:
    """The lines of one commune: its steps with what must change with them, or what its score waits for."""
    criteria = {i.id: criterion.number for criterion in ruleset.criteria for i in criterion.indicators}
    if advice.outlook is not Outlook.PATH:
        yield None, None, "", outlook_text(advice), None
    for number, step in enumerate(advice.path, start=1):
        yield number, criteria[step.indicator], step.field.id, deed_text(step), step.points
    for text in advice.cautions:
        yield "!", None, "", f"Sửa cùng lúc: {text}", None
    for waiting in advice.waiting[:_WAITING_SHOWN]:
        yield None, criteria[waiting.indicator], waiting.fields[0], waiting_text(waiting, ruleset), None
    if (more := len(advice.waiting) - _WAITING_SHOWN) > 0:
        most = number_text(sum(waiting.max_points for waiting in advice.waiting[_WAITING_SHOWN:]))
        yield None, None, "", f"và {more} chỉ tiêu khác chưa chấm được: tối đa +{most} điểm", None


def deed_text(step: Step) -> str:
    """A step in words, with the indicator it is for: `9a: thêm 12 trẻ em …: +10 điểm`."""
    return f"{step.indicator}: {step.text}"


def hints_sentence(hints: Sequence[Hint]) -> str:
    """How many communes can reach the threshold, and how near the nearest ones are."""
    by_outlook = {outlook: [h for h in hints if h.advice.outlook is outlook] for outlook in Outlook}
    able = by_outlook[Outlook.PATH]
    parts = [f"{len(by_outlook[Outlook.REACHED])} đơn vị đã đạt ngưỡng"]
    if able:
        one = sum(len(hint.advice.path) == 1 for hint in able)
        parts.append(f"{len(able)} có cách đạt" + (f" (trong đó {one} chỉ cần một việc)" if one else ""))
    if stuck := len(by_outlook[Outlook.UNREACHABLE]):
        parts.append(f"{stuck} không có cách nào với mẫu số hiện có")
    if waiting := len(by_outlook[Outlook.INCOMPLETE]):
        parts.append(f"{waiting} chưa đủ số liệu để tính")
    return f"Trong {len(hints)} đơn vị: {'; '.join(parts)}."
