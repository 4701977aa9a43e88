"""What each example commune is like: its name, its story, and which tier each of its indicators lands in."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from xl_cfc.examples.figures import Landing, figures, hamlet_rows, survey_rows
from xl_cfc.excel.form.content import FormContent
from xl_cfc.ruleset.models import FINAL_PERIOD, FORECAST_PERIOD, NO, Ruleset, YesNoIndicator
from xl_cfc.submission import CellValue

NOTE = "DỮ LIỆU GIẢ LẬP – chỉ để minh hoạ"


class Story(StrEnum):
    """What a commune's form is an example of."""

    ELIGIBLE = "eligible"
    SHORT = "short"
    ZERO = "zero"
    INCOMPLETE = "incomplete"
    MISTAKES = "mistakes"
    FORECAST = "forecast"


#: The 13 communes of Tháp Mười with their stories; together they land in every tier of every indicator.
#: An indicator lands in its first tier unless told otherwise; `None` is below every tier (or `Không`).
_DISTRICT: tuple[tuple[str, Story, Mapping[str, Landing]], ...] = (
    ("Thị trấn Mỹ An", Story.ELIGIBLE, {"2.1": 1, "9.1": 1, "10.1": 1}),
    ("Xã Đốc Binh Kiều", Story.ELIGIBLE, {"2.1": 2, "4.1": 1, "12.3": 1}),
    ("Xã Hưng Thạnh", Story.ELIGIBLE, {"3.1": 1, "6.1": 1, "13.1": 1}),
    ("Xã Láng Biển", Story.SHORT, {"1.1": None, "5.2": None, "4.1": None, "10.2": 2, "12.1": None}),
    ("Xã Mỹ An", Story.ELIGIBLE, {"6.1": 2, "7.1": 1, "8.1": 1, "13.2": 1}),
    ("Xã Mỹ Đông", Story.ELIGIBLE, {"5.1": 1, "7.1": 2, "10.2": 1}),
    ("Xã Mỹ Hòa", Story.ZERO, {"3.1": None}),
    ("Xã Mỹ Quý", Story.ELIGIBLE, {"8.2": 1, "9.1": 2, "11.3": 1, "12.2": 1}),
    ("Xã Phú Điền", Story.INCOMPLETE, {"10.3": 1}),
    ("Xã Tân Kiều", Story.ELIGIBLE, {"10.3": 1, "4.2": None, "11.2": None}),
    ("Xã Thanh Mỹ", Story.MISTAKES, {"1.3": None}),
    ("Xã Thạnh Lợi", Story.FORECAST, {"9.1": 2, "10.1": 1}),
    ("Xã Trường Xuân", Story.SHORT, {"1.1": None, "5.1": None, "6.2": None, "3.1": 1, "8.1": None}),
)

_FIRST = (
    "Tân",
    "Phú",
    "Mỹ",
    "An",
    "Bình",
    "Hòa",
    "Long",
    "Thạnh",
    "Vĩnh",
    "Đông",
    "Tây",
    "Nam",
    "Thanh",
    "Hưng",
    "Sơn",
)
_SECOND = (
    "Lộc",
    "Thành",
    "Phước",
    "Hiệp",
    "Thuận",
    "Khánh",
    "Lợi",
    "Hậu",
    "Trung",
    "Xuân",
    "Hải",
    "Giang",
    "Lâm",
    "Bình",
)
_OFFICERS = (
    "Nguyễn Thị Hạnh",
    "Trần Văn Lộc",
    "Lê Thị Thu",
    "Phạm Minh Tuấn",
    "Võ Thị Mai",
    "Huỳnh Văn Út",
    "Đặng Thị Hồng",
)
#: Indicators a made-up commune that falls short of the threshold has nothing for.
_SHORT_OF = ("1.1", "5.2", "4.1", "6.1", "12.1")
_SHARES = {
    Story.ELIGIBLE: 75, Story.SHORT: 12, Story.INCOMPLETE: 5, Story.ZERO: 3, Story.MISTAKES: 3, Story.FORECAST: 2,
}  # fmt: skip


def commune(position: int, seed: int, year: int, ruleset: Ruleset) -> tuple[Story, FormContent]:
    """Story and filled form of the commune at this position."""
    rng = random.Random(f"{seed}-{position}")
    name, story, landings = _district_or_made_up(position, rng, ruleset)
    values, hamlets = figures(rng, ruleset, landings)
    survey = survey_rows(rng, ruleset, values) if position % 3 == 0 else ()
    if survey:
        values |= dict.fromkeys((field.id for field in ruleset.survey_fields), None)
    content = FormContent(
        values={**_unit(position, name, story, year, rng), **values},
        evidence=_evidence(ruleset, values, year, rng),
        explanations={"c3": "Vụ việc đã được xử lý; xã đã kiện toàn nhóm bảo vệ trẻ em."}
        if story is Story.ZERO
        else {},
        survey=survey,
        hamlets=hamlet_rows(rng, ruleset, values, hamlets) if position % 5 != 4 else (),
        note=NOTE,
    )
    return story, _spoiled(content, story)


def _district_or_made_up(
    position: int, rng: random.Random, ruleset: Ruleset
) -> tuple[str, Story, Mapping[str, Landing]]:
    if position < len(_DISTRICT):
        return _DISTRICT[position]
    kind = rng.choices(("Xã", "Phường"), (8, 2))[0]
    story = rng.choices(tuple(_SHARES), tuple(_SHARES.values()))[0]
    return f"{kind} {rng.choice(_FIRST)} {rng.choice(_SECOND)}", story, _landings(rng, ruleset, story)


def _landings(rng: random.Random, ruleset: Ruleset, story: Story) -> dict[str, Landing]:
    """Where the indicators of a made-up commune land, so that its story comes true."""
    if story is Story.ZERO:
        return {"3.1": None}
    landings: dict[str, Landing] = dict.fromkeys(_SHORT_OF if story is Story.SHORT else ())
    lost = Decimal(0)
    for indicator in rng.sample(ruleset.indicators, k=rng.randint(1, 7)):
        if isinstance(indicator, YesNoIndicator) or indicator.id in landings or len(indicator.tiers) < 2:
            continue
        cost = indicator.tiers[0].points.value - indicator.tiers[1].points.value
        if lost + cost <= 100:
            lost += cost
            landings[indicator.id] = 1
    return landings


def _unit(position: int, name: str, story: Story, year: int, rng: random.Random) -> dict[str, CellValue]:
    kind = name.split(" ")[0] if not name.startswith("Thị trấn") else "thị trấn"
    forecast = story is Story.FORECAST
    return {
        "ten_don_vi": name,
        "ma_dvhc": f"{(90001 + position) % 100_000:05d}",
        "don_vi_tong_hop": "Huyện Tháp Mười (ví dụ)",
        "tinh": "Đồng Tháp (ví dụ)",
        "loai_don_vi": kind.lower(),
        "nhom_nguong": "C" if position % 6 == 1 else "B",
        "nam": year,
        "ky": FORECAST_PERIOD if forecast else FINAL_PERIOD,
        "nguoi_lap": rng.choice(_OFFICERS),
        "chuc_vu": "Công chức Văn hóa - Xã hội",
        "dien_thoai": f"0900 000 {position % 1000:03d}",
        "ngay_lap": date(year, 2 if forecast else 11, rng.randint(1, 13)),
    }


def _evidence(ruleset: Ruleset, values: Mapping[str, Any], year: int, rng: random.Random) -> dict[str, str]:
    """A document for every indicator, as officers name them."""
    found = {}
    for indicator in ruleset.indicators:
        if values.get(indicator.main_field) == NO:
            continue
        number = rng.randint(11, 320)
        texts = {
            "yes_no": f"Quyết định số {number}/QĐ-UBND năm {year} (ví dụ)",
            "count": f"Biên bản, báo cáo số {number}/BC-UBND năm {year} (ví dụ)",
            "ratio": f"Sổ theo dõi năm {year}, báo cáo số {number}/BC (ví dụ)",
            "rate": f"Sổ theo dõi vụ việc năm {year} (ví dụ)",
        }
        found[indicator.main_field] = texts[indicator.kind]
    return found


def _spoiled(content: FormContent, story: Story) -> FormContent:
    """The blanks and slips of the two forms that are examples of them."""
    if story is Story.INCOMPLETE:
        blanks: dict[str, CellValue] = dict.fromkeys(("co_kinh_phi", "te_can_kham", "te_kham_suc_khoe", "so_clb"))
        return replace(content, values={**content.values, **blanks})
    if story is Story.MISTAKES:
        slips: dict[str, CellValue] = {
            "co_nguoi_bvte": "co",
            "te_mau_giao": "1.234",
            "te_kham_suc_khoe": 95.5,
            "te_khai_sinh_dung": int(str(content.values["te_phai_khai_sinh"])) + 7,
        }
        return replace(content, values={**content.values, **slips})
    return content
