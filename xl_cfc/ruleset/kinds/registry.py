"""Which kinds of indicator there are: looked up by their key, so that one more needs no change anywhere else."""

from typing import Annotated, TypeVar, get_args

from pydantic import BeforeValidator, SerializeAsAny

from xl_cfc.language import speaking, t
from xl_cfc.ruleset.kinds.base import Indicator
from xl_cfc.ruleset.kinds.columns import SHARED, ComparisonWord, RuleColumn

#: Every kind by its key, in the order in which they became known.
KINDS: dict[str, type[Indicator]] = {}

K = TypeVar("K", bound=type[Indicator])


def register(kind: K) -> K:
    """Make a kind known under its key; a decorator. Raises ValueError when another has that key."""
    model: type[Indicator] = kind
    (key,) = get_args(model.model_fields["kind"].annotation)
    if KINDS.setdefault(key, kind) is not kind:
        raise ValueError(f"two kinds of indicator are called {key!r}")
    return kind


def kind_of(raw: object) -> type[Indicator] | None:
    """The kind that raw data of an indicator names, None when it names none."""
    key = raw.get("kind") if isinstance(raw, dict) else None
    return KINDS.get(key) if isinstance(key, str) else None


def kind_names() -> dict[str, str]:
    """The Vietnamese name of every kind, as the rulebook lists them, and its key."""
    with speaking("vi"):
        return {kind.kind_text(): key for key, kind in KINDS.items()}


def rule_columns() -> tuple[RuleColumn, ...]:
    """The columns of the rulebook's sheet of indicators: the shared ones, then what single kinds add."""
    used = dict.fromkeys(column for kind in KINDS.values() for column in kind.columns.values())
    return (*SHARED, *(column for column in used if column not in SHARED))


def comparisons() -> tuple[ComparisonWord, ...]:
    """Every word of the column «So sánh», those before a threshold first."""
    known = dict.fromkeys(one for kind in KINDS.values() for one in kind.comparisons)
    return tuple(sorted(known, key=lambda one: not one.bounded))


def _of_its_kind(raw: object) -> object:
    if isinstance(raw, Indicator):
        return raw
    kind = kind_of(raw)
    if kind is None:
        raise ValueError(t("cách đo không có", "no such kind of indicator"))
    return kind.model_validate(raw)


#: An indicator of whatever kind its data names.
AnyIndicator = Annotated[SerializeAsAny[Indicator], BeforeValidator(_of_its_kind)]
