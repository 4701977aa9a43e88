"""Filled forms for the tests of the add-in: the shipped form, with figures an officer would type."""

from collections.abc import Mapping

from tests.test_advice import FULL
from xl_cfc.cells import CellValue
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.ruleset.registry import shipped_ruleset


def form(evidence: bool = True, **changes: CellValue) -> bytes:
    """A form at its maximum but for the changes."""
    ruleset = shipped_ruleset()
    names: Mapping[str, str] = {field.id: "Sổ theo dõi" for field in ruleset.inputs} if evidence else {}
    return form_bytes(ruleset, FormContent(values={**FULL, **changes}, evidence=names))
