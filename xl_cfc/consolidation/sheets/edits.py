"""Figures that somebody changed on the sheet `Dữ liệu gốc`: told, because only the forms' own figures count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xl_cfc.consolidation.members import WITHIN, Member
from xl_cfc.consolidation.sheets.raw import RAW, SOURCE_HEADING, captions
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.level import RAW_EDITED
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp
from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.headings import HeadingRow, find_heading_row
from xl_cfc.workbook.opened import OpenedWorkbook

#: More than these say nothing new: the sheet was worked over.
MAX_EDITS = 200
_HEADINGS_WITHIN = 12


def raw_edits(
    workbook: OpenedWorkbook, members: Sequence[Member], file: str, rulesets: FindRuleset
) -> tuple[Finding, ...]:
    """Every figure on the sheets of typed inputs that is not what its form has; rows may be sorted or deleted."""
    by_file = {member.file.removeprefix(file + WITHIN): member for member in members if member.inputs}
    edits: list[Finding] = []
    for title in workbook.sheets:
        if title == RAW or title.startswith(f"{RAW} "):
            edits += _sheet_edits(workbook.grid(title), by_file, rulesets)
    return tuple(edit.in_file(file) for edit in edits[:MAX_EDITS])


def _sheet_edits(grid: Grid, by_file: Mapping[str, Member], rulesets: FindRuleset) -> Iterator[Finding]:
    heading = find_heading_row(grid, (SOURCE_HEADING,), _HEADINGS_WITHIN)
    source = heading.column(SOURCE_HEADING) if heading else None
    if heading is None or source is None:
        return
    last = max(place[0] for place in grid.cells)
    for below in range(heading.row + 1, last + 1):
        member = by_file.get(grid[below, source].shown)
        ruleset = rulesets(_stamp(member)) if member else None
        if member is not None and ruleset is not None:
            yield from _row_edits(grid, below, heading, member, ruleset)


def _stamp(member: Member) -> Stamp:
    return Stamp(
        template_version=member.template_version, ruleset_id=member.ruleset_id, ruleset_hash=member.ruleset_hash
    )


def _row_edits(grid: Grid, row: int, heading: HeadingRow, member: Member, ruleset: Ruleset) -> Iterable[Finding]:
    for (field_id, caption), answer in zip(captions(ruleset).items(), member.inputs, strict=True):
        column = heading.column(caption)
        if column is None or field_id == "ten_don_vi":  # the name may bear the sign of a conflict
            continue
        cell = grid[row, column]
        if cell.shown.strip() != answer.shown.strip():
            yield found(
                RAW_EDITED,
                sheet=cell.sheet,
                cell=cell.ref,
                value=cell.shown,
                field=field_id,
                title=cell.sheet,
                label=caption,
                unit=member.name or member.code or "",
                typed=answer.shown,
            )
