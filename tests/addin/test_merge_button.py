"""«Gộp thư mục» into a consolidated workbook that is there already: what was typed stays, and undo brings it back."""

import json
import os
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from macros import handlers, history
from tests.addin.engine import App, opened
from tests.addin.forms import form
from tests.support.merging import merge
from tests.test_entries import find
from xl_cfc.collecting import merge as merge_as_asked
from xl_cfc.collecting.backups import is_backup
from xl_cfc.examples import write_examples
from xl_cfc.files.locking import lock_path

FIRST, REASON = "90001", "Thiếu sổ họp"


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A folder of three forms."""
    write_examples(tmp_path / "nhan", 3)
    return tmp_path / "nhan"


@pytest.fixture
def target(received: Path, tmp_path: Path) -> Path:
    """The consolidated workbook of an earlier merge."""
    return merge([received], tmp_path / "th.xlsx", created=datetime(2026, 11, 2, 8)).output


@pytest.fixture
def book(excel: App, target: Path) -> xw.Book:
    """That workbook open in Excel, with a reason just typed and not saved."""
    made = opened(excel, target.read_bytes(), target)
    type_reason(made, REASON)
    return made


def reason_cell(sheet: Worksheet) -> Any:
    row, columns = find(sheet, {"Mã": FIRST, "Tiêu chí": 2})
    return sheet.cell(row, columns["Lý do"])


def type_reason(book: xw.Book, text: str) -> None:
    reason_cell(book.impl.wb["Thẩm định"]).value = text


def reason_in(path: Path) -> Any:
    return reason_cell(load_workbook(path)["Thẩm định"]).value


def reason_shown(excel: App, name: str = "th.xlsx") -> Any:
    """The reason in the workbook as it is open now."""
    return reason_cell(excel.books(name).wb["Thẩm định"]).value


def backups(target: Path) -> list[Path]:
    return [path for path in target.parent.iterdir() if is_backup(path, target)]


def press_in(excel: App, name: str, button: str) -> None:
    """Press a button with an open workbook in front."""
    shown = xw.Book(impl=excel.books(name))
    shown.impl.activate()
    shown.set_mock_caller()
    handlers.press(button)


def merge_again(excel: App, received: Path, target: Path) -> None:
    excel.native.answers = [str(received), str(target)]
    handlers.press("CfcMerge")


def test_merging_again_takes_along_what_was_just_typed_and_keeps_the_old_workbook(
    excel: App, book: xw.Book, received: Path, target: Path
) -> None:
    write_examples(received.parent / "them", 4)[3].rename(received / "them.xlsx")
    settings = dict(excel.settings)

    merge_again(excel, received, target)

    (backup,) = backups(target)
    (sentence,) = excel.said
    assert sentence.startswith("4 tệp: 4 phiếu được tổng hợp")
    assert sentence.endswith(f"nội dung đã nhập được chép sang, bản cũ được giữ: {backup.name}")
    assert [open_book.name for open_book in excel.books] == ["th.xlsx"]
    assert (reason_shown(excel), reason_in(target), reason_in(backup)) == (REASON, REASON, REASON)
    assert excel.settings == settings


def test_merging_again_suggests_the_workbook_whose_button_was_pressed(
    excel: App, book: xw.Book, received: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[str] = []

    def ask(**options: Any) -> bool:
        suggested.append(options["InitialFileName"])
        return False

    monkeypatch.setattr(excel.native, "GetSaveAsFilename", ask)
    excel.native.answers = [str(received)]
    handlers.press("CfcMerge")
    assert suggested == [book.fullname]


def test_the_workbook_is_closed_while_it_is_replaced(
    excel: App, book: xw.Book, received: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then = []

    def watching(*inputs: Any, **options: Any) -> Any:
        open_then.append([open_book.name for open_book in excel.books])
        return merge_as_asked(*inputs, **options)

    monkeypatch.setattr("xl_cfc.collecting.merge", watching)
    merge_again(excel, received, target)
    assert open_then == [[]]


def test_a_workbook_that_is_not_open_is_merged_again_all_the_same(excel: App, received: Path, target: Path) -> None:
    closed = load_workbook(target)
    reason_cell(closed["Thẩm định"]).value = REASON
    closed.save(target)
    opened(excel, form(), target.parent / "phieu.xlsx")

    merge_again(excel, received, target)

    assert reason_shown(excel) == reason_in(backups(target)[0]) == REASON
    assert excel.books.active.name == "th.xlsx"


@pytest.mark.parametrize("answers", [[], ["folder"]], ids=["at the folder", "at the name"])
def test_cancelled_nothing_is_touched(
    excel: App, book: xw.Book, received: Path, target: Path, answers: list[str]
) -> None:
    before = target.read_bytes()
    excel.native.answers = [str(received) for _ in answers]
    handlers.press("CfcMerge")
    assert (excel.said, target.read_bytes(), backups(target)) == ([], before, [])
    assert reason_shown(excel) == REASON  # still open, still unsaved
    assert history.last(book.fullname) is None


def lose_the_disk(excel: App, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("xl_cfc.collecting.job.replace_output", full)


def be_merged_elsewhere(excel: App, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = {"host": socket.gethostname(), "pid": os.getpid(), "user": "lan", "since": datetime.now().timestamp()}
    lock_path(target).write_text(json.dumps(owner), "utf-8")


def be_read_only(excel: App, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    excel.fails_at = {"save"}


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (lose_the_disk, "Không thực hiện được «Gộp thư mục»."),
        (be_merged_elsewhere, "Một lần gộp khác đang ghi"),
        (be_read_only, "Không thực hiện được «Gộp thư mục»."),
    ],
)
def test_a_merge_that_fails_leaves_the_old_workbook_open_with_what_was_typed(
    excel: App,
    book: xw.Book,
    received: Path,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[App, Path, pytest.MonkeyPatch], None],
    sentence: str,
) -> None:
    trouble(excel, target, monkeypatch)
    merge_again(excel, received, target)
    assert excel.said[0].startswith(sentence)
    assert [open_book.name for open_book in excel.books] == ["th.xlsx"]
    assert reason_shown(excel) == REASON
    assert backups(target) == []
    assert history.last(str(target)) is None


def write_form(target: Path) -> None:
    target.write_bytes(form())


def write_noise(target: Path) -> None:
    target.write_bytes(b"PK\x03\x04 no workbook")


@pytest.mark.parametrize("write", [write_form, write_noise])
def test_a_file_that_is_no_consolidated_workbook_is_refused_and_left_alone(
    excel: App, received: Path, tmp_path: Path, write: Callable[[Path], None]
) -> None:
    opened(excel, form(), tmp_path / "phieu.xlsx")
    target = tmp_path / "khac.xlsx"
    write(target)
    before = target.read_bytes()
    merge_again(excel, received, target)
    assert excel.said == ["Đã có tệp khac.xlsx ở đó và không phải bản tổng hợp đọc được: chọn tên khác"]
    assert target.read_bytes() == before


def test_another_open_workbook_of_the_same_name_is_told_and_left_open(
    excel: App, received: Path, target: Path, tmp_path: Path
) -> None:
    (tmp_path / "khac").mkdir()
    opened(excel, form(), tmp_path / "khac" / "th.xlsx")
    before = target.read_bytes()
    merge_again(excel, received, target)
    assert excel.said == ["Đang mở một tệp khác cũng tên th.xlsx: đóng tệp đó rồi bấm lại"]
    assert (len(excel.books), target.read_bytes()) == (1, before)


def test_undo_puts_the_old_workbook_back_with_what_was_typed_in_it(
    excel: App, book: xw.Book, received: Path, target: Path
) -> None:
    write_examples(received.parent / "them", 4)[3].rename(received / "them.xlsx")
    merge_again(excel, received, target)
    old = backups(target)[0].read_bytes()

    press_in(excel, "th.xlsx", "CfcUndo")

    assert excel.said[-1].startswith("Đã hoàn tác «Gộp thư mục» lúc ")
    assert excel.said[-1].endswith("Tệp th.xlsx trở lại như trước lần gộp đó.")
    assert (target.read_bytes(), backups(target)) == (old, [])
    assert [open_book.name for open_book in excel.books] == ["th.xlsx"]
    assert reason_shown(excel) == REASON
    press_in(excel, "th.xlsx", "CfcUndo")
    assert excel.said[-1] == "Không có thao tác nào của tiện ích để hoàn tác trong tệp này."


@pytest.mark.parametrize("saved", [True, False])
def test_undo_keeps_what_was_typed_after_the_merge(
    excel: App, book: xw.Book, received: Path, target: Path, saved: bool
) -> None:
    merge_again(excel, received, target)
    old = backups(target)[0].read_bytes()
    new = xw.Book(impl=excel.books("th.xlsx"))
    type_reason(new, "Đã bổ sung")
    if saved:
        new.save()

    press_in(excel, "th.xlsx", "CfcUndo")

    (kept,) = backups(target)
    assert excel.said[-1].endswith(f"Bản có nội dung sửa sau lần gộp được giữ: {kept.name}.")
    assert (target.read_bytes(), reason_in(kept)) == (old, "Đã bổ sung")
    assert reason_shown(excel) == REASON


def test_undo_from_the_workbook_whose_button_was_pressed(
    excel: App, book: xw.Book, received: Path, target: Path
) -> None:
    opened(excel, form(), target.parent / "phieu.xlsx")
    merge_again(excel, received, target)
    assert backups(target)
    press_in(excel, "phieu.xlsx", "CfcUndo")
    assert backups(target) == []
    assert reason_shown(excel) == REASON


def test_undo_without_the_backup_says_so_and_changes_nothing(
    excel: App, book: xw.Book, received: Path, target: Path
) -> None:
    merge_again(excel, received, target)
    (backup,) = backups(target)
    backup.unlink()
    before = target.read_bytes()
    press_in(excel, "th.xlsx", "CfcUndo")
    assert excel.said[-1] == f"Không hoàn tác được: không còn bản cũ {backup}"
    assert target.read_bytes() == before
    assert excel.books.active.name == "th.xlsx"


def test_a_new_workbook_that_excel_cannot_open_can_still_be_undone(
    excel: App, book: xw.Book, received: Path, target: Path
) -> None:
    excel.fails_at = {"open"}
    merge_again(excel, received, target)
    assert excel.said[0].startswith("Không thực hiện được «Gộp thư mục».")
    old = backups(target)[0].read_bytes()
    excel.fails_at = set()
    opened(excel, target.read_bytes(), target)
    handlers.press("CfcUndo")
    assert (target.read_bytes(), reason_shown(excel)) == (old, REASON)


@pytest.mark.parametrize(("typed", "stays"), [(False, False), (True, True)])
def test_undo_of_a_first_merge_removes_the_file_unless_something_was_typed(
    excel: App, received: Path, tmp_path: Path, typed: bool, stays: bool
) -> None:
    opened(excel, form(), tmp_path / "phieu.xlsx")
    target = tmp_path / "moi.xlsx"
    merge_again(excel, received, target)
    if typed:
        type_reason(xw.Book(impl=excel.books("moi.xlsx")), REASON)

    press_in(excel, "phieu.xlsx", "CfcUndo")

    assert ("giữ nguyên" in excel.said[-1], target.exists(), len(excel.books) == 2) == (stays, stays, stays)
