"""What is written beside the inputs: evidence, explanations, and where gathered values came from."""

from collections.abc import Callable, Iterator, Mapping

from xl_cfc.answers.places import Place, parse_place
from xl_cfc.answers.submission import Provenance
from xl_cfc.cells import Cell
from xl_cfc.form import layout as names
from xl_cfc.form.reading.sheets import FormSheets
from xl_cfc.ruleset import cellnames
from xl_cfc.ruleset.models import Ruleset


def evidence(sheets: FormSheets, ruleset: Ruleset) -> dict[str, Cell]:
    """The evidence of every input; of a criterion, where it has a place of its own."""
    codes = {field.id: ruleset.row_codes[field.id] for field in ruleset.inputs}
    found = dict(_texts(sheets, codes, cellnames.evidence_name, names.HEADING_EVIDENCE))
    for criterion in ruleset.criteria:
        cell = sheets.named(cellnames.evidence_name(f"c{criterion.number}"))
        if cell is not None:
            found[f"c{criterion.number}"] = cell
    return found


def explanations(sheets: FormSheets, ruleset: Ruleset) -> dict[str, Cell]:
    """The explanation of every field and criterion."""
    codes = {name: ruleset.row_codes[name] for name in ruleset.fields}
    codes |= {f"c{criterion.number}": str(criterion.number) for criterion in ruleset.criteria}
    return dict(_texts(sheets, codes, cellnames.explanation_name, names.HEADING_EXPLANATION))


def _texts(
    sheets: FormSheets, codes: Mapping[str, str], name_of: Callable[[str], str], heading: str
) -> Iterator[tuple[str, Cell]]:
    """The texts under a heading: by name, else by the row's code."""
    for key, code in codes.items():
        cell = sheets.named(name_of(key))
        if cell is None:
            beside = (sheets.beside(row, heading) for row in sheets.coded_rows(code))
            cell = next((one for one in beside if one is not None), None)
        if cell is not None:
            yield key, cell


def provenance(sheets: FormSheets) -> dict[Place, Provenance]:
    """Where gathered values came from, by place; nothing when the list is gone or not as it was written."""
    columns = [there for name in names.ORIGIN_NAMES if (there := sheets.workbook.place(name)) is not None]
    if len(columns) < len(names.ORIGIN_NAMES) or len({there.sheet for there in columns}) > 1:
        return {}
    grid = sheets.grid(columns[0].sheet)
    last = max((row for row, _ in grid.cells), default=-1)
    origins: dict[Place, Provenance] = {}
    for row in range(columns[0].row, last + 1):
        key, *source = (grid[row, there.column].shown for there in columns)
        if place := parse_place(key):
            origins[place] = Provenance(*source)
    return origins
