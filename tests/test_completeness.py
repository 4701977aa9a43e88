"""Who has sent a form, on time or late, whom to call, and whether the targets are met."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from tests.test_merging import member, merged
from xl_cfc import cli
from xl_cfc.books.roster import read_roster, roster_bytes
from xl_cfc.consolidation.receiving import (
    NOTHING_NOTED,
    Arrival,
    Completeness,
    Noted,
    Receipt,
    completeness,
    completeness_lines,
)
from xl_cfc.plan.loading import PlanError
from xl_cfc.plan.models import Due, Plan, Target
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.plan.roster import Roster, RosterUnit

THAP_MUOI = shipped_plan("thap-muoi-2024")
BY_15 = THAP_MUOI.model_copy(
    update={
        "milestones": (THAP_MUOI.milestones[1].model_copy(update={"due": Due(wording="by", day=date(2024, 11, 15))}),)
    }
)


def unit(number: int, **more: object) -> RosterUnit:
    return RosterUnit.model_validate({"code": f"9000{number}", "name": f"Xã {number} (ví dụ)", **more})


def arrival(number: int, **more: object) -> Arrival:
    return Arrival(f"9000{number}", f"Xã {number}", (f"{number}.xlsx",), **more)  # type: ignore[arg-type]


def state(
    units: list[RosterUnit],
    arrivals: list[Arrival],
    plan: Plan | None = THAP_MUOI,
    noted: Noted = NOTHING_NOTED,
) -> Completeness:
    return completeness(arrivals, roster=Roster(units=tuple(units)), plan=plan, noted=noted)


@pytest.mark.parametrize(
    ("sentence", "roster_day", "seen", "plan", "own_due", "receipt", "days_late"),
    [
        ("received on the eve of «trước ngày 15/11» is on time", 14, None, THAP_MUOI, None, Receipt.ON_TIME, 0),
        ("received on the 15th is late", 15, None, THAP_MUOI, None, Receipt.LATE, 1),
        ("«chậm nhất ngày 15/11» includes the 15th", 15, None, BY_15, None, Receipt.ON_TIME, 0),
        ("and not the 16th", 16, None, BY_15, None, Receipt.LATE, 1),
        ("a unit's own deadline comes before the plan's", 20, None, THAP_MUOI, 20, Receipt.ON_TIME, 0),
        ("the day a merge first saw it counts where the roster has none", None, 20, THAP_MUOI, None, Receipt.LATE, 6),
        ("the roster's day comes before the day it was first seen", 14, 20, THAP_MUOI, None, Receipt.ON_TIME, 0),
        ("without a day nobody is late", None, None, THAP_MUOI, None, Receipt.UNKNOWN, 0),
        ("without a deadline nobody is late", 30, None, None, None, Receipt.UNKNOWN, 0),
    ],
)
def test_when_a_form_came(
    sentence: str,
    roster_day: int | None,
    seen: int | None,
    plan: Plan | None,
    own_due: int | None,
    receipt: Receipt,
    days_late: int,
) -> None:
    listed = unit(
        1,
        received=date(2024, 11, roster_day) if roster_day else None,
        due=date(2024, 11, own_due) if own_due else None,
    )
    noted = Noted(seen={"90001": date(2024, 11, seen)} if seen else {})
    (status,) = state([listed], [arrival(1)], plan, noted).units
    assert (status.receipt, status.days_late) == (receipt, days_late), sentence


def test_a_day_typed_into_the_consolidated_workbook_comes_before_the_rosters() -> None:
    listed = Roster(units=(unit(1, received=date(2024, 11, 14)),))
    told = completeness([arrival(1)], roster=listed, plan=THAP_MUOI, noted=Noted(typed={"90001": date(2024, 11, 20)}))
    assert (told.units[0].receipt, told.units[0].days_late) == (Receipt.LATE, 6)


def test_the_five_figures() -> None:
    on_time, late = date(2024, 11, 14), date(2024, 11, 15)
    units = [unit(1, received=on_time), unit(2, received=late), unit(3), unit(4), unit(5, exception="mới sáp nhập")]
    told = state(units, [arrival(1), arrival(2), arrival(3)])
    assert (told.expected, told.actual, told.on_time) == (4, 3, 1)
    assert (told.rate, told.rate_on_time) == (Fraction(3, 4), Fraction(1, 4))
    assert [status.unit.code for status in told.to_phone] == ["90004"]
    assert told.count(Receipt.EXCUSED) == 1


def test_an_excused_unit_that_sends_a_form_counts_like_any_other() -> None:
    told = state([unit(1, exception="mới sáp nhập", received=date(2024, 11, 1))], [arrival(1)])
    assert (told.expected, told.actual, told.on_time) == (1, 1, 1)


def test_an_unreadable_file_is_no_form_and_its_unit_is_called() -> None:
    told = state([unit(1)], [], noted=Noted(unreadable={"90001": ["90001_Xa-1.xlsx"]}))
    assert told.units[0].receipt is Receipt.UNREADABLE
    assert told.actual == 0
    assert told.to_phone == told.units


@pytest.mark.parametrize(
    ("sentence", "more", "words"),
    [
        ("errors", {"errors": 2}, "2 lỗi, trả lại"),
        ("holes", {"incomplete": True}, "chưa đủ dữ liệu"),
        ("contradicting forms", {"conflict": True}, "nhiều phiếu khác nhau"),
    ],
)
def test_a_form_goes_back_for(sentence: str, more: dict[str, object], words: str) -> None:
    told = state([unit(1)], [arrival(1, **more)])
    assert [status.unit.code for status in told.to_return] == ["90001"], sentence
    assert words in told.units[0].remarks


def test_a_unit_that_is_not_on_the_roster_is_listed_and_not_counted() -> None:
    told = state([unit(1)], [arrival(1), arrival(2)])
    assert (told.expected, told.actual) == (1, 1)
    (stranger,) = (status for status in told.units if not status.listed)
    assert stranger.unit.code == "90002"
    assert "ngoài danh sách" in stranger.remarks


def test_a_unit_that_sent_only_its_start_of_year_form_is_missing_and_that_is_said() -> None:
    start = member(1, ky="Đầu kỳ")
    listed = Roster(units=tuple(RosterUnit(code=code, name=f"Xã {code}") for code in ("90001", "90002", "90003")))
    state = merged([member(0), start], roster=listed).completeness
    assert state is not None
    assert [(one.receipt, one.remarks) for one in state.units] == [
        (Receipt.UNKNOWN, ""),
        (Receipt.MISSING, "mới có phiếu Đầu kỳ 2024"),
        (Receipt.MISSING, ""),
    ]


@pytest.mark.parametrize(("eligible", "met"), [(6, True), (5, False)])
def test_keeping_six_of_thirteen(eligible: int, met: bool) -> None:
    units = [RosterUnit(code=f"900{n:02d}", name=f"Xã {n}") for n in range(1, 14)]
    arrivals = [Arrival(u.code, u.name, ("x",), eligible=n <= eligible) for n, u in enumerate(units, start=1)]
    told = completeness(arrivals, roster=Roster(units=tuple(units)), plan=THAP_MUOI)
    assert [(result.reached, result.units, result.met) for result in told.targets] == [(eligible, 13, met)]
    assert completeness_lines(told)[-1].endswith("– đạt" if met else "– chưa đạt")


KEEPING = THAP_MUOI.model_copy(update={"targets": (Target(kind="keep"),)})


@pytest.mark.parametrize(
    ("sentence", "titles", "reached", "of", "met"),
    [
        ("everyone who held the title holds it again", {1: (2022, 2024), 2: (2024,)}, 2, 2, True),
        ("one who held it lost it, whatever its form is worth", {1: (2022, 2024), 2: (2022,)}, 1, 2, False),
        ("nobody holds it for the plan's year", {1: (2022,), 2: (2023,)}, 0, 2, False),
        ("a later year's title is no matter", {1: (2024,), 2: (2025,)}, 1, 1, True),
        ("a unit that left the roster is no matter", {1: (2024,), 7: (2022,)}, 1, 1, True),
        ("while no decision is recorded nobody can tell", {}, None, 0, None),
    ],
)
def test_keeping_the_title_is_judged_by_who_holds_it(
    sentence: str, titles: dict[int, tuple[int, ...]], reached: int | None, of: int, met: bool | None
) -> None:
    noted = Noted(titles={f"9000{number}": years for number, years in titles.items()})
    told = state([unit(1), unit(2), unit(3)], [arrival(n, eligible=True) for n in (1, 2, 3)], KEEPING, noted)
    assert [(result.reached, result.units, result.met) for result in told.targets] == [(reached, of, met)], sentence
    last = completeness_lines(told)[-1]
    assert ("eligible" in last or "đủ điều kiện" in last) is False
    assert (f"{reached}/{of} đơn vị từng được công nhận" in last) is (reached is not None)
    assert ("«Công nhận» chưa ghi quyết định nào" in last) is (reached is None)


def test_a_commune_that_keeps_its_own_title_needs_no_roster() -> None:
    plan = shipped_plan("dinh-ke-2024")
    held, lost = (completeness([arrival(1)], plan=plan, noted=Noted(titles={"90001": y})) for y in ((2024,), (2023,)))
    assert [one.targets[0].met for one in (held, lost)] == [True, False]


def test_whether_communes_made_their_plans_no_form_tells() -> None:
    told = completeness([], plan=shipped_plan("lang-son-2025"))
    assert [(result.reached, result.met) for result in told.targets] == [(None, None)]


def test_a_roster_survives_its_workbook(tmp_path: Path) -> None:
    units = (
        unit(1, kind="xã", threshold_class="C", contact="Chị Hoa", phone="0912345678", received=date(2024, 11, 14)),
        unit(2, due=date(2024, 12, 1), exception="", predecessors=("90011", "90012")),
        unit(3, exception="mới sáp nhập"),
    )
    path = tmp_path / "r.xlsx"
    path.write_bytes(roster_bytes(Roster(units=units)))
    assert read_roster(path).units == units


def test_a_roster_is_read_from_csv_with_either_separator(tmp_path: Path) -> None:
    for delimiter, encoding in ((";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16")):
        path = tmp_path / "r.csv"
        lines = ("Danh sách năm 2024", "Mã đơn vị|Tên|Ngày nhận", "00001|Xã Mỹ Đông|5/11/2024")
        path.write_bytes("\n".join(lines).replace("|", delimiter).encode(encoding))
        assert read_roster(path).units == (RosterUnit(code="00001", name="Xã Mỹ Đông", received=date(2024, 11, 5)),)


def test_every_mistake_of_a_roster_has_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(roster_bytes())
    book = openpyxl.load_workbook(path)
    sheet = book.active
    rows: list[list[object]] = [
        [1, "Xã A", "xã", "C"],
        ["90002", "", "làng", "c"],
        ["90003", "Xã C", None, None, None, None, "31/02/2024", None, None, "90011, 9001"],
        ["90004", "Xã D"],
        ["90004", "Xã D"],
    ]
    for number, row in enumerate(rows, start=5):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    book.save(path)
    with pytest.raises(PlanError) as error:
        read_roster(path)
    told = {problem.path.rpartition("!")[2]: problem.message for problem in error.value.problems}
    assert set(told) == {"A5", "A6", "C6", "D6", "G7", "J7", "A9"}
    assert "00001" in told["A5"]
    assert "A8" in told["A9"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Mã,Tên\n00001,Xã Mỹ Đông".encode("cp1258", "replace"), "UTF-8"),
        (b"a,b\n1,2\n", "không thấy dòng tiêu đề"),
        ("Mã,Tên\n".encode(), "chưa có đơn vị nào"),
    ],
)
def test_a_file_that_is_no_roster_says_why(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(data)
    with pytest.raises(PlanError, match=words):
        read_roster(path)


def test_roster_check_and_template_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.xlsx"
    assert cli.main(["roster", "template", str(path)]) == 0
    assert cli.main(["roster", "template", str(path)]) == 2
    assert cli.main(["roster", "check", str(path)]) == 1
    assert "chưa có đơn vị nào" in capsys.readouterr().err
