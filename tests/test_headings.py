"""Headings and names as people type them: one way to compare, one way to find a table, wherever one is read."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.support.known import SHIPPED
from tests.support.rulebooks import HEADING_ROW
from tests.support.typed import content_of
from tests.test_entries import TYPED, Desk, criterion, desk, merged_once, points_of  # noqa: F401
from tests.test_reading import BASE, EVIDENCE, RULESET
from xl_cfc.books.plan import planbook_bytes, read_planbook
from xl_cfc.books.roster import read_roster, roster_bytes
from xl_cfc.books.rule import read_rulebook, rulebook_bytes
from xl_cfc.cells import Cell, CellKind
from xl_cfc.form.evaluation import evaluate
from xl_cfc.form.layout import INPUT
from xl_cfc.form.sheets import form_bytes
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.plan.roster import Roster, RosterUnit
from xl_cfc.text import composed, ordinary, plain_letters, tidy, to_the_eye
from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.headings import find_heading_row, fullest_heading_row, heading_rows, row_below_heading

#: How a heading comes to look the same and be another text.
RESPELLED: dict[str, Callable[[str], str]] = {
    "as written": str,
    "capitals": str.upper,
    "letters and marks apart": lambda text: unicodedata.normalize("NFD", text),
    "blanks around": lambda text: f"  {text} ",
    "blanks within": lambda text: text.replace(" ", "  "),
    "a blank that does not break": lambda text: text.replace(" ", "\xa0"),
    "a line break": lambda text: text.replace(" ", "\n", 1),
    "an invisible sign": lambda text: f"\ufeff{text}\u200b",
}
respelled = pytest.mark.parametrize("respell", RESPELLED.values(), ids=list(RESPELLED))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xã Hòa Bình", "Xã Hoà Bình"), ("xã Hòa Bình", "XÃ HOÀ  BÌNH"), ("Sức khỏe", "Sức khoẻ"),
        ("Krông Búk’s", "Krông Búk's"), ("Đắk N`Drung", "Đắk N'Drung"), ("Mã\xa0ĐVHC", "Mã ĐVHC"),
        ("e\u0302\u0301", "ế"), ("Quý", "quý"), ("HOÀ", "hòa"), ("Thủy lợi", "Thuỷ lợi"),
    ],
)  # fmt: skip
def test_what_looks_the_same_is_the_same_to_the_eye(one: str, other: str) -> None:
    assert to_the_eye(one) == to_the_eye(other)
    assert to_the_eye(to_the_eye(one)) == to_the_eye(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hoa"),
        ("Hòa", "Hóa"),
        ("Mỹ An", "My An"),
        ("Đông", "Dong"),
        ("Xã A", "XãA"),
        ("Mã", "Ma"),
        ("1.1", "1.10"),
    ],
)
def test_what_looks_different_stays_different(one: str, other: str) -> None:
    assert to_the_eye(one) != to_the_eye(other)


def test_the_exact_text_knows_nothing_but_how_letters_are_stored() -> None:
    assert composed("Xa\u0303") == "Xã"
    assert composed("Hoà ") != composed("Hòa")
    assert composed(" Xã  A ") == " Xã  A "


def test_plain_letters_and_texts_made_ready_to_be_shown() -> None:
    assert plain_letters("Đã Có") == "da co"
    assert tidy("  Xa\u0303\n Mỹ \xa0 Đông ") == "Xã Mỹ Đông"
    assert ordinary("\uff11\uff12\u00a0 ca\u0301i") == "12 cái"


def grid(*rows: dict[int, object], start: int = 1) -> Grid:
    cells = {}
    for row, texts in enumerate(rows, start=start):
        for column, value in texts.items():
            kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
            cells[row, column] = Cell(kind, value, "Trang", f"R{row}C{column}")  # type: ignore[arg-type]
    return Grid("Trang", cells)


def test_the_first_row_with_every_heading_is_the_one() -> None:
    found = find_heading_row(grid({1: "Mã"}, {1: "Tên", 3: "Mã"}, {1: "Mã", 2: "Tên"}), ["Mã", "Tên"])
    assert found is not None
    assert (found.row, found.column("MÃ"), found.column("tên"), found.column("Khác")) == (2, 3, 1, None)


def test_of_a_heading_that_stands_twice_the_first_counts_and_numbers_are_none() -> None:
    (row,) = heading_rows(grid({4: "Mã", 2: "MÃ", 1: 7}))
    assert row.columns == {"mã": 2}
    assert row.column("Tên", "Mã") == 2


def test_headings_are_looked_for_down_to_a_row_only() -> None:
    table = grid({1: "Mã"}, start=41)
    assert find_heading_row(table, ["Mã"], within=40) is None
    assert find_heading_row(table, ["Mã"]) is not None


def test_the_row_with_most_headings_is_found_when_some_are_gone() -> None:
    best = fullest_heading_row(grid({1: "Mã"}, {1: "Mã", 2: "Tên"}, {1: "Tên", 2: "Mã"}), ["Mã", "Tên", "Trang"])
    assert best is not None
    assert best.row == 2
    assert fullest_heading_row(grid({1: "khác"}), ["Mã"]) is None


def test_rows_inserted_right_below_a_heading_belong_to_the_table() -> None:
    table = grid({2: "Mã"}, {2: "x"}, {2: "y"})
    assert row_below_heading(table, 4, 2, "mã") == 2
    assert row_below_heading(table, 4, 2, "Tên") == 4


def changed(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(BytesIO(data))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def respell_row(sheet: Any, row: int, respell: Callable[[str], str]) -> None:
    for cell in sheet[row]:
        if isinstance(cell.value, str):
            cell.value = respell(cell.value)


@respelled
def test_a_form_without_names_is_read_by_its_headings(respell: Callable[[str], str]) -> None:
    def work(book: Workbook) -> None:
        for name in list(book.defined_names):
            if name.startswith(("in_", "ev_", "ex_", "ks_", "thon_")):
                del book.defined_names[name]
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                if {cell.value for cell in row} & {"Giá trị", "Nhóm người trả lời", "Tên thôn, tổ dân phố"}:
                    respell_row(sheet, row[0].row, respell)

    typed = replace(BASE, evidence=EVIDENCE, survey=(("Trẻ em", "Có"),), hamlets=(("Thôn 1", {"dan_so": 8000}),))
    result = evaluate(changed(form_bytes(RULESET, content_of(typed)), work), "a.xlsx", SHIPPED)

    assert result.submission is not None
    assert result.submission.cells["te_hcdb"][1:] == (40, INPUT, "D33")
    assert result.submission.evidence[next(iter(EVIDENCE))].value == "Sổ theo dõi"
    assert len(result.submission.survey) == 1
    assert result.submission.hamlets[0].figures["dan_so"].value == 8000


@respelled
def test_a_roster_is_read_by_its_headings(respell: Callable[[str], str], tmp_path: Path) -> None:
    units = (RosterUnit(code="00001", name="Xã Mỹ Đông", kind="đặc khu", phone="0912345678"),)
    path = tmp_path / "ds.xlsx"

    def work(book: Workbook) -> None:
        respell_row(book.worksheets[0], 4, respell)
        book.worksheets[0]["C5"] = respell("đặc khu")

    path.write_bytes(changed(roster_bytes(Roster(units=units)), work))

    assert read_roster(path).units == units


@respelled
def test_a_plan_is_read_by_its_sheets_labels_headings_and_choices(respell: Callable[[str], str]) -> None:
    plan = shipped_plan("thap-muoi-2024")

    def work(book: Workbook) -> None:
        for sheet in book.worksheets:
            respell_row(sheet, 3, respell)
        for row in range(4, book["Kế hoạch"].max_row + 1):
            label = book["Kế hoạch"].cell(row, 1)
            label.value = respell(str(label.value))
        for row in range(4, 8):
            kind = book["Mốc thời gian"].cell(row, 1)
            kind.value = respell(kind.value) if kind.value else None

    assert read_planbook(changed(planbook_bytes(plan), work), "x") == plan


@respelled
def test_a_rulebook_is_read_by_its_headings(respell: Callable[[str], str]) -> None:
    def work(book: Workbook) -> None:
        for sheet in book.worksheets[1:]:
            respell_row(sheet, HEADING_ROW, respell)

    assert read_rulebook(changed(rulebook_bytes(RULESET), work)).ruleset == RULESET


@respelled
def test_what_is_typed_into_a_consolidated_workbook_is_read_by_its_headings(
    respell: Callable[[str], str],
    desk: Desk,  # noqa: F811
) -> None:
    desk.type("Thẩm định", criterion("90001", 1), **TYPED)
    with desk.open() as book:
        page = book["Thẩm định"]
        row = next(cell.row for line in page.iter_rows() for cell in line if cell.value == "Mã")
        respell_row(page, row, respell)
    desk.merge()

    assert points_of(desk, "90001", 1)[0] == 90
    assert desk.row("Thẩm định", Mã="90001", Tiêu_chí=1)["Lý do"] == "Thiếu sổ họp"
