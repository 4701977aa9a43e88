"""Sheet `Bộ tiêu chí`: every tier the score rests on, with the status of its numbers."""

from collections.abc import Iterator
from typing import Any

from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.form.sheets.verdict import unchecked
from xl_cfc.language import number_text
from xl_cfc.ruleset.kinds.base import ScaleLevel
from xl_cfc.ruleset.models import Indicator, Rated, Ruleset
from xl_cfc.ruleset.wording import origin_text, status_text
from xl_cfc.workbook.styles import text_height

_WIDTHS = (8, 62, 12, 26, 10, 18, 44)


_EXAMPLE_NOTE = "Bộ tiêu chí ví dụ: không con số nào ở đây lấy từ một văn bản nào."


def write_rules(sheet: Sheet) -> None:
    """Fill the sheet."""
    book, styles = sheet.book, sheet.book.styles
    ruleset = book.ruleset
    sheet.columns(*_WIDTHS)
    sheet.ws.set_row(0, 30)
    sheet.text(0, 0, f"BỘ TIÊU CHÍ: {ruleset.title}", styles.title)
    formula, value = unchecked(book)
    sheet.formula(1, 0, formula, value, styles(bold=True, text_wrap=False))
    note = "Con số chưa ghi «đã đối chiếu» là giá trị làm việc, không phải số chính thức của Quyết định."
    note = _EXAMPLE_NOTE if ruleset.example else note
    sheet.text(2, 0, note, styles.subtitle)
    sheet.headings(3, ("Mã", "Chỉ tiêu", "Cách đo", "Mức", "Điểm", "Tình trạng", "Nguồn"), height=24)
    row = 4
    for criterion in ruleset.criteria:
        name = f"Tiêu chí {criterion.number}. {criterion.name}"
        maximum = number_text(criterion.max_points.value)
        texts = (str(criterion.number), name, "", "Tối đa", maximum)
        row = _row(sheet, row, (*texts, *_origin(sheet, (criterion.max_points,))), group=True)
        for indicator in criterion.indicators:
            for text, level in _levels(indicator):
                shown = (indicator.id, indicator.label, indicator.kind_text(), text, level.points)
                row = _row(sheet, row, (*shown, *_origin(sheet, level.numbers)))
    for shown_texts, number in _conditions(ruleset):
        row = _row(sheet, row, (*shown_texts, *_origin(sheet, (number,))), group=True)
    sheet.ws.autofilter(3, 0, row - 1, len(_WIDTHS) - 1)
    sheet.ws.freeze_panes(4, 0)
    sheet.page(landscape=True, titles=(3, 3))
    sheet.protect()


def _levels(indicator: Indicator) -> Iterator[tuple[str, ScaleLevel]]:
    """Each step of each class's scale and each number beside it: what it says, and what stands behind it."""
    for name in ("", *indicator.own_classes):
        for level in indicator.scale(name or None):
            yield level.text + (f" (nhóm {name})" if name else ""), level
    for level in indicator.beside_scale():
        yield level.text, level


def _conditions(ruleset: Ruleset) -> Iterator[tuple[tuple[str, ...], Rated[Any]]]:
    """Thresholds and conditions of recognition."""
    for name, part in ruleset.thresholds.items():
        yield (name, f"Ngưỡng nhóm {name}: {part.label}", "", "từ", number_text(part.points.value)), part.points
    yield ("", "Tổng điểm tối đa", "", "", number_text(ruleset.total_points.value)), ruleset.total_points
    zero = (
        "Không có tiêu chí nào 0 điểm (điểm liệt)" if ruleset.no_zero_criterion.value else "Chấp nhận tiêu chí 0 điểm"
    )
    yield ("", zero, "", "", ""), ruleset.no_zero_criterion
    above = ruleset.criterion_met.above
    yield ("", "Tiêu chí đạt khi điểm lớn hơn", "", "", number_text(above.value)), above


def _origin(sheet: Sheet, numbers: tuple[Rated[Any], ...]) -> tuple[str, str]:
    """Status and source of the numbers in a row; where they differ, of each."""
    sources = sheet.book.ruleset.sources
    statuses = dict.fromkeys(status_text(number.status) for number in numbers)
    origins = dict.fromkeys(origin_text(number, sources) for number in numbers)
    return "; ".join(statuses), "; ".join(filter(None, origins))


def _row(sheet: Sheet, row: int, texts: tuple[str, ...], *, group: bool = False) -> int:
    styles = sheet.book.styles
    sheet.ws.set_row(row, text_height(*zip(texts, _WIDTHS, strict=True)))
    for column, text in enumerate(texts):
        sheet.text(row, column, text, styles.group if group else styles.cell)
    return row + 1
