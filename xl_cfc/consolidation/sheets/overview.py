"""Sheet `Tổng quan`: what came in and what it comes to, in numbers, charts and sentences; prints on one page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from xlsxwriter.format import Format

from xl_cfc import __version__
from xl_cfc.consolidation.blocks import Block
from xl_cfc.consolidation.merging import Consolidation
from xl_cfc.consolidation.receiving import Completeness, Receipt, completeness_lines, share_text
from xl_cfc.consolidation.sheets.canvas import Canvas
from xl_cfc.consolidation.sheets.charts import add_chart
from xl_cfc.consolidation.sheets.criteria import worst_sentence
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.consolidation.sheets.phrases import block_line, or_dots, unchecked_text
from xl_cfc.consolidation.sheets.words import CONCLUSIONS, CONFLICT, SEVERITIES, status_mark
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.consolidation.summaries import CriterionSummary, class_summaries, criterion_summaries
from xl_cfc.findings.finding import Severity
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.language import number_text
from xl_cfc.plan.wording import next_due_text
from xl_cfc.ruleset.wording import not_comparable
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Value
from xl_cfc.workbook.styles import Styles, text_height

#: Left: a sign, a text, three numbers; a gap; right: a text, four numbers, or a chart.
_WIDTHS = (6, 52, 11, 11, 11, 2, 20, 11, 11, 11, 11)
_RIGHT, _LAST = 6, len(_WIDTHS) - 1
_WIDE = sum(_WIDTHS) * 0.9
_LEFT_WIDE = sum(_WIDTHS[:5]) * 0.9
_CHART_WIDTH = 448
_CARDS = ((0, 1), (2, 4), (6, 7), (8, 10))
#: Percent at which the sheet is one A4 page wide; only blocks that begin on a page of their own need it said.
_SCALE = 58


def write_overview(page: Page, rankings: Mapping[str, Block]) -> None:
    """Fill the sheet; `rankings` names the sheet on which each block's communes are."""
    merged = page.book.merged
    page.columns(*_WIDTHS)
    page.line("TỔNG HỢP TỰ CHẤM ĐIỂM XÃ, PHƯỜNG, THỊ TRẤN PHÙ HỢP VỚI TRẺ EM", page.styles.title, 34)
    scope = " · ".join(filter(None, (f"năm {merged.year}" if merged.year else "", merged.period or "")))
    only = f" · chỉ gộp {scope}" if scope else ""
    page.line(f"Lập lúc {page.book.created:%H:%M ngày %d/%m/%Y} · xl_cfc {__version__}{only}", page.styles.subtitle)
    if not rankings:
        page.paragraph(
            "Chưa có phiếu nào dùng được. Trang «Nguồn» ghi từng tệp đã tìm thấy và vì sao chưa dùng được; "
            "trang «Lỗi» ghi cách sửa.",
            page.styles(bold=True, font_color=palette.ERROR_INK, font_size=14), _LAST, _WIDE,
        )  # fmt: skip
    _write_cards(page, cards(merged))
    page.paragraph(received_line(merged), page.styles(), _LAST, _WIDE)
    for text in _state_lines(page):
        page.paragraph(text, page.styles(bold=True), _LAST, _WIDE)
    if len(merged.rulesets) > 1:
        page.paragraph(
            f"{not_comparable(len(merged.rulesets))}.",
            page.styles(bold=True, font_color=palette.WARNING_INK, bg_color=palette.WARNING_FILL), _LAST, _WIDE,
        )  # fmt: skip
    starts = []
    for sheet, block in rankings.items():
        starts.append(page.row)
        _write_block(page, sheet, block)
    if len(starts) > 1:
        page.print_on(landscape=False, breaks=starts[1:], scale=_SCALE)
    else:
        page.print_on(landscape=False, tall=1)


def _state_lines(page: Page) -> Iterator[str]:
    """What is due next, what came in, and each target against what was reached."""
    merged = page.book.merged
    if merged.plan is not None:
        due = next_due_text(merged.plan, page.book.created.date()) or "không còn mốc nào trong kế hoạch"
        yield f"Sắp đến hạn: {due}"
    if merged.completeness is not None:
        yield from completeness_lines(merged.completeness)


def received_line(merged: Consolidation) -> str:
    """How many files there are, what became of those that do not count, and how many findings were made."""
    told = ", ".join(f"{merged.found(s)} {SEVERITIES[s].word.lower()}" for s in Severity)
    rest = [
        f"{count} {status_mark(status).word[0].lower()}{status_mark(status).word[1:]}"
        for status in FileStatus
        if status not in (FileStatus.COUNTED, FileStatus.EARLIER) and (count := merged.files(status))
    ]
    others = f" ({'; '.join(rest)})" if rest else ""
    counted, earlier = merged.files(FileStatus.COUNTED), merged.files(FileStatus.EARLIER)
    compared = f" · thêm {earlier} tệp kỳ trước chỉ để so sánh" if earlier else ""
    return (
        f"Tìm thấy {len(merged.sources) - earlier} tệp, tổng hợp {counted} phiếu{others}{compared} · {told}: "
        "xem các trang «Nguồn» và «Lỗi»."
    )


class Card(NamedTuple):
    """A figure that is read first: what it is of, the figure, and a word on it."""

    label: str
    figure: str
    note: str
    good: bool | None = None


def cards(merged: Consolidation) -> tuple[Card, ...]:
    """The four figures on top: pass rate, target, completeness, errors."""
    return (_pass_card(merged), _target_card(merged), _received_card(merged), _errors_card(merged))


def _pass_card(merged: Consolidation) -> Card:
    label = "Đủ điều kiện đề nghị công nhận"
    if not merged.blocks:
        return Card(label, "–", "chưa có phiếu dùng được")
    block = merged.blocks[0]
    rate = block.pass_rate
    if block.forecast or rate is None:
        return Card(label, "–", "số liệu đầu kỳ: tạm tính, chưa kết luận" if block.forecast else "chưa có phiếu nào")
    of = "phiếu dùng được" if block.expected is None else "đơn vị phải nộp"
    return Card(label, f"{block.concluded(Conclusion.ELIGIBLE)}/{block.rated}", f"{share_text(rate)} số {of}")


def _target_card(merged: Consolidation) -> Card:
    label = "Chỉ tiêu công nhận"
    if merged.plan is None or merged.completeness is None:
        return Card(label, "–", "chưa chọn kế hoạch")
    result = next((r for r in merged.completeness.targets if r.reached is not None), None)
    if result is None:
        return Card(label, "–", "kế hoạch không có chỉ tiêu đo được bằng phiếu")
    if result.target.number is not None:
        aim = f"cần {result.target.number}"
    else:
        aim = f"cần {share_text(result.target.share)}" if result.target.share is not None else "cần giữ tất cả"
    word = "✓ đạt" if result.met else "✗ chưa đạt"
    return Card(label, f"{result.reached}/{result.units}", f"{aim}: {word}", result.met)


def _received_card(merged: Consolidation) -> Card:
    label, state = "Đã nhận phiếu", merged.completeness
    if state is None or not state.rostered:
        units = merged.blocks[0].units if merged.blocks else 0
        return Card(label, str(units), "đơn vị (chưa có danh sách)")
    return Card(label, f"{state.actual}/{state.expected}", _punctual(state), state.actual == state.expected)


def _punctual(state: Completeness) -> str:
    late, unknown = state.count(Receipt.LATE), state.count(Receipt.UNKNOWN)
    return f"đúng hạn {state.on_time}, muộn {late}" + (f", không rõ {unknown}" if unknown else "")


def _errors_card(merged: Consolidation) -> Card:
    errors = merged.found(Severity.ERROR)
    units = {p.code for p in merged.problems if p.code and p.finding.severity is Severity.ERROR}
    note = f"ở {len(units)} đơn vị: trang «Lỗi»" if errors else "không còn lỗi nào"
    return Card("Lỗi phải sửa", str(errors), note, not errors)


def _write_cards(page: Page, shown: Iterable[Card]) -> None:
    canvas = Canvas()
    for (first, last), card in zip(_CARDS, shown, strict=True):
        colours = _card_colours(card.good)
        sides = {"left": 1, "right": 1, "border_color": palette.BORDER, "align": "center", **colours}
        canvas.put(0, first, card.label, page.styles(**sides, top=1), to=last)
        canvas.put(1, first, card.figure, page.styles(**sides, bold=True, font_size=26), to=last)
        canvas.put(2, first, card.note, page.styles(**sides, bottom=1, italic=True), to=last)
    for row, height in enumerate((22, 38, 22)):
        canvas.stretch(row, height)
    canvas.stretch(3, 6)
    canvas.write(page)


def _card_colours(good: bool | None) -> dict[str, str]:
    if good is None:
        return {"bg_color": palette.GROUP_FILL, "font_color": palette.HEADING_FILL}
    if good:
        return {"bg_color": palette.GOOD_FILL, "font_color": palette.GOOD_INK}
    return {"bg_color": palette.WARNING_FILL, "font_color": palette.WARNING_INK}


def _write_block(page: Page, sheet: str, block: Block) -> None:
    bar = page.styles(
        bold=True, font_size=14, font_color="#FFFFFF", bg_color=palette.HEADING_FILL, text_wrap=False, indent=1
    )
    page.ws.set_row(page.row, 26)
    for column in range(len(_WIDTHS)):
        page.put(column, block_line(block) if column == 0 else "", bar)
    page.row += 1
    page.paragraph(pass_sentence(block), page.styles(bold=True, font_size=14), _LAST, _WIDE)
    page.line(f"{unchecked_text(block)}. Từng đơn vị: trang «{sheet}».", page.styles.subtitle)
    _write_conclusions(page, block)
    _write_criteria(page, criterion_summaries(block))
    _write_totals(page, block)


def pass_sentence(block: Block) -> str:
    """The pass rate with its denominator, in words."""
    rate, usable = block.pass_rate, len(block.counted)
    excluded = f"; {block.conflicted} đơn vị có nhiều phiếu khác nhau, chưa tính" if block.conflicted else ""
    if block.forecast:
        return f"Số liệu đầu kỳ: tạm tính cho {usable} đơn vị, chưa kết luận{excluded}."
    if rate is None:
        return f"Chưa có đơn vị nào được tính{excluded}."
    eligible = block.concluded(Conclusion.ELIGIBLE)
    of = "phiếu dùng được" if block.expected is None else "đơn vị phải nộp"
    return f"{eligible}/{block.rated} {of} đủ điều kiện đề nghị công nhận ({share_text(rate)}){excluded}."


class _Section:
    """A section: titles and sentences above, a table on the left, a table or chart on the right."""

    def __init__(self, page: Page) -> None:
        self.page, self.canvas, self.styles = page, Canvas(), page.styles
        self.canvas.stretch(0, 8)

    def title(self, column: int, text: str, sentence: str, *, to: int) -> None:
        """A title and the sentence below it, over the columns up to `to`."""
        styles, width = self.styles, sum(_WIDTHS[column : to + 1]) * 0.9
        heading = styles(bold=True, font_size=14, font_color=palette.HEADING_FILL, text_wrap=False)
        self.canvas.put(1, column, text, heading)
        self.canvas.stretch(1, 22)
        self.canvas.put(2, column, sentence, styles(italic=True, valign="top"), to=to)
        self.canvas.stretch(2, text_height((sentence, width)))

    def headings(self, column: int, texts: Sequence[str], height: float = 36) -> None:
        """The headings of a table."""
        self.canvas.row(3, column, texts, self.styles.heading, height)

    def chart(self, kind: str, title: str, sentence: str, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """Write everything, with a chart of the table's rows beside it."""
        start = self.page.row
        height = self.canvas.pixels(3, self.canvas.rows - 1)
        self.canvas.write(self.page)
        place = (start + 3, _RIGHT, _CHART_WIDTH, height - 2)
        lines = (start + rows[0], start + rows[1])
        add_chart(self.page, kind, title, sentence, lines, columns, place=place, percent=kind == "bar")


def _write_conclusions(page: Page, block: Block) -> None:
    section, styles = _Section(page), page.styles
    counts = {conclusion: block.concluded(conclusion) for conclusion in Conclusion}
    shown = {c: n for c, n in counts.items() if n or (c is Conclusion.FORECAST) == block.forecast}
    parts = ", ".join(f"{n} {CONCLUSIONS[c].word.lower()}" for c, n in shown.items())
    usable = len(block.counted)
    section.title(0, "1. Kết luận tự chấm", f"Trong {usable} phiếu dùng được: {parts}.", to=4)
    section.headings(0, ("", "Kết luận", "Số đơn vị", "Tỷ lệ"))
    row = 4
    for conclusion, number in shown.items():
        mark = CONCLUSIONS[conclusion]
        section.canvas.row(row, 0, *_counted(styles, mark.sign, mark.word, number, usable, mark.colours))
        row += 1
    if block.conflicted:
        text = f"{CONFLICT.word} (chưa tính)"
        section.canvas.row(row, 0, *_counted(styles, CONFLICT.sign, text, block.conflicted, 0, CONFLICT.colours))
        row += 1
    section.canvas.row(row, 0, ("", "Cộng số phiếu dùng được", usable, 1 if usable else None), _bold(styles))
    _class_table(section, block)
    section.canvas.write(page)


def _counted(
    styles: Styles, sign: str, word: str, number: int, whole: int, colours: dict[str, str]
) -> tuple[tuple[Value, ...], tuple[Format, ...]]:
    """A row that counts something: its values and formats."""
    share = styles.bordered(align="center", num_format="0.0%")
    values = (sign, word, number, Fraction(number, whole) if whole else None)
    return values, (styles.bordered(align="center", **colours), styles.cell, styles.centred, share)


def _bold(styles: Styles) -> list[Format]:
    properties = {"bold": True, "bg_color": palette.GROUP_FILL}
    centred = styles.bordered(**properties, align="center")
    percent = styles.bordered(**properties, align="center", num_format="0.0%")
    return [centred, styles.bordered(**properties), centred, percent]


def _class_table(section: _Section, block: Block) -> None:
    """The pass rate by class, right of the conclusions."""
    classes, styles = class_summaries(block), section.styles
    section.title(_RIGHT, "2. Theo nhóm ngưỡng", classes_sentence(block), to=_LAST)
    section.headings(_RIGHT, ("Nhóm", "Ngưỡng", "Số đơn vị", "Đủ điều kiện", "Tỷ lệ đạt"))
    share = styles.bordered(align="center", num_format="0.0%")
    for place, one in enumerate(classes):
        threshold = block.ruleset.thresholds.get(one.threshold_class)
        values: tuple[Value, ...] = (
            one.threshold_class or "Chưa ghi nhóm",
            threshold.points.value if threshold is not None else "…",
            len(one.communes),
            "–" if block.forecast else one.eligible,
            "–" if block.forecast else one.rate,
        )
        formats = (styles.cell, *[styles.centred] * 3, share)
        section.canvas.row(4 + place, _RIGHT, values, formats)


def classes_sentence(block: Block) -> str:
    """The pass rate of each class, of its usable forms."""
    classes = class_summaries(block)
    if not classes:
        return "Chưa có phiếu nào dùng được."
    if block.forecast:
        return "Số liệu đầu kỳ: chưa kết luận đơn vị nào đạt."
    told = ", ".join(
        f"{f'nhóm {one.threshold_class}' if one.threshold_class else 'chưa ghi nhóm'} {share_text(one.rate)}"
        for one in classes
    )
    return f"Tỷ lệ đủ điều kiện trong phiếu dùng được: {told}."


def _write_criteria(page: Page, summaries: Sequence[CriterionSummary]) -> None:
    section, styles = _Section(page), page.styles
    sentence = f"{worst_sentence(summaries)} {zero_sentence(summaries)}"
    section.title(0, "3. Mức đạt từng tiêu chí", sentence, to=_LAST)
    section.canvas.stretch(2, text_height((sentence, _WIDE)))
    section.headings(0, ("Tiêu chí", "Tên tiêu chí", "Mức đạt", "Số đơn vị điểm liệt", "Chưa chấm"))
    share = styles.bordered(align="center", num_format="0.0%")
    for row, summary in enumerate(summaries, start=4):
        name, tally = summary.criterion.name, summary.tally
        values = (summary.criterion.number, name, or_dots(tally.share), tally.zero, tally.waiting)
        zero = styles.nothing if tally.zero else styles.centred
        formats = (styles.centred, styles.cell, share, zero, styles.centred)
        section.canvas.row(row, 0, values, formats, text_height((name, _WIDTHS[1])))
    title = "Mức đạt: trung bình so với điểm tối đa"
    section.chart("bar", title, sentence, (4, 3 + len(summaries)), (0, 2))


def zero_sentence(summaries: Sequence[CriterionSummary]) -> str:
    """Where communes stand at 0, in words."""
    zero = [f"tiêu chí {s.criterion.number} ({s.tally.zero} đơn vị)" for s in summaries if s.tally.zero]
    return f"Điểm liệt: {', '.join(zero)}." if zero else "Không có đơn vị nào bị điểm liệt."


def _write_totals(page: Page, block: Block) -> None:
    section, styles = _Section(page), page.styles
    sentence = totals_sentence(block)
    section.title(0, "4. Phân bố tổng điểm", sentence, to=_LAST)
    section.canvas.stretch(2, text_height((sentence, _WIDE)))
    section.headings(0, ("", "Tổng điểm", "Số đơn vị", "Tỷ lệ"), 24)
    bands = block.distribution
    for row, band in enumerate(bands, start=4):
        until = "đến" if row == 3 + len(bands) else "đến dưới"
        text = f"{number_text(band.low)} {until} {number_text(band.high)}"
        section.canvas.row(row, 0, *_counted(styles, "", text, band.communes, len(block.totals), {}))
    if not bands:
        section.canvas.write(page)
        return
    section.canvas.stretch(max(9, 3 + len(bands)), 20)
    section.chart("column", "Số đơn vị theo tổng điểm", sentence, (4, 3 + len(bands)), (1, 2))


def totals_sentence(block: Block) -> str:
    """How the totals lie, and how many communes have one."""
    totals = block.totals
    if not totals:
        return "Chưa có phiếu nào đủ dữ liệu để có tổng điểm."
    middle = Decimal(median(totals))
    words = "tổng điểm tạm tính" if block.forecast else "tổng điểm"
    return (
        f"{len(totals)}/{len(block.counted)} phiếu dùng được có {words}: thấp nhất {number_text(totals[0])}, "
        f"cao nhất {number_text(totals[-1])}, ở giữa (trung vị) {number_text(middle)}, "
        f"trên tối đa {number_text(block.ruleset.total_points.value)} điểm."
    )
