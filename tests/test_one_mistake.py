"""One mistake gives one finding, where it is mended; what settles a warning, and what does not."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.known import SHIPPED
from tests.support.typed import facts_of
from tests.test_reading import BASE, COMPLETE, EVIDENCE, RULESET, content
from xl_cfc.cells import CellValue
from xl_cfc.form.circumstances import on_day
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.sheets import form_bytes
from xl_cfc.judging.checks import check_answers
from xl_cfc.ruleset.models import FieldType

WRONG_COUNTS: tuple[CellValue, ...] = (None, -1, "x", 9_999_999, 0, 1)
WRONG_ANSWERS: tuple[CellValue, ...] = (None, "x", 5, "Không")


@pytest.mark.parametrize("field", [field.id for field in RULESET.inputs])
def test_one_wrong_figure_gives_at_most_one_finding(field: str) -> None:
    wrong = WRONG_COUNTS if RULESET.fields[field].type is FieldType.COUNT else WRONG_ANSWERS
    for value in wrong:
        typed = replace(BASE, evidence=EVIDENCE, values={**BASE.values, field: value})
        told = check_answers(facts_of(typed, RULESET))
        assert len(told) <= 1, (value, [(f.code, f.field, f.message) for f in told])


def altered(*removed: str, names: bool = False) -> Evaluation:
    """The complete form after sheets, or all its names, were deleted."""
    book: Workbook = load_workbook(BytesIO(COMPLETE))
    for title in removed:
        book.remove(book[title])
    if names:
        for name in list(book.defined_names):
            del book.defined_names[name]
    out = BytesIO()
    book.save(out)
    return evaluate(out.getvalue(), "a.xlsx", SHIPPED)


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ("Thông tin chung", "CFC-010"),
        ("Nhập liệu", "CFC-010"),
        ("Khảo sát", "CFC-010"),
        ("Thôn", "CFC-010"),
        ("Bảng điểm", "CFC-021"),
    ],
)
def test_a_deleted_sheet_is_one_finding_and_not_one_for_each_of_its_cells(sheet: str, code: str) -> None:
    assert [finding.code for finding in altered(sheet).findings] == [code]


def test_deleted_names_are_told_together_and_every_value_is_still_read() -> None:
    result = altered(names=True)

    (finding,) = result.findings
    assert finding.code == "CFC-009"
    assert "và 171 ô khác" in finding.message
    assert result.card is not None
    assert result.card.total == 1000


def test_formulas_replaced_by_their_values_are_one_finding_a_sheet() -> None:
    book = load_workbook(BytesIO(COMPLETE))
    for row in book["Bảng điểm"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.value = 7
    out = BytesIO()
    book.save(out)

    (finding,) = evaluate(out.getvalue(), "a.xlsx", SHIPPED).findings
    assert (finding.code, finding.sheet) == ("CFC-020", "Bảng điểm")
    assert finding.message.startswith("97 ô công thức")


def evaluated(values: dict[str, CellValue], explanations: dict[str, str], **rest: object) -> Evaluation:
    form = replace(content(**values), explanations=explanations, **rest)  # type: ignore[arg-type]
    return on_day(evaluate(form_bytes(RULESET, form), "a.xlsx", SHIPPED), date(2026, 11, 23))


def test_a_warning_is_settled_by_the_explanation_in_its_row() -> None:
    result = evaluated({"vu_viec": 1, "vu_viec_co_ke_hoach": 1}, {"vu_viec": "Vụ việc từ năm trước chuyển sang"})

    assert result.findings == ()
    (settled,) = result.settled
    assert (settled.code, settled.place) == ("CFC-214", "Nhập liệu!D35")
    assert settled.as_json()["settled_by"] == "Vụ việc từ năm trước chuyển sang"


def test_an_explanation_in_another_row_settles_nothing() -> None:
    result = evaluated({"vu_viec": 1, "vu_viec_co_ke_hoach": 1}, {"te_hcdb": "Không liên quan"})

    assert [finding.code for finding in result.findings] == ["CFC-214"]


def test_an_error_is_not_settled_by_an_explanation() -> None:
    result = evaluated({"te_khai_sinh_dung": 101}, {"te_khai_sinh_dung": "Đúng là như vậy"})

    assert [finding.code for finding in result.findings] == ["CFC-201"]
    assert result.settled == ()


def test_general_information_has_a_column_for_explanations_too() -> None:
    result = evaluated({"ngay_lap": date(2026, 12, 1)}, {"ngay_lap": "Lập trước cho kỳ họp"})

    assert [finding.code for finding in result.settled] == ["CFC-120"]
    assert result.findings == ()


def test_texts_in_an_old_encoding_are_told_wherever_they_stand() -> None:
    names = ["Th«n §ång T©m", *(f"Thôn {n}" for n in range(2, 11))]
    hamlets: tuple[tuple[str, dict[str, CellValue]], ...] = tuple((name, {}) for name in names)
    evidence = {**EVIDENCE, "te_hcdb_tro_giup": "Soå theo doõi treû em"}
    result = evaluated({}, {"te_phai_khai_sinh": "§· gi¶i tr×nh"}, hamlets=hamlets, evidence=evidence)

    assert [(f.code, f.place) for f in result.findings] == [
        ("CFC-124", "Nhập liệu!F34"),
        ("CFC-124", "Nhập liệu!G22"),
        ("CFC-124", "Thôn!B8"),
    ]
    assert "«Sổ theo dõi trẻ em»" in result.findings[0].fix


def test_the_font_of_a_cell_tells_the_encoding() -> None:
    book = load_workbook(BytesIO(form_bytes(RULESET, content(ten_don_vi="Q§-UBND"))))
    book["Thông tin chung"]["C4"].font = book["Thông tin chung"]["C4"].font.copy(name=".VnTime")
    out = BytesIO()
    book.save(out)

    told = [f for f in evaluate(out.getvalue(), "a.xlsx", SHIPPED).findings if f.code == "CFC-124"]
    assert [(f.place, "«QĐ-UBND»" in f.fix) for f in told] == [("Thông tin chung!C4", True)]
