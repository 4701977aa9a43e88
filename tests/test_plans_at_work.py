"""Each of the five plans run end to end: forms of the year, filled, checked, scored, merged, and what the plan demands.

Names of communes other than Tháp Mười's are made up, and say so.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from tests.support.deep import count
from tests.support.known import SHIPPED
from tests.support.merging import merge
from tests.test_reading import with_member
from xl_cfc import cli
from xl_cfc.books.roster import read_roster, roster_bytes
from xl_cfc.cells import CellValue
from xl_cfc.collecting import MergeOutcome
from xl_cfc.consolidation.receiving import Receipt, completeness_lines
from xl_cfc.examples import example_form
from xl_cfc.form.ondisk import evaluate_file
from xl_cfc.form.sheets import form_bytes
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.plan.registry import shipped_plan, shipped_plan_ids
from xl_cfc.plan.roster import Roster, RosterUnit
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset()
#: The 13 communes of Tháp Mười; elsewhere the names are synthetic.
THAP_MUOI = [example_form(position).content.values for position in range(13)]
WHEN = datetime(2026, 11, 23, 8)


@dataclass(frozen=True)
class Locality:
    """A plan's communes with their forms filled."""

    plan_id: str
    folder: Path
    roster: Path

    def merged(self, target: Path) -> MergeOutcome:
        plan = shipped_plan(self.plan_id)
        return merge([self.folder], target, plan=plan, roster=read_roster(self.roster), created=WHEN)


def units(plan_id: str) -> list[RosterUnit]:
    plan = shipped_plan(plan_id)
    if plan_id == "thap-muoi-2024":
        named = [(str(v["ma_dvhc"]), str(v["ten_don_vi"]), str(v["nhom_nguong"])) for v in THAP_MUOI]
        return [RosterUnit(code=code, name=name, threshold_class=group) for code, name, group in named]
    if not plan.level.consolidates:
        return [RosterUnit(code="90001", name=f"{plan.unit} (ví dụ)", threshold_class="B")]
    return [RosterUnit(code=f"9000{n}", name=f"Xã {n} (ví dụ)", threshold_class="C") for n in range(1, 4)]


def locality(plan_id: str, folder: Path, roster: list[RosterUnit] | None = None) -> Locality:
    """Forms written from the roster, then filled with made-up figures of complete communes."""
    listed = roster or units(plan_id)
    path = folder / "danh-sach.xlsx"
    path.write_bytes(roster_bytes(Roster(units=tuple(listed))))
    forms = folder / "phieu"
    written = ["template", "--roster", str(path), "--plan", plan_id, "-o", str(forms)]
    assert cli.main(written) == 0
    plan, files = shipped_plan(plan_id), sorted(forms.iterdir())
    assert len(files) == len(listed)
    for position, (unit, file) in enumerate(zip(sorted(listed, key=lambda u: u.code), files, strict=True)):
        content = example_form(position if plan_id == "thap-muoi-2024" else position % 3).content
        made: dict[str, CellValue] = {
            "ten_don_vi": unit.name,
            "ma_dvhc": unit.code,
            "nhom_nguong": unit.threshold_class,
        }
        days: dict[str, CellValue] = {"nam": plan.year, "ngay_lap": date(plan.year, 11, 1), "tinh": plan.province}
        filled = replace(content, values={**content.values, **made, **days})
        file.write_bytes(form_bytes(RULESET, filled, plan=plan, today=date(plan.year, 11, 1)))
    return Locality(plan_id, forms, path)


@pytest.mark.parametrize("plan_id", [name for name in shipped_plan_ids() if name != "thap-muoi-2024"])
def test_a_plan_runs_from_forms_to_the_consolidated_workbook(plan_id: str, tmp_path: Path) -> None:
    made = locality(plan_id, tmp_path)
    files = sorted(made.folder.iterdir())
    results = [evaluate_file(file, SHIPPED) for file in files]
    assert all(result.submission is not None for result in results)
    assert {r.submission.stamp.plan_id for r in results if r.submission} == {plan_id}
    assert [r.card.conclusion for r in results if r.card] == [Conclusion.ELIGIBLE] * len(files)
    assert cli.main(["check", *map(str, files), "--roster", str(made.roster)]) == 0
    assert cli.main(["score", *map(str, files)]) == 0
    outcome = made.merged(tmp_path / "th.xlsx")
    state = outcome.consolidation.completeness
    assert state is not None
    assert (state.expected, state.actual) == (len(files), len(files))
    assert all(result.met is not False for result in state.targets)
    assert outcome.exit_code() == 0


@pytest.mark.slow
def test_tháp_mười_keeps_its_target_and_knows_who_is_late(tmp_path: Path) -> None:
    days = {0: date(2024, 11, 14), 1: date(2024, 11, 15)}
    roster = [u.model_copy(update={"received": days.get(n)}) for n, u in enumerate(units("thap-muoi-2024"))]
    made = locality("thap-muoi-2024", tmp_path, roster)
    outcome = made.merged(tmp_path / "th.xlsx")
    state = outcome.consolidation.completeness
    assert state is not None
    receipts = {status.unit.name: status.receipt for status in state.units}
    assert receipts["Thị trấn Mỹ An"] is Receipt.ON_TIME
    assert receipts["Xã Đốc Binh Kiều"] is Receipt.LATE
    assert state.expected == 13
    (target,) = state.targets
    assert (target.reached, target.units, target.met) == (7, 13, True)
    assert "06/13" in completeness_lines(state)[-1]
    book = openpyxl.load_workbook(tmp_path / "th.xlsx")
    overview = [str(row[0]) for row in book["Tổng quan"].iter_rows(values_only=True)]
    assert "Sắp đến hạn: không còn mốc nào trong kế hoạch" in overview
    sheet = book["Tình hình nộp"]
    rows = {row[1]: row for row in sheet.iter_rows(values_only=True) if row[1]}
    assert rows["Xã Đốc Binh Kiều"][5] == "! Muộn"
    assert rows["Xã Đốc Binh Kiều"][9] == 1


@pytest.mark.slow
def test_with_only_five_eligible_communes_the_target_is_not_met(tmp_path: Path) -> None:
    made = locality("thap-muoi-2024", tmp_path)
    eligible = [f for f in sorted(made.folder.iterdir()) if _concludes(f) is Conclusion.ELIGIBLE]
    for file in eligible[5:]:
        file.unlink()
    outcome = made.merged(tmp_path / "th.xlsx")
    state = outcome.consolidation.completeness
    assert state is not None
    assert [(t.reached, t.units, t.met) for t in state.targets] == [(5, 13, False)]
    assert {status.unit.code for status in state.to_phone} >= {file.name[:5] for file in eligible[5:]}


def _concludes(file: Path) -> Conclusion | None:
    card = evaluate_file(file, SHIPPED).card
    return card.conclusion if card else None


@pytest.mark.parametrize(
    ("plan_id", "lead"),
    [("dong-kinh-2026", "Trạm Y tế phường"), ("dinh-ke-2024", "Công chức Văn hóa - xã hội phường")],
)
def test_the_form_names_who_leads_criterion_five_in_each_ward(plan_id: str, lead: str, tmp_path: Path) -> None:
    made = locality(plan_id, tmp_path)
    (file,) = made.folder.iterdir()
    book = openpyxl.load_workbook(file)
    sheet, cell = next(book.defined_names["in_te_tai_nan_thuong_tich"].destinations)
    row = book[sheet][cell.replace("$", "")].row
    assert lead in [cell.value for cell in book[sheet][row]]
    plan_sheet = [cell.value for row in book["Kế hoạch"].iter_rows() for cell in row]
    assert lead in plan_sheet


def test_the_sheet_of_the_plan_counts_the_days_left(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    plan, content = shipped_plan("thap-muoi-2024"), example_form(0).content
    path.write_bytes(form_bytes(RULESET, content, plan=plan, today=date(2024, 11, 14)))
    shown = [row[5] for row in openpyxl.load_workbook(path, data_only=True)["Kế hoạch"].iter_rows(values_only=True)]
    assert "hôm nay là ngày cuối" in shown
    assert "còn 15 ngày" in shown
    guide = [cell.value for row in openpyxl.load_workbook(path)["Hướng dẫn"].iter_rows() for cell in row]
    assert any("Trước ngày 15/11/2024 (ngày cuối còn kịp: 14/11/2024)" in str(text) for text in guide)


def _renamed(old: RosterUnit, new: RosterUnit, _: str, member: bytes) -> bytes:
    """A part of a form with another unit's code and name."""
    return member.replace(old.code.encode(), new.code.encode()).replace(old.name.encode(), new.name.encode())


@pytest.mark.slow
def test_168_units_work_as_13_do(tmp_path: Path) -> None:
    """The usual run writes 12 forms, and the others as copies of the last with their own code and name."""
    roster = [RosterUnit(code=f"9{n:04d}", name=f"Xã {n} (ví dụ)", threshold_class="C") for n in range(1, 169)]
    path, some, forms = tmp_path / "danh-sach.xlsx", tmp_path / "mot-phan.xlsx", tmp_path / "phieu"
    path.write_bytes(roster_bytes(Roster(units=tuple(roster))))
    written = roster[: count(12, 167)]
    some.write_bytes(roster_bytes(Roster(units=tuple(written))))
    assert cli.main(["template", "--roster", str(some), "--plan", "lang-son-2025", "-o", str(forms)]) == 0
    last, model = written[-1], max(forms.iterdir()).read_bytes()
    for unit in roster[len(written) : -1]:
        (forms / f"{unit.code}.xlsx").write_bytes(with_member(model, partial(_renamed, last, unit)))

    outcome = Locality("lang-son-2025", forms, path).merged(tmp_path / "th.xlsx")

    state = outcome.consolidation.completeness
    assert state is not None
    assert (state.expected, state.actual) == (168, 167)
    assert [status.unit.code for status in state.to_phone] == ["90168"]
    assert outcome.consolidation.blocks[0].expected == 168
