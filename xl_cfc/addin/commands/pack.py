"""`xl-cfc pack FILE... [-o FOLDER] [--force]`."""

import argparse
import sys
from pathlib import Path

from xl_cfc.evaluation import evaluate
from xl_cfc.language import t
from xl_cfc.packing import PackRefusedError, prepare, store


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", metavar=t("TỆP", "FILE"), nargs="+", type=Path)
    parser.add_argument(
        "-o",
        "--output",
        metavar=t("THƯ_MỤC", "FOLDER"),
        type=Path,
        help=t(
            "nơi ghi bản gửi đi (mặc định: cạnh phiếu)", "where to put the copy (default: beside the form)"
        ),
    )
    parser.add_argument("--force", action="store_true", help=t("ghi đè tệp cùng tên", "overwrite"))


def run(options: argparse.Namespace) -> int:
    """Pack every form; 1 when some were refused, 2 when none could be packed for being unreadable."""
    packed, unreadable = 0, 0
    for path in options.files:
        try:
            data = path.read_bytes()
            evaluation = evaluate(data, path.name)
            unreadable += evaluation.submission is None
            target = store(
                prepare(evaluation, data, path.suffix), options.output or path.parent, force=options.force
            )
        except (PackRefusedError, OSError) as refusal:
            unreadable += isinstance(refusal, OSError)
            _print_refusal(path, refusal)
        else:
            packed += 1
            print(target)
    if packed == len(options.files):
        return 0
    return 2 if unreadable == len(options.files) else 1


def _print_refusal(path: Path, refusal: Exception) -> None:
    print(f"✗ {path}: {refusal}", file=sys.stderr)
    for finding in getattr(refusal, "findings", ()):
        print(f"    {finding.place}: {finding.message}. {finding.fix}", file=sys.stderr)
