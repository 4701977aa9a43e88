"""Excel formula text: constants, and conditions that cannot be an error."""

from collections.abc import Sequence
from decimal import Decimal


def quoted(text: str) -> str:
    """A text constant."""
    return '"' + text.replace('"', '""') + '"'


def constant(number: Decimal | int) -> str:
    """A number constant: the shortest decimal, which Excel reads as the nearest double."""
    return f"{Decimal(number).normalize():f}"


def either(conditions: Sequence[str]) -> str:
    """Whether any of the conditions holds (none of which may be an error)."""
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"
