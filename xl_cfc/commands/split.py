"""`xl-cfc split FORM.xlsx -o DIR [--plan P]`."""

import argparse
import sys
from pathlib import Path

from xl_cfc.commands.options import add_force, add_plan, add_rulesets, rulesets_of
from xl_cfc.language import t


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("form", metavar=t("PHIẾU.xlsx", "FORM.xlsx"), type=Path)
    parser.add_argument("-o", "--output", metavar=t("THƯ_MỤC", "DIR"), type=Path, required=True)
    add_plan(
        parser,
        t(
            "kế hoạch nêu cơ quan chủ trì: mã hoặc tệp (mặc định: kế hoạch ghi trong phiếu)",
            "the plan that names the lead agencies: id or file (default: the form's own)",
        ),
    )
    add_force(parser)
    add_rulesets(parser)


def run(options: argparse.Namespace) -> int:
    """Write each agency's form and say what stays with the commune."""
    from xl_cfc.agencies.files import plan_of, split_form
    from xl_cfc.form.isolation import evaluate_files

    (form,) = evaluate_files([options.form], rulesets_of(options))
    outcome = split_form(form, plan_of(form, options.plan), options.output, force=options.force)
    for share, path in outcome.files:
        numbers = ", ".join(map(str, share.part.numbers))
        print(t(f"{share.name}: tiêu chí {numbers} → {path}", f"{share.name}: criteria {numbers} → {path}"))
    if outcome.left_over:
        numbers = ", ".join(map(str, outcome.left_over))
        print(
            t(
                f"Tiêu chí {numbers}: kế hoạch không giao cơ quan nào, xã tự nhập",
                f"Criteria {numbers}: no agency leads them, the commune fills them in",
            )
        )
    if outcome.waiting:
        print(
            t(
                "Xã chưa nhập các số mà phiếu cơ quan cần (phần điểm liên quan chưa hiện): ",
                "Figures the agencies' forms need are still blank (their points cannot show yet): ",
            )
            + "; ".join(outcome.waiting),
            file=sys.stderr,
        )
    return 0
