"""The columns of a roster, and what people call them."""

#: Each column: key, heading, width, other spellings people use.
COLUMNS: tuple[tuple[str, str, float, tuple[str, ...]], ...] = (
    ("code", "Mã ĐVHC", 11, ("Mã", "Mã đơn vị", "Mã đơn vị hành chính")),
    ("name", "Tên đơn vị", 30, ("Tên", "Đơn vị")),
    ("kind", "Loại", 12, ("Loại đơn vị",)),
    ("threshold_class", "Nhóm ngưỡng", 12, ("Nhóm", "Nhóm ngưỡng điểm")),
    ("contact", "Đầu mối", 26, ("Người liên hệ", "Cán bộ đầu mối")),
    ("phone", "Điện thoại", 16, ("SĐT", "Số điện thoại")),
    ("due", "Hạn riêng", 14, ("Hạn nộp riêng",)),
    ("exception", "Ngoại lệ (lý do)", 30, ("Ngoại lệ",)),
    ("received", "Ngày nhận", 14, ("Ngày nhận phiếu",)),
    ("predecessors", "Mã đơn vị cũ", 24, ("Đơn vị cũ", "Mã cũ")),
)
#: Every spelling of a column's heading.
HEADINGS = {key: (heading, *others) for key, heading, _, others in COLUMNS}
