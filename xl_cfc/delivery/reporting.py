"""Evaluations told to scripts: plain data for JSON, and the exit code."""

from collections.abc import Sequence
from typing import Any

from xl_cfc.answers.answers import Answers
from xl_cfc.findings.finding import errors
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.judging.reasons import reasons
from xl_cfc.judging.scoring import CriterionScore, IndicatorScore, Scorecard
from xl_cfc.judging.whatif import WhatIf
from xl_cfc.language import t
from xl_cfc.numbers import stored_number
from xl_cfc.ruleset.models import FORECAST_PERIOD

PERIOD_WORDS = {FORECAST_PERIOD: "start"}


def exit_code(results: Sequence[Evaluation]) -> int:
    """0 when no file has an error finding, 2 when no file could be used, else 1 (semantics: exit codes)."""
    usable = [result for result in results if result.card is not None]
    if not usable:
        return 2
    return 1 if len(usable) < len(results) or any(errors(result.findings) for result in results) else 0


def as_json(result: Evaluation) -> dict[str, Any]:
    """One evaluation as plain data; null where something is not scored or not readable."""
    head: dict[str, Any] = {"file": result.file, "error": _error(result)}
    keys = (
        "ruleset",
        "unit",
        "year",
        "period",
        "total",
        "provisional_total",
        "best_possible",
        "max_points",
        "threshold",
        "conclusion",
        "reasons",
        "missing",
        "invalid",
        "unchecked_values",
        "sheet_total",
    )
    body: dict[str, Any] = dict.fromkeys(keys)
    criteria: list[dict[str, Any]] | None = None
    if result.card is not None and result.answers is not None:
        body |= _scored(result.card, result.answers)
        criteria = [_criterion(criterion) for criterion in result.card.criteria]
    findings = [finding.as_json() for finding in result.findings]
    return {**head, **body, "findings": findings, "criteria": criteria}


def _error(result: Evaluation) -> str | None:
    if result.card is not None:
        return None
    found = errors(result.findings)
    return found[0].message if found else t("không đọc được", "cannot be read")


def _scored(card: Scorecard, answers: Answers) -> dict[str, Any]:
    submission, ruleset = answers.submission, answers.ruleset
    shown = submission.sheet_total
    return {
        "ruleset": ruleset.id,
        "unit": {
            "code": answers.unit_code,
            "name": submission.text("ten_don_vi") or None,
            "class": card.threshold_class,
        },
        "year": answers.year,
        "period": None if answers.period is None else PERIOD_WORDS.get(answers.period, "end"),
        "total": stored_number(card.total),
        "provisional_total": stored_number(card.provisional_total),
        "best_possible": stored_number(card.best_possible),
        "max_points": stored_number(card.max_points),
        "threshold": stored_number(card.threshold),
        "conclusion": card.conclusion.value,
        "reasons": [reason.text for reason in reasons(card, ruleset)],
        "missing": list(card.missing),
        "invalid": list(card.invalid),
        "unchecked_values": card.unchecked_values,
        "sheet_total": shown.number if shown is not None else None,
    }


def _criterion(score: CriterionScore) -> dict[str, Any]:
    return {
        "number": score.number,
        "name": score.name,
        "points": stored_number(score.points),
        "max_points": stored_number(score.max_points),
        "indicators": [_indicator(indicator) for indicator in score.indicators],
    }


def _indicator(score: IndicatorScore) -> dict[str, Any]:
    return {
        "id": score.id,
        "value": stored_number(score.value),
        "numerator": score.numerator,
        "denominator": score.denominator,
        "points": stored_number(score.points),
        "max_points": stored_number(score.max_points),
    }


def what_if_json(tried: WhatIf | None) -> dict[str, Any] | None:
    """A form under another rule as plain data; None for a file that could not be scored."""
    if tried is None:
        return None
    return {
        "ruleset": tried.ruleset.id,
        "total": stored_number(tried.card.total),
        "max_points": stored_number(tried.card.max_points),
        "threshold": stored_number(tried.card.threshold),
        "conclusion": tried.card.conclusion.value,
        "unchecked_values": tried.card.unchecked_values,
        "lacking": list(tried.lacking),
        "criteria": [
            {
                "number": change.number,
                "name": change.name,
                "before": stored_number(change.before.points) if change.before else None,
                "after": stored_number(change.after.points) if change.after else None,
                "difference": stored_number(change.difference),
            }
            for change in tried.changes
        ],
    }
