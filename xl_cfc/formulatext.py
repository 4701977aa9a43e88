"""Excel formula text: constants, and conditions that cannot be an error."""

from collections.abc import Sequence
from decimal import Decimal


def quoted(text: str) -> str:
    """A text constant."""
    return '"' + text.replace('"', '""') + '"'


def constant(number: Decimal | int) -> str:
    """A number constant: the shortest decimal, which Excel reads as the nearest double."""
    return f"{Decimal(number).normalize():f}"


#: A number nearer to a whole one than this is that whole number (semantics: Almost whole).
NEARLY = "0.000001"


def almost_whole(cell: str) -> str:
    """Whether a number is whole, or so near to it that it shows as whole."""
    return f"ABS({cell}-ROUND({cell},0))<{NEARLY}"


def has_text(cell: str) -> str:
    """Whether a cell holds a letter, which has capitals, or a digit; an error value is no text.

    Blanks, invisible characters and dashes alone are none.
    """
    bare = cell
    for digit in range(10):
        bare = f'SUBSTITUTE({bare},{digit},"")'
    given = f"IF(EXACT(UPPER({cell}),LOWER({cell})),LEN({bare})<LEN({cell}),TRUE)"
    return f'IFERROR(IF({cell}="",FALSE,{given}),FALSE)'


def either(conditions: Sequence[str]) -> str:
    """Whether any of the conditions holds (none of which may be an error)."""
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"
