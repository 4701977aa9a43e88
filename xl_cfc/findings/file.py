"""Findings about a file as a whole, and about what of a form is lost or altered."""

from xl_cfc.findings.finding import ERROR, HINT, Basis, FindingKind

UNREADABLE = FindingKind(
    "CFC-001",
    ERROR,
    "Không mở được tệp: {reason}",
    "The file cannot be opened: {reason}",
    "Kiểm tra tệp có mở được bằng Excel không; nếu được, lưu lại (Save As) dạng .xlsx rồi gửi lại",
    "Check that Excel opens the file; if so, save it again as .xlsx and resend it",
    basis=Basis.FORM,
)
WRONG_FORMAT = FindingKind(
    "CFC-002",
    ERROR,
    "Tệp không phải .xlsx: {actual}",
    "The file is not an .xlsx: {actual}",
    "Mở tệp bằng Excel (hoặc WPS, LibreOffice), chọn Save As, kiểu «Excel Workbook (*.xlsx)», rồi dùng tệp mới",
    "Open it in Excel (or WPS, LibreOffice), choose Save As, type Excel Workbook (*.xlsx), and use the new file",
    basis=Basis.FORM,
)
NOT_A_FORM = FindingKind(
    "CFC-003",
    ERROR,
    "Tệp không phải phiếu thu thập số liệu của chương trình",
    "The file is not a data-collection form of the programme",
    "Dùng phiếu do đơn vị tổng hợp gửi (tạo bằng lệnh «xl-cfc template» hoặc nút «Mẫu mới»)",
    "Use the form sent by the consolidating unit (made by `xl-cfc template`)",
    basis=Basis.FORM,
)
UNKNOWN_RULESET = FindingKind(
    "CFC-004",
    ERROR,
    "Phiếu làm theo bộ tiêu chí «{ruleset}» ({hash}) mà máy này không có",
    "The form follows rule set '{ruleset}' ({hash}), which is not available here",
    "Xin tệp bộ tiêu chí (.yaml) của đơn vị tổng hợp, hoặc nhập lại số liệu vào mẫu phiếu mới",
    "Ask the consolidating unit for its rule set (.yaml), or enter the figures in a new form",
    basis=Basis.FORM,
)
OTHER_VERSION = FindingKind(
    "CFC-005",
    ERROR,
    "Phiếu theo mẫu phiên bản {version}; chương trình này chỉ đọc phiên bản {expected}",
    "The form has template version {version}; this program reads version {expected} only",
    "Phiếu này mới hơn chương trình: cập nhật xl_cfc rồi mở lại",
    "The form is newer than the program: update xl_cfc and open it again",
    basis=Basis.FORM,
)
SHEET_TOTAL_DIFFERS = FindingKind(
    "CFC-006",
    ERROR,
    "Tổng điểm trên phiếu là {value}, tính lại từ số liệu là {recomputed}",
    "The form shows a total of {value}; recomputed from the inputs it is {recomputed}",
    "Mở phiếu bằng Excel để tính lại (Ctrl+Alt+F9) rồi lưu; nếu vẫn khác, công thức đã bị sửa: dùng mẫu phiếu mới",
    "Open the form in Excel, recalculate (Ctrl+Alt+F9) and save; if it still differs a formula was altered: use a new form",
    basis=Basis.GUIDANCE,
)
NEVER_CALCULATED = FindingKind(
    "CFC-007",
    HINT,
    "Phiếu chưa được bảng tính nào tính lại nên không có tổng điểm để so sánh",
    "No spreadsheet program has calculated the form, so there is no total to compare with",
    "Mở phiếu bằng Excel và lưu lại",
    "Open the form in Excel and save it",
    basis=Basis.FORM,
)
INPUT_LOST = FindingKind(
    "CFC-008",
    ERROR,
    "Không tìm thấy ô nhập «{label}» trong phiếu (tên ô và mã dòng «{code}» đều không còn)",
    "The input «{label}» is not in the form (its name and its row code '{code}' are both gone)",
    "Phiếu đã bị xoá dòng hoặc trang tính: tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template) rồi nhập dòng này",
    "A row or sheet was deleted: make a new form (xl-cfc template), then type this row",
    basis=Basis.FORM,
)
NAME_LOST = FindingKind(
    "CFC-009",
    HINT,
    "Tên ô của «{label}»{more} đã mất; đọc theo mã dòng «{code}»",
    "The name of the cell of «{label}»{more} is gone; read by its row code '{code}'",
    "Kiểm tra lại giá trị đã đọc; để có phiếu lành, tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template)",
    "Check the value that was read; for a healthy form make a new one (xl-cfc template)",
    basis=Basis.FORM,
)

SHEET_LOST = FindingKind(
    "CFC-010",
    ERROR,
    "Không tìm thấy bảng «{title}» trong phiếu: trang tính đã bị xoá hoặc đổi cấu trúc",
    "The table «{title}» is not in the form: its sheet was deleted or rebuilt",
    "Tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template) rồi nhập lại bảng này",
    "Make a new form (xl-cfc template), then type this table again",
    basis=Basis.FORM,
)
CONSOLIDATED_NOT_FORM = FindingKind(
    "CFC-011",
    ERROR,
    "Tệp là bản tổng hợp, không phải phiếu của một xã",
    "The file is a consolidated workbook, not one commune's form",
    "Chọn phiếu của xã; gộp các bản tổng hợp bằng «merge --level-up»",
    "Choose communes' forms; consolidated workbooks are merged with `merge --level-up`",
    basis=Basis.FORM,
)

FORMULAS_REPLACED = FindingKind(
    "CFC-020",
    ERROR,
    "{count} ô công thức của phiếu đã bị thay bằng giá trị hoặc bị xoá: {cells}",
    "{count} formula cells of the form were replaced by values or deleted: {cells}",
    "Không sửa ô công thức. Tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template)",
    "Formulas are not to be edited. Make a new form (xl-cfc template)",
    basis=Basis.FORM,
)
RESULTS_LOST = FindingKind(
    "CFC-021",
    ERROR,
    "Phiếu thiếu {count} ô kết quả («Bảng điểm», cột kiểm tra): trang tính, dòng hoặc tên ô đã bị xoá",
    "The form lacks {count} of its result cells: a sheet, rows or names were deleted",
    "Tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template)",
    "Make a new form (xl-cfc template)",
    basis=Basis.FORM,
)
TOO_HEAVY = FindingKind(
    "CFC-012",
    ERROR,
    "Tệp quá nặng: đọc quá lâu nên đã dừng",
    "The file is too heavy: reading it took too long and was stopped",
    "Xoá các trang, hình ảnh, định dạng thừa rồi lưu lại; nếu vẫn vậy, chép số liệu sang mẫu phiếu mới",
    "Delete surplus sheets, pictures and formats and save; else move the figures to a new form",
    basis=Basis.FORM,
)
OUT_OF_MEMORY = FindingKind(
    "CFC-013",
    ERROR,
    "Tệp quá nặng: đọc hết bộ nhớ dành cho một tệp",
    "The file is too heavy: it takes more memory than one file may",
    "Xoá các trang, hình ảnh, định dạng thừa rồi lưu lại; nếu vẫn vậy, chép số liệu sang mẫu phiếu mới",
    "Delete surplus sheets, pictures and formats and save; else move the figures to a new form",
    basis=Basis.FORM,
)
NEWER_WORKBOOK = FindingKind(
    "CFC-030",
    ERROR,
    "Bản tổng hợp theo phiên bản {version}; chương trình này chỉ đọc phiên bản {expected}",
    "The consolidated workbook has version {version}; this program reads version {expected} only",
    "Bản này do chương trình mới hơn tạo: cập nhật xl_cfc rồi làm lại; tệp được giữ nguyên",
    "A newer program made it: update xl_cfc and try again; the file is left as it is",
    basis=Basis.FORM,
)
PLAN_NOT_FORM = FindingKind(
    "CFC-142",
    ERROR,
    "Tệp là kế hoạch của địa phương, không phải phiếu của một xã",
    "The file is a locality's plan, not one commune's form",
    "Dùng tệp này với --plan; để ngoài thư mục các phiếu",
    "Use it with --plan; keep it out of the folder of forms",
    basis=Basis.FORM,
)
RULEBOOK_NOT_FORM = FindingKind(
    "CFC-141",
    ERROR,
    "Tệp là sổ bộ tiêu chí, không phải phiếu của một xã",
    "The file is a rulebook, not one commune's form",
    "Lưu thành bộ tiêu chí bằng «xl-cfc ruleset import»; để ngoài thư mục các phiếu",
    "Save it as a rule set with `xl-cfc ruleset import`; keep it out of the folder of forms",
    basis=Basis.FORM,
)
