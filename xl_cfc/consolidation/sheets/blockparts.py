"""What a block comes to, on the sheet `Tổng quan`: conclusions, classes, criteria, totals, each with its sentence."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from xlsxwriter.format import Format

from xl_cfc.consolidation.blocks import Block
from xl_cfc.consolidation.receiving import share_text
from xl_cfc.consolidation.sheets.criteria import worst_sentence
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import block_line, or_dots, unchecked_text
from xl_cfc.consolidation.sheets.ranking import SHEET as RANKING
from xl_cfc.consolidation.sheets.section import LAST, RIGHT, WIDE, WIDTHS, Section
from xl_cfc.consolidation.sheets.words import CONCLUSIONS, CONFLICT
from xl_cfc.consolidation.summaries import CriterionSummary, class_summaries
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.language import number_text
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Value
from xl_cfc.workbook.styles import Styles, text_height


def write_chapter(page: Page, chapter: Chapter) -> None:
    """Write everything of a block."""
    block = chapter.block
    bar = page.styles(
        bold=True, font_size=14, font_color="#FFFFFF", bg_color=palette.HEADING_FILL, text_wrap=False, indent=1
    )
    page.ws.set_row(page.row, 26)
    for column in range(len(WIDTHS)):
        page.put(column, block_line(block) if column == 0 else "", bar)
    page.row += 1
    page.paragraph(pass_sentence(block), page.styles(bold=True, font_size=14), LAST, WIDE)
    page.line(f"{unchecked_text(block)}. Từng đơn vị: trang «{RANKING.title_in(chapter)}».", page.styles.subtitle)
    _write_conclusions(page, block)
    _write_criteria(page, chapter.summaries)
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


def _write_conclusions(page: Page, block: Block) -> None:
    section, styles = Section(page), page.styles
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


def _class_table(section: Section, block: Block) -> None:
    """The pass rate by class, right of the conclusions."""
    classes, styles = class_summaries(block), section.styles
    section.title(RIGHT, "2. Theo nhóm ngưỡng", classes_sentence(block), to=LAST)
    section.headings(RIGHT, ("Nhóm", "Ngưỡng", "Số đơn vị", "Đủ điều kiện", "Tỷ lệ đạt"))
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
        section.canvas.row(4 + place, RIGHT, values, formats)


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
    section, styles = Section(page), page.styles
    sentence = f"{worst_sentence(summaries)} {zero_sentence(summaries)}"
    section.title(0, "3. Mức đạt từng tiêu chí", sentence, to=LAST)
    section.canvas.stretch(2, text_height((sentence, WIDE)))
    section.headings(0, ("Tiêu chí", "Tên tiêu chí", "Mức đạt", "Số đơn vị điểm liệt", "Chưa chấm"))
    share = styles.bordered(align="center", num_format="0.0%")
    for row, summary in enumerate(summaries, start=4):
        name, tally = summary.criterion.name, summary.tally
        values = (summary.criterion.number, name, or_dots(tally.share), tally.zero, tally.waiting)
        zero = styles.nothing if tally.zero else styles.centred
        formats = (styles.centred, styles.cell, share, zero, styles.centred)
        section.canvas.row(row, 0, values, formats, text_height((name, WIDTHS[1])))
    title = "Mức đạt: trung bình so với điểm tối đa"
    section.chart("bar", title, sentence, (4, 3 + len(summaries)), (0, 2))


def zero_sentence(summaries: Sequence[CriterionSummary]) -> str:
    """Where communes stand at 0, in words."""
    zero = [f"tiêu chí {s.criterion.number} ({s.tally.zero} đơn vị)" for s in summaries if s.tally.zero]
    return f"Điểm liệt: {', '.join(zero)}." if zero else "Không có đơn vị nào bị điểm liệt."


def _write_totals(page: Page, block: Block) -> None:
    section, styles = Section(page), page.styles
    sentence = totals_sentence(block)
    section.title(0, "4. Phân bố tổng điểm", sentence, to=LAST)
    section.canvas.stretch(2, text_height((sentence, WIDE)))
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
