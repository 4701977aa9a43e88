"""Findings about figures that contradict each other."""

from xl_cfc.findings.finding import ERROR, WARNING, Basis, FindingKind

ABOVE_DENOMINATOR = FindingKind(
    "CFC-201",
    ERROR,
    "«{label}» ({value}) lớn hơn «{other}» ({other_value})",
    "«{label}» ({value}) exceeds «{other}» ({other_value})",
    "Sửa một trong hai số: phần không thể lớn hơn tổng",
    "Mend one of the two: a part cannot exceed the whole",
    live="Lớn hơn «{other}»: sửa một trong hai số",
)
DENOMINATOR_ZERO = FindingKind(
    "CFC-202",
    ERROR,
    "Chỉ tiêu {indicator}: mẫu số «{label}» bằng 0 nên chưa chấm được",
    "Indicator {indicator}: the denominator «{label}» is 0, so it cannot be scored",
    "Kiểm tra lại: nếu thực sự không có đối tượng nào, hỏi đơn vị tổng hợp cách chấm",
    "Check it; if there really is nobody, ask the consolidating unit how to score",
    live="Mẫu số bằng 0: chưa chấm được chỉ tiêu {indicator}",
)
LESS_OR_EQUAL = FindingKind(
    "CFC-211",
    ERROR,
    "«{left}» ({left_value}) lớn hơn «{right}» ({right_value})",
    "«{left}» ({left_value}) exceeds «{right}» ({right_value})",
    "Kiểm tra lại các số này",
    "Check these figures",
    live="Lớn hơn «{right}»: kiểm tra lại",
    basis=Basis.FORM,
)
SUM_LESS_OR_EQUAL = FindingKind(
    "CFC-212",
    ERROR,
    "{left} ({left_value}) lớn hơn «{right}» ({right_value})",
    "{left} ({left_value}) exceed «{right}» ({right_value})",
    "Kiểm tra lại các số này",
    "Check these figures",
    live="{left} lớn hơn «{right}»: kiểm tra lại",
    basis=Basis.FORM,
)
NOT_EQUAL = FindingKind(
    "CFC-213",
    WARNING,
    "«{left}» ({left_value}) khác {right} ({right_value})",
    "«{left}» ({left_value}) differs from {right} ({right_value})",
    "Kiểm tra lại các số này, hoặc giải trình ở cùng dòng",
    "Check these figures, or explain in the same row",
    live="Khác {right}: kiểm tra hoặc giải trình",
    basis=Basis.FORM,
)
IMPLIES = FindingKind(
    "CFC-214",
    WARNING,
    "«{left}» là {left_value} nhưng «{right}» bằng 0",
    "«{left}» is {left_value} but «{right}» is 0",
    "Kiểm tra lại hai số này, hoặc giải trình ở cùng dòng",
    "Check the two, or explain in the same row",
    live="Lớn hơn 0 nhưng «{right}» bằng 0: kiểm tra hoặc giải trình",
    basis=Basis.FORM,
)

CONTRADICTS_SEVERAL = FindingKind(
    "CFC-215",
    ERROR,
    "«{label}» ({value}) mâu thuẫn với {count} số liệu khác: {others}",
    "«{label}» ({value}) contradicts {count} other figures: {others}",
    "Kiểm tra số này trước; nếu đúng, sửa hoặc giải trình từng số kia",
    "Check this figure first; if it is right, mend or explain the others",
    basis=Basis.FORM,
)

LEAP = FindingKind(
    "CFC-230",
    WARNING,
    "«{label}» là {after}, kỳ trước là {before}: khác quá {factor} lần",
    "«{label}» is {after}, in the earlier form {before}: more than {factor} times apart",
    "Kiểm tra lại số này; nếu đúng thì giải trình ở cùng dòng (mức {factor} lần là quy ước của phiếu, không phải quy định)",
    "Check the figure; if it is right, explain in the same row (the factor of {factor} is this form's convention, no rule)",
    live="Khác quá {factor} lần so với kỳ trước: kiểm tra hoặc giải trình",
    basis=Basis.FORM,
)
