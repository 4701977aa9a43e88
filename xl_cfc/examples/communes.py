"""What each example commune is like: its name, its story, and which tier each of its indicators lands in."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from xl_cfc.answers.answers import Answers
from xl_cfc.cells import CellValue
from xl_cfc.examples.documents import evidence, explanations
from xl_cfc.examples.figures import figures, survey_rows
from xl_cfc.examples.hamlets import hamlet_rows
from xl_cfc.examples.landings import made_up_landings
from xl_cfc.examples.stories import SHARES, Story, spoiled
from xl_cfc.form.content import FormContent, as_submission
from xl_cfc.form.layout import FormLayout
from xl_cfc.judging.scoring import score
from xl_cfc.ruleset.kinds.figures import Landing
from xl_cfc.ruleset.models import FINAL_PERIOD, FORECAST_PERIOD, Ruleset

__all__ = ["Story", "commune"]

NOTE = "DỮ LIỆU GIẢ LẬP – chỉ để minh hoạ"

#: The 13 communes of Tháp Mười with their stories; together they land in every tier of every indicator, and at 0.
#: An indicator lands in its first tier unless told otherwise; `None` is below every tier (or `Không`).
_DISTRICT: tuple[tuple[str, Story, Mapping[str, Landing]], ...] = (
    ("Thị trấn Mỹ An", Story.ELIGIBLE, {"2.1": 1, "9.1": 1, "10.1": 1}),
    ("Xã Đốc Binh Kiều", Story.ELIGIBLE, {"2.1": 2, "4.1": 1, "12.3": 1}),
    ("Xã Hưng Thạnh", Story.ELIGIBLE, {"3.1": 1, "6.1": 1, "13.1": 1}),
    ("Xã Láng Biển", Story.SHORT, {"1.1": None, "4.1": None, "5.2": None, "10.2": 2, "12.1": None}),
    ("Xã Mỹ An", Story.ELIGIBLE, {"1.4": None, "6.1": 2, "7.1": 1, "8.1": 1, "8.2": None, "13.2": 1}),
    ("Xã Mỹ Đông", Story.ELIGIBLE, {"1.2": None, "5.1": 1, "7.1": 2, "10.1": None, "10.2": 1}),
    ("Xã Mỹ Hòa", Story.ZERO, {"3.1": None}),
    # Eligible only because it is of class C.
    ("Xã Mỹ Quý", Story.ELIGIBLE,
     {"6.1": None, "8.2": 1, "9.1": 2, "11.3": 1, "12.1": None, "12.2": 1, "13.2": None}),
    ("Xã Phú Điền", Story.INCOMPLETE, {"10.3": 1}),
    ("Xã Tân Kiều", Story.ELIGIBLE, {"4.2": None, "10.3": 1, "11.2": None, "12.2": None}),
    ("Xã Thanh Mỹ", Story.MISTAKES, {"1.3": None}),
    # At the start of the year much is still to be done: criteria 2, 7 and 9 stand at 0.
    ("Xã Thạnh Lợi", Story.FORECAST, dict.fromkeys(("2.1", "7.1", "9.1", "11.1", "11.3", "12.3"))),
    ("Xã Trường Xuân", Story.SHORT,
     {"3.1": 1, **dict.fromkeys(("1.1", "5.1", "6.2", "8.1", "10.2", "10.3", "13.1"))}),
)  # fmt: skip

_FIRST = (
    "Tân", "Phú", "Mỹ", "An", "Bình", "Hòa", "Long", "Thạnh", "Vĩnh", "Đông", "Tây", "Nam", "Thanh",
    "Hưng", "Sơn", "Định", "Nhơn", "Trung", "Đại", "Quảng",
)  # fmt: skip
_SECOND = (
    "Lộc", "Thành", "Phước", "Hiệp", "Thuận", "Khánh", "Lợi", "Hậu", "Trung", "Xuân", "Hải", "Giang",
    "Lâm", "Bình", "Quới", "Nghĩa", "Ninh", "Mỹ", "Thới",
)  # fmt: skip
_THIRD = ("A", "B", "Đông", "Tây", "Nam", "Bắc", "Thượng", "Hạ")
_OFFICERS = (
    "Nguyễn Thị Hạnh",
    "Trần Văn Lộc",
    "Lê Thị Thu",
    "Phạm Minh Tuấn",
    "Võ Thị Mai",
    "Huỳnh Văn Út",
    "Đặng Thị Hồng",
)
_FIRST_CODE = 90001


def commune(position: int, seed: int, year: int, ruleset: Ruleset) -> tuple[Story, FormContent]:
    """Story and filled form of the commune at this position."""
    rng = random.Random(f"{seed}-{position}")
    name, story, landings = _district_or_made_up(position, rng, ruleset)
    unit = _unit(position, name, story, year, rng)
    values, hamlets = figures(rng, ruleset, landings)
    survey = survey_rows(rng, ruleset, values) if position % 3 == 0 else ()
    if survey:
        values |= dict.fromkeys((field.id for field in ruleset.survey_fields), None)
    listed = hamlet_rows(rng, ruleset, values, hamlets, "Ấp" if name.startswith("Xã ") else "Khóm")
    content = FormContent(
        values={**unit, **values}, survey=survey, hamlets=listed if position % 10 != 4 else (), note=NOTE
    )
    made_up = position >= len(_DISTRICT)
    return story, _documented(spoiled(content, story, ruleset, rng if made_up else None), ruleset, rng)


def _documented(content: FormContent, ruleset: Ruleset, rng: random.Random) -> FormContent:
    """The form with the evidence and explanations that its score asks for."""
    card = score(Answers(as_submission(content, FormLayout(ruleset)), ruleset))
    filled_on = content.values["ngay_lap"]
    assert isinstance(filled_on, date)
    return replace(
        content,
        evidence=evidence(ruleset, card, filled_on, rng),
        explanations=explanations(card, forecast=content.values["ky"] == FORECAST_PERIOD),
    )


def _district_or_made_up(
    position: int, rng: random.Random, ruleset: Ruleset
) -> tuple[str, Story, Mapping[str, Landing]]:
    if position < len(_DISTRICT):
        return _DISTRICT[position]
    name, story = _made_up_name(rng), rng.choices(tuple(SHARES), tuple(SHARES.values()))[0]
    return name, story, made_up_landings(rng, ruleset, story, _threshold_class(position, name))


def _made_up_name(rng: random.Random) -> str:
    kind, first = rng.choices(("Xã", "Phường"), (8, 2))[0], rng.choice(_FIRST)
    second = rng.choice([word for word in _SECOND if word != first])
    third = rng.choice([word for word in _THIRD if word not in (first, second)])
    return " ".join((kind, first, second, third) if rng.random() < 0.3 else (kind, first, second))


def _unit(position: int, name: str, story: Story, year: int, rng: random.Random) -> dict[str, CellValue]:
    kind = "thị trấn" if name.startswith("Thị trấn") else name.split(" ")[0].lower()
    forecast = story is Story.FORECAST
    return {
        "ten_don_vi": name,
        "ma_dvhc": f"{(_FIRST_CODE + position) % 100_000:05d}",
        "don_vi_tong_hop": "Huyện Tháp Mười (ví dụ)" if position < len(_DISTRICT) else "Đơn vị tổng hợp ví dụ",
        "tinh": "Đồng Tháp (ví dụ)" if position < len(_DISTRICT) else "Tỉnh ví dụ",
        "loai_don_vi": kind,
        "nhom_nguong": _threshold_class(position, name),
        "nam": year,
        "ky": FORECAST_PERIOD if forecast else FINAL_PERIOD,
        "nguoi_lap": rng.choice(_OFFICERS),
        "chuc_vu": "Công chức Văn hóa - Xã hội",
        "dien_thoai": f"0900 000 {position % 1000:03d}",
        "ngay_lap": date(year, 2 if forecast else 11, rng.randint(1, 13)),
    }


def _threshold_class(position: int, name: str) -> str:
    """Class C for a few xã (it is for the mountains and islands, never for a phường), B for the others."""
    return "C" if position % 6 == 1 and name.startswith("Xã ") else "B"
