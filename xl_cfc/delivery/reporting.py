"""Evaluations told to people and to scripts: the terminal's tables, the JSON objects, the exit code."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xl_cfc.answers.answers import Answers
from xl_cfc.cells import CellKind
from xl_cfc.findings.finding import Finding, errors, severity_word
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.judging.reasons import reasons
from xl_cfc.judging.scoring import CriterionScore, IndicatorScore, Scorecard
from xl_cfc.judging.whatif import WhatIf
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import FORECAST_PERIOD, Ruleset
from xl_cfc.ruleset.unchecked import unchecked_line

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
        "total": plain(card.total),
        "provisional_total": plain(card.provisional_total),
        "best_possible": plain(card.best_possible),
        "max_points": plain(card.max_points),
        "threshold": plain(card.threshold),
        "conclusion": card.conclusion.value,
        "reasons": [reason.text for reason in reasons(card, ruleset)],
        "missing": list(card.missing),
        "invalid": list(card.invalid),
        "unchecked_values": card.unchecked_values,
        "sheet_total": shown.value if shown is not None and shown.kind is CellKind.NUMBER else None,
    }


def _criterion(score: CriterionScore) -> dict[str, Any]:
    return {
        "number": score.number,
        "name": score.name,
        "points": plain(score.points),
        "max_points": plain(score.max_points),
        "indicators": [_indicator(indicator) for indicator in score.indicators],
    }


def _indicator(score: IndicatorScore) -> dict[str, Any]:
    return {
        "id": score.id,
        "value": plain(score.value),
        "numerator": score.numerator,
        "denominator": score.denominator,
        "points": plain(score.points),
        "max_points": plain(score.max_points),
    }


def plain(number: Decimal | Fraction | int | bool | None) -> int | float | bool | None:
    """A number for JSON: whole numbers as integers, the rest as the nearest double."""
    if number is None or isinstance(number, bool | int):
        return number
    return int(number) if number == int(number) else float(number)


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


def what_if_json(tried: WhatIf | None) -> dict[str, Any] | None:
    """A form under another rule as plain data; None for a file that could not be scored."""
    if tried is None:
        return None
    return {
        "ruleset": tried.ruleset.id,
        "total": plain(tried.card.total),
        "max_points": plain(tried.card.max_points),
        "threshold": plain(tried.card.threshold),
        "conclusion": tried.card.conclusion.value,
        "unchecked_values": tried.card.unchecked_values,
        "lacking": list(tried.lacking),
        "criteria": [
            {
                "number": change.number,
                "name": change.name,
                "before": plain(change.before.points) if change.before else None,
                "after": plain(change.after.points) if change.after else None,
                "difference": plain(change.difference),
            }
            for change in tried.changes
        ],
    }


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
