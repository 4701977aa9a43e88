"""What a form must show for typed values, by Python alone, in the same words as `FormMap.watched`."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.support.typed import Typed, facts_of
from xl_cfc.form.sheets.calc import LiveTexts
from xl_cfc.form.sheets.inputs import shown_text
from xl_cfc.language import speaking
from xl_cfc.ruleset.models import Ruleset


def expected(typed: Typed, ruleset: Ruleset) -> dict[str, Any]:
    """Every watched result; an empty text where the form shows nothing."""
    with speaking("vi"):
        facts = facts_of(typed, ruleset)
        card, answers, texts = facts.card, facts.answers, LiveTexts(facts)
        results: dict[str, Any] = {
            "pt_total": card.total,
            "pt_tam_tinh": card.provisional_total,
            "pt_cao_nhat": card.best_possible,
            "nguong": card.threshold,
            "conclusion": card.conclusion.text,
            "n_loi": texts.count("Lỗi"),
            "n_trong": texts.count("Ô trống"),
            "n_canh_bao": texts.count("Cảnh báo"),
            "n_goi_y": texts.count("Gợi ý"),
            "n_o_trong": len(ruleset.inputs) - answers.inputs_filled,
        }
        results |= {f"pt_c{criterion.number}": criterion.points for criterion in card.criteria}
        for indicator, part in zip(ruleset.indicators, card.indicators, strict=True):
            value = ("Có" if part.value else "Không") if isinstance(part.value, bool) else part.value
            results |= {
                f"pt_{indicator.name}": part.points,
                f"val_{indicator.name}": value,
                f"si_{indicator.name}": int(part.standing),
            }
        results |= {f"st_{name}": int(answers.state(name)) for name in ruleset.fields}
        results |= {f"check {check.id}": text for check, text in texts.by_check}
        results |= {f"row {field.id}": shown_text(facts, field, texts) for field in ruleset.inputs}
    return {name: "" if value is None else value for name, value in results.items()}


def differences(shown: dict[str, Any], wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What the form shows otherwise than Python says: name -> (shown, wanted)."""
    return {name: (shown[name], wanted[name]) for name in wanted if not _same(shown[name], wanted[name])}


def _same(shown: Any, wanted: Any) -> bool:
    if isinstance(wanted, Fraction):  # a measured value: the nearest double of the exact quotient
        return isinstance(shown, int | float) and abs(shown - float(wanted)) <= 1e-12 * max(1.0, abs(float(wanted)))
    if isinstance(wanted, Decimal | int):
        return isinstance(shown, int | float) and Decimal(shown) == Decimal(wanted)
    return bool(shown == wanted)
