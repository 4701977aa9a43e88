"""Findings about what staff typed into a consolidated workbook."""

from xl_cfc.findings.finding import ERROR, WARNING, Basis, FindingKind

ENTRY_NOT_POINTS = FindingKind(
    "CFC-520",
    ERROR,
    "Tiêu chí {number}: điểm đã nhập «{value}» không phải số từ 0 đến {maximum}",
    "Criterion {number}: the points typed, '{value}', are no number from 0 to {maximum}",
    "Sửa ở trang «{place}»; ô được giữ nguyên như đã nhập và chưa được tính",
    "Mend it on the sheet «{place}»; the cell is kept as typed and does not count",
    basis=Basis.FORM,
)
ENTRY_OUTDATED = FindingKind(
    "CFC-521",
    WARNING,
    "Tiêu chí {number}: khi nhập điểm, điểm bên cạnh là {before}; nay là {now}",
    "Criterion {number}: the score beside the typed points was {before} then and is {now} now",
    "Xem lại ở trang «{place}»; nhập lại điểm hoặc ngày để xác nhận",
    "Look at it again on the sheet «{place}»; type the points or the date again to confirm",
    basis=Basis.FORM,
)
ENTRY_WITHOUT_FORM = FindingKind(
    "CFC-522",
    WARNING,
    "Nội dung đã nhập cho {key} không gắn với phiếu nào được tính: {why}",
    "What is typed for {key} belongs to no counted form: {why}",
    "Dòng được giữ ở cuối trang «{place}»; nếu không cần nữa, xoá trắng các ô đã nhập",
    "The row is kept at the end of the sheet «{place}»; clear its cells when it is no longer needed",
    basis=Basis.FORM,
)
WORKBOOK_NOT_CARRIED = FindingKind(
    "CFC-523",
    WARNING,
    "{what}",
    "{what}",
    "Phần này vẫn còn trong bản lưu của bản tổng hợp cũ ({backup})",
    "It is still in the backup of the old workbook ({backup})",
    basis=Basis.FORM,
)

CHOICE_UNCLEAR = FindingKind(
    "CFC-524",
    ERROR,
    "{key}: {what}",
    "{key}: {what}",
    "Ở trang «{place}» đánh dấu x đúng một phiếu của mỗi đơn vị, để trống các phiếu kia",
    "On the sheet «{place}» mark exactly one form of each unit with x and leave the others blank",
    basis=Basis.FORM,
)
ENTRY_NOT_DATE = FindingKind(
    "CFC-525",
    ERROR,
    "«{heading}» đã nhập «{value}», không phải ngày",
    "«{heading}» holds '{value}', which is no date",
    "Sửa ở trang «{place}»: nhập ngày/tháng/năm, ví dụ 31/10/2026; ô được giữ nguyên và chưa được tính",
    "Mend it on the sheet «{place}»: type a date; the cell is kept as typed and does not count",
    basis=Basis.FORM,
)
ENTRY_NOT_YEARS = FindingKind(
    "CFC-526",
    ERROR,
    "«{heading}» đã nhập «{value}», không phải danh sách năm",
    "«{heading}» holds '{value}', which is no list of years",
    "Sửa ở trang «{place}»: nhập các năm cách nhau dấu phẩy, ví dụ 2022, 2024; ô được giữ nguyên và chưa được tính",
    "Mend it on the sheet «{place}»: type years separated by commas; the cell is kept as typed and does not count",
    basis=Basis.FORM,
)
SAME_FIGURES = FindingKind(
    "CFC-530",
    WARNING,
    "Mọi số liệu giống hệt phiếu của {others}",
    "Every figure is the same as in the form of {others}",
    "Hỏi lại đơn vị: có thể phiếu được chép từ đơn vị khác",
    "Ask the unit: the form may have been copied from another's",
    basis=Basis.FORM,
)
