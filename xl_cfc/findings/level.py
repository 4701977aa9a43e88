"""Findings about consolidated workbooks that were carried to the next level."""

from xl_cfc.findings.finding import ERROR, HINT, WARNING, Basis, FindingKind

NOTHING_CARRIED = FindingKind(
    "CFC-550",
    ERROR,
    "Bản tổng hợp không mang theo số liệu của từng phiếu nên không gộp lên được",
    "The consolidated workbook does not carry its forms' figures, so it cannot be merged upwards",
    "Đề nghị đơn vị đã lập gộp lại bằng phiên bản hiện hành rồi gửi tệp vừa tạo; hoặc gộp thẳng từ các phiếu",
    "Ask the unit that made it to merge again with the current version and send that file; or merge the forms",
    basis=Basis.FORM,
)
CARRIED_ALTERED = FindingKind(
    "CFC-551",
    ERROR,
    "Số liệu từng phiếu mang theo trong bản tổng hợp đã bị sửa hoặc hỏng: {reason}",
    "The forms' figures carried in the consolidated workbook were altered or are damaged: {reason}",
    "Đề nghị đơn vị đã lập gộp lại từ các phiếu gốc rồi gửi tệp vừa tạo; không sửa trang ẩn",
    "Ask the unit that made it to merge the forms again and send that file; hidden sheets are not to be edited",
    basis=Basis.FORM,
)
CARRIED_NEWER = FindingKind(
    "CFC-552",
    ERROR,
    "Bản tổng hợp lập bằng phiên bản xl_cfc mới hơn (dạng dữ liệu {version}, máy này đọc được tới {known})",
    "The consolidated workbook was made by a newer xl_cfc (data format {version}; this one reads up to {known})",
    "Cập nhật xl_cfc trên máy này rồi gộp lại",
    "Update xl_cfc here and merge again",
    basis=Basis.FORM,
)
CARRIED_SCORE_DIFFERS = FindingKind(
    "CFC-553",
    WARNING,
    "Bản tổng hợp cấp dưới ghi {stated}, tính lại từ số liệu gốc là {recomputed}; dùng kết quả tính lại",
    "The lower level's workbook states {stated}; recomputed from the inputs it is {recomputed}, which counts",
    "Hai bên dùng cùng một phiên bản xl_cfc; nếu vẫn khác, gửi hai tệp cho người hỗ trợ",
    "Use the same version of xl_cfc on both levels; if they still differ, send both files to support",
    basis=Basis.FORM,
)
RAW_EDITED = FindingKind(
    "CFC-554",
    WARNING,
    "«{label}» của {unit} trên trang «{title}» đã bị sửa thành «{value}»; phiếu ghi «{typed}», số của phiếu được dùng",
    "«{label}» of {unit} on sheet «{title}» was changed to '{value}'; the form has '{typed}', which counts",
    "Nếu số mới đúng, sửa trong phiếu của xã rồi gộp lại; sửa trong bản tổng hợp không có tác dụng",
    "If the new figure is right, mend the commune's form and merge again; edits in the summary have no effect",
    basis=Basis.FORM,
)
FOREIGN_FINDING = FindingKind(
    "CFC-555",
    HINT,
    "Cấp dưới báo {foreign}, mã mà phiên bản này không có",
    "The lower level reported {foreign}, which this version does not know",
    "Cập nhật xl_cfc trên máy này, hoặc xem trang «Lỗi» của bản tổng hợp cấp dưới",
    "Update xl_cfc here, or see the lower level's own list of problems",
    basis=Basis.FORM,
)
