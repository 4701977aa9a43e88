"""`xl-cfc check FILE... [--json] [--xlsx OUT] [--note DIR]`."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xl_cfc.commands.options import add_files, add_force, add_json, add_roster, add_rulesets, roster_of, rulesets_of
from xl_cfc.delivery.reporting import exit_code
from xl_cfc.delivery.terminal import print_findings
from xl_cfc.files.writing import need_suffix, refuse_overwrite, write_file
from xl_cfc.findings.file import CONSOLIDATED_NOT_FORM
from xl_cfc.findings.finding import Severity, errors
from xl_cfc.form.circumstances import against_roster, on_day
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.form.isolation import evaluate_files
from xl_cfc.language import t
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.usage import UsageError

if TYPE_CHECKING:
    from xl_cfc.delivery.followup import FollowUp


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_files(parser)
    add_json(parser)
    parser.add_argument(
        "--xlsx",
        metavar="OUT.xlsx",
        type=Path,
        help=t("ghi báo cáo có đường dẫn tới từng ô", "write a report with links to the cells"),
    )
    add_roster(
        parser, t("đối chiếu mã, tên, nhóm với danh sách đơn vị (.xlsx, .csv)", "compare with the roster (.xlsx, .csv)")
    )
    parser.add_argument(
        "--note",
        metavar=t("THƯ_MỤC", "DIR"),
        type=Path,
        help=t(
            "ghi phiếu trả lại cho từng đơn vị; với bản tổng hợp: của mọi phiếu trong đó, và danh sách gọi điện",
            "write a return note for each unit; of a consolidated workbook: for every form in it, and the phone list",
        ),
    )
    parser.add_argument(
        "--due",
        default="",
        metavar=t("NGÀY", "DAY"),
        help=t("hạn sửa ghi trên phiếu trả lại, ví dụ 15/11/2026", "deadline on the notes"),
    )
    add_force(parser)
    add_rulesets(parser)


def run(options: argparse.Namespace) -> int:
    """List every finding of every file."""
    if options.xlsx is not None:
        _refuse_report(options.xlsx, options.files, force=options.force)
    roster = roster_of(options)
    rulesets = rulesets_of(options)
    results = [on_day(result, date.today()) for result in evaluate_files(options.files, rulesets)]
    workbooks: list[FollowUp] = []
    if options.note is not None:
        workbooks = [_followed_up(result, rulesets, roster) for result in results if _is_consolidated(result)]
        results = [result for result in results if not _is_consolidated(result)]
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
        ] + [
            {"file": one.workbook, "findings": [finding.as_json() for finding in one.findings], "settled": []}
            for one in workbooks
        ]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for result in results:
            _print(result)
        for one in workbooks:
            print(f"\n{one.workbook}: {'; '.join(one.lines())}.")
    if options.note is not None:
        _write_notes(results, workbooks, options)
    if options.xlsx is not None:
        _write_report(results, options.xlsx, force=options.force)
        print(t(f"Đã ghi báo cáo: {options.xlsx}", f"Report written: {options.xlsx}"), file=sys.stderr)
    return _exit_code(results, workbooks)


def _is_consolidated(result: Evaluation) -> bool:
    return any(finding.kind == CONSOLIDATED_NOT_FORM for finding in result.findings)


def _followed_up(result: Evaluation, rulesets: FindRuleset, roster: Roster | None) -> "FollowUp":
    from xl_cfc.delivery.followup import follow_up

    return follow_up(Path(result.file).read_bytes(), result.file, rulesets, date.today(), roster=roster)


def _write_notes(results: Sequence[Evaluation], workbooks: Sequence["FollowUp"], options: argparse.Namespace) -> None:
    """The notes of the forms and of those in the workbooks, and each workbook's phone list: all of them or none."""
    from xl_cfc.delivery.returning import note_files, of_form, write_files

    today = date.today()
    returned = [*map(of_form, results), *(one for workbook in workbooks for one in workbook.returned)]
    notes = note_files(returned, today, options.due)
    lists = {name: data for workbook in workbooks for name, data in workbook.list_files(today).items()}
    write_files(notes | lists, options.note, force=options.force)
    pages, folder = len(notes) // 2, options.note
    said = t(f"Đã ghi {pages} phiếu trả lại vào {folder}", f"{pages} return notes written to {folder}")
    tables = ", ".join(name for name in lists if name.endswith(".xlsx"))
    if tables:
        said += t(f"; danh sách gọi điện: {tables}", f"; phone list: {tables}")
    print(said, file=sys.stderr)


def _exit_code(results: Sequence[Evaluation], workbooks: Sequence["FollowUp"]) -> int:
    """That of the forms; with a workbook at hand something was usable, and 1 says there is something to do."""
    if not workbooks:
        return exit_code(results)
    return 1 if any(not one.is_empty or one.unknown for one in workbooks) or (results and exit_code(results)) else 0


def _refuse_report(output: Path, files: Sequence[Path], *, force: bool) -> None:
    """Raise before anything is read when the report cannot be written; a checked file is never written over."""
    need_suffix(output, ".xlsx")
    if output.resolve() in [path.resolve() for path in files]:
        message = t(
            f"{output} là tệp đang kiểm tra. Chọn tên khác.", f"{output} is being checked. Choose another name."
        )
        raise UsageError(message)
    refuse_overwrite(output, force=force)


def _write_report(results: Sequence[Evaluation], output: Path, *, force: bool) -> None:
    from xl_cfc.collecting.naming import shown_path
    from xl_cfc.consolidation.members import member_of
    from xl_cfc.consolidation.sources import Problem
    from xl_cfc.delivery.checkreport import CheckedFile, report_bytes

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
