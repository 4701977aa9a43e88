"""The hand-written scenario tables: loading, and comparing what was scored with what a person expects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.support.typed import ErrorValue, Typed, TypedValue
from xl_cfc.ruleset.models import Ruleset

FOLDER = Path(__file__).parents[1] / "scenarios"


@dataclass(frozen=True)
class Scenario:
    """One row of a table: what is typed, and what a person reading the rule expects."""

    name: str
    cites: str
    typed: Typed
    points: Mapping[str, int | None]
    total: int | None
    conclusion: str
    others: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    @property
    def holds_boolean(self) -> bool:
        """Whether TRUE or FALSE is typed, which LibreOffice cannot tell from a number."""
        return any(isinstance(value, bool) for value in self.typed.values.values())

    def expected_points(self, ruleset: Ruleset) -> dict[str, Decimal | None]:
        """Points of every indicator: the stated ones, all others at their maximum."""
        best = {indicator.id: indicator.max_points(None) for indicator in ruleset.indicators}
        stated = {key: None if value is None else Decimal(value) for key, value in self.points.items()}
        return {**best, **stated}


def load(name: str) -> list[Scenario]:
    """The scenarios of a table."""
    table = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    common = {"ten_don_vi": "Xã Thử", "ma_dvhc": "29999", "nam": 2026}
    scenarios = []
    for row in table["scenarios"]:
        values = {key: _cell(value) for key, value in {**common, **table["base"], **row["set"]}.items()}
        others = {key: row[key] for key in row.keys() - {"name", "cites", "set", "points", "total", "conclusion"}}
        scenarios.append(
            Scenario(row["name"], row["cites"], Typed(values), row["points"], row["total"], row["conclusion"], others)
        )
    return scenarios


def _cell(value: Any) -> TypedValue:
    if isinstance(value, dict):
        return ErrorValue(value["error"]) if "error" in value else date.fromisoformat(value["date"])
    return value  # type: ignore[no-any-return]
