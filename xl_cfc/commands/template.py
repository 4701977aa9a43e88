"""`xl-cfc template OUT.xlsx --name … --code … --class … --year … --period …`."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xl_cfc.commands.options import (
    add_force,
    add_plan,
    add_roster,
    add_rulesets_folder,
    add_year_and_period,
    period_of,
    plan_of,
    roster_of,
    rulesets_of,
)
from xl_cfc.files.writing import need_suffix
from xl_cfc.language import t
from xl_cfc.ruleset.known import KnownRulesets
from xl_cfc.ruleset.models import FINAL_PERIOD, Ruleset
from xl_cfc.usage import UsageError

if TYPE_CHECKING:
    from xl_cfc.cells import CellValue
    from xl_cfc.form.sheets import FormContent
    from xl_cfc.plan.models import Plan
    from xl_cfc.plan.roster import Roster


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("output", metavar="OUT.xlsx", type=Path, nargs="?")
    parser.add_argument(
        "--from",
        dest="earlier",
        metavar=t("PHIẾU_TRƯỚC", "EARLIER"),
        type=Path,
        help=t("phiếu kỳ trước: chép những gì còn dùng", "the form of the period before: carries over what stays"),
    )
    add_plan(parser)
    add_roster(parser, t("tạo phiếu cho mọi đơn vị trong danh sách (.xlsx, .csv)", "forms for every unit of a roster"))
    parser.add_argument(
        "-o", dest="folder", metavar=t("THƯ_MỤC", "DIR"), type=Path, help=t("nơi lưu các phiếu", "where the forms go")
    )
    parser.add_argument("--name", default="", help=t("tên đơn vị, ví dụ «Xã Mỹ Đông»", "the unit's name"))
    parser.add_argument("--code", default="", help=t("mã đơn vị hành chính, 5 chữ số", "the unit's code, 5 digits"))
    parser.add_argument(
        "--class", dest="threshold_class", default="", help=t("nhóm ngưỡng điểm: A, B, C", "threshold class")
    )
    add_year_and_period(
        parser,
        t("năm đánh giá", "year of evaluation"),
        t("kỳ: start đầu kỳ, end cuối kỳ", "start or end of the year"),
    )
    parser.add_argument("--kind", default="", help=t("loại đơn vị: xã, phường, thị trấn, đặc khu", "kind of unit"))
    parser.add_argument("--unit", default="", help=t("đơn vị tổng hợp", "the consolidating unit"))
    parser.add_argument("--province", default="", help=t("tỉnh, thành phố", "the province"))
    parser.add_argument(
        "--ruleset",
        dest="chosen",
        default="",
        metavar=t("MÃ|TỆP", "ID|FILE"),
        help=t("bộ tiêu chí: mã hoặc tệp .yaml (mặc định: bộ áp dụng cho năm)", "rule set: id or .yaml file"),
    )
    add_rulesets_folder(parser)
    add_force(parser)


def run(options: argparse.Namespace) -> int:
    """Write the form."""
    from xl_cfc.files.writing import write_file
    from xl_cfc.form.sheets import FormContent, form_bytes

    plan = plan_of(options)
    known, ruleset = _ruleset(options, plan)
    roster = roster_of(options)
    if roster is not None:
        return _issue(options, roster, ruleset, plan)
    if options.output is None:
        raise UsageError(t("Nêu tên tệp OUT.xlsx, hoặc --roster và -o", "Name OUT.xlsx, or --roster and -o"))
    need_suffix(options.output, ".xlsx")
    if options.threshold_class and options.threshold_class not in ruleset.thresholds:
        classes = ", ".join(ruleset.thresholds)
        raise UsageError(t(f"Nhóm ngưỡng phải là một trong: {classes}", f"The class must be one of: {classes}"))
    if options.code and not (len(options.code) == 5 and options.code.isascii() and options.code.isdigit()):
        raise UsageError(t("Mã đơn vị phải có đúng 5 chữ số", "The code must have exactly 5 digits"))
    values: dict[str, CellValue] = {
        "ten_don_vi": options.name,
        "ma_dvhc": options.code,
        "nhom_nguong": options.threshold_class,
        "nam": options.year or (plan.year if plan else None),
        "ky": period_of(options),
        "loai_don_vi": options.kind,
        "don_vi_tong_hop": options.unit,
        "tinh": options.province or (plan.province if plan else ""),
    }
    content, lines = _carried_over(options.earlier, known, ruleset) if options.earlier else (FormContent(), ())
    data = form_bytes(ruleset, content.with_values(values), plan=plan, today=date.today())
    write_file(options.output, data, force=options.force)
    print(t(f"Đã tạo phiếu: {options.output}", f"Form written: {options.output}"))
    for line in lines:
        print(line)
    return 0


def _carried_over(earlier: Path, known: KnownRulesets, ruleset: Ruleset) -> "tuple[FormContent, tuple[str, ...]]":
    """What stands in the form from the one before it, and the lines that say so."""
    from xl_cfc.form.next_period import carry_over, read_earlier, told

    form = read_earlier(earlier, known)
    return carry_over(form, ruleset), tuple(told(form, ruleset))


def _ruleset(options: argparse.Namespace, plan: "Plan | None") -> tuple[KnownRulesets, Ruleset]:
    """The rule sets known, and the one that is named, else the plan's, else the one in force in the form's year."""
    name = options.chosen or (plan.ruleset if plan else "")
    year = options.year or (plan.year if plan else None)
    known = rulesets_of(options, name)
    return known, known.named(name) if name else known.in_force(year)


def _issue(options: argparse.Namespace, roster: "Roster", ruleset: Ruleset, plan: "Plan | None") -> int:
    """Write the forms of every unit of a roster."""
    from xl_cfc.collecting import terminal_progress
    from xl_cfc.form.issuing import Issue, issue_forms

    year = options.year or (plan.year if plan else None)
    if options.folder is None or options.output is not None or year is None:
        raise UsageError(
            t(
                "Với --roster, nêu thư mục bằng -o và năm bằng --year hoặc --plan; không nêu OUT.xlsx",
                "With --roster, name a folder with -o and the year with --year or --plan, and no OUT.xlsx",
            )
        )
    issue = Issue(year, period_of(options) or FINAL_PERIOD, plan, date.today())
    with terminal_progress(writing=True) as progress:
        paths = issue_forms(ruleset, issue, roster, options.folder, force=options.force, progress=progress)
    print(t(f"Đã tạo {len(paths)} phiếu trong {options.folder}", f"{len(paths)} forms written to {options.folder}"))
    return 0
