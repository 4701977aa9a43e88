"""From YAML text to a `Plan`, or to every mistake in it at once, each with its path."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from xl_cfc.files.strictyaml import YamlTextError, read_mapping
from xl_cfc.language import t
from xl_cfc.plan.models import Plan
from xl_cfc.usage import UsageError


@dataclass(frozen=True)
class PlanProblem:
    """One mistake in a plan: where it stands (`milestones[2].due.day`, or a cell) and what is wrong."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class PlanError(UsageError):
    """The plan has mistakes; `problems` holds every one."""

    def __init__(self, problems: Iterable[PlanProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def load_plan(text: str) -> Plan:
    """The plan a YAML text holds; raises `PlanError` with every mistake."""
    try:
        raw = read_mapping(text)
    except YamlTextError as error:
        raise PlanError([PlanProblem(error.where, error.message)]) from None
    if raw is None:
        raise PlanError([PlanProblem("YAML", t("không phải kế hoạch", "not a plan"))])
    return plan_from(raw)


def plan_from(raw: dict[str, Any]) -> Plan:
    """The plan that raw data describes; raises `PlanError` with every mistake."""
    try:
        return Plan.model_validate(raw)
    except ValidationError as error:
        raise PlanError(PlanProblem(path_text(d["loc"]), _message(d)) for d in error.errors()) from None


def plan_text(plan: Plan) -> str:
    """A plan as YAML text that `load_plan` reads back equal; what is absent is left out."""
    data = plan.model_dump(mode="json", exclude_defaults=True)
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120))


def path_text(steps: Iterable[int | str]) -> str:
    """Where something stands in a plan: `milestones[2].due.day`, counted from 1 as people count."""
    path = ""
    for step in steps:
        path += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _message(detail: Any) -> str:
    """What is wrong, in the language in force where it is a mistake people make."""
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "missing":
        return t("thiếu", "missing")
    if kind == "extra_forbidden":
        return t("không có mục này trong kế hoạch", "a plan has no such entry")
    if kind in ("enum", "literal_error"):
        return t(f"phải là một trong: {context.get('expected')}", f"must be one of: {context.get('expected')}")
    if kind.startswith("date"):
        return t(f"không phải ngày có thật: {detail['input']}", f"not a real day: {detail['input']}")
    if kind.startswith("int") or kind in ("greater_than_equal", "less_than_equal"):
        return t(f"không phải số nguyên hợp lệ: {detail['input']}", f"not a fitting whole number: {detail['input']}")
    return str(detail["msg"]).removeprefix("Value error, ")
