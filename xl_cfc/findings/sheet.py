"""Findings about the survey, the hamlets, evidence and explanations."""

from xl_cfc.findings.finding import ERROR, HINT, WARNING, Basis, FindingKind

SURVEY_BOTH = FindingKind(
    "CFC-301",
    ERROR,
    "Khảo sát vừa có dòng trả lời vừa có số tổng hợp: không rõ lấy số nào",
    "The survey has both respondents' rows and typed totals: unclear which to use",
    "Xoá một trong hai: các dòng trả lời, hoặc bốn ô số tổng hợp",
    "Delete one of the two",
    live="Vừa có dòng trả lời vừa có số tổng hợp: xoá một trong hai",
)
SURVEY_ROW = FindingKind(
    "CFC-302",
    ERROR,
    "Dòng khảo sát không hợp lệ: «{value}»",
    "Invalid survey row: '{value}'",
    "Chọn nhóm ({groups}) và trả lời (Có, Không) trong danh sách, hoặc xoá cả dòng",
    "Choose the group ({groups}) and the answer (Có, Không) from the lists, or clear the row",
    live="Có dòng trả lời sai: xem cột Kiểm tra của trang Khảo sát",
)
SURVEY_UNANSWERED = FindingKind(
    "CFC-303",
    HINT,
    "{count} người có nhóm nhưng không có câu trả lời: không được tính",
    "{count} respondents have a group but no answer: not counted",
    "Bổ sung câu trả lời nếu có",
    "Add the answers if there are any",
    live="Có người chưa có câu trả lời: không được tính",
)
HAMLET_ROW = FindingKind(
    "CFC-311",
    ERROR,
    "Dòng của thôn «{hamlet}»: {problem}",
    "Row of hamlet '{hamlet}': {problem}",
    "Sửa dòng này: đủ tên thôn, chỉ nhập số nguyên từ 0 trở lên",
    "Mend the row: a name, and whole numbers only",
    live="Có dòng sai: xem cột Kiểm tra của trang Thôn",
    basis=Basis.FORM,
)
HAMLET_PARTLY = FindingKind(
    "CFC-312",
    HINT,
    "«{label}»: mới {filled}/{listed} thôn có số liệu nên chưa so được với số của xã",
    "«{label}»: only {filled} of {listed} hamlets have a figure, so the sum is not compared",
    "Nhập đủ các thôn, hoặc để trống cả cột",
    "Fill in all hamlets, or leave the column blank",
    live="Mới một số thôn có số liệu: chưa so được",
    basis=Basis.FORM,
)
HAMLET_SUM = FindingKind(
    "CFC-313",
    WARNING,
    "«{label}»: các thôn cộng lại là {sum}, số của xã là {value}",
    "«{label}»: the hamlets add up to {sum}; the commune's figure is {value}",
    "Sửa cho khớp, hoặc giải trình ở dòng «{label}» của trang Nhập liệu",
    "Make them agree, or explain in the field's row",
    live="Tổng các thôn khác số của xã: sửa hoặc giải trình",
    basis=Basis.FORM,
)
HAMLET_COUNT = FindingKind(
    "CFC-314",
    WARNING,
    "«{label}» là {value}, trang Thôn liệt kê {listed}",
    "«{label}» is {value}; the hamlet sheet lists {listed}",
    "Sửa cho khớp, hoặc giải trình ở cùng dòng",
    "Make them agree, or explain in the same row",
    live="Khác số thôn liệt kê ở trang Thôn: sửa hoặc giải trình",
    basis=Basis.FORM,
)

NO_EVIDENCE = FindingKind(
    "CFC-401",
    WARNING,
    "Chỉ tiêu {indicator} được điểm nhưng chưa nêu tài liệu kiểm chứng",
    "Indicator {indicator} has points but names no evidence",
    "Ghi tài liệu kiểm chứng ở cột «Tài liệu kiểm chứng» cùng dòng, hoặc giải trình",
    "Name the evidence in the same row, or explain",
    live="Được điểm nhưng chưa nêu tài liệu kiểm chứng",
)
NO_ZERO_EXPLANATION = FindingKind(
    "CFC-402",
    WARNING,
    "Tiêu chí {number} bị điểm liệt nhưng chưa giải trình",
    "Criterion {number} is at 0 points and not explained",
    "Giải trình ở dòng tên tiêu chí {number}, cột «Giải trình»",
    "Explain in the criterion's own row",
    live="Tiêu chí {number} bị điểm liệt: cần giải trình",
)
