"""`xl-cfc merge FOLDER|FILES... -o OUT.xlsx`: many forms, or with `--level-up` lower levels' workbooks, become one."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xl_cfc.commands.options import (
    add_force,
    add_inputs,
    add_plan,
    add_roster,
    add_rulesets,
    add_year_and_period,
    period_of,
    plan_of,
    roster_of,
    rulesets_of,
)
from xl_cfc.language import t
from xl_cfc.usage import UsageError

if TYPE_CHECKING:
    from xl_cfc.collecting import MergeRequest


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_inputs(parser)
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", type=Path, required=True)
    add_year_and_period(parser)
    add_plan(parser)
    add_roster(parser)
    _add_decisions(parser)
    _add_comparison(parser)
    _add_tables(parser)
    add_force(parser)
    add_rulesets(parser)


def _add_decisions(parser: argparse.ArgumentParser) -> None:
    """Which of contradicting forms counts, and who is visited again."""
    parser.add_argument(
        "--prefer",
        metavar=t("newest|TỆP", "newest|FILE"),
        action="append",
        default=[],
        help=t(
            "khi một đơn vị có nhiều phiếu khác nhau: dùng phiếu thấy sau cùng, hoặc tệp này (dùng được nhiều lần)",
            "where a unit's forms contradict each other: use the one seen last, or this file (repeatable)",
        ),
    )
    parser.add_argument(
        "--sample", metavar="N", type=int, help=t("số xã rút để phúc tra", "how many communes to visit again")
    )
    parser.add_argument(
        "--seed",
        help=t("hạt giống rút mẫu phúc tra; mặc định: năm và kỳ", "seed of that sample; year and period if none"),
    )


def _add_comparison(parser: argparse.ArgumentParser) -> None:
    """What else is read: lower levels' workbooks, an earlier period."""
    parser.add_argument(
        "--level-up",
        action="store_true",
        help=t(
            "gộp lên cấp trên: nhận cả bản tổng hợp cấp dưới, tính theo các phiếu nằm trong đó",
            "take lower levels' consolidated workbooks too, as the forms they carry",
        ),
    )
    parser.add_argument(
        "--earlier",
        metavar=t("THƯ_MỤC|TỆP", "FOLDER|FILE"),
        action="append",
        default=[],
        type=Path,
        help=t(
            "phiếu hoặc bản tổng hợp của kỳ trước, chỉ để so sánh (dùng được nhiều lần)",
            "an earlier period's forms or consolidated workbook, only to compare with (repeatable)",
        ),
    )


def _add_tables(parser: argparse.ArgumentParser) -> None:
    folder = t("THƯ_MỤC", "FOLDER")
    parser.add_argument(
        "--csv", metavar=folder, type=Path, help=t("ghi thêm các bảng dữ liệu CSV", "write CSV tables too")
    )
    parser.add_argument(
        "--parquet",
        metavar=folder,
        type=Path,
        help=t("ghi thêm các bảng dữ liệu Parquet (cần pyarrow)", "write Parquet tables too (needs pyarrow)"),
    )


def run(options: argparse.Namespace) -> int:
    """Merge, and say in a few lines what came of it."""
    from xl_cfc.collecting import merge, terminal_progress

    request = _request(options)
    with terminal_progress() as progress:
        outcome = merge(request, warn=lambda text: print(text, file=sys.stderr), progress=progress)
    for line in outcome.lines():
        print(line)
    return outcome.exit_code()


def _request(options: argparse.Namespace) -> "MergeRequest":
    from xl_cfc.collecting import Destination, Material, MergeRequest, Terms
    from xl_cfc.consolidation.tables import TableFiles

    missing = [str(path) for path in (*options.inputs, *options.earlier) if not path.exists()]
    if missing:
        raise UsageError(t("Không có: ", "Not found: ") + ", ".join(missing))
    return MergeRequest(
        Material(
            options.inputs,
            rulesets_of(options),
            year=options.year,
            period=period_of(options),
            level_up=options.level_up,
            earlier=options.earlier,
        ),
        Destination(options.output, TableFiles(csv=options.csv, parquet=options.parquet), force=options.force),
        Terms(
            plan=plan_of(options),
            roster=roster_of(options),
            prefer=options.prefer,
            seed=options.seed,
            sample=options.sample,
        ),
    )
