"""`xl-cfc score FILE... [--json]`."""

import argparse
import json
from pathlib import Path

from xl_cfc.evaluation import Evaluation
from xl_cfc.isolation import evaluate_files
from xl_cfc.language import t
from xl_cfc.reporting import as_json, exit_code, print_score


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", metavar=t("TỆP", "FILE"), nargs="+", type=Path)
    parser.add_argument(
        "--json", action="store_true", help=t("in dạng JSON, mỗi tệp một mục", "as JSON, one object a file")
    )


def run(options: argparse.Namespace) -> int:
    """Score every file; a file that cannot be read does not stop the others."""
    results: list[Evaluation] = evaluate_files(options.files)
    if options.json:
        print(json.dumps([as_json(result) for result in results], ensure_ascii=False, indent=2))
    else:
        for result in results:
            print_score(result)
    return exit_code(results)
