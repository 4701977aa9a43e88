"""`xl-cfc addin install | uninstall | doctor`."""

import argparse
import sys
from collections.abc import Sequence

from xl_cfc.addin.actions import Action, NotWindowsError, carry_out
from xl_cfc.addin.doctor import diagnose, gather
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
    install = actions.add_parser("install", help=t("cài cho người dùng này", "install for this user"))
    install.add_argument(
        "--place",
        choices=("xlstart", "trusted"),
        default="xlstart",
        help=t("nơi cài; trusted khi cơ quan khoá XLSTART", "where to; trusted where XLSTART is locked"),
    )
    remove = actions.add_parser("uninstall", help=t("gỡ bỏ", "remove"))
    for part in (install, remove):
        part.add_argument(
            "--dry-run", action="store_true", help=t("chỉ nêu sẽ làm gì", "only say what would be done")
        )
    actions.add_parser("doctor", help=t("tìm nguyên nhân tiện ích không chạy", "find what is wrong"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 when the diagnosis has something to look at, 2 when nothing could be done."""
    if options.action == "doctor":
        return _doctor()
    try:
        situation = this_computer()
        if options.action == "install":
            actions = install_actions(situation, packaged_addin(), options.place)
        else:
            actions = uninstall_actions(situation)
        return _carry_out(actions, dry=options.dry_run)
    except (InstallError, NotWindowsError) as error:
        print(str(error), file=sys.stderr)
        return 2
    except PermissionError as error:
        print(
            t(
                f"Không ghi được {error.filename}: đóng hết cửa sổ Excel rồi chạy lại",
                f"Cannot write {error.filename}: close every Excel window and run again",
            ),
            file=sys.stderr,
        )
        return 2


def _carry_out(actions: Sequence[Action], *, dry: bool) -> int:
    if dry:
        for action in actions:
            print(action.text)
        return 0
    carry_out(actions, lambda action: print(f"✓ {action.text}"))
    print(t("Xong. Đóng hết cửa sổ Excel rồi mở lại.", "Done. Close every Excel window and open it again."))
    return 0


def _doctor() -> int:
    diagnoses = diagnose(gather())
    for part in diagnoses:
        print(f"{part.outcome:<10} {part.subject}: {part.seen}")
        if part.remedy:
            print(f"           → {part.remedy}")
    return 0 if all(part.fine for part in diagnoses) else 1
