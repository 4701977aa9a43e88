"""A workbook opened once: each part inflated and parsed once, and only when asked for."""

import pkgutil
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.support.known import SHIPPED
from tests.test_reading import COMPLETE, RULESET, with_member
from xl_cfc.cells import CellKind
from xl_cfc.form.evaluation import evaluate
from xl_cfc.form.layout import INPUT, SCORES, UNIT
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.stamp import FORM_KIND
from xl_cfc.workbook import opened, parts
from xl_cfc.workbook.drawings import DrawingKind
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.opened import open_workbook
from xl_cfc.workbook.parts.package import Budget, Package
from xl_cfc.workbook.parts.sheetxml import read_grid
from xl_cfc.workbook.parts.xmlparsing import parse_xml


class Counted:
    """How often each part was inflated, went through an XML parser, and was read as a grid."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.inflated: Counter[str] = Counter()
        self.parsed: Counter[str] = Counter()
        self.grids: Counter[str] = Counter()
        inflate, parse, read = zipfile.ZipFile.open, parse_xml, read_grid

        def inflating(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> object:
            self.inflated[member.filename] += 1
            return inflate(archive, member)

        def parsing(chunks: Iterator[bytes], start: Any, part: str, *rest: Any) -> None:
            self.parsed[part] += 1
            parse(chunks, start, part, *rest)

        def reading(package: Package, part: str, *rest: Any, **named: Any) -> Grid:
            self.grids[part] += 1
            return read(package, part, *rest, **named)

        monkeypatch.setattr(zipfile.ZipFile, "open", inflating)
        monkeypatch.setattr(opened, "read_grid", reading)
        for module in pkgutil.iter_modules(parts.__path__, f"{parts.__name__}."):
            monkeypatch.setattr(f"{module.name}.parse_xml", parsing, raising=False)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def resaved(data: bytes, change: Callable[[object], None] = lambda book: None) -> bytes:
    """The form as another program writes it."""
    book = load_workbook(BytesIO(data))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def nameless(book: object) -> None:
    for name in list(book.defined_names):  # type: ignore[attr-defined]
        if name.startswith(("in_", "ev_", "ex_")):
            del book.defined_names[name]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "data",
    [COMPLETE, resaved(COMPLETE), form_bytes(RULESET, FormContent())],
    ids=["as it is written", "as openpyxl writes it", "blank"],
)
def test_evaluating_a_form_inflates_and_parses_each_part_once(data: bytes, counted: Counted) -> None:
    result = evaluate(data, "a.xlsx", SHIPPED)

    assert result.submission is not None
    assert set(counted.inflated.values()) == {1}
    assert set(counted.grids.values()) == {1}
    assert set(counted.parsed.values()) == {1}


NAMELESS = resaved(COMPLETE, nameless)


def test_a_form_that_lost_its_names_is_still_inflated_once(counted: Counted) -> None:
    result = evaluate(NAMELESS, "a.xlsx", SHIPPED)

    assert result.card is not None
    assert result.card.total == 1000
    assert set(counted.inflated.values()) == {1}
    assert max(counted.grids.values()) <= 2  # a sheet's named columns, then the whole of it


def test_recognising_a_workbook_reads_no_sheet(counted: Counted) -> None:
    workbook = open_workbook(COMPLETE)

    assert workbook.recognised is not None
    assert workbook.recognised[0] == FORM_KIND
    assert not [name for name in counted.inflated if "worksheets" in name or "sharedStrings" in name]


def test_a_sheet_is_read_once_however_often_it_is_asked_for(counted: Counted) -> None:
    workbook = open_workbook(COMPLETE)
    column = frozenset("D")

    assert workbook.grid(INPUT, column) is workbook.grid(INPUT, column)
    assert workbook.grid(INPUT) is workbook.grid(INPUT)
    assert workbook.grid(INPUT, column) is workbook.grid(INPUT)  # whoever has the whole needs no part of it
    assert set(counted.inflated.values()) == {1}


def test_an_opened_workbook_hands_out_what_is_in_it() -> None:
    workbook = open_workbook(COMPLETE)

    assert {UNIT, INPUT, SCORES} <= set(workbook.sheets)
    place = workbook.place("in_te_hcdb")
    assert place is not None
    assert (place.sheet, place.ref) == (INPUT, "D33")
    assert workbook.place("in_khong_co") is None
    assert workbook.grid(INPUT)[33, 4][:2] == (CellKind.NUMBER, 40)
    assert workbook.properties["xl_cfc.kind"] == FORM_KIND
    assert not workbook.date1904
    assert workbook.data == COMPLETE


def test_fonts_comments_formulas_and_merged_areas_are_told_by_cell() -> None:
    def work(book: object) -> None:
        sheet = book[INPUT]  # type: ignore[index]
        sheet["C6"].font = Font(name=".VnTime")
        sheet["C7"].comment = Comment("Xem lại\nsố này", "Lan")
        sheet["K2"] = "=CFC_DIEM(D33)"
        sheet["K3"] = "CFC_DIEM(D33)"
        sheet.merge_cells("K5:L6")

    workbook = open_workbook(resaved(COMPLETE, work))

    assert ".VnTime" in workbook.fonts
    assert workbook.fonts_of(INPUT, ["C6", "C8"]) == {"C6": ".VnTime", "C8": "Times New Roman"}
    assert [(ref, text.rpartition("Lan: ")[2]) for ref, text in workbook.comments(INPUT)] == [("C7", "Xem lại số này")]
    assert workbook.without_formula(INPUT, ["K2", "K3"]) == ["K3"]
    assert "K5:L6" in workbook.merged_areas(INPUT)
    assert workbook.calls_function("CFC_")
    assert not open_workbook(COMPLETE).calls_function("CFC_")


def test_a_function_named_in_a_text_is_no_call_of_it() -> None:
    def work(book: object) -> None:
        book[INPUT]["K3"] = "gõ =CFC_DIEM(D33) ở đây"  # type: ignore[index]

    assert not open_workbook(resaved(COMPLETE, work)).calls_function("CFC_")


def test_a_call_in_a_prefixed_part_is_seen_too() -> None:
    def prefixed(name: str, member: bytes) -> bytes:
        if name != "xl/worksheets/sheet3.xml":
            return member
        text = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", member.partition(b"?>")[2])
        text = text.replace(b"xmlns=", b"xmlns:x=", 1)
        return text.replace(
            b"</x:sheetData>", b'<x:row r="99"><x:c r="K99"><x:f>cfc_diem (1)</x:f></x:c></x:row></x:sheetData>'
        )

    workbook = open_workbook(with_member(COMPLETE, prefixed))

    assert workbook.calls_function("CFC_")
    assert workbook.without_formula(INPUT, ["K99", "D33"]) == ["D33"]


def test_pictures_are_told_with_the_cell_they_lie_on() -> None:
    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Trang")
        sheet.insert_textbox(4, 2, "ghi chú", {"description": "Lời nhắn"})
    drawings = open_workbook(buffer.getvalue()).drawings("Trang")

    assert [(one.kind, one.ref, one.text) for one in drawings] == [(DrawingKind.SHAPE, "C5", "Lời nhắn")]


def old_font(book: object) -> None:
    book[UNIT]["C4"].font = Font(name=".VnTime")  # type: ignore[index]


IN_OLD_FONT = resaved(COMPLETE, old_font)


def test_a_font_of_an_old_encoding_costs_no_second_inflation(counted: Counted) -> None:
    result = evaluate(IN_OLD_FONT, "a.xlsx", SHIPPED)

    assert result.submission is not None
    assert result.submission.fonts == {(UNIT, "C4"): ".VnTime"}

    assert set(counted.inflated.values()) == {1}


def test_the_same_cells_whatever_way_styles_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from xl_cfc.workbook.parts import sheetextras

    def work(book: object) -> None:
        book[INPUT]["C6"].font = Font(name=".VnTime")  # type: ignore[index]

    data = resaved(COMPLETE, work)
    refs = [f"C{row}" for row in range(4, 30)]
    fast = open_workbook(data).fonts_of(INPUT, refs)
    monkeypatch.setattr(sheetextras, "is_ordinary", lambda data: False)

    assert open_workbook(data).fonts_of(INPUT, refs) == fast
    assert fast["C6"] == ".VnTime"


def test_a_sheet_over_its_callers_limit_is_refused() -> None:
    with pytest.raises(PackageError):
        open_workbook(COMPLETE).grid(INPUT, limit=100)
    workbook = open_workbook(COMPLETE)
    workbook.grid(INPUT, frozenset("D"))
    with pytest.raises(PackageError):
        workbook.grid(INPUT, limit=100)


def test_only_reading_counts_against_the_time_a_file_may_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("xl_cfc.workbook.parts.package.thread_time", lambda: now[0])
    budget = Budget(10)
    with budget.counting():
        now[0] += 6
        budget.check()
    now[0] += 1000  # other work
    with budget.counting(), budget.counting():
        now[0] += 3
        budget.check()
        now[0] += 2
        with pytest.raises(PackageError):
            budget.check()
