"""The consolidated workbook is typed into and merged again: nothing typed is lost, everything that changed is told."""

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.engines import require
from tests.support.merging import merge
from tests.support.validator import problems
from xl_cfc.cli import main
from xl_cfc.collecting import MergeOutcome
from xl_cfc.consolidation.ledger.tables import RECEIPT
from xl_cfc.consolidation.sheets.entries import read_previous
from xl_cfc.consolidation.sheets.opening import open_consolidated
from xl_cfc.examples import example_form
from xl_cfc.form.sheets import form_bytes
from xl_cfc.plan.models import Reverification, Target
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.usage import UsageError

START = datetime(2026, 11, 2, 8, 0)
Row = dict[str, Any]


class Desk:
    """A folder of forms and the workbook merged from it, as a person works with them."""

    def __init__(self, folder: Path, when: datetime = START) -> None:
        self.forms, self.out = folder / "phieu", folder / "tong-hop.xlsx"
        self.forms.mkdir(exist_ok=True)
        self.when = when

    def send(self, name: str, position: int, **typed: object) -> None:
        """A commune's form arrives, or is replaced."""
        content = example_form(position).content
        values = {**content.values, **typed}
        path = self.forms / name
        path.write_bytes(form_bytes(shipped_ruleset(), replace(content, values=values)))  # type: ignore[arg-type]

    def merge(self, **options: Any) -> MergeOutcome:
        """Merge again, a day later."""
        outcome = merge([self.forms], self.out, created=self.when, **options)
        self.when += timedelta(days=1)
        return outcome

    @contextmanager
    def open(self) -> Iterator[Workbook]:
        """The workbook opened, changed and saved."""
        book = load_workbook(self.out)
        yield book
        book.save(self.out)

    def type(self, sheet: str, key: Row, **typed: object) -> None:
        """Type into the cells of one row; `Lý_do` stands for the heading `Lý do`."""
        with self.open() as book:
            row, columns = find(book[sheet], key)
            for heading, value in typed.items():
                book[sheet].cell(row, columns[heading.replace("_", " ")]).value = value

    def rows(self, sheet: str, heading: str = "Mã") -> list[Row]:
        """The rows of a sheet's table."""
        book = load_workbook(self.out, data_only=True, read_only=True)  # parses this one sheet alone
        book[sheet].reset_dimensions()
        lines = list(book[sheet].iter_rows(values_only=True))
        book.close()
        texts = [{text: place for place, text in enumerate(row) if isinstance(text, str)} for row in lines]
        start = next(n for n, row in enumerate(texts) if heading in row and len(row) > 3)
        columns, width = texts[start], max(texts[start].values()) + 1
        padded = ([*row, *[None] * (width - len(row))] for row in lines[start + 1 :] if any(row))
        return [{name: row[place] for name, place in columns.items()} for row in padded]

    def row(self, sheet: str, **key: object) -> Row:
        """The one row with this key."""
        wanted = {name.replace("_", " "): value for name, value in key.items()}
        found = [row for row in self.rows(sheet) if wanted.items() <= row.items()]
        assert len(found) == 1, found
        return found[0]

    def codes(self, outcome: MergeOutcome) -> list[str]:
        """The codes of what was found about typed entries."""
        return [p.finding.code for p in outcome.consolidation.problems if "CFC-52" <= p.finding.code <= "CFC-549"]


def headings(page: Worksheet, heading: str = "Mã") -> tuple[int, dict[str, int]]:
    for row in page.iter_rows():
        texts = {cell.value: cell.column for cell in row if isinstance(cell.value, str)}
        if heading in texts and len(texts) > 3:
            return row[0].row, texts
    raise AssertionError(f"no heading {heading} on {page.title}")


def find(page: Worksheet, key: Row) -> tuple[int, dict[str, int]]:
    start, columns = headings(page)
    for row in range(start + 1, page.max_row + 1):
        if all(page.cell(row, columns[name]).value == value for name, value in key.items()):
            return row, columns
    raise AssertionError(f"{key} is not on {page.title}")


def criterion(code: str, number: int) -> Row:
    return {"Mã": code, "Tiêu chí": number}


@pytest.fixture(scope="session")
def merged_once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Three communes merged once: to be copied, never worked in."""
    made = Desk(tmp_path_factory.mktemp("ban"))
    for position in range(3):
        made.send(f"{position}.xlsx", position)
    made.merge()
    return made


@pytest.fixture
def desk(merged_once: Desk, tmp_path: Path) -> Desk:
    """Three communes merged once."""
    shutil.copytree(merged_once.forms.parent, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, when=merged_once.when)


TYPED = {
    "Điểm_thẩm_định": 90, "Lý_do": "Thiếu sổ họp", "Người_thẩm_định": "Nguyễn Thị Hạnh",
    "Ngày_thẩm_định": datetime(2026, 11, 20), "Ghi_chú": "xem lại",
}  # fmt: skip


def test_what_is_typed_survives_the_next_merge(desk: Desk) -> None:
    desk.type("Thẩm định", criterion("90001", 1), **TYPED)
    assert desk.codes(desk.merge()) == []
    row = desk.row("Thẩm định", Mã="90001", Tiêu_chí=1)
    assert (row["Điểm thẩm định"], row["Lý do"], row["Người thẩm định"], row["Ngày thẩm định"], row["Ghi chú"]) == (
        90, "Thiếu sổ họp", "Nguyễn Thị Hạnh", datetime(2026, 11, 20), "xem lại",
    )  # fmt: skip


def points_of(desk: Desk, code: str, number: int) -> tuple[Any, Any, Any]:
    """Typed points, the check beside them, and what is to be looked at again."""
    row = desk.row("Thẩm định", Mã=code, Tiêu_chí=number)
    return row["Điểm thẩm định"], row["Kiểm tra"], row["Cần xem lại"]


def test_an_entry_whose_self_score_changed_since_is_flagged_until_it_is_typed_again(desk: Desk) -> None:
    before = desk.row("Thẩm định", Mã="90001", Tiêu_chí=1)["Điểm tự chấm"]
    desk.type("Thẩm định", criterion("90001", 1), **TYPED)
    desk.send("0.xlsx", 0, co_nguoi_bvte="Không")
    outcome = desk.merge()
    now = desk.row("Thẩm định", Mã="90001", Tiêu_chí=1)["Điểm tự chấm"]
    assert (before, now) == (100, 50)
    assert points_of(desk, "90001", 1)[2] == "Tự chấm đã đổi: 100 → 50"
    assert desk.codes(outcome) == ["CFC-521"]
    assert desk.codes(desk.merge()) == ["CFC-521"]
    desk.type("Thẩm định", criterion("90001", 1), Ngày_thẩm_định=datetime(2026, 11, 25))
    assert desk.codes(desk.merge()) == []
    assert points_of(desk, "90001", 1)[2] is None


def test_what_is_typed_stays_when_the_file_disappears_and_is_back_in_its_row_when_the_file_is(desk: Desk) -> None:
    desk.type("Thẩm định", criterion("90002", 3), **TYPED)
    shutil.move(desk.forms / "1.xlsx", desk.forms.parent / "1.xlsx")
    outcome = desk.merge()
    row = desk.row("Thẩm định", Mã="90002")
    assert (row["Tiêu chí"], row["Điểm thẩm định"], row["Lý do"], row["Đơn vị"]) == (
        3, 90, "Thiếu sổ họp", "Xã Đốc Binh Kiều",
    )  # fmt: skip
    assert row["Cần xem lại"] == "Không có phiếu của đơn vị này trong lần gộp này"
    assert desk.codes(outcome) == ["CFC-522"]
    desk.merge()
    shutil.move(desk.forms.parent / "1.xlsx", desk.forms / "1.xlsx")
    assert desk.codes(desk.merge()) == []
    assert len([row for row in desk.rows("Thẩm định") if row["Mã"] == "90002"]) == 13
    assert points_of(desk, "90002", 3)[0] == 90


@pytest.mark.parametrize(
    ("typed", "check"),
    [
        ("tám mươi", "✗ không phải số"),
        (101, "✗ ngoài thang điểm"),
        (-1, "✗ ngoài thang điểm"),
        (True, "✗ không phải số"),
        ("90", "✗ không phải số"),
    ],
)
def test_a_value_that_cannot_be_accepted_is_kept_as_typed_and_reported(desk: Desk, typed: object, check: str) -> None:
    desk.type("Thẩm định", criterion("90001", 1), Điểm_thẩm_định=typed)
    outcome = desk.merge()
    assert points_of(desk, "90001", 1) == (typed, check, None)
    assert desk.codes(outcome) == ["CFC-520"]
    assert outcome.exit_code() == 1
    assert desk.row("Kết quả thẩm định", Mã="90001")["Tiêu chí đã thẩm định"] == 0


def sort_rows(page: Worksheet) -> None:
    """The rows of the table in another order, as sorting by a column leaves them."""
    start, _ = headings(page)
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=start + 1)]
    random.Random(5).shuffle(rows)
    for number, row in enumerate(rows, start=start + 1):
        for column, value in enumerate(row, start=1):
            page.cell(number, column).value = value


def move_column(page: Worksheet) -> None:
    page.insert_cols(3, 2)
    start, _ = headings(page)
    page.cell(start, 4).value = "Cột tôi thêm"
    page.cell(start + 1, 4).value = "để ý"


def rename(page: Worksheet) -> None:
    page.title = "TĐ của tôi"


def lose_names(page: Worksheet) -> None:
    page.parent.defined_names.clear()


def insert_rows(page: Worksheet) -> None:
    page.insert_rows(1, 3)
    page.insert_rows(12)


def hide_rows(page: Worksheet) -> None:
    page.auto_filter.add_filter_column(0, ["90001"])
    page.row_dimensions[9].hidden = True


def delete_sheet(page: Worksheet) -> None:
    page.parent.remove(page)


CHANGES: dict[str, Callable[[Worksheet], None]] = {
    "sorted": sort_rows, "columns inserted": move_column, "renamed": rename, "names lost": lose_names,
    "rows inserted": insert_rows, "filtered": hide_rows,
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_typed_is_found_however_the_sheet_was_rearranged(desk: Desk, change: str) -> None:
    desk.type("Thẩm định", criterion("90001", 1), **TYPED)
    desk.type("Thẩm định", criterion("90003", 13), Điểm_thẩm_định=50)
    with desk.open() as book:
        CHANGES[change](book["Thẩm định"])
    desk.merge()
    assert points_of(desk, "90001", 1)[0] == 90
    assert points_of(desk, "90003", 13)[0] == 50
    assert desk.row("Thẩm định", Mã="90001", Tiêu_chí=1)["Lý do"] == "Thiếu sổ họp"
    assert sum(row["Điểm thẩm định"] is not None for row in desk.rows("Thẩm định")) == 2


def test_a_deleted_row_or_sheet_comes_back_with_what_was_typed(desk: Desk) -> None:
    desk.type("Thẩm định", criterion("90001", 1), **TYPED)
    desk.merge()
    with desk.open() as book:
        row, _ = find(book["Thẩm định"], criterion("90001", 1))
        book["Thẩm định"].delete_rows(row)
    desk.merge()
    assert points_of(desk, "90001", 1)[0] == 90
    with desk.open() as book:
        delete_sheet(book["Thẩm định"])
    assert desk.codes(desk.merge()) == ["CFC-523"]
    assert points_of(desk, "90001", 1)[0] == 90


def test_clearing_a_cell_removes_the_entry_and_the_log_keeps_its_value(desk: Desk) -> None:
    desk.type("Thẩm định", criterion("90001", 1), Điểm_thẩm_định=90, Lý_do="nhầm")
    desk.merge()
    desk.type("Thẩm định", criterion("90001", 1), Điểm_thẩm_định=85, Lý_do=None)
    desk.merge()
    row = desk.row("Thẩm định", Mã="90001", Tiêu_chí=1)
    assert (row["Điểm thẩm định"], row["Lý do"]) == (85, None)
    typed = [(row["Lần"], row["Nội dung"], row["Cũ"], row["Mới"]) for row in logged(desk, "Nhập tay")]
    assert typed == [
        (3, "Thẩm định · tiêu chí 1 · Điểm thẩm định", "90", "85"),
        (3, "Thẩm định · tiêu chí 1 · Lý do", "nhầm", None),
        (2, "Thẩm định · tiêu chí 1 · Điểm thẩm định", None, "90"),
        (2, "Thẩm định · tiêu chí 1 · Lý do", None, "nhầm"),
    ]


def logged(desk: Desk, kind: str) -> list[Row]:
    return [row for row in desk.rows("Nhật ký") if row["Việc"] == kind]


def test_a_column_that_people_added_is_kept_and_a_sheet_they_added_is_named(desk: Desk) -> None:
    with desk.open() as book:
        row, columns = find(book["Thẩm định"], criterion("90002", 2))
        start, _ = headings(book["Thẩm định"])
        last = max(columns.values()) + 2
        book["Thẩm định"].cell(start, last).value = "Hẹn gặp"
        book["Thẩm định"].cell(row, last).value = datetime(2026, 12, 1)
        book.create_sheet("Nháp").cell(1, 1).value = "x"
    assert desk.codes(desk.merge()) == ["CFC-523"]
    for _ in range(2):
        assert desk.row("Thẩm định", Mã="90002", Tiêu_chí=2)["Hẹn gặp"] == datetime(2026, 12, 1)
        assert desk.codes(desk.merge()) == []


def test_a_row_typed_twice_or_without_its_key_is_kept_at_the_end_and_told(desk: Desk) -> None:
    desk.type("Thẩm định", criterion("90001", 1), Điểm_thẩm_định=90)
    desk.merge()
    with desk.open() as book:
        page = book["Thẩm định"]
        row, columns = find(page, criterion("90001", 1))
        end = page.max_row + 1
        for heading in ("Mã", "Năm", "Kỳ", "Tiêu chí"):
            page.cell(end, columns[heading]).value = page.cell(row, columns[heading]).value
        page.cell(end, columns["Điểm thẩm định"]).value = 70
        page.cell(end + 1, columns["Lý do"]).value = "không rõ của ai"
        page.cell(end + 1, columns["Mã"]).value = 90003
    for _ in range(2):
        assert desk.codes(desk.merge()) == ["CFC-522", "CFC-522"]
        rows = [row for row in desk.rows("Thẩm định") if row["Điểm thẩm định"] or row["Lý do"]]
        assert [(row["Mã"], row["Điểm thẩm định"], row["Lý do"]) for row in rows] == [
            ("90001", 90, None), ("90001", 70, None), ("90003", None, "không rõ của ai"),
        ]  # fmt: skip
    assert rows[1]["Cần xem lại"].startswith("Dòng thứ hai")
    assert rows[2]["Cần xem lại"].startswith("Dòng thiếu mã")


def test_the_appraised_conclusion_stands_only_when_every_criterion_is_appraised(desk: Desk) -> None:
    def result() -> tuple[Any, ...]:
        row = desk.row("Kết quả thẩm định", Mã="90001")
        return row["Tiêu chí đã thẩm định"], row["Tổng điểm thẩm định"], row["Kết luận thẩm định"]

    assert result() == (0, None, "– Chưa thẩm định")
    rows = {row["Tiêu chí"]: row["Điểm tối đa"] for row in desk.rows("Thẩm định") if row["Mã"] == "90001"}
    with desk.open() as book:
        for number in range(1, 13):
            row, columns = find(book["Thẩm định"], criterion("90001", number))
            book["Thẩm định"].cell(row, columns["Điểm thẩm định"]).value = rows[number]
    desk.merge()
    best = sum(rows.values())
    assert result() == (12, best - rows[13], "… Tạm tính (12/13 tiêu chí)")
    desk.type("Thẩm định", criterion("90001", 13), Điểm_thẩm_định=rows[13])
    desk.merge()
    assert result() == (13, best, "✓ Đủ điều kiện")
    desk.type("Thẩm định", criterion("90001", 13), Điểm_thẩm_định=0)
    desk.merge()
    assert result() == (13, best - rows[13], "✗ Chưa đủ điều kiện")


def test_the_log_tells_what_each_merge_added_changed_and_dropped_and_grows(desk: Desk) -> None:
    desk.send("0.xlsx", 0, dan_so=4321)
    (desk.forms / "2.xlsx").unlink()
    desk.send("3.xlsx", 3)
    desk.merge()
    assert next((row["Lần"], row["Việc"]) for row in desk.rows("Nhật ký")) == (2, "Lần gộp")
    changed = [row for row in logged(desk, "Thay đổi") if row["Nội dung"].startswith("SL1 Dân số")]
    assert [(row["Mã"], row["Mới"]) for row in changed] == [("90001", "4321")]
    assert [(row["Lần"], row["Mã"], row["Tệp"]) for row in logged(desk, "Không còn")] == [(2, "90003", "phieu/2.xlsx")]
    assert [(row["Lần"], row["Mã"]) for row in logged(desk, "Thêm")] == [
        (2, "90004"), (1, "90001"), (1, "90002"), (1, "90003"),
    ]  # fmt: skip
    desk.merge()
    assert [row["Lần"] for row in desk.rows("Nhật ký") if row["Việc"] == "Lần gộp"] == [3, 2, 1]


def test_merging_one_year_says_nothing_of_the_forms_of_others(desk: Desk) -> None:
    desk.send("cũ.xlsx", 3, nam=2023)
    desk.merge()
    desk.type("Thẩm định", {**criterion("90004", 1), "Năm": 2023}, Điểm_thẩm_định=10)
    desk.merge(year=2024)
    assert logged(desk, "Không còn") == []
    assert desk.row("Thẩm định", Mã="90004")["Điểm thẩm định"] == 10


def backups(desk: Desk) -> list[Path]:
    return sorted(desk.out.parent.glob("tong-hop.bak-*.xlsx"))


def test_the_replaced_workbook_is_kept_and_the_newest_ten_of_them(desk: Desk) -> None:
    old = desk.out.read_bytes()
    desk.merge()
    assert [path.name for path in backups(desk)] == ["tong-hop.bak-20261103-080000.xlsx"]
    assert backups(desk)[0].read_bytes() == old
    for _ in range(11):
        desk.merge()
    assert [path.name[17:21] for path in backups(desk)] == [f"11{day:02}" for day in range(5, 15)]


def test_backups_are_no_input_even_where_the_workbook_lies_among_the_forms(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.out = desk.forms / "tong-hop.xlsx"
    desk.send("0.xlsx", 0)
    for _ in range(3):
        outcome = desk.merge()
    assert len(backups(desk)) == 2
    assert [source.file for source in outcome.consolidation.sources] == ["0.xlsx"]


def test_a_workbook_that_cannot_be_read_is_not_replaced(desk: Desk) -> None:
    whole = desk.out.read_bytes()
    desk.out.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UsageError, match=r"Không đọc được .* nên không thay thế"):
        desk.merge()
    assert desk.out.read_bytes() == whole[: len(whole) // 2]
    desk.merge(force=True)
    assert backups(desk)[0].read_bytes() == whole[: len(whole) // 2]


def test_a_workbook_saved_while_merging_is_not_replaced(desk: Desk) -> None:
    def save(done: int, total: int, name: str) -> None:
        if done == 1:
            desk.type("Thẩm định", criterion("90001", 1), Điểm_thẩm_định=77)

    with pytest.raises(UsageError, match="vừa được lưu"):
        desk.merge(progress=save)
    assert backups(desk) == []
    desk.merge()
    assert points_of(desk, "90001", 1)[0] == 77


def test_twenty_merges_with_typing_between_lose_nothing(desk: Desk) -> None:
    rng = random.Random(8)
    expected: dict[tuple[str, int], int] = {}
    for round_number in range(20):
        code, number = f"9000{rng.randint(1, 3)}", rng.randint(1, 13)
        expected[code, number] = rng.randint(0, 25)
        desk.type("Thẩm định", criterion(code, number), Điểm_thẩm_định=expected[code, number])
        if round_number % 5 == 2:
            (desk.forms / "1.xlsx").unlink()
        if round_number % 5 == 3:
            desk.send("1.xlsx", 1, dan_so=5000 + round_number)
        desk.merge()
        rows = desk.rows("Thẩm định")
        typed = {(r["Mã"], r["Tiêu chí"]): r["Điểm thẩm định"] for r in rows if r["Điểm thẩm định"] is not None}
        assert typed == expected
    assert len([row for row in desk.rows("Nhật ký") if row["Việc"] == "Lần gộp"]) == 21


def used(outcome: MergeOutcome) -> dict[str, str]:
    return {source.file: source.status.value for source in outcome.consolidation.sources}


CHOSEN = {"phieu/0.xlsx": "set_aside", "phieu/0b.xlsx": "counted", "phieu/1.xlsx": "counted", "phieu/2.xlsx": "counted"}
OPEN = {**CHOSEN, "phieu/0.xlsx": "conflict", "phieu/0b.xlsx": "conflict"}


def test_contradicting_forms_are_listed_cell_by_cell_and_count_once_one_is_marked(desk: Desk) -> None:
    desk.send("0b.xlsx", 0, dan_so=4321, so_ho=99)
    assert used(desk.merge()) == OPEN
    files = [(r["Phiếu"], r["Tệp (bấm để mở)"], r["Thấy lần đầu"]) for r in desk.rows("Trùng lặp") if r["SHA-256"]]
    assert files == [(1, "phieu/0.xlsx", "02/11/2026 08:00"), (2, "phieu/0b.xlsx", "03/11/2026 08:00")]
    listed = desk.rows("Trùng lặp", "Khác nhau ở")
    assert [(row["Khác nhau ở"], row["Phiếu 2"]) for row in listed] == [("SL1 Dân số", "4321"), ("SL2 Số hộ", "99")]
    desk.type("Trùng lặp", {"Tệp (bấm để mở)": "phieu/0b.xlsx"}, **{"Dùng_(x)": "x"})
    for _ in range(2):
        outcome = desk.merge()
        assert used(outcome) == CHOSEN
        assert "CFC-501" not in {problem.finding.code for problem in outcome.consolidation.problems}
    assert desk.row("Trùng lặp", Phiếu=2)["Đang dùng"] == "✓ chọn ở trang «Trùng lặp»"
    (desk.forms / "0b.xlsx").rename(desk.forms / "đổi tên.xlsx")
    assert used(desk.merge())["phieu/đổi tên.xlsx"] == "counted"


def test_forms_that_differ_only_in_evidence_are_shown_to_do_so(desk: Desk) -> None:
    content = example_form(0).content
    first = next(iter(content.evidence))
    other = replace(content, evidence={**content.evidence, first: "Sổ khác"})
    (desk.forms / "0b.xlsx").write_bytes(form_bytes(shipped_ruleset(), other))
    desk.merge()
    (row,) = desk.rows("Trùng lặp", "Khác nhau ở")
    assert (row["Khác nhau ở"][:21], row["Phiếu 2"]) == ("Tài liệu kiểm chứng: ", "Sổ khác")


@pytest.mark.parametrize(("marks", "message"), [(("x", "x"), "2 phiếu cùng"), (("x", "đúng"), "không hiểu dấu «đúng»")])
def test_marks_that_decide_nothing_are_told(desk: Desk, marks: tuple[str, str], message: str) -> None:
    desk.send("0b.xlsx", 0, dan_so=4321)
    desk.merge()
    for file, mark in zip(("phieu/0.xlsx", "phieu/0b.xlsx"), marks, strict=True):
        desk.type("Trùng lặp", {"Tệp (bấm để mở)": file}, **{"Dùng_(x)": mark})
    outcome = desk.merge()
    assert desk.codes(outcome) == ["CFC-524"]
    told = [p.finding.message for p in outcome.consolidation.problems if p.finding.code == "CFC-524"]
    assert message in told[0]
    assert used(outcome) == (
        OPEN if marks == ("x", "x") else CHOSEN | {"phieu/0.xlsx": "counted", "phieu/0b.xlsx": "set_aside"}
    )


def test_prefer_takes_the_named_file_or_the_one_a_merge_saw_last(desk: Desk) -> None:
    desk.send("0b.xlsx", 0, dan_so=4321)
    assert used(desk.merge(prefer=["0b.xlsx"])) == CHOSEN
    assert used(desk.merge(prefer=["phieu/0.xlsx"]))["phieu/0.xlsx"] == "counted"
    assert used(desk.merge(prefer=["newest"])) == CHOSEN
    assert used(desk.merge()) == OPEN
    with pytest.raises(UsageError, match="không có phiếu nào-đó"):
        desk.merge(prefer=["nào-đó.xlsx"])


def test_forms_first_seen_together_have_no_newest(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.send("a.xlsx", 0)
    desk.send("b.xlsx", 0, dan_so=4321)
    assert set(used(desk.merge(prefer=["newest"])).values()) == {"conflict"}


def test_a_corrected_form_replaces_the_earlier_one_openly_with_its_number(desk: Desk) -> None:
    (desk.forms / "0.xlsx").unlink()
    desk.send("0 sửa.xlsx", 0, dan_so=4321)
    outcome = desk.merge()
    why = {source.file: source.why for source in outcome.consolidation.sources}
    assert why["phieu/0 sửa.xlsx"] == "Nộp lại: lần 2, thay bản trong tệp phieu/0.xlsx (thấy lần đầu 02/11/2026)"
    desk.send("0 sửa.xlsx", 0, dan_so=5000)
    why = {source.file: source.why for source in desk.merge().consolidation.sources}
    assert why["phieu/0 sửa.xlsx"].startswith("Nộp lại: lần 3")
    assert why["phieu/1.xlsx"] == ""


def test_the_same_figures_under_two_units_are_told(desk: Desk) -> None:
    desk.send("3.xlsx", 0, ma_dvhc="90099", ten_don_vi="Xã Chép Bài")
    desk.send("trống.xlsx", 1, **{field.id: None for field in shipped_ruleset().inputs}, ma_dvhc="90098")
    desk.send("trống nữa.xlsx", 1, **{field.id: None for field in shipped_ruleset().inputs}, ma_dvhc="90097")
    problems = [p for p in desk.merge().consolidation.problems if p.finding.code == "CFC-530"]
    assert [problem.code for problem in problems] == ["90001", "90099"]
    assert "Xã Chép Bài (90099, phieu/3.xlsx)" in problems[0].finding.message


def visited(desk: Desk) -> list[str]:
    return sorted({row["Mã"] for row in desk.rows("Phúc tra")})


def test_the_sample_is_remembered_and_what_the_visit_found_survives(desk: Desk) -> None:
    desk.merge(sample=1, seed="phúc tra 2024")
    (code,) = visited(desk)
    desk.type("Phúc tra", criterion(code, 1), Điểm_phúc_tra=40, Phát_hiện_khi_phúc_tra="thiếu giấy khai sinh")
    desk.merge()
    assert visited(desk) == [code]
    row = desk.row("Phúc tra", Mã=code, Tiêu_chí=1)
    assert (row["Điểm phúc tra"], row["Phát hiện khi phúc tra"]) == (40, "thiếu giấy khai sinh")
    assert row["Chênh lệch"] == 40 - row["Điểm trước phúc tra"]
    top = {
        row[0]: row[4]
        for row in load_workbook(desk.out, data_only=True)["Phúc tra"].iter_rows(max_row=9, values_only=True)
    }
    assert (top["Tiêu chí đã phúc tra"], top["Tiêu chí có chênh lệch"]) == (1, 1)
    assert top["Tổng điểm giảm sau phúc tra"] == row["Chênh lệch"]
    desk.merge(sample=0)
    assert visited(desk) == [code]
    assert desk.row("Phúc tra", Mã=code, Tiêu_chí=1)["Ghi nhận"] == "Ngoài mẫu, giữ vì đã nhập"


def test_a_plan_that_visits_a_share_again_draws_that_share_and_says_so(desk: Desk) -> None:
    plan = shipped_plan("thap-muoi-2024")
    half = plan.model_copy(update={"reverification": Reverification(share=Fraction(1, 2))})
    desk.merge(plan=half)
    assert len(visited(desk)) == 2
    assert "rút 2/3 đơn vị (theo kế hoạch: 50 %)" in first_lines(desk, "Phúc tra")
    desk.merge()
    assert len(visited(desk)) == 2
    desk.merge(sample=1)
    assert len(visited(desk)) == 1
    assert "rút 1/3 đơn vị (--sample)" in first_lines(desk, "Phúc tra")


def first_lines(desk: Desk, sheet: str) -> str:
    rows = load_workbook(desk.out, data_only=True)[sheet].iter_rows(max_row=12, values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def test_a_visit_is_compared_with_the_appraised_points_and_told_when_those_change(desk: Desk) -> None:
    desk.type("Thẩm định", criterion("90001", 1), Điểm_thẩm_định=80)
    desk.merge(sample=3)
    assert desk.row("Phúc tra", Mã="90001", Tiêu_chí=1)["Điểm trước phúc tra"] == 80
    desk.type("Phúc tra", criterion("90001", 1), Điểm_phúc_tra=75)
    desk.merge()
    desk.type("Thẩm định", criterion("90001", 1), Điểm_thẩm_định=70)
    assert desk.codes(desk.merge()) == ["CFC-521"]
    row = desk.row("Phúc tra", Mã="90001", Tiêu_chí=1)
    assert (row["Chênh lệch"], row["Ghi nhận"]) == (5, "Điểm trước phúc tra đã đổi: 80 → 70")


def held(desk: Desk) -> str:
    page = load_workbook(desk.out, data_only=True)["Công nhận"]
    return next(
        str(row[5]) for row in page.iter_rows(values_only=True) if str(row[0]).startswith("Giữ danh hiệu năm 2024")
    )


def test_recognition_is_counted_from_the_decisions_typed_and_stays_when_the_form_is_gone(desk: Desk) -> None:
    assert held(desk) == "0/3"
    unit = {"Mã": "90001"}
    decision = {"Số_quyết_định_công_nhận": "12/QĐ-UBND", "Ngày_quyết_định": datetime(2024, 12, 20)}
    desk.type("Công nhận", unit, **decision, Các_năm_trước_đã_công_nhận="2020, 2022")
    desk.type("Công nhận", {"Mã": "90002"}, Số_quyết_định_công_nhận="13/QĐ-UBND")
    desk.merge()
    assert held(desk) == "1/3"
    assert desk.row("Công nhận", Mã="90001")["Các năm giữ danh hiệu"] == "2020, 2022, 2024"
    (desk.forms / "0.xlsx").unlink()
    desk.merge()
    assert held(desk) == "1/2"
    row = desk.row("Công nhận", Mã="90001")
    assert (row["Đơn vị"], row["Số quyết định công nhận"]) == ("Thị trấn Mỹ An", "12/QĐ-UBND")


def test_keeping_the_title_is_judged_by_the_decisions_typed_in(desk: Desk) -> None:
    keeping = shipped_plan("thap-muoi-2024").model_copy(update={"targets": (Target(kind="keep"),)})

    def told() -> tuple[str, str]:
        desk.merge(plan=keeping)
        line = next(x for x in first_lines(desk, "Tình hình nộp").splitlines() if x.startswith("Chỉ tiêu"))
        return line.partition("»: ")[2], first_lines(desk, "Tổng quan")

    line, overview = told()
    assert line == "chưa rõ, trang «Công nhận» chưa ghi quyết định nào"
    assert "chưa ghi quyết định nào ở trang «Công nhận»" in overview
    decision = {"Số_quyết_định_công_nhận": "12/QĐ-UBND", "Ngày_quyết_định": datetime(2024, 12, 20)}
    desk.type("Công nhận", {"Mã": "90001"}, **decision)
    desk.type("Công nhận", {"Mã": "90002"}, Các_năm_trước_đã_công_nhận=2022)
    line, overview = told()
    assert line == "1/2 đơn vị từng được công nhận giữ danh hiệu năm 2024 – chưa đạt"
    assert "cần giữ tất cả: ✗ chưa đạt" in overview
    desk.type("Công nhận", {"Mã": "90002"}, **decision)
    assert told()[0] == "2/2 đơn vị từng được công nhận giữ danh hiệu năm 2024 – đạt"


def test_a_row_added_for_an_earlier_year_is_kept_and_counted(desk: Desk) -> None:
    with desk.open() as book:
        page = book["Công nhận"]
        _, columns = headings(page)
        end = page.max_row + 1
        typed = {"Mã": 90003, "Năm": 2022, "Số quyết định công nhận": "5/QĐ", "Ngày quyết định": datetime(2022, 12, 1)}
        for heading, value in typed.items():
            page.cell(end, columns[heading]).value = value
    for _ in range(2):
        assert desk.codes(desk.merge()) == []
        assert {r["Năm"]: r["Các năm giữ danh hiệu"] for r in desk.rows("Công nhận") if r["Mã"] == "90003"} == {
            2022: "2022", 2024: "2022",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "typed", "code"),
    [("Ngày_quyết_định", "tháng 12", "CFC-525"), ("Các_năm_trước_đã_công_nhận", "nhiều năm", "CFC-526")],
)
def test_a_date_or_year_that_cannot_be_read_is_kept_and_reported(
    desk: Desk, heading: str, typed: str, code: str
) -> None:
    desk.type("Công nhận", {"Mã": "90001"}, **{heading: typed})
    assert desk.codes(desk.merge()) == [code]
    assert desk.row("Công nhận", Mã="90001")[heading.replace("_", " ")] == typed


def resaved(path: Path, folder: Path) -> Path:
    """The workbook opened, calculated anew and saved by LibreOffice."""
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [require("soffice"), profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(folder), str(path)], check=True, capture_output=True, timeout=300)
    return folder / path.name


def typed_everywhere(desk: Desk) -> None:
    """A workbook with something in every table: complete, incomplete, wrong and orphaned."""
    desk.send("0b.xlsx", 0, dan_so=4321)
    desk.merge(sample=3)
    rows = desk.rows("Thẩm định")
    with desk.open() as book:
        page = book["Thẩm định"]
        for row in rows:
            place, columns = find(page, criterion(row["Mã"], row["Tiêu chí"]))
            if row["Mã"] == "90002" or row["Tiêu chí"] < 5:
                page.cell(place, columns["Điểm thẩm định"]).value = row["Điểm tối đa"] - 5
        for number, value in ((1, "chữ"), (2, 1000), (3, 0)):
            place, columns = find(page, criterion("90003", number))
            page.cell(place, columns["Điểm thẩm định"]).value = value
    desk.type("Phúc tra", criterion("90002", 1), Điểm_phúc_tra=60)
    desk.type("Phúc tra", criterion("90003", 2), Điểm_phúc_tra=33)
    decision = {"Số_quyết_định_công_nhận": 12, "Ngày_quyết_định": datetime(2024, 12, 20)}
    desk.type("Công nhận", {"Mã": "90002"}, **decision)
    desk.merge()


CALCULATED = ("Thẩm định", "Kết quả thẩm định", "Phúc tra", "Công nhận")
LOOKED_UP = "Một xã"


@pytest.mark.slow
def test_libreoffice_calculates_what_python_wrote(desk: Desk, tmp_path: Path) -> None:
    typed_everywhere(desk)
    again = load_workbook(resaved(desk.out, tmp_path / "lo"), data_only=True)
    ours = load_workbook(desk.out, data_only=True)
    formulas = load_workbook(desk.out)
    compared = 0
    for title in (*CALCULATED, LOOKED_UP):
        for row in formulas[title].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    calculated, written = (book[title][cell.coordinate].value for book in (again, ours))
                    expected = pytest.approx(written) if isinstance(written, float) and written else written or ""
                    assert (calculated or "") == expected, (title, cell.coordinate)
                    compared += 1
    assert compared > 100


def shown_on_one_page(book: Workbook) -> tuple[list[Any], dict[Any, tuple[Any, ...]]]:
    """The facts of the commune that is shown, and its rows: measured, points and appraised points by number."""
    lines = [list(row[:8]) for row in book[LOOKED_UP].iter_rows(values_only=True)]
    facts = next(number for number, row in enumerate(lines) if row[0] == "Mã") + 1
    table = next(number for number, row in enumerate(lines) if row[0] == "Tiêu chí") + 1
    return lines[facts], {row[0]: (row[2], row[3], row[6]) for row in lines[table:] if row[1]}


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["90002 · Xã Đốc Binh Kiều", "90002", 90002])
def test_another_commune_is_chosen_and_everything_on_the_page_is_that_communes(
    desk: Desk, tmp_path: Path, typed: object
) -> None:
    typed_everywhere(desk)
    with desk.open() as book:
        page = book[LOOKED_UP]
        place = next(row[1] for row in page.iter_rows() if row[0].value == "Chọn đơn vị:")
        place.value = typed
    facts, table = shown_on_one_page(load_workbook(resaved(desk.out, tmp_path / "lo"), data_only=True))
    ranked = desk.row("Bảng điểm", Mã="90002")
    assert facts[:5] == [ranked[name] for name in ("Mã", "Đơn vị", "Nhóm", "Tổng điểm", "Ngưỡng")]
    for criterion_row in desk.rows("Thẩm định"):
        if criterion_row["Mã"] == "90002":
            number = criterion_row["Tiêu chí"]
            own, appraised = criterion_row["Điểm tự chấm"], criterion_row["Điểm thẩm định"]
            assert table[number][1:] == (own, appraised), number
    measured = desk.row("Chỉ tiêu", Mã="90002")
    for heading, value in measured.items():
        if (key := heading.split()[0]) in table:
            assert table[key][0] == (pytest.approx(value) if isinstance(value, float) else value), heading


@pytest.mark.slow
def test_what_is_typed_survives_saving_with_libreoffice(desk: Desk, tmp_path: Path) -> None:
    typed_everywhere(desk)
    before = {title: desk.rows(title) for title in CALCULATED}
    log = len(desk.rows("Nhật ký"))
    for _ in range(2):
        shutil.copy(resaved(desk.out, tmp_path / "lo"), desk.out)
        desk.merge()
    assert {title: desk.rows(title) for title in CALCULATED} == before
    assert len(desk.rows("Nhật ký")) == log + 2


@pytest.mark.slow
def test_the_open_xml_sdk_finds_nothing_wrong_in_a_workbook_that_was_worked_in(desk: Desk) -> None:
    typed_everywhere(desk)
    (desk.forms / "1.xlsx").unlink()
    desk.merge()
    assert problems(desk.out) == []


def test_entries_of_a_unit_whose_forms_contradict_wait_until_that_is_decided(desk: Desk) -> None:
    desk.type("Thẩm định", criterion("90001", 1), **TYPED)
    desk.send("0b.xlsx", 0, dan_so=4321)
    desk.merge()
    assert desk.row("Thẩm định", Mã="90001")["Cần xem lại"] == "Đơn vị đang có nhiều phiếu khác nhau, chưa tính"
    desk.merge(prefer=["newest"])
    assert points_of(desk, "90001", 1) == (90, "✓", None)


def test_the_command_merges_again_without_force_and_takes_its_options(desk: Desk) -> None:
    desk.send("0b.xlsx", 0, dan_so=4321)
    options = ["--prefer", "0b.xlsx", "--sample", "1", "--seed", "x"]
    assert main(["merge", str(desk.forms), "-o", str(desk.out), *options]) == 0
    assert desk.row("Trùng lặp", Phiếu=2)["Đang dùng"] == "✓ --prefer 0b.xlsx"
    assert len(visited(desk)) == 1
    assert main(["merge", str(desk.forms), "-o", str(desk.out), "--sample", "-1"]) == 2


def test_received_dates_are_carried_whatever_sheet_shows_them(desk: Desk) -> None:
    with desk.open() as book:
        page = book.create_sheet("Tình hình nộp")
        page.append(["Mã", "Năm", "Kỳ", "Ngày nhận", "Ghi chú khi nhận"])
        page.append(["90001", 2024, "Cuối kỳ", datetime(2024, 11, 3), "qua bưu điện"])
    desk.merge()
    reread = read_previous(open_consolidated(desk.out.read_bytes()))
    assert reread is not None
    assert reread.ledger.of(RECEIPT)["90001", "2024", "Cuối kỳ"].values == {
        "received": date(2024, 11, 3), "note": "qua bưu điện",
    }  # fmt: skip


def test_a_received_date_of_a_unit_that_is_gone_stays_with_its_remark(desk: Desk) -> None:
    desk.send("b.xlsx", 7)
    desk.merge(plan=shipped_plan("thap-muoi-2024"))
    desk.type("Tình hình nộp", {"Mã": "90008"}, Ngày_nhận=date(2024, 11, 3))
    (desk.forms / "b.xlsx").unlink()

    desk.merge(plan=shipped_plan("thap-muoi-2024"))

    row = next(row for row in desk.rows("Tình hình nộp") if row["Mã"] == "90008")
    assert (row["Ngày nhận"], row["Ghi chú"]) == (datetime(2024, 11, 3), "Đã ghi ở lần gộp khác")
