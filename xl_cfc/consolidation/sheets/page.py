"""One sheet of the consolidated workbook, with what every sheet needs beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xl_cfc.consolidation.blocks import Block
from xl_cfc.consolidation.ledger.models import NOTHING_YET, Ledger
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.summaries import CriterionSummary, Hint, criterion_summaries, hints
from xl_cfc.consolidation.trends import Trend, trend_of
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.workbook.cellwriting import Computed, Formula
from xl_cfc.workbook.printing import break_pages, set_up_page
from xl_cfc.workbook.sheetwriter import SheetWriter
from xl_cfc.workbook.styles import BORDER, GROUP_FILL, Styles, text_height


@dataclass(frozen=True)
class ConsolidatedBook:
    """The workbook being written, with what every sheet needs.

    `headings` notes what tables to type into hold, `results` what sheets that are filled tell others, by their titles.
    """

    workbook: Workbook
    styles: Styles
    merged: Consolidation
    created: datetime
    ledger: Ledger = NOTHING_YET
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    results: dict[str, object] = field(default_factory=dict)

    @property
    def rulesets(self) -> dict[str, Ruleset]:
        """The rule sets of the blocks, by digest."""
        return {block.ruleset.digest: block.ruleset for block in self.merged.blocks}

    @cached_property
    def chapters(self) -> "tuple[Chapter, ...]":
        """The blocks with what their sheets' titles end in: nothing for the main one, else year and period."""
        taken: set[str] = set()
        chapters = []
        for position, block in enumerate(self.merged.blocks):
            name = f" {block.year} {'ĐK' if block.forecast else 'CK'}"
            suffix, number = name, 1
            while suffix in taken:
                number += 1
                suffix = f"{name} ({number})"
            taken.add(suffix)
            chapters.append(Chapter(self, block, suffix if position else ""))
        return tuple(chapters)


@dataclass(frozen=True)
class Chapter:
    """A block as its sheets share it: `suffix` ends their titles."""

    book: ConsolidatedBook
    block: Block
    suffix: str

    @cached_property
    def summaries(self) -> tuple[CriterionSummary, ...]:
        """What the block comes to, criterion by criterion."""
        return criterion_summaries(self.block)

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """What would help each of its communes."""
        return hints(self.block)

    @cached_property
    def trend(self) -> Trend | None:
        """What moved since an earlier period, where there is one."""
        return trend_of(self.block, self.book.merged, self.book.ledger.roster)


def computed(text: str, result: Computed) -> Formula:
    """A formula with the result it has when the workbook is written; an empty one is left to whoever opens it."""
    if result is None or result == "":
        return Formula(text)
    return Formula(text, result if isinstance(result, str | bool) else float(result))


class Page(SheetWriter):
    """A worksheet of the consolidated workbook."""

    def __init__(self, book: ConsolidatedBook, title: str, tab_color: str) -> None:
        super().__init__(book.workbook, book.styles, title, tab_color)
        self.book = book

    def paragraph(self, text: str, style: Format, last: int, width: float) -> None:
        """A wrapped text over the columns up to `last`, which are `width` characters wide together."""
        self.ws.set_row(self.row, text_height((text, width)))
        self.ws.merge_range(self.row, 0, self.row, last, "", style)
        self.ws.write_string(self.row, 0, text, style)
        self.row += 1

    def groups(self, groups: Sequence[tuple[str, int]]) -> None:
        """A row above the headings that names groups of columns: text and number of columns of each.

        Nothing is merged: a page break inside a group leaves no half cell, and sorting is not hindered.
        """
        properties = {
            "bold": True,
            "bg_color": GROUP_FILL,
            "text_wrap": False,
            "top": 1,
            "bottom": 1,
            "border_color": BORDER,
        }
        first, rest = self.styles(**properties, left=1), self.styles(**properties)
        self.cells(
            [text if place == 0 else "" for text, size in groups for place in range(size)],
            [first if place == 0 else rest for _, size in groups for place in range(size)],
            22,
        )

    def print_on(
        self, *, landscape: bool = True, wide: int = 1, tall: int = 0, breaks: Sequence[int] = (), scale: int = 100
    ) -> None:
        """A4, page numbers below: so many pages wide and tall (0: as needed), or at a scale with page breaks."""
        set_up_page(self.ws, landscape=landscape, wide=wide, tall=tall)
        if breaks:
            break_pages(self.ws, breaks, scale)
