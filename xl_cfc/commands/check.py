"""`xl-cfc check FILE... [--json] [--note DIR]`."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from xl_cfc.commands.rulesets import add_ruleset_options, rulesets_of
from xl_cfc.evaluation import Evaluation, evaluate_file
from xl_cfc.findings import errors
from xl_cfc.language import t
from xl_cfc.reporting import exit_code, print_findings
from xl_cfc.ruleset.models import Severity


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", metavar=t("TỆP", "FILE"), nargs="+", type=Path)
    parser.add_argument(
        "--json", action="store_true", help=t("in dạng JSON, mỗi tệp một mục", "as JSON, one object a file")
    )
    parser.add_argument(
        "--note",
        metavar=t("THƯ_MỤC", "DIR"),
        type=Path,
        help=t("ghi phiếu trả lại cho từng đơn vị", "write a return note for each unit"),
    )
    parser.add_argument(
        "--due",
        default="",
        metavar=t("NGÀY", "DAY"),
        help=t("hạn sửa ghi trên phiếu trả lại, ví dụ 15/11/2026", "deadline on the notes"),
    )
    parser.add_argument(
        "--force", action="store_true", help=t("ghi đè phiếu trả lại đã có", "overwrite existing notes")
    )
    add_ruleset_options(parser)


def run(options: argparse.Namespace) -> int:
    """List every finding of every file."""
    rulesets = rulesets_of(options)
    results = [evaluate_file(path, rulesets) for path in options.files]
    if options.json:
        told = [{"file": r.file, "findings": [f.as_json() for f in r.findings]} for r in results]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for result in results:
            _print(result)
    if options.note is not None:
        from xl_cfc.returning import write_notes

        pages = write_notes(results, options.note, date.today(), options.due, force=options.force)
        print(
            t(
                f"Đã ghi {len(pages)} phiếu trả lại vào {options.note}",
                f"{len(pages)} return notes written to {options.note}",
            ),
            file=sys.stderr,
        )
    return exit_code(results)


def _print(result: Evaluation) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    warnings = sum(finding.severity is Severity.WARNING for finding in result.findings)
    count = len(errors(result.findings))
    if count:
        verdict = t(
            f"✗ {count} lỗi, {warnings} cảnh báo: chưa gửi được", f"✗ {count} errors, {warnings} warnings: not ready"
        )
    elif warnings:
        verdict = t(f"! {warnings} cảnh báo cần giải trình", f"! {warnings} warnings to explain")
    else:
        verdict = t("✓ không còn lỗi: gửi được", "✓ no errors: ready to send")
    console.print(f"\n[bold]{escape(result.file)}[/]  {verdict}")
    print_findings(console, result.findings)
