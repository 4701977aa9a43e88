"""Findings about a single value: a figure, an answer, a day, a code."""

from xl_cfc.findings.finding import ERROR, HINT, WARNING, Basis, FindingKind

MISSING = FindingKind(
    "CFC-101",
    ERROR,
    "Chưa nhập «{label}»",
    "«{label}» is missing",
    "Nhập số liệu; nếu không có trường hợp nào thì nhập 0",
    "Enter the figure; type 0 if there is none",
    live="Chưa nhập",
)
UNIT_FIELD_MISSING = FindingKind(
    "CFC-102",
    ERROR,
    "Chưa nhập «{label}»",
    "«{label}» is missing",
    "Nhập thông tin này",
    "Enter it",
    live="Chưa nhập",
    basis=Basis.GUIDANCE,
)
ERROR_VALUE = FindingKind(
    "CFC-103",
    ERROR,
    "«{label}» báo lỗi {value}",
    "«{label}» holds the error {value}",
    "Xoá công thức trong ô và nhập lại bằng giá trị",
    "Delete the formula and type the value",
    live="Ô báo lỗi: nhập lại bằng giá trị",
)
NOT_A_NUMBER = FindingKind(
    "CFC-104",
    ERROR,
    "«{label}» là chữ «{value}», không phải số",
    "«{label}» is the text '{value}', not a number",
    "Nhập lại bằng số nguyên, không kèm chữ, dấu cách hay dấu chấm{suggestion}",
    "Type a whole number without letters, blanks or separators{suggestion}",
    live="Là chữ, không phải số: nhập lại bằng số",
)
BOOLEAN_VALUE = FindingKind(
    "CFC-105",
    ERROR,
    "«{label}» là {value}, không phải số",
    "«{label}» is {value}, not a number",
    "Nhập lại bằng số nguyên",
    "Type a whole number",
    live="Là TRUE/FALSE, không phải số: nhập lại bằng số",
)
NEGATIVE = FindingKind(
    "CFC-106",
    ERROR,
    "«{label}» là số âm ({value})",
    "«{label}» is negative ({value})",
    "Nhập số nguyên từ 0 trở lên",
    "Type a whole number, 0 or more",
    live="Số âm: nhập số nguyên từ 0 trở lên",
)
NOT_WHOLE = FindingKind(
    "CFC-107",
    ERROR,
    "«{label}» có phần lẻ ({value})",
    "«{label}» is not a whole number ({value})",
    "Nhập số lượng (số nguyên), không nhập tỷ lệ hay phần trăm{suggestion}",
    "Type the count, not a ratio or a percentage{suggestion}",
    live="Có phần lẻ: nhập số lượng, không nhập tỷ lệ",
)
TOO_LARGE = FindingKind(
    "CFC-108",
    ERROR,
    "«{label}» quá lớn ({value}; tối đa {maximum})",
    "«{label}» is too large ({value}; at most {maximum})",
    "Kiểm tra và nhập lại",
    "Check and type it again",
    live="Quá lớn: kiểm tra và nhập lại",
)
TOO_SMALL = FindingKind(
    "CFC-109",
    ERROR,
    "«{label}» quá nhỏ ({value}; ít nhất {minimum})",
    "«{label}» is too small ({value}; at least {minimum})",
    "Kiểm tra và nhập lại",
    "Check and type it again",
    live="Quá nhỏ: kiểm tra và nhập lại",
)
DATE_FOR_NUMBER = FindingKind(
    "CFC-110",
    ERROR,
    "«{label}» là ngày tháng ({value}), không phải số",
    "«{label}» is a date ({value}), not a number",
    "Đặt lại định dạng ô là Number rồi nhập số",
    "Set the cell's format to Number, then type the number",
)
PERCENT_FOR_COUNT = FindingKind(
    "CFC-125",
    ERROR,
    "«{label}» là {value}: ô định dạng phần trăm, không phải số đếm",
    "«{label}» is {value}: a cell formatted as a percentage, not a count",
    "Nhập số lượng (ví dụ 70), không nhập phần trăm; đặt lại định dạng ô là Number",
    "Type the count (such as 70), not a percentage; set the cell's format to Number",
)
NOT_CALCULATED = FindingKind(
    "CFC-111",
    ERROR,
    "«{label}» là công thức chưa được tính",
    "«{label}» is a formula that was never calculated",
    "Mở bằng Excel để tính lại rồi lưu, hoặc nhập thẳng giá trị",
    "Open it in Excel to calculate and save, or type the value",
)
NOT_YES_NO = FindingKind(
    "CFC-112",
    ERROR,
    "«{label}» phải là Có hoặc Không, không phải «{value}»",
    "«{label}» must be Có or Không, not '{value}'",
    "Chọn Có hoặc Không trong danh sách{suggestion}",
    "Choose Có or Không from the list{suggestion}",
    live="Chỉ chọn Có hoặc Không trong danh sách",
)
NOT_A_CHOICE = FindingKind(
    "CFC-113",
    ERROR,
    "«{label}» không nhận giá trị «{value}»",
    "«{label}» does not accept '{value}'",
    "Chọn một trong: {choices}",
    "Choose one of: {choices}",
    live="Chọn một trong: {choices}",
)
NOT_A_UNIT_CODE = FindingKind(
    "CFC-114",
    ERROR,
    "«{label}» phải là chuỗi 5 chữ số, không phải «{value}»",
    "«{label}» must be text of 5 digits, not '{value}'",
    "Nhập dạng chữ, đủ 5 chữ số, giữ số 0 ở đầu{suggestion}",
    "Type 5 digits as text, keeping leading zeros{suggestion}",
    live="Phải là 5 chữ số dạng chữ, giữ số 0 ở đầu",
    basis=Basis.FORM,
)
NOT_A_DATE = FindingKind(
    "CFC-115",
    ERROR,
    "«{label}» không phải ngày tháng hợp lệ: «{value}»",
    "«{label}» is not a valid date: '{value}'",
    "Nhập theo dạng ngày/tháng/năm, ví dụ 31/10/2026",
    "Type it as day/month/year, e.g. 31/10/2026",
    live="Không phải ngày hợp lệ: nhập ngày/tháng/năm",
    basis=Basis.FORM,
)
NOT_TEXT = FindingKind(
    "CFC-116",
    ERROR,
    "«{label}» phải là chữ, không phải «{value}»",
    "«{label}» must be text, not '{value}'",
    "Nhập lại bằng chữ",
    "Type it as text",
    live="Phải là chữ",
    basis=Basis.FORM,
)

YEAR_IN_FUTURE = FindingKind(
    "CFC-117",
    WARNING,
    "Năm đánh giá {value} còn ở tương lai xa (hôm nay {today})",
    "The year {value} lies far in the future (today is {today})",
    "Sửa năm đánh giá, hoặc giải trình ở cùng dòng",
    "Mend the year, or explain in the same row",
    basis=Basis.FORM,
)
DATE_OUTSIDE_PERIOD = FindingKind(
    "CFC-118",
    WARNING,
    "«{label}» {value} không khớp với năm {year}, {period}: phải từ {first} đến {last}",
    "«{label}» {value} does not suit {year}, {period}: it should lie between {first} and {last}",
    "Kiểm tra ngày, năm và kỳ số liệu, hoặc giải trình ở cùng dòng",
    "Check the date, the year and the period, or explain in the same row",
    live="Không khớp năm, kỳ số liệu: sửa hoặc giải trình",
    basis=Basis.FORM,
)
DATE_SWAPPED = FindingKind(
    "CFC-119",
    WARNING,
    "«{label}» {value} không khớp với năm {year}, {period}: có lẽ ngày và tháng bị đảo, đúng ra là {swapped}",
    "«{label}» {value} does not suit {year}, {period}: day and month are probably swapped, meant is {swapped}",
    "Nếu đúng là {swapped} thì nhập lại; nếu không, kiểm tra năm, kỳ hoặc giải trình ở cùng dòng",
    "If {swapped} is meant, type it again; else check year and period, or explain in the same row",
    live="Có lẽ đảo ngày và tháng: nhập lại hoặc giải trình",
    basis=Basis.FORM,
)
DATE_IN_FUTURE = FindingKind(
    "CFC-120",
    WARNING,
    "«{label}» {value} ở sau hôm nay ({today}){suggestion}",
    "«{label}» {value} lies after today ({today}){suggestion}",
    "Nhập lại theo dạng ngày/tháng/năm, hoặc giải trình ở cùng dòng",
    "Type it again as day/month/year, or explain in the same row",
    basis=Basis.FORM,
)
PLACEHOLDER_CODE = FindingKind(
    "CFC-121",
    ERROR,
    "«{label}» là {value}: không phải mã của đơn vị nào",
    "«{label}» is {value}, the code of no unit",
    "Nhập mã đơn vị hành chính do đơn vị tổng hợp thông báo",
    "Enter the unit code given by the consolidating unit",
    live="Không phải mã của đơn vị nào: nhập mã đúng",
    basis=Basis.FORM,
)
OTHER_UNIT_KIND = FindingKind(
    "CFC-122",
    WARNING,
    "«{label}» là «{value}» nhưng tên đơn vị là «{name}»",
    "«{label}» is '{value}' but the unit is named '{name}'",
    "Sửa loại hoặc tên đơn vị cho khớp, hoặc giải trình ở cùng dòng",
    "Make kind and name agree, or explain in the same row",
    live="Khác với tên đơn vị ({unit_kind}…): sửa hoặc giải trình",
    basis=Basis.FORM,
)
UNUSUAL_CLASS = FindingKind(
    "CFC-123",
    HINT,
    "«{label}» {value} theo Quyết định không nêu «{unit_kind}»: {class_label}",
    "«{label}» {value} as the Decision puts it does not name '{unit_kind}': {class_label}",
    "Kiểm tra lại với đơn vị tổng hợp; nhóm do đơn vị tổng hợp thông báo, phiếu không tự suy ra",
    "Ask the consolidating unit, which decides the class; the form never derives it",
    live="Nhóm {class_name} ít khi dành cho {unit_kind}: kiểm tra lại",
    basis=Basis.DECISION,
)
LEGACY_TEXT = FindingKind(
    "CFC-124",
    WARNING,
    "Chữ gõ theo bảng mã {encoding}, không phải Unicode: «{value}»",
    "The text is typed in {encoding}, not in Unicode: '{value}'",
    "Chọn bảng mã Unicode rồi nhập lại: «{converted}»",
    "Switch to Unicode and type it again: '{converted}'",
    basis=Basis.FORM,
)

UNIT_NOT_ON_ROSTER = FindingKind(
    "CFC-150",
    ERROR,
    "Mã đơn vị {value} không có trong danh sách đơn vị{suggestion}",
    "The unit code {value} is not on the roster{suggestion}",
    "Sửa mã đơn vị theo danh sách của đơn vị tổng hợp; nếu mã đúng, bổ sung vào danh sách",
    "Use the code of the consolidating unit's roster; if the code is right, add it there",
    basis=Basis.FORM,
)
OTHER_NAME_ON_ROSTER = FindingKind(
    "CFC-151",
    WARNING,
    "Tên «{value}» khác tên của mã {code} trong danh sách: «{expected}»",
    "The name '{value}' differs from that of code {code} on the roster: '{expected}'",
    "Kiểm tra mã và tên: có thể nhập nhầm mã của xã khác",
    "Check code and name: perhaps another commune's code was typed",
    basis=Basis.FORM,
)
OTHER_KIND_ON_ROSTER = FindingKind(
    "CFC-152",
    WARNING,
    "Loại đơn vị «{value}» khác danh sách: «{expected}»",
    "The kind of unit '{value}' differs from the roster: '{expected}'",
    "Chọn loại đơn vị theo danh sách, hoặc báo đơn vị tổng hợp sửa danh sách",
    "Choose the roster's kind, or have the roster corrected",
    basis=Basis.FORM,
)
OTHER_CLASS_ON_ROSTER = FindingKind(
    "CFC-153",
    ERROR,
    "Nhóm ngưỡng «{value}» khác nhóm đơn vị tổng hợp đã thông báo: «{expected}»",
    "The threshold class '{value}' differs from the one the consolidating unit gave: '{expected}'",
    "Chọn nhóm {expected} ở trang Thông tin chung, hoặc báo đơn vị tổng hợp sửa danh sách",
    "Choose class {expected} on the general-information sheet, or have the roster corrected",
    basis=Basis.FORM,
)

YEAR_OUTSIDE_RULESET = FindingKind(
    "CFC-140",
    WARNING,
    "Năm đánh giá {value} nằm ngoài thời gian áp dụng ({span}) của bộ tiêu chí «{ruleset}»",
    "The year {value} lies outside the years ({span}) in which '{ruleset}' is in force",
    "Kiểm tra năm; nếu đúng, nhập số liệu vào phiếu của bộ tiêu chí áp dụng cho năm đó",
    "Check the year; if it is right, use a form of the rule set in force in that year",
    basis=Basis.DECISION,
)
