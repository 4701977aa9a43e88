"""What moved between two forms of a unit, or from merged units to the one they became."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.support.scenarios import load
from tests.support.typed import Typed, TypedValue, content_of, facts_of
from tests.support.validator import problems
from xl_cfc import cli
from xl_cfc.answers.answer import Answer
from xl_cfc.answers.answers import Answers, State
from xl_cfc.cells import CellValue
from xl_cfc.delivery.comparison import comparison_bytes
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.judging.checks.changes import leaps
from xl_cfc.judging.comparing import compare, compare_with_sum, earlier_of, summed
from xl_cfc.judging.points import Hardness, PointsMove, hardness
from xl_cfc.plan.roster import RosterUnit
from xl_cfc.ruleset.loading import RulesetError, load_ruleset
from xl_cfc.ruleset.models import Plausibility, Ruleset
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset("qd06-2019")
FULL = load("qd06-2019")[0].typed
SHIPPED = resources.files("xl_cfc.ruleset").joinpath("qd06-2019.yaml").read_text("utf-8")


def answers(
    explanations: Mapping[str, str] | None = None, ruleset: Ruleset = RULESET, **changed: TypedValue
) -> Answers:
    return with_changes(changed, explanations, ruleset)


def with_changes(
    changed: Mapping[str, TypedValue], explanations: Mapping[str, str] | None = None, ruleset: Ruleset = RULESET
) -> Answers:
    typed = replace(FULL, values={**FULL.values, **changed}, explanations=explanations or {})
    return facts_of(typed, ruleset).answers


LEAPS = [
    # before, after, factor, minimum: does it leap?
    (100, 300, 3, 20, False),  # three times is not beyond three times
    (100, 301, 3, 20, True),
    (301, 100, 3, 20, True),  # down as up
    (0, 19, 3, 20, False),  # both below the minimum
    (0, 20, 3, 20, True),  # out of nothing
    (6, 19, 3, 20, False),
    (6, 20, 3, 20, True),
    (0, 0, 3, 20, False),
    (50, 200, 5, 20, False),  # a factor of its own
    (50, 200, 3, 500, False),  # a minimum of its own
]


@pytest.mark.parametrize(("before", "after", "factor", "minimum", "expected"), LEAPS)
def test_a_count_leaps_beyond_the_factor_unless_both_are_small(
    before: int, after: int, factor: int, minimum: int, expected: bool
) -> None:
    assert leaps(before, after, factor, minimum) is expected


HARD = [
    (0, 0, 100, Hardness.ZERO),
    (25, 0, 100, Hardness.LOW),
    (49, 40, 100, Hardness.LOW),
    (50, 40, 100, Hardness.FALLING),
    (100, 75, 100, Hardness.FALLING),
    (75, 100, 100, None),
    (40, 60, 100, None),
    (50, 50, 100, None),
    (None, 0, 100, None),
    (0, None, 100, None),
]


@pytest.mark.parametrize(("before", "after", "maximum", "expected"), HARD)
def test_a_criterion_is_hard_at_zero_below_half_or_falling(
    before: int | None, after: int | None, maximum: int, expected: Hardness | None
) -> None:
    first, second = (None if points is None else Decimal(points) for points in (before, after))

    assert hardness(PointsMove("1", "", first, second, Decimal(maximum))) is expected


def test_figures_points_total_and_conclusion_are_set_side_by_side() -> None:
    before, after = (
        answers(ky="Cuối kỳ", te_khai_sinh_dung=96, te_phai_khai_sinh=100),
        answers(ky="Cuối kỳ", te_khai_sinh_dung=89, te_phai_khai_sinh=100),
    )

    comparison = compare(before, after)

    assert [(m.field, m.before and m.before.value, m.difference) for m in comparison.moved] == [
        ("te_khai_sinh_dung", 96, -7)
    ]
    assert comparison.cards is not None
    moved = [m for m in comparison.cards.criteria if m.difference]
    assert [(m.key, m.before, m.after) for m in moved] == [("2", Decimal(40), Decimal(0))]
    total = comparison.cards.total
    assert (total.before, total.after, total.difference) == (Decimal(990), Decimal(950), Decimal(-40))
    assert [str(c) for c in comparison.cards.conclusions] == ["eligible", "not_eligible"]
    assert [(m.key, reason) for m, reason in comparison.cards.hard] == [("2", Hardness.FALLING)]


def test_a_leap_is_a_warning_that_an_explanation_in_its_row_settles() -> None:
    before = answers(dan_so=9000)

    (open_one,) = compare(before, answers(dan_so=900_000)).findings
    (settled,) = compare(before, answers({"dan_so": "Sáp nhập 3 xã"}, dan_so=900_000)).findings

    assert (open_one.code, open_one.severity.value, open_one.settled_by) == ("CFC-230", "warning", "")
    assert open_one.message == "«SL1 Dân số» là 900000, kỳ trước là 9000: khác quá 3 lần"
    assert settled.settled_by == "Sáp nhập 3 xã"


def test_a_value_that_is_missing_or_not_valid_never_leaps() -> None:
    comparison = compare(answers(dan_so=9000, so_ho=3), answers(dan_so=None, so_ho="ba nghìn"))

    assert comparison.findings == ()
    assert {move.field: move.difference for move in comparison.moved} == {"dan_so": None, "so_ho": None}


def test_under_different_rules_figures_are_compared_and_points_are_not() -> None:
    other = load_ruleset(SHIPPED.replace("id: qd06-2019", "id: khac").replace("so_clb", "so_cau_lac_bo"))
    before = answers(dan_so=9000)
    after = facts_of(Typed({**FULL.values, "dan_so": 9100, "so_cau_lac_bo": 5}), other).answers

    comparison = compare(before, after)
    mapped = compare(before, after, {"so_cau_lac_bo": "so_clb"})

    assert comparison.cards is None
    assert comparison.why == "hai phiếu theo hai bộ tiêu chí khác nhau"
    assert {m.field: m.note for m in comparison.values if m.note} == {
        "so_cau_lac_bo": "không có trong phiếu trước",
        "so_clb": "phiếu sau không còn hỏi",
    }
    assert {m.field for m in comparison.moved} == {"dan_so"}
    assert all(m.before is not None and m.after is not None for m in mapped.values)


def test_a_rule_set_can_state_its_own_factor_and_a_figure_one_of_its_own() -> None:
    stated = load_ruleset(SHIPPED + "\nplausibility: {factor: 10, minimum: 5, by_field: {so_ho: 2}}\n")
    before = answers(ruleset=stated, dan_so=9000, so_ho=2000)

    leapt = compare(before, answers(ruleset=stated, dan_so=60_000, so_ho=4001)).findings

    assert [finding.field for finding in leapt] == ["so_ho"]
    assert stated.digest != RULESET.digest
    assert RULESET.plausibility == Plausibility(factor=3, minimum=20)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("plausibility: {factor: 1}", "plausibility.factor"),
        ("plausibility: {by_field: {khong_co: 2}}", "plausibility.by_field"),
        ("plausibility: {by_field: {co_kinh_phi: 2}}", "plausibility.by_field"),
    ],
)
def test_a_plausibility_that_means_nothing_is_refused(line: str, words: str) -> None:
    with pytest.raises(RulesetError, match=words):
        load_ruleset(f"{SHIPPED}\n{line}\n")


COUNTS = [field.id for field in RULESET.inputs if field.type.value == "count" and field.survey is None]
CHANGES = st.dictionaries(st.sampled_from(COUNTS), st.one_of(st.none(), st.integers(-2, 2000), st.just("chữ")))


@given(CHANGES)
@settings(max_examples=60, deadline=None)
def test_compared_with_itself_nothing_moves(changed: dict[str, TypedValue]) -> None:
    form = with_changes(changed)

    comparison = compare(form, form)

    assert comparison.moved == ()
    assert comparison.findings == ()
    assert comparison.cards is not None
    assert all(move.difference in (None, 0) for move in (*comparison.cards.criteria, comparison.cards.total))


@given(CHANGES, CHANGES)
@settings(max_examples=60, deadline=None)
def test_exchanging_the_two_forms_negates_every_difference(
    first: dict[str, TypedValue], second: dict[str, TypedValue]
) -> None:
    one, other = with_changes(first), with_changes(second)
    there, back = compare(one, other), compare(other, one)

    assert [m.difference for m in there.values] == [
        None if m.difference is None else -m.difference for m in back.values
    ]
    assert [m.leaps for m in there.values] == [m.leaps for m in back.values]
    assert there.cards is not None
    assert back.cards is not None
    for move, reverse in zip(there.cards.indicators, back.cards.indicators, strict=True):
        assert move.difference == (None if reverse.difference is None else -reverse.difference)


def test_counts_of_merged_units_add_up_and_ratios_are_taken_of_the_sums() -> None:
    parts = [
        answers(ma_dvhc="20001", dan_so=4000, te_phai_khai_sinh=100, te_khai_sinh_dung=100),
        answers(ma_dvhc="20002", dan_so=6000, te_phai_khai_sinh=300, te_khai_sinh_dung=240),
    ]
    after = answers(ma_dvhc="20002", dan_so=10_100, te_phai_khai_sinh=400, te_khai_sinh_dung=380)

    comparison = compare_with_sum(parts, after)

    moved = {move.field: move for move in comparison.values}
    assert moved["dan_so"].difference == 100
    measures = {move.indicator.id: (move.before, move.after) for move in comparison.measures}
    assert measures["2.1"] == (Fraction(340, 400), Fraction(380, 400))  # not the mean of 100 % and 80 %
    assert comparison.cards is None
    assert comparison.why == "so với tổng các đơn vị cũ: điểm không cộng được"


def test_yes_and_no_do_not_add_up() -> None:
    comparison = compare_with_sum([answers(co_kinh_phi="Có"), answers(co_kinh_phi="Không")], answers())

    assert "co_kinh_phi" not in {move.field for move in comparison.values}
    measures = {move.indicator.id: move.before for move in comparison.measures}
    assert measures["1.4"] is None


def test_a_count_that_one_of_the_units_lacks_has_no_sum() -> None:
    total = summed([answers(dan_so=4000, so_ho=1000), answers(dan_so=None, so_ho=1500)])

    assert total["dan_so"] == Answer(State.BLANK)
    assert total["so_ho"].value == 2500


def test_the_sum_of_one_unit_is_the_unit() -> None:
    comparison = compare_with_sum([answers()], answers())

    assert comparison.moved == ()
    assert all(move.before == move.after for move in comparison.measures if move.indicator.kind != "yes_no")


MERGED = RosterUnit(code="20002", name="Xã Mới", predecessors=("20001", "20002"))
PLAIN = RosterUnit(code="20002", name="Xã Cũ")
EARLIER = [
    # the unit, codes with a form in the earlier period, what it is compared with
    (PLAIN, ["20002"], ["20002"]),
    (None, ["20002"], ["20002"]),
    (PLAIN, ["20001"], []),
    (MERGED, ["20001", "20002"], ["20001", "20002"]),
    (MERGED, ["20001"], []),  # part of a sum says nothing
    (MERGED, ["20002"], ["20002"]),  # its own form, made since it was merged
    (RosterUnit(code="20009", name="Xã Mới", predecessors=("20001",)), ["20001"], ["20001"]),
    (RosterUnit(code="20009", name="Xã Mới", predecessors=("20001",)), ["20009"], ["20009"]),
    (RosterUnit(code="20009", name="Xã Mới", predecessors=("20001", "20003")), ["20001", "20009"], []),
    (RosterUnit(code="20009", name="Xã Mới"), [], []),
]


@pytest.mark.parametrize(("unit", "codes", "expected"), EARLIER)
def test_a_unit_is_compared_with_its_own_form_or_all_of_its_predecessors(
    unit: RosterUnit | None, codes: list[str], expected: list[str]
) -> None:
    forms = {code: answers(ma_dvhc=code) for code in codes}

    found = earlier_of(unit.code if unit else "20002", unit, forms)

    assert [form.unit_code for form in found] == expected


def written(folder: Path, name: str, **changed: object) -> str:
    path = folder / f"{name}.xlsx"
    path.write_bytes(form_bytes(RULESET, content_of(FULL, **{"ky": "Cuối kỳ", **changed})))  # type: ignore[arg-type]
    return str(path)


def test_compare_tells_json_what_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written(tmp_path, "a", nam=2025, te_phai_khai_sinh=100, te_khai_sinh_dung=100)
    after = written(tmp_path, "b", nam=2026, te_phai_khai_sinh=100, te_khai_sinh_dung=96)

    code = cli.main(["compare", before, after, "--json"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (told["before"]["year"], told["after"]["year"]) == (2025, 2026)
    assert told["total"] == {"id": "total", "before": 1000, "after": 990, "difference": -10, "max_points": 1000}
    assert [v["field"] for v in told["values"] if v["difference"]] == ["te_khai_sinh_dung"]
    assert told["hard"] == [{"criterion": "2", "why": "falling"}]


def test_a_form_of_the_next_rule_set_is_compared_in_figures_and_a_renamed_figure_keeps_its_past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = written(tmp_path, "a", te_kham_suc_khoe=90)
    reform = tmp_path / "b.xlsx"
    values: dict[str, CellValue] = {"ma_dvhc": "29999", "te_kham_dinh_ky": 95}
    reform.write_bytes(form_bytes(shipped_ruleset("example-reform"), FormContent(values=values)))

    cli.main(["compare", before, str(reform), "--json"])

    told = json.loads(capsys.readouterr().out)
    assert told["points_not_compared"] == "hai phiếu theo hai bộ tiêu chí khác nhau"
    (moved,) = [value for value in told["values"] if value["field"] == "te_kham_dinh_ky"]
    assert (moved["before"], moved["after"], moved["difference"]) == (90, 95, 5)


def test_compare_prints_points_figures_and_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = written(tmp_path, "a", dan_so=9000), written(tmp_path, "b", dan_so=90_000)

    code = cli.main(["compare", before, after])

    out = capsys.readouterr().out
    assert code == 0
    assert "Tổng điểm" in out
    assert "90.000" in out
    assert "CFC-230" in out
    assert "132 giá trị chưa đối chiếu" in out


def test_forms_of_different_units_are_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written(tmp_path, "a", ma_dvhc="20001", ten_don_vi="Xã Một")
    after = written(tmp_path, "b", ma_dvhc="20002", ten_don_vi="Xã Hai")

    assert cli.main(["compare", before, after]) == 2
    told = capsys.readouterr().err
    assert "Xã Một" in told
    assert "Xã Hai" in told
    assert "đơn vị mới: không so sánh" in told
    assert cli.main(["compare", before, after, "--predecessors"]) == 0


def test_merged_units_are_refused_together_when_they_cannot_be_added_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = written(tmp_path, "a", ma_dvhc="20001"), written(tmp_path, "b", ma_dvhc="20001", nam=2025)

    assert cli.main(["compare", first, second, written(tmp_path, "c", ma_dvhc="20002")]) == 2
    told = capsys.readouterr().err
    assert "Đơn vị có hai phiếu: 20001" in told
    assert "không cùng năm, kỳ" in told


def test_compare_names_every_file_it_cannot_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("x.xlsx", "y.xlsx"):
        (tmp_path / name).write_bytes(b"not a workbook")

    assert cli.main(["compare", str(tmp_path / "x.xlsx"), str(tmp_path / "y.xlsx")]) == 2
    told = capsys.readouterr().err
    assert "x.xlsx" in told
    assert "y.xlsx" in told
    assert cli.main(["compare", str(tmp_path / "x.xlsx")]) == 2


def test_the_workbook_shows_points_indicators_and_figures_and_is_never_overwritten(tmp_path: Path) -> None:
    before, after = written(tmp_path, "a", dan_so=9000), written(tmp_path, "b", dan_so=90_000)
    out = str(tmp_path / "so-sanh.xlsx")

    assert cli.main(["compare", before, after, "--xlsx", out]) == 0
    assert cli.main(["compare", before, after, "--xlsx", out]) == 2

    book = load_workbook(out)
    assert book.sheetnames == ["Điểm", "Chỉ tiêu", "Số liệu"]
    rows = list(book["Số liệu"].iter_rows(values_only=True))
    assert ("SL1 Dân số", "người", 9000, 90000, 81000, "! khác xa kỳ trước: kiểm tra hoặc giải trình") in rows
    assert any(row[1:6] == ("Tổng điểm", 1000, 1000, 0, 1000) for row in book["Điểm"].iter_rows(values_only=True))


@pytest.mark.slow
@pytest.mark.parametrize("merged", [False, True])
def test_the_open_xml_sdk_finds_nothing_wrong_with_a_comparison(merged: bool, tmp_path: Path) -> None:
    path = tmp_path / "so-sanh.xlsx"
    before, after = answers(dan_so=9000), answers(dan_so=90_000, so_ho=None)
    path.write_bytes(comparison_bytes(compare_with_sum([before], after) if merged else compare(before, after)))

    assert problems(path) == []
