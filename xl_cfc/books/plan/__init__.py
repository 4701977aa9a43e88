"""A plan as a workbook an officer can fill in, and back, with every mistake at its cell."""

from pathlib import Path

from xl_cfc.books.plan.reading import read_planbook
from xl_cfc.books.plan.writing import planbook_bytes
from xl_cfc.language import t
from xl_cfc.plan.loading import PlanError, PlanProblem
from xl_cfc.plan.models import Plan
from xl_cfc.plan.registry import find_plan

__all__ = ["open_plan", "planbook_bytes", "read_planbook"]


def open_plan(name: str) -> Plan:
    """The plan that an id, or a path to a .yaml or .xlsx file, names; raises `PlanError`."""
    if not name.lower().endswith(".xlsx"):
        return find_plan(name)
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        text = t(f"không đọc được tệp: {error.strerror}", f"cannot be read: {error.strerror}")
        raise PlanError([PlanProblem(name, text)]) from None
    return read_planbook(data, name)
