"""The language users read: Vietnamese unless `--lang en` asks for English.

Texts stand where they are used, as pairs: `t("Không đọc được tệp", "The file cannot be read")`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Language = Literal["vi", "en"]

_current: ContextVar[Language] = ContextVar("language", default="vi")


def current_language() -> Language:
    """The language in force."""
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Texts made inside the block are in `language`."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def t(vi: str, en: str) -> str:
    """The one of the two texts that is in the language in force."""
    return vi if _current.get() == "vi" else en


def number_text(number: int | Decimal | Fraction, *, decimals: int | None = None) -> str:
    """A number as people write it: `1.234,5` in Vietnamese, `1,234.5` in English.

    `decimals` rounds to at most that many places; trailing zeros are dropped.
    """
    if isinstance(number, Fraction):
        number = Decimal(number.numerator) / Decimal(number.denominator)
    value = Decimal(number)
    if decimals is not None:
        value = round(value, decimals)
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if _current.get() == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return text
