"""Sheet `Bộ tiêu chí`: every tier the score rests on, with the status of its numbers."""

from collections.abc import Iterator

from xl_cfc.excel.form.sheet import Sheet
from xl_cfc.excel.form.verdict import unchecked
from xl_cfc.excel.styles import text_height
from xl_cfc.language import number_text
from xl_cfc.ruleset.models import Indicator, Tier, YesNoIndicator
from xl_cfc.ruleset.wording import kind_text, status_text, tier_text

_WIDTHS = (8, 62, 12, 26, 10, 18, 44)


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
    sheet.text(2, 0, note, styles.subtitle)
    sheet.headings(3, ("Mã", "Chỉ tiêu", "Cách đo", "Mức", "Điểm", "Tình trạng", "Nguồn"), height=24)
    row = 4
    for criterion in ruleset.criteria:
        name = f"Tiêu chí {criterion.number}. {criterion.name}"
        maximum = number_text(criterion.max_points.value)
        texts = (str(criterion.number), name, "", "Tối đa", maximum)
        row = _row(sheet, row, (*texts, *_origin(sheet, criterion.max_points)), group=True)
        for indicator in criterion.indicators:
            for level, points, number in _levels(indicator):
                shown = (indicator.id, indicator.label, kind_text(indicator), level, points)
                row = _row(sheet, row, (*shown, *_origin(sheet, number)))
    for name, part in ruleset.thresholds.items():
        texts = (name, f"Ngưỡng nhóm {name}: {part.label}", "", "từ", number_text(part.points.value))
        row = _row(sheet, row, (*texts, *_origin(sheet, part.points)), group=True)
    sheet.ws.autofilter(3, 0, row - 1, len(_WIDTHS) - 1)
    sheet.ws.freeze_panes(4, 0)
    sheet.page(landscape=True, titles=(3, 3))
    sheet.protect()


def _levels(indicator: Indicator) -> Iterator[tuple[str, str, object]]:
    """Each step of the scale: condition, points, and the number whose status is shown."""
    if isinstance(indicator, YesNoIndicator):
        yield "Có", number_text(indicator.points.value), indicator.points
        return
    scales: dict[str, tuple[Tier, ...]] = {"": indicator.tiers, **indicator.tiers_by_class}
    for name, tiers in scales.items():
        for tier in tiers:
            suffix = f" (nhóm {name})" if name else ""
            yield tier_text(indicator, tier) + suffix, number_text(tier.points.value), tier.points


def _origin(sheet: Sheet, number: object) -> tuple[str, str]:
    status, source = getattr(number, "status", None), getattr(number, "source", None)
    text = status_text(status) if status else ""
    return text, sheet.book.ruleset.sources.get(source or "", source or "")


def _row(sheet: Sheet, row: int, texts: tuple[str, ...], *, group: bool = False) -> int:
    styles = sheet.book.styles
    sheet.ws.set_row(row, text_height(*zip(texts, _WIDTHS, strict=True)))
    for column, text in enumerate(texts):
        sheet.text(row, column, text, styles.group if group else styles.cell)
    return row + 1
