"""`xl-cfc collect FORM.xlsx AGENCY_FILES... -o OUT.xlsx`."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xl_cfc.commands.options import add_force, add_plan, add_rulesets, rulesets_of
from xl_cfc.language import t

if TYPE_CHECKING:
    from xl_cfc.agencies.files import CollectOutcome


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("form", metavar=t("PHIẾU.xlsx", "FORM.xlsx"), type=Path)
    parser.add_argument("files", metavar=t("PHIẾU_CƠ_QUAN", "AGENCY_FILE"), nargs="+", type=Path)
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", type=Path, required=True)
    add_plan(
        parser,
        t("kế hoạch: mã hoặc tệp (mặc định: kế hoạch ghi trong phiếu)", "plan: id or file (default: the form's)"),
    )
    add_force(parser)
    add_rulesets(parser)


def run(options: argparse.Namespace) -> int:
    """Write the new form; list every change, everything to decide, and what was not taken."""
    from xl_cfc.agencies.files import collect_forms, plan_of
    from xl_cfc.form.isolation import evaluate_files

    rulesets = rulesets_of(options)
    (form,) = evaluate_files([options.form], rulesets)
    plan = plan_of(form, options.plan)
    outcome = collect_forms(
        form,
        options.files,
        options.output,
        plan=plan,
        rulesets=rulesets,
        today=date.today(),
        data=options.form.read_bytes(),
        force=options.force,
    )
    _print(outcome)
    return outcome.exit_code


def _print(outcome: "CollectOutcome") -> None:
    from rich.console import Console
    from rich.markup import escape

    from xl_cfc.delivery.terminal import print_findings
    from xl_cfc.findings.finding import Severity, errors

    console = Console(highlight=False)
    for change in outcome.gathering.taken:
        old = change.old or t("trống", "blank")
        console.print(
            f"  [green]{escape(change.outcome.text)}[/] {escape(change.label)}: {escape(old)} → "
            f"[bold]{escape(change.new)}[/]  [dim]{escape(change.origin.text)}[/]"
        )
    print_findings(console, outcome.findings)
    for file in outcome.incoming:
        if file.unfinished:
            wrong = len(errors(file.unfinished))
            warned = sum(finding.severity is Severity.WARNING for finding in file.unfinished)
            console.print(
                t(
                    f"  {escape(file.name)}: còn {wrong} lỗi hoặc ô trống, {warned} cảnh báo; xem «LỖI» trong tệp đó",
                    f"  {escape(file.name)}: {wrong} errors or blanks, {warned} warnings; see its sheet LỖI",
                )
            )
    taken, same = len(outcome.gathering.taken), len(outcome.gathering.changes) - len(outcome.gathering.taken)
    console.print(
        t(
            f"Lấy {taken} số liệu mới hoặc sửa, {same} như đã có, {len(outcome.conflicts)} nơi các nguồn khác nhau.",
            f"{taken} new or revised, {same} as before, {len(outcome.conflicts)} places where sources disagree.",
        )
    )
    if outcome.additions:
        console.print(
            t(
                f"Không chuyển sang phiếu mới: {len(outcome.additions)} mục thêm vào phiếu cũ (trang «Nguồn số liệu»).",
                f"Not carried over: {len(outcome.additions)} additions to the old form (sheet «Nguồn số liệu»).",
            )
        )
    console.print(t(f"Phiếu mới: {outcome.output}", f"New form: {outcome.output}"))
