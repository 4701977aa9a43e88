"""`xl-cfc merge FOLDER|FILES... -o OUT.xlsx`: many forms, or with `--level-up` lower levels' workbooks, become one."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xl_cfc.commands.rulesets import add_ruleset_options, rulesets_of
from xl_cfc.commands.template import PERIODS
from xl_cfc.language import t
from xl_cfc.usage import UsageError

if TYPE_CHECKING:
    from xl_cfc.collecting import MergeRequest


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("inputs", metavar=t("THƯ_MỤC|TỆP", "FOLDER|FILE"), nargs="+", type=Path)
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", type=Path, required=True)
    parser.add_argument("--year", type=int, help=t("chỉ lấy phiếu của năm này", "only forms of this year"))
    parser.add_argument(
        "--period", choices=tuple(PERIODS), help=t("chỉ lấy phiếu của kỳ này", "only forms of this period")
    )
    parser.add_argument(
        "--plan", default="", metavar=t("KẾ_HOẠCH", "PLAN"), help=t("kế hoạch: mã hoặc tệp", "plan: id or file")
    )
    parser.add_argument(
        "--roster",
        metavar=t("DANH_SÁCH", "ROSTER"),
        type=Path,
        help=t("danh sách đơn vị phải nộp (.xlsx, .csv)", "the units expected (.xlsx, .csv)"),
    )
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
    parser.add_argument("--force", action="store_true", help=t("ghi đè tệp đã có", "overwrite an existing file"))
    add_ruleset_options(parser)


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
    from xl_cfc.books.plan import open_plan
    from xl_cfc.books.roster import read_roster
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
            period=PERIODS.get(options.period),
            level_up=options.level_up,
            earlier=options.earlier,
        ),
        Destination(options.output, TableFiles(csv=options.csv, parquet=options.parquet), force=options.force),
        Terms(
            plan=open_plan(options.plan) if options.plan else None,
            roster=read_roster(options.roster) if options.roster else None,
            prefer=options.prefer,
            seed=options.seed,
            sample=options.sample,
        ),
    )
