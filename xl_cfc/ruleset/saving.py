"""A rule set as YAML text, in the syntax of those that ship: what is alike in a part stands once, at its head."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import yaml

from xl_cfc.ruleset.crosschecks import cross_check_data
from xl_cfc.ruleset.kinds.base import ScaleStep
from xl_cfc.ruleset.models import MAX_COUNT, Field, Indicator, Plausibility, Rated, Ruleset
from xl_cfc.ruleset.rated import RuleModel
from xl_cfc.ruleset.ratings import Rating, rating_of

_HEAD = """\
# Bộ tiêu chí / rule set. A number is a scalar, or {value, status, source, page, checked_on}; without its own status it
# has those of its nearest parent. Decimals are strings. Tiers are read top down; the first that holds gives its points.
"""


def ruleset_text(ruleset: Ruleset) -> str:
    """The YAML from which `load_ruleset` makes an equal rule set."""
    data: dict[str, Any] = {"id": ruleset.id, "title": ruleset.title, "effective_from": ruleset.effective_from}
    for key in ("effective_to", "example", "based_on", "revised_on"):
        if getattr(ruleset, key):
            data[key] = getattr(ruleset, key)
    if ruleset.plausibility != Plausibility():
        data["plausibility"] = ruleset.plausibility.model_dump(exclude_defaults=True)
    data["sources"] = dict(ruleset.sources)
    data["total_points"] = _number(ruleset.total_points)
    data["thresholds"] = {
        name: _Flow({"points": as_yaml(part.points.value), **rating_of(part.points).keys, "label": part.label})
        for name, part in ruleset.thresholds.items()
    }
    data["no_zero_criterion"] = _number(ruleset.no_zero_criterion)
    above = ruleset.criterion_met.above
    data["criterion_met"] = _Flow({"above": as_yaml(above.value), **rating_of(above).keys})
    data["fields"] = {name: _Flow(_field(field)) for name, field in ruleset.fields.items()}
    if ruleset.renamed:
        data["renamed"] = dict(ruleset.renamed)
    data["criteria"] = [_criterion(ruleset, position) for position in range(len(ruleset.criteria))]
    data["cross_checks"] = [_Flow(cross_check_data(check)) for check in ruleset.cross_checks]
    return _HEAD + yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000)


class _Flow(dict[str, Any]):
    """A part that stands on one line."""


class _Dumper(yaml.SafeDumper):
    """Block style but for the parts that stand on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _on_one_line(dumper: yaml.SafeDumper, data: _Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)


_Dumper.add_representer(_Flow, _on_one_line)


def as_yaml(value: Any) -> Any:
    """A number as YAML writes it: whole ones bare, others as exact text."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else str(value)
    return value.value if hasattr(value, "value") else value


def _number(number: Rated[Any], inherited: Rating | None = None) -> Any:
    """A number alone where it has what it inherits, else with its own rating."""
    value, rating = as_yaml(number.value), rating_of(number)
    return value if rating == inherited else _Flow({"value": value, **rating.keys})


def _common(numbers: Iterable[Rated[Any]], inherited: Rating | None) -> Rating | None:
    """The rating most of the numbers have; on a tie the one they inherit, else the first."""
    counts = Counter(map(rating_of, numbers))
    if not counts:
        return inherited
    most = max(counts.values())
    return inherited if inherited and counts[inherited] == most else next(r for r, n in counts.items() if n == most)


def _own(rating: Rating | None, inherited: Rating | None) -> dict[str, str]:
    """The keys a part needs when its numbers have this rating."""
    return rating.keys if rating and rating != inherited else {}


def _criterion(ruleset: Ruleset, position: int) -> dict[str, Any]:
    criterion = ruleset.criteria[position]
    numbers = [number for indicator in criterion.indicators for number in indicator.every_number()]
    rating = _common(numbers, None)
    return {
        "number": criterion.number,
        "name": criterion.name,
        "max_points": _number(criterion.max_points, rating),
        **_own(rating, None),
        "indicators": [_Flow(_indicator(indicator, ruleset.fields, rating)) for indicator in criterion.indicators],
    }


def _indicator(indicator: Indicator, fields: Mapping[str, Field], inherited: Rating | None) -> dict[str, Any]:
    rating = _common(indicator.every_number(), inherited)
    made: dict[str, Any] = {"id": indicator.id, "label": indicator.label, "kind": indicator.kind}
    if len(indicator.fields) == 1 and fields[indicator.main_field].label == indicator.label:
        del made["label"]
    first = {"id", "label", "kind", *indicator.written_first}
    others = [key for key in type(indicator).model_fields if key not in first]
    others.sort(key=lambda key: not isinstance(getattr(indicator, key), Rated))  # single numbers before scales
    made |= _ruling(indicator, indicator.written_first, rating)
    return {**made, **_own(rating, inherited), **_ruling(indicator, others, rating)}


def _ruling(part: RuleModel, keys: Iterable[str], rating: Rating | None) -> dict[str, Any]:
    """These attributes of a part, each number with its own rating where it differs; those left as usual left out."""
    usual = {key: field.get_default(call_default_factory=True) for key, field in type(part).model_fields.items()}
    values = {key: getattr(part, key) for key in keys}
    return {key: _written(value, rating) for key, value in values.items() if value != usual[key]}


def _written(value: Any, rating: Rating | None) -> Any:
    """A value of a rule with the numbers in it."""
    if isinstance(value, Rated):
        return _number(value, rating)
    if isinstance(value, ScaleStep):
        return _step(value, rating)
    if isinstance(value, tuple):
        return [_written(part, rating) for part in value]
    if isinstance(value, dict):
        return _Flow({name: _written(part, rating) for name, part in value.items()})
    return as_yaml(value)


def _step(step: ScaleStep, inherited: Rating | None) -> _Flow:
    """A step of a scale on one line; its numbers share a rating, or have their own beside the inherited one."""
    numbers = {key: value for key in type(step).model_fields if isinstance(value := getattr(step, key), Rated)}
    ratings = set(map(rating_of, numbers.values()))
    rating = ratings.pop() if len(ratings) == 1 else inherited
    made = {key: _number(number, rating) for key, number in numbers.items()}
    made |= {key: str(value) for key, value in made.items() if key in step.as_text and isinstance(value, int)}
    return _Flow({**made, **_own(rating, inherited)})


def _field(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"label": field.label, "type": field.type.value}
    for key in ("section", "unit", "pattern", "hamlet"):
        if getattr(field, key):
            made[key] = getattr(field, key)
    if field.choices:
        made["choices"] = list(field.choices)
    if field.survey is not None:
        made["survey"] = _Flow(field.survey.model_dump(exclude_defaults=True))
    if not field.required:
        made["required"] = False
    if field.minimum != 0:
        made["minimum"] = field.minimum
    if field.maximum != MAX_COUNT:
        made["maximum"] = field.maximum
    return made
