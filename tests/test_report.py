"""The report of `xl-cfc check --xlsx`: a verdict a file, every finding linked to its cell, settled ones told apart."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.validator import problems
from tests.test_reading import COMPLETE, RULESET, content
from xl_cfc import cli
from xl_cfc.form.sheets import form_bytes

LAST_YEAR = date.today().year - 1
EARLY = replace(content(nam=LAST_YEAR, ngay_lap=date(LAST_YEAR, 3, 13)), explanations={"ngay_lap": "Họp Hội đồng sớm"})
WRONG = content(te_hcdb=-1)


@pytest.fixture
def forms(tmp_path: Path) -> list[str]:
    for name, data in (
        ("tot.xlsx", COMPLETE),
        ("som.xlsx", form_bytes(RULESET, EARLY)),
        ("sai.xlsx", form_bytes(RULESET, WRONG)),
        ("hong.xlsx", b"PK\x03\x04"),
    ):
        (tmp_path / name).write_bytes(data)
    return [str(tmp_path / name) for name in ("tot.xlsx", "som.xlsx", "sai.xlsx", "hong.xlsx")]


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [row for row in sheet.iter_rows(min_row=5, values_only=True) if any(row)]


def test_a_file_has_its_counts_and_its_verdict(forms: list[str], tmp_path: Path) -> None:
    out = tmp_path / "bao-cao" / "kq.xlsx"
    assert cli.main(["check", *forms, "--xlsx", str(out)]) == 1

    sheet = load_workbook(out)["Tổng hợp"]
    assert [(row[0], *row[3:]) for row in rows(sheet)] == [
        ("../tot.xlsx", 0, 0, 0, 0, "✓ Gửi được"),
        ("../som.xlsx", 0, 0, 0, 1, "✓ Gửi được"),
        ("../sai.xlsx", 1, 0, 0, 0, "✗ Chưa gửi được"),
        ("../hong.xlsx", 1, 0, 0, 0, "✗ Không dùng được"),
    ]
    assert sheet.auto_filter.ref == "A4:H8"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows


def test_a_finding_has_its_cell_linked_its_value_and_what_it_rests_on(forms: list[str], tmp_path: Path) -> None:
    out = tmp_path / "kq.xlsx"
    cli.main(["check", *forms, "--xlsx", str(out)])

    sheet = load_workbook(out)["Lỗi"]
    told = {row[3].value: row for row in sheet.iter_rows(min_row=5)}
    negative = told["CFC-106"]
    assert [cell.value for cell in negative[:4]] == ["29999", "Xã Thử", "✗ Lỗi", "CFC-106"]
    assert [cell.value for cell in negative[6:]] == [
        "sai.xlsx", "Nhập liệu", "D33", "-1", "Quyết định 06/QĐ-TTg ngày 03/01/2019, tiêu chí 6",
    ]  # fmt: skip
    assert (negative[8].hyperlink.target, negative[8].hyperlink.location) == ("sai.xlsx", "'Nhập liệu'!D33")


def test_a_settled_warning_comes_last_with_its_explanation_and_is_not_counted(forms: list[str], tmp_path: Path) -> None:
    out = tmp_path / "kq.xlsx"
    assert cli.main(["check", forms[1], "--xlsx", str(out)]) == 0

    sheet = load_workbook(out)["Lỗi"]
    (row,) = rows(sheet)
    assert row[2:4] == ("✓ Đã giải trình", "CFC-118")
    assert row[5] == "Giải trình: Họp Hội đồng sớm"
    assert str(sheet["A2"].value).startswith("0 lỗi, 0 cảnh báo, 0 gợi ý")


def test_nothing_found_is_said(forms: list[str], tmp_path: Path) -> None:
    out = tmp_path / "kq.xlsx"
    assert cli.main(["check", forms[0], "--xlsx", str(out)]) == 0

    assert rows(load_workbook(out)["Lỗi"])[0][2:5] == ("✓ Không có", None, "Không có lỗi, cảnh báo hay gợi ý nào")


def test_a_report_is_never_written_over_a_file_unasked_nor_over_a_form(forms: list[str], tmp_path: Path) -> None:
    out = tmp_path / "kq.xlsx"
    command = ["check", forms[0], "--xlsx", str(out)]
    assert [cli.main(command), cli.main(command), cli.main([*command, "--force"])] == [0, 2, 0]

    assert cli.main(["check", forms[0], "--xlsx", forms[0], "--force"]) == 2
    assert Path(forms[0]).read_bytes() == COMPLETE
    assert cli.main(["check", forms[0], "--xlsx", str(tmp_path / "kq.csv")]) == 2


@pytest.mark.slow
def test_the_open_xml_sdk_finds_nothing_wrong(forms: list[str], tmp_path: Path) -> None:
    out = tmp_path / "kq.xlsx"
    cli.main(["check", *forms, "--xlsx", str(out)])

    assert problems(out) == []
