"""What a sheet of the consolidated workbook declares: its title, its colour, what fills it, when it is shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar, cast

from xl_cfc.consolidation.ledger.tables import LedgerTable
from xl_cfc.consolidation.sheets.page import Chapter, ConsolidatedBook, Page

R = TypeVar("R")


class Tab(StrEnum):
    """The colour of a sheet's tab: what the sheet is for."""

    RESULT = "#1F4E79"
    DATA = "#2E7D32"
    ENTRY = "#E0A800"
    PROBLEM = "#C00000"
    REFERENCE = "#7F8C8D"


@dataclass(frozen=True)
class Planned:
    """A worksheet that stands in its place and is still to be filled, after those whose titles it needs."""

    page: Page
    fill: Callable[[], object]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class BookSheet(Generic[R]):
    """A sheet that stands in the workbook once; what `fill` returns, other sheets can ask for."""

    title: str
    tab: Tab
    fill: Callable[[Page], R]
    shown: Callable[[ConsolidatedBook], object] = lambda _: True

    def result(self, page: Page) -> R | None:
        """What filling it gave, None where it is not shown."""
        return cast("R | None", page.book.results.get(self.title))

    def plan(self, book: ConsolidatedBook) -> Iterator[Planned]:
        """Add its worksheet."""
        if self.shown(book):
            page = Page(book, self.title, self.tab)
            yield Planned(page, partial(self.fill, page))


@dataclass(frozen=True)
class ChapterSheet(Generic[R]):
    """A sheet that stands in the workbook once for every block; it is filled after those it `needs`."""

    title: str
    tab: Tab
    fill: Callable[[Page, Chapter], R]
    shown: Callable[[Chapter], object] = lambda _: True
    needs: "tuple[BookSheet[Any] | ChapterSheet[Any], ...]" = ()

    def title_in(self, chapter: Chapter) -> str:
        """The title of a block's own sheet."""
        return self.title + chapter.suffix

    def result(self, page: Page, chapter: Chapter) -> R | None:
        """What filling it gave for a block, None where it is not shown."""
        return cast("R | None", page.book.results.get(self.title_in(chapter)))

    def plan(self, chapter: Chapter) -> Iterator[Planned]:
        """Add a block's worksheet."""
        if self.shown(chapter):
            page = Page(chapter.book, self.title_in(chapter), self.tab)
            needs = (need.title if isinstance(need, BookSheet) else need.title_in(chapter) for need in self.needs)
            yield Planned(page, partial(self.fill, page, chapter), tuple(needs))


def forms_or_entries(table: LedgerTable) -> Callable[[ConsolidatedBook], bool]:
    """For a table to type into: shown where there are forms, or something was typed before."""
    return lambda book: bool(book.merged.blocks or book.ledger.of(table))


#: The sheets in their order; those of a group stand side by side, block after block.
Sheets = Sequence[BookSheet[Any] | Sequence[ChapterSheet[Any]]]


def write_sheets(book: ConsolidatedBook, sheets: Sheets) -> None:
    """Add every worksheet in its place, then fill them in that order, each as soon as those it needs are filled."""
    waiting = list(_planned(book, sheets))
    while waiting:
        open_ones = {planned.page.title for planned in waiting}
        ready = next(planned for planned in waiting if open_ones.isdisjoint(planned.needs))
        waiting.remove(ready)
        book.results[ready.page.title] = ready.fill()


def _planned(book: ConsolidatedBook, sheets: Sheets) -> Iterator[Planned]:
    for part in sheets:
        if isinstance(part, BookSheet):
            yield from part.plan(book)
        else:
            for chapter in book.chapters:
                for sheet in part:
                    yield from sheet.plan(chapter)
