"""A rule set as YAML text, in the syntax of those that ship: what is alike in a part stands once, at its head."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import yaml

from xl_cfc.findings.finding import Severity
from xl_cfc.ruleset.models import (
    MAX_COUNT,
    CrossCheck,
    Field,
    Indicator,
    Plausibility,
    Rated,
    RateIndicator,
    RatioIndicator,
    Ruleset,
    Term,
    Tier,
    YesNoIndicator,
)
from xl_cfc.ruleset.unchecked import indicator_numbers

_HEAD = """\
# Bộ tiêu chí / rule set. A number is a scalar, or {value, status, source, page, checked_on}; without its own status it
# has those of its nearest parent. Decimals are strings. Tiers are read top down; the first that holds gives its points.
"""


class Rating(NamedTuple):
    """What stands beside a number."""

    status: str
    source: str | None
    page: str | None
    checked_on: str | None

    @property
    def keys(self) -> dict[str, str]:
        """As the keys of a part."""
        return {key: value for key, value in self._asdict().items() if value is not None}


def rating_of(number: Rated[Any]) -> Rating:
    """The rating of a number."""
    return Rating(number.status.value, number.source, number.page, number.checked_on)


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
        name: _Flow({"points": plain(part.points.value), **rating_of(part.points).keys, "label": part.label})
        for name, part in ruleset.thresholds.items()
    }
    data["no_zero_criterion"] = _number(ruleset.no_zero_criterion)
    above = ruleset.criterion_met.above
    data["criterion_met"] = _Flow({"above": plain(above.value), **rating_of(above).keys})
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


def plain(value: Any) -> Any:
    """A number as YAML writes it: whole ones bare, others as exact text."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else str(value)
    return value.value if hasattr(value, "value") else value


def _number(number: Rated[Any], inherited: Rating | None = None) -> Any:
    """A number alone where it has what it inherits, else with its own rating."""
    value, rating = plain(number.value), rating_of(number)
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
    numbers = [number for indicator in criterion.indicators for number in indicator_numbers(indicator)]
    rating = _common(numbers, None)
    return {
        "number": criterion.number,
        "name": criterion.name,
        "max_points": _number(criterion.max_points, rating),
        **_own(rating, None),
        "indicators": [_Flow(_indicator(indicator, ruleset.fields, rating)) for indicator in criterion.indicators],
    }


def _indicator(indicator: Indicator, fields: Mapping[str, Field], inherited: Rating | None) -> dict[str, Any]:
    rating = _common(indicator_numbers(indicator), inherited)
    made: dict[str, Any] = {"id": indicator.id, "label": indicator.label, "kind": indicator.kind}
    if isinstance(indicator, YesNoIndicator):
        made |= {"field": indicator.field, "points": plain(indicator.points.value)}
    elif isinstance(indicator, RatioIndicator):
        made |= {"numerator": indicator.numerator, "denominator": indicator.denominator}
    elif isinstance(indicator, RateIndicator):
        made |= {"cases": indicator.cases, "population": indicator.population, "per": _number(indicator.per, rating)}
    else:
        made["field"] = indicator.field
    if "field" in made and fields[made["field"]].label == indicator.label:
        del made["label"]
    made |= _own(rating, inherited)
    if isinstance(indicator, YesNoIndicator):
        return made
    if isinstance(indicator, RatioIndicator | RateIndicator):
        made["when_none"] = _number(indicator.when_none, rating)
    made["tiers"] = _tiers(indicator.tiers, rating)
    if indicator.tiers_by_class:
        made["tiers_by_class"] = _Flow({name: _tiers(part, rating) for name, part in indicator.tiers_by_class.items()})
    return made


def _tiers(tiers: Sequence[Tier], inherited: Rating | None) -> list[_Flow]:
    made = []
    for tier in tiers:
        rating = rating_of(tier.bound) if rating_of(tier.bound) == rating_of(tier.points) else inherited
        key = "at_least" if tier.at_least is not None else "at_most"
        bound = _number(tier.bound, rating)
        shown = str(bound) if isinstance(bound, int) else bound
        made.append(_Flow({key: shown, "points": _number(tier.points, rating), **_own(rating, inherited)}))
    return made


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


def cross_check_data(check: CrossCheck) -> dict[str, Any]:
    """A cross-check as the YAML holds it."""
    made: dict[str, Any] = {check.kind: [expression(check.left), expression(check.right)]}
    return made if check.severity is Severity.ERROR else {**made, "severity": check.severity.value}


def expression(terms: Sequence[Term]) -> str:
    """A sum of fields as it is written: `a + b - c`."""
    text = "".join(f" {'+' if term.sign > 0 else '-'} {term.field}" for term in terms)
    return text.removeprefix(" + ").removeprefix(" ")
