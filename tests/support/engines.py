"""Engines that recalculate a real form with things typed into it: IronCalc in process, LibreOffice over UNO."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import ironcalc
import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from tests.support.typed import ErrorValue, Typed
from xl_cfc.form.layout import CALC, HAMLETS, INPUT, SURVEY, FormLayout
from xl_cfc.form.sheets import calc
from xl_cfc.ruleset.cellnames import evidence_name, explanation_name, input_name
from xl_cfc.ruleset.models import Ruleset

Place = tuple[str, int, int]  # sheet, row, column, both 1-based
Reading = dict[str, Any]


@dataclass(frozen=True)
class FormMap:
    """Where the names of a written form point, and which cells are compared."""

    path: Path
    ruleset: Ruleset

    @cached_property
    def names(self) -> dict[str, Place]:
        """The first cell of every defined name."""
        book = load_workbook(self.path, read_only=False)
        places = {}
        for name, defined in book.defined_names.items():
            for sheet, area in defined.destinations:
                column, row, _, _ = range_boundaries(area.replace("$", ""))
                places[name] = (sheet, row, column)
        return places

    @cached_property
    def watched(self) -> dict[str, Place]:
        """Every result that must equal Python's, by a name."""
        ruleset, layout = self.ruleset, FormLayout(self.ruleset)
        wanted = ["pt_total", "pt_tam_tinh", "pt_cao_nhat", "nguong", "conclusion"]
        wanted += [f"pt_c{criterion.number}" for criterion in ruleset.criteria]
        for indicator in ruleset.indicators:
            wanted += [f"{prefix}_{indicator.name}" for prefix in ("pt", "val", "si")]
        wanted += [f"st_{field}" for field in ruleset.fields]
        wanted += ["n_loi", "n_trong", "n_canh_bao", "n_goi_y", "n_o_trong"]
        places = {name: self.names[name] for name in wanted}
        for check, row in calc.CheckCells(ruleset).rows.items():
            places[f"check {check}"] = (CALC, row, 4)
        for field, row in layout.field_rows.items():
            places[f"row {field}"] = (INPUT, row + 1, 8)
        return places

    def typing(self, typed: Typed) -> Iterator[tuple[Place, Any]]:
        """The cells to fill, in the template as it is shipped."""
        for field, value in typed.values.items():
            yield self.names[input_name(field)], value
        for field, text in typed.evidence.items():
            yield self.names[evidence_name(field)], text
        for key, text in typed.explanations.items():
            yield self.names[explanation_name(key)], text
        layout = FormLayout(self.ruleset)
        for offset, (group, answer) in enumerate(typed.survey):
            row = layout.survey_heading_row + 2 + offset
            yield (SURVEY, row, 2), group
            yield (SURVEY, row, 3), answer
        columns = {field.id: 3 + n for n, field in enumerate(self.ruleset.hamlet_fields)}
        for offset, (name, figures) in enumerate(typed.hamlets):
            row = layout.hamlet_heading_row + 2 + offset
            yield (HAMLETS, row, 2), name
            for field, value in figures.items():
                yield (HAMLETS, row, columns[field]), value


class IronCalcEngine:
    """The form recalculated by IronCalc."""

    def __init__(self, form: FormMap) -> None:
        self.form = form
        self.model = ironcalc.load_from_xlsx(str(form.path), "en", "UTC", "en")
        self.sheets = {
            sheet["name"] if isinstance(sheet, dict) else sheet.name: n
            for n, sheet in enumerate(self.model.get_worksheets_properties())
        }

    def readings(self, typings: Iterable[Typed]) -> Iterator[Reading]:
        """What the form shows for each typing, one after the other in the same workbook."""
        for typed in typings:
            filled = list(self.form.typing(typed))
            for place, value in filled:
                self._type(place, value)
            self.model.evaluate()
            yield {name: self._value(place) for name, place in self.form.watched.items()}
            for (sheet, row, column), _ in filled:
                self.model.clear_cell_contents(self.sheets[sheet], row, column)

    def _value(self, place: Place) -> Any:
        sheet, row, column = place
        value = self.model.get_cell_value(self.sheets[sheet], row, column)
        return "" if value is None else value

    def _type(self, place: Place, value: Any) -> None:
        sheet, row, column = self.sheets[place[0]], place[1], place[2]
        if value is None:
            self.model.clear_cell_contents(sheet, row, column)
        elif isinstance(value, ErrorValue):
            self.model.update_cell_with_formula(sheet, row, column, f"={value.text}")
        elif isinstance(value, bool):
            self.model.update_cell_with_bool(sheet, row, column, value)
        elif isinstance(value, int | float):
            self.model.update_cell_with_number(sheet, row, column, float(value))
        else:
            self.model.update_cell_with_text(sheet, row, column, value)


class LibreOfficeEngine:
    """The form recalculated by LibreOffice, driven over UNO by a script of the system's own Python."""

    def __init__(self, form: FormMap) -> None:
        self.form = form

    def readings(self, typings: Iterable[Typed]) -> Iterator[Reading]:
        """What the form shows for each typing."""
        jobs = [[[*place, _wire(value)] for place, value in self.form.typing(typed)] for typed in typings]
        order = list(self.form.watched)
        request = {"path": str(self.form.path), "read": [self.form.watched[name] for name in order], "jobs": jobs}
        for values in run_uno("recalculate", request):
            yield dict(zip(order, values, strict=True))


def _wire(value: Any) -> Any:
    return {"error": value.text} if isinstance(value, ErrorValue) else value


def require(tool: str) -> str:
    """The path of a program the test needs; without it the test is skipped, under CI it fails."""
    path = shutil.which(tool)
    if path is None:
        message = f"{tool} is not installed (`make test` installs it on Debian as root)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


def run_uno(command: str, request: dict[str, Any]) -> Any:
    """Run one command of `uno_driver.py` with its request, and return its answer."""
    require("soffice")
    driver = Path(__file__).with_name("uno_driver.py")
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "request.json"), Path(folder, "answer.json")
        asked.write_text(json.dumps(request), "utf-8")
        subprocess.run(
            ["/usr/bin/python3", str(driver), command, str(asked), str(answered), folder],
            check=True,
            timeout=600,
            env={key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))},
        )
        return json.loads(answered.read_text("utf-8"))
