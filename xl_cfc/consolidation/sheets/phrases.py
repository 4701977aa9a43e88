"""Sentences that several sheets of a consolidated workbook share."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.ruleset.unchecked import unchecked_line
from xl_cfc.workbook.cellwriting import Computed

#: How many communes a cell names.
MOST_NAMED = 12


def block_line(block: Block) -> str:
    """Which communes a block holds: `Năm 2026 · Cuối kỳ · Quyết định …`."""
    ruleset = block.ruleset
    title = f"{ruleset.title} (bản {ruleset.id})" if ruleset.based_on else ruleset.title
    return f"Năm {block.year} · {block.period} · {title}"


def unchecked_text(block: Block) -> str:
    """The line that stands wherever a score is shown."""
    return unchecked_line(block.unchecked, block.ruleset.title)


def or_dots(value: Decimal | Fraction | None) -> Computed:
    """A figure as a cell holds it; `…` while there is none."""
    return "…" if value is None else value


def named(communes: Sequence[Commune]) -> str:
    """Names of communes; long lists end in how many more there are."""
    names = [commune.member.name or commune.code for commune in communes[:MOST_NAMED]]
    more = len(communes) - len(names)
    return ", ".join(names) + (f" và {more} đơn vị khác" if more else "")
