"""The options with which a command is told of rule sets that do not ship."""

import argparse
import sys
from pathlib import Path

from xl_cfc.language import t
from xl_cfc.ruleset.known import FOLDER_VARIABLE, KnownRulesets, known_rulesets


def add_ruleset_options(parser: argparse.ArgumentParser) -> None:
    """`--ruleset`, which may be repeated, and `--rulesets`."""
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
    add_folder_option(parser)


def add_folder_option(parser: argparse.ArgumentParser) -> None:
    """`--rulesets`."""
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
