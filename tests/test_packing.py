"""Packing: only a form without errors, byte for byte, under a name that says whose it is."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.addin.forms import form
from tests.support.known import SHIPPED
from xl_cfc.delivery.packing import Packed, PackRefusedError, prepare, store
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.text import plain_name


def packed(data: bytes) -> Packed:
    return prepare(evaluate(data, "phieu.xlsx", SHIPPED), data)


def with_part_changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content.replace(old, new, 1) if part == name else content)
    return buffer.getvalue()


def test_a_sound_form_is_copied_byte_for_byte_under_its_own_name(tmp_path: Path) -> None:
    data = form()
    path = store(packed(data), tmp_path)
    assert path == tmp_path / "29999_Xa-Thu_2026_cuoi-ky.xlsx"
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_form_with_errors_is_refused_and_the_errors_are_named() -> None:
    with pytest.raises(PackRefusedError, match="Chưa đóng gói được: phiếu còn 2 lỗi phải sửa") as refusal:
        packed(form(te_kham_suc_khoe=None, so_clb="hai"))
    assert {finding.code for finding in refusal.value.findings} == {"CFC-101", "CFC-104"}


def test_a_file_that_is_no_form_is_refused() -> None:
    with pytest.raises(PackRefusedError):
        packed(b"not a workbook")


def test_a_form_with_a_function_of_the_add_in_is_refused() -> None:
    data = form()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheet = next(n for n in archive.namelist() if n.startswith("xl/worksheets/") and b"<f>" in archive.read(n))
    spoiled = with_part_changed(data, sheet, b"<f>", b"<f>CFC_NGUONG(1)+")
    evaluation: Evaluation = evaluate(data, "phieu.xlsx", SHIPPED)
    with pytest.raises(PackRefusedError, match="CFC_"):
        prepare(evaluation, spoiled)


def test_an_existing_file_is_kept_unless_it_is_the_same(tmp_path: Path) -> None:
    ready = packed(form())
    path = store(ready, tmp_path)
    assert store(ready, tmp_path) == path
    path.write_bytes(b"something else")
    with pytest.raises(PackRefusedError, match="đã có tệp"):
        store(ready, tmp_path)
    assert path.read_bytes() == b"something else"
    assert store(ready, tmp_path, force=True).read_bytes() == ready.data


def test_start_of_year_forms_and_macro_workbooks_keep_period_and_type() -> None:
    data = form(ky="Đầu kỳ", ten_don_vi="Phường Đông Hải 2")
    assert prepare(evaluate(data, "a.xlsm", SHIPPED), data, ".XLSM").name == "29999_Phuong-Dong-Hai-2_2026_dau-ky.xlsm"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Xã Mỹ Đông", "Xa-My-Dong"),
        ("  Đặc khu Phú Quốc ", "Dac-khu-Phu-Quoc"),
        ("../../etc", "etc"),
        ("X\u0061\u0303 My\u0303", "Xa-My"),
        ("***", ""),
        ("a" * 90, "a" * 60),
    ],
)
def test_names_become_plain_letters(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_a_name_without_letters_is_refused() -> None:
    with pytest.raises(PackRefusedError, match="thiếu mã, tên đơn vị"):
        packed(form(ten_don_vi="***"))
