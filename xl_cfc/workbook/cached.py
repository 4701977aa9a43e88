"""The value a formula has when it is written, so that readers which do not calculate see it too."""

from decimal import Decimal
from fractions import Fraction

from xl_cfc.numbers import stored_number
from xl_cfc.workbook.cellwriting import Computed


class _EmptyText(str):
    """An empty cached text. XlsxWriter writes an empty value without its type, which readers take for 'never
    calculated'; a text that does not equal '' is written as the empty text it is."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash("")


_EMPTY = _EmptyText()


def cached(value: Computed) -> str | int | float | bool:
    """The value as XlsxWriter takes it."""
    if value is None or value == "":
        return _EMPTY
    if isinstance(value, Decimal | Fraction):
        return stored_number(value)
    return value
