"""What somebody may do to a filled form that no formula foresees: cut, paste, sort, swap, delete, insert, type over."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xl_cfc.form.layout import HAMLETS, INPUT, SCORES, SURVEY, UNIT, FormLayout
from xl_cfc.ruleset.models import Ruleset

Step = list[Any]


@dataclass(frozen=True)
class Damage:
    """Steps done one after the other, with the sheets protected as they are sent or not."""

    protected: bool
    steps: tuple[Step, ...]

    @property
    def request(self) -> dict[str, Any]:
        """The same as the driver takes it."""
        return {"protected": self.protected, "steps": list(self.steps)}


def damages(rng: random.Random, ruleset: Ruleset, count: int) -> Iterator[Damage]:
    """Any of them, on any sheet."""
    layout = FormLayout(ruleset)
    for _ in range(count):
        kind = rng.choice((_cut, _cut, _copy, _swap, _sort, _delete, _insert, _type_over, _row_inside, _row_below))
        yield Damage(rng.random() < 0.4, tuple(kind(rng, layout)))


def _figure(rng: random.Random, layout: FormLayout) -> tuple[str, str]:
    """The cell of a figure, a piece of general information, evidence or an explanation."""
    if rng.random() < 0.15:
        return UNIT, f"C{rng.choice(list(layout.unit_rows.values())) + 1}"
    row = rng.choice(list(layout.field_rows.values())) + 1
    return INPUT, f"{rng.choice('DDDFG')}{row}"


def _cut(rng: random.Random, layout: FormLayout) -> list[Step]:
    target = _figure(rng, layout) if rng.random() < 0.8 else (rng.choice((UNIT, INPUT, SURVEY, HAMLETS)), "H70")
    return [["cut", *_figure(rng, layout), *target]]


def _copy(rng: random.Random, layout: FormLayout) -> list[Step]:
    return [["copy", *_figure(rng, layout), *_figure(rng, layout)]]


def _swap(rng: random.Random, layout: FormLayout) -> list[Step]:
    one, other = _figure(rng, layout), _figure(rng, layout)
    return [["cut", *one, INPUT, "P70"], ["cut", *other, *one], ["cut", INPUT, "P70", *other]]


def _sort(rng: random.Random, layout: FormLayout) -> list[Step]:
    if rng.random() < 0.3:
        heading = layout.survey_heading_row + 1
        return [["sort", SURVEY, f"A{heading + 1}:C{heading + 12}", rng.choice((1, 2)), True]]
    row = rng.choice(list(layout.field_rows.values())) + 1
    return [["sort", INPUT, f"A{row}:{rng.choice('DHK')}{row + 2}", 3, rng.random() < 0.5]]


def _delete(rng: random.Random, layout: FormLayout) -> list[Step]:
    sheet = rng.choice((UNIT, INPUT, INPUT, SURVEY, HAMLETS, SCORES))
    if rng.random() < 0.25:
        return [["delete_sheet", sheet]]
    if rng.random() < 0.2:
        return [["delete_columns", sheet, rng.randint(1, 6), 1]]
    return [["delete_rows", sheet, rng.randint(2, 25), rng.randint(1, 2)]]


def _insert(rng: random.Random, layout: FormLayout) -> list[Step]:
    sheet = rng.choice((UNIT, INPUT, SURVEY, HAMLETS, SCORES))
    what = rng.choice(("insert_rows", "insert_rows", "insert_columns"))
    return [[what, sheet, rng.randint(1, 12), rng.randint(1, 2)]]


def _type_over(rng: random.Random, layout: FormLayout) -> list[Step]:
    sheet, column = rng.choice(
        ((SCORES, "E"), (SCORES, "C"), (INPUT, "D"), (INPUT, "I"), (SURVEY, "C"), (HAMLETS, "C"))
    )
    value = rng.choice((999, 0, 50, -5, 95.5, "Có", "có", "Khác", None))
    return [["type", sheet, f"{column}{rng.randint(5, 30)}", value]]


def _row_inside(rng: random.Random, layout: FormLayout) -> list[Step]:
    """A row more, above the first, between, or above the last line of a table."""
    if rng.random() < 0.5:
        row = layout.survey_heading_row + rng.choice((2, 5, 22))
        group, answer = rng.choice(
            (("Trẻ em", "Có"), ("Người dân", "Không"), ("Trẻ em", "có"), ("Lạ", "Có"), ("", "Có"))
        )
        return [
            ["insert_rows", SURVEY, row, 1],
            ["type", SURVEY, f"B{row}", group or None],
            ["type", SURVEY, f"C{row}", answer],
        ]
    row = layout.hamlet_heading_row + rng.choice((2, 4, 14))
    return [
        ["insert_rows", HAMLETS, row, 1],
        ["type", HAMLETS, f"B{row}", rng.choice(("Thôn mới", None))],
        ["type", HAMLETS, f"C{row}", rng.choice((5, -5, 1.5, "x", 32.99999999999999))],
    ]


def _row_below(rng: random.Random, layout: FormLayout) -> list[Step]:
    """A row filled in the last line of a table, or below it."""
    row = layout.survey_heading_row + 22 + rng.choice((0, 1, 3))
    return [["type", SURVEY, f"B{row}", "Trẻ em"], ["type", SURVEY, f"C{row}", rng.choice(("Có", "Không"))]]
