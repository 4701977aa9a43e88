"""Findings about which cell is which: names and rows that disagree, and copies of what is typed."""

from xl_cfc.findings.finding import ERROR, HINT, Basis, FindingKind

CELL_MOVED = FindingKind(
    "CFC-031",
    ERROR,
    "Ô nhập không còn ở dòng của nó: {moves}. Có lẽ đã cắt (Ctrl+X) rồi dán; chưa tính dòng {codes}",
    "Inputs are no longer in their rows: {moves}. Probably cut and pasted; rows {codes} are not counted",
    "Hoàn tác (Ctrl+Z) nếu còn được; nếu không, tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template) rồi nhập lại các dòng này",
    "Undo it if that is still possible; else make a new form (xl-cfc template) and type these rows again",
    basis=Basis.FORM,
)
ROWS_SORTED = FindingKind(
    "CFC-032",
    ERROR,
    "Các dòng {codes} đã bị sắp xếp lại hoặc đổi chỗ ({moves}): không rõ số nào của dòng nào nên chưa tính",
    "Rows {codes} were sorted or swapped ({moves}): unclear which figure is whose, so none is counted",
    "Hoàn tác (Ctrl+Z) nếu còn được; nếu không, tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template) rồi nhập lại các dòng này",
    "Undo it if that is still possible; else make a new form (xl-cfc template) and type these rows again",
    basis=Basis.FORM,
)
CELLS_SHIFTED = FindingKind(
    "CFC-033",
    ERROR,
    "{count} ô nhập lệch {rows} dòng so với mã của chúng ({moves}): có lẽ đã chèn hoặc xoá ô ở một cột; chưa tính",
    "{count} inputs stand {rows} rows off their codes ({moves}): cells of a column were probably inserted or deleted",
    "Hoàn tác (Ctrl+Z) nếu còn được; nếu không, tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template) rồi nhập lại các dòng này",
    "Undo it if that is still possible; else make a new form (xl-cfc template) and type these rows again",
    basis=Basis.FORM,
)
FILLED_COPY = FindingKind(
    "CFC-034",
    ERROR,
    "Trang «{copy}» là bản sao của trang «{original}» và có {count} ô khác trang gốc ({cells}): chưa rõ lấy số nào",
    "Sheet «{copy}» is a copy of «{original}» and differs from it in {count} cells ({cells}): unclear which to use",
    "Nhập số đúng vào trang «{original}» rồi xoá trang «{copy}»; không sao chép trang nhập liệu",
    "Type the right figures on «{original}», then delete «{copy}»; do not copy input sheets",
    basis=Basis.FORM,
)
SPARE_COPY = FindingKind(
    "CFC-035",
    HINT,
    "Trang «{copy}» là bản sao của trang «{original}» và không được đọc",
    "Sheet «{copy}» is a copy of «{original}» and is not read",
    "Xoá trang «{copy}» nếu không cần",
    "Delete «{copy}» when it is not needed",
    basis=Basis.FORM,
)
CODE_LOST = FindingKind(
    "CFC-036",
    HINT,
    "Không còn thấy mã dòng, hoặc tiêu đề cột, của {count} ô nhập ({cells}): đọc theo tên ô",
    "The row code, or the heading, of {count} inputs is gone ({cells}): read by the names of their cells",
    "Kiểm tra các giá trị này; để có phiếu lành, tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template)",
    "Check these values; for a healthy form make a new one (xl-cfc template)",
    basis=Basis.FORM,
)
ROW_TWICE = FindingKind(
    "CFC-037",
    ERROR,
    "Mã dòng «{code}» có ở nhiều dòng với giá trị khác nhau ({cells}): chưa rõ lấy giá trị nào",
    "Row code «{code}» stands in several rows with different values ({cells}): unclear which to use",
    "Giữ giá trị đúng ở dòng gốc, xoá dòng thừa; nếu không rõ, tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template)",
    "Keep the right value in the original row and delete the other; else make a new form (xl-cfc template)",
    basis=Basis.FORM,
)
COLUMN_MOVED = FindingKind(
    "CFC-038",
    ERROR,
    "Cột «{title}» ở trang «{sheet_title}» không còn nằm dưới tiêu đề của nó ({here}, tiêu đề ở cột {there}): chưa tính",
    "Column «{title}» of sheet «{sheet_title}» no longer stands below its heading ({here}; the heading is in {there})",
    "Hoàn tác (Ctrl+Z) nếu còn được; nếu không, tạo phiếu mới (nút «Mẫu mới» hoặc xl-cfc template) rồi nhập lại cột này",
    "Undo it if that is still possible; else make a new form (xl-cfc template) and type the column again",
    basis=Basis.FORM,
)
#: What makes a form's own total something else than what can be counted.
BREAKING = (CELL_MOVED, ROWS_SORTED, CELLS_SHIFTED, FILLED_COPY, ROW_TWICE, COLUMN_MOVED)
