"""A locality's year as data: the five real plans, what is wrong in a plan, and a plan as a workbook."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from xl_cfc import cli
from xl_cfc.books.plan import planbook_bytes, read_planbook
from xl_cfc.findings.finding import Severity
from xl_cfc.plan.calendar import calendar_bytes
from xl_cfc.plan.checking import check_plan
from xl_cfc.plan.loading import PlanError, load_plan, plan_text
from xl_cfc.plan.models import Agency, Due, Level, Milestone, MilestoneKind, Plan, Reverification, Survey, Target
from xl_cfc.plan.registry import shipped_plan, shipped_plan_ids
from xl_cfc.plan.wording import described, next_due_text

CRITERIA = range(1, 14)
BASE: dict[str, Any] = {"id": "xa-thu-2026", "year": 2026, "unit": "Xã Thử", "level": "commune"}


def plan(**more: Any) -> Plan:
    return Plan.model_validate(BASE | more)


def test_five_plans_ship() -> None:
    assert shipped_plan_ids() == ("chi-lang-2023", "dinh-ke-2024", "dong-kinh-2026", "lang-son-2025", "thap-muoi-2024")


@pytest.mark.parametrize(
    ("plan_id", "criterion", "lead"),
    [
        ("lang-son-2025", 3, "Công an phường, xã"),
        ("lang-son-2025", 5, "Trung tâm Y tế"),
        ("lang-son-2025", 12, "Phòng Văn hóa, Khoa học và Thông tin"),
        ("lang-son-2025", 13, "Phòng Y tế"),
        ("dong-kinh-2026", 2, "Văn phòng HĐND và UBND phường"),
        ("dong-kinh-2026", 5, "Trạm Y tế phường"),
        ("dong-kinh-2026", 10, "Các trường học trên địa bàn phường"),
        ("dinh-ke-2024", 5, "Công chức Văn hóa - xã hội phường"),
        ("dinh-ke-2024", 7, "Trạm Y tế phường"),
        ("dinh-ke-2024", 11, "Đoàn thanh niên phường"),
        ("thap-muoi-2024", 5, ""),
        ("chi-lang-2023", 1, ""),
    ],
)
def test_who_leads_a_criterion(plan_id: str, criterion: int, lead: str) -> None:
    assert shipped_plan(plan_id).lead(criterion) == lead


@pytest.mark.parametrize(
    ("plan_id", "days"),
    [
        ("lang-son-2025", [date(2025, 11, 14)]),
        ("dong-kinh-2026", []),
        ("chi-lang-2023", [date(2023, 11, 2)]),
        ("thap-muoi-2024", [date(2024, 2, 22), date(2024, 11, 14), date(2024, 11, 24), date(2024, 11, 29)]),
        ("dinh-ke-2024", []),
    ],
)
def test_every_deadline_is_before_a_day_so_its_eve_is_the_last(plan_id: str, days: list[date]) -> None:
    milestones = shipped_plan(plan_id).dated()
    assert [milestone.due.last_day for milestone in milestones if milestone.due] == days


def test_what_a_document_does_not_state_is_absent_and_shown_as_absent() -> None:
    shown = dict(described(shipped_plan("dong-kinh-2026")))
    assert shown["Mốc thời gian"] == shown["Chỉ tiêu"] == shown["Phúc tra"] == "(văn bản không nêu)"
    assert dict(described(shipped_plan("thap-muoi-2024")))["Chỉ tiêu"].startswith("Duy trì 06/13")


@pytest.mark.parametrize(
    ("sentence", "target", "reached", "units", "met"),
    [
        ("six of 06/13 keep it", Target(kind="number", number=6, of=13), 6, 13, True),
        ("five do not", Target(kind="number", number=6, of=13), 5, 13, False),
        ("100 % asks for every one", Target(kind="share", share=Fraction(1)), 12, 13, False),
        ("and every one is 100 %", Target(kind="share", share=Fraction(1)), 13, 13, True),
        ("two thirds exactly", Target(kind="share", share=Fraction(2, 3)), 2, 3, True),
        ("keeping the title asks for the one commune", Target(kind="keep"), 0, 1, False),
        ("nobody expected meets no share", Target(kind="share", share=Fraction(1)), 0, 0, False),
    ],
)
def test_a_target_is_met_or_not(sentence: str, target: Target, reached: int, units: int, met: bool) -> None:
    assert target.met(reached, units) is met, sentence


@pytest.mark.parametrize(
    ("wording", "received", "late"),
    [("before", 14, False), ("before", 15, True), ("by", 15, False), ("by", 16, True)],
)
def test_before_a_day_ends_on_its_eve_and_by_a_day_on_the_day(wording: Any, received: int, late: bool) -> None:
    assert Due(wording=wording, day=date(2024, 11, 15)).late(date(2024, 11, received)) is late


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2024, 11, 1), "14/11/2024) – còn 13 ngày"),
        (date(2024, 11, 14), "14/11/2024) – hôm nay là ngày cuối"),
        (date(2024, 11, 15), "24/11/2024) – còn 9 ngày"),
        (date(2024, 11, 30), ""),
    ],
)
def test_what_is_due_next(today: date, words: str) -> None:
    assert next_due_text(shipped_plan("thap-muoi-2024"), today).endswith(words)


def test_every_mistake_of_a_plan_is_told_at_once_with_its_path() -> None:
    text = """
id: X Y
year: 20
unit: Xã Thử
level: village
colour: red
milestones:
- {kind: dossier, what: Gửi hồ sơ, due: {wording: before, day: 2024-13-40}}
- {kind: dossier, what: Gửi lại, due: {wording: about, day: 2024-02-30}}
targets:
- {kind: number, number: 7, of: 6}
- {kind: share, share: 0.9}
"""
    with pytest.raises(PlanError) as error:
        load_plan(text)
    paths = [problem.path for problem in error.value.problems]
    assert set(paths) == {
        "id", "year", "level", "colour", "milestones[1].due.day", "milestones[2].due.wording",
        "milestones[2].due.day", "targets[1]", "targets[2].share",
    }  # fmt: skip


def test_a_key_written_twice_is_a_mistake() -> None:
    with pytest.raises(PlanError, match="year"):
        load_plan("id: a\nyear: 2024\nyear: 2025\nunit: a\nlevel: commune")


ALL_LED = {"name": "UBND xã", "leads": list(CRITERIA)}


@pytest.mark.parametrize(
    ("sentence", "more", "severity", "words"),
    [
        ("a criterion nobody leads", {"agencies": [{"name": "A", "leads": [*range(1, 13)]}]}, "warning", "tiêu chí 13"),
        ("two lead one", {"agencies": [ALL_LED, {"name": "B", "leads": [5]}]}, "warning", "tiêu chí 5 có 2 cơ quan"),
        ("a criterion there is not", {"agencies": [ALL_LED, {"name": "B", "supports": [14]}]}, "error", "tiêu chí 14"),
        ("another year in the text", {"legal": {"stated_years": [2026, 2025]}}, "warning", "«năm 2025»"),
        (
            "the report due before the dossier",
            {
                "milestones": [
                    {"kind": "dossier", "what": "Hồ sơ", "due": {"wording": "by", "day": "2026-11-30"}},
                    {"kind": "report", "what": "Báo cáo", "due": {"wording": "by", "day": "2026-11-15"}},
                ]
            },
            "warning",
            "«Báo cáo» (15/11/2026) đến hạn trước «Hồ sơ» (30/11/2026)",
        ),
        (
            "a day of another year",
            {"milestones": [{"kind": "dossier", "what": "Hồ sơ", "due": {"wording": "by", "day": "2025-11-30"}}]},
            "warning",
            "không thuộc năm 2026",
        ),
        (
            "a target above the number of communes",
            {"communes": 5, "targets": [{"kind": "number", "number": 6}]},
            "error",
            "lớn hơn số đơn vị (5)",
        ),
    ],
)
def test_a_doubt_is_named(sentence: str, more: dict[str, Any], severity: str, words: str) -> None:
    doubts = check_plan(plan(**({"agencies": [ALL_LED]} | more)), CRITERIA)
    assert [(doubt.severity, words in doubt.message) for doubt in doubts] == [(Severity(severity), True)], sentence


def test_the_slip_in_dong_kinhs_document_is_a_warning_and_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "check", "dong-kinh-2026"]) == 0
    assert "«năm 2025» trong khi kế hoạch là của năm 2026" in capsys.readouterr().out


def test_impossible_dates_are_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "k.yaml"
    due = {"wording": "by", "day": "2026-02-30"}
    broken.write_text(yaml.safe_dump(BASE | {"milestones": [{"kind": "dossier", "what": "x", "due": due}]}), "utf-8")
    assert cli.main(["plan", "check", str(broken)]) == 1
    assert "không phải ngày có thật: 2026-02-30" in capsys.readouterr().err


@pytest.mark.parametrize("plan_id", shipped_plan_ids())
def test_a_shipped_plan_survives_yaml_and_the_workbook(plan_id: str) -> None:
    shipped = shipped_plan(plan_id)
    assert load_plan(plan_text(shipped)) == shipped
    assert read_planbook(planbook_bytes(shipped), "x") == shipped


WORDS = some.text("aăâbcdđeêghiklmnoôơpqrstuưvxyÂĐ áàạ", min_size=1, max_size=20).map(
    lambda s: " ".join(s.split()) or "x"
)
NUMBERS = some.lists(some.integers(1, 13), unique=True, max_size=5).map(tuple)
DAYS = some.dates(date(2026, 1, 1), date(2026, 12, 31))
DUES = some.none() | some.builds(Due, wording=some.sampled_from(["before", "by"]), day=DAYS)
SHARES = some.fractions(0, 1, max_denominator=1000)
TARGETS = some.one_of(
    some.builds(Target, kind=some.just("keep"), text=WORDS),
    some.builds(Target, kind=some.just("share"), share=SHARES, what=some.sampled_from(["recognised", "committed"])),
    some.builds(Target, kind=some.just("number"), number=some.integers(0, 6), of=some.none() | some.integers(6, 168)),
)
PLANS = some.builds(
    Plan,
    id=some.just("xa-thu-2026"),
    year=some.just(2026),
    unit=WORDS,
    level=some.sampled_from(Level),
    communes=some.none() | some.integers(1, 168),
    agencies=some.lists(
        some.builds(
            Agency,
            name=WORDS,
            leads=NUMBERS,
            supports=NUMBERS,
            several=some.booleans(),
            bodies=some.lists(WORDS.filter(lambda s: ";" not in s), max_size=3).map(tuple),
        ),
        max_size=4,
    ).map(tuple),
    milestones=some.lists(
        some.builds(Milestone, kind=some.sampled_from(MilestoneKind), what=WORDS, by_whom=WORDS, due=DUES), max_size=4
    ).map(tuple),
    targets=some.lists(TARGETS, max_size=3).map(tuple),
    watched_criteria=NUMBERS,
    survey=some.builds(
        Survey, minimum=some.dictionaries(some.sampled_from(["Trẻ em", "Người dân"]), some.integers(1, 99))
    ),
    reverification=some.none()
    | some.builds(Reverification, number=some.integers(1, 9), share=some.none(), text=WORDS)
    | some.builds(Reverification, number=some.none(), share=SHARES, text=WORDS),
    compares_with=some.none() | some.integers(2019, 2026),
    notes=some.lists(WORDS, max_size=3).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(PLANS)
def test_any_plan_survives_yaml_and_the_workbook(made: Plan) -> None:
    assert load_plan(plan_text(made)) == made
    assert read_planbook(planbook_bytes(made), "x") == made


def test_a_sixth_plan_is_written_in_excel_and_every_mistake_has_its_cell(tmp_path: Path) -> None:
    book, yaml_file = tmp_path / "ke-hoach.xlsx", tmp_path / "ke-hoach.yaml"
    assert cli.main(["plan", "export", str(book)]) == 0
    filled = openpyxl.load_workbook(book)
    general, agencies, milestones = filled["Kế hoạch"], filled["Cơ quan"], filled["Mốc thời gian"]
    rows = {general.cell(row, 1).value: row for row in range(4, general.max_row + 1)}
    typed = {
        "Mã kế hoạch (chữ thường, số, gạch nối)": "xa-moi-2026",
        "Năm": "hai nghìn",
        "Đơn vị": "Xã Mới",
        "Cấp": "thôn",
    }
    for label, value in typed.items():
        general.cell(rows[label], 2, value)
    agencies["A4"], agencies["B4"] = "Trạm Y tế", "5, bảy"
    milestones["A4"], milestones["B4"], milestones["D4"], milestones["E4"] = (
        "Gửi hồ sơ, kết quả",
        "Hồ sơ",
        "trước ngày",
        "31/02/2026",
    )
    filled.save(book)
    with pytest.raises(PlanError) as error:
        read_planbook(book.read_bytes(), "x")
    places = {problem.path for problem in error.value.problems}
    assert places >= {f"Kế hoạch!B{rows['Năm']}", f"Kế hoạch!B{rows['Cấp']}", "Cơ quan!B4", "Mốc thời gian!E4"}
    assert cli.main(["plan", "import", str(book), "-o", str(yaml_file)]) == 1
    assert not yaml_file.exists()
    general.cell(rows["Năm"], 2, 2026)
    general.cell(rows["Cấp"], 2, "xã, phường, thị trấn, đặc khu")
    agencies["B4"], milestones["E4"] = "5, 7", date(2026, 11, 15)
    filled.save(book)
    assert cli.main(["plan", "import", str(book), "-o", str(yaml_file)]) == 0
    made = load_plan(yaml_file.read_text("utf-8"))
    assert (made.unit, made.lead(7), made.due(MilestoneKind.DOSSIER)) == (
        "Xã Mới",
        "Trạm Y tế",
        Due(wording="before", day=date(2026, 11, 15)),
    )


def test_the_calendar_has_each_milestone_on_its_last_day_with_reminders() -> None:
    data = calendar_bytes(shipped_plan("thap-muoi-2024"), datetime(2024, 2, 19, tzinfo=UTC))
    read = vobject.readOne(data.decode())  # another library than the one that wrote it
    events = {event.dtstart.value: event for event in read.vevent_list}
    assert sorted(events) == [date(2024, 2, 22), date(2024, 11, 14), date(2024, 11, 24), date(2024, 11, 29)]
    dossier = events[date(2024, 11, 14)]
    assert "hồ sơ" in dossier.summary.value
    assert "trước ngày 15/11/2024" in dossier.description.value
    assert [alarm.trigger.value.days for alarm in dossier.valarm_list] == [-14, -7, -1]
    assert len({event.uid.value for event in read.vevent_list}) == 4


def test_a_corrected_day_moves_the_entry_instead_of_adding_one() -> None:
    old = shipped_plan("thap-muoi-2024")
    moved = old.milestones[1].model_copy(update={"due": Due(wording="by", day=date(2024, 11, 20))})
    new = old.model_copy(update={"milestones": (old.milestones[0], moved, *old.milestones[2:])})

    def identities(of: Plan) -> list[str]:
        read = vobject.readOne(calendar_bytes(of, datetime(2024, 2, 19, tzinfo=UTC)).decode())
        return [event.uid.value for event in read.vevent_list]

    assert identities(old) == identities(new)


def test_a_plan_without_days_has_no_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "calendar", "dinh-ke-2024", "-o", str(tmp_path / "lich.ics")]) == 2
    assert "không nêu ngày nào" in capsys.readouterr().err
