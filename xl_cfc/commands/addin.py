"""`xl-cfc addin install | uninstall | doctor`: the Excel add-in, on Windows, without administrator rights."""

import argparse
import sys
from collections.abc import Sequence

from xl_cfc.addin.actions import Action, NotWindowsError, carry_out, texts
from xl_cfc.addin.doctor import diagnose
from xl_cfc.addin.facts import gather
from xl_cfc.addin.installation import (
    InstallError,
    install_actions,
    packaged_addin,
    this_computer,
    uninstall_actions,
)
from xl_cfc.language import t


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=t("VIỆC", "ACTION"))
    install = actions.add_parser("install", help=t("cài vào Excel", "install into Excel"))
    install.add_argument("--place", choices=("xlstart", "trusted"), default="xlstart")
    install.add_argument(
        "--dry-run", action="store_true", help=t("chỉ in việc sẽ làm", "only print what would be done")
    )
    remove = actions.add_parser("uninstall", help=t("gỡ khỏi Excel", "remove from Excel"))
    remove.add_argument("--dry-run", action="store_true", help=t("chỉ in việc sẽ làm", "only print what would be done"))
    actions.add_parser("doctor", help=t("chẩn đoán", "diagnose"))


def run(options: argparse.Namespace) -> int:
    """Install, remove or diagnose."""
    if options.action == "doctor":
        points = diagnose(gather())
        for point in points:
            print(
                f"{point.outcome}  {point.subject}: {point.seen}"
                + (f"\n      → {point.remedy}" if point.remedy else "")
            )
        return 0 if all(point.fine for point in points) else 1
    try:
        situation = this_computer()
        planned: Sequence[Action] = (
            install_actions(situation, packaged_addin(), options.place)
            if options.action == "install"
            else uninstall_actions(situation)
        )
        if options.dry_run:
            print("\n".join(texts(planned)))
        else:
            carry_out(planned, lambda action: print(f"✓ {action.text}"))
            print(t("Đóng hết cửa sổ Excel rồi mở lại.", "Close every window of Excel, then open it again."))
    except PermissionError as error:
        print(
            t(
                f"✗ Không ghi được {error.filename}: đóng hết cửa sổ Excel rồi chạy lại.",
                f"✗ {error.filename} cannot be written: close every window of Excel and try again.",
            ),
            file=sys.stderr,
        )
        return 2
    except (InstallError, NotWindowsError) as error:
        print(f"✗ {error}", file=sys.stderr)
        return 2
    return 0
