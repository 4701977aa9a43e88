"""`xl-cfc missing FOLDER|FILES... --roster R [--plan P]`: the list to phone."""

import argparse

from xl_cfc.commands.options import (
    add_inputs,
    add_plan,
    add_roster,
    add_rulesets,
    add_year_and_period,
    period_of,
    plan_of,
    roster_of,
    rulesets_of,
)
from xl_cfc.language import t


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_inputs(parser)
    add_roster(parser, required=True)
    add_plan(parser)
    add_year_and_period(parser)
    add_rulesets(parser)


def run(options: argparse.Namespace) -> int:
    """Say who has sent nothing usable and whose form has to be mended; 1 while there is somebody to call."""
    from xl_cfc.collecting import Material, Terms, preview, terminal_progress
    from xl_cfc.consolidation.receiving import completeness_lines

    terms = Terms(plan=plan_of(options), roster=roster_of(options))
    material = Material(options.inputs, rulesets_of(options), year=options.year, period=period_of(options))
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
