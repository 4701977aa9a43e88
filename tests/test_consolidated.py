"""The consolidated workbook: its figures are the consolidation's, its texts are texts, its links lead to the cells."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.deep import count
from tests.support.known import SHIPPED
from tests.support.validator import problems
from tests.test_merging import RULESET, member, merged, scored
from xl_cfc.consolidation.members import Member
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sheets import consolidated_bytes
from xl_cfc.consolidation.sheets.blockparts import pass_sentence, totals_sentence, zero_sentence
from xl_cfc.consolidation.sheets.criteria import worst_sentence
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sources import FileStatus, OtherFile
from xl_cfc.consolidation.summaries import criterion_summaries
from xl_cfc.findings.file import CONSOLIDATED_NOT_FORM, UNREADABLE
from xl_cfc.findings.finding import found
from xl_cfc.form.evaluation import evaluate
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.language import speaking

WHEN = datetime(2026, 11, 23, 8, 30)
TYPED_INTO = ["Thẩm định", "Kết quả thẩm định", "Phúc tra", "Công nhận"]
SUMMARIES = ["Một xã", "Theo tiêu chí", "Gợi ý"]
SHEETS = ["Tổng quan", "Bảng điểm", *SUMMARIES, "Chỉ tiêu", "Dữ liệu gốc", *TYPED_INTO, "Lỗi", "Nguồn"]
EMPTY = ["Tổng quan", "Lỗi", "Nguồn"]


def district() -> Consolidation:
    """The 13 example communes, one of them sent twice, one in two versions, and files of every other kind."""
    members = [member(position) for position in range(13)]
    members += [member(0, "phieu/bản sao.xlsx"), member(1, "phieu/sửa lại.xlsx", dan_so=1)]
    broken = Member("phieu/hỏng.xlsx", "cd" * 32, 3, (found(UNREADABLE, file="phieu/hỏng.xlsx", reason="rỗng"),))
    others = [OtherFile("phieu/a.pdf", 10, FileStatus.NOT_A_FORM, "Không phải tệp bảng tính")]
    return merged([*members, broken], others)


def opened(consolidation: Consolidation) -> Workbook:
    return load_workbook(io.BytesIO(consolidated_bytes(consolidation, created=WHEN)))


def shown(book: Workbook) -> list[str]:
    """The sheets that people see."""
    return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def table(book: Workbook, title: str, heading: str) -> list[dict[str, Any]]:
    """The rows of a sheet's table as dictionaries by heading; the table is the one whose headings hold `heading`."""
    rows = [list(row) for row in book[title].iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(rows) if heading in row)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if any(v is not None for v in row)]


@pytest.fixture(scope="module")
def consolidation() -> Consolidation:
    return district()


@pytest.fixture(scope="module")
def book(consolidation: Consolidation) -> Workbook:
    return opened(consolidation)


def test_one_block_has_one_sheet_of_each_kind(book: Workbook) -> None:
    forecast = [f"{title} 2024 ĐK" for title in ("Bảng điểm", *SUMMARIES, "Chỉ tiêu", "Dữ liệu gốc")]
    more = ["Trùng lặp", *forecast]
    assert [title for title in shown(book) if title not in more] == SHEETS
    assert shown(opened(merged([member(0)]))) == SHEETS


def test_it_is_recognised_as_a_consolidated_workbook(consolidation: Consolidation) -> None:
    evaluation = evaluate(consolidated_bytes(consolidation, created=WHEN), "x.xlsx", SHIPPED)
    assert [finding.kind for finding in evaluation.findings] == [CONSOLIDATED_NOT_FORM]


def test_the_ranking_holds_every_point_of_every_commune(consolidation: Consolidation, book: Workbook) -> None:
    block = consolidation.blocks[0]
    rows = table(book, "Bảng điểm", "Xếp hạng")
    for commune, row in zip(block.communes, rows, strict=True):
        points = [row[f"{c.number}. {c.name}"] for c in RULESET.criteria]
        assert points == ["…" if value is None else float(value) for value in commune.points]
        assert row["Tổng điểm"] == ("…" if commune.total is None else commune.total)
        assert row["Xếp hạng"] == (commune.rank or "–")
        assert (row["Mã"], row["Đơn vị"], row["Ngưỡng"]) == (commune.code, commune.member.name, commune.card.threshold)


def test_a_conclusion_is_a_sign_and_a_word_and_a_conflict_is_said(book: Workbook) -> None:
    words = {row["Mã"]: row["Kết luận"] for row in table(book, "Bảng điểm", "Xếp hạng")}
    assert words["90001"] == "✓ Đủ điều kiện"
    assert words["90002"] == "! Nhiều phiếu khác nhau"
    assert words["90007"] == "✗ Chưa đủ điều kiện"
    assert words["90009"] == "○ Chưa đủ dữ liệu"


def test_the_raw_sheet_has_a_column_for_every_field_and_shows_wrong_values_as_typed() -> None:
    wrong = {"so_ho": "=1+1", "dan_so": -5, "so_thon": "@x", "ten_don_vi": "+Xã"}
    rows = table(opened(merged([member(0, **wrong)])), "Dữ liệu gốc", "Tên đơn vị")  # type: ignore[arg-type]
    assert len(rows) == 1
    assert rows[0]["SL2 Số hộ"] == "=1+1"
    assert rows[0]["SL1 Dân số"] == "-5"
    assert rows[0]["Tên đơn vị"] == "+Xã"
    assert len(rows[0]) == len(RULESET.fields) + 1


def test_nothing_that_was_typed_becomes_a_formula_or_a_link() -> None:
    nasty = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(1)", "http://example.com", "=cmd|' /C calc'!A0"]
    members = [member(n, f"={n}.xlsx", so_ho=text, ten_don_vi=text) for n, text in enumerate(nasty)]
    with zipfile.ZipFile(io.BytesIO(consolidated_bytes(merged(members), created=WHEN))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "/sheet" in name and name.endswith(".xml")]
        links = b"".join(archive.read(name) for name in archive.namelist() if "/_rels/sheet" in name)
    assert sheets
    formulas = [text for sheet in sheets for text in re.findall(rb"<f>(.*?)</f>", sheet)]
    assert not any(word in formula for word in (b"http", b"@SUM", b"cmd") for formula in formulas)
    assert b"http://example.com" not in links


def test_every_finding_stands_on_the_problem_sheet_with_a_link_to_its_cell(consolidation: Consolidation) -> None:
    placed = [
        replace(p, finding=replace(p.finding, sheet="Nhập liệu", cell="D20")) if p.finding.field else p
        for p in consolidation.problems
    ]
    sheet = opened(replace(consolidation, problems=tuple(placed)))["Lỗi"]
    rows = list(sheet.iter_rows(min_row=5))
    assert [row[3].value for row in rows] == [problem.finding.code for problem in placed]
    assert [row[4].value for row in rows] == [problem.finding.message for problem in placed]
    linked = next(row for row in rows if row[8].value == "D20")
    assert unquote(linked[8].hyperlink.target) == linked[6].value
    assert linked[8].hyperlink.location == "'Nhập liệu'!D20"


def test_every_file_stands_on_the_source_sheet(consolidation: Consolidation, book: Workbook) -> None:
    rows = table(book, "Nguồn", "SHA-256")
    files = [(row["Tệp (bấm để mở)"], row["Trạng thái"][2:], row["SHA-256"] or "") for row in rows]
    assert files == [(source.file, source.status.text, source.sha256) for source in consolidation.sources]
    assert all(row["Vì sao, ghi chú"] for row in rows if row["Trạng thái"] != "✓ Đã tổng hợp")


def test_the_overview_says_the_pass_rate_with_its_denominator_and_what_is_unchecked(book: Workbook) -> None:
    texts = [row[0] for row in book["Tổng quan"].iter_rows(values_only=True) if isinstance(row[0], str)]
    rate = "6/11 phiếu dùng được đủ điều kiện đề nghị công nhận (54,5 %)"
    assert f"{rate}; 1 đơn vị có nhiều phiếu khác nhau, chưa tính." in texts
    assert any("Bộ điểm: 132 giá trị chưa đối chiếu với Quyết định" in text for text in texts)
    left = [row[:5] for row in book["Tổng quan"].iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(left) if row[1] == "Kết luận") + 1
    conclusions = {row[1]: row[2] for row in left[start : start + 3]}
    assert conclusions == {"Đủ điều kiện": 6, "Chưa đủ điều kiện": 3, "Chưa đủ dữ liệu": 2}
    assert len(book["Tổng quan"]._charts) == 4  # openpyxl has no public list of charts


def test_sentences_say_what_the_charts_show() -> None:
    yes = Conclusion.ELIGIBLE
    block = merged([scored("1", 950, yes, first=100), scored("2", 860, yes, first=50)]).blocks[0]
    assert pass_sentence(block) == "2/2 phiếu dùng được đủ điều kiện đề nghị công nhận (100 %)."
    assert totals_sentence(block).startswith("2/2 phiếu dùng được có tổng điểm: thấp nhất 860, cao nhất 950")
    assert "(trung vị) 905" in totals_sentence(block)
    summaries = criterion_summaries(block)
    assert worst_sentence(summaries).startswith("Hụt nhiều nhất: tiêu chí 3 Trẻ em bị xâm hại (mức đạt 0 %, 2 đơn vị")
    assert "tiêu chí 3 (2 đơn vị), tiêu chí 4 (2 đơn vị)" in zero_sentence(summaries)


def test_the_same_merge_gives_the_same_bytes_in_any_order_and_language() -> None:
    members = [member(position) for position in range(13)]
    first = consolidated_bytes(merged(members), created=WHEN)
    random.Random(3).shuffle(members)
    with speaking("en"):
        assert consolidated_bytes(merged(members), created=WHEN) == first


def test_years_and_periods_have_sheets_of_their_own() -> None:
    members = [member(0), member(1), member(2, nam=2023), member(3, ky="Đầu kỳ")]
    titles = opened(merged(members)).sheetnames
    assert [t for t in titles if t.startswith("Bảng điểm")] == ["Bảng điểm", "Bảng điểm 2024 ĐK", "Bảng điểm 2023 CK"]


def test_with_nothing_usable_the_workbook_says_why() -> None:
    broken = Member("a.xlsx", "", 0, (found(UNREADABLE, file="a.xlsx", reason="tệp rỗng"),))
    empty = opened(merged([broken]))
    assert shown(empty) == EMPTY
    assert "Chưa có phiếu nào dùng được" in str(list(empty["Tổng quan"].iter_rows(values_only=True)))
    assert shown(opened(merged([]))) == EMPTY


@pytest.mark.parametrize(
    ("file", "target", "location"),
    [
        ("phieu/Xã Mỹ Đông.xlsx", "phieu/Xã%20Mỹ%20Đông.xlsx", "'Nhập liệu'!D5"),
        ("../a#1 100%.xlsx", "../a%231%20100%25.xlsx", "'Nhập liệu'!D5"),
        ("dính.zip/a/form.xlsx", "dính.zip", ""),
    ],
)
def test_links_lead_to_the_file_and_its_cell(file: str, target: str, location: str) -> None:
    link = file_link(file, "Nhập liệu", "D5")
    assert link is not None
    assert (link._target(), link._anchor) == (target, location)  # XlsxWriter tells neither publicly


@pytest.mark.slow
def test_the_workbook_of_3321_communes_is_a_file_one_can_send() -> None:
    """The usual run writes a sixth of them, and allows a sixth of the size."""
    base, communes = member(10), count(550, 3321)
    members = [
        replace(base, file=f"phieu/{n}.xlsx", code=f"{n:05}", content=str(n), findings=base.findings)
        for n in range(communes)
    ]
    data = consolidated_bytes(merged(members), created=WHEN)
    assert len(data) < 10_000_000 * communes // 3321


@pytest.mark.slow
@pytest.mark.parametrize("what", ["district", "empty", "blocks"])
def test_the_open_xml_sdk_finds_nothing_wrong(what: str, tmp_path: Path) -> None:
    cases: dict[str, Callable[[], Consolidation]] = {
        "district": district,
        "empty": lambda: merged([]),
        "blocks": lambda: merged([member(0), member(1, nam=2023), member(2, ky="Đầu kỳ")]),
    }
    path = tmp_path / "tong-hop.xlsx"
    path.write_bytes(consolidated_bytes(cases[what](), created=WHEN))
    assert problems(path) == []
