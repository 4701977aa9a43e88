"""Sheet `Hướng dẫn`: what the rulebook is, how far it is checked, how to correct and to certify."""

from xl_cfc.books.rule.book import RuleBook
from xl_cfc.books.rule.criteria import total_unchecked
from xl_cfc.formulatext import quoted
from xl_cfc.workbook.cellwriting import Formula, write_cell
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.styles import text_height

TITLE = "Hướng dẫn"
_WIDTH = 105
_STEPS = (
    "1. Cầm Quyết định trên tay. Trang «Thông tin»: ghi «Ngày đối chiếu» một lần.",
    "2. Trang «Thang điểm», «Chỉ tiêu», «Tiêu chí»: so từng con số với phụ lục của Quyết định; số nào khác thì sửa "
    "ngay trong ô vàng.",
    "3. Khi mọi con số của một tiêu chí đã khớp: ghi số trang vào ô «Đã đối chiếu cả tiêu chí» ở trang «Tiêu chí». Một "
    "ô là đủ cho cả tiêu chí.",
    "4. Chỉ chắc một vài con số: chọn «đã đối chiếu» ở cột «Tình trạng» và ghi «Trang» của riêng dòng đó.",
    "5. Trang «Ngưỡng và điều kiện»: so ngưỡng điểm các nhóm; khớp hết thì ghi số trang ở dòng «Cả trang này».",
    "6. Thêm, bỏ mức điểm, chỉ tiêu, tiêu chí: chèn hoặc xoá dòng, hoặc ghi tiếp ở cuối bảng. Cột xám là công thức, "
    "không cần nhập. Không gộp ô, không đổi tên trang và tiêu đề cột.",
    "7. Lưu tệp, rồi chạy: xl-cfc ruleset import TỆP_NÀY.xlsx -o bo-moi.yaml. Lệnh nêu mọi chỗ sai cùng lúc, mỗi chỗ "
    "kèm ô; nếu không sai, nêu bằng lời mọi điểm khác so với bản cũ.",
    "8. Tạo phiếu theo bộ mới: xl-cfc template phieu.xlsx --ruleset bo-moi.yaml. Phiếu cũ vẫn được chấm theo bộ cũ.",
)


def write_guide(book: RuleBook) -> None:
    """Write the sheet."""
    sheet, styles = book.add_sheet(TITLE, typed=False), book.styles
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, "SỔ BỘ TIÊU CHÍ", styles.title)
    title = book.ruleset.title
    sheet.set_row(1, text_height((title, _WIDTH)))
    sheet.write_string(1, 0, f"{title} · mã {book.ruleset.id}", styles(bold=True))
    formula, count = total_unchecked(book)
    done = f"Đã đối chiếu với {title}"
    line = f'IF({formula}=0,{quoted(done)},"Còn "&({formula})&" giá trị chưa đối chiếu với Quyết định")'
    shown = done if count == 0 else f"Còn {count} giá trị chưa đối chiếu với Quyết định"
    sheet.set_row(2, 30)
    write_cell(sheet, 2, 0, Formula(line, shown), styles.result(bold=True, font_size=16))
    intro = (
        "Con số chưa ghi «đã đối chiếu» là giá trị làm việc, không phải số chính thức. Ai giữ Quyết định sửa và xác "
        "nhận ngay trong tệp này, không cần người lập trình."
    )
    for row, text in enumerate(("", intro, "", *_STEPS), start=3):
        sheet.set_row(row, text_height((text, _WIDTH)) + 4)
        sheet.write_string(row, 0, text, styles())
    set_up_page(sheet, margins=None, numbered=False)
