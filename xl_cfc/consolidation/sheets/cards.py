"""The four figures on top of the sheet `Tổng quan`: pass rate, target, completeness, errors."""

from collections.abc import Iterable
from typing import NamedTuple

from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.receiving import Completeness, Receipt, share_text
from xl_cfc.consolidation.sheets.canvas import Canvas
from xl_cfc.consolidation.sheets.page import Page
from xl_cfc.findings.finding import Severity
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.workbook import styles as palette

#: First and last column of each card.
_PLACES = ((0, 1), (2, 4), (6, 7), (8, 10))


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


_NO_DECISION = "chưa ghi quyết định nào ở trang «Công nhận»"


def _target_card(merged: Consolidation) -> Card:
    label = "Chỉ tiêu công nhận"
    if merged.plan is None or merged.completeness is None:
        return Card(label, "–", "chưa chọn kế hoạch")
    result = next((r for r in merged.completeness.targets if r.reached is not None), None)
    if result is None:
        kept = any(r.of_title for r in merged.completeness.targets)
        return Card(label, "–", _NO_DECISION if kept else "kế hoạch không có chỉ tiêu đo được bằng phiếu")
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


def write_cards(page: Page, shown: Iterable[Card]) -> None:
    """Write the cards side by side."""
    canvas = Canvas()
    for (first, last), card in zip(_PLACES, shown, strict=True):
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
