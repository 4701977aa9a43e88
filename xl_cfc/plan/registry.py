"""Which plans there are: the ones that ship, and any file named by its path."""

from functools import cache
from importlib import resources
from pathlib import Path

from xl_cfc.language import t
from xl_cfc.plan.loading import PlanError, PlanProblem, load_plan
from xl_cfc.plan.models import Plan

_FOLDER = "xl_cfc.plan"


def shipped_plan_ids() -> tuple[str, ...]:
    """Ids of the plans that ship with the product."""
    folder = resources.files(_FOLDER) / "plans"
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def shipped_plan(plan_id: str) -> Plan:
    """The shipped plan with this id; raises `PlanError` when there is none."""
    if plan_id not in shipped_plan_ids():
        known = ", ".join(shipped_plan_ids())
        raise PlanError(
            [PlanProblem(plan_id, t(f"không có kế hoạch này; hiện có: {known}", f"no such plan; there are: {known}"))]
        )
    return load_plan((resources.files(_FOLDER) / "plans" / f"{plan_id}.yaml").read_text("utf-8"))


def find_plan(name: str) -> Plan:
    """The plan that an id or a path to a .yaml file names (a workbook: `xl_cfc.books.plan`); raises `PlanError`."""
    if not name.lower().endswith((".yaml", ".yml")):
        return shipped_plan(name)
    try:
        return load_plan(Path(name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError([PlanProblem(name, t(f"không đọc được tệp: {error}", f"cannot be read: {error}"))]) from None
