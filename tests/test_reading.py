"""Reading a filled form back: every value with its cell, whatever the officer did to the sheets around it."""

import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.engines import FormMap, run_uno
from tests.support.generate import typing
from tests.support.known import SHIPPED
from tests.support.scenarios import load
from tests.support.typed import ErrorValue, Typed, content_of, facts_of
from xl_cfc.cells import CellKind
from xl_cfc.findings.finding import Finding
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.layout import HAMLETS, INPUT, SCORES, SURVEY, UNIT
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.workbook.parts import sheetxml, stringsxml

RULESET = shipped_ruleset("qd06-2019")
BASE = load("qd06-2019")[0].typed
EVIDENCE = {indicator.main_field: "Sổ theo dõi" for indicator in RULESET.indicators}


def content(**values: Any) -> FormContent:
    return content_of(replace(BASE, evidence=EVIDENCE), **values)


COMPLETE = form_bytes(RULESET, content())


def codes(result: Evaluation) -> list[str]:
    return [finding.code for finding in result.findings]


def only(result: Evaluation) -> Finding:
    assert len(result.findings) == 1, [(f.code, f.place, f.message) for f in result.findings]
    return result.findings[0]


def with_member(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same package with members changed, or left out where `change` gives None."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            changed = change(info.filename, source.read(info))
            if changed is not None:
                target.writestr(info.filename, changed)
    return out.getvalue()


def in_workbook(data: bytes, *pairs: tuple[str, str]) -> bytes:
    def change(name: str, member: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return member
        text = member.decode()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        return text.encode()

    return with_member(data, change)


def test_a_complete_form_reads_without_a_finding() -> None:
    result = evaluate(COMPLETE, "a.xlsx", SHIPPED)

    assert codes(result) == []
    assert result.card is not None
    assert result.card.total == 1000
    assert result.submission is not None
    assert result.submission.sheet_total is not None
    assert result.submission.sheet_total.value == 1000


def test_every_value_comes_with_its_sheet_and_cell() -> None:
    submission = evaluate(COMPLETE, "a.xlsx", SHIPPED).submission

    assert submission is not None
    assert submission.cells["te_hcdb"][1:] == (40, INPUT, "D33")
    assert submission.cells["ten_don_vi"].sheet == UNIT
    assert submission.cells["te_tra_loi"].sheet == SURVEY


@pytest.mark.parametrize("seed", range(25))
def test_what_was_typed_is_what_is_read(seed: int) -> None:
    typed = typing(random.Random(f"read-{seed}"), RULESET)
    typed = replace(typed, values={k: None if isinstance(v, ErrorValue) else v for k, v in typed.values.items()})

    result = evaluate(form_bytes(RULESET, content_of(typed)), "a.xlsx", SHIPPED)

    assert result.card == facts_of(typed, RULESET).card
    assert "CFC-006" not in codes(result)


def test_the_fast_path_and_the_xml_parser_find_the_same_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(4):
        typed = typing(random.Random(f"paths-{seed}"), RULESET)
        data = form_bytes(RULESET, content_of(typed))
        fast = evaluate(data, "a.xlsx", SHIPPED)
        with monkeypatch.context() as patched:
            patched.setattr(sheetxml, "is_ordinary", lambda data: False)
            patched.setattr(stringsxml, "ordinary_strings", lambda data: None)
            slow = evaluate(data, "a.xlsx", SHIPPED)

        assert fast.submission == slow.submission


def test_a_missing_name_is_found_by_its_row_code() -> None:
    data = in_workbook(COMPLETE, ('name="in_te_hcdb"', 'name="old_te_hcdb"'))

    result = evaluate(data, "a.xlsx", SHIPPED)

    assert only(result).code == "CFC-009"
    assert result.card is not None
    assert result.card.total == 1000


def test_a_name_that_points_nowhere_counts_as_missing() -> None:
    data = in_workbook(COMPLETE, ("'Nhập liệu'!$D$33</definedName>", "#REF!</definedName>"))

    assert only(evaluate(data, "a.xlsx", SHIPPED)).place == "Nhập liệu!D33"


def test_an_input_gone_with_its_row_is_an_error_and_no_blank() -> None:
    book = load_workbook(BytesIO(COMPLETE))
    del book.defined_names["in_te_hcdb"]
    for row in book[INPUT].iter_rows(min_col=1, max_col=1):
        if row[0].value == "6a":
            row[0].value = None
    out = BytesIO()
    book.save(out)

    result = evaluate(out.getvalue(), "a.xlsx", SHIPPED)

    assert "CFC-008" in codes(result)
    assert result.card is not None
    assert result.card.total is None


def test_all_names_gone_the_form_is_still_read_in_full() -> None:
    content = content_of(replace(BASE, survey=(("Trẻ em", "Có"),), hamlets=(("Thôn 1", {"dan_so": 8000}),)))
    book = load_workbook(BytesIO(form_bytes(RULESET, content)))
    for name in list(book.defined_names):
        del book.defined_names[name]
    out = BytesIO()
    book.save(out)

    result = evaluate(out.getvalue(), "a.xlsx", SHIPPED)

    assert result.submission is not None
    assert result.submission.cells["te_hcdb"].value == 40
    assert result.submission.cells["te_tra_loi"].value == 100
    assert len(result.submission.survey) == 1
    assert result.submission.hamlets[0].figures["dan_so"].value == 8000
    assert set(codes(result)) >= {"CFC-009"}


def test_an_error_value_is_an_error_and_never_a_blank() -> None:
    def spoil(name: str, member: bytes) -> bytes:
        if name != "xl/worksheets/sheet3.xml":
            return member
        return re.sub(rb'<c r="D33" s="(\d+)"><v>40</v></c>', rb'<c r="D33" s="\1" t="e"><v>#DIV/0!</v></c>', member)

    result = evaluate(with_member(COMPLETE, spoil), "a.xlsx", SHIPPED)

    assert result.submission is not None
    assert result.submission.cells["te_hcdb"][:2] == (CellKind.ERROR, "#DIV/0!")
    assert "CFC-103" in codes(result)


def test_a_form_of_other_rules_is_named() -> None:
    data = in_workbook(COMPLETE, (RULESET.digest, "0123456789abcdef"))

    assert only(evaluate(data, "a.xlsx", SHIPPED)).code == "CFC-004"


@pytest.mark.parametrize("version", ["0", "3", ""])
def test_a_form_of_another_template_version_is_named_and_never_scored(version: str) -> None:
    result = evaluate(in_workbook(COMPLETE, ("form|2|", f"form|{version}|")), "a.xlsx", SHIPPED)

    assert only(result).code == "CFC-005"
    assert result.card is None


def test_without_the_hidden_name_the_properties_still_recognise_the_form() -> None:
    data = in_workbook(COMPLETE, ('name="xl_cfc_stamp"', 'name="something_else"'))

    assert codes(evaluate(data, "a.xlsx", SHIPPED)) == []


def test_a_tampered_total_is_told_and_not_believed() -> None:
    data = with_member(
        COMPLETE,
        lambda name, member: (
            member.replace(b"<v>1000</v>", b"<v>1001</v>", 1) if name == "xl/worksheets/sheet6.xml" else member
        ),
    )

    result = evaluate(data, "a.xlsx", SHIPPED)

    assert only(result).code == "CFC-006"
    assert only(result).sheet == SCORES
    assert result.card is not None
    assert result.card.total == 1000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "CFC-001"),
        (b"PK\x03\x04 cut short", "CFC-001"),
        (COMPLETE[: len(COMPLETE) // 2], "CFC-001"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "CFC-002"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "CFC-001"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "CFC-002"),
        (b"ma,gia tri\n1,2\n", "CFC-002"),
        (b"%PDF-1.7", "CFC-002"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_for_what_it_is(data: bytes, code: str) -> None:
    assert only(evaluate(data, "a.xlsx", SHIPPED)).code == code


def test_a_workbook_that_is_no_form_is_told_so() -> None:
    from openpyxl import Workbook

    out = BytesIO()
    Workbook().save(out)

    assert only(evaluate(out.getvalue(), "a.xlsx", SHIPPED)).code == "CFC-003"


def test_a_document_type_declaration_is_refused() -> None:
    data = with_member(
        COMPLETE,
        lambda name, member: (
            member.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)
            if name == "xl/worksheets/sheet3.xml"
            else member
        ),
    )

    assert only(evaluate(data, "a.xlsx", SHIPPED)).code == "CFC-001"


def test_megabytes_of_blanks_in_a_sheet_are_passed_over() -> None:
    data = with_member(
        COMPLETE,
        lambda name, member: (
            b"<worksheet>" + b" " * (15 * 2**20) + b"</worksheet>" if name == "xl/worksheets/sheet3.xml" else member
        ),
    )

    result = evaluate(data, "a.xlsx", SHIPPED)

    assert result.card is not None
    assert result.card.total is None


def resaved(folder: Path, data: bytes, *actions: list[Any], typed: Typed | None = None, suffix: str = "xlsx") -> bytes:
    """The form opened, changed and saved by LibreOffice."""
    source, target = folder / "before.xlsx", folder / f"after.{suffix}"
    source.write_bytes(data)
    cells = [[*place, value] for place, value in FormMap(source, RULESET).typing(typed)] if typed else []
    run_uno("resave", {"tasks": [{"path": str(source), "save": str(target), "actions": list(actions), "type": cells}]})
    return target.read_bytes()


@pytest.mark.slow
def test_a_form_filled_and_saved_in_libreoffice_scores_as_it_shows(tmp_path: Path) -> None:
    empty = form_bytes(RULESET, FormContent())

    result = evaluate(resaved(tmp_path, empty, typed=Typed(BASE.values, evidence=EVIDENCE)), "a.xlsx", SHIPPED)

    assert codes(result) == []
    assert result.submission is not None
    assert result.submission.sheet_total is not None
    assert result.submission.sheet_total.value == 1000


@pytest.mark.slow
def test_inserted_rows_renamed_and_moved_sheets_do_not_matter(tmp_path: Path) -> None:
    rows = [("Trẻ em", "Có")] * 9 + [("Người dân", "Có")] * 9 + [("Trẻ em", "Không"), ("Người dân", "Không")]
    hamlets = tuple((f"Thôn {n}", {"dan_so": 800}) for n in range(1, 11))
    typed = replace(BASE, evidence=EVIDENCE, survey=tuple(rows), hamlets=hamlets)
    no_totals = dict.fromkeys(field.id for field in RULESET.survey_fields)
    filled = form_bytes(RULESET, content_of(typed, **no_totals))

    result = evaluate(
        resaved(
            tmp_path,
            filled,
            ["insert_rows", INPUT, 20, 3],
            ["insert_columns", INPUT, 3, 1],
            ["insert_rows", SURVEY, 20, 2],
            ["insert_rows", HAMLETS, 9, 2],
            ["rename_sheet", INPUT, "So lieu"],
            ["rename_sheet", SURVEY, "Khao sat 2026"],
            ["move_sheet", SCORES, 0],
        ),
        "a.xlsx",
        SHIPPED,
    )

    assert [code for code in codes(result) if code != "CFC-312"] == []
    assert result.card is not None
    assert result.card.total == 1000
    assert result.submission is not None
    assert result.submission.cells["te_hcdb"].sheet == "So lieu"


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_other_formats_are_asked_to_be_saved_as_xlsx(suffix: str, tmp_path: Path) -> None:
    finding = only(evaluate(resaved(tmp_path, COMPLETE, suffix=suffix), f"a.{suffix}", SHIPPED))

    assert finding.code == "CFC-002"
    assert ".xlsx" in finding.fix
