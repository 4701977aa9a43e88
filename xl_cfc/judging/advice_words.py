"""Advice as people and scripts read it."""

from xl_cfc.judging.advice import Advice, Outlook, Waiting
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.judging.steps import Step
from xl_cfc.language import number_text, t
from xl_cfc.numbers import stored_number
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.models import Ruleset


def outlook_text(advice: Advice) -> str:
    """One sentence about the way to the threshold."""
    card = advice.card
    threshold = number_text(card.threshold) if card.threshold is not None else ""
    match advice.outlook:
        case Outlook.REACHED if card.conclusion is Conclusion.FORECAST:
            return t(f"Tạm tính đã đạt ngưỡng {threshold} điểm", f"The forecast reaches {threshold} points")
        case Outlook.REACHED:
            return t(f"Đã đạt ngưỡng {threshold} điểm", f"The threshold of {threshold} is reached")
        case Outlook.PATH:
            total = number_text(advice.path_total or 0)
            return t(
                f"Cách ít việc nhất để đủ điều kiện: {len(advice.path)} việc dưới đây, "
                f"tổng điểm sẽ là {total} (ngưỡng {threshold})",
                f"The least work to become eligible: the {len(advice.path)} steps below "
                f"give {total} points (threshold {threshold})",
            )
        case Outlook.INCOMPLETE:
            return t(
                "Phiếu chưa đủ số liệu hoặc còn số liệu sai: sửa xong mới tính được cách đạt ngưỡng",
                "Figures are missing or wrong: mend them first, then the way to the threshold can be found",
            )
        case Outlook.UNREACHABLE:
            return t(
                f"Với các mẫu số hiện có, không có cách nào đạt ngưỡng {threshold} điểm",
                f"With the present denominators no change reaches the threshold of {threshold}",
            )


def honest_figures_text() -> str:
    """What is said beside every goal of having fewer cases."""
    return t(
        "Các dòng «đưa về không quá» là mục tiêu phòng ngừa: vụ việc, trẻ em đã ghi nhận phải báo cáo đúng",
        "The lines that say 'at most' are goals of prevention: cases on record must be reported as they are",
    )


def waiting_text(waiting: Waiting, ruleset: Ruleset) -> str:
    """What an unscored indicator waits for: `nhập 9a …: tối đa +50 điểm`."""
    names = "; ".join(ruleset.caption(name) for name in waiting.fields)
    points = number_text(waiting.max_points)
    match waiting.standing:
        case Standing.INVALID:
            vi, en = f"sửa số liệu sai ({names})", f"mend {names}"
            return t(f"{vi}: tối đa +{points} điểm", f"{en}: up to +{points} points")
        case Standing.NONE_UNSCORED:
            return t(
                f"mẫu số bằng 0 ({names}): hỏi đơn vị tổng hợp cách chấm",
                f"the denominator is 0 ({names}): ask the consolidating unit how to score",
            )
    return t(f"nhập {names}: tối đa +{points} điểm", f"enter {names}: up to +{points} points")


def advice_rows(advice: Advice, ruleset: Ruleset) -> list[tuple[str, str, str]]:
    """The advice as a table people read: group, indicator, what to do."""
    way = t("Đến ngưỡng", "To the threshold")
    step, wait = t("Bước kế tiếp", "Next step"), t("Còn thiếu", "Missing")
    rows = [(way, "", outlook_text(advice))]
    rows += [(way, part.indicator, part.text) for part in advice.path]
    caution = t("Sửa cùng lúc: ", "Mend together: ")
    rows += [(way, "", caution + text) for text in advice.cautions]
    rows += [(step, part.indicator, part.text) for part in advice.next_steps]
    rows += [(wait, part.indicator, waiting_text(part, ruleset)) for part in advice.waiting]
    if any(part.is_fewer for part in advice.next_steps):
        rows.append((t("Lưu ý", "Note"), "", honest_figures_text()))
    return rows


def advice_json(advice: Advice) -> dict[str, object]:
    """The advice as plain data."""
    card = advice.card
    return {
        "total": stored_number(card.total),
        "threshold": stored_number(card.threshold),
        "outlook": advice.outlook.value,
        "path": [_step_json(step) for step in advice.path],
        "path_total": stored_number(advice.path_total),
        "cautions": list(advice.cautions),
        "next_steps": [_step_json(step) for step in advice.next_steps],
        "waiting": [
            {
                "indicator": part.indicator,
                "fields": list(part.fields),
                "max_points": stored_number(part.max_points),
            }
            for part in advice.waiting
        ],
    }


def _step_json(step: Step) -> dict[str, object]:
    return {
        "indicator": step.indicator,
        "field": step.field.id,
        "current": bool(step.current) if step.is_answer else step.current,
        "target": bool(step.target) if step.is_answer else step.target,
        "points": stored_number(step.points),
        "text": step.text,
    }
