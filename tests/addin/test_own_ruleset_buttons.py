"""A form of one's own rule set under every button of the ribbon: scored, split, gathered, merged by its own rule."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from macros import handlers
from macros.ribbon import buttons
from macros.tables import CHECK_TITLE
from tests.addin.engine import App, opened
from tests.support.own import OWN, RENAMED, THRESHOLD, TOTAL, form, saved
from xl_cfc.books.plan import planbook_bytes
from xl_cfc.form.evaluation import evaluate
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.ruleset.known import KnownRulesets, known_rulesets, rulesets_folder
from xl_cfc.ruleset.saving import ruleset_text

KNOWN = KnownRulesets((ruleset_text(OWN),))


class Desk:
    """Excel with the form open, and a folder."""

    def __init__(self, excel: App, folder: Path) -> None:
        self.excel, self.folder = excel, folder
        self.book = opened(excel, form(), folder / "phieu.xlsx")

    def press(self, button: str, *answers: object) -> str:
        """The last sentence said after a press; each dialog gets its answer."""
        self.excel.native.answers = [str(answer) for answer in answers]
        handlers.press(button)
        return self.excel.said[-1] if self.excel.said else ""

    def other(self, data: bytes, name: str) -> None:
        """Another workbook, open and in front."""
        self.book = opened(self.excel, data, self.folder / name)


def new(desk: Desk) -> None:
    desk.press("CfcNew", desk.folder / "moi.xlsx")
    assert rule_of(desk.folder / "moi.xlsx") == OWN


def rule_of(path: Path) -> object:
    return evaluate(path.read_bytes(), path.name, KNOWN).ruleset


def check(desk: Desk) -> None:
    assert desk.press("CfcCheck") == "Không có lỗi nào."


def next_error(desk: Desk) -> None:
    desk.other(form(te_kham_suc_khoe=101), "sai.xlsx")
    desk.press("CfcCheck")
    desk.press("CfcNextError")
    assert desk.book.sheets.active.name == "Nhập liệu"


def clear_marks(desk: Desk) -> None:
    desk.press("CfcCheck")
    assert desk.press("CfcClearMarks") == "Đã xoá 0 đánh dấu và 1 trang kết quả."


def score(desk: Desk) -> None:
    assert desk.press("CfcScore").startswith(f"{TOTAL}/1.000 điểm, ngưỡng {THRESHOLD}.")


def advise(desk: Desk) -> None:
    desk.press("CfcAdvise")
    shown = desk.book.sheets["Gợi ý"].used_range.value
    assert any("2.1" in row and "+5 điểm" in str(row[-1]) for row in shown)


def pack(desk: Desk) -> None:
    desk.press("CfcPack", desk.folder / "gui")
    (packed,) = (desk.folder / "gui").glob("*.xlsx")
    assert rule_of(packed) == OWN


def agencies(desk: Desk) -> Path:
    """The forms of two lead agencies, split from the open one."""
    whole = shipped_plan("dinh-ke-2024")
    plan, folder = desk.folder / "ke-hoach.xlsx", desk.folder / "co-quan"
    plan.write_bytes(planbook_bytes(whole.model_copy(update={"agencies": whole.agencies[1:3]})))
    assert "Đã tạo 2 phiếu" in desk.press("CfcSplit", plan, folder)
    return folder


def split(desk: Desk) -> None:
    assert len(list(agencies(desk).glob("*.xlsx"))) == 2


def collect(desk: Desk) -> None:
    said = desk.press("CfcCollect", agencies(desk), desk.folder / "gom.xlsx")
    assert said == "Đã lấy 0 số liệu từ 2 tệp."
    assert rule_of(desk.folder / "gom.xlsx") == OWN


def merge(desk: Desk) -> None:
    (desk.folder / "nhan").mkdir()
    (desk.folder / "nhan" / "a.xlsx").write_bytes(form())
    assert "1 phiếu được tổng hợp" in desk.press("CfcMerge", desk.folder / "nhan", desk.folder / "th.xlsx")


def return_note(desk: Desk) -> None:
    assert desk.press("CfcReturnNote") == "Phiếu không có lỗi nào: không cần phiếu trả lại."
    merge(desk)
    xw.Book(impl=desk.excel.books.active).set_mock_caller()
    assert "CFC-004" not in desk.press("CfcReturnNote", desk.folder / "tra-lai")


def rules(desk: Desk) -> None:
    assert desk.press("CfcRules", desk.folder / "so.xlsx").startswith("Đã ghi so.xlsx.")
    book = xw.Book(impl=desk.excel.books.active)
    assert RENAMED in str([sheet.used_range.value for sheet in book.sheets])


def undo(desk: Desk) -> None:
    desk.press("CfcCheck")
    assert desk.press("CfcUndo").startswith("Đã hoàn tác «Kiểm tra»")
    assert CHECK_TITLE not in desk.book.sheet_names


#: What each button does to the form, or to the rule set.
WALKS: dict[str, Callable[[Desk], None]] = {
    "CfcNew": new,
    "CfcCheck": check,
    "CfcNextError": next_error,
    "CfcClearMarks": clear_marks,
    "CfcScore": score,
    "CfcAdvise": advise,
    "CfcPack": pack,
    "CfcSplit": split,
    "CfcCollect": collect,
    "CfcMerge": merge,
    "CfcReturnNote": return_note,
    "CfcRules": rules,
    "CfcUndo": undo,
}
#: Buttons that meet no form, each with the reason.
WITHOUT = {"CfcLog": "shows a text file", "CfcDoctor": "looks at the computer", "CfcGuide": "explains the buttons"}
#: Buttons that read no figure, which say the same of a form whose rule set is not known.
BLIND = ("CfcNextError", "CfcClearMarks", "CfcUndo")


def test_the_ribbon_has_the_groups_and_buttons_of_the_product() -> None:
    groups: dict[str, list[str]] = {}
    for button in buttons():
        groups.setdefault(button.group, []).append(button.label)
    assert groups == {
        "Nhập liệu": ["Mẫu mới"],
        "Kiểm tra": ["Kiểm tra", "Lỗi kế tiếp", "Xoá đánh dấu"],
        "Chấm điểm": ["Chấm điểm", "Gợi ý"],
        "Nộp": ["Đóng gói"],
        "Cơ quan": ["Tách phiếu", "Gom phiếu"],
        "Tổng hợp": ["Gộp thư mục", "Phiếu trả lại"],
        "Bộ tiêu chí": ["Bộ tiêu chí"],
        "Trợ giúp": ["Hoàn tác", "Nhật ký", "Chẩn đoán", "Hướng dẫn"],
    }


def test_no_button_is_forgotten() -> None:
    assert sorted([*WALKS, *WITHOUT]) == sorted(button.id for button in buttons())


@pytest.mark.parametrize("button", WALKS)
def test_a_button_knows_the_rule_sets_of_this_computer(excel: App, tmp_path: Path, button: str) -> None:
    saved(rulesets_folder())
    WALKS[button](Desk(excel, tmp_path))
    assert not any("CFC-004" in said or "Không thực hiện được" in said for said in excel.said)


@pytest.mark.parametrize("button", [button for button in WALKS if button not in BLIND])
def test_without_them_a_button_knows_no_such_form(excel: App, tmp_path: Path, button: str) -> None:
    """So that the test above can fail."""
    assert known_rulesets()[0] == KnownRulesets()
    with pytest.raises((AssertionError, ValueError, KeyError)):
        WALKS[button](Desk(excel, tmp_path))
