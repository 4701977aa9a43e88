"""Each button's whole effect, cancel, error and undo, by the production handlers over the test engine."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from macros import handlers, history, overlay
from macros.button import handlers as button_handlers
from macros.protection import unprotected
from macros.ribbon import buttons
from macros.tables import ADVICE_TITLE, CHECK_TITLE, SCORE_TITLE
from tests.addin.engine import App, opened, picture
from tests.addin.forms import form
from tests.support.known import SHIPPED
from xl_cfc.addin.settings import XLWINGS_VERSION
from xl_cfc.books.plan import planbook_bytes
from xl_cfc.examples import write_examples
from xl_cfc.files.home import log_file
from xl_cfc.form.ondisk import evaluate_file
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.ruleset.known import rulesets_folder
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.ruleset.saving import ruleset_text
from xl_cfc.usage import UsageError

FAULTS: dict[str, Any] = {"te_kham_suc_khoe": 101, "te_nha_tre": "1.234", "so_clb": None}


@pytest.fixture
def book(excel: App, tmp_path: Path) -> xw.Book:
    return opened(excel, form(**FAULTS), tmp_path / "phieu.xlsx")


@pytest.fixture
def clean(excel: App, tmp_path: Path) -> xw.Book:
    return opened(excel, form(te_kham_suc_khoe=85), tmp_path / "sach.xlsx")


def test_check_lists_every_finding_with_links_and_marks_the_cells(excel: App, book: xw.Book) -> None:
    settings = dict(excel.settings)
    handlers.press("CfcCheck")
    sheet = book.sheets[CHECK_TITLE]
    rows = sheet.range((4, 1), (6, 7)).value
    assert [row[1] for row in rows] == ["Lỗi", "Lỗi", "Lỗi"]
    assert sheet.range((1, 1)).value == "Kết quả kiểm tra phieu.xlsx: 3 lỗi"
    assert {row[5] for row in rows} == {"CFC-101", "CFC-104", "CFC-201"}
    native = book.impl.wb[CHECK_TITLE]
    for row in range(4, 7):
        place = native.cell(row, 1).hyperlink.target
        name, cell = place.removeprefix("#").rsplit("!", 1)
        marked = book.sheets[name.strip("'")].range(cell)
        assert marked.color == (255, 170, 170)
        assert marked.note is not None and native.cell(row, 6).value in marked.note.text
    assert book.sheets.active.name == CHECK_TITLE
    assert excel.said == ["Có 3 lỗi. Bấm «Lỗi kế tiếp» để đến từng ô."]
    assert excel.settings == settings
    assert "Đang đọc phieu.xlsx…" in excel.progress


def test_check_then_undo_leaves_the_workbook_exactly_as_it_was(excel: App, book: xw.Book) -> None:
    before = picture(book)
    handlers.press("CfcCheck")
    assert picture(book) != before
    handlers.press("CfcUndo")
    assert excel.said[-1].startswith("Đã hoàn tác «Kiểm tra» lúc ")
    assert picture(book) == before
    handlers.press("CfcUndo")
    assert excel.said[-1] == "Không có thao tác nào của tiện ích để hoàn tác trong tệp này."


def test_clear_marks_leaves_the_workbook_exactly_as_it_was_and_undo_brings_them_back(excel: App, book: xw.Book) -> None:
    before = picture(book)
    handlers.press("CfcCheck")
    checked = picture(book)
    handlers.press("CfcClearMarks")
    assert excel.said[-1] == "Đã xoá 3 đánh dấu và 1 trang kết quả."
    assert picture(book) == before
    handlers.press("CfcUndo")
    assert picture(book)["sheets"] == checked["sheets"]


def test_checking_twice_replaces_the_first_result(excel: App, book: xw.Book) -> None:
    handlers.press("CfcCheck")
    once = picture(book)
    handlers.press("CfcCheck")
    assert picture(book) == once


def test_what_was_marked_and_mended_loses_its_mark(excel: App, book: xw.Book) -> None:
    handlers.press("CfcCheck")
    for fixed, value in (("te_kham_suc_khoe", 100), ("te_nha_tre", 200), ("so_clb", 1)):
        where, place = next(book.impl.wb.defined_names[f"in_{fixed}"].destinations)
        book.impl.wb[where][place.replace("$", "")].value = value
    handlers.press("CfcCheck")
    assert excel.said[-1] == "Không có lỗi nào."
    assert not any(note for sheet in book.sheets for note in sheet.notes)


def test_the_officers_own_notes_fills_and_sheets_are_never_touched(excel: App, tmp_path: Path) -> None:
    book = opened(excel, form(**FAULTS), tmp_path / "phieu.xlsx")
    where, place = next(book.impl.wb.defined_names["in_te_kham_suc_khoe"].destinations)
    with unprotected(book.sheets[where]):
        book.sheets[where].range(place.replace("$", "")).add_note("hỏi lại trạm y tế")
    book.sheets.add(CHECK_TITLE).range((1, 1)).value = "của tôi"
    before = picture(book)
    handlers.press("CfcCheck")
    note = book.sheets[where].range(place.replace("$", "")).note
    assert note is not None and note.text == "hỏi lại trạm y tế"
    assert book.sheets[f"{CHECK_TITLE} (2)"].range((1, 1)).value.startswith("Kết quả kiểm tra")
    handlers.press("CfcCheck")
    assert f"{CHECK_TITLE} (3)" not in book.sheet_names
    handlers.press("CfcClearMarks")
    assert picture(book) == before


def test_a_fill_changed_since_is_left_alone(excel: App, book: xw.Book) -> None:
    handlers.press("CfcCheck")
    where, place = next(book.impl.wb.defined_names["in_so_clb"].destinations)
    cell = book.sheets[where].range(place.replace("$", ""))
    cell.color = (1, 2, 3)
    handlers.press("CfcClearMarks")
    assert cell.color == (1, 2, 3)


def test_a_sheet_with_a_password_gets_colours_but_no_notes(excel: App, book: xw.Book) -> None:
    for sheet in book.impl.wb.worksheets:
        sheet.protection.password = "x"
    before = picture(book)
    handlers.press("CfcCheck")
    assert not any(note for sheet in book.sheets for note in sheet.notes)
    handlers.press("CfcClearMarks")
    assert picture(book) == before


def test_texts_never_become_formulas_or_numbers(excel: App, tmp_path: Path) -> None:
    book = opened(excel, form(te_kham_suc_khoe='=HYPERLINK("x")', te_nha_tre="00012"), tmp_path / "phieu.xlsx")
    handlers.press("CfcCheck")
    values = [row[2] for row in book.sheets[CHECK_TITLE].range((4, 1), (5, 7)).value]
    assert "00012" in values
    assert all(cell.data_type != "f" for row in book.impl.wb[CHECK_TITLE].iter_rows() for cell in row)


def test_next_error_walks_from_cell_to_cell_and_around(excel: App, book: xw.Book) -> None:
    handlers.press("CfcNextError")
    assert excel.said == ["Chưa có danh sách lỗi: bấm «Kiểm tra» trước"]
    handlers.press("CfcCheck")
    seen = []
    for _ in range(4):
        handlers.press("CfcNextError")
        chosen = book.selection
        assert chosen is not None
        seen.append((chosen.sheet.name, chosen.get_address(False, False)))
    assert len(set(seen[:3])) == 3 and seen[3] == seen[0]
    assert excel.settings["status_bar"].startswith("[CFC] 1/3: ")
    handlers.press("CfcScore")
    assert excel.settings["status_bar"] is False


def test_score_shows_what_the_library_scores(excel: App, clean: xw.Book) -> None:
    handlers.press("CfcScore")
    sheet = book_rows(clean, SCORE_TITLE)
    assert excel.said == [
        "990/1.000 điểm, ngưỡng 800. Đủ điều kiện đề nghị công nhận. Bộ điểm: 132 giá trị chưa đối chiếu với Quyết định"
    ]
    assert [
        "9.1",
        "Tỷ lệ trẻ em được khám sức khỏe định kỳ",
        "85 %",
        "≥ 95 %: 50 · ≥ 85 %: 40 · ≥ 70 %: 25",
        40,
        50,
    ] in sheet
    assert any(row[1] == "Tổng điểm" and row[4] == 990 for row in sheet)


def book_rows(book: xw.Book, title: str) -> list[list[object]]:
    rows: list[list[object]] = book.sheets[title].used_range.options(ndim=2).value
    return rows


def test_advise_names_the_next_step(excel: App, clean: xw.Book) -> None:
    handlers.press("CfcAdvise")
    assert excel.said == ["Đã đạt ngưỡng 800 điểm."]
    assert [row[2] for row in book_rows(clean, ADVICE_TITLE)][-1] == "thêm 10 trẻ được khám sức khỏe định kỳ: +10 điểm"
    handlers.press("CfcUndo")
    assert ADVICE_TITLE not in clean.sheet_names


def test_pack_writes_a_checked_copy_without_marks_and_undo_deletes_it(
    excel: App, clean: xw.Book, tmp_path: Path
) -> None:
    handlers.press("CfcScore")
    excel.native.answers = [str(tmp_path)]
    handlers.press("CfcPack")
    packed = tmp_path / "29999_Xa-Thu_2026_cuoi-ky.xlsx"
    assert excel.said[-1] == f"Đã đóng gói: {packed}"
    assert overlay.STORE_SHEET not in openpyxl.load_workbook(packed).sheetnames
    assert SCORE_TITLE not in openpyxl.load_workbook(packed).sheetnames
    handlers.press("CfcUndo")
    assert excel.said[-1].endswith("Đã xoá tệp 29999_Xa-Thu_2026_cuoi-ky.xlsx.")
    assert not packed.exists()


def test_pack_is_refused_while_errors_stand(excel: App, book: xw.Book, tmp_path: Path) -> None:
    handlers.press("CfcPack")
    assert excel.said == ["Chưa đóng gói được: phiếu còn 3 lỗi phải sửa"]
    assert excel.native.asked == []


def test_undo_keeps_a_packed_file_that_was_changed_since(excel: App, clean: xw.Book, tmp_path: Path) -> None:
    excel.native.answers = [str(tmp_path)]
    handlers.press("CfcPack")
    packed = tmp_path / "29999_Xa-Thu_2026_cuoi-ky.xlsx"
    packed.write_bytes(packed.read_bytes() + b"x")
    handlers.press("CfcUndo")
    assert packed.exists() and "giữ nguyên" in excel.said[-1]


def test_new_form_is_saved_where_asked_and_opened(excel: App, book: xw.Book, tmp_path: Path) -> None:
    excel.native.answers = [str(tmp_path / "moi.xlsx")]
    handlers.press("CfcNew")
    assert excel.books.active.name == "moi.xlsx"
    assert excel.said == ["Đã tạo moi.xlsx. Bắt đầu từ trang «Thông tin chung»."]
    excel.native.answers = [str(tmp_path / "moi.xlsx")]
    handlers.press("CfcNew")
    assert excel.said[-1] == "Đã có tệp moi.xlsx ở đó: chọn tên khác"


@pytest.mark.parametrize("button", ["CfcNew", "CfcMerge", "CfcPack", "CfcRules"])
def test_a_cancelled_dialog_changes_nothing_and_says_nothing(excel: App, clean: xw.Book, button: str) -> None:
    before = picture(clean)
    handlers.press(button)
    assert (excel.said, picture(clean)) == ([], before)
    assert history.last(clean.fullname) is None


def test_the_return_note_is_a_new_unsaved_workbook(excel: App, book: xw.Book) -> None:
    before = picture(book)
    handlers.press("CfcReturnNote")
    note = xw.Book(impl=excel.books.active)
    assert note.sheets[0].name == "Phiếu trả lại"
    assert "phieu.xlsx" in note.sheets[0].range((1, 1)).value
    assert picture(book) == before


def test_the_guide_explains_every_button_and_function(excel: App, book: xw.Book) -> None:
    handlers.press("CfcGuide")
    rows = book_rows(xw.Book(impl=excel.books.active), "Hướng dẫn")
    named = [str(row[1]) for row in rows]
    assert "Kiểm tra" in named and any(name.startswith("CFC_DIEM(chi_tieu; gia_tri; ") for name in named)


def test_the_diagnosis_is_a_table(excel: App, book: xw.Book) -> None:
    handlers.press("CfcDoctor")
    rows = book_rows(xw.Book(impl=excel.books.active), "Chẩn đoán")
    assert "Máy này không chạy Windows" in [row[2] for row in rows]


def test_the_log_is_shown_by_its_path(excel: App, book: xw.Book) -> None:
    handlers.press("CfcLog")
    assert excel.said == [f"Nhật ký: {log_file()}"]


@pytest.mark.parametrize("point", ["copy", "add"])
def test_any_failure_is_one_vietnamese_sentence_and_a_log_entry(excel: App, book: xw.Book, point: str) -> None:
    settings = dict(excel.settings)
    excel.fails_at = {point}
    handlers.press("CfcCheck")
    assert excel.said == [f"Không thực hiện được «Kiểm tra». Gửi tệp nhật ký cho người hỗ trợ: {log_file()}"]
    assert "Traceback" in log_file().read_text("utf-8")
    assert excel.settings == settings
    excel.fails_at = {point, "alert"}
    handlers.press("CfcCheck")


def test_a_failure_half_way_takes_back_what_was_already_added(excel: App, book: xw.Book) -> None:
    before = picture(book)
    excel.fails_at = {"note"}
    handlers.press("CfcCheck")
    assert excel.said[-1].startswith("Không thực hiện được «Kiểm tra».")
    assert picture(book) == before


def test_a_workbook_whose_path_onedrive_hides_works_all_the_same(excel: App, book: xw.Book) -> None:
    excel.fails_at = {"fullname"}
    before = picture(book)
    handlers.press("CfcCheck")
    handlers.press("CfcUndo")
    assert picture(book) == before


def test_marks_moved_by_inserted_rows_are_still_found(excel: App, book: xw.Book) -> None:
    handlers.press("CfcCheck")
    place, sheet = "D48", book.impl.wb["Nhập liệu"]
    assert book.sheets["Nhập liệu"].range(place).note is not None
    sheet.insert_rows(10, 2)
    assert book.sheets["Nhập liệu"].range("D50").note is not None
    handlers.press("CfcClearMarks")
    assert book.sheets["Nhập liệu"].range("D50").color == (255, 249, 219)
    assert not any(note for part in book.sheets for note in part.notes)


def test_a_workbook_that_is_no_form_is_told_so(excel: App, tmp_path: Path) -> None:
    other = openpyxl.Workbook()
    other.save(tmp_path / "khac.xlsx")
    opened(excel, (tmp_path / "khac.xlsx").read_bytes(), tmp_path / "khac.xlsx")
    handlers.press("CfcScore")
    assert excel.said == ["Tệp không phải phiếu thu thập số liệu của chương trình"]


def test_without_a_calling_workbook_nothing_escapes(excel: App) -> None:
    handlers.press("CfcCheck")
    handlers.start(XLWINGS_VERSION)
    assert excel.said == []


def test_start_registers_vietnamese_help_and_checks_the_version(excel: App, book: xw.Book) -> None:
    handlers.start(XLWINGS_VERSION)
    entry = excel.native.help["'xl_cfc.xlam'!CFC_DIEM"]
    assert entry["Description"].startswith("Điểm của một chỉ tiêu")
    assert len(entry["ArgumentDescriptions"]) == 5
    handlers.start("0.1")
    assert excel.said == [
        f"Tiện ích dùng xlwings 0.1, máy này cài xlwings {xw.__version__}: "
        "đóng Excel rồi chạy lại lệnh xl-cfc addin install"
    ]


def test_a_copy_of_the_workbook_is_kept_before_each_write_and_old_ones_are_dropped(excel: App, book: xw.Book) -> None:
    for _ in range(22):
        history.remember("Kiểm tra", book.fullname, overlay.Overlay(), copy=b"PK")
    assert len(list(history.folder().glob("*.json"))) == len(list(history.folder().glob("*.xlsx"))) == 20


def test_every_button_of_the_ribbon_has_a_handler() -> None:
    assert [button.id for button in buttons() if button.id not in button_handlers()] == []
    assert len(buttons()) == len(button_handlers())


def test_merge_tells_each_file_and_opens_the_result(excel: App, clean: xw.Book, tmp_path: Path) -> None:
    received, target = tmp_path / "nhan", tmp_path / "th.xlsx"
    write_examples(received, 3)
    excel.native.answers = [str(received), str(target)]

    handlers.press("CfcMerge")

    assert "Đang đọc 3/3: 90003_Xa-Hung-Thanh_2024_cuoi-ky" in excel.progress
    assert excel.books.active.name == "th.xlsx"
    (sentence,) = excel.said
    assert sentence.startswith("3 tệp: 3 phiếu được tổng hợp")
    clean.activate()
    handlers.press("CfcUndo")
    assert not target.exists()


def test_a_merge_that_cannot_be_done_says_the_librarys_own_sentence(
    excel: App, clean: xw.Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*inputs: Any, **options: Any) -> None:
        raise UsageError("Không có tệp hoặc thư mục này")

    monkeypatch.setattr("xl_cfc.collecting.merge", refusing)
    excel.native.answers = [str(tmp_path), str(tmp_path / "th.xlsx")]
    handlers.press("CfcMerge")
    assert excel.said == ["Không có tệp hoặc thư mục này"]
    assert history.last(clean.fullname) is None


def agency_folder(excel: App, tmp_path: Path) -> Path:
    """The forms split from the open one by a plan the officer chooses."""
    plan, folder = tmp_path / "ke-hoach.xlsx", tmp_path / "co-quan"
    plan.write_bytes(planbook_bytes(shipped_plan("dinh-ke-2024")))
    folder.mkdir()
    excel.native.answers = [str(plan), str(folder)]
    handlers.press("CfcSplit")
    return folder


def test_split_writes_a_form_for_each_lead_agency_and_leaves_the_form_alone(
    excel: App, clean: xw.Book, tmp_path: Path
) -> None:
    before = picture(clean)
    folder = agency_folder(excel, tmp_path)
    assert len(list(folder.glob("sach_*.xlsx"))) == 6
    assert excel.said == [f"Đã tạo 6 phiếu cho các cơ quan trong {folder}."]
    assert picture(clean) == before
    handlers.press("CfcUndo")
    assert list(folder.glob("*.xlsx")) == []


def test_split_cancelled_says_and_writes_nothing(excel: App, clean: xw.Book, tmp_path: Path) -> None:
    excel.native.answers = [None]
    handlers.press("CfcSplit")
    assert excel.said == []
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["sach.xlsx"]


def test_collect_opens_a_new_form_and_says_what_has_to_be_decided(excel: App, clean: xw.Book, tmp_path: Path) -> None:
    folder = agency_folder(excel, tmp_path)
    health = folder / "sach_Tram-Y-te-phuong.xlsx"
    book = openpyxl.load_workbook(health)
    sheet, cell = next(book.defined_names["in_te_kham_suc_khoe"].destinations)
    book[sheet][cell] = 77
    book.save(health)
    target = tmp_path / "da-gom.xlsx"
    excel.native.answers = [str(folder), str(target)]

    handlers.press("CfcCollect")

    assert excel.books.active.name == "da-gom.xlsx"
    assert "1 nơi các nguồn khác nhau: xem trang «Nguồn số liệu»" in excel.said[-1]
    assert evaluate_file(target, SHIPPED).submission is not None
    clean.activate()
    handlers.press("CfcUndo")
    assert not target.exists()


def test_collect_from_a_folder_without_forms_says_so(excel: App, clean: xw.Book, tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    excel.native.answers = [str(tmp_path / "trong")]
    handlers.press("CfcCollect")
    assert excel.said == [f"Không có phiếu .xlsx nào trong {tmp_path / 'trong'}"]


def test_the_rulebook_is_written_edited_and_becomes_a_rule_set_of_this_computer(
    excel: App, clean: xw.Book, tmp_path: Path
) -> None:
    excel.native.answers = [str(tmp_path / "so.xlsx")]
    handlers.press("CfcRules")
    assert excel.books.active.name == "so.xlsx"
    book = xw.Book(impl=excel.books.active)
    book.set_mock_caller()
    handlers.press("CfcRules")
    assert excel.said[-1] == "Sổ chưa có gì thay đổi."
    book.impl.wb["Thang điểm"]["F9"].value = "bốn mươi"
    handlers.press("CfcRules")
    assert excel.said[-1] == "Sổ còn 1 chỗ sai: xem bảng trong tệp mới."
    assert book_rows(xw.Book(impl=excel.books.active), "Lỗi bộ tiêu chí")[-1][0] == "Thang điểm!F9"
    book.impl.wb["Thang điểm"]["F9"].value = 50
    book.impl.wb["Thang điểm"]["F10"].value = 45
    handlers.press("CfcRules")
    (saved,) = rulesets_folder().glob("*.yaml")
    assert excel.said[-1].startswith(f"Đã lưu bộ tiêu chí {saved.stem}.")
    assert ["Chỉ tiêu 2.1, mức 2: ≥ 95 %: 40 điểm → ≥ 95 %: 45 điểm"] in book_rows(
        xw.Book(impl=excel.books.active), "Thay đổi"
    )
    handlers.press("CfcUndo")
    assert not saved.exists()


def test_a_form_made_from_a_rule_set_of_this_computer_is_scored_by_it(excel: App, tmp_path: Path) -> None:
    rulesets_folder().mkdir(parents=True)
    new = shipped_ruleset().model_copy(update={"id": "cua-may-nay", "revised_on": "2026-12-03"})
    (rulesets_folder() / "cua-may-nay.yaml").write_text(ruleset_text(new), "utf-8")
    excel.native.answers = [str(tmp_path / "moi.xlsx")]
    opened(excel, form(), tmp_path / "phieu.xlsx")
    handlers.press("CfcNew")
    xw.Book(impl=excel.books.active).set_mock_caller()
    handlers.press("CfcScore")
    assert excel.said[-1].startswith("tạm tính 0/1.000 điểm")
