"""What a consolidated workbook leaves to do: return notes and a phone list, from what it carries and what is typed."""

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.known import SHIPPED
from tests.test_entries import Desk, headings
from xl_cfc import cli
from xl_cfc.books.roster import roster_bytes
from xl_cfc.consolidation.sheets.members import MEMBERS
from xl_cfc.delivery.calls import Call, calls_text
from xl_cfc.delivery.followup import FollowUp, follow_up
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.plan.roster import Roster, RosterUnit

TODAY = date(2026, 11, 23)
FAULT = {"so_clb": None}
PAGE = "_2024_cuoi-ky.xlsx"
RECEIPTS = "Tình hình nộp"
HERE = (RosterUnit(code="90001", name="Thị trấn Mỹ An"), RosterUnit(code="90002", name="Xã Đốc Binh Kiều"))
ABSENT = RosterUnit(code="90020", name="Xã Vắng", contact="Trần Thị Chờ", phone="0900 123 456", due=date(2026, 11, 15))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def look(desk: Desk, **options: Any) -> FollowUp:
    return follow_up(desk.out.read_bytes(), str(desk.out), SHIPPED, TODAY, **options)


def pages(found: FollowUp) -> list[str]:
    return [name.removeprefix("tra-lai_") for name in found.files(TODAY) if name.startswith("tra-lai_")][::2]


def spotless(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    desk.merge()


def faulty(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    desk.send("2.xlsx", 1, **FAULT)
    desk.merge()


def contradicting(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    desk.send("1b.xlsx", 0, so_clb=7)
    desk.merge()


def decided_there(desk: Desk) -> None:
    contradicting(desk)
    with desk.open() as book:
        start, columns = headings(book["Trùng lặp"])
        book["Trùng lặp"].cell(start + 1, columns["Dùng (x)"]).value = "x"


def decided_by_name(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    desk.send("1b.xlsx", 0, so_clb=7)
    desk.merge(prefer=["1.xlsx"])


def twice(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    shutil.copy(desk.forms / "1.xlsx", desk.forms / "1-ban-sao.xlsx")
    desk.merge()


def of_another_year(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    desk.send("2.xlsx", 1, nam=2025, **FAULT)
    desk.merge(year=2024)


def without_a_unit(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    desk.send("Phiếu lạ.xlsx", 1, ma_dvhc=None)
    desk.merge()


def damaged(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    (desk.forms / "hong.xlsx").write_bytes((desk.forms / "1.xlsx").read_bytes()[:4000])
    desk.merge()


def in_two_folders(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    for folder in ("a", "b"):
        (desk.forms / folder).mkdir()
        (desk.forms / folder / "hong.xlsx").write_bytes(folder.encode() * 9)
    desk.merge()


@pytest.mark.parametrize(
    ("workbook", "notes"),
    [
        (spotless, []),
        (faulty, [f"90002_Xa-Doc-Binh-Kieu{PAGE}"]),
        (contradicting, [f"90001_Thi-tran-My-An{PAGE}", f"90001_Thi-tran-My-An{PAGE[:-5]}-2.xlsx"]),
        (decided_there, []),
        (decided_by_name, []),
        (twice, []),
        (of_another_year, []),
        (without_a_unit, ["Phieu-la.xlsx"]),
        (damaged, ["hong.xlsx"]),
        (in_two_folders, ["hong.xlsx", "hong-2.xlsx"]),
    ],
)
def test_a_note_is_made_for_every_form_that_has_to_go_back(
    desk: Desk, workbook: Callable[[Desk], None], notes: list[str]
) -> None:
    workbook(desk)
    shutil.rmtree(desk.forms)  # what the workbook carries is enough
    assert pages(look(desk)) == notes


def test_a_note_names_unit_file_cells_and_deadline(desk: Desk) -> None:
    faulty(desk)
    page, text, *_ = look(desk).files(TODAY, "30/11/2026").values()
    rows = load_workbook(BytesIO(page)).active.iter_rows(values_only=True)
    cells = "\n".join(str(cell) for row in rows for cell in row if cell)
    for part in ("Xã Đốc Binh Kiều", "Tệp: 2.xlsx", "Nhập liệu!D53", "30/11/2026", "23/11/2026"):
        assert part in cells
    lines = text.decode("utf-8-sig").splitlines()
    assert lines[0] == "Xã Đốc Binh Kiều: phiếu còn 1 lỗi phải sửa, 0 cảnh báo."
    assert lines[1].startswith("- Nhập liệu!D53: Chưa nhập «11b")
    assert lines[2] == "Đề nghị sửa, gửi lại trước 30/11/2026."


def test_forms_of_a_rule_set_that_is_not_here_are_counted_and_not_returned(desk: Desk) -> None:
    faulty(desk)
    found = follow_up(desk.out.read_bytes(), "tong-hop.xlsx", lambda stamp: None, TODAY)
    assert (found.returned, found.unknown) == ((), 2)
    assert found.lines()[-1] == "2 phiếu theo bộ tiêu chí máy này không có nên không lập phiếu trả lại"


@pytest.mark.parametrize(
    ("unit", "typed", "days_late", "remarks"),
    [
        ({}, {}, 8, ""),
        ({"due": date(2026, 11, 30)}, {}, 0, ""),
        ({"due": None}, {}, None, ""),
        ({}, {"Ghi_chú_khi_nhận": "hứa gửi ngày 25"}, 8, "hứa gửi ngày 25"),
        ({}, {"Ngày_nhận": datetime(2026, 11, 17)}, 2, "đã ghi ngày nhận 17/11/2026, chưa có tệp dùng được"),
        ({"received": date(2026, 11, 14)}, {}, 0, "đã ghi ngày nhận 14/11/2026, chưa có tệp dùng được"),
        ({}, {"Ngày_nhận": "hôm qua"}, 8, ""),
    ],
)
def test_a_missing_unit_is_called_with_its_lateness_and_what_staff_typed(
    desk: Desk, unit: dict[str, Any], typed: dict[str, Any], days_late: int | None, remarks: str
) -> None:
    desk.send("1.xlsx", 0)
    desk.merge(roster=Roster(units=(HERE[0], ABSENT.model_copy(update=unit))))
    desk.type(RECEIPTS, {"Mã": "90020"}, **typed)
    due = unit.get("due", ABSENT.due)
    assert look(desk).calls == (
        Call("90020", "Xã Vắng", "Chưa nộp", "Trần Thị Chờ", "0900 123 456", due, days_late, remarks),
    )


def test_a_unit_whose_file_cannot_be_read_is_called_and_gets_a_note(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    (desk.forms / "90020_Xa-Vang.xlsx").write_bytes(b"PK\x03\x04")
    desk.merge(roster=Roster(units=(HERE[0], ABSENT)))
    found = look(desk)
    assert found.calls is not None
    assert [(call.why, call.remarks) for call in found.calls] == [("Tệp không đọc được", "phieu/90020_Xa-Vang.xlsx")]
    assert pages(found) == ["90020-Xa-Vang.xlsx"]


def test_those_late_longest_come_first_and_the_plan_gives_the_deadline(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    others = [ABSENT.model_copy(update={"code": f"9003{n}", "due": due}) for n, due in enumerate([None, ABSENT.due])]
    desk.merge(plan=shipped_plan("thap-muoi-2024"), roster=Roster(units=(HERE[0], *others[::-1])))
    found = look(desk).calls
    assert found is not None
    assert [(call.code, call.due) for call in found] == [("90030", date(2024, 11, 14)), ("90031", ABSENT.due)]


def test_the_text_has_a_line_a_unit() -> None:
    told = (
        Call("90020", "Xã Vắng", "Chưa nộp", "Trần Thị Chờ", "0900 123 456", ABSENT.due, 8, "hứa gửi ngày 25"),
        Call("90021", "Xã Lặng", "Tệp không đọc được", "", "", None, None, ""),
    )
    assert calls_text(told, TODAY) == (
        "Cần gọi 2 đơn vị (ngày 23/11/2026):\n"
        "1. Xã Vắng (90020): Chưa nộp; hạn 15/11/2026, muộn 8 ngày; Trần Thị Chờ · 0900 123 456; hứa gửi ngày 25\n"
        "2. Xã Lặng (90021): Tệp không đọc được; chưa có số điện thoại\n"
    )


def test_the_workbook_remembers_its_plan_and_roster_until_others_are_given(desk: Desk) -> None:
    desk.send("1.xlsx", 0)
    desk.merge(plan=shipped_plan("thap-muoi-2024"), roster=Roster(units=(HERE[0], ABSENT)))
    before = desk.rows(RECEIPTS)
    desk.merge()
    assert desk.rows(RECEIPTS) == before
    desk.merge(roster=Roster(units=(HERE[0],)))
    assert [row["Mã"] for row in desk.rows(RECEIPTS)] == ["90001"]
    assert look(desk).calls == ()
    assert [call.code for call in look(desk, roster=Roster(units=(HERE[0], ABSENT))).calls or ()] == ["90020"]


@pytest.mark.parametrize(
    ("form", "roster", "said"),
    [
        ({}, HERE[:1], ["Không có phiếu nào phải trả lại", "không có đơn vị nào phải gọi"]),
        (FAULT, (HERE[0], ABSENT), ["1 phiếu phải trả lại", "1 đơn vị cần gọi điện"]),
        (
            FAULT,
            (),
            ["1 phiếu phải trả lại", "không lập danh sách gọi điện: bản tổng hợp không có danh sách đơn vị phải nộp"],
        ),
    ],
)
def test_what_there_is_to_do_is_said_plainly(
    desk: Desk, form: dict[str, Any], roster: tuple[RosterUnit, ...], said: list[str]
) -> None:
    desk.send("1.xlsx", 0, **form)
    desk.merge(roster=Roster(units=roster) if roster else None)
    assert look(desk).lines() == said


def test_check_writes_notes_and_phone_list_of_a_consolidated_workbook_and_never_over_others(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.send("1.xlsx", 0)
    desk.send("2.xlsx", 1, **FAULT)
    roster, notes = tmp_path / "ds.xlsx", tmp_path / "tra-lai"
    roster.write_bytes(roster_bytes(Roster(units=(*HERE, ABSENT))))
    assert cli.main(["merge", str(desk.forms), "-o", str(desk.out), "--roster", str(roster)]) == 1
    check = ["check", str(desk.out), "--note", str(notes), "--due", "30/11/2026"]
    capsys.readouterr()

    assert cli.main(check) == 1

    told = capsys.readouterr()
    assert told.out == "\ntong-hop.xlsx: 1 phiếu phải trả lại; 1 đơn vị cần gọi điện.\n"
    assert f"Đã ghi 1 phiếu trả lại vào {notes}; danh sách gọi điện: goi-dien_tong-hop.xlsx" in told.err
    assert sorted(path.name for path in notes.iterdir()) == [
        "goi-dien_tong-hop.txt",
        "goi-dien_tong-hop.xlsx",
        f"tra-lai_90002_Xa-Doc-Binh-Kieu{PAGE[:-5]}.txt",
        f"tra-lai_90002_Xa-Doc-Binh-Kieu{PAGE}",
    ]
    sheet = load_workbook(notes / "goi-dien_tong-hop.xlsx").active
    assert [cell.value for cell in sheet[4]][:7] == [
        1, "90020", "Xã Vắng", "Chưa nộp", "Trần Thị Chờ", "0900 123 456", datetime(2026, 11, 15),
    ]  # fmt: skip
    (notes / "goi-dien_tong-hop.txt").write_text("đã gọi", "utf-8")
    assert cli.main(check) == 2
    assert (notes / "goi-dien_tong-hop.txt").read_text("utf-8") == "đã gọi"
    assert cli.main([*check, "--force"]) == 1
    assert (notes / "goi-dien_tong-hop.txt").read_text("utf-8-sig").startswith("Cần gọi 1 đơn vị")


def test_check_takes_forms_and_workbooks_together_and_says_so_as_json(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty(desk)
    capsys.readouterr()
    form, notes = desk.forms / "2.xlsx", tmp_path / "tra-lai"
    assert cli.main(["check", str(form), str(desk.out), "--note", str(notes), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["file"], len(one["findings"])) for one in told] == [(str(form), 1), ("tong-hop.xlsx", 1)]
    assert sorted(path.name for path in notes.glob("*.xlsx")) == [
        "tra-lai_2.xlsx",
        f"tra-lai_90002_Xa-Doc-Binh-Kieu{PAGE}",
    ]


def test_check_with_nothing_to_do_writes_nothing_and_ends_well(desk: Desk, tmp_path: Path) -> None:
    spotless(desk)
    assert cli.main(["check", str(desk.out), "--note", str(tmp_path / "tra-lai")]) == 0
    assert not (tmp_path / "tra-lai").exists()


def test_check_without_note_still_says_what_the_workbook_is(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    spotless(desk)
    assert cli.main(["check", str(desk.out)]) == 2
    assert "CFC-011" in capsys.readouterr().out


def test_a_workbook_whose_hidden_sheet_was_changed_is_refused(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty(desk)
    with desk.open() as book:
        book[MEMBERS]["A2"].value = str(book[MEMBERS]["A2"].value) + " "
    assert cli.main(["check", str(desk.out), "--note", str(tmp_path / "tra-lai")]) == 2
    assert "nội dung khác mã kiểm" in capsys.readouterr().err
    assert not (tmp_path / "tra-lai").exists()
