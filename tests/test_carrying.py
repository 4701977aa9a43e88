"""From one period to the next: what a new form takes over, shows, asks about, and says it left behind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib import resources
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from xlsxwriter import Workbook as WrittenWorkbook

from tests.support.engines import FormMap, IronCalcEngine, LibreOfficeEngine, Place
from tests.support.known import SHIPPED
from tests.support.scenarios import load
from tests.support.typed import Typed, TypedValue, content_of
from tests.support.validator import problems
from xl_cfc import cli
from xl_cfc.answers.answers import Answers
from xl_cfc.answers.submission import HamletRow
from xl_cfc.cells import CellValue
from xl_cfc.findings.relation import LEAP
from xl_cfc.form.additions import additions
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.layout import CALC
from xl_cfc.form.next_period import EarlierForm, carry_over, following, read_earlier
from xl_cfc.form.ondisk import evaluate_file
from xl_cfc.form.sheets import Earlier, FormContent, form_bytes
from xl_cfc.form.sheets.calc import CheckCells
from xl_cfc.ruleset.loading import load_ruleset
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.workbook.opened import open_workbook

RULESET = shipped_ruleset("qd06-2019")
TYPED = replace(
    load("qd06-2019")[0].typed,
    evidence={"co_kinh_phi": "Quyết định 12/QĐ-UBND"},
    explanations={"c3": "Đã xử lý", "dan_so": "Số của công an"},
    hamlets=(("Thôn Một", {"dan_so": 4000}), ("Thôn Hai", {"dan_so": 5000})),
)
CONTENT = content_of(
    TYPED, ten_don_vi="Xã Mỹ Đông", tinh="Tỉnh Thử", nguoi_lap="Lê Văn A", dien_thoai="0900000000",
    ngay_lap=date(2026, 6, 1), nam=2026, ky="Đầu kỳ", nhom_nguong="C", dan_so=9000,
)  # fmt: skip


def written(folder: Path, content: FormContent = CONTENT) -> Path:
    path = folder / "phieu.xlsx"
    path.write_bytes(form_bytes(RULESET, content))
    return path


def next_form(folder: Path, path: Path, *options: str) -> Evaluation:
    assert cli.main(["template", "--from", str(path), str(folder / "moi.xlsx"), *options]) == 0
    return evaluate_file(folder / "moi.xlsx", SHIPPED)


def value(result: Evaluation, field: str) -> CellValue:
    assert result.submission is not None
    return result.submission.cells[field].value


@pytest.mark.parametrize(
    ("year", "period", "after"),
    [
        (2026, "Đầu kỳ", (2026, "Cuối kỳ")),
        (2026, "Cuối kỳ", (2027, "Đầu kỳ")),
        (None, "Cuối kỳ", (None, "Đầu kỳ")),
        (2026, None, (None, None)),
        (None, None, (None, None)),
    ],
)
def test_the_next_period_is_the_end_of_the_year_then_the_start_of_the_next(
    year: int | None, period: str | None, after: tuple[int | None, str | None]
) -> None:
    assert following(year, period) == after


def test_general_data_evidence_and_hamlets_stay_and_figures_do_not(tmp_path: Path) -> None:
    result = next_form(tmp_path, written(tmp_path))

    kept = ("ten_don_vi", "ma_dvhc", "tinh", "nguoi_lap", "dien_thoai", "nhom_nguong", "nam", "ky")
    assert [value(result, name) for name in kept] == [
        "Xã Mỹ Đông", "29999", "Tỉnh Thử", "Lê Văn A", "0900000000", "C", 2026, "Cuối kỳ",
    ]  # fmt: skip
    assert value(result, "ngay_lap") is None
    assert all(value(result, field.id) is None for field in RULESET.inputs)
    assert result.submission is not None
    evidence = {name: cell.value for name, cell in result.submission.evidence.items() if cell.value}
    assert evidence == {"co_kinh_phi": "Quyết định 12/QĐ-UBND"}
    assert not any(cell.value for cell in result.submission.explanations.values())
    assert [(row.name.value, dict(row.figures)) for row in result.submission.hamlets] == [
        ("Thôn Một", {}), ("Thôn Hai", {}),
    ]  # fmt: skip


def test_the_earlier_value_stands_beside_each_input(tmp_path: Path) -> None:
    result = next_form(tmp_path, written(tmp_path))

    assert result.submission is not None
    earlier = {name: cell.value for name, cell in result.submission.previous.items()}
    assert set(earlier) == {field.id for field in RULESET.inputs}
    assert (earlier["dan_so"], earlier["co_kinh_phi"], earlier["te_tra_loi"]) == (
        9000,
        "Có",
        TYPED.values["te_tra_loi"],
    )
    sheet = load_workbook(tmp_path / "moi.xlsx")["Nhập liệu"]
    headings = [cell.value for cell in sheet[4]]
    assert headings[3:5] == ["Giá trị", "Kỳ trước"]
    assert sheet["E6"].value == 9000
    assert sheet["E6"].protection.locked
    assert sheet["E2"].value == "Kỳ trước: Đầu kỳ 2026 (tệp phieu.xlsx)"


def test_options_say_otherwise(tmp_path: Path) -> None:
    result = next_form(tmp_path, written(tmp_path), "--year", "2030", "--period", "start", "--class", "B")

    assert [value(result, name) for name in ("nam", "ky", "nhom_nguong", "ten_don_vi")] == [
        2030, "Đầu kỳ", "B", "Xã Mỹ Đông",
    ]  # fmt: skip


def test_a_plain_form_has_no_earlier_column_and_no_such_checks() -> None:
    result = evaluate(form_bytes(RULESET, CONTENT), "phieu.xlsx", SHIPPED)
    sheet = load_workbook(BytesIO(form_bytes(RULESET, CONTENT)))

    assert result.submission is not None
    assert result.submission.previous == {}
    assert "Kỳ trước" not in [cell.value for cell in sheet["Nhập liệu"][4]]
    assert "Phiếu trước" not in sheet.sheetnames
    assert not any(check.startswith("leap_") for check in CheckCells(RULESET).rows)


def test_what_was_not_carried_over_is_printed_and_stands_in_the_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = annotated(written(tmp_path), tmp_path)
    next_form(tmp_path, path)

    told = capsys.readouterr().out
    lines = {tuple(row[1:4]) for row in load_workbook(tmp_path / "moi.xlsx")["Phiếu trước"].iter_rows(values_only=True)}
    for what, place, text in (
        ("Trang tính riêng", "Sổ tay", "2 ô có nội dung"),
        ("Ô ghi thêm", "Nhập liệu!M7", "xem lại"),
        ("Ghi chú", "Nhập liệu!D6", "hỏi công an xã"),
        ("Biểu đồ", "Sổ tay!D4", "Chart 1"),
        ("Tên ô riêng", "cua_toi", "'Sổ tay'!$A$1"),
        ("Giải trình của kỳ trước (tiêu chí 3)", "Nhập liệu!G24", "Đã xử lý"),
        ("Giải trình của kỳ trước (dòng SL1)", "Nhập liệu!G6", "Số của công an"),
        ("Số liệu từng thôn của kỳ trước", "Thôn!C8", "2 ô"),
    ):
        assert (what, place, text) in lines
        assert f"{what} · {place}: {text}" in told
    assert "Nhóm ngưỡng điểm C: chép từ phiếu trước, xác nhận lại" in told


def annotated(path: Path, folder: Path) -> Path:
    """The form after somebody has kept notes in it."""
    book = load_workbook(path)
    own = book.create_sheet("Sổ tay")
    own["A1"], own["B2"] = "ghi nhớ", 3
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=2, max_row=2))
    own.add_chart(chart, "D4")
    book["Nhập liệu"]["M7"] = "xem lại"
    book["Nhập liệu"]["D6"].comment = Comment("hỏi công an xã", "A")
    book.defined_names["cua_toi"] = DefinedName("cua_toi", attr_text="'Sổ tay'!$A$1")
    target = folder / "ghi-chu.xlsx"
    book.save(target)
    return target


PIXEL = (
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_pictures_and_drawings_are_named_with_their_cell() -> None:
    buffer = BytesIO()
    with WrittenWorkbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sổ tay")
        image = {"image_data": BytesIO(bytes.fromhex(PIXEL)), "description": "Dấu đỏ"}
        sheet.insert_image("C7", "dau.png", image)
        sheet.insert_textbox("AB12", "ghi nhớ")

    found = additions(open_workbook(buffer.getvalue()), open_workbook(form_bytes(RULESET, FormContent())))

    assert [(addition.kind.text, addition.sheet, addition.ref, addition.text) for addition in found] == [
        ("Trang tính riêng", "Sổ tay", "", "0 ô có nội dung"),
        ("Hình ảnh", "Sổ tay", "C7", "Dấu đỏ"),
        ("Hình vẽ", "Sổ tay", "AB12", "TextBox 2"),
    ]


@pytest.mark.parametrize("content", [CONTENT, FormContent(), replace(CONTENT, earlier=Earlier("x", {"dan_so": 7}))])
def test_a_form_nobody_wrote_into_has_no_additions(content: FormContent) -> None:
    untouched = FormContent(earlier=replace(content.earlier, form="") if content.earlier else None)

    assert additions(open_workbook(form_bytes(RULESET, content)), open_workbook(form_bytes(RULESET, untouched))) == ()


def test_lead_agencies_are_no_additions() -> None:
    form = form_bytes(RULESET, CONTENT, {number: f"Cơ quan {number}" for number in range(1, 14)})

    assert additions(open_workbook(form), open_workbook(form_bytes(RULESET, FormContent()))) == ()


def test_renamed_sheets_and_inserted_respondents_are_no_additions(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path))
    book["Khảo sát"].insert_rows(500)
    rename(book, "Nhập liệu", "Số liệu xã")
    buffer = BytesIO()
    book.save(buffer)

    assert additions(open_workbook(buffer.getvalue()), open_workbook(form_bytes(RULESET, FormContent()))) == ()


def rename(book: Workbook, old: str, new: str) -> None:
    book[old].title = new
    for defined in book.defined_names.values():
        defined.attr_text = defined.attr_text.replace(f"'{old}'!", f"'{new}'!")


def test_an_earlier_form_with_mistakes_still_works_and_says_what_it_did_not_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path, replace(CONTENT, values={**CONTENT.values, "dan_so": "9.000", "ma_dvhc": 123, "so_ho": -1})
    )

    result = next_form(tmp_path, path)

    told = capsys.readouterr().out
    assert "Giá trị không nhận được: SL1 Dân số · Nhập liệu!D6: 9.000" in told
    assert "Giá trị không nhận được: TT2 Mã đơn vị hành chính (5 chữ số) · Thông tin chung!C5: 123" in told
    assert "Giá trị không nhận được: SL2 Số hộ · Nhập liệu!D7: -1" in told
    assert value(result, "ma_dvhc") is None
    assert result.submission is not None
    assert result.submission.previous["dan_so"].value is None


def test_a_form_of_another_rule_set_gives_what_both_ask_for(tmp_path: Path) -> None:
    text = resources.files("xl_cfc.ruleset").joinpath("qd06-2019.yaml").read_text("utf-8")
    other = load_ruleset(text.replace("id: qd06-2019", "id: khac").replace("so_clb", "so_cau_lac_bo"))
    earlier = read_earlier(written(tmp_path), SHIPPED)

    plain, mapped = carry_over(earlier, other), carry_over(earlier, other, {"so_cau_lac_bo": "so_clb"})

    assert plain.earlier is not None
    assert mapped.earlier is not None
    assert ("Không có trong phiếu trước", "", other.caption("so_cau_lac_bo")) in plain.earlier.left
    assert any(what.startswith("Phiếu mới không còn hỏi: 11") for what, _, _ in plain.earlier.left)
    assert "so_cau_lac_bo" not in plain.earlier.values
    assert mapped.earlier.values["so_cau_lac_bo"] == TYPED.values["so_clb"]
    assert form_bytes(other, mapped)


def test_hamlets_beyond_the_forms_room_and_endless_texts_do_not_stop_it() -> None:
    many: list[tuple[str, dict[str, CellValue]]] = [(f"Thôn {number}", {}) for number in range(1, 201)]
    long = replace(CONTENT, hamlets=many, evidence={"co_kinh_phi": "x" * 32_767}, explanations={"c3": "y" * 9000})
    read = evaluate(form_bytes(RULESET, long), "phieu.xlsx", SHIPPED).submission
    assert read is not None
    more = HamletRow(read.hamlets[0].name._replace(value="Thôn 201", ref="B208"), {})
    endless = read.evidence | {"co_kinh_phi": read.evidence["co_kinh_phi"]._replace(value="x" * 40_000)}
    submission = read.model_copy(update={"hamlets": (*read.hamlets, more), "evidence": endless})

    content = carry_over(EarlierForm(Answers(submission, RULESET), "phieu.xlsx"), RULESET)

    assert content.earlier is not None
    assert ("Tên thôn: phiếu mới không còn chỗ", "Thôn!B208", "Thôn 201") in content.earlier.left
    assert len(content.hamlets) == 200
    assert form_bytes(RULESET, content)


def test_a_form_made_from_a_form_made_from_a_form_reads_like_the_first(tmp_path: Path) -> None:
    second = next_form(tmp_path, written(tmp_path))
    third = tmp_path / "moi-nua.xlsx"

    assert cli.main(["template", "--from", str(tmp_path / "moi.xlsx"), str(third)]) == 0

    result = evaluate_file(third, SHIPPED)
    assert [value(result, name) for name in ("nam", "ky", "ten_don_vi")] == [2027, "Đầu kỳ", "Xã Mỹ Đông"]
    assert second.submission is not None
    assert result.submission is not None
    assert second.submission.stamp == result.submission.stamp


def test_in_english_the_terminal_is_english_and_the_form_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    next_form(tmp_path, written(tmp_path), "--lang", "en")

    assert "✓ General data: 6 fields." in capsys.readouterr().out
    assert load_workbook(tmp_path / "moi.xlsx")["Phiếu trước"]["B4"].value == "Thông tin chung: 6 mục."


def test_a_file_that_is_no_form_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"not a workbook")

    assert cli.main(["template", "--from", str(tmp_path / "x.xlsx"), str(tmp_path / "y.xlsx")]) == 2
    assert "x.xlsx" in capsys.readouterr().err
    assert not (tmp_path / "y.xlsx").exists()


def test_a_form_whose_comments_are_damaged_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = annotated(written(tmp_path), tmp_path)
    damaged = tmp_path / "hong.xlsx"
    with ZipFile(sound) as source, ZipFile(damaged, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<comments><" if "comment" in name.lower() else source.read(name))

    assert cli.main(["template", "--from", str(damaged), str(tmp_path / "y.xlsx")]) == 2
    told = capsys.readouterr().err
    assert "hong.xlsx" in told
    assert "Traceback" not in told
    assert "sự cố" not in told


FAR = "! Khác quá 3 lần so với kỳ trước: kiểm tra hoặc giải trình"
LEAPS: list[tuple[str, CellValue, CellValue, str, bool]] = [
    # field, before, now, explanation, asked about?
    ("dan_so", 9000, 27_000, "", False),
    ("dan_so", 9000, 27_001, "", True),
    ("dan_so", 9000, 27_001, "Sáp nhập", False),
    ("dan_so", 9000, 2999, "", True),
    ("dan_so", 9000, 3000, "", False),
    ("dan_so", 9000, None, "", False),
    ("dan_so", 9000, "9.000", "", False),
    ("so_dien_dan", 2, 19, "", False),
    ("so_dien_dan", 2, 20, "", True),
    ("so_dien_dan", 0, 20, "", True),
    ("te_tra_loi", 400, 80, "", True),  # counted on another sheet
]


def leap_form(field: str, before: CellValue) -> FormContent:
    return FormContent(earlier=Earlier("Đầu kỳ 2026", {field: before}))


def typing(field: str, now: TypedValue, explanation: str) -> Typed:
    values: Mapping[str, TypedValue] = {} if now is None else {field: now}
    return Typed(values, explanations={field: explanation} if explanation else {})


@pytest.mark.parametrize(("field", "before", "now", "explanation", "asked"), LEAPS)
def test_a_leap_in_a_form_is_a_warning_until_it_is_explained(
    field: str, before: CellValue, now: CellValue, explanation: str, asked: bool
) -> None:
    content = replace(content_of(typing(field, now, explanation)), earlier=leap_form(field, before).earlier)

    findings = evaluate(form_bytes(RULESET, content), "phieu.xlsx", SHIPPED).findings

    assert [finding.field for finding in findings if finding.kind is LEAP] == ([field] if asked else [])


@dataclass(frozen=True)
class LeapMap(FormMap):
    """Watches nothing but the check of one figure's leap."""

    field: str = ""

    @cached_property
    def watched(self) -> dict[str, Place]:
        return {"leap": (CALC, CheckCells(RULESET, (self.field,)).rows[f"leap_{self.field}"], 4)}


@pytest.mark.slow
@pytest.mark.parametrize("engine", [IronCalcEngine, LibreOfficeEngine])
@pytest.mark.parametrize("field", ["dan_so", "te_tra_loi"])
def test_the_form_itself_asks_about_a_leap(
    engine: type[IronCalcEngine | LibreOfficeEngine], field: str, tmp_path: Path
) -> None:
    rows = [row for row in LEAPS if row[0] == field]
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(form_bytes(RULESET, leap_form(field, rows[0][1])))
    calculating = engine(LeapMap(path, RULESET, field))

    shown = list(calculating.readings([typing(name, now, explanation) for name, _, now, explanation, _ in rows]))

    assert [reading["leap"] for reading in shown] == [FAR if asked else "" for *_, asked in rows]


@pytest.mark.slow
def test_the_open_xml_sdk_finds_nothing_wrong_with_the_next_form(tmp_path: Path) -> None:
    next_form(tmp_path, annotated(written(tmp_path), tmp_path))

    assert problems(tmp_path / "moi.xlsx") == []
