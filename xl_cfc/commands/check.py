"""`xl-cfc check FILE... [--json] [--xlsx OUT] [--note DIR]`."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from xl_cfc.commands.rulesets import add_ruleset_options, rulesets_of
from xl_cfc.evaluation import Evaluation, against_roster, on_day
from xl_cfc.findings import errors
from xl_cfc.isolation import evaluate_files
from xl_cfc.language import t
from xl_cfc.plan.roster import Roster
from xl_cfc.reporting import exit_code, print_findings
from xl_cfc.ruleset.models import Severity
from xl_cfc.usage import UsageError
from xl_cfc.writing import refuse_overwrite, write_file


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", metavar=t("TỆP", "FILE"), nargs="+", type=Path)
    parser.add_argument(
        "--json", action="store_true", help=t("in dạng JSON, mỗi tệp một mục", "as JSON, one object a file")
    )
    parser.add_argument(
        "--xlsx",
        metavar="OUT.xlsx",
        type=Path,
        help=t("ghi báo cáo có đường dẫn tới từng ô", "write a report with links to the cells"),
    )
    parser.add_argument(
        "--roster",
        metavar=t("DANH_SÁCH", "ROSTER"),
        type=Path,
        help=t("đối chiếu mã, tên, nhóm với danh sách đơn vị (.xlsx, .csv)", "compare with the roster (.xlsx, .csv)"),
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
    parser.add_argument("--force", action="store_true", help=t("ghi đè tệp đã có", "overwrite existing files"))
    add_ruleset_options(parser)


def run(options: argparse.Namespace) -> int:
    """List every finding of every file."""
    if options.xlsx is not None:
        _refuse_report(options.xlsx, options.files, force=options.force)
    roster = _roster(options.roster)
    results = [on_day(result, date.today()) for result in evaluate_files(options.files, rulesets_of(options))]
    if roster is not None:
        results = [against_roster(result, roster) for result in results]
    if options.json:
        told = [
            {
                "file": result.file,
                "findings": [finding.as_json() for finding in result.findings],
                "settled": [finding.as_json() for finding in result.settled],
            }
            for result in results
        ]
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
    if options.xlsx is not None:
        _write_report(results, options.xlsx, force=options.force)
        print(t(f"Đã ghi báo cáo: {options.xlsx}", f"Report written: {options.xlsx}"), file=sys.stderr)
    return exit_code(results)


def _roster(path: Path | None) -> Roster | None:
    from xl_cfc.excel.roster import read_roster

    return read_roster(path) if path is not None else None


def _refuse_report(output: Path, files: Sequence[Path], *, force: bool) -> None:
    """Raise before anything is read when the report cannot be written; a checked file is never written over."""
    if output.suffix.lower() != ".xlsx":
        raise UsageError(t("Tên tệp phải kết thúc bằng .xlsx", "The file name must end in .xlsx"))
    if output.resolve() in [path.resolve() for path in files]:
        message = t(
            f"{output} là tệp đang kiểm tra. Chọn tên khác.", f"{output} is being checked. Choose another name."
        )
        raise UsageError(message)
    refuse_overwrite(output, force=force)


def _write_report(results: Sequence[Evaluation], output: Path, *, force: bool) -> None:
    from xl_cfc.collecting.naming import shown_path
    from xl_cfc.excel.report import CheckedFile, report_bytes
    from xl_cfc.merging import Problem, member_of

    files, problems = [], []
    for result in results:
        member, shown = member_of(result), shown_path(Path(result.file), output.parent)
        code = member.code or ""
        counts = Counter(finding.severity for finding in result.findings)
        files.append(CheckedFile(shown, code, member.name, counts, len(result.settled), result.card is not None))
        told = (*result.findings, *result.settled)
        problems += [Problem(code, member.name, replace(finding, file=shown)) for finding in told]
    problems.sort(key=lambda p: (bool(p.finding.settled_by), list(Severity).index(p.finding.severity)))
    write_file(output, report_bytes(files, problems, created=datetime.now()), force=force)


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
    print_findings(console, (*result.findings, *result.settled))
