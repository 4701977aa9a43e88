"""Exact numbers as programs store them."""

from decimal import Decimal
from fractions import Fraction
from typing import overload


@overload
def stored_number(number: Decimal | Fraction | int) -> int | float: ...
@overload
def stored_number(number: None) -> None: ...
@overload
def stored_number(number: Decimal | Fraction | int | None) -> int | float | None: ...
def stored_number(number: Decimal | Fraction | int | None) -> int | float | None:
    """A whole number as an integer, any other as the nearest double; None and what is stored so already stay."""
    if number is None or isinstance(number, int):
        return number
    return int(number) if number == int(number) else float(number)
