"""What ships in workbooks/ is what the sources build (the add-in's own test stands in tests/addin)."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.ruleset.registry import shipped_ids, shipped_ruleset

FOLDER = Path(__file__).parents[1] / "workbooks"


def content(data: bytes) -> dict[str, Any]:
    """Cells, names and validations of a workbook, whatever version of the writing library wrote them."""
    book = load_workbook(BytesIO(data))
    cells = {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    names = {name: defined.attr_text for name, defined in book.defined_names.items()}
    rules = {
        (sheet.title, str(rule.sqref)): (rule.type, rule.formula1, rule.formula2, rule.prompt, rule.error)
        for sheet in book
        for rule in sheet.data_validations.dataValidation
    }
    return {"cells": cells, "names": names, "rules": rules}


@pytest.mark.parametrize("ruleset_id", shipped_ids())
def test_the_blank_form_of_each_rule_set_is_up_to_date(ruleset_id: str) -> None:
    shipped = (FOLDER / f"phieu-{ruleset_id}.xlsx").read_bytes()

    assert content(shipped) == content(form_bytes(shipped_ruleset(ruleset_id), FormContent())), "run `make workbooks`"
