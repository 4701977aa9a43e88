"""An agency's form among those gathered: whose it is, whether it belongs to this commune, and what it offers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xl_cfc.agencies.places import Value, equal, filled, shown, values_of
from xl_cfc.answers.answer import judge
from xl_cfc.answers.answers import State
from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.answers.submission import Provenance, Submission
from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.findings.agency import AGENCY_UNNAMED, BODIES_INCOMPLETE, LOCKED_CHANGED, OTHER_RULES, OTHER_UNIT
from xl_cfc.findings.finding import Finding, FindingKind, found
from xl_cfc.ruleset.models import FieldType, Ruleset
from xl_cfc.ruleset.parts import AGENCY_FIELD, BODY_FIELD, Part
from xl_cfc.text import tidy

#: The general information that says which form an agency's form was split from.
IDENTITY = ("ma_dvhc", "nam", "ky")


@dataclass(frozen=True)
class Supply:
    """One agency's form: the answers it holds and the part of the rule set it was made from."""

    submission: Submission
    part: Part

    @property
    def agency(self) -> str:
        """The agency, as the form names it."""
        return tidy(self.submission.text(AGENCY_FIELD))

    @property
    def body(self) -> str:
        """Which of the agency's bodies supplies the figures, where there are several."""
        return tidy(self.submission.text(BODY_FIELD))

    @property
    def origin(self) -> Provenance:
        """Where its values come from."""
        day = self.submission.cells.get("ngay_lap")
        return Provenance(self.agency, self.body, self.submission.file, day.shown if day else "")


class Offer(NamedTuple):
    """A value that an agency offers, and where it comes from."""

    value: Value
    origin: Provenance


def refusals(supply: Supply, base: Submission, ruleset: Ruleset) -> list[Finding]:
    """Why a form does not belong to this commune, year, period and rule; empty where it does."""
    problems = [*_other_unit(supply, base, ruleset)]
    if supply.part.whole.digest != ruleset.digest:
        problems.append(found(OTHER_RULES))
    if not supply.agency:
        problems.append(found(AGENCY_UNNAMED))
    return [finding.in_file(supply.submission.file) for finding in problems]


def _other_unit(supply: Supply, base: Submission, ruleset: Ruleset) -> Iterator[Finding]:
    for name in IDENTITY:
        mine, theirs = base.cells.get(name), supply.submission.cells.get(name)
        if mine is None or theirs is None or not equal(mine, theirs):
            here, expected = theirs or blank("", ""), mine.shown if mine else ""
            what = ruleset.fields[name].label
            yield found(OTHER_UNIT, sheet=here.sheet, cell=here.ref, value=here.shown, what=what, expected=expected)


def locked_changed(supply: Supply, base: Submission, ruleset: Ruleset) -> Iterator[Finding]:
    """Figures from elsewhere that the agency changed."""
    for name in sorted(supply.part.borrowed):
        theirs, mine = supply.submission.cells.get(name), base.cells.get(name)
        if theirs is not None and filled(theirs) and not (mine is not None and equal(mine, theirs)):
            yield _found_at(LOCKED_CHANGED, theirs, supply.submission.file, ruleset, name)


def offers_of(
    supplies: Sequence[Supply], ruleset: Ruleset, tell: Callable[[Finding], None]
) -> dict[Place, list[Offer]]:
    """What the agencies offer for each place; what keeps a sum from being formed is told."""
    offers: dict[Place, list[Offer]] = defaultdict(list)
    for agency in dict.fromkeys(supply.agency for supply in supplies):
        group = _without_copies([supply for supply in supplies if supply.agency == agency])
        for place, offer in _Bodies(group, ruleset, tell).offers():
            offers[place].append(offer)
    return offers


def _without_copies(group: Iterable[Supply]) -> list[Supply]:
    """The group with each content once: the same form sent twice adds nothing."""
    return list({supply.submission.content_hash(): supply for supply in reversed([*group])}.values())[::-1]


@dataclass(frozen=True)
class _Bodies:
    """One agency's forms: of several bodies, each with its own share of the figures."""

    group: Sequence[Supply]
    ruleset: Ruleset
    tell: Callable[[Finding], None]

    def offers(self) -> Iterator[tuple[Place, Offer]]:
        """What the forms offer for each place: of several bodies their sum, else each form's own."""
        held = [(supply, values_of(supply.submission, supply.part.own, supply.part.numbers)) for supply in self.group]
        bodies = {supply.body for supply in self.group}
        if len(self.group) == 1 or len(bodies) < len(self.group) or "" in bodies:
            for supply, values in held:
                for place, value in values.items():
                    yield place, Offer(value, supply.origin)
            return
        for place in dict.fromkeys(place for _, values in held for place in values):
            given = [(supply, values[place]) for supply, values in held if place in values]
            lacking = [supply for supply, values in held if place not in values]
            yield from self._together(place, given, lacking)

    def _together(
        self, place: Place, given: Sequence[tuple[Supply, Value]], lacking: Sequence[Supply]
    ) -> Iterator[tuple[Place, Offer]]:
        """The answers of several bodies as one."""
        origin = _joined([supply.origin for supply, _ in given])
        values = [value for _, value in given]
        if place.kind in (PlaceKind.EVIDENCE, PlaceKind.EXPLANATION):
            texts = dict.fromkeys(shown(value) for value in values)
            yield place, Offer(Cell(CellKind.TEXT, "; ".join(texts), "", ""), origin)
        elif place.kind is PlaceKind.SURVEY:
            yield place, Offer(tuple(row for value in values if not isinstance(value, Cell) for row in value), origin)
        elif self.ruleset.fields[place.key].type is FieldType.YES_NO:
            for supply, value in given:
                yield place, Offer(value, supply.origin)
        else:
            yield from self._sum(place, given, lacking, origin)

    def _sum(
        self, place: Place, given: Sequence[tuple[Supply, Value]], lacking: Sequence[Supply], origin: Provenance
    ) -> Iterator[tuple[Place, Offer]]:
        """Counts of several bodies added up, once every body has an accepted one."""
        definition = self.ruleset.fields[place.key]
        judged = [(supply, judge(value, definition)) for supply, value in given if isinstance(value, Cell)]
        without = [s.body for s in lacking] if place.kind is PlaceKind.INPUT else []
        without += [supply.body for supply, answer in judged if answer.state is not State.OK]
        if without:
            first = next(value for _, value in given if isinstance(value, Cell))
            file = given[0][0].submission.file
            names = {"agency": origin.agency, "lacking": ", ".join(without)}
            self.tell(_found_at(BODIES_INCOMPLETE, first, file, self.ruleset, place.key, **names))
            return
        total = sum(answer.value for _, answer in judged if isinstance(answer.value, int))
        yield place, Offer(Cell(CellKind.NUMBER, total, "", ""), origin)


def _found_at(kind: FindingKind, cell: Cell, file: str, ruleset: Ruleset, name: str, **params: object) -> Finding:
    """A finding at the cell of a figure."""
    return found(
        kind,
        file=file,
        sheet=cell.sheet,
        cell=cell.ref,
        value=cell.shown,
        field=name,
        criterion=ruleset.criterion_of_field.get(name),
        label=ruleset.caption(name) if name in ruleset.fields else name,
        **params,
    )


def _joined(origins: Sequence[Provenance]) -> Provenance:
    """Several bodies' origins as one."""

    def together(part: Callable[[Provenance], str]) -> str:
        return "; ".join(dict.fromkeys(filter(None, map(part, origins))))

    return Provenance(
        origins[0].agency, together(lambda o: o.body), together(lambda o: o.file), together(lambda o: o.day)
    )
