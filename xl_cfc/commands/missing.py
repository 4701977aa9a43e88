"""`xl-cfc missing FOLDER|FILES... --roster R [--plan P]`: the list to phone."""

import argparse
from pathlib import Path

from xl_cfc.commands.rulesets import add_ruleset_options, rulesets_of
from xl_cfc.commands.template import PERIODS
from xl_cfc.language import t


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("inputs", metavar=t("THƯ_MỤC|TỆP", "FOLDER|FILE"), nargs="+", type=Path)
    parser.add_argument("--roster", metavar=t("DANH_SÁCH", "ROSTER"), type=Path, required=True)
    parser.add_argument("--plan", default="", metavar=t("KẾ_HOẠCH", "PLAN"), help=t("mã hoặc tệp", "id or file"))
    parser.add_argument("--year", type=int, help=t("chỉ xét phiếu của năm này", "only forms of this year"))
    parser.add_argument(
        "--period", choices=tuple(PERIODS), help=t("chỉ xét phiếu của kỳ này", "only forms of this period")
    )
    add_ruleset_options(parser)


def run(options: argparse.Namespace) -> int:
    """Say who has sent nothing usable and whose form has to be mended; 1 while there is somebody to call."""
    from xl_cfc.books.plan import open_plan
    from xl_cfc.books.roster import read_roster
    from xl_cfc.collecting import Material, Terms, preview, terminal_progress
    from xl_cfc.consolidation.receiving import completeness_lines

    roster = read_roster(options.roster)
    terms = Terms(plan=open_plan(options.plan) if options.plan else None, roster=roster)
    material = Material(options.inputs, rulesets_of(options), year=options.year, period=PERIODS.get(options.period))
    with terminal_progress() as progress:
        merged = preview(material, terms, progress=progress)
    state = merged.completeness
    assert state is not None
    for status in state.to_phone:
        who = " · ".join(filter(None, (status.unit.contact, status.unit.phone)))
        name = f"{status.unit.code} {status.unit.name}"
        detail = f" ({', '.join(status.unreadable)})" if status.unreadable else ""
        print(f"{status.receipt.text}: {name}{detail}  {who or t('chưa có số điện thoại', 'no phone number')}")
    for status in state.to_return:
        print(
            f"{t('Trả lại', 'To mend')}: {status.unit.code} {status.unit.name}  {status.remarks}  {status.unit.phone}"
        )
    for line in completeness_lines(state):
        print(line)
    return 1 if state.to_phone or state.to_return else 0
