"""Worksheet functions: equal to the scenario table and to the library, and never an error but in words."""

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.generate import typing
from tests.support.scenarios import Scenario, load
from tests.support.typed import ErrorValue, Typed, facts_of
from udfs import functions
from udfs.help import function_names
from xl_cfc.answers.answers import Answers
from xl_cfc.ruleset.known import FOLDER_VARIABLE
from xl_cfc.ruleset.models import Indicator
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.ruleset.saving import ruleset_text

RULESET = shipped_ruleset()
SCENARIOS = load("qd06-2019")


def as_excel(value: Any) -> Any:
    """A typed value as xlwings hands it to a function: numbers as floats, errors as their text."""
    if isinstance(value, ErrorValue):
        return value.text
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def figures(typed: Typed, indicator: Indicator) -> list[Any]:
    return [as_excel(typed.values.get(name)) for name in indicator.fields]


def class_of(typed: Typed) -> Any:
    name = typed.values.get("nhom_nguong")
    return name if name in RULESET.thresholds else None


def from_cells(typed: Typed) -> list[Indicator]:
    """The indicators whose figures stand in cells, not in survey rows."""
    surveyed = {field.id for field in RULESET.survey_fields} if typed.survey else set()
    return [indicator for indicator in RULESET.indicators if not surveyed & set(indicator.fields)]


def agrees(shown: Any, points: Decimal | None) -> bool:
    if points is None:
        return isinstance(shown, str)
    return isinstance(shown, int | float) and Decimal(str(shown)) == points


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_a_function_gives_the_points_of_the_scenario(scenario: Scenario) -> None:
    expected = scenario.expected_points(RULESET)
    for indicator in from_cells(scenario.typed):
        shown = functions.CFC_DIEM(
            indicator.id,
            *figures(scenario.typed, indicator),
            *[None] * (2 - len(indicator.fields)),
            class_of(scenario.typed),
        )
        assert agrees(shown, expected[indicator.id]), (indicator.id, shown, expected[indicator.id])


def test_functions_agree_with_the_library_on_generated_forms() -> None:
    rng, compared = random.Random(7), 0
    for _ in range(250):
        typed = typing(rng, RULESET)
        card = facts_of(typed, RULESET).card
        own = from_cells(typed)
        for indicator in own:
            compared += 1
            cells = [*figures(typed, indicator), None][:2]
            shown = functions.CFC_DIEM(indicator.id, *cells, class_of(typed))
            assert agrees(shown, card.indicator(indicator.id).points), (indicator.id, cells, shown)
        points = [None if c.points is None else float(c.points) for c in card.criteria]
        assert agrees(functions.CFC_TONGDIEM([[p] for p in points]), card.total)
        for criterion, scored in zip(RULESET.criteria, card.criteria, strict=True):
            if all(indicator in own for indicator in criterion.indicators):
                shown = functions.CFC_DIEM_TIEUCHI(criterion.number, coded(typed, criterion.number), class_of(typed))
                assert agrees(shown, scored.points), (criterion.number, shown)
    assert compared > 3000


def coded(typed: Typed, number: int) -> list[list[Any]]:
    """The criterion's rows as they stand in the form: row code and value."""
    criterion = next(c for c in RULESET.criteria if c.number == number)
    used = {name for indicator in criterion.indicators for name in indicator.fields}
    return [[RULESET.row_codes[name], as_excel(typed.values.get(name))] for name in RULESET.fields if name in used]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_the_conclusion_is_the_librarys_where_every_figure_is_there_and_none_is_wrong(scenario: Scenario) -> None:
    facts = facts_of(scenario.typed, RULESET)
    answers: Answers = facts.answers
    points = [None if c.points is None else float(c.points) for c in facts.card.criteria]
    if answers.threshold_class is None or answers.missing or facts.card.invalid or facts.card.open_errors:
        return
    shown = functions.CFC_KETLUAN(points, answers.threshold_class, answers.period)
    assert shown == facts.card.conclusion.text


def test_ranges_give_ranges_and_a_single_cell_stands_beside_every_row() -> None:
    shown = functions.CFC_DIEM([["6.1"], [9.1]], [[38.0], [70.0]], [[40.0], [100.0]], "C")
    assert shown == [[50], [25]]
    assert functions.CFC_DIEM("9.1", [[70.0, 85.0, 95.0]], 100.0) == [[25, 40, 50]]
    assert functions.CFC_DIEM("9.1", [[70.0], [85.0], [1.0]], [[100.0], [100.0]]).startswith("Lỗi: các vùng")


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (("6.1", 38.0, 40.0), 50),
        (("6,1", 38.0, 40.0), 50),
        (("6.1", 41.0, 40.0), "Lỗi: «Trong đó: được trợ giúp» (41) lớn hơn «Số trẻ em có hoàn cảnh đặc biệt» (40)"),
        (("6.1", None, 40.0), "Chưa đủ dữ liệu"),
        (("6.1", None, 0.0), 50),
        (("3.1", 0.0, 0.0), "Mẫu số bằng 0: chưa chấm được"),
        (("6.1", "38", 40.0), "Lỗi: Trong đó: được trợ giúp: Là chữ, không phải số: nhập lại bằng số"),
        (("6.1", "#DIV/0!", 40.0), "Lỗi: Trong đó: được trợ giúp: Ô báo lỗi: nhập lại bằng giá trị"),
        (("6.1", 38.5, 40.0), "Lỗi: Trong đó: được trợ giúp: Có phần lẻ: nhập số lượng, không nhập tỷ lệ"),
        (("1.1", "Có"), 50),
        (("1.1", "co"), "Lỗi: Có bố trí người làm công tác bảo vệ trẻ em cấp xã: "
         "Chỉ chọn Có hoặc Không trong danh sách"),
        (("99.1", 1.0), "Lỗi: không có chỉ tiêu «99.1»; các chỉ tiêu từ 1.1 đến 13.2"),
        (("6.1", 38.0, 40.0, "Z"), "Lỗi: không có nhóm ngưỡng «Z»; chọn một trong A, B, C"),
        (("6.1", 38.0, 40.0, "C", "qd99"), "Lỗi: qd99: không có bộ tiêu chí này; hiện có: example-reform, qd06-2019"),
        (("6.1", 38.0, 40.0, "C", "\\\\host\\a.yaml"),
         "Lỗi: không đọc tệp qua mạng từ một ô; hãy dùng tệp trên ổ đĩa của máy này"),
    ],
)  # fmt: skip
def test_points_or_the_reason_in_words(call: tuple[Any, ...], shown: Any) -> None:
    assert functions.CFC_DIEM(*call) == shown


def test_how_many_more_to_the_next_tier() -> None:
    assert functions.CFC_CONTHIEU("9.1", 85.0, 100.0) == 10
    assert functions.CFC_CONTHIEU("5.1", 12.0, 2000.0) == -1
    assert functions.CFC_CONTHIEU("9.1", 100.0, 100.0) == 0
    assert functions.CFC_CONTHIEU("1.1", "Không") == "Cần «Có»"
    assert functions.CFC_CONTHIEU("9.1", None, 100.0) == "Chưa đủ dữ liệu"


def test_thresholds_names_scales_and_maxima() -> None:
    assert functions.CFC_NGUONG([["A"], ["B"], ["C"]]) == [[900], [850], [800]]
    assert functions.CFC_NGUONG("A", 2026.0) == 900
    assert functions.CFC_NGUONG("A", 2018.0) == "Lỗi: không có bộ tiêu chí nào áp dụng cho năm 2018"
    assert functions.CFC_NGUONG("A", "nay") == "Lỗi: năm phải là số nguyên, không phải «nay»"
    assert functions.CFC_NGUONG(None) == "Chưa có nhóm ngưỡng"
    assert functions.CFC_TENTIEUCHI(6.0) == "Trẻ em có hoàn cảnh đặc biệt được trợ giúp"
    assert functions.CFC_TENTIEUCHI(77.0) == "Lỗi: không có tiêu chí «77»; các tiêu chí từ 1 đến 13"
    assert functions.CFC_TENCHITIEU("9.1") == "Tỷ lệ trẻ em được khám sức khỏe định kỳ"
    assert functions.CFC_THANGDIEM("9.1") == "≥ 95 %: 50 · ≥ 85 %: 40 · ≥ 70 %: 25"
    assert functions.CFC_DIEMTOIDA("6.2") == 75


def test_a_blank_criterion_is_not_zero_points() -> None:
    points: list[Any] = [50.0] * 13
    assert functions.CFC_TONGDIEM(points) == 650
    points[2] = None
    assert functions.CFC_TONGDIEM(points) == "Chưa đủ dữ liệu: tiêu chí 3"
    assert functions.CFC_KETLUAN(points, "C") == "Chưa đủ dữ liệu"
    assert functions.CFC_TONGDIEM(points[:5]) == "Lỗi: cần 13 ô, mỗi tiêu chí một ô theo thứ tự"
    points[2] = "năm mươi"
    assert functions.CFC_TONGDIEM(points) == "Lỗi: điểm tiêu chí 3 phải là số từ 0 đến 100, không phải «năm mươi»"
    assert functions.CFC_KETLUAN([50.0] * 13, "C", "giữa kỳ").startswith("Lỗi: kỳ số liệu là")


def test_findings_come_as_a_table(tmp_path: Path) -> None:
    from tests.addin.forms import form

    path = tmp_path / "phieu.xlsx"
    path.write_bytes(form(te_kham_suc_khoe="12a"))
    table = functions.CFC_KIEMTRA(str(path))
    assert table[0] == ["Mã", "Mức", "Vị trí", "Nội dung", "Cách sửa"]
    assert [row[:2] for row in table[1:]] == [["CFC-104", "Lỗi"]]
    path.write_bytes(form())
    assert functions.CFC_KIEMTRA(str(path))[1][3] == "Không có lỗi"
    assert functions.CFC_KIEMTRA(str(tmp_path / "khong-co.xlsx")).startswith("Lỗi: không tìm thấy tệp")
    assert functions.CFC_KIEMTRA("//host/share/a.xlsx").startswith("Lỗi: không đọc tệp qua mạng")
    assert functions.CFC_KIEMTRA(None) == "Lỗi: cho biết đường dẫn của phiếu hoặc tên phiếu đang mở"


@pytest.mark.parametrize("name", function_names())
def test_no_argument_however_odd_raises(name: str) -> None:
    rng = random.Random(name)
    odd: list[Any] = [
        None,
        "",
        "x",
        -1.0,
        1e300,
        float("nan"),
        True,
        [],
        [[]],
        [[None, None]],
        [["6.1"]],
        "#N/A",
        b"x",
        {},
    ]
    function = getattr(functions, name)
    needed = 4 if name in ("CFC_DIEM", "CFC_CONTHIEU") else 2 if "TIEUCHI" not in name else 1
    for _ in range(150):
        result = function(*(rng.choice(odd) for _ in range(needed if name != "CFC_KIEMTRA" else 1)))
        assert isinstance(result, str | int | float | list)


def test_a_rule_set_of_this_user_is_known_by_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    call = ("2.1", 98.0, 100.0, "C", "cua-toi")
    assert functions.CFC_DIEM(*call).startswith("Lỗi: cua-toi: không có bộ tiêu chí này")

    text = ruleset_text(RULESET).replace("id: qd06-2019", "id: cua-toi").replace("at_least: '0.98'", "at_least: '0.99'")
    (tmp_path / "cua-toi.yaml").write_text(text, "utf-8")

    assert functions.CFC_DIEM(*call) == 40
    assert functions.CFC_DIEM(*call[:4]) == 50
