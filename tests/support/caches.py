"""Whether the values stored beside a workbook's formulas are what a recalculation gives."""

from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.support.engines import FormMap, IronCalcEngine
from xl_cfc.ruleset.models import Ruleset


def formulas_of(book: Workbook) -> list[tuple[str, str, str]]:
    """Every formula: sheet, cell, text."""
    return [
        (sheet.title, cell.coordinate, text)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(text := getattr(cell.value, "text", cell.value), str) and text.startswith("=")
    ]


def wrong_caches(form: Path, ruleset: Ruleset) -> list[tuple[str, str, object, object, str]]:
    """The formulas whose stored value differs from a recalculation: sheet, cell, stored, recalculated, formula."""
    engine = IronCalcEngine(FormMap(form, ruleset))
    engine.model.evaluate()
    cached = load_workbook(form, data_only=True)
    wrong: list[tuple[str, str, object, object, str]] = []
    for sheet, cell, text in formulas_of(load_workbook(form)):
        place = cached[sheet][cell]
        shown = engine.model.get_cell_value(engine.sheets[sheet], place.row, place.column)
        if not _same(place.value, shown):
            wrong.append((sheet, cell, place.value, shown, text[:80]))
    return wrong


def _same(cached: object, shown: object) -> bool:
    if isinstance(cached, int | float) and isinstance(shown, int | float):
        return abs(cached - shown) < 1e-9
    return (cached or "") == (shown or "")
