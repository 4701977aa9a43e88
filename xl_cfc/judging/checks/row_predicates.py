"""Conditions on tables: the respondents' rows and the hamlets'."""

from dataclasses import dataclass

from xl_cfc.answers.answers import SurveyMode
from xl_cfc.judging.checks.predicates import Facts, Predicate


@dataclass(frozen=True)
class SurveyModeIs(Predicate):
    """The survey figures come from here."""

    mode: SurveyMode

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers.survey_mode is self.mode


@dataclass(frozen=True)
class SurveyUnanswered(Predicate):
    """Some respondents have a group but no answer."""

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers.survey_unanswered > 0


@dataclass(frozen=True)
class HamletRowsBad(Predicate):
    """Some hamlet rows have a problem."""

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return bool(facts.hamlets.bad_rows)


@dataclass(frozen=True)
class HamletsPartly(Predicate):
    """Some listed hamlets have a figure for the field and some have not."""

    field: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return not facts.hamlets.bad_rows and 0 < facts.hamlets.filled[self.field] < facts.hamlets.listed


@dataclass(frozen=True)
class HamletSumDiffers(Predicate):
    """Every listed hamlet has a figure, and they do not add up to the commune's."""

    field: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        complete = facts.hamlets.complete(self.field)
        return complete and facts.hamlets.sums[self.field] != facts.answers.number(self.field)


@dataclass(frozen=True)
class HamletCountDiffers(Predicate):
    """Hamlets are listed, but not as many as the field says."""

    field: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return not facts.hamlets.bad_rows and 0 < facts.hamlets.listed != facts.answers.number(self.field)
