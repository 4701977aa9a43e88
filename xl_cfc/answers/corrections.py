"""What a refused value was probably meant to be; None where it can only be asked."""

import re

from xl_cfc.cells import NUMBERS, Cell, CellKind, nearly_whole
from xl_cfc.language import t
from xl_cfc.ruleset.models import NO, YES, Field, FieldType
from xl_cfc.text import ordinary, plain_letters

_GROUPED = re.compile(r"[1-9][0-9]{0,2}([.,][0-9]{3})+")
_PERCENTAGE = re.compile(r"[0-9]+([.,][0-9]+)?%")


def likely_correction(cell: Cell, field: Field) -> str | None:
    """What the officer probably meant, as a phrase to put in brackets after the instruction."""
    if cell.kind is CellKind.BLANK:
        return None
    text = ordinary(cell.shown)
    match field.type:
        case FieldType.COUNT:
            return _likely_count(text) if cell.kind is CellKind.TEXT else _misread_point(cell)
        case FieldType.YES_NO:
            return _probably(_likely_choice(text, (YES, NO)))
        case FieldType.CHOICE:
            return _probably(_likely_choice(text, field.choices))
        case FieldType.TEXT if field.pattern == "unit_code":
            digits = _whole(cell.value) if cell.kind in NUMBERS else text
            return _probably(f"'{digits.zfill(5)}" if re.fullmatch(r"[0-9]{1,5}", digits) else None)
    return None


def _probably(value: str | None) -> str | None:
    return None if value is None else t(f"có lẽ là {value}", f"probably {value}")


def _whole(value: object) -> str:
    return str(int(value)) if isinstance(value, int | float) and value == int(value) else ""


def _likely_count(text: str) -> str | None:
    """A number in digits is proposed; one that a separator makes ambiguous is only asked about."""
    digits = text.replace(" ", "")
    if re.fullmatch(r"[0-9]+", digits):
        return _probably(str(int(digits)))
    if _GROUPED.fullmatch(digits):
        number = re.sub("[.,]", "", digits)
        return t(f"nếu là {number} thì nhập {number}", f"if it is {number}, type {number}")
    if _PERCENTAGE.fullmatch(digits):
        return t("nhập số lượng, không nhập phần trăm", "the count, not a percentage")
    return None


def _misread_point(cell: Cell) -> str | None:
    """1.502 was perhaps meant as 1502: a point that parts thousands in Vietnamese, decimals in Excel."""
    number = cell.number
    if number is None or number <= 0 or nearly_whole(number) is not None or cell.kind is CellKind.PERCENT:
        return None
    thousands = nearly_whole(number * 1000)
    return f"{thousands}?" if thousands is not None and thousands % 10 else None


def _likely_choice(text: str, choices: tuple[str, ...]) -> str | None:
    shorthand = {"c": YES, "x": YES, "yes": YES, "y": YES, "k": NO, "no": NO, "n": NO, "ko": NO}
    if choices == (YES, NO) and text.casefold() in shorthand:
        return shorthand[text.casefold()]
    return next((choice for choice in choices if plain_letters(choice) == plain_letters(text)), None)
