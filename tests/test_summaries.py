"""What a block comes to: by criterion, class and agency, who needs help first, and what would help."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.known import SHIPPED
from tests.test_merging import RULESET, member, merged, scored
from xl_cfc.answers.answers import Answers
from xl_cfc.cells import CellValue
from xl_cfc.consolidation.blocks import Block
from xl_cfc.consolidation.members import Member, answers_of, member_of, place_of
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sheets import consolidated_bytes
from xl_cfc.consolidation.sheets.cards import cards
from xl_cfc.consolidation.sheets.hints import hint_lines, hints_sentence
from xl_cfc.consolidation.sheets.leads import agencies_sentence
from xl_cfc.consolidation.sheets.overview import received_line
from xl_cfc.consolidation.summaries import (
    Tally,
    agency_summaries,
    class_summaries,
    criterion_summaries,
    hints,
    worst_first,
)
from xl_cfc.examples import example_form
from xl_cfc.form.evaluation import evaluate
from xl_cfc.form.sheets import form_bytes
from xl_cfc.judging.advice import Outlook
from xl_cfc.judging.scoring import Conclusion, score
from xl_cfc.plan.models import Agency, Level, Plan, Target
from xl_cfc.plan.roster import Roster, RosterUnit

YES, NO, HOLES = Conclusion.ELIGIBLE, Conclusion.NOT_ELIGIBLE, Conclusion.INCOMPLETE
WHEN = datetime(2026, 11, 23, 8, 30)


def first(members: list[Member]) -> Tally:
    """How communes stand in the first criterion, of which they have the `first` points."""
    return criterion_summaries(merged(members).blocks[0])[0].tally


def codes(tally: Tally) -> list[str]:
    return [commune.code for commune in tally.to_help]


def test_a_share_is_exact_and_leaves_out_what_is_not_scored() -> None:
    tally = first([scored("1", 50, YES, first=50), scored("2", 0, YES), scored("3", None, HOLES)])
    assert (tally.share, tally.average, tally.scored, tally.waiting) == (Fraction(1, 4), Fraction(25), 2, 1)


def test_zero_full_and_reached_are_counted_of_what_is_scored() -> None:
    members = [scored("1", 100, YES, first=100), scored("2", 1, YES, first=1), scored("3", 0, NO)]
    tally = first([*members, scored("4", None, HOLES)])
    assert (tally.zero, tally.full, tally.reached) == (1, 1, 2)


def test_nothing_scored_has_no_share() -> None:
    tally = first([scored("1", None, HOLES)])
    assert (tally.share, tally.average, tally.to_help) == (None, None, ())


def test_help_goes_to_zero_first_then_to_the_lowest_below_half() -> None:
    points = {"1": 49, "2": 50, "3": 0, "4": 10, "5": 0}
    assert codes(first([scored(code, p, NO, first=p) for code, p in points.items()])) == ["3", "5", "4", "1"]


def test_criteria_in_which_communes_fail_most_stand_first() -> None:
    summaries = criterion_summaries(
        merged([scored("1", 150, YES, first=100), scored("2", 90, YES, first=50)]).blocks[0]
    )
    order = [summary.criterion.number for summary in worst_first(summaries)]
    assert order[:2] == [3, 4]  # nobody has a point there
    assert order[-2:] == [1, 2]  # the first is reached by three quarters, the second nearly by all


def test_an_indicator_is_summarised_like_its_criterion() -> None:
    block = merged([member(0), member(1, co_kinh_phi="Không"), member(2, co_kinh_phi="Không")]).blocks[0]
    indicators = {i.id: tally for i, tally in criterion_summaries(block)[0].indicators}
    assert (indicators["1.4"].zero, indicators["1.4"].share) == (2, Fraction(1, 3))


def test_the_pass_rate_by_class_is_of_the_usable_forms_of_that_class() -> None:
    def of(code: str, total: int, conclusion: Conclusion, name: str | None) -> Member:
        one = scored(code, total, conclusion)
        assert one.card is not None
        return replace(one, card=replace(one.card, threshold_class=name))

    members = [of("1", 900, YES, "B"), of("2", 700, NO, "B"), of("3", 810, YES, "C"), of("4", 0, NO, None)]
    rows = class_summaries(merged(members).blocks[0])
    assert [(c.threshold_class, len(c.communes), c.eligible, c.rate, c.median) for c in rows] == [
        ("B", 2, 1, Fraction(1, 2), Decimal(800)),
        ("C", 1, 1, Fraction(1), Decimal(810)),
        ("", 1, 0, Fraction(0), Decimal(0)),
    ]


def plan(**leads: tuple[int, ...]) -> Plan:
    agencies = tuple(Agency(name=name, leads=numbers) for name, numbers in leads.items())
    return Plan(id="thu", year=2024, unit="Huyện Thử", level=Level.DISTRICT, agencies=agencies)


def district() -> Block:
    return merged([scored("1", 150, YES, first=100), scored("2", 20, NO, first=0), scored("3", None, HOLES)]).blocks[0]


def test_an_agency_answers_for_all_it_leads_and_the_rest_is_nobodys() -> None:
    rows = agency_summaries(plan(Y_te=(1, 2), Cong_an=(3,)), criterion_summaries(district()))
    assert [(row.name, [s.criterion.number for s in row.criteria]) for row in rows] == [
        ("Y_te", [1, 2]),
        ("Cong_an", [3]),
        ("", [4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
    ]
    tally = rows[0].tally
    assert (tally.scored, tally.waiting, tally.zero, tally.share) == (5, 1, 2, Fraction(170, 350))
    assert codes(tally) == ["2", "3"]


def test_a_criterion_with_two_leads_stands_under_both() -> None:
    rows = agency_summaries(plan(A=(1,), B=(1,)), criterion_summaries(district()))
    assert [row.name for row in rows if row.criteria[0].criterion.number == 1] == ["A", "B"]


def test_agencies_are_named_by_how_much_fails() -> None:
    rows = agency_summaries(plan(A=(1,), B=(3, 4)), criterion_summaries(district()))
    assert agencies_sentence(rows).startswith("Cần chú ý nhất: B (6 lượt điểm liệt, 0 chưa chấm, mức đạt 0 %); A (1")


def changed(position: int, **typed: CellValue) -> Consolidation:
    return merged([member(position, **typed)])  # type: ignore[arg-type]


def test_advice_on_a_merged_form_is_exact_and_names_step_points_and_cell() -> None:
    merged_one = changed(0, co_nguoi_bvte="Không", te_kham_suc_khoe=0)
    (hint,) = hints(merged_one.blocks[0])
    lines = list(hint_lines(hint.advice, RULESET))
    assert hint.advice.outlook is Outlook.PATH
    (step,) = hint.advice.path
    assert lines == [(1, 9, "te_kham_suc_khoe", f"9.1: {step.text}", step.points)]


def test_the_way_found_is_what_rescoring_the_changed_form_gives() -> None:
    for position in range(13):
        block = merged([member(position)]).blocks[0]
        for hint in hints(block):
            if hint.advice.outlook is Outlook.PATH:
                values = {s.field.id: "Có" if s.is_answer else s.target for s in hint.advice.path}
                if any(field.survey for field in (RULESET.fields[name] for name in values)):
                    continue  # typed totals beside survey rows would be an error
                again = changed(position, **values).blocks[0].communes[0]
                assert again.total == hint.advice.path_total
                assert again.card.threshold is not None
                assert again.total is not None and again.total >= again.card.threshold


def test_those_nearest_to_the_threshold_come_first_then_those_of_whom_it_cannot_be_told() -> None:
    block = merged([member(position) for position in range(13)]).blocks[0]
    told = [(hint.advice.outlook, hint.short_of) for hint in hints(block)]
    order = [Outlook.PATH, Outlook.UNREACHABLE, Outlook.INCOMPLETE, Outlook.REACHED]
    assert [outlook for outlook, _ in told] == sorted((outlook for outlook, _ in told), key=order.index)
    near = [short or 0 for outlook, short in told if outlook is Outlook.PATH]
    assert near == sorted(near)
    assert hints_sentence(hints(block)).startswith(f"Trong {len(block.counted)} đơn vị: ")


def test_what_is_missing_is_named_and_long_lists_are_cut_with_their_points() -> None:
    (hint,) = hints(changed(0, te_duoi_16=None).blocks[0])
    lines = [line[3] for line in hint_lines(hint.advice, RULESET)]
    assert lines[0].startswith("Phiếu chưa đủ số liệu")
    assert any("SL4" in line or "Số trẻ em dưới 16 tuổi" in line for line in lines[1:])


def test_a_member_keeps_what_scoring_needs_and_where_it_stands() -> None:
    for position in range(13):
        one = member(position, so_ho="x" if position == 3 else 1200)
        assert one.card is not None
        again = answers_of(one, RULESET)
        assert isinstance(again, Answers)
        card = score(again)
        assert (card.criteria, card.missing, card.invalid) == (one.card.criteria, one.card.missing, one.card.invalid)


@pytest.fixture(scope="module")
def block() -> Block:
    return merged([member(position) for position in range(13)]).blocks[0]


@pytest.fixture(scope="module")
def book() -> Workbook:
    merged_all = merged([member(position) for position in range(13)], plan=plan(Y_te=(1, 7), Cong_an=(3, 4)))
    return load_workbook(BytesIO(consolidated_bytes(merged_all, created=WHEN)))


def rows(book: Workbook, title: str, heading: str) -> list[dict[str, object]]:
    values = [list(row) for row in book[title].iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(values) if heading in row)
    return [dict(zip(map(str, values[start]), row, strict=True)) for row in values[start + 1 :]]


def test_theo_tieu_chi_has_a_row_a_criterion_and_indicator_with_the_summarys_figures(
    book: Workbook, block: Block
) -> None:
    shown = rows(book, "Theo tiêu chí", "Cấp")
    assert len(shown) == len(RULESET.criteria) + len(RULESET.indicators)
    for summary in criterion_summaries(block):
        row = next(r for r in shown if r["Cấp"] == f"Tiêu chí {summary.criterion.number}")
        tally = summary.tally
        assert (row["0 điểm"], row["Chưa chấm"], row["Đạt"]) == (tally.zero, tally.waiting, tally.reached)
        assert row["Mức đạt"] == pytest.approx(float(tally.share or 0))


def test_theo_co_quan_stands_there_when_the_plan_names_leads(book: Workbook) -> None:
    shown = rows(book, "Theo cơ quan", "Cơ quan chủ trì")
    assert [r["Tiêu chí"] for r in shown if r["Cơ quan chủ trì"] == "Y_te"] == ["1, 7", 1, 7]
    assert any(str(r["Cơ quan chủ trì"]).startswith("Kế hoạch không ghi") for r in shown)
    without = load_workbook(BytesIO(consolidated_bytes(changed(0), created=WHEN)))
    assert "Theo cơ quan" not in without.sheetnames


def test_goi_y_has_every_counted_commune_and_links_a_step_to_its_cell(book: Workbook, block: Block) -> None:
    shown = rows(book, "Gợi ý", "Nên làm gì")
    assert {r["Mã"] for r in shown} == {commune.code for commune in block.counted}


def test_a_step_leads_to_the_cell_of_its_figure_in_the_communes_file() -> None:
    content = example_form(0).content
    content = replace(content, values={**content.values, "te_kham_suc_khoe": 0})
    one = member_of(evaluate(form_bytes(RULESET, content), "phieu/xa.xlsx", SHIPPED))
    sheet, cell = place_of(one, list(RULESET.fields).index("te_kham_suc_khoe"))
    assert load_workbook(BytesIO(form_bytes(RULESET, content)))[sheet][cell].value == 0
    book = load_workbook(BytesIO(consolidated_bytes(merged([one]), created=WHEN)))
    links = [row[12] for row in book["Gợi ý"].iter_rows() if row[12].hyperlink is not None]
    assert (f"{sheet}!{cell}", "phieu/xa.xlsx", f"'{sheet}'!{cell}") in [
        (link.value, link.hyperlink.target, link.hyperlink.location) for link in links
    ]


def test_one_commune_is_shown_first_and_every_other_can_be_chosen(book: Workbook, block: Block) -> None:
    page = book["Một xã"]
    best = block.communes[0]
    assert page["B4"].value == f"{best.code} · {best.member.name}"
    (validation,) = page.data_validations.dataValidation
    area = str(validation.formula1).split("!")[1].replace("$", "")
    offered = [cell.value for (cell,) in book["_xa"][area]]
    assert offered == [f"{commune.code} · {commune.member.name}" for commune in block.communes]
    assert book["_xa"].sheet_state == "veryHidden"


def target_plan(number: int) -> Plan:
    return plan().model_copy(update={"targets": (Target(kind="number", number=number, of=3),)})


def units(*codes: str) -> Roster:
    return Roster(units=tuple(RosterUnit(code=code, name=f"Xã {code}") for code in codes))


#: What stands on the cards: pass rate, target, received, errors.
CARDS: dict[str, tuple[Consolidation, list[tuple[str, str, bool | None]]]] = {
    "nothing usable": (
        merged([]),
        [
            ("–", "chưa có phiếu dùng được", None),
            ("–", "chưa chọn kế hoạch", None),
            ("0", "đơn vị (chưa có danh sách)", None),
            ("0", "không còn lỗi nào", True),
        ],
    ),
    "start of the year": (
        merged([member(0, ky="Đầu kỳ")]),
        [
            ("–", "số liệu đầu kỳ: tạm tính, chưa kết luận", None),
            ("–", "chưa chọn kế hoạch", None),
            ("1", "đơn vị (chưa có danh sách)", None),
            ("0", "không còn lỗi nào", True),
        ],
    ),
    "a target met, one unit missing": (
        merged([member(0), member(1)], plan=target_plan(2), roster=units("90001", "90002", "90099")),
        [
            ("2/3", "66,7 % số đơn vị phải nộp", None),
            ("2/3", "cần 2: ✓ đạt", True),
            ("2/3", "đúng hạn 0, muộn 0, không rõ 2", False),
            ("0", "không còn lỗi nào", True),
        ],
    ),
    "a target missed, errors left": (
        merged([member(0), member(10)], plan=target_plan(2), roster=units("90001", "90011")),
        [
            ("1/2", "50 % số đơn vị phải nộp", None),
            ("1/2", "cần 2: ✗ chưa đạt", False),
            ("2/2", "đúng hạn 0, muộn 0, không rõ 2", True),
            ("4", "ở 1 đơn vị: trang «Lỗi»", False),
        ],
    ),
    "a plan without a target": (
        merged([member(0)], plan=plan()),
        [
            ("1/1", "100 % số phiếu dùng được", None),
            ("–", "kế hoạch không có chỉ tiêu đo được bằng phiếu", None),
            ("1", "đơn vị (chưa có danh sách)", None),
            ("0", "không còn lỗi nào", True),
        ],
    ),
}


@pytest.mark.parametrize("case", CARDS)
def test_the_cards_say(case: str) -> None:
    result, expected = CARDS[case]
    assert [(card.figure, card.note, card.good) for card in cards(result)] == expected


def test_files_that_do_not_count_are_told_on_the_overview() -> None:
    result = merged([member(0), member(0, "copy.xlsx"), member(1, nam=None)])
    assert received_line(result).startswith(
        "Tìm thấy 3 tệp, tổng hợp 1 phiếu (1 trùng nội dung, không tính lại; 1 chưa rõ đơn vị, năm hoặc kỳ) · 1 lỗi"
    )
