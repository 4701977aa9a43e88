"""The catalogue of findings: every mistake the product can name, each with a stable code.

A `FindingKind` is a declaration (code, severity, message, how to fix it, in Vietnamese and English, and the short
text the form itself shows); a `Finding` is one occurrence with its file, sheet, cell and value.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from enum import Enum
from typing import Any

from xl_cfc.language import t
from xl_cfc.ruleset.models import Severity

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


class Basis(Enum):
    """What a finding rests on, in Vietnamese and English. Nothing is cited that is not known for certain: the
    Decision with its criterion, the guidance on collecting and scoring, or plainly the form's own convention."""

    CRITERION = ("{decision}, tiêu chí {criterion}", "{decision}, criterion {criterion}")
    DECISION = ("{decision}", "{decision}")
    GUIDANCE = (
        "Hướng dẫn 604/TE-PTTG về thu thập số liệu, chấm điểm",
        "Guidance 604/TE-PTTG on collecting data and scoring",
    )
    FORM = ("Quy ước của phiếu", "The form's own convention")


@dataclass(frozen=True)
class FindingKind:
    """One kind of finding. Texts are templates filled from a finding's parameters; `live` is the form's own text.

    `basis` is what it rests on when it concerns a criterion's figures or the Decision; where no criterion and no
    Decision is known, it falls back to the guidance, or to what `basis` says outright.
    """

    code: str
    severity: Severity
    vi: str
    en: str
    fix_vi: str
    fix_en: str
    live: str = ""
    basis: Basis = Basis.CRITERION


@dataclass(frozen=True)
class Finding:
    """One mistake found: what, where, which value, and how serious.

    `criterion` is the number of the criterion it concerns, None for general information and for the file as a
    whole; `decision` the title of the rule set that was applied. `settled_by` holds the officer's explanation when
    a warning is settled by one.
    """

    kind: FindingKind
    file: str = ""
    sheet: str = ""
    cell: str = ""
    value: str = ""
    field: str = ""
    criterion: int | None = None
    decision: str = ""
    severity: Severity = ERROR
    settled_by: str = ""
    params: Mapping[str, Any] = attribute(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code, `CFC-NNN`."""
        return self.kind.code

    @property
    def message(self) -> str:
        """What is wrong, in the language in force."""
        return t(self.kind.vi, self.kind.en).format_map(_Params(self))

    @property
    def fix(self) -> str:
        """How to mend it, in the language in force."""
        return t(self.kind.fix_vi, self.kind.fix_en).format_map(_Params(self))

    @property
    def legal(self) -> str:
        """What it rests on, in the language in force: `Quyết định 06/QĐ-TTg ngày 03/01/2019, tiêu chí 3`."""
        basis = self.kind.basis
        if basis is Basis.CRITERION and self.criterion is None:
            basis = Basis.GUIDANCE
        if basis in (Basis.CRITERION, Basis.DECISION) and not self.decision:
            basis = Basis.GUIDANCE
        return t(*basis.value).format(decision=self.decision, criterion=self.criterion)

    @property
    def place(self) -> str:
        """Sheet and cell as a person writes them: `Nhập liệu!D12`."""
        return "!".join(filter(None, (self.sheet, self.cell)))

    def in_file(self, name: str) -> "Finding":
        """The same finding, named with its file."""
        return replace(self, file=name)

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data with a fixed set of keys."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.file,
            "sheet": self.sheet or None,
            "cell": self.cell or None,
            "value": self.value or None,
            "field": self.field or None,
            "criterion": self.criterion,
            "message": self.message,
            "fix": self.fix,
            "legal_basis": self.legal,
            "settled_by": self.settled_by or None,
        }


class _Params(dict[str, Any]):
    def __init__(self, finding: Finding) -> None:
        super().__init__({**finding.params, "value": finding.value, "file": finding.file, "place": finding.place})


def found(kind: FindingKind, **where: Any) -> Finding:
    """A finding of this kind with the kind's own severity; unknown keywords become template parameters."""
    known = {key: where.pop(key) for key in list(where) if key in Finding.__dataclass_fields__}
    return Finding(kind=kind, params=where, **{"severity": kind.severity, **known})


def severity_word(severity: Severity) -> str:
    """The severity as users read it."""
    return {ERROR: t("Lỗi", "Error"), WARNING: t("Cảnh báo", "Warning"), HINT: t("Gợi ý", "Hint")}[severity]


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then hints; otherwise in their order."""
    return sorted(findings, key=lambda finding: list(Severity).index(finding.severity))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those that block submission."""
    return [finding for finding in findings if finding.severity is ERROR]


# --- the file as a whole ---------------------------------------------------------------------------------------

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
    "Phiếu theo mẫu phiên bản {version}; chương trình này chỉ đọc mẫu phiên bản {expected}",
    "The form has template version {version}; this program reads version {expected} only",
    "Phiếu mới hơn: cập nhật xl_cfc; phiếu cũ hơn: nhập lại số liệu vào mẫu phiếu hiện hành",
    "A newer form: update xl_cfc; an older one: enter the figures in the current template",
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
    "Phiếu đã bị xoá dòng hoặc trang tính: chuyển số liệu sang mẫu phiếu mới",
    "A row or sheet was deleted: move the figures to a new form",
    basis=Basis.FORM,
)
NAME_LOST = FindingKind(
    "CFC-009",
    HINT,
    "Tên ô của «{label}»{more} đã mất; đọc theo mã dòng «{code}»",
    "The name of the cell of «{label}»{more} is gone; read by its row code '{code}'",
    "Kiểm tra lại giá trị đã đọc; lần sau dùng mẫu phiếu mới",
    "Check the value that was read; use a new form next time",
    basis=Basis.FORM,
)

SHEET_LOST = FindingKind(
    "CFC-010",
    ERROR,
    "Không tìm thấy bảng «{title}» trong phiếu: trang tính đã bị xoá hoặc đổi cấu trúc",
    "The table «{title}» is not in the form: its sheet was deleted or rebuilt",
    "Chuyển số liệu sang mẫu phiếu mới",
    "Move the figures to a new form",
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
    "Không sửa ô công thức. Chuyển số liệu sang mẫu phiếu mới",
    "Formulas are not to be edited. Move the figures to a new form",
    basis=Basis.FORM,
)
RESULTS_LOST = FindingKind(
    "CFC-021",
    ERROR,
    "Phiếu thiếu {count} ô kết quả («Bảng điểm», cột kiểm tra): trang tính, dòng hoặc tên ô đã bị xoá",
    "The form lacks {count} of its result cells: a sheet, rows or names were deleted",
    "Chuyển số liệu sang mẫu phiếu mới",
    "Move the figures to a new form",
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

RULEBOOK_NOT_FORM = FindingKind(
    "CFC-141",
    ERROR,
    "Tệp là sổ bộ tiêu chí, không phải phiếu của một xã",
    "The file is a rulebook, not one commune's form",
    "Lưu thành bộ tiêu chí bằng «xl-cfc ruleset import»; để ngoài thư mục các phiếu",
    "Save it as a rule set with `xl-cfc ruleset import`; keep it out of the folder of forms",
    basis=Basis.FORM,
)

# --- a single value --------------------------------------------------------------------------------------------

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
    "Nhập số lượng (số nguyên), không nhập tỷ lệ hay phần trăm",
    "Type the count, not a ratio or a percentage",
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

# --- against the roster ----------------------------------------------------------------------------------------

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

# --- values against each other ---------------------------------------------------------------------------------

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

# --- values against an earlier form ----------------------------------------------------------------------------

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

# --- survey and hamlets ----------------------------------------------------------------------------------------

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

# --- evidence and explanations ---------------------------------------------------------------------------------

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

# --- merging ---------------------------------------------------------------------------------------------------

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


# --- agencies' forms -------------------------------------------------------------------------------------------

AGENCY_NOT_FORM = FindingKind(
    "CFC-601",
    ERROR,
    "Đây là phiếu của một cơ quan (vài tiêu chí), không phải phiếu của xã",
    "This is an agency's form (a few criteria), not a commune's form",
    "Gom vào phiếu của xã bằng lệnh «xl-cfc collect» hoặc nút «Gom phiếu»",
    "Collect it into the commune's form with `xl-cfc collect`",
    basis=Basis.FORM,
)
FORM_NOT_AGENCY = FindingKind(
    "CFC-602",
    ERROR,
    "Đây là phiếu của xã, không phải phiếu của cơ quan nên không gom số liệu từ tệp này",
    "This is a commune's form, not an agency's, so nothing is collected from it",
    "Chọn các tệp tạo bằng lệnh «xl-cfc split» hoặc nút «Tách phiếu»",
    "Choose the files made by `xl-cfc split`",
    basis=Basis.FORM,
)
OTHER_UNIT = FindingKind(
    "CFC-603",
    ERROR,
    "Phiếu cơ quan này của {what} «{value}», phiếu của xã là «{expected}»: không gom số liệu nào",
    "This agency's form is for {what} '{value}', the commune's form has '{expected}': nothing collected",
    "Gửi lại phiếu tách từ đúng phiếu của xã, đúng năm và kỳ",
    "Use the form split from this commune's form of this year and period",
    basis=Basis.FORM,
)
OTHER_RULES = FindingKind(
    "CFC-604",
    ERROR,
    "Phiếu cơ quan này theo bộ tiêu chí hoặc phiên bản khác với phiếu của xã: không gom số liệu nào",
    "This agency's form follows another rule set or version than the commune's: nothing collected",
    "Tách lại phiếu của xã và gửi phiếu mới cho cơ quan",
    "Split the commune's form again and send the agency the new one",
    basis=Basis.FORM,
)
COLLECT_CONFLICT = FindingKind(
    "CFC-605",
    ERROR,
    "{label}: các nguồn khác nhau, chưa lấy số nào thay: {offers}",
    "{label}: the sources disagree, nothing was replaced: {offers}",
    "Hỏi lại các cơ quan, rồi nhập giá trị đúng vào phiếu của xã",
    "Ask the agencies, then type the right value into the commune's form",
    basis=Basis.FORM,
)
BODIES_INCOMPLETE = FindingKind(
    "CFC-606",
    WARNING,
    "{label}: {agency} có đơn vị chưa có số ({lacking}), chưa cộng",
    "{label}: bodies of {agency} lack a figure ({lacking}); not added up",
    "Lấy đủ phiếu của các đơn vị rồi gom lại",
    "Get every body's form, then collect again",
    basis=Basis.FORM,
)
LOCKED_CHANGED = FindingKind(
    "CFC-607",
    WARNING,
    "{label}: số «{value}» ở ô khoá khác với phiếu của xã; số này không do cơ quan cung cấp nên không lấy",
    "{label}: '{value}' in a locked cell differs from the commune's form; it is not the agency's and was not taken",
    "Xem số nào đúng; nếu cần, sửa ở phiếu của xã rồi tách lại",
    "See which is right; if need be, change the commune's form and split it again",
    basis=Basis.FORM,
)
AGENCY_UNNAMED = FindingKind(
    "CFC-608",
    ERROR,
    "Phiếu không ghi cơ quan cung cấp số liệu: không gom số liệu nào",
    "The form does not say which agency supplies it: nothing collected",
    "Ghi tên cơ quan ở trang Thông tin chung của phiếu rồi gom lại",
    "Name the agency on the general-information sheet, then collect again",
    basis=Basis.FORM,
)

# --- what people typed into the consolidated workbook ----------------------------------------------------------

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

# --- from one level to the next --------------------------------------------------------------------------------

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


def catalogue() -> Iterator[FindingKind]:
    """Every kind of finding, by code."""
    kinds = (value for value in globals().values() if isinstance(value, FindingKind))
    return iter(sorted(kinds, key=lambda kind: kind.code))
