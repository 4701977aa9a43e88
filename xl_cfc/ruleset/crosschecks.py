"""Relations between inputs that a rule declares beside those its indicators imply, as data and as they are written."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from xl_cfc.findings.finding import Severity
from xl_cfc.ruleset.rated import FieldId, RuleModel


class Term(RuleModel):
    """A field with its sign in a sum."""

    sign: Literal[1, -1]
    field: FieldId


class CrossCheck(RuleModel):
    """A relation between inputs that must hold: `left operator right`.

    `implies` means: if left > 0 then right > 0. `field` is where a violation is shown and mended.
    """

    kind: Literal["le", "equal", "implies"]
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    severity: Severity = Severity.ERROR

    @property
    def field(self) -> str:
        """The input where a violation is shown: the first on the left."""
        return self.left[0].field

    @property
    def fields(self) -> tuple[str, ...]:
        """Every input it compares."""
        return tuple(term.field for term in (*self.left, *self.right))


_TERM = re.compile(r"([+-])\s*([a-z][a-z0-9_]*)\s*")


def _terms(expression: object) -> list[dict[str, Any]] | None:
    """`a + b - c` as signed terms, None when it is not such a sum."""
    if not isinstance(expression, str):
        return None
    text = expression.strip()
    text = text if text.startswith("-") else f"+ {text}"
    matches = list(_TERM.finditer(text))
    if not matches or "".join(match.group(0) for match in matches) != text:
        return None
    return [{"sign": 1 if match.group(1) == "+" else -1, "field": match.group(2)} for match in matches]


def read_cross_check(raw: object) -> dict[str, Any] | None:
    """One entry of `cross_checks` as raw data for `CrossCheck`, None when its form is wrong."""
    if not isinstance(raw, dict):
        return None
    kinds = [key for key in ("le", "sum_le", "equal", "implies") if key in raw]
    if len(kinds) != 1 or set(raw) - {kinds[0], "severity"}:
        return None
    kind, sides = kinds[0], raw[kinds[0]]
    if not isinstance(sides, list) or len(sides) != (3 if kind == "sum_le" else 2):
        return None
    terms = [_terms(side) for side in sides]
    if any(side is None for side in terms):
        return None
    left = [term for side in terms[:-1] for term in side or []]
    return {
        "kind": "le" if kind == "sum_le" else kind,
        "left": left,
        "right": terms[-1],
        **({"severity": raw["severity"]} if "severity" in raw else {}),
    }


def cross_check_data(check: CrossCheck) -> dict[str, Any]:
    """A cross-check as the YAML holds it."""
    made: dict[str, Any] = {check.kind: [expression(check.left), expression(check.right)]}
    return made if check.severity is Severity.ERROR else {**made, "severity": check.severity.value}


def expression(terms: Sequence[Term]) -> str:
    """A sum of fields as it is written: `a + b - c`."""
    text = "".join(f" {'+' if term.sign > 0 else '-'} {term.field}" for term in terms)
    return text.removeprefix(" + ").removeprefix(" ")
