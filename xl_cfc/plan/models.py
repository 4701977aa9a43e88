"""A locality's plan for a year: who leads which criterion, what is due when, and what is aimed at.

A plan holds only what its document states; what the document does not state is absent here too.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic import Field as Attribute


def _exact_share(raw: object) -> object:
    """A share as an exact fraction: `1`, `"0.9"`, `"90%"`, `"9/10"`; a float is not exact."""
    if isinstance(raw, bool | float):
        raise ValueError('a share is written in quotes, such as "0.9" or "90%": a float is not exact')
    if isinstance(raw, str) and raw.strip().endswith("%"):
        return Fraction(raw.strip().removesuffix("%").strip().replace(",", ".")) / 100
    return Fraction(raw) if isinstance(raw, int | str) else raw


Share = Annotated[Fraction, BeforeValidator(_exact_share)]
PlanId = Annotated[str, Attribute(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class PlanModel(BaseModel):
    """Base of everything in a plan: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(StrEnum):
    """Of which level the unit is that the plan belongs to."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"

    @property
    def consolidates(self) -> bool:
        """Whether such a unit collects the forms of several communes."""
        return self is not Level.COMMUNE


class LegalBasis(PlanModel):
    """The document the plan was issued by; `stated_years` are the years its text names as the plan's own."""

    number: str = ""
    issued: date | None = None
    issuer: str = ""
    title: str = ""
    stated_years: tuple[int, ...] = ()


class Agency(PlanModel):
    """An agency with the criteria it leads (cơ quan chủ trì) and those it supports (phối hợp).

    `several` says that several bodies stand behind the name (các trường học), and their counts add up; `bodies`
    names them where they are known.
    """

    name: str = Attribute(min_length=1)
    leads: tuple[int, ...] = ()
    supports: tuple[int, ...] = ()
    several: bool = False
    bodies: tuple[str, ...] = ()


class Due(PlanModel):
    """A deadline as its document words it: `before` a day (trước ngày), or `by` a day (chậm nhất ngày)."""

    wording: Literal["before", "by"]
    day: date

    @property
    def last_day(self) -> date:
        """The last day that is in time: the eve for `before`."""
        return self.day - timedelta(days=1) if self.wording == "before" else self.day

    def late(self, received: date) -> bool:
        """Whether something received that day came too late."""
        return received > self.last_day


class MilestoneKind(StrEnum):
    """What a milestone is to the product; `other` is only shown."""

    PLAN = "plan"  # communes send their plan
    DOSSIER = "dossier"  # communes send form and dossier: what lateness is measured by
    APPRAISAL = "appraisal"  # the consolidating unit has appraised
    REPORT = "report"  # the consolidating unit reports upwards
    OTHER = "other"


class Milestone(PlanModel):
    """What is due, from whom, and when; `due` is absent where the document names no day."""

    kind: MilestoneKind
    what: str = Attribute(min_length=1)
    by_whom: str = ""
    due: Due | None = None


class Target(PlanModel):
    """What is aimed at: a share of the communes, a number of them, or keeping the title.

    `what` says in the document's words of which the share or number is: recognised, or planning and committing.
    `of` is the number of communes the document counts from (the 13 in "giữ 06/13").
    """

    kind: Literal["share", "number", "keep"]
    what: Literal["recognised", "committed"] = "recognised"
    text: str = ""
    share: Share | None = None
    number: Annotated[int, Attribute(ge=0)] | None = None
    of: Annotated[int, Attribute(ge=1)] | None = None

    @model_validator(mode="after")
    def _value_of_its_kind(self) -> "Target":
        if (self.kind == "share") != (self.share is not None) or (self.kind == "number") != (self.number is not None):
            raise ValueError("a target of kind share has a share, one of kind number a number, and no other has either")
        if self.share is not None and not 0 <= self.share <= 1:
            raise ValueError(f"a share lies between 0 and 1: {self.share}")
        if self.number is not None and self.of is not None and self.number > self.of:
            raise ValueError(f"the target ({self.number}) is above the number of communes ({self.of})")
        return self

    def met(self, reached: int, units: int) -> bool:
        """Whether so many of so many units reach it; keeping the title asks for every one."""
        if self.number is not None:
            return reached >= self.number
        share = self.share if self.share is not None else Fraction(1)
        return units > 0 and Fraction(reached, units) >= share


class Survey(PlanModel):
    """The least number of respondents the plan asks for, by the survey's group."""

    minimum: dict[str, Annotated[int, Attribute(ge=1)]] = Attribute(default_factory=dict)


class Reverification(PlanModel):
    """How many communes are visited again (phúc tra): a number or a share of them."""

    number: Annotated[int, Attribute(ge=1)] | None = None
    share: Share | None = None
    text: str = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "Reverification":
        if (self.number is None) == (self.share is None):
            raise ValueError("re-verification names either a number of communes or a share of them")
        return self


class Contact(PlanModel):
    """Where reports and questions go."""

    office: str = ""
    person: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


class Plan(PlanModel):
    """A unit's plan for a year.

    `communes` is the number of communes the plan covers, where it is known. `compares_with` is the year of the
    evaluation the plan compares with.
    """

    id: PlanId
    year: Annotated[int, Attribute(ge=2019, le=2100)]
    unit: str = Attribute(min_length=1)
    level: Level
    province: str = ""
    ruleset: str = ""
    legal: LegalBasis = LegalBasis()
    communes: Annotated[int, Attribute(ge=1)] | None = None
    agencies: tuple[Agency, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    targets: tuple[Target, ...] = ()
    watched_criteria: tuple[int, ...] = ()
    survey: Survey = Survey()
    reverification: Reverification | None = None
    compares_with: int | None = None
    report_to: Contact = Contact()
    signing_authority: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def leads(self) -> dict[int, tuple[str, ...]]:
        """The lead agencies of each criterion that has one; more than one is a warning of `plan check`."""
        led: dict[int, tuple[str, ...]] = {}
        for agency in self.agencies:
            for criterion in agency.leads:
                led[criterion] = (*led.get(criterion, ()), agency.name)
        return dict(sorted(led.items()))

    def lead(self, criterion: int) -> str:
        """The lead agency of a criterion in one text, empty when the plan names none."""
        return "; ".join(self.leads.get(criterion, ()))

    def due(self, kind: MilestoneKind) -> Due | None:
        """The deadline of the first milestone of this kind that has one."""
        return next((m.due for m in self.milestones if m.kind is kind and m.due is not None), None)

    def dated(self) -> Iterator[Milestone]:
        """The milestones that name a day, earliest first."""
        return iter(sorted((m for m in self.milestones if m.due), key=lambda m: m.due.last_day if m.due else date.max))
