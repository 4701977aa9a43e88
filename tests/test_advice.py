"""The next step and the cheapest way: exact, in the right direction, and proven by scoring the changed form."""

import random
from collections.abc import Mapping
from decimal import Decimal
from itertools import product

import pytest

from tests.support.generate import typing
from tests.support.typed import Typed, facts_of
from xl_cfc.answers.answers import Answers
from xl_cfc.cells import CellValue
from xl_cfc.judging.advice import Advice, Outlook, advise, after
from xl_cfc.judging.advice_words import advice_json, advice_rows
from xl_cfc.judging.scoring import score
from xl_cfc.judging.steps import Step, steps
from xl_cfc.language import speaking
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import shipped_ruleset

#: Everything at its maximum: 1000 points.
FULL: Mapping[str, CellValue] = {
    "nhom_nguong": "C", "nam": 2026, "ky": "Cuối kỳ", "ten_don_vi": "Xã Thử", "ma_dvhc": "29999",
    "dan_so": 8000, "so_ho": 2000, "so_thon": 5, "te_duoi_16": 2000, "te_duoi_1": 100, "te_duoi_3": 300,
    "te_3_5": 400, "te_5": 130, "te_duoi_5": 570, "te_7_16": 1200,
    "co_nguoi_bvte": "Có", "co_ctv_bvte": "Có", "co_ban_bvte": "Có", "co_kinh_phi": "Có",
    "te_phai_khai_sinh": 100, "te_khai_sinh_dung": 100, "te_bi_xam_hai": 0, "te_vi_pham_phap_luat": 0,
    "te_nghien_ma_tuy": 0, "te_tai_nan_thuong_tich": 0, "te_tu_vong_tntt": 0, "te_hcdb": 40,
    "te_hcdb_tro_giup": 40, "vu_viec": 0, "vu_viec_co_ke_hoach": 0, "te_duoi_1_tiem_chung": 100,
    "te_tiem_chung_day_du": 100, "te_duoi_5_can_do": 500, "te_sdd_nhe_can": 10, "te_sdd_thap_coi": 10,
    "te_can_kham": 100, "te_kham_suc_khoe": 100, "te_nha_tre": 200, "te_mau_giao": 400, "te_5_den_lop": 130,
    "so_dien_dan": 1, "so_clb": 1, "te_duoc_lay_y_kien": 1200, "co_diem_vui_choi_xa": "Có",
    "so_thon_co_diem_vui_choi": 5, "so_hoat_dong": 2, "te_tra_loi": 100, "te_hai_long": 100, "nd_tra_loi": 100,
    "nd_hai_long": 100,
}  # fmt: skip


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return shipped_ruleset()


def advice_for(ruleset: Ruleset, **changes: CellValue) -> Advice:
    return advise(answers_for(ruleset, **changes))


def answers_for(ruleset: Ruleset, **changes: CellValue) -> Answers:
    return facts_of(Typed({**FULL, **changes}), ruleset).answers


def texts(advice: Advice) -> list[str]:
    return [step.text for step in advice.next_steps]


def test_a_perfect_form_has_nothing_left_to_do(ruleset: Ruleset) -> None:
    advice = advice_for(ruleset)
    assert advice.card.total == 1000
    assert (advice.next_steps, advice.path, advice.outlook) == ((), (), Outlook.REACHED)


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ({"te_kham_suc_khoe": 85}, "thêm 10 trẻ được khám sức khỏe định kỳ: +10 điểm"),
        ({"te_kham_suc_khoe": 69}, "thêm 1 trẻ được khám sức khỏe định kỳ: +25 điểm"),
        ({"te_khai_sinh_dung": 94}, "thêm 1 trẻ đã đăng ký khai sinh đúng quy định: +15 điểm"),
        ({"te_sdd_nhe_can": 51}, "đưa về không quá 50 trẻ, hiện là 51 («suy dinh dưỡng thể nhẹ cân»): +10 điểm"),
        ({"te_bi_xam_hai": 2}, "đưa về không quá 1 trẻ, hiện là 2 («Số trẻ em bị xâm hại trong năm»): +50 điểm"),
        (
            {"te_tai_nan_thuong_tich": 12},
            "đưa về không quá 11 trẻ, hiện là 12 («Số trẻ em bị tai nạn, thương tích trong năm»): +25 điểm",
        ),
        (
            {"so_dien_dan": 0},
            "thêm 1 cuộc («Số diễn đàn, đối thoại với trẻ em trong năm»): +30 điểm",
        ),
        (
            {"co_kinh_phi": "Không"},
            "thực hiện để trả lời «Có»: Có kinh phí dành cho việc thực hiện quyền trẻ em: +20 điểm",
        ),
    ],
)
def test_the_next_step_names_the_exact_number_and_its_points(
    ruleset: Ruleset, figures: dict[str, CellValue], text: str
) -> None:
    assert texts(advice_for(ruleset, **figures)) == [text]


def test_a_goal_of_fewer_cases_comes_with_the_reminder_to_report_them_all(ruleset: Ruleset) -> None:
    rows = advice_rows(advice_for(ruleset, te_bi_xam_hai=2), ruleset)
    assert rows[-1][0] == "Lưu ý" and "phải báo cáo đúng" in rows[-1][2]
    assert not any(row[0] == "Lưu ý" for row in advice_rows(advice_for(ruleset, te_kham_suc_khoe=85), ruleset))


def test_a_small_denominator_skips_the_tiers_it_cannot_hit(ruleset: Ruleset) -> None:
    # of 10 children, 9 are 90 %: both 95 % and 98 % ask for all ten, so the next step gives 25 points at once
    advice = advice_for(ruleset, te_phai_khai_sinh=10, te_khai_sinh_dung=9)
    (step,) = advice.next_steps
    assert (step.target, step.points, step.reaches) == (10, Decimal(25), Decimal(50))


def test_missing_and_invalid_figures_are_waited_for_not_guessed(ruleset: Ruleset) -> None:
    advice = advice_for(ruleset, te_kham_suc_khoe=None, te_hcdb_tro_giup=41, te_duoi_5_can_do=0, te_sdd_nhe_can=0)
    assert advice.outlook is Outlook.INCOMPLETE
    assert {(part.indicator, part.fields[-1]) for part in advice.waiting} == {
        ("6.1", "te_hcdb"),
        ("8.1", "te_duoi_5_can_do"),
        ("8.2", "te_duoi_5_can_do"),
        ("9.1", "te_kham_suc_khoe"),
    }


def test_the_cheapest_way_prefers_work_ahead_to_cases_that_have_happened(ruleset: Ruleset) -> None:
    # 15 points short of 900; one accident fewer would do, and so would five more children at the doctor's
    advice = advice_for(ruleset, nhom_nguong="A", te_tai_nan_thuong_tich=12, te_kham_suc_khoe=80, co_nguoi_bvte="Không")
    assert advice.card.total == 1000 - 25 - 25 - 50
    assert advice.outlook is Outlook.REACHED
    advice = advice_for(
        ruleset, nhom_nguong="A", te_tai_nan_thuong_tich=12, te_kham_suc_khoe=80, co_nguoi_bvte="Không",
        te_bi_xam_hai=1,
    )  # fmt: skip
    assert (advice.card.total, advice.path_total) == (Decimal(850), Decimal(900))
    assert [(step.indicator, step.amount) for step in advice.path] == [("1.1", 1)]


def test_a_criterion_at_zero_is_part_of_the_way_even_when_the_total_suffices(ruleset: Ruleset) -> None:
    advice = advice_for(ruleset, te_kham_suc_khoe=10)
    assert advice.card.total == 950
    assert [(step.indicator, step.target) for step in advice.path] == [("9.1", 70)]


def test_what_no_figure_can_reach_is_called_unreachable() -> None:
    from xl_cfc.ruleset.models import Rated, Status

    shipped = shipped_ruleset()
    huge = shipped.thresholds["C"].model_copy(update={"points": Rated(value=Decimal(1001), status=Status.ASSUMED)})
    ruleset = shipped.model_copy(update={"thresholds": {**shipped.thresholds, "C": huge}})
    assert advice_for(ruleset).outlook is Outlook.UNREACHABLE


def test_a_step_that_would_break_another_figure_says_so(ruleset: Ruleset) -> None:
    # five-year-olds at school are part of all at nursery school: 90 of 100; criterion 10 is at 0 points
    figures: dict[str, CellValue] = {"te_nha_tre": 10, "te_mau_giao": 100, "te_5_den_lop": 90, "te_3_5": 4000}
    advice = advice_for(ruleset, **figures, te_duoi_16=9000, te_duoi_5=4500, dan_so=30000)
    (step,) = advice.path
    assert (step.field.id, step.target) == ("te_5_den_lop", 124)
    assert [text for text in advice.cautions if "đi mẫu giáo" in text and "124" in text]


def test_survey_rows_become_totals_when_a_step_concerns_them(ruleset: Ruleset) -> None:
    rows = tuple(("Trẻ em", "Không") for _ in range(10)) + tuple(("Người dân", "Có") for _ in range(10))
    values = {**FULL, "te_tra_loi": None, "te_hai_long": None, "nd_tra_loi": None, "nd_hai_long": None}
    answers = facts_of(Typed(values, survey=rows), ruleset).answers
    (step,) = advise(answers).next_steps
    assert (step.field.id, step.current, step.target) == ("te_hai_long", 0, 7)
    assert score(after(answers, (step,))).indicator("13.1").points == 20


def test_every_step_of_generated_forms_gives_exactly_the_points_it_promises(ruleset: Ruleset) -> None:
    rng, seen = random.Random(5), 0
    for _ in range(150):
        answers = facts_of(typing(rng, ruleset), ruleset).answers
        card = score(answers)
        for indicator, part in zip(ruleset.indicators, card.indicators, strict=True):
            for step in steps(indicator, part, answers):
                seen += 1
                assert score(after(answers, (step,))).indicator(indicator.id).points == step.reaches
                if step.amount > 1:
                    short = step.target + (1 if step.target < step.current else -1)
                    nearly = after(answers, (step.__class__(**{**step.__dict__, "target": short}),))
                    assert (score(nearly).indicator(indicator.id).points or 0) < step.reaches
    assert seen > 200


def test_every_way_of_generated_forms_ends_at_an_eligible_score(ruleset: Ruleset) -> None:
    rng, ways = random.Random(6), 0
    for _ in range(1200):
        answers = facts_of(typing(rng, ruleset), ruleset).answers
        advice = advise(answers)
        if advice.outlook is Outlook.PATH:
            ways += 1
            card = score(after(answers, advice.path))
            assert card.total == advice.path_total
            assert card.threshold is not None and card.total is not None and card.total >= card.threshold
            assert not card.zero_criteria
    assert ways > 5


def test_no_other_choice_of_steps_is_cheaper(ruleset: Ruleset) -> None:
    answers = answers_for(
        ruleset, nhom_nguong="A", te_kham_suc_khoe=80, te_nha_tre=10, so_clb=0, te_sdd_nhe_can=60,
        te_khai_sinh_dung=91, te_tiem_chung_day_du=93, so_hoat_dong=1,
    )  # fmt: skip
    advice, card = advise(answers), score(answers)
    options: list[list[Step | None]] = [
        [None, *steps(indicator, part, answers)]
        for indicator, part in zip(ruleset.indicators, card.indicators, strict=True)
    ]

    def cost(chosen: tuple[Step | None, ...]) -> tuple[int, int, int]:
        taken = advice_steps(chosen)
        return (
            sum(s.amount for s in taken if s.target < s.current),
            sum(s.amount for s in taken),
            len(taken),
        )

    enough = [
        chosen
        for chosen in product(*options)
        if (card.total or Decimal(0)) + sum(s.points for s in advice_steps(chosen)) >= 900
    ]
    assert card.total is not None and card.total < 900
    assert cost(advice.path) == min(cost(chosen) for chosen in enough)


def advice_steps(chosen: tuple[Step | None, ...]) -> list[Step]:
    return [step for step in chosen if step is not None]


def test_the_table_and_the_json_say_the_same_in_both_languages(ruleset: Ruleset) -> None:
    advice = advice_for(ruleset, te_kham_suc_khoe=10, so_clb=None)
    rows = advice_rows(advice, ruleset)
    assert rows[0][2].startswith("Phiếu chưa đủ số liệu")
    assert (
        "Còn thiếu",
        "11.2",
        "nhập 11b Số câu lạc bộ, đội, nhóm trẻ em đang hoạt động: tối đa +20 điểm",
    ) in rows
    data = advice_json(advice)
    assert data["outlook"] == "incomplete" and data["threshold"] == 800
    with speaking("en"):
        assert advice_rows(advice, ruleset)[1][2].startswith("60 more (trẻ)")
