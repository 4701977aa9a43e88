"""`xl-cfc roster template OUT.xlsx | check FILE`."""

import argparse
import sys
from pathlib import Path

from xl_cfc.commands.options import add_force
from xl_cfc.files.writing import need_suffix
from xl_cfc.language import t
from xl_cfc.plan.loading import PlanError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=t("VIỆC", "ACTION"))
    template = actions.add_parser("template", help=t("tạo danh sách trắng để điền", "write a blank roster"))
    template.add_argument("output", metavar="OUT.xlsx", type=Path)
    add_force(template)
    check = actions.add_parser("check", help=t("kiểm tra danh sách", "check a roster"))
    check.add_argument("file", metavar=t("TỆP", "FILE"), type=Path, help=t(".xlsx hoặc .csv", ".xlsx or .csv"))


def run(options: argparse.Namespace) -> int:
    """Write a blank roster, or say what is wrong with a filled one."""
    from xl_cfc.books.roster import read_roster, roster_bytes
    from xl_cfc.files.writing import write_file

    if options.action == "template":
        need_suffix(options.output, ".xlsx")
        write_file(options.output, roster_bytes(), force=options.force)
        print(t(f"Đã tạo danh sách trắng: {options.output}", f"Blank roster written: {options.output}"))
        return 0
    try:
        roster = read_roster(options.file)
    except PlanError as error:
        for problem in error.problems:
            print(f"✗ {problem}", file=sys.stderr)
        print(t(f"{len(error.problems)} lỗi trong danh sách", f"{len(error.problems)} mistakes"), file=sys.stderr)
        return 1
    excused = sum(bool(unit.exception) for unit in roster.units)
    merged = sum(bool(unit.predecessors) for unit in roster.units)
    without = [unit.name for unit in roster.units if not unit.phone]
    print(
        t(
            f"✓ {len(roster.units)} đơn vị, {excused} ngoại lệ, {merged} đơn vị mới từ sắp xếp, "
            f"{len(without)} chưa có điện thoại",
            f"✓ {len(roster.units)} units, {excused} exceptions, {merged} merged units, {len(without)} without phone",
        )
    )
    return 0
