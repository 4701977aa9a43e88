"""Findings about many files together: conflicts, copies, what could not be read in a folder."""

from xl_cfc.findings.finding import ERROR, HINT, Basis, FindingKind

CONFLICT = FindingKind(
    "CFC-501",
    ERROR,
    "{unit} ({key}) có nhiều phiếu khác nội dung: tệp này ({total}) và {others}",
    "{unit} ({key}) has forms with different content: this file ({total}) and {others}",
    "Đánh dấu x phiếu đúng ở trang «Trùng lặp», hoặc chuyển phiếu sai ra khỏi thư mục, rồi gộp lại; đến lúc đó đơn vị này không được tính",
    "Mark the right form with x on the sheet «Trùng lặp», or move the others away, and merge again; until then the unit is not counted",
    basis=Basis.GUIDANCE,
)
IDENTICAL = FindingKind(
    "CFC-502",
    HINT,
    "Cùng nội dung với tệp «{other}»: chỉ tính một lần",
    "Same content as '{other}': counted once",
    "Không cần làm gì",
    "Nothing to do",
    basis=Basis.FORM,
)
NO_KEY = FindingKind(
    "CFC-503",
    ERROR,
    "Chưa rõ phiếu của đơn vị, năm, kỳ nào (thiếu hoặc sai: {lacking}) nên không tổng hợp được",
    "Unclear whose form this is (missing or wrong: {lacking}), so it is not counted",
    "Sửa ở trang «Thông tin chung» của phiếu rồi gộp lại{fixes}",
    "Mend it on the form's general sheet and merge again{fixes}",
    basis=Basis.GUIDANCE,
)
ARCHIVE_UNREADABLE = FindingKind(
    "CFC-504",
    ERROR,
    "Không mở được tệp nén: {reason}",
    "The archive cannot be opened: {reason}",
    "Giải nén tệp này vào thư mục rồi gộp lại",
    "Unpack it into the folder and merge again",
    basis=Basis.FORM,
)
WORKER_DIED = FindingKind(
    "CFC-505",
    ERROR,
    "Chương trình đọc tệp dừng đột ngột ở tệp này",
    "Reading this file ended the reading process",
    "Mở tệp bằng Excel, lưu lại (Save As) dạng .xlsx rồi thử lại; nếu vẫn lỗi, chép số liệu sang phiếu mới",
    "Open it in Excel, save it again as .xlsx and try again; else move the figures to a new form",
    basis=Basis.FORM,
)
OPEN_ELSEWHERE = FindingKind(
    "CFC-506",
    HINT,
    "Có tệp khoá: phiếu «{other}» có thể đang mở và chưa lưu",
    "A lock file: '{other}' may be open and unsaved",
    "Lưu, đóng phiếu rồi gộp lại",
    "Save and close the form, then merge again",
    basis=Basis.FORM,
)
FOLDER_UNREADABLE = FindingKind(
    "CFC-507",
    ERROR,
    "Không mở được thư mục: {reason}",
    "The folder cannot be opened: {reason}",
    "Kiểm tra quyền truy cập thư mục rồi gộp lại",
    "Check the folder's permissions and merge again",
    basis=Basis.FORM,
)
