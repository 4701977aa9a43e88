"""Evaluations told to people at the terminal: the score as a table, the rule tried, the findings."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xl_cfc.findings.finding import Finding, severity_word
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.judging.reasons import reasons
from xl_cfc.judging.scoring import CriterionScore, Scorecard
from xl_cfc.judging.whatif import WhatIf
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.unchecked import unchecked_line


def print_score(result: Evaluation) -> None:
    """The score of one file as a table a person likes to read."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    if result.card is None or result.answers is None:
        console.print(f"[bold red]✗ {escape(result.file)}[/]")
        print_findings(console, result.findings)
        return
    card, answers, ruleset = result.card, result.answers, result.answers.ruleset
    name = answers.submission.text("ten_don_vi") or result.file
    place = " · ".join(str(part) for part in (answers.unit_code, answers.year, answers.period) if part)
    console.print(f"\n[bold]{escape(name)}[/]  {escape(place)}  [dim]{escape(result.file)}[/]")
    console.print(_table(card, ruleset))
    threshold = number_text(card.threshold) if card.threshold is not None else "…"
    total = (
        number_text(card.total)
        if card.total is not None
        else t(
            f"chưa đủ (tạm tính {number_text(card.provisional_total)}, cao nhất {number_text(card.best_possible)})",
            f"incomplete (so far {number_text(card.provisional_total)}, at best {number_text(card.best_possible)})",
        )
    )
    colour = {"eligible": "green", "not_eligible": "red"}.get(card.conclusion.value, "yellow")
    console.print(
        f"{t('Tổng điểm', 'Total')}: [bold]{total}[/]/{number_text(card.max_points)} · "
        f"{t('ngưỡng', 'threshold')} {threshold} · [bold {colour}]{card.conclusion.text}[/]"
    )
    for reason in reasons(card, ruleset):
        console.print(f"  – {escape(reason.text)}")
    console.print(f"[italic]{escape(unchecked_line(card.unchecked_values, ruleset.title))}[/]")
    print_findings(console, result.findings)


def print_what_if(tried: WhatIf) -> None:
    """A form under another rule, criterion by criterion."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console, ruleset, card = Console(highlight=False), tried.ruleset, tried.card
    told = t(f"Chấm thử theo: {ruleset.title} [{ruleset.id}]", f"Tried under: {ruleset.title} [{ruleset.id}]")
    console.print(f"\n[bold]{escape(told)}[/]")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(t("Tiêu chí", "Criterion"), overflow="fold")
    for heading in (t("Theo bộ của phiếu", "Own rule"), t("Chấm thử", "Tried"), t("Chênh lệch", "Difference")):
        table.add_column(heading, justify="right")
    for change in tried.changes:
        cells = (_reached(change.before), _reached(change.after), _signed(change.difference))
        table.add_row(escape(f"{change.number}. {change.name}"), *cells)
    console.print(table)
    total = number_text(card.total) if card.total is not None else t("chưa đủ dữ liệu", "incomplete")
    console.print(f"{t('Tổng điểm', 'Total')}: {total}/{number_text(card.max_points)} · {card.conclusion.text}")
    for name in tried.lacking:
        label = f"{ruleset.fields[name].label} ({name})"
        console.print(escape(t(f"  – Phiếu không có số liệu: {label}", f"  – Not in the form: {label}")))
    console.print(f"[italic]{escape(unchecked_line(card.unchecked_values, ruleset.title))}[/]")
    console.print(
        t(
            "Chấm thử để tham khảo: điểm theo hai bộ tiêu chí không so sánh được như kết quả đánh giá.",
            "For information only: points under two rule sets are not comparable as results.",
        )
    )


def _reached(score: CriterionScore | None) -> str:
    """Points of the maximum; a dash where the rule has no such criterion."""
    if score is None:
        return "–"
    points = "…" if score.points is None else number_text(score.points)
    return f"{points}/{number_text(score.max_points)}"


def _signed(difference: Decimal | None) -> str:
    if difference is None:
        return ""
    return f"+{number_text(difference)}" if difference > 0 else number_text(difference)


def _table(card: Scorecard, ruleset: Ruleset) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(t("Mã", "Id"), no_wrap=True)
    table.add_column(t("Tiêu chí, chỉ tiêu", "Criterion, indicator"), overflow="fold")
    for heading in (t("Số đo", "Measured"), t("Điểm", "Points"), t("Tối đa", "Max")):
        table.add_column(heading, justify="right", no_wrap=True)
    labels = {indicator.id: indicator for indicator in ruleset.indicators}
    for criterion in card.criteria:
        points = "…" if criterion.points is None else number_text(criterion.points)
        style = "bold red" if criterion.points == 0 else "bold"
        table.add_row(str(criterion.number), criterion.name, "", points, number_text(criterion.max_points), style=style)
        for score in criterion.indicators:
            indicator = labels[score.id]
            measured = "" if score.value is None else indicator.value_text(score.value)
            points = "…" if score.points is None else number_text(score.points)
            table.add_row(f"  {score.id}", indicator.label, measured, points, number_text(score.max_points))
    return table


def print_findings(console: Any, findings: Sequence[Finding]) -> None:
    """Findings, each with its place, how to mend it and what it rests on; for a settled one, what settles it."""
    from rich.markup import escape

    for finding in findings:
        colour = {"error": "red", "warning": "yellow", "hint": "dim"}[finding.severity.value]
        place = f"[bold]{escape(finding.place)}[/] " if finding.place else ""
        console.print(
            f"  [{colour}]{severity_word(finding.severity)} {finding.code}[/] {place}{escape(finding.message)}"
            f"\n      → {escape(_next_step(finding))}"
            f"\n      [dim]{t('Căn cứ', 'Basis')}: {escape(finding.legal)}[/]"
        )


def _next_step(finding: Finding) -> str:
    return f"{t('Đã giải trình', 'Explained')}: {finding.settled_by}" if finding.settled_by else finding.fix
