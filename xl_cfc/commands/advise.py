"""`xl-cfc advise FILE... [--json]`."""

import argparse
import json

from xl_cfc.commands.options import add_files, add_json, add_rulesets, rulesets_of
from xl_cfc.delivery.reporting import exit_code
from xl_cfc.delivery.terminal import print_findings
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.form.isolation import evaluate_files
from xl_cfc.judging.advice import Advice, advise
from xl_cfc.judging.advice_words import advice_json, advice_rows
from xl_cfc.language import t
from xl_cfc.ruleset.unchecked import unchecked_line


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_files(parser)
    add_json(parser)
    add_rulesets(parser)


def run(options: argparse.Namespace) -> int:
    """Advise on every file."""
    results = evaluate_files(options.files, rulesets_of(options))
    advices = [_advice(result) for result in results]
    if options.json:
        told = [
            {
                "file": result.file,
                "advice": advice_json(advice) if advice else None,
                "unchecked_values": result.card.unchecked_values if result.card else None,
            }
            for result, advice in zip(results, advices, strict=True)
        ]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for result, advice in zip(results, advices, strict=True):
            _print(result, advice)
    return exit_code(results)


def _advice(result: Evaluation) -> Advice | None:
    return None if result.answers is None else advise(result.answers, result.card)


def _print(result: Evaluation, advice: Advice | None) -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    if advice is None or result.submission is None or result.ruleset is None:
        console.print(f"[bold red]✗ {escape(result.file)}[/]")
        print_findings(console, result.findings)
        return
    console.print(
        f"\n[bold]{escape(result.submission.text('ten_don_vi') or result.file)}[/]  [dim]{escape(result.file)}[/]"
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in (t("Nhóm", "Group"), t("Chỉ tiêu", "Indicator"), t("Việc", "What to do")):
        table.add_column(heading, overflow="fold")
    for row in advice_rows(advice, result.ruleset):
        table.add_row(*map(escape, row))
    console.print(table)
    if result.card is not None:
        line = unchecked_line(result.card.unchecked_values, result.ruleset.title)
        console.print(f"[italic]{escape(line)}[/]")
