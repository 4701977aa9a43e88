"""A comparison told: as plain data, and in the words of tables and messages."""

from typing import Any

from xl_cfc.answers.answer import Answer
from xl_cfc.answers.answers import Answers, State
from xl_cfc.judging.comparing import Comparison, ValueMove
from xl_cfc.judging.points import PointsMove
from xl_cfc.language import t
from xl_cfc.numbers import stored_number


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain data; null where something is not scored, not asked or not comparable."""
    cards = comparison.cards
    return {
        "before": _form(comparison.before),
        "after": _form(comparison.after),
        "values": [_value_json(move) for move in comparison.values],
        "measures": [
            {"id": m.indicator.id, "before": stored_number(m.before), "after": stored_number(m.after)}
            for m in comparison.measures
        ],
        "points_not_compared": comparison.why or None,
        "indicators": None if cards is None else [_points_json(move) for move in cards.indicators],
        "criteria": None if cards is None else [_points_json(move) for move in cards.criteria],
        "total": None if cards is None else _points_json(cards.total),
        "conclusions": None if cards is None else [conclusion.value for conclusion in cards.conclusions],
        "hard": None if cards is None else [{"criterion": m.key, "why": reason.value} for m, reason in cards.hard],
        "findings": [finding.as_json() for finding in comparison.findings],
    }


def new_unit_text() -> str:
    """What is said of a unit that nothing can be compared with."""
    return t("đơn vị mới: không so sánh", "a new unit: not compared")


def answer_text(answer: Answer | None) -> int | str:
    """An answer as a table shows it; dates do not occur among figures."""
    if answer is None:
        return "–"
    if answer.state is State.INVALID:
        return t("không hợp lệ", "not valid")
    if isinstance(answer.value, int):
        return answer.value
    return str(answer.value) if answer.value is not None else t("chưa nhập", "missing")


def _form(answers: Answers) -> dict[str, Any]:
    return {
        "file": answers.submission.file,
        "unit": answers.unit_code,
        "year": answers.year,
        "period": answers.period,
        "ruleset": answers.ruleset.id,
    }


def _value_json(move: ValueMove) -> dict[str, Any]:
    return {
        "field": move.field,
        "before": None if move.before is None else move.before.value,
        "after": None if move.after is None else move.after.value,
        "difference": move.difference,
        "leaps": move.leaps,
    }


def _points_json(move: PointsMove) -> dict[str, Any]:
    return {
        "id": move.key or "total",
        "before": stored_number(move.before),
        "after": stored_number(move.after),
        "difference": stored_number(move.difference),
        "max_points": stored_number(move.max_points),
    }
