"""What moved since an earlier period: what is compared with what, when an arrow stands, and what is never compared."""

import random
import shutil
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.merging import merge
from tests.test_merging import RULESET, RULESETS, member, merged, scored
from xl_cfc.cli import main
from xl_cfc.consolidation.members import Member
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation, with_earlier
from xl_cfc.consolidation.sheets import consolidated_bytes
from xl_cfc.consolidation.sheets.trends import against_line, trend_sentence
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.consolidation.trends import CRITERION_EFFECT, TOTAL_EFFECT, Direction, Trend, UnitTrend, direction, trend_of
from xl_cfc.examples import example_form
from xl_cfc.form.sheets import form_bytes
from xl_cfc.judging.points import PointsMove
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.plan.roster import Roster, RosterUnit
from xl_cfc.ruleset.models import Ruleset

YES, NO, HOLES = Conclusion.ELIGIBLE, Conclusion.NOT_ELIGIBLE, Conclusion.INCOMPLETE
WHEN = datetime(2026, 11, 23, 8, 30)


def at(year: int, one: Member, period: str = "Cuối kỳ") -> Member:
    """The same form of another year and period."""
    return replace(
        one, year=year, period=period, file=f"{year}-{period[:3]}-{one.file}", content=f"{year}{one.content}"
    )


def compared(now: list[Member], before: list[Member], roster: Roster | None = None) -> Trend:
    """The forms of 2025 against those of 2024."""
    result = merged([at(2025, one) for one in now] + [at(2024, one) for one in before])
    trend = trend_of(next(b for b in result.blocks if b.year == 2025), result, roster)
    assert trend is not None
    return trend


def unit(trend: Trend, code: str) -> UnitTrend:
    return next(one for one in trend.units if one.code == code)


@pytest.mark.parametrize(
    ("years", "against"),
    [
        ([(2025, "Đầu kỳ"), (2024, "Cuối kỳ")], (2025, "Đầu kỳ")),
        ([(2024, "Cuối kỳ"), (2024, "Đầu kỳ"), (2023, "Cuối kỳ")], (2024, "Cuối kỳ")),
        ([(2024, "Đầu kỳ"), (2023, "Cuối kỳ")], (2024, "Đầu kỳ")),
        ([(2023, "Cuối kỳ")], (2023, "Cuối kỳ")),
        ([(2026, "Cuối kỳ")], None),
        ([], None),
    ],
)
def test_the_end_is_compared_with_the_start_of_its_year_else_with_the_last_year(
    years: list[tuple[int, str]], against: tuple[int, str] | None
) -> None:
    one = scored("90001", 900, YES)
    result = merged([at(2025, one), *(at(year, one, period) for year, period in years)])
    trend = trend_of(next(b for b in result.blocks if (b.year, b.period) == (2025, "Cuối kỳ")), result)
    assert (None if trend is None else (trend.year, trend.period)) == against


def test_a_start_of_year_is_never_compared_with_its_own_end() -> None:
    one = scored("90001", 900, YES)
    result = merged([at(2025, one), at(2025, one, "Đầu kỳ")])
    start = next(block for block in result.blocks if block.forecast)
    assert trend_of(start, result) is None


def test_forms_given_to_compare_with_are_used_instead_and_never_counted() -> None:
    now = merged([at(2025, scored("90001", 900, YES)), at(2025, scored("90001", 100, NO), "Đầu kỳ")])
    before = merged([at(2024, scored("90001", 700, NO))])
    result = with_earlier(now, before)
    trend = trend_of(result.blocks[0], result)
    assert trend is not None and (trend.year, trend.count(Direction.UP)) == (2024, 1)
    assert result.blocks == now.blocks
    assert [s.status for s in result.sources if s.file.startswith("2024")] == [FileStatus.EARLIER]
    assert result.usable == now.usable


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (900, 950, Direction.UP), (900, 949, Direction.LEVEL), (900, 850, Direction.DOWN), (900, 851, Direction.LEVEL),
        (900, 900, Direction.LEVEL), (None, 900, None),
    ],
)  # fmt: skip
def test_an_arrow_for_the_total_stands_from_a_twentieth_of_the_maximum(
    before: int | None, after: int, way: Direction | None
) -> None:
    old = None if before is None else Decimal(before)
    assert direction(PointsMove("", "", old, Decimal(after), Decimal(1000)), TOTAL_EFFECT) is way


@pytest.mark.parametrize(("after", "way"), [(60, Direction.UP), (59, Direction.LEVEL), (40, Direction.DOWN)])
def test_an_arrow_for_a_criterion_stands_from_a_tenth_of_its_maximum(after: int, way: Direction) -> None:
    assert direction(PointsMove("1", "", Decimal(50), Decimal(after), Decimal(100)), CRITERION_EFFECT) is way


def test_nothing_to_be_reached_never_moves() -> None:
    assert direction(PointsMove("1", "", Decimal(0), Decimal(0), Decimal(0)), CRITERION_EFFECT) is Direction.LEVEL


def test_every_unit_of_either_period_is_there_with_why_it_is_not_compared() -> None:
    conflicting = [scored("90003", 900, YES), replace(scored("90003", 800, YES), file="b.xlsx", content="b")]
    trend = compared(
        [scored("90001", 900, YES), scored("90002", 900, YES), *conflicting, scored("90004", None, HOLES)],
        [scored("90001", 700, NO), scored("90003", 700, NO), scored("90004", 800, YES), scored("90005", 800, YES)],
    )
    assert {one.code: one.why for one in trend.units} == {
        "90001": "",
        "90002": "không có phiếu kỳ trước",
        "90003": "có nhiều phiếu khác nhau",
        "90004": "chưa đủ số liệu ở một trong hai kỳ",
        "90005": "chưa có phiếu kỳ này",
    }
    assert unit(trend, "90001").direction is Direction.UP
    assert against_line(trend).startswith("Cuối kỳ 2025 so với Cuối kỳ 2024: so sánh điểm được 2/6 đơn vị")


def test_points_under_different_rule_sets_are_not_compared() -> None:
    other = Ruleset.model_validate({**RULESET.model_dump(mode="json"), "title": "Bản khác"})
    before = replace(at(2024, scored("90001", 700, NO)), ruleset_hash=other.digest)
    result = consolidate([at(2025, scored("90001", 900, YES)), before], rulesets={**RULESETS, other.digest: other})
    trend = trend_of(next(b for b in result.blocks if b.year == 2025), result)
    assert trend is not None
    (only,) = trend.units
    assert (only.moves, only.why) == (None, "hai bộ tiêu chí khác nhau: điểm không so sánh được")
    assert only.before is not None


def test_a_merged_unit_is_not_compared_in_points_and_its_predecessors_are_not_missing() -> None:
    roster = Roster(
        units=(
            RosterUnit(code="80001", name="Xã Mới (ví dụ)", predecessors=("90001", "90002")),
            RosterUnit(code="80002", name="Xã Khác (ví dụ)", predecessors=("90003", "90004")),
        )
    )
    before = [scored(code, 800, YES) for code in ("90001", "90002", "90003")]
    trend = compared([scored("80001", 900, YES), scored("80002", 900, YES)], before, roster)
    assert "điểm không cộng được" in unit(trend, "80001").why
    assert unit(trend, "80002").why == "đơn vị mới: không so sánh"  # one of the two it was made of is not there
    assert unit(trend, "90003").why == "đã gộp vào Xã Khác (ví dụ)"
    assert {one.code for one in trend.units} == {"80001", "80002", "90003"}


def test_criteria_are_compared_over_the_units_scored_both_times() -> None:
    trend = compared(
        [scored("1", 100, NO, first=100), scored("2", 40, NO, first=40), scored("3", None, HOLES), scored("4", 9, NO)],
        [scored("1", 50, NO, first=50), scored("2", 45, NO, first=45), scored("3", 10, NO, first=10)],
    )
    first = trend.criteria[0]
    assert (first.before, first.after, first.difference) == (Fraction(95, 200), Fraction(140, 200), Fraction(45, 200))
    assert (first.up, first.down, first.hard) == (1, 0, 1)
    assert "Tăng nhiều nhất: tiêu chí 1 Nguồn lực thực hiện quyền trẻ em (+22,5 điểm %)." in trend_sentence(trend)
    assert trend_sentence(trend).startswith("Trong 2 đơn vị có tổng điểm cả hai kỳ: 1 tăng, 0 giảm, 1 gần như cũ.")


def test_the_order_of_the_files_changes_nothing() -> None:
    members = [at(2025, member(n)) for n in range(6)] + [at(2024, member(n, dan_so=1)) for n in range(2, 8)]
    expected = sheet(merged(members))
    rng = random.Random(5)
    for _ in range(3):
        rng.shuffle(members)
        assert sheet(merged(members)) == expected


def book_of(result: Consolidation) -> Workbook:
    return load_workbook(BytesIO(consolidated_bytes(result, created=WHEN)))


def sheet(result: Consolidation, title: str = "So sánh") -> list[tuple[Any, ...]]:
    return list(book_of(result)[title].iter_rows(values_only=True))


def test_the_sheet_shows_points_arrows_and_what_each_criterion_comes_to() -> None:
    now = [at(2025, member(0)), at(2025, member(1))]
    before = [at(2024, member(0, co_nguoi_bvte="Không", co_kinh_phi="Không")), at(2024, member(1, co_ctv_bvte="Không"))]
    page = book_of(merged([*now, *before]))["So sánh"]
    start = next(cell.row for (cell,) in page.iter_rows(max_col=1) if cell.value == "Mã")
    headings = [cell.value for cell in page[start]]
    total = headings.index("Chênh lệch")
    rows = {row[0].value: row for row in page.iter_rows(min_row=start + 1)}
    assert [rows[code][total].value for code in ("90001", "90002")] == [70, 15]
    assert "▲" in rows["90001"][total].number_format
    assert not {"▲", "▼"} & set(rows["90002"][total].number_format)
    first = next(n for n, text in enumerate(headings) if text and text.startswith("1. "))
    above = {page.cell(row, first).value: page.cell(row, first + 1).value for row in range(1, start)}
    assert (above["Mức đạt kỳ trước"], above["Mức đạt kỳ này"], above["Số đơn vị tăng (▲)"]) == (0.575, 1, 2)


def test_without_anything_earlier_there_is_no_sheet() -> None:
    assert "So sánh" not in book_of(merged([member(0)])).sheetnames


def test_an_earlier_form_of_another_unit_alone_makes_no_sheet_unless_it_was_asked_for() -> None:
    now, other = at(2025, member(0)), at(2024, member(1))
    assert "So sánh" not in book_of(merged([now, other])).sheetnames
    assert "So sánh" in book_of(with_earlier(merged([now]), merged([other]))).sheetnames


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two communes' forms of 2024 in `nay`, and of 2023 in `truoc` with a file that is no form."""
    folder = tmp_path_factory.mktemp("nam")
    for name, year in (("nay", 2024), ("truoc", 2023)):
        (folder / name).mkdir()
        for position in range(2):
            content = example_form(position).content
            values = {**content.values, "nam": year, "te_kham_suc_khoe": 0 if year == 2023 else 50}
            data = form_bytes(RULESET, replace(content, values=values))
            (folder / name / f"{position}.xlsx").write_bytes(data)
    (folder / "truoc" / "hong.xlsx").write_bytes(b"khong phai phieu")
    return folder


def test_earlier_forms_are_compared_with_listed_and_never_counted(
    years: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tong-hop.xlsx"
    assert main(["merge", str(years / "nay"), "--earlier", str(years / "truoc"), "-o", str(out)]) == 1
    told = capsys.readouterr().out
    assert told.startswith("2 tệp: 2 phiếu được tổng hợp")
    assert "3 tệp kỳ trước để so sánh" in told
    book = load_workbook(out)
    assert "So sánh" in book.sheetnames
    assert sum("Chỉ để so sánh" in str(row) for row in book["Nguồn"].iter_rows(values_only=True)) == 3
    assert any("hong.xlsx" in str(row) for row in book["Lỗi"].iter_rows(values_only=True))


def test_last_years_consolidated_workbook_serves_as_well_as_its_forms(years: Path, tmp_path: Path) -> None:
    last = tmp_path / "2023.xlsx"
    merge([years / "truoc"], last, created=WHEN)
    one, two = tmp_path / "mot.xlsx", tmp_path / "hai.xlsx"
    merge([years / "nay"], one, earlier=[years / "truoc"], created=WHEN)
    merge([years / "nay"], two, earlier=[last], created=WHEN)
    shown = [list(load_workbook(path)["So sánh"].iter_rows(values_only=True)) for path in (one, two)]
    assert shown[0] == shown[1]


def test_the_next_merge_compares_with_the_same_files_unasked_and_says_when_they_are_gone(
    years: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(years, tmp_path / "viec")
    now, before, out = tmp_path / "viec" / "nay", tmp_path / "viec" / "truoc", tmp_path / "viec" / "tong-hop.xlsx"
    main(["merge", str(now), "--earlier", str(before), "-o", str(out)])
    (tmp_path / "viec").rename(tmp_path / "cho-khac")
    now, before, out = (tmp_path / "cho-khac" / path.name for path in (now, before, out))
    main(["merge", str(now), "-o", str(out)])
    assert "So sánh" in load_workbook(out).sheetnames
    shutil.rmtree(before)
    capsys.readouterr()
    assert main(["merge", str(now), "-o", str(out)]) == 0
    assert "truoc của kỳ trước: không so sánh được" in capsys.readouterr().err
    assert "So sánh" not in load_workbook(out).sheetnames


def test_nothing_earlier_among_what_was_named_is_said(
    years: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "o.xlsx"
    assert main(["merge", str(years / "truoc"), "--earlier", str(years / "nay"), "-o", str(out)]) == 1
    assert "không có trang «So sánh»" in capsys.readouterr().err
    assert main(["merge", str(years / "nay"), "--earlier", str(tmp_path / "khong-co"), "-o", str(out)]) == 2


def test_what_was_only_compared_with_is_not_carried_upwards(years: Path, tmp_path: Path) -> None:
    lower, upper = tmp_path / "huyen.xlsx", tmp_path / "tinh.xlsx"
    merge([years / "nay"], lower, earlier=[years / "truoc"], created=WHEN)
    outcome = merge([lower], upper, level_up=True, created=WHEN)
    assert [(block.year, block.units) for block in outcome.consolidation.blocks] == [(2024, 2)]
    assert not any("truoc" in source.file for source in outcome.consolidation.sources)
