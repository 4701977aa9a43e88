"""Every file of the corpus, by subject."""

from tests.corpus import bombs, cells, containers, disk, programs, structure
from tests.corpus.base import Case

SUBJECTS: dict[str, tuple[Case, ...]] = {
    "containers": containers.CASES,
    "bombs": bombs.CASES,
    "cells": cells.CASES,
    "structure": structure.CASES,
    "disk": disk.CASES,
    "programs": programs.CASES,
}


def cases(subject: str, *, slow: bool) -> tuple[Case, ...]:
    """The fast or the slow files of a subject."""
    return tuple(case for case in SUBJECTS[subject] if case.slow is slow)
