"""The form as a file: names, validation, stamp, formulas no newer than Excel 2010, cached values that are true."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.caches import formulas_of, wrong_caches
from tests.support.engines import FormMap
from tests.support.generate import ruleset_text
from tests.support.scenarios import load
from tests.support.typed import content_of
from tests.support.validator import problems
from xl_cfc.cells import CellValue
from xl_cfc.form.layout import CALC, INPUT
from xl_cfc.form.sheets import Earlier, FormContent, form_bytes
from xl_cfc.form.sheets.validation import MESSAGE_LIMIT, TITLE_LIMIT
from xl_cfc.ruleset.loading import load_ruleset
from xl_cfc.ruleset.models import FieldType
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset("qd06-2019")
UNIT: dict[str, CellValue] = {
    "ten_don_vi": "Xã Mỹ Đông",
    "ma_dvhc": "29999",
    "nhom_nguong": "C",
    "nam": 2026,
    "ky": "Cuối kỳ",
}

#: Every function the form may use; all are older than Excel 2010 and have no locale in them.
ALLOWED = {
    "ABS", "ADDRESS", "AND", "COLUMN", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EXACT", "FIND",
    "HYPERLINK", "IF", "IFERROR", "INDEX", "INT", "ISERROR", "ISLOGICAL", "ISNUMBER", "ISTEXT", "LEFT", "LEN",
    "LOWER", "MATCH", "MID", "MIN", "MONTH", "N", "NOT", "OR", "ROUND", "ROW", "ROWS", "SUBSTITUTE", "SUM", "TRIM",
    "UPPER", "YEAR",
}  # fmt: skip


def filled() -> FormContent:
    typed = replace(
        load("qd06-2019")[0].typed,
        evidence={"co_kinh_phi": "Quyết định giao dự toán"},
        explanations={"c3": "Đã giải trình"},
        survey=(("Trẻ em", "Có"), ("Người dân", "")),
        hamlets=(("Thôn 1", {"dan_so": 8000, "te_5": 1.5}), ("Thôn 2", {"dan_so": 10})),
    )
    return content_of(typed, **UNIT, so_clb=None, te_hcdb_tro_giup=41)


EARLIER = Earlier(
    "Đầu kỳ 2026 (tệp cũ.xlsx)",
    {field.id: 8010 if field.type is FieldType.COUNT else "Có" for field in RULESET.inputs if field.id != "te_5"},
    carried=("Tên thôn: 2.",),
    left=(("Ghi chú", "Nhập liệu!D6", "=1+1"),),
)
FORMS = {
    "empty": FormContent(values=UNIT),
    "filled": filled(),
    "blank": FormContent(),
    "next": replace(filled(), earlier=EARLIER),
}


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / f"{request.param}.xlsx"
    path.write_bytes(form_bytes(RULESET, FORMS[request.param]))
    return path


def test_no_formula_needs_more_than_excel_2010(form: Path) -> None:
    formulas = formulas_of(load_workbook(form))
    used = {
        name for _, _, text in formulas for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", text))
    }

    assert len(formulas) > 1000
    assert used <= ALLOWED


def test_no_formula_exceeds_excels_limits(form: Path) -> None:
    for sheet, cell, text in formulas_of(load_workbook(form)):
        assert len(text) <= 8192, (sheet, cell)
        assert all(len(constant) <= 255 for constant in re.findall(r'"([^"]*)"', text)), (sheet, cell)
        assert nesting(text) <= 64, (sheet, cell)


def nesting(formula: str) -> int:
    depth = deepest = 0
    for char in re.sub(r'"[^"]*"', "", formula):
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    return deepest


@pytest.mark.slow
def test_every_cached_value_is_what_a_recalculation_gives(form: Path) -> None:
    assert wrong_caches(form, RULESET) == []


def test_every_input_has_a_name_and_is_unlocked_and_the_rest_is_locked(form: Path) -> None:
    book = load_workbook(form)
    places = FormMap(form, RULESET).names
    inputs = {places[f"in_{name}"] for name in RULESET.fields}
    inputs |= {places[f"{kind}_{field.id}"] for field in RULESET.inputs for kind in ("ev", "ex")}

    assert all(not book[sheet].cell(row, column).protection.locked for sheet, row, column in inputs)
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book if sheet.title != CALC)
    unlocked = {
        (INPUT, cell.row, cell.column) for row in book[INPUT].iter_rows() for cell in row if not cell.protection.locked
    }
    assert unlocked <= inputs | {places[f"ex_c{criterion.number}"] for criterion in RULESET.criteria}


def test_validation_texts_stay_within_excels_limits(form: Path) -> None:
    for sheet in load_workbook(form):
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= TITLE_LIMIT
            assert len(rule.errorTitle or "") <= TITLE_LIMIT
            assert len(rule.prompt or "") <= MESSAGE_LIMIT
            assert len(rule.error or "") <= MESSAGE_LIMIT
            if rule.type == "list":
                assert len(rule.formula1) - 2 <= MESSAGE_LIMIT


def test_every_input_has_a_validation_with_a_prompt(form: Path) -> None:
    book = load_workbook(form)
    places = FormMap(form, RULESET).names
    for name in RULESET.fields:
        sheet, row, column = places[f"in_{name}"]
        cell = book[sheet].cell(row, column).coordinate
        rules = [rule for rule in book[sheet].data_validations.dataValidation if cell in rule.sqref]
        assert len(rules) == 1, name
        assert rules[0].prompt, name


def test_headings_are_frozen_and_repeated_in_print_on_a4(form: Path) -> None:
    for title in (INPUT, "Khảo sát", "Thôn", "Bảng điểm", "LỖI"):
        sheet = load_workbook(form)[title]
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert sheet.page_setup.paperSize == 9
        one_page = None  # what XlsxWriter leaves out is 1
        assert sheet.page_setup.fitToHeight == (one_page if title == "Bảng điểm" else 0)


@pytest.mark.slow
def test_the_open_xml_sdk_finds_nothing_wrong(form: Path) -> None:
    assert problems(form) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_open_xml_sdk_finds_nothing_wrong_with_forms_of_other_rules(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_bytes(load_ruleset(ruleset_text(random.Random(seed))), FormContent()))

    assert problems(path) == []
