"""`xl-cfc score FILE... [--json] [--what-if ID|FILE]`."""

import argparse
import json

from xl_cfc.commands.options import add_files, add_json, add_rulesets, rulesets_of
from xl_cfc.delivery.reporting import as_json, exit_code, what_if_json
from xl_cfc.delivery.terminal import print_score, print_what_if
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.form.isolation import evaluate_files
from xl_cfc.judging.whatif import WhatIf, what_if
from xl_cfc.language import t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.wording import not_comparable


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_files(parser)
    add_json(parser)
    parser.add_argument(
        "--what-if",
        default="",
        metavar=t("MÃ|TỆP", "ID|FILE"),
        help=t("chấm thử cùng số liệu theo bộ tiêu chí khác", "score the same figures by another rule set too"),
    )
    add_rulesets(parser)


def run(options: argparse.Namespace) -> int:
    """Score every file; a file that cannot be read does not stop the others."""
    rulesets = rulesets_of(options)
    other = rulesets.named(options.what_if) if options.what_if else None
    results: list[Evaluation] = evaluate_files(options.files, rulesets)
    tried = [_tried(result, other) if other else None for result in results]
    if options.json:
        pairs = zip(results, tried, strict=True)
        told = [as_json(result) | ({"what_if": what_if_json(part)} if other else {}) for result, part in pairs]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for result, part in zip(results, tried, strict=True):
            print_score(result)
            if part is not None:
                print_what_if(part)
        followed = {result.ruleset.digest for result in results if result.ruleset is not None}
        if len(followed) > 1:
            print(f"\n{not_comparable(len(followed))}.")
    return exit_code(results)


def _tried(result: Evaluation, other: Ruleset) -> WhatIf | None:
    if result.submission is None or result.ruleset is None or result.card is None:
        return None
    return what_if(result.submission, result.ruleset, result.card, other)
