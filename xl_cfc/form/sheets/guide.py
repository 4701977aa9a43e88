"""Sheet `Hướng dẫn`: what to do, what the colours and signs mean, whom to ask."""

from xl_cfc.form.layout import HAMLETS, INPUT, PLAN, PROBLEMS, SCORES, SURVEY, UNIT
from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.form.sheets.verdict import unchecked
from xl_cfc.plan.models import MilestoneKind
from xl_cfc.plan.wording import contact_text, due_text
from xl_cfc.workbook.styles import text_height

_WIDTHS = (5, 30, 112)
_UNIT_STEP = "Nhập tên, mã đơn vị (5 chữ số), nhóm ngưỡng điểm, năm và kỳ số liệu."
_SCORES_STEP = "Xem điểm, kết luận; in, trình Hội đồng đánh giá và Chủ tịch UBND ký."


def write_guide(sheet: Sheet) -> None:
    """Fill the sheet."""
    book, styles = sheet.book, sheet.book.styles
    sheet.columns(*_WIDTHS)
    sheet.ws.set_row(0, 34)
    sheet.text(0, 0, "PHIẾU THU THẬP SỐ LIỆU XÃ, PHƯỜNG, THỊ TRẤN PHÙ HỢP VỚI TRẺ EM", styles.title)
    sheet.text(1, 0, f"Theo {book.ruleset.title}. Phiếu tự chấm điểm khi nhập số liệu.", styles.subtitle)
    formula, value = unchecked(book)
    sheet.formula(2, 0, formula, value, styles(bold=True, text_wrap=False))
    if book.content.note:
        sheet.text(3, 0, book.content.note, styles(bold=True, text_wrap=False, font_color="#9C0006"))
    row = _steps(sheet, 5)
    row = _legend(sheet, row + 1)
    _help(sheet, row + 1)
    sheet.page(landscape=True, pages_tall=1)
    sheet.protect()


def _receiver(sheet: Sheet) -> str:
    """Whom the form goes to, and who answers questions about it."""
    field, otherwise = ("ten_don_vi", "UBND xã") if sheet.book.part else ("don_vi_tong_hop", "đơn vị tổng hợp")
    return str(sheet.book.content.values.get(field) or otherwise)


def _steps(sheet: Sheet, row: int) -> int:
    agency = sheet.book.part is not None
    steps = [
        (UNIT, "Ghi người lập, ngày lập." if agency else _UNIT_STEP),
        (INPUT, "Nhập số liệu của từng tiêu chí, ghi tài liệu kiểm chứng; giải trình khi có cảnh báo."),
    ]
    if sheet.book.ruleset.survey_fields:
        steps.append((SURVEY, "Nhập kết quả khảo sát: mỗi người một dòng, hoặc bốn số đã đếm trên giấy."))
    if sheet.book.ruleset.hamlet_fields:
        steps.append((HAMLETS, "Nếu có số liệu từng thôn: nhập để đối chiếu với số của xã (không bắt buộc)."))
    steps += [
        (
            PROBLEMS,
            "Xem còn lỗi, ô trống nào; bấm «→ Đến ô» để tới ô cần sửa. Lỗi phải sửa; cảnh báo sửa hoặc giải trình.",
        ),
        (SCORES, "Xem điểm của các tiêu chí; in, trình thủ trưởng ký." if agency else _SCORES_STEP),
        ("Gửi", f"Khi trang LỖI báo «Không còn lỗi: gửi được», lưu tệp .xlsx và gửi {_receiver(sheet)}."),
    ]
    return _table(sheet, row, ("Bước", "Trang", "Việc cần làm"), steps)


def _legend(sheet: Sheet, row: int) -> int:
    styles = sheet.book.styles
    row = _table(
        sheet,
        row,
        ("", "Ký hiệu", "Ý nghĩa"),
        [
            ("Ô vàng, chữ xanh", "Ô nhập. Các ô khác có công thức, đã khoá (không có mật khẩu)."),
            ("✗", "Lỗi: phải sửa mới gửi được."),
            ("○", "Ô trống: chưa nhập. Không có trường hợp nào thì nhập 0; để trống là chưa có số liệu."),
            ("!", "Cảnh báo: sửa, hoặc giải trình ở cột «Giải trình» cùng dòng."),
            ("·", "Gợi ý: nên xem lại, không bắt buộc."),
            ("✓", "Hợp lệ."),
        ],
    )
    sheet.text(row - 6, 1, "Ô vàng, chữ xanh", styles.input())
    return row


def _help(sheet: Sheet, row: int) -> int:
    asked, classes = _receiver(sheet), "" if sheet.book.part else ", nhóm ngưỡng"
    return _table(
        sheet,
        row,
        ("", "Cần hỗ trợ", ""),
        [
            ("Hạn nộp", _deadline(sheet)),
            ("Hỏi ai", f"Hỏi {asked} về cách hiểu chỉ tiêu, hạn nộp{classes}.{_contact(sheet)}"),
            ("Chèn dòng", "Chỉ chèn dòng ở trang Khảo sát và Thôn; không xoá dòng, không đổi tên trang."),
            ("Dán số liệu", "Dán bằng Paste Special, Values để giữ định dạng và kiểm tra của ô."),
        ],
    )


def _deadline(sheet: Sheet) -> str:
    """By when the form is due, in the plan's words."""
    plan = sheet.book.plan
    if sheet.book.part is not None:
        return f"Theo yêu cầu của {_receiver(sheet)}."
    if plan is None:
        return "Phiếu chưa gắn kế hoạch của địa phương: theo thông báo của đơn vị tổng hợp."
    due = plan.due(MilestoneKind.DOSSIER)
    where = f" Các mốc khác: trang {PLAN}."
    if due is None:
        return f"Kế hoạch {plan.legal.number or plan.id} không nêu ngày nộp.{where}"
    return f"{due_text(due)[0].upper()}{due_text(due)[1:]}, theo kế hoạch {plan.legal.number or plan.id}.{where}"


def _contact(sheet: Sheet) -> str:
    contact = contact_text(sheet.book.plan.report_to) if sheet.book.plan else ""
    return f" Nơi nhận: {contact}." if contact else ""


def _table(sheet: Sheet, row: int, headings: tuple[str, str, str], lines: list[tuple[str, str]]) -> int:
    styles = sheet.book.styles
    sheet.headings(row, headings, height=24)
    for number, (first, second) in enumerate(lines, start=1):
        sheet.ws.set_row(row + number, text_height((second, _WIDTHS[2])) + 4)
        sheet.text(row + number, 0, str(number) if headings[0] else "", styles.centred)
        sheet.text(row + number, 1, first, styles.bordered(bold=True))
        sheet.text(row + number, 2, second, styles.cell)
    return row + len(lines) + 1
