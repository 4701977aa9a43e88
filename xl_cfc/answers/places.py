"""The places of a form in which something is typed, as values."""

from enum import StrEnum
from typing import NamedTuple


class PlaceKind(StrEnum):
    """What a place is for, by the word that the list of sources knows it by."""

    INPUT = "in"
    EVIDENCE = "ev"
    EXPLANATION = "ex"
    SURVEY = "survey"
    HAMLET = "hamlet"


class Place(NamedTuple):
    """Where a value belongs: an input, its evidence, its explanation, the survey's rows, a hamlet's figure.

    `key` is a field, or a criterion's `c6`; `hamlet` the hamlet's name as it is compared.
    """

    kind: PlaceKind
    key: str = ""
    hamlet: str = ""

    @property
    def text(self) -> str:
        """The place as the list of sources holds it."""
        return "|".join(filter(None, self))


def parse_place(text: str) -> Place | None:
    """The place the list of sources means, None for something else."""
    kind, *rest = text.split("|", 2)
    return Place(PlaceKind(kind), *rest) if kind in list(PlaceKind) else None
