"""«Phiếu trả lại» in a consolidated workbook: every note and the phone list, in a folder the officer chooses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwings as xw
from openpyxl import load_workbook

from macros import handlers, history
from tests.addin.engine import App, opened, picture
from tests.support.merging import merge
from tests.test_entries import find
from xl_cfc.examples import example_form
from xl_cfc.files.home import log_file
from xl_cfc.form.sheets import form_bytes
from xl_cfc.plan.roster import Roster, RosterUnit
from xl_cfc.ruleset.registry import shipped_ruleset

ABSENT = RosterUnit(code="90020", name="Xã Vắng", contact="Trần Thị Chờ", phone="0900 123 456", due=date(2026, 11, 15))
LISTED = Roster(units=(RosterUnit(code="90001", name="Thị trấn Mỹ An"), ABSENT))
NOTE = "tra-lai_90001_Thi-tran-My-An_2024_cuoi-ky"
FILES = ["goi-dien_th.txt", "goi-dien_th.xlsx", f"{NOTE}.txt", f"{NOTE}.xlsx"]


def merged(folder: Path, *, clubs: int | None, roster: Roster | None) -> Path:
    """The workbook of one commune, whose form lacks a figure when `clubs` is None."""
    (folder / "nhan").mkdir()
    content = example_form(0).content
    values = {**content.values, "so_clb": clubs}
    (folder / "nhan" / "1.xlsx").write_bytes(form_bytes(shipped_ruleset(), replace(content, values=values)))
    return merge([folder / "nhan"], folder / "th.xlsx", roster=roster).output


@pytest.fixture
def book(excel: App, tmp_path: Path) -> xw.Book:
    """A workbook with one form to return and one unit to call, of which a day was just typed and not saved."""
    target = merged(tmp_path, clubs=None, roster=LISTED)
    book = opened(excel, target.read_bytes(), target)
    sheet = book.impl.wb["Tình hình nộp"]
    row, columns = find(sheet, {"Mã": "90020"})
    sheet.cell(row, columns["Ngày nhận"]).value = datetime(2026, 11, 17)
    return book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tra-lai").mkdir()
    return tmp_path / "tra-lai"


def press(excel: App, folder: Path) -> None:
    excel.native.answers = [str(folder)]
    handlers.press("CfcReturnNote")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_one_click_writes_every_note_and_the_phone_list_with_what_was_just_typed(
    excel: App, book: xw.Book, folder: Path
) -> None:
    before, settings = picture(book), dict(excel.settings)
    press(excel, folder)
    assert excel.said == [f"1 phiếu phải trả lại; 1 đơn vị cần gọi điện. Đã ghi vào {folder}"]
    assert names(folder) == FILES
    row = [cell.value for cell in load_workbook(folder / "goi-dien_th.xlsx").active[4]]
    assert row[1:9] == [
        "90020", "Xã Vắng", "Chưa nộp", "Trần Thị Chờ", "0900 123 456", datetime(2026, 11, 15), 2,
        "đã ghi ngày nhận 17/11/2026, chưa có tệp dùng được",
    ]  # fmt: skip
    assert (picture(book), excel.settings) == (before, settings)


def test_undo_takes_the_files_away(excel: App, book: xw.Book, folder: Path) -> None:
    press(excel, folder)
    (folder / f"{NOTE}.txt").write_text("đã gửi", "utf-8")
    handlers.press("CfcUndo")
    assert names(folder) == [f"{NOTE}.txt"]
    assert excel.said[-1].endswith(f"Tệp {NOTE}.txt đã được sửa nên giữ nguyên.")


def test_cancelled_nothing_is_written_or_said(excel: App, book: xw.Book, folder: Path) -> None:
    handlers.press("CfcReturnNote")
    assert (excel.said, names(folder), history.last(book.fullname)) == ([], [], None)


@pytest.mark.parametrize(("decision", "text"), [("no", "của tôi"), ("yes", "Cần gọi 1 đơn vị")])
def test_files_that_are_there_are_replaced_only_after_a_question(
    excel: App, book: xw.Book, folder: Path, decision: str, text: str
) -> None:
    (folder / "goi-dien_th.txt").write_text("của tôi", "utf-8")
    excel.decision = decision
    press(excel, folder)
    assert excel.said[0] == "Thư mục đã có 1 tệp cùng tên, trong đó có goi-dien_th.txt. Ghi đè?"
    assert (folder / "goi-dien_th.txt").read_text("utf-8-sig").startswith(text)
    assert names(folder) == (FILES if decision == "yes" else ["goi-dien_th.txt"])
    handlers.press("CfcUndo")
    assert names(folder) == ["goi-dien_th.txt"]  # what was there before is never taken away


@pytest.mark.parametrize(
    ("clubs", "roster", "said"),
    [
        (9, Roster(units=LISTED.units[:1]), "Không có phiếu nào phải trả lại; không có đơn vị nào phải gọi."),
        (
            9,
            None,
            "Không có phiếu nào phải trả lại; không lập danh sách gọi điện: bản tổng hợp không có danh sách đơn vị "
            "phải nộp.",
        ),
    ],
)
def test_with_nothing_to_do_no_folder_is_asked_for(
    excel: App, tmp_path: Path, clubs: int, roster: Roster | None, said: str
) -> None:
    target = merged(tmp_path, clubs=clubs, roster=roster)
    opened(excel, target.read_bytes(), target)
    handlers.press("CfcReturnNote")
    assert (excel.said, excel.native.asked) == ([said], [])


def copy_fails(excel: App, folder: Path) -> None:
    excel.fails_at = {"copy"}


def folder_is_gone(excel: App, folder: Path) -> None:
    folder.rmdir()
    folder.write_text("", "utf-8")


@pytest.mark.parametrize("trouble", [copy_fails, folder_is_gone])
def test_a_failure_is_one_sentence_and_leaves_the_workbook_alone(
    excel: App, book: xw.Book, folder: Path, trouble: Callable[[App, Path], None]
) -> None:
    before = picture(book)
    trouble(excel, folder)
    press(excel, folder)
    assert excel.said == [f"Không thực hiện được «Phiếu trả lại». Gửi tệp nhật ký cho người hỗ trợ: {log_file()}"]
    assert (picture(book), history.last(book.fullname)) == (before, None)
