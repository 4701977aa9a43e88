"""What it would take: each indicator's next step with its points, and the cheapest way to the threshold.

Exact: targets are whole numbers found with fractions, and every answer is checked by scoring the changed form again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xl_cfc.answers.answers import Answers
from xl_cfc.cells import blank
from xl_cfc.findings.finding import Severity
from xl_cfc.judging.cheapest import cheapest_way, is_reached
from xl_cfc.judging.checks import Facts, live_checks
from xl_cfc.judging.scoring import IndicatorScore, Scorecard, score
from xl_cfc.judging.steps import Step, steps
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.models import YES, Indicator, Ruleset


class Outlook(StrEnum):
    """What can be said of the way to the threshold."""

    REACHED = "reached"
    PATH = "path"
    INCOMPLETE = "incomplete"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Waiting:
    """An indicator that cannot be scored yet: what it waits for and the most it can give."""

    indicator: str
    fields: tuple[str, ...]
    standing: Standing
    max_points: Decimal


@dataclass(frozen=True)
class Advice:
    """Every indicator's next step, what is waited for, and the cheapest way to the threshold.

    `path` is empty unless `outlook` is `PATH`. `cautions` are errors that the steps of the path would cause
    elsewhere in the form unless a related figure changes with them.
    """

    card: Scorecard
    next_steps: tuple[Step, ...]
    waiting: tuple[Waiting, ...]
    outlook: Outlook
    path: tuple[Step, ...] = ()
    path_total: Decimal | None = None
    cautions: tuple[str, ...] = ()


def advise(answers: Answers, card: Scorecard | None = None) -> Advice:
    """The advice for judged answers; `card` is their score, where it is known."""
    card, ruleset = card or score(answers), answers.ruleset
    by_id = {indicator.id: indicator for indicator in ruleset.indicators}
    options = {part.id: tuple(steps(by_id[part.id], part, answers)) for part in card.indicators}
    unscored = [part for part in card.indicators if part.points is None]
    next_steps = tuple(found[0] for found in options.values() if found)
    outlook, path = _outlook(card, ruleset, options)
    changed = after(answers, path) if path else None
    reached = score(changed) if changed is not None else None
    return Advice(
        card=card,
        next_steps=next_steps,
        waiting=tuple(_waiting(by_id[part.id], part, answers) for part in unscored),
        outlook=outlook,
        path=path,
        path_total=reached.total if reached is not None else None,
        cautions=tuple(_new_errors(Facts(answers, card), Facts(changed, reached))) if changed and reached else (),
    )


def _outlook(
    card: Scorecard, ruleset: Ruleset, options: Mapping[str, tuple[Step, ...]]
) -> tuple[Outlook, tuple[Step, ...]]:
    if card.total is None or card.threshold is None or card.missing or card.invalid:
        return Outlook.INCOMPLETE, ()
    if is_reached(card, ruleset):
        return Outlook.REACHED, ()
    way = cheapest_way(card, ruleset, options)
    return (Outlook.UNREACHABLE, ()) if way is None else (Outlook.PATH, way)


def _waiting(indicator: Indicator, part: IndicatorScore, answers: Answers) -> Waiting:
    return Waiting(indicator.id, indicator.waits_for(answers), part.standing, part.max_points)


def after(answers: Answers, path: tuple[Step, ...]) -> Answers:
    """The answers with the steps carried out; survey figures become typed totals."""
    return answers.changed({step.field.id: YES if step.is_answer else step.target for step in path})


def _new_errors(old: Facts, new: Facts) -> Iterator[str]:
    """Errors in the changed form that were not there before."""
    for check in live_checks(old.answers.ruleset):
        if check.severity is Severity.ERROR and check.fired(new) is not None and check.fired(old) is None:
            yield from (finding.message for finding in check.findings(new, lambda anchor: blank("", "")))
