"""Which agency gets which part of a form, and what its form starts with."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_cfc.agencies.places import filled
from xl_cfc.answers.submission import HamletRow, Submission
from xl_cfc.cells import Cell, CellKind
from xl_cfc.plan.models import Plan
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.parts import AGENCY_FIELD, BODY_FIELD, SIGNED_FIELDS, Part, part_of


@dataclass(frozen=True)
class Share:
    """The part of a form that one agency fills, or one of its bodies."""

    agency: str
    part: Part
    body: str = ""
    several: bool = False

    @property
    def name(self) -> str:
        """The agency, and which of its bodies."""
        return f"{self.agency} - {self.body}" if self.body else self.agency


def shares(plan: Plan, ruleset: Ruleset) -> Iterator[Share]:
    """The agencies of a plan that lead criteria of the rule set; of an agency with several bodies, each body."""
    known = {criterion.number for criterion in ruleset.criteria}
    for agency in plan.agencies:
        led = known.intersection(agency.leads)
        if led:
            for body in agency.bodies or ("",):
                yield Share(agency.name, part_of(ruleset, led), body, agency.several or bool(agency.bodies))


def left_over(plan: Plan, ruleset: Ruleset) -> tuple[int, ...]:
    """The criteria no agency leads: they stay with the commune's officer."""
    return tuple(criterion.number for criterion in ruleset.criteria if criterion.number not in plan.leads)


def without_value(base: Submission, part: Part) -> tuple[str, ...]:
    """The borrowed figures the commune has not typed yet; points that need them cannot show in the agency's form."""
    return tuple(f.id for f in part.ruleset.inputs if f.id in part.borrowed and not filled(base.cells.get(f.id)))


def split_content(base: Submission, share: Share) -> Submission:
    """What an agency's form starts with: the commune's identity, its own figures so far, those it borrows.

    Several bodies start with blanks: a figure of the whole commune in each of their forms would be added up.
    """
    part = share.part
    own = frozenset() if share.several else part.own
    unit = {f.id for f in part.whole.unit_fields} - set(SIGNED_FIELDS)
    kept = unit | own | part.borrowed
    keys = own | {f"c{number}" for number in part.numbers} if own else frozenset()
    named = {AGENCY_FIELD: share.agency, BODY_FIELD: share.body}
    surveyed = bool(own) and any(f.survey for f in part.ruleset.inputs)
    hamlet_keys = {f.id for f in part.ruleset.hamlet_fields}
    parts = {
        "cells": {
            **{name: cell for name, cell in base.cells.items() if name in kept},
            **{name: Cell(CellKind.TEXT, text, "", "") for name, text in named.items() if text},
        },
        "evidence": {key: cell for key, cell in base.evidence.items() if key in keys},
        "explanations": {key: cell for key, cell in base.explanations.items() if key in keys},
        "survey": base.survey if surveyed else (),
        "hamlets": tuple(
            HamletRow(row.name, {key: cell for key, cell in row.figures.items() if key in hamlet_keys & own})
            for row in base.hamlets
        )
        if hamlet_keys
        else (),
        "provenance": {},
    }
    return base.model_copy(update=parts)
