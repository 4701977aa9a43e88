"""From YAML text to a `Ruleset`, or to every mistake in it at once, each with its path.

Loading has three steps: read the YAML (a key written twice is a mistake), make the parts one by one (`shape`), and
look at them together (`consistency`).
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from xl_cfc.files.strictyaml import YamlTextError, read_mapping
from xl_cfc.language import t
from xl_cfc.ruleset.consistency import consistency_problems, count_field_problems
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.problems import RulesetError, RulesetProblem
from xl_cfc.ruleset.rated import Rated
from xl_cfc.ruleset.ratings import Rating, unrated
from xl_cfc.ruleset.shape import Shaping

__all__ = ["RulesetError", "RulesetProblem", "load_data", "load_ruleset"]

#: The parts of a rule set that are validated one by one before the whole.
_PARTS = (
    "total_points", "no_zero_criterion", "criterion_met", "thresholds", "fields", "criteria", "cross_checks",
)  # fmt: skip


def load_ruleset(text: str) -> Ruleset:
    """The rule set that a YAML text holds.

    Raises `RulesetError` with every mistake: unreadable YAML, missing status, unknown fields or sources, numbers
    that are not exact, tiers out of order, duplicate ids, maxima that do not add up.
    """
    try:
        raw = read_mapping(text)
    except YamlTextError as error:
        raise RulesetError([RulesetProblem(error.where, error.message)]) from None
    if raw is None:
        raise RulesetError([RulesetProblem("YAML", t("không phải bộ tiêu chí", "not a rule set"))])
    return load_data(raw)


def load_data(raw: dict[str, Any], problems: Iterable[RulesetProblem] = ()) -> Ruleset:
    """The rule set of raw data, read from YAML or elsewhere; `problems` are mistakes whoever read it has found.

    Raises `RulesetError` with those and every other: what follows from them alone is not told again.
    """
    return _loaded(raw, Shaping(raw, list(problems)))


def _loaded(raw: dict[str, Any], shaping: Shaping) -> Ruleset:
    root = Rating().within(raw)
    fields = shaping.fields(raw.get("fields"))
    criteria = shaping.criteria(raw.get("criteria"), fields, root)
    checks = shaping.cross_checks(raw.get("cross_checks") or [])
    parts = {
        **unrated(raw),
        "total_points": shaping.rated("total_points", raw.get("total_points"), root),
        "no_zero_criterion": shaping.rated("no_zero_criterion", raw.get("no_zero_criterion"), root),
        "criterion_met": shaping.criterion_met(root),
        "thresholds": shaping.thresholds(root),
        "fields": fields,
        "criteria": criteria,
        "cross_checks": checks,
    }
    parts = {key: value for key, value in parts.items() if value is not None}
    problems = shaping.problems
    ruleset = shaping.validated(Ruleset, parts, "", told=_PARTS if problems else ())
    problems += _uncaused(
        problems,
        consistency_problems(
            fields={name: fields.get(name) for name in raw.get("fields") or ()},
            criteria=criteria,
            cross_checks=checks,
            classes=tuple(parts.get("thresholds") or {}),
            total=_value_of(parts.get("total_points")),
            renamed=raw.get("renamed") or {},
        ),
    )
    for name in ruleset.plausibility.by_field if ruleset else ():
        problems.extend(count_field_problems("plausibility.by_field", name, fields))
    if problems or ruleset is None:
        raise RulesetError(dict.fromkeys(problems))
    return ruleset


def _uncaused(told: Iterable[RulesetProblem], found: Iterable[RulesetProblem]) -> list[RulesetProblem]:
    """Without the sums that only miss because a number in them is already told to be wrong."""
    parts = {problem.path.partition("]")[0] + "]" for problem in told}
    broken = any(path.startswith("criteria[") for path in parts)
    kept = []
    for problem in found:
        criterion, _, part = problem.path.partition("].")
        caused = part == "max_points" and f"{criterion}]" in parts
        if not caused and not (problem.path == "total_points" and broken):
            kept.append(problem)
    return kept


def _value_of(rated: object) -> Decimal | None:
    try:
        return Rated[Decimal].model_validate(rated).value
    except ValidationError:
        return None
