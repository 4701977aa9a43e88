"""The satisfaction survey: rows or typed totals, never both, every row readable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xl_cfc.answers.answers import SurveyMode, survey_row_problem
from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.finding import Severity
from xl_cfc.findings.sheet import SURVEY_BOTH, SURVEY_ROW, SURVEY_UNANSWERED
from xl_cfc.judging.checks.facts import Facts
from xl_cfc.judging.checks.live import LiveCheck, Places, Variant
from xl_cfc.judging.checks.predicates import Predicate
from xl_cfc.ruleset.models import Ruleset


@dataclass(frozen=True)
class SurveyModeIs(Predicate):
    """The survey figures come from here."""

    mode: SurveyMode

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers.survey_mode is self.mode

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return f"sv_mode={self.mode:d}"


@dataclass(frozen=True)
class SurveyUnanswered(Predicate):
    """Some respondents have a group but no answer."""

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        return facts.answers.survey_unanswered > 0

    def formula(self, ruleset: Ruleset) -> str:
        """The same as a formula."""
        return "ks_chua>0"


def checks(ruleset: Ruleset) -> Iterator[LiveCheck]:
    """The checks of the survey sheet; none when the rule set has no survey."""
    fields = ruleset.survey_fields
    if not fields:
        return
    first = fields[0]

    def check(name: str, severity: Severity, variant: Variant, places: Places | None = None) -> LiveCheck:
        return LiveCheck(
            id=name,
            field=first.id,
            anchor=Place(PlaceKind.INPUT, first.id),
            severity=severity,
            variants=(variant,),
            criterion=ruleset.criterion_of_field.get(first.id),
            places=places,
        )

    def typed_total(facts: Facts) -> list[tuple[Cell, Mapping[str, Any]]]:
        cells = [facts.answers.cell(field.id) for field in fields]
        return [(next(cell for cell in cells if cell.kind is not CellKind.BLANK and cell.value != ""), {})]

    def bad_rows(facts: Facts) -> Iterator[tuple[Cell, Mapping[str, Any]]]:
        groups = ", ".join(ruleset.survey_groups)
        for row in facts.answers.survey_rows:
            part = survey_row_problem(row, ruleset.survey_groups)
            if part is not None:
                yield (row.group if part == "group" else row.answer), {"groups": groups}

    both = Variant(SURVEY_BOTH, SurveyModeIs(SurveyMode.BOTH))
    rows = Variant(SURVEY_ROW, SurveyModeIs(SurveyMode.BAD_ROWS))
    unanswered = Variant(
        SURVEY_UNANSWERED,
        SurveyUnanswered(),
        details=lambda facts: {"count": facts.answers.survey_unanswered},
    )
    yield check("survey_both", Severity.ERROR, both, typed_total)
    yield check("survey_rows", Severity.ERROR, rows, bad_rows)
    yield check("survey_unanswered", Severity.HINT, unanswered)
