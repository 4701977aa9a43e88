"""What a refused value was probably meant to be: proposed where it is clear, asked where it is not."""

import pytest

from xl_cfc.answers.corrections import likely_correction
from xl_cfc.cells import CellValue
from xl_cfc.form.content import as_cell
from xl_cfc.ruleset.registry import shipped_ruleset

FIELDS = shipped_ruleset("qd06-2019").fields


@pytest.mark.parametrize(
    ("field", "typed", "phrase"),
    [
        ("te_hcdb", "95", "có lẽ là 95"),
        ("te_hcdb", " 1 234 ", "có lẽ là 1234"),
        ("te_hcdb", "1\u00a0234", "có lẽ là 1234"),
        ("te_hcdb", "９５", "có lẽ là 95"),
        ("te_hcdb", "1.234", "nếu là 1234 thì nhập 1234"),
        ("te_hcdb", "1,234", "nếu là 1234 thì nhập 1234"),
        ("te_hcdb", "95 %", "nhập số lượng, không nhập phần trăm"),
        ("te_hcdb", "khoảng 95", None),
        ("te_hcdb", 95.5, None),
        ("co_kinh_phi", "có", "có lẽ là Có"),
        ("co_kinh_phi", "KHONG", "có lẽ là Không"),
        ("co_kinh_phi", "x", "có lẽ là Có"),
        ("co_kinh_phi", "chưa rõ", None),
        ("ky", "cuoi ky", "có lẽ là Cuối kỳ"),
        ("nhom_nguong", "c", "có lẽ là C"),
        ("ma_dvhc", 1, "có lẽ là '00001"),
        ("ma_dvhc", "2999", "có lẽ là '02999"),
        ("ma_dvhc", "abc", None),
    ],
)
def test_the_likely_meaning(field: str, typed: CellValue, phrase: str | None) -> None:
    assert likely_correction(as_cell(typed, "Nhập liệu"), FIELDS[field]) == phrase
