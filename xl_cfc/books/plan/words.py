"""The words of a plan's workbook: its sheets, its columns, and what is chosen from a list."""

from xl_cfc.plan.models import Level, MilestoneKind
from xl_cfc.plan.wording import level_text, milestone_kind_text

GENERAL, AGENCIES, MILESTONES, TARGETS = "Kế hoạch", "Cơ quan", "Mốc thời gian", "Chỉ tiêu"

WORDINGS = {"before": "trước ngày", "by": "chậm nhất ngày"}
TARGET_KINDS = {"share": "tỷ lệ", "number": "số đơn vị", "keep": "giữ danh hiệu"}
TARGET_OF = {"recognised": "được công nhận", "committed": "có kế hoạch, cam kết"}


def level_words() -> dict[str, str]:
    """What each level is called."""
    return {level.value: level_text(level) for level in Level}


def milestone_words() -> dict[str, str]:
    """What each kind of milestone is called."""
    return {kind.value: milestone_kind_text(kind) for kind in MilestoneKind}


#: The tables' columns: heading, key, width.
AGENCY_COLUMNS = (
    ("Cơ quan", "name", 46), ("Chủ trì tiêu chí", "leads", 22), ("Phối hợp tiêu chí", "supports", 22),
    ("Gồm nhiều đơn vị", "several", 14), ("Tên các đơn vị (cách nhau dấu chấm phẩy)", "bodies", 60),
)  # fmt: skip
MILESTONE_COLUMNS = (
    ("Loại mốc", "kind", 24), ("Nội dung", "what", 70), ("Ai thực hiện", "by_whom", 40),
    ("Cách ghi hạn", "wording", 18), ("Ngày", "day", 14),
)  # fmt: skip
TARGET_COLUMNS = (
    ("Loại chỉ tiêu", "kind", 18), ("Tính trên", "what", 24), ("Tỷ lệ", "share", 12), ("Số đơn vị", "number", 12),
    ("Trong tổng số", "of", 14), ("Nguyên văn", "text", 70),
)  # fmt: skip
