"""The rulebook: nothing is lost on the way to Excel and back, and every mistake is told with its cell."""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.deep import count
from tests.support.engines import run_uno
from tests.support.generate import rated_ruleset, ruleset_text
from tests.support.known import SHIPPED
from tests.support.rulebooks import CERTIFY_CRITERION, OpenRulebook
from tests.support.scenarios import load
from tests.support.typed import content_of
from tests.support.validator import problems as validator_problems
from xl_cfc import cli
from xl_cfc.books.rule import read_rulebook, rulebook_bytes
from xl_cfc.form.evaluation import evaluate
from xl_cfc.form.sheets import form_bytes
from xl_cfc.language import speaking
from xl_cfc.ruleset.difference import differences
from xl_cfc.ruleset.known import KnownRulesets
from xl_cfc.ruleset.loading import RulesetError, load_ruleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import shipped_ids, shipped_ruleset
from xl_cfc.ruleset.revising import revised
from xl_cfc.ruleset.saving import ruleset_text as saved_text
from xl_cfc.ruleset.unchecked import every_number, unchecked_line, unchecked_values
from xl_cfc.usage import UsageError

RULESET = shipped_ruleset()
TODAY = date(2026, 12, 4)
#: What certifying the whole of Decision 06 may take beside reading it: a page for each of 13 criteria and for the
#: conditions, and the day.
MOST_CELLS_TO_CERTIFY = 20
SECONDS_A_CELL = 10
MOST_MINUTES_OF_TYPING = 3


@pytest.mark.parametrize("name", shipped_ids())
def test_export_then_import_gives_an_equal_rule_set(name: str) -> None:
    ruleset = shipped_ruleset(name)

    book = read_rulebook(rulebook_bytes(ruleset))

    assert book.ruleset == ruleset
    assert book.original == ruleset
    assert book.ruleset.digest == ruleset.digest
    assert list(book.ruleset.fields) == list(ruleset.fields)


@pytest.mark.parametrize("seed", range(12))
def test_any_rule_set_comes_back_equal_from_excel_and_from_yaml(seed: int) -> None:
    ruleset = rated_ruleset(random.Random(f"rulebook-{seed}"))

    for back in (read_rulebook(rulebook_bytes(ruleset)).ruleset, load_ruleset(saved_text(ruleset))):
        assert back == ruleset
        assert back.digest == ruleset.digest
        assert differences(ruleset, back) == []
        assert list(back.fields) == list(ruleset.fields)


@pytest.mark.slow
def test_many_rule_sets_come_back_equal() -> None:
    for seed in range(count(40, 200)):
        ruleset = rated_ruleset(random.Random(f"many-{seed}"))
        assert read_rulebook(rulebook_bytes(ruleset)).ruleset == ruleset, seed


def test_the_rulebook_does_not_depend_on_the_language_in_force() -> None:
    with speaking("en"):
        english = read_rulebook(rulebook_bytes(RULESET)).ruleset

    assert english == RULESET


def test_a_rulebook_saved_by_another_program_reads_the_same() -> None:
    assert OpenRulebook().read().ruleset == RULESET


def test_certifying_everything_takes_few_cells() -> None:
    book = OpenRulebook()

    book.certify_everything()
    certified = book.read().ruleset

    assert book.typed == 15 <= MOST_CELLS_TO_CERTIFY
    assert book.typed * SECONDS_A_CELL <= MOST_MINUTES_OF_TYPING * 60
    assert all(not number.unchecked for number in every_number(certified))
    assert {(number.page, number.checked_on) for number in every_number(certified)} == {
        ("12", "2026-12-03"), ("3", "2026-12-03"),
    }  # fmt: skip
    assert [unchecked_values(certified, name) for name in "ABC"] == [0, 0, 0]
    assert unchecked_line(0, certified.title) == "Đã đối chiếu với Quyết định 06/QĐ-TTg ngày 03/01/2019"


def test_one_number_is_certified_alone() -> None:
    book = OpenRulebook()
    row = next(book.rows("Thang điểm", "1.1"))
    book.type("Thang điểm", row, "Tình trạng", "đã đối chiếu")
    book.type("Thang điểm", row, "Trang", 7)
    book.type("Thang điểm", row, "Ngày đối chiếu", date(2026, 12, 3))

    certified = book.read().ruleset

    assert unchecked_values(certified, "A") == unchecked_values(RULESET, "A") - 1
    (points,) = certified.indicators[0].numbers(None)
    assert (points.status, points.page, points.checked_on) == ("verified", "7", "2026-12-03")


def test_a_whole_criterion_is_certified_with_one_cell_and_the_day() -> None:
    book = OpenRulebook()
    book.type_key("Thông tin", "Ngày đối chiếu", "Giá trị", "3/12/2026")
    book.type_key("Tiêu chí", 6, CERTIFY_CRITERION, "5")

    lines = differences(RULESET, book.read().ruleset)

    assert lines == ["Tiêu chí 6: cả 11 con số → đã đối chiếu (trang 5, đối chiếu 03/12/2026)"]


def test_a_person_changes_numbers_tiers_indicators_and_criteria() -> None:
    book = edited()

    lines = differences(RULESET, book.read().ruleset)

    assert lines == [
        "Tổng điểm tối đa: 1.000 → 1.030",
        "Chỉ tiêu 2.1, mức 1: ≥ 98 %: 50 điểm → ≥ 97 %: 50 điểm",
        "Chỉ tiêu 2.1, mức 3: ≥ 90 %: 25 điểm → ≥ 90 %: 30 điểm",
        "Thêm: Chỉ tiêu 2.1, mức 4: ≥ 80 %: 10 điểm",
        "Bỏ: Chỉ tiêu 9.1, mức 3: ≥ 70 %: 25 điểm",
        "Thêm: Tiêu chí 14: Trẻ em biết bơi (30 điểm)",
        "Thêm: Chỉ tiêu 14.1: Có dạy bơi (Có: 30)",
        "Thêm: Số liệu «Có dạy bơi» (co_day_boi)",
    ]


def edited() -> OpenRulebook:
    """A rulebook in which a tier was changed, added and removed, and a criterion with an indicator added."""
    book = OpenRulebook()
    first, _, third = book.rows("Thang điểm", "2.1")
    book.type("Thang điểm", first, "Mức", 0.97)
    book.type("Thang điểm", third, "Điểm", 30)
    tier = book.free_row("Thang điểm")
    for heading, value in (("Chỉ tiêu", "2.1"), ("So sánh", "≥"), ("Mức", 0.8), ("Điểm", 10), *ASSUMED):
        book.type("Thang điểm", tier, heading, value)
    book.sheet("Thang điểm").delete_rows(list(book.rows("Thang điểm", "9.1"))[-1])
    yes = book.free_row("Thang điểm")
    for heading, value in (("Chỉ tiêu", "14.1"), ("So sánh", "Có"), ("Điểm", 30), *ASSUMED):
        book.type("Thang điểm", yes, heading, value)
    criterion = book.free_row("Tiêu chí")
    for heading, value in (("Số", 14), ("Tên tiêu chí", "Trẻ em biết bơi"), ("Điểm tối đa", 30), *ASSUMED):
        book.type("Tiêu chí", criterion, heading, value)
    indicator = book.free_row("Chỉ tiêu")
    cells = (("Mã", "14.1"), ("Tên chỉ tiêu", "Có dạy bơi"), ("Cách đo", "Có/Không"), ("Số liệu (tử số)", "co_day_boi"))
    for heading, value in cells:
        book.type("Chỉ tiêu", indicator, heading, value)
    field = book.free_row("Trường số liệu")
    for heading, value in (("Mã", "co_day_boi"), ("Tên", "Có dạy bơi"), ("Kiểu", "Có/Không")):
        book.type("Trường số liệu", field, heading, value)
    book.type_key("Ngưỡng và điều kiện", "Tổng điểm tối đa", "Giá trị", 1030)
    return book


ASSUMED = (("Tình trạng", "tạm đặt"), ("Nguồn", "working"))


def test_the_whole_way_from_the_edited_rulebook_to_a_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "so.xlsx").write_bytes(edited().data())

    assert run("ruleset", "import", tmp_path / "so.xlsx", "-o", tmp_path / "moi.yaml", "--id", "thu-2026") == 0
    told = capsys.readouterr().out
    assert "Chỉ tiêu 2.1, mức 1: ≥ 98 %: 50 điểm → ≥ 97 %: 50 điểm" in told
    text = (tmp_path / "moi.yaml").read_text("utf-8")
    new = load_ruleset(text)
    assert (new.id, new.based_on) == ("thu-2026", f"qd06-2019 ({RULESET.digest})")

    typed = load("qd06-2019")[0].typed
    form = form_bytes(new, content_of(typed, te_khai_sinh_dung=97, co_day_boi="Có"))
    result = evaluate(form, "phieu.xlsx", KnownRulesets((text,)))
    assert result.card is not None and result.card.total == 1030
    assert evaluate(form, "phieu.xlsx", SHIPPED).findings[0].code == "CFC-004"


@pytest.mark.slow
def test_a_rulebook_typed_in_libreoffice_reads_and_its_live_cells_follow(tmp_path: Path) -> None:
    path, saved = tmp_path / "so.xlsx", tmp_path / "sua.xlsx"
    path.write_bytes(rulebook_bytes(RULESET))
    book = OpenRulebook()
    places = {
        "day": ("Thông tin", next(book.rows("Thông tin", "Ngày đối chiếu")), 2, "03/12/2026"),
        "whole": ("Tiêu chí", next(book.rows("Tiêu chí", 6)), book.column("Tiêu chí", CERTIFY_CRITERION), "5"),
        "points": ("Thang điểm", next(book.rows("Thang điểm", "2.1")), book.column("Thang điểm", "Điểm"), 45),
    }
    run_uno("resave", {"tasks": [{"path": str(path), "save": str(saved), "type": list(places.values())}]})

    shown = load_workbook(saved, data_only=True)
    criteria = shown["Tiêu chí"]
    column = {cell.value: cell.column for cell in criteria[4]}
    assert shown["Hướng dẫn"]["A3"].value == "Còn 123 giá trị chưa đối chiếu với Quyết định"
    assert criteria.cell(10, column["Chưa đối chiếu"]).value == 0
    assert (criteria.cell(6, column["Cộng các chỉ tiêu"]).value, criteria.cell(6, column["Khớp?"]).value) == (
        45, "✗ lệch",
    )  # fmt: skip
    assert "✗ 1 tiêu chí lệch" in criteria["A3"].value
    with pytest.raises(RulesetError) as caught:
        read_rulebook(saved.read_bytes())
    assert [problem.path for problem in caught.value.problems] == ["Tiêu chí!C6"]


@pytest.mark.slow
@pytest.mark.parametrize("certified", [False, True])
def test_libreoffice_calculates_every_cached_value_and_loses_nothing(certified: bool, tmp_path: Path) -> None:
    path, saved = tmp_path / "so.xlsx", tmp_path / "lai.xlsx"
    ruleset = rated_ruleset(random.Random("cached")) if certified else RULESET
    path.write_bytes(rulebook_bytes(ruleset))
    run_uno("resave", {"tasks": [{"path": str(path), "save": str(saved)}]})

    assert read_rulebook(saved.read_bytes()).ruleset == ruleset
    formulas, written, calculated = (
        load_workbook(path), load_workbook(path, data_only=True), load_workbook(saved, data_only=True),
    )  # fmt: skip
    compared = 0
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            ours, theirs = (book[sheet.title][cell.coordinate].value for book in (written, calculated))
            assert (ours or "") == (theirs or ""), (sheet.title, cell.coordinate, cell.value)
            compared += 1
    assert compared > 100


@pytest.mark.slow
def test_the_open_xml_sdk_finds_nothing_wrong_with_a_rulebook(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(rulebook_bytes(shipped_ruleset("example-reform")))

    assert validator_problems(path) == []


def text_in_a_number(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Thang điểm", "3.1", "Điểm", "một trăm"), "phải là số"


def tiers_out_of_order(book: OpenRulebook) -> tuple[str, str]:
    _, second, _ = book.rows("Thang điểm", "2.1")
    return book.type("Thang điểm", second, "Mức", 0.99), "sai thứ tự"


def blank_status(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Thang điểm", "5.2", "Tình trạng", None), "để trống"


def deleted_header(book: OpenRulebook) -> tuple[str, str]:
    return book.type("Kiểm tra chéo", 4, "Mức độ", None), "thiếu tiêu đề cột «Mức độ»"


def merged_cells(book: OpenRulebook) -> tuple[str, str]:
    book.sheet("Trường số liệu").merge_cells("E20:E21")
    return "Trường số liệu!E20:E21", "bỏ gộp"


def unknown_status(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Ngưỡng và điều kiện", "Ngưỡng nhóm B", "Tình trạng", "chắc chắn"), "chọn một trong"


def percent_as_a_number(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Thang điểm", "13.2", "Mức", 80), "không lớn hơn 1"


def unknown_field(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Chỉ tiêu", "4.1", "Số liệu (tử số)", "te_khong_co"), "te_khong_co"


def maximum_that_does_not_add_up(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Tiêu chí", 7, "Điểm tối đa", 60), "cộng lại tối đa 50"


def number_for_an_id(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Thang điểm", "12.2", "Chỉ tiêu", 12.2), "định dạng Text"


def unknown_source(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Tiêu chí", 8, "Nguồn", "nghe noi"), "không có trong sources"


def blank_kind(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Chỉ tiêu", "10.1", "Cách đo", None), "để trống"


def page_without_a_day(book: OpenRulebook) -> tuple[str, str]:
    book.type_key("Tiêu chí", 11, CERTIFY_CRITERION, "9")
    return f"Thông tin!B{next(book.rows('Thông tin', 'Ngày đối chiếu'))}", "ghi ngày đối chiếu"


def same_indicator_twice(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Chỉ tiêu", "1.2", "Mã", "1.1"), "trùng"


def odd_entry(book: OpenRulebook) -> tuple[str, str]:
    return book.type("Ngưỡng và điều kiện", book.free_row("Ngưỡng và điều kiện"), "Mục", "Điểm cộng"), "mục lạ"


def blank_that_is_a_space(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Trường số liệu", "so_clb", "Mã", " "), "thiếu mã số liệu"


def bound_for_a_yes_or_no(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Thang điểm", "1.3", "Mức", 5), "không dùng ở dòng này"


def denominator_for_a_count(book: OpenRulebook) -> tuple[str, str]:
    return book.type_key("Chỉ tiêu", "11.1", "Mẫu số", "dan_so"), "không dùng ở dòng này"


MISTAKES = [
    text_in_a_number, tiers_out_of_order, blank_status, deleted_header, merged_cells, unknown_status,
    percent_as_a_number, unknown_field, maximum_that_does_not_add_up, number_for_an_id, unknown_source, blank_kind,
    page_without_a_day, same_indicator_twice, odd_entry, blank_that_is_a_space, bound_for_a_yes_or_no,
    denominator_for_a_count,
]  # fmt: skip


@pytest.mark.parametrize("spoil", MISTAKES, ids=lambda spoil: spoil.__name__)
def test_a_mistake_is_told_with_its_cell(spoil: Callable[[OpenRulebook], tuple[str, str]]) -> None:
    book = OpenRulebook()
    place, words = spoil(book)

    told = book.problems()

    assert words in told.get(place, ""), told


def test_the_five_usual_mistakes_give_exactly_five_errors_at_their_cells() -> None:
    book = OpenRulebook()
    usual = (text_in_a_number, tiers_out_of_order, blank_status, deleted_header, merged_cells)

    places = {spoil(book)[0] for spoil in usual}

    assert set(book.problems()) == places


def test_what_follows_from_a_mistake_is_not_told_again() -> None:
    book = OpenRulebook()
    place = book.type_key("Trường số liệu", "te_duoi_16", "Tên", None)

    assert book.problems() == {place: "thiếu mục này"}


def test_every_mistake_of_a_rulebook_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = OpenRulebook()
    places = [spoil(book)[0] for spoil in MISTAKES if spoil is not same_indicator_twice]
    (tmp_path / "so.xlsx").write_bytes(book.data())

    code = run("ruleset", "import", tmp_path / "so.xlsx", "-o", tmp_path / "moi.yaml")

    told = capsys.readouterr().err
    assert code == 2
    assert not (tmp_path / "moi.yaml").exists()
    assert [place for place in places if f"✗ {place}: " not in told] == []


def test_a_sheet_that_is_gone_is_told_by_its_name() -> None:
    book = OpenRulebook()
    del book.book["Ngưỡng và điều kiện"]

    assert "không còn" in book.problems()["Ngưỡng và điều kiện"]


@pytest.mark.parametrize("data", [b"", b"khong phai excel", b"PK\x03\x04 hong"])
def test_a_file_that_is_no_rulebook_is_told_so(data: bytes) -> None:
    with pytest.raises(RulesetError):
        read_rulebook(data)


def test_a_form_is_no_rulebook_and_a_rulebook_is_no_form() -> None:
    with pytest.raises(RulesetError, match="không phải sổ bộ tiêu chí"):
        read_rulebook(form_bytes(RULESET, content_of(load("qd06-2019")[0].typed)))
    assert [finding.code for finding in evaluate(rulebook_bytes(RULESET), "so.xlsx", SHIPPED).findings] == ["CFC-141"]


def changed(ruleset: Ruleset) -> Ruleset:
    return ruleset.model_copy(update={"title": ruleset.title + " (sửa)"})


def test_what_was_not_changed_stays_itself() -> None:
    assert revised(read_rulebook(rulebook_bytes(RULESET)).ruleset, RULESET, TODAY, shipped_ids()) is RULESET


def test_fields_in_another_order_are_a_change() -> None:
    book = OpenRulebook()
    sheet = book.sheet("Trường số liệu")
    last = book.free_row("Trường số liệu") - 1
    cells = [cell.value for cell in sheet[last]]
    sheet.delete_rows(last)
    sheet.insert_rows(20)
    for place, value in enumerate(cells, start=1):
        sheet.cell(20, place).value = value

    typed = book.read().ruleset

    assert revised(typed, RULESET, TODAY, shipped_ids()).id == "qd06-2019-20261204"
    assert differences(RULESET, typed) == ["Thứ tự các số liệu thay đổi"]


def test_a_changed_rule_set_gets_an_id_a_day_and_a_hash_of_its_own() -> None:
    new = revised(changed(RULESET), RULESET, TODAY, shipped_ids())

    assert (new.id, new.revised_on, new.based_on) == (
        "qd06-2019-20261204", "2026-12-04", f"qd06-2019 ({RULESET.digest})",
    )  # fmt: skip
    assert new.digest != RULESET.digest


def test_changing_it_again_on_the_same_day_gives_another_id() -> None:
    once = revised(changed(RULESET), RULESET, TODAY, shipped_ids())
    twice = revised(changed(once), once, TODAY, shipped_ids())
    thrice = revised(changed(twice), twice, TODAY, shipped_ids())

    assert [twice.id, thrice.id] == ["qd06-2019-20261204-2", "qd06-2019-20261204-3"]
    assert revised(changed(twice), twice, date(2027, 1, 5), shipped_ids()).id == "qd06-2019-20270105"


def test_a_shipped_id_is_never_given_to_a_changed_rule_set() -> None:
    with pytest.raises(UsageError, match="chọn mã khác"):
        revised(changed(RULESET), RULESET, TODAY, shipped_ids(), "example-reform")
    assert revised(changed(RULESET), None, TODAY, shipped_ids()).id == "qd06-2019-20261204"


def test_an_import_never_overwrites_unasked(tmp_path: Path) -> None:
    (tmp_path / "so.xlsx").write_bytes(rulebook_bytes(RULESET))
    (tmp_path / "moi.yaml").write_text("của tôi", "utf-8")

    assert run("ruleset", "import", tmp_path / "so.xlsx", "-o", tmp_path / "moi.yaml") == 2
    assert (tmp_path / "moi.yaml").read_text("utf-8") == "của tôi"


def test_quarter_points_and_four_places_survive() -> None:
    data = ruleset_text(random.Random("places")).replace("'", "")
    ruleset = load_ruleset(ruleset_text(random.Random("places")))
    bounds = {tier.bound.value for i in ruleset.indicators for tier in getattr(i, "tiers", ())}

    assert any(value.as_tuple().exponent == -4 for value in bounds if value != int(value)), data
    assert any(number.value % 1 for number in every_number(ruleset) if isinstance(number.value, Decimal))
    assert read_rulebook(rulebook_bytes(ruleset)).ruleset == ruleset


def test_the_original_is_hidden_in_the_workbook_and_no_text_is_a_formula() -> None:
    book = load_workbook(BytesIO(rulebook_bytes(rated_ruleset(random.Random(1)))))

    assert book["_goc"].sheet_state == "veryHidden"
    assert book["Nguồn"]["B6"].data_type == "s"


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])
