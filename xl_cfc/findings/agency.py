"""Findings about agencies' forms."""

from xl_cfc.findings.finding import ERROR, WARNING, Basis, FindingKind

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
