"""Options that several commands have, each declared once, and what a command reads from them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xl_cfc.language import t
from xl_cfc.ruleset.known import FOLDER_VARIABLE, KnownRulesets, known_rulesets

if TYPE_CHECKING:
    from xl_cfc.plan.models import Plan
    from xl_cfc.plan.roster import Roster

_PERIODS = {"start": "Đầu kỳ", "end": "Cuối kỳ"}


def add_force(parser: argparse.ArgumentParser) -> None:
    """`--force`."""
    parser.add_argument("--force", action="store_true", help=t("ghi đè tệp đã có", "overwrite files that exist"))


def add_files(parser: argparse.ArgumentParser, told: str | None = None) -> None:
    """The files to work on."""
    parser.add_argument("files", metavar=t("TỆP", "FILE"), nargs="+", type=Path, help=told)


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Files and folders to look for forms in."""
    parser.add_argument("inputs", metavar=t("THƯ_MỤC|TỆP", "FOLDER|FILE"), nargs="+", type=Path)


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json`, for commands that work on files."""
    told = t("in dạng JSON, mỗi tệp một mục", "as JSON, one object a file")
    parser.add_argument("--json", action="store_true", help=told)


def add_plan(parser: argparse.ArgumentParser, told: str = "") -> None:
    """`--plan`."""
    told = told or t("kế hoạch: mã hoặc tệp", "plan: id or file")
    parser.add_argument("--plan", default="", metavar=t("KẾ_HOẠCH", "PLAN"), help=told)


def plan_of(options: argparse.Namespace) -> "Plan | None":
    """The plan that is named."""
    from xl_cfc.books.plan import open_plan

    return open_plan(options.plan) if options.plan else None


def add_roster(parser: argparse.ArgumentParser, told: str = "", *, required: bool = False) -> None:
    """`--roster`."""
    told = told or t("danh sách đơn vị phải nộp (.xlsx, .csv)", "the units expected (.xlsx, .csv)")
    parser.add_argument("--roster", metavar=t("DANH_SÁCH", "ROSTER"), type=Path, help=told, required=required)


def roster_of(options: argparse.Namespace) -> "Roster | None":
    """The roster that is named."""
    from xl_cfc.books.roster import read_roster

    return read_roster(options.roster) if options.roster is not None else None


def add_year_and_period(parser: argparse.ArgumentParser, year: str = "", period: str = "") -> None:
    """`--year` and `--period`, by default to leave other forms out."""
    year = year or t("chỉ xét phiếu của năm này", "only forms of this year")
    period = period or t("chỉ xét phiếu của kỳ này", "only forms of this period")
    parser.add_argument("--year", type=int, help=year)
    parser.add_argument("--period", choices=tuple(_PERIODS), help=period)


def period_of(options: argparse.Namespace) -> str | None:
    """The period that is named, in the form's own word."""
    return _PERIODS.get(options.period)


def add_rulesets(parser: argparse.ArgumentParser) -> None:
    """`--ruleset`, which may be repeated, and `--rulesets`: for every command that reads forms."""
    parser.add_argument(
        "--ruleset",
        action="append",
        default=[],
        metavar=t("MÃ|TỆP", "ID|FILE"),
        help=t(
            "dùng thêm bộ tiêu chí này; mỗi phiếu vẫn được chấm theo bộ của nó",
            "know this rule set too; each form is still scored by its own",
        ),
    )
    add_rulesets_folder(parser)


def add_rulesets_folder(parser: argparse.ArgumentParser) -> None:
    """`--rulesets` alone: for commands that take the one rule set they work on."""
    parser.add_argument(
        "--rulesets",
        type=Path,
        metavar=t("THƯ_MỤC", "DIR"),
        help=t(f"thư mục có các bộ tiêu chí .yaml (mặc định: biến {FOLDER_VARIABLE})", "a folder of .yaml rule sets"),
    )


def rulesets_of(options: argparse.Namespace, *names: str) -> KnownRulesets:
    """The rule sets the command knows, and those of these names; a bad one in the folder is told and left out."""
    known, problems = known_rulesets(options.rulesets, (*getattr(options, "ruleset", ()), *filter(None, names)))
    for problem in problems:
        print(f"! {problem}", file=sys.stderr)
    return known
