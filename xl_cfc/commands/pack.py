"""`xl-cfc pack FILE... [-o DIR]`: checked copies under names that say whose they are."""

import argparse
import sys
from pathlib import Path

from xl_cfc.commands.options import add_files, add_force, add_rulesets, rulesets_of
from xl_cfc.delivery.packing import PackRefusedError, prepare, store
from xl_cfc.delivery.terminal import print_findings
from xl_cfc.form.isolation import evaluate_bytes
from xl_cfc.language import t


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_files(parser)
    parser.add_argument(
        "-o", "--output", metavar=t("THƯ_MỤC", "DIR"), type=Path, default=Path(), help=t("nơi ghi", "where to")
    )
    add_force(parser)
    add_rulesets(parser)


def run(options: argparse.Namespace) -> int:
    """Pack every form that may be sent; 1 when some may not, 2 when none."""
    from rich.console import Console

    packed, rulesets = 0, rulesets_of(options)
    for path in options.files:
        try:
            data = path.read_bytes()
            checked = evaluate_bytes(data, str(path), rulesets)
            target = store(prepare(checked, data, path.suffix), options.output, force=options.force)
        except OSError as error:
            print(
                t(f"✗ {path}: không mở được ({error.strerror})", f"✗ {path}: cannot be opened ({error.strerror})"),
                file=sys.stderr,
            )
            continue
        except PackRefusedError as refusal:
            print(f"✗ {path}: {refusal.sentence}", file=sys.stderr)
            print_findings(Console(highlight=False, stderr=True), refusal.findings)
            continue
        packed += 1
        print(t(f"✓ Đã đóng gói: {target}", f"✓ Packed: {target}"))
    return 0 if packed == len(options.files) else 1 if packed else 2
