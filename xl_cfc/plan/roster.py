"""The roster: the units whose forms a consolidating unit expects."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field as Attribute

from xl_cfc.plan.models import Due, PlanModel

UnitCode = Annotated[str, Attribute(pattern=r"^[0-9]{5}$")]

#: Kinds of unit; thị trấn existed until 6/2025, đặc khu exists since 7/2025.
UNIT_KINDS = ("xã", "phường", "thị trấn", "đặc khu")


class RosterUnit(PlanModel):
    """One expected unit.

    `due` is its own deadline, when it has another than the plan's; `exception` names why it is excused or treated
    otherwise. `received` is the day its form came, as typed by the staff. `predecessors` are the codes of the units
    that were merged into it.
    """

    code: UnitCode
    name: str = Attribute(min_length=1)
    kind: str = ""
    threshold_class: str = ""
    contact: str = ""
    phone: str = ""
    due: date | None = None
    exception: str = ""
    received: date | None = None
    predecessors: tuple[UnitCode, ...] = ()

    def deadline(self, general: Due | None) -> Due | None:
        """Its own deadline (by that day), else the plan's."""
        return Due(wording="by", day=self.due) if self.due is not None else general


class Roster(PlanModel):
    """The units of a consolidating unit, in the order they were listed."""

    units: tuple[RosterUnit, ...]

    @cached_property
    def by_code(self) -> Mapping[str, RosterUnit]:
        """The units by code."""
        return {unit.code: unit for unit in self.units}
