"""Agencies' answers gathered into a commune's form: every change listed, every disagreement shown, nothing decided.

Pure: submissions in, a submission out, with what changed, what contradicts and where each value came from. The
result does not depend on the order of the files.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from xl_cfc.agencies.places import Value, equal, filled, shown, values_of
from xl_cfc.agencies.supplies import Offer, Supply, locked_changed, offers_of, refusals
from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.answers.submission import HamletRow, Provenance, Submission
from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.agency import (
    COLLECT_CONFLICT,
)
from xl_cfc.findings.finding import Finding, found
from xl_cfc.language import t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.text import tidy, to_the_eye


class Outcome(StrEnum):
    """What became of a value an agency supplied."""

    NEW = "new"
    REVISED = "revised"
    SAME = "same"

    @property
    def text(self) -> str:
        """The outcome in a word."""
        return {
            Outcome.NEW: t("Mới", "New"),
            Outcome.REVISED: t("Cơ quan sửa lại", "Revised by the agency"),
            Outcome.SAME: t("Như đã có", "As before"),
        }[self]


class TakenValue(NamedTuple):
    """A value taken from an agency, or found equal to what was there."""

    place: Place
    label: str
    old: str
    new: str
    origin: Provenance
    outcome: Outcome


@dataclass(frozen=True)
class Gathering:
    """The commune's answers with the agencies' in them, and the account of it; `accepted` names the files used."""

    submission: Submission
    changes: tuple[TakenValue, ...]
    findings: tuple[Finding, ...]
    accepted: tuple[str, ...] = ()

    @property
    def taken(self) -> tuple[TakenValue, ...]:
        """The values that are new or revised."""
        return tuple(change for change in self.changes if change.outcome is not Outcome.SAME)


def gather(base: Submission, ruleset: Ruleset, supplies: Iterable[Supply]) -> Gathering:
    """Put the agencies' answers into the commune's.

    A blank takes what the agencies agree on; a value already there stays unless the same agency supplied it before.
    Bodies of one agency add up, once each has answered. Forms of another unit, year, period or rule set are refused.
    """
    gathering = _Gatherer(base, ruleset)
    ordered = sorted(supplies, key=lambda s: (s.agency, s.body, s.submission.file))
    accepted = [supply for supply in ordered if gathering.accepts(supply)]
    offers = offers_of(accepted, ruleset, gathering.findings.append)
    for place in sorted(offers, key=gathering.order):
        gathering.settle(place, offers[place])
    return gathering.result(tuple(supply.submission.file for supply in accepted))


@dataclass
class _Gatherer:
    base: Submission
    ruleset: Ruleset
    changes: list[TakenValue] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    taken: dict[Place, Value] = field(default_factory=dict)
    hamlet_names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = [criterion.number for criterion in self.ruleset.criteria]
        self.there = values_of(self.base, [f.id for f in self.ruleset.inputs], numbers)
        self._learn_hamlets(self.base)

    def _learn_hamlets(self, submission: Submission) -> None:
        for row in submission.hamlets:
            self.hamlet_names.setdefault(to_the_eye(row.name.shown), tidy(row.name.shown))

    def order(self, place: Place) -> tuple[int, str, str]:
        """Places as the form lists them."""
        known = list(self.ruleset.fields)
        return (known.index(place.key) if place.key in known else len(known), place.kind, place.text)

    def accepts(self, supply: Supply) -> bool:
        """Whether a form belongs to this commune, year, period and rule; says why it does not."""
        problems = refusals(supply, self.base, self.ruleset)
        self.findings += problems or locked_changed(supply, self.base, self.ruleset)
        if not problems:
            self._learn_hamlets(supply.submission)
        return not problems

    def settle(self, place: Place, offers: Sequence[Offer]) -> None:
        """Take, confirm, or show as a conflict what is offered for a place."""
        there = self.there.get(place)
        first = offers[0]
        agreed = all(equal(offer.value, first.value) for offer in offers)
        if agreed and there is not None and equal(there, first.value):
            self._note(place, there, first, Outcome.SAME)
        elif agreed and there is None and not self._counted_otherwise(place):
            self._note(place, None, first, Outcome.NEW)
        elif agreed and there is not None and self._own_earlier(place, there, first.origin):
            self._note(place, there, first, Outcome.REVISED)
        else:
            self._conflict(place, there, offers)

    def _counted_otherwise(self, place: Place) -> bool:
        """Whether the survey is already there in its other form: rows against totals tallied on paper."""
        totals = {Place(PlaceKind.INPUT, f.id) for f in self.ruleset.survey_fields}
        if place == Place(PlaceKind.SURVEY):
            return not totals.isdisjoint(self.there)
        return place in totals and Place(PlaceKind.SURVEY) in self.there

    def _own_earlier(self, place: Place, there: Value, origin: Provenance) -> bool:
        """Whether the value there is the one this agency supplied before, untouched since."""
        earlier = self.base.provenance.get(place)
        return earlier is not None and earlier.agency == origin.agency and earlier.value == shown(there)

    def _note(self, place: Place, there: Value | None, offer: Offer, outcome: Outcome) -> None:
        if outcome is not Outcome.SAME:
            self.taken[place] = offer.value
        origin = offer.origin._replace(value=shown(offer.value))
        self.changes.append(TakenValue(place, self._label(place), shown(there), shown(offer.value), origin, outcome))

    def _conflict(self, place: Place, there: Value | None, offers: Sequence[Offer]) -> None:
        told = [t(f"phiếu của xã: {shown(there)}", f"the commune's form: {shown(there)}")] if there is not None else []
        told += [f"{offer.origin.text}: {shown(offer.value)}" for offer in offers]
        name = place.key or next(iter(f.id for f in self.ruleset.survey_fields), "")
        self.findings.append(
            found(
                COLLECT_CONFLICT,
                file=self.base.file,
                sheet=there.sheet if isinstance(there, Cell) else "",
                cell=there.ref if isinstance(there, Cell) else "",
                field=name,
                criterion=self.ruleset.criterion_of_field.get(name),
                label=self._label(place),
                offers="; ".join(told),
                place=place,
            )
        )

    def _label(self, place: Place) -> str:
        if place.kind is PlaceKind.SURVEY:
            return t("Các dòng khảo sát", "The survey's rows")
        label = (
            self.ruleset.caption(place.key) if place.key in self.ruleset.fields else place.key.replace("c", "TC ", 1)
        )
        suffix = {
            PlaceKind.EVIDENCE: t(" (tài liệu kiểm chứng)", " (evidence)"),
            PlaceKind.EXPLANATION: t(" (giải trình)", " (explanation)"),
            PlaceKind.HAMLET: f" ({self.hamlet_names.get(place.hamlet, '')})",
        }
        return label + suffix.get(place.kind, "")

    def result(self, accepted: tuple[str, ...]) -> Gathering:
        """The commune's submission with everything taken in it."""
        base = self.base
        cells = {kind: {p.key: v for p, v in self._cells() if p.kind == kind} for kind in PlaceKind}
        survey = self.taken.get(Place(PlaceKind.SURVEY))
        provenance = {place: origin for place, origin in base.provenance.items() if self._still(place, origin)}
        provenance |= {change.place: change.origin for change in self.changes}
        submission = base.model_copy(
            update={
                "cells": {**base.cells, **_placed(cells[PlaceKind.INPUT], base.cells)},
                "evidence": {**base.evidence, **_placed(cells[PlaceKind.EVIDENCE], base.evidence)},
                "explanations": {**base.explanations, **_placed(cells[PlaceKind.EXPLANATION], base.explanations)},
                "survey": base.survey if survey is None or isinstance(survey, Cell) else survey,
                "hamlets": tuple(self._hamlets()),
                "provenance": provenance,
            }
        )
        return Gathering(submission, tuple(self.changes), tuple(self.findings), accepted)

    def _cells(self) -> Iterator[tuple[Place, Cell]]:
        return ((place, value) for place, value in self.taken.items() if isinstance(value, Cell))

    def _still(self, place: Place, origin: Provenance) -> bool:
        """Whether an earlier value is what the form still holds."""
        return place in self.there and shown(self.there[place]) == origin.value

    def _hamlets(self) -> Iterator[HamletRow]:
        """The commune's hamlets with the agencies' figures, then hamlets only agencies have."""
        given: dict[str, dict[str, Cell]] = defaultdict(dict)
        for place, cell in self._cells():
            if place.kind is PlaceKind.HAMLET:
                given[place.hamlet][place.key] = cell
        for row in self.base.hamlets:
            more = given.pop(to_the_eye(row.name.shown), {}) if filled(row.name) else {}
            yield HamletRow(row.name, {**row.figures, **more})
        for key, figures in given.items():
            yield HamletRow(Cell(CellKind.TEXT, self.hamlet_names[key], "", ""), figures)


def _placed(taken: Mapping[str, Cell], base: Mapping[str, Cell]) -> dict[str, Cell]:
    """Values taken, at the place the commune's own cells have."""
    return {
        key: cell._replace(sheet=base[key].sheet, ref=base[key].ref) if key in base else cell
        for key, cell in taken.items()
    }
