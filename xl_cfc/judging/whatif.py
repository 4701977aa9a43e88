"""The same answers under another rule: what each criterion would give, and what the other rule asks for besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xl_cfc.answers.answers import Answers
from xl_cfc.answers.submission import HamletRow, Submission
from xl_cfc.cells import Cell
from xl_cfc.judging.concluding import judged
from xl_cfc.judging.scoring import CriterionScore, Scorecard
from xl_cfc.ruleset.models import Ruleset


@dataclass(frozen=True)
class CriterionChange:
    """A criterion under both rules; None where one of them does not have it."""

    number: int
    name: str
    before: CriterionScore | None
    after: CriterionScore | None

    @property
    def difference(self) -> Decimal | None:
        """Points gained or lost, None while either is not scored."""
        if self.before is None or self.after is None or self.before.points is None or self.after.points is None:
            return None
        return self.after.points - self.before.points


@dataclass(frozen=True)
class WhatIf:
    """A form scored under another rule; `lacking` names the figures only that rule asks for."""

    ruleset: Ruleset
    card: Scorecard
    changes: tuple[CriterionChange, ...]
    lacking: tuple[str, ...]


def what_if(submission: Submission, ruleset: Ruleset, card: Scorecard, other: Ruleset) -> WhatIf:
    """Score a form, scored by its own rule, under another one."""
    sources = _sources(ruleset, other)
    scored = judged(Answers(_moved(submission, sources), other))[0].card
    before = {criterion.number: criterion for criterion in card.criteria}
    after = {criterion.number: criterion for criterion in scored.criteria}
    changes = []
    for number in sorted({*before, *after}):
        named = after.get(number) or before[number]
        changes.append(CriterionChange(number, named.name, before.get(number), after.get(number)))
    lacking = tuple(field.id for field in other.inputs if field.id not in sources)
    return WhatIf(other, scored, tuple(changes), lacking)


def _sources(ruleset: Ruleset, other: Ruleset) -> dict[str, str]:
    """The field whose answer each field of the other rule takes: its namesake, or what it was renamed from or to."""
    back = {old: new for new, old in ruleset.renamed.items()}
    found = {}
    for name in other.fields:
        candidates = (other.renamed.get(name), back.get(name), name)
        source = next((candidate for candidate in candidates if candidate in ruleset.fields), None)
        if source is not None:
            found[name] = source
    return found


def _moved(submission: Submission, sources: Mapping[str, str]) -> Submission:
    def moved(cells: Mapping[str, Cell]) -> dict[str, Cell]:
        return {name: cells[source] for name, source in sources.items() if source in cells}

    def with_criteria(cells: Mapping[str, Cell]) -> dict[str, Cell]:
        return moved(cells) | {name: cell for name, cell in cells.items() if name not in sources.values()}

    changes: dict[str, Any] = {
        "cells": moved(submission.cells),
        "evidence": with_criteria(submission.evidence),
        "explanations": with_criteria(submission.explanations),
        "hamlets": tuple(HamletRow(row.name, moved(row.figures)) for row in submission.hamlets),
    }
    return submission.model_copy(update=changes)
