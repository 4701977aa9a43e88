"""What ships in workbooks/ is what the sources build (the add-in's own test stands in tests/addin)."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from xl_cfc.excel.form import FormContent, form_bytes
from xl_cfc.ruleset.registry import shipped_ids, shipped_ruleset

FOLDER = Path(__file__).parents[1] / "workbooks"


def parts(data: bytes) -> dict[str, bytes]:
    """The members of a workbook but for the one that holds the moment it was made."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


@pytest.mark.parametrize("ruleset_id", shipped_ids())
def test_the_blank_form_of_each_rule_set_is_up_to_date(ruleset_id: str) -> None:
    shipped = (FOLDER / f"phieu-{ruleset_id}.xlsx").read_bytes()

    assert parts(shipped) == parts(form_bytes(shipped_ruleset(ruleset_id), FormContent())), "run `make workbooks`"
