"""The same figures under two units: most likely a form that was copied."""

from collections import defaultdict
from collections.abc import Iterator

from xl_cfc.answers.answer import Answer
from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import Problem
from xl_cfc.findings.entry import SAME_FIGURES
from xl_cfc.findings.finding import found
from xl_cfc.language import t

#: Fewer different numbers than this may be alike by chance: nearly blank forms and very small units.
_TELLING = 10
_NAMED = 3


def copied_figures(merged: Consolidation) -> Iterator[Problem]:
    """A problem for every form whose figures are, all of them, those of another unit in the same block."""
    for block in merged.blocks:
        groups: dict[tuple[Answer, ...], list[Commune]] = defaultdict(list)
        for commune in block.communes:
            figures = _figures(block, commune)
            if _telling(figures):
                groups[figures].append(commune)
        for communes in groups.values():
            yield from _alike(communes)


def _figures(block: Block, commune: Commune) -> tuple[Answer, ...]:
    """Everything that is counted or answered, without who and when."""
    fields = block.ruleset.fields.values()
    return tuple(answer for field, answer in zip(fields, commune.member.inputs, strict=True) if field.is_input)


def _telling(figures: tuple[Answer, ...]) -> bool:
    numbers = {answer.value for answer in figures if isinstance(answer.value, int) and answer.value > 1}
    return len(numbers) >= _TELLING


def _alike(communes: list[Commune]) -> Iterator[Problem]:
    for commune in communes:
        others = {c.code: c for c in communes if c.code != commune.code}
        if not others:
            continue
        named = [f"{c.member.name} ({c.code}, {c.member.file})" for _, c in sorted(others.items())][:_NAMED]
        more = len(others) - len(named)
        told = "; ".join(named) + (t(f" và {more} đơn vị khác", f" and {more} others") if more else "")
        yield Problem(commune.code, commune.member.name, found(SAME_FIGURES, file=commune.member.file, others=told))
