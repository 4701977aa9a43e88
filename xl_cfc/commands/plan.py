"""`xl-cfc plan list | show P | check P | export P OUT.xlsx | import IN.xlsx -o P.yaml | calendar P -o OUT.ics`."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from xl_cfc.books.plan import open_plan
from xl_cfc.commands.options import add_force, add_rulesets_folder, rulesets_of
from xl_cfc.files.writing import need_suffix
from xl_cfc.findings.finding import Severity, severity_word
from xl_cfc.language import t
from xl_cfc.plan.checking import check_plan
from xl_cfc.plan.loading import PlanError
from xl_cfc.plan.models import Plan
from xl_cfc.plan.registry import shipped_plan, shipped_plan_ids
from xl_cfc.plan.wording import described, target_text
from xl_cfc.ruleset.known import KnownRulesets
from xl_cfc.ruleset.registry import DEFAULT_RULESET
from xl_cfc.usage import UsageError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=t("VIỆC", "ACTION"))
    actions.add_parser("list", help=t("liệt kê các kế hoạch có sẵn", "list the plans that ship"))
    show = actions.add_parser("show", help=t("in một kế hoạch", "print a plan"))
    _name(show)
    show.add_argument("--json", action="store_true", help=t("in dạng JSON", "as JSON"))
    check = actions.add_parser("check", help=t("kiểm tra một kế hoạch", "check a plan"))
    _name(check)
    export = actions.add_parser("export", help=t("xuất kế hoạch ra Excel để sửa", "a plan as a workbook"))
    export.add_argument(
        "name",
        metavar=t("KẾ_HOẠCH", "PLAN"),
        nargs="?",
        default="",
        help=t("bỏ trống: tờ trắng", "absent: a blank one"),
    )
    export.add_argument("output", metavar="OUT.xlsx", type=Path)
    add_force(export)
    reading = actions.add_parser("import", help=t("đọc kế hoạch từ Excel", "read a plan from a workbook"))
    reading.add_argument("file", metavar="IN.xlsx", type=Path)
    reading.add_argument("-o", "--output", metavar="OUT.yaml", type=Path, required=True)
    add_force(reading)
    for part in (check, reading):
        add_rulesets_folder(part)
    calendar = actions.add_parser("calendar", help=t("đưa các mốc vào lịch (.ics)", "the milestones as a calendar"))
    _name(calendar)
    calendar.add_argument("-o", "--output", metavar="OUT.ics", type=Path, required=True)
    add_force(calendar)


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar=t("KẾ_HOẠCH", "PLAN"), help=t("mã hoặc tệp", "id or file"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 when a checked plan has mistakes, 2 when there is nothing to show."""
    if options.action == "list":
        return _list()
    if options.action == "check":
        return _check(options.name, rulesets_of(options))
    if options.action == "export":
        return _export(options)
    if options.action == "import":
        return _import(options)
    plan = open_plan(options.name)
    if options.action == "calendar":
        return _calendar(plan, options.output, force=options.force)
    if options.json:
        print(json.dumps(plan.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return 0
    for label, value in described(plan):
        print(f"{label}: {value}")
    return 0


def _list() -> int:
    for plan_id in shipped_plan_ids():
        plan = shipped_plan(plan_id)
        led = t(f"{len(plan.leads)} tiêu chí có cơ quan chủ trì", f"{len(plan.leads)} criteria have a lead agency")
        targets = "; ".join(target_text(target) for target in plan.targets)
        print("\t".join(filter(None, (plan_id, plan.unit, str(plan.year), plan.legal.number, led, targets))))
    return 0


def _check(name: str, known: KnownRulesets) -> int:
    """Every mistake and every doubt, to the error stream when they stop the plan."""
    try:
        plan = open_plan(name)
    except PlanError as error:
        return _told(error)
    return _doubts(plan, name, known)


def _told(error: PlanError) -> int:
    for problem in error.problems:
        print(f"✗ {problem}", file=sys.stderr)
    print(t(f"{len(error.problems)} lỗi trong kế hoạch", f"{len(error.problems)} mistakes"), file=sys.stderr)
    return 1


def _doubts(plan: Plan, name: str, known: KnownRulesets) -> int:
    numbers = [criterion.number for criterion in known.named(plan.ruleset or DEFAULT_RULESET).criteria]
    doubts = check_plan(plan, numbers)
    for doubt in doubts:
        mark = "✗" if doubt.severity is Severity.ERROR else "!"
        print(f"{mark} {severity_word(doubt.severity)}: {doubt.path}: {doubt.message}")
    errors = sum(doubt.severity is Severity.ERROR for doubt in doubts)
    warnings = len(doubts) - errors
    print(t(f"{name}: {errors} lỗi, {warnings} cảnh báo", f"{name}: {errors} errors, {warnings} warnings"))
    return 1 if errors else 0


def _export(options: argparse.Namespace) -> int:
    from xl_cfc.books.plan import planbook_bytes
    from xl_cfc.files.writing import write_file

    need_suffix(options.output, ".xlsx")
    plan = open_plan(options.name) if options.name else None
    write_file(options.output, planbook_bytes(plan), force=options.force)
    print(t(f"Đã xuất: {options.output}", f"Written: {options.output}"))
    return 0


def _import(options: argparse.Namespace) -> int:
    """Write the plan as YAML, unless it has mistakes; doubts are told."""
    from xl_cfc.files.writing import write_file
    from xl_cfc.plan.loading import plan_text

    try:
        plan = open_plan(str(options.file))
    except PlanError as error:
        return _told(error)
    code = _doubts(plan, plan.id, rulesets_of(options))
    if code == 0:
        write_file(options.output, plan_text(plan).encode(), force=options.force)
        print(t(f"Đã ghi kế hoạch: {options.output}", f"Plan written: {options.output}"))
    return code


def _calendar(plan: Plan, output: Path, *, force: bool) -> int:
    from xl_cfc.files.writing import write_file
    from xl_cfc.plan.calendar import calendar_bytes

    count = sum(1 for _ in plan.dated())
    if not count:
        raise UsageError(t(f"Kế hoạch {plan.id} không nêu ngày nào", f"The plan {plan.id} names no days"))
    need_suffix(output, ".ics")
    write_file(output, calendar_bytes(plan, datetime.now(UTC)), force=force)
    print(t(f"{count} mốc: {output}", f"{count} milestones: {output}"))
    return 0
