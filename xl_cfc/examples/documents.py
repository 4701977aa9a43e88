"""What officers write beside their figures: evidence where there are points, explanations where there are none."""

import random
from collections.abc import Mapping
from datetime import date, timedelta

from xl_cfc.judging.scoring import Scorecard
from xl_cfc.ruleset.models import Ruleset

#: Every document of an example says so itself: it names communes that exist.
_MARK = " (ví dụ)"

#: The document behind a figure; `{number}` and `{day}` are made up for each form.
_DOCUMENTS: Mapping[str, str] = {
    "co_nguoi_bvte": "Quyết định số {number}/QĐ-UBND ngày {day} phân công người làm công tác bảo vệ trẻ em",
    "co_ctv_bvte": "Quyết định số {number}/QĐ-UBND ngày {day} kèm danh sách cộng tác viên",
    "co_ban_bvte": "Quyết định số {number}/QĐ-UBND ngày {day}; Biên bản giao ban quý",
    "co_kinh_phi": "Quyết định số {number}/QĐ-UBND ngày {day} giao dự toán",
    "te_khai_sinh_dung": "Sổ đăng ký khai sinh năm {year}",
    "te_bi_xam_hai": "Sổ theo dõi trẻ em bị xâm hại năm {year}; Báo cáo số {number}/BC-CAX ngày {day}",
    "te_vi_pham_phap_luat": "Sổ theo dõi vi phạm pháp luật năm {year}; Báo cáo số {number}/BC-CAX ngày {day}",
    "te_nghien_ma_tuy": "Danh sách quản lý người nghiện; Báo cáo số {number}/BC-CAX ngày {day}",
    "te_tai_nan_thuong_tich": "Sổ theo dõi tai nạn, thương tích năm {year} của Trạm Y tế",
    "te_tu_vong_tntt": "Sổ theo dõi tử vong (A6/YTCS) năm {year} của Trạm Y tế",
    "te_hcdb_tro_giup": "Danh sách trợ giúp kèm Quyết định số {number}/QĐ-UBND ngày {day}",
    "vu_viec_co_ke_hoach": "Sổ theo dõi vụ việc năm {year}; Biên bản họp ngày {day}",
    "te_tiem_chung_day_du": "Sổ tiêm chủng năm {year} của Trạm Y tế",
    "te_sdd_nhe_can": "Sổ theo dõi cân, đo trẻ em năm {year}; Báo cáo số {number}/BC-TYT ngày {day}",
    "te_sdd_thap_coi": "Sổ theo dõi cân, đo trẻ em năm {year}; Báo cáo số {number}/BC-TYT ngày {day}",
    "te_kham_suc_khoe": "Hồ sơ khám sức khỏe học sinh; Báo cáo số {number}/BC-TYT ngày {day}",
    "te_nha_tre": "Sổ theo dõi trẻ đến trường; Báo cáo số {number}/BC-MN ngày {day}",
    "te_mau_giao": "Sổ theo dõi trẻ đến trường; Báo cáo số {number}/BC-MN ngày {day}",
    "te_5_den_lop": "Sổ phổ cập giáo dục mầm non trẻ 5 tuổi năm {year}",
    "so_dien_dan": "Biên bản diễn đàn trẻ em ngày {day}",
    "so_clb": "Quyết định số {number}/QĐ-UBND ngày {day} thành lập câu lạc bộ",
    "te_duoc_lay_y_kien": "Biên bản lấy ý kiến trẻ em ngày {day}, kèm danh sách",
    "co_diem_vui_choi_xa": "Biên bản bàn giao điểm vui chơi ngày {day}",
    "so_thon_co_diem_vui_choi": "Báo cáo số {number}/BC-UBND ngày {day} về thiết chế văn hóa",
    "so_hoat_dong": "Kế hoạch số {number}/KH-UBND ngày {day}; Báo cáo kết quả",
    "te_hai_long": "Phiếu khảo sát trẻ em, lưu tại UBND; Biên bản tổng hợp ngày {day}",
    "nd_hai_long": "Phiếu khảo sát người dân, lưu tại UBND; Biên bản tổng hợp ngày {day}",
}
_ANY_DOCUMENT = "Báo cáo số {number}/BC-UBND ngày {day}"

_REASONS: Mapping[int, str] = {
    3: "Các vụ việc đã được xử lý theo quy định; xã đã kiện toàn nhóm bảo vệ trẻ em.",
}
_ANY_REASON = "Xã đã rà soát nguyên nhân và có kế hoạch khắc phục trong năm."
_FORECAST_REASON = "Số liệu đầu kỳ: việc này làm trong năm, sẽ có số liệu đủ ở cuối kỳ."


def evidence(ruleset: Ruleset, card: Scorecard, filled_on: date, rng: random.Random) -> dict[str, str]:
    """A document for every indicator that has points, or may still get some, dated before the form."""
    found = {}
    for indicator in ruleset.indicators:
        text = _DOCUMENTS.get(indicator.main_field, _ANY_DOCUMENT)
        number, day = rng.randint(11, 320), _day_before(filled_on, rng)
        if card.indicator(indicator.id).points != 0:
            found[indicator.main_field] = text.format(number=number, day=day, year=filled_on.year) + _MARK
    return found


def _day_before(filled_on: date, rng: random.Random) -> str:
    first = date(filled_on.year, 1, 8)
    return f"{first + timedelta(days=rng.randrange((filled_on - first).days)):%d/%m/%Y}"


def explanations(card: Scorecard, *, forecast: bool) -> dict[str, str]:
    """A reason for every criterion at 0 points."""
    return {
        f"c{number}": _FORECAST_REASON if forecast else _REASONS.get(number, _ANY_REASON)
        for number in card.zero_criteria
    }
