"""`xl-cfc advise FILE... [--json]`."""

import argparse
import json
from pathlib import Path

from xl_cfc.advice import advice_json, advice_rows, advise
from xl_cfc.answers import Answers
from xl_cfc.evaluation import Evaluation, evaluate_file
from xl_cfc.language import t
from xl_cfc.reporting import exit_code


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", metavar=t("TỆP", "FILE"), nargs="+", type=Path)
    parser.add_argument("--json", action="store_true", help=t("in dạng JSON", "as JSON"))


def run(options: argparse.Namespace) -> int:
    """Advise on every file; a file that cannot be read does not stop the others."""
    results = [evaluate_file(path) for path in options.files]
    if options.json:
        print(json.dumps([_as_json(result) for result in results], ensure_ascii=False, indent=2))
    else:
        for result in results:
            _print(result)
    return exit_code(results)


def _as_json(result: Evaluation) -> dict[str, object]:
    if result.submission is None or result.ruleset is None:
        return {"file": result.file, "error": _reason(result), "advice": None}
    advice = advise(Answers(result.submission, result.ruleset))
    return {"file": result.file, "error": None, "advice": advice_json(advice)}


def _reason(result: Evaluation) -> str:
    return result.findings[0].message if result.findings else t("không đọc được", "cannot be read")


def _print(result: Evaluation) -> None:
    print(result.file)
    if result.submission is None or result.ruleset is None:
        print(f"  ✗ {_reason(result)}")
        return
    group = ""
    for heading, indicator, text in advice_rows(
        advise(Answers(result.submission, result.ruleset)), result.ruleset
    ):
        if heading != group:
            print(f"  {heading}")
            group = heading
        print(f"    {indicator:<5} {text}")
