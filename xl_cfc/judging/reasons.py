"""Why a score is not (yet) enough, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_cfc.judging.scoring import Scorecard
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.models import Ruleset


@dataclass(frozen=True)
class ScoreReason:
    """One reason behind a conclusion: a stable word for scripts and a sentence for people."""

    code: str
    text: str


def reasons(card: Scorecard, ruleset: Ruleset) -> Iterator[ScoreReason]:
    """Why the score is not (yet) enough: everything that is certain, even while the form is incomplete."""
    for criterion in card.criteria:
        if criterion.points == 0 and ruleset.no_zero_criterion.value:
            yield ScoreReason(
                "zero_criterion",
                t(f"Tiêu chí {criterion.number} bị điểm liệt (0 điểm)", f"Criterion {criterion.number} is at 0 points"),
            )
        elif criterion.points is not None and criterion.points <= ruleset.criterion_met.above.value:
            yield ScoreReason(
                "criterion_not_met",
                t(f"Tiêu chí {criterion.number} chưa đạt", f"Criterion {criterion.number} is not met"),
            )
    yield from _threshold_reasons(card)
    yield from _gap_reasons(card, ruleset)


def _threshold_reasons(card: Scorecard) -> Iterator[ScoreReason]:
    if card.threshold is None or card.best_possible >= card.threshold:
        return
    best, threshold = number_text(card.best_possible), number_text(card.threshold)
    if card.total is not None:
        yield ScoreReason(
            "below_threshold",
            t(
                f"Tổng điểm {best} thấp hơn ngưỡng {threshold} của nhóm {card.threshold_class}",
                f"The total of {best} is below the threshold of {threshold} of class {card.threshold_class}",
            ),
        )
    else:
        yield ScoreReason(
            "cannot_reach_threshold",
            t(
                f"Cao nhất chỉ có thể đạt {best} điểm, thấp hơn ngưỡng {threshold} của nhóm {card.threshold_class}",
                f"At best {best} points, below the threshold of {threshold} of class {card.threshold_class}",
            ),
        )


def _gap_reasons(card: Scorecard, ruleset: Ruleset) -> Iterator[ScoreReason]:
    if card.open_errors:
        yield ScoreReason("open_errors", t("Còn lỗi phải sửa", "Errors remain to be mended"))
    for field_id in card.missing:
        label = ruleset.caption(field_id)
        yield ScoreReason("missing", t(f"Chưa nhập: {label}", f"Missing: {label}"))
    for field_id in card.invalid:
        label = ruleset.caption(field_id)
        yield ScoreReason("invalid", t(f"Không hợp lệ: {label}", f"Invalid: {label}"))
    for indicator in card.indicators:
        if indicator.standing is Standing.NONE_UNSCORED:
            yield ScoreReason(
                "zero_denominator",
                t(f"Chỉ tiêu {indicator.id}: mẫu số bằng 0", f"Indicator {indicator.id}: the denominator is 0"),
            )
