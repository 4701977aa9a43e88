"""`xl-cfc ruleset list | show ID | check FILE`."""

import argparse
import json
import sys

from xl_cfc.language import number_text, t
from xl_cfc.ruleset.loading import RulesetError
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import find_ruleset, shipped_ids, shipped_ruleset
from xl_cfc.ruleset.unchecked import unchecked_line, unchecked_values
from xl_cfc.ruleset.wording import scale_text


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=t("VIỆC", "ACTION"))
    actions.add_parser("list", help=t("liệt kê các bộ tiêu chí có sẵn", "list the rule sets that ship"))
    show = actions.add_parser("show", help=t("in một bộ tiêu chí", "print a rule set"))
    show.add_argument("name", metavar="ID", help=t("mã, hoặc tệp .yaml", "id, or a .yaml file"))
    show.add_argument("--json", action="store_true", help=t("in dạng JSON", "as JSON"))
    check = actions.add_parser("check", help=t("kiểm tra một tệp bộ tiêu chí", "check a rule set file"))
    check.add_argument("file", metavar=t("TỆP", "FILE"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 when a checked rule set has mistakes, 2 when there is nothing to show."""
    if options.action == "list":
        for name in shipped_ids():
            ruleset = shipped_ruleset(name)
            print(f"{name}\t{ruleset.title}\t{len(ruleset.criteria)} {t('tiêu chí', 'criteria')}\t{ruleset.digest}")
        return 0
    if options.action == "show":
        return _show(options)
    try:
        ruleset = find_ruleset(options.file)
    except RulesetError as error:
        _print_problems(error)
        return 1
    print(
        t(
            f"✓ {options.file}: hợp lệ ({ruleset.id}, {ruleset.digest})",
            f"✓ {options.file}: valid ({ruleset.id}, {ruleset.digest})",
        )
    )
    return 0


def _show(options: argparse.Namespace) -> int:
    try:
        ruleset = find_ruleset(options.name)
    except RulesetError as error:
        _print_problems(error)
        return 2
    if options.json:
        print(json.dumps(ruleset.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        _print_ruleset(ruleset)
    return 0


def _print_problems(error: RulesetError) -> None:
    for problem in error.problems:
        print(f"✗ {problem}", file=sys.stderr)
    count = len(error.problems)
    print(t(f"{count} lỗi trong bộ tiêu chí", f"{count} mistakes in the rule set"), file=sys.stderr)


def _print_ruleset(ruleset: Ruleset) -> None:
    first = next(iter(ruleset.thresholds))
    print(f"{ruleset.title}  [{ruleset.id}, {ruleset.digest}]")
    print(unchecked_line(unchecked_values(ruleset, first), ruleset.title))
    for name, threshold in ruleset.thresholds.items():
        print(f"  {t('Nhóm', 'Class')} {name}: {number_text(threshold.points.value)}  {threshold.label}")
    for criterion in ruleset.criteria:
        print(f"{criterion.number:>3}. {criterion.name} ({number_text(criterion.max_points.value)})")
        for indicator in criterion.indicators:
            print(f"     {indicator.id:<5} {indicator.label}\n           {scale_text(indicator)}")
            for name in getattr(indicator, "tiers_by_class", {}):
                print(f"           {t('nhóm', 'class')} {name}: {scale_text(indicator, name)}")
