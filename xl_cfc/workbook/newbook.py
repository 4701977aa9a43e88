"""A new workbook to be written: the same options for everything the product writes."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet


class _FormulasAsTheyAre(Worksheet):  # type: ignore[misc] # XlsxWriter ships no types
    """A worksheet whose formulas need no rewriting: none uses a function newer than Excel 2010."""

    # Private, for want of an option: looking for every newer function in every formula took three quarters of the time
    # of a form.
    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class NewWorkbook(Workbook):  # type: ignore[misc] # XlsxWriter ships no types
    """A workbook in memory; `data` are its bytes once it is closed.

    `streamed` writes row by row from the top and forgets, so that big tables never stand in memory.
    """

    worksheet_class = _FormulasAsTheyAre

    def __init__(self, *, streamed: bool = False) -> None:
        self._buffer = BytesIO()
        storing = "constant_memory" if streamed else "in_memory"
        super().__init__(self._buffer, {storing: True, "strings_to_formulas": False, "strings_to_urls": False})

    @property
    def data(self) -> bytes:
        """The workbook as .xlsx bytes, once it is closed."""
        return self._buffer.getvalue()


@contextmanager
def new_workbook(*, streamed: bool = False) -> Iterator[NewWorkbook]:
    """A new workbook, closed at the end. A limit of Excel that XlsxWriter only warns of raises instead."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with NewWorkbook(streamed=streamed) as workbook:
            yield workbook
