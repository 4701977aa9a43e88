"""How many numbers behind a score nobody has yet compared with the Decision (semantics: unchecked_values)."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from xl_cfc.language import t
from xl_cfc.ruleset.models import Criterion, Rated, Ruleset


def numbers_used(ruleset: Ruleset, threshold_class: str | None) -> Iterator[Rated[Any]]:
    """Every number a commune of this class is scored by, each once; without a class, no threshold."""
    yield ruleset.total_points
    yield ruleset.no_zero_criterion
    yield ruleset.criterion_met.above
    if threshold_class in ruleset.thresholds:
        yield ruleset.thresholds[threshold_class].points
    for criterion in ruleset.criteria:
        yield criterion.max_points
        for indicator in criterion.indicators:
            yield from indicator.numbers(threshold_class)


def every_number(ruleset: Ruleset) -> Iterator[Rated[Any]]:
    """Every number of the rule set, of every class, each once."""
    yield ruleset.total_points
    yield ruleset.no_zero_criterion
    yield ruleset.criterion_met.above
    for threshold in ruleset.thresholds.values():
        yield threshold.points
    for criterion in ruleset.criteria:
        yield from criterion_numbers(criterion)


def criterion_numbers(criterion: Criterion) -> Iterator[Rated[Any]]:
    """Every number of a criterion, of every class."""
    yield criterion.max_points
    for indicator in criterion.indicators:
        yield from indicator.every_number()


@lru_cache(maxsize=256)
def unchecked_values(ruleset: Ruleset, threshold_class: str | None) -> int:
    """The count of numbers used for this class whose status is not `verified`."""
    return sum(number.unchecked for number in numbers_used(ruleset, threshold_class))


def unchecked_line(count: int, title: str) -> str:
    """The line that stands wherever a score is shown."""
    if count == 0:
        return t(f"Đã đối chiếu với {title}", f"Checked against {title}")
    return t(
        f"Bộ điểm: {count} giá trị chưa đối chiếu với Quyết định",
        f"Point values: {count} not yet checked against the Decision",
    )
