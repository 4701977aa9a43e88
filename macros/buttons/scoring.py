"""The score, and what would raise it."""

from macros import overlay, tables
from macros.button import button
from macros.excel import Desk
from macros.results import evaluated, scored, show, write
from xl_cfc.ruleset.unchecked import unchecked_line


@button("CfcScore", "xl-cfc score")
def score(desk: Desk) -> str | None:
    """The score, recomputed from the inputs."""
    with desk.busy():
        evaluation, data = evaluated(desk)
        card, ruleset = scored(evaluation)
        table = tables.score_table(card, ruleset, desk.book.name)
        write(desk, "Chấm điểm", overlay.current(desk.book).with_table(table), data)
        show(desk, tables.SCORE_TITLE)
    return f"{tables.score_text(card)}. {unchecked_line(card.unchecked_values, ruleset.title)}"


@button("CfcAdvise", "xl-cfc advise")
def advise(desk: Desk) -> str | None:
    """The next step of each indicator, and the way to the threshold."""
    from xl_cfc.judging.advice import advise as advice_for
    from xl_cfc.judging.advice_words import outlook_text

    with desk.busy():
        evaluation, data = evaluated(desk)
        card, ruleset = scored(evaluation)
        assert evaluation.answers is not None
        advice = advice_for(evaluation.answers, card)
        table = tables.advice_table(advice, ruleset, desk.book.name)
        write(desk, "Gợi ý", overlay.current(desk.book).with_table(table), data)
        show(desk, tables.ADVICE_TITLE)
    return outlook_text(advice) + "."
