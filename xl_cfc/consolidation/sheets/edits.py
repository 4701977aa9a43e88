"""Figures that somebody changed on the sheet `Dữ liệu gốc`: told, because only the forms' own figures count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from xl_cfc.cells import Cell, CellKind
from xl_cfc.consolidation.members import WITHIN, Member, Typed
from xl_cfc.consolidation.sheets.raw import RAW, SOURCE_HEADING, captions
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.level import RAW_EDITED
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp
from xl_cfc.workbook.package import open_package
from xl_cfc.workbook.sheetxml import Grid, read_grid
from xl_cfc.workbook.workbookxml import read_workbook

#: More than these say nothing new: the sheet was worked over.
MAX_EDITS = 200
_HEADINGS_WITHIN = 12


def raw_edits(data: bytes, members: Sequence[Member], workbook: str, rulesets: FindRuleset) -> tuple[Finding, ...]:
    """Every figure on the sheets of typed inputs that is not what its form has; rows may be sorted or deleted."""
    package = open_package(data)
    part = read_workbook(package)
    by_file = {member.file.removeprefix(workbook + WITHIN): member for member in members if member.inputs}
    edits: list[Finding] = []
    for title, target in part.sheets.items():
        if title == RAW or title.startswith(f"{RAW} "):
            grid = read_grid(package, target, title, part.book)
            edits += _sheet_edits(grid, by_file, rulesets)
    return tuple(edit.in_file(workbook) for edit in edits[:MAX_EDITS])


def _sheet_edits(grid: Grid, by_file: Mapping[str, Member], rulesets: FindRuleset) -> Iterator[Finding]:
    headings, row = _headings(grid)
    if SOURCE_HEADING not in headings:
        return
    last = max(place[0] for place in grid.cells)
    for below in range(row + 1, last + 1):
        member = by_file.get(grid[below, headings[SOURCE_HEADING]].shown)
        ruleset = rulesets(_stamp(member)) if member else None
        if member is not None and ruleset is not None:
            yield from _row_edits(grid, below, headings, member, ruleset)


def _headings(grid: Grid) -> tuple[dict[str, int], int]:
    """The columns by their headings, and the row these stand in."""
    rows: dict[int, dict[str, int]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _HEADINGS_WITHIN and cell.kind is CellKind.TEXT:
            rows.setdefault(row, {}).setdefault(str(cell.value), column)
    return next(((found, row) for row, found in sorted(rows.items()) if SOURCE_HEADING in found), ({}, 0))


def _stamp(member: Member) -> Stamp:
    return Stamp(
        template_version=member.template_version, ruleset_id=member.ruleset_id, ruleset_hash=member.ruleset_hash
    )


def _row_edits(
    grid: Grid, row: int, headings: Mapping[str, int], member: Member, ruleset: Ruleset
) -> Iterable[Finding]:
    for (field_id, caption), typed in zip(captions(ruleset).items(), member.inputs, strict=True):
        if caption not in headings or field_id == "ten_don_vi":  # the name may bear the sign of a conflict
            continue
        cell = grid[row, headings[caption]]
        if not _same(cell, typed):
            yield found(
                RAW_EDITED,
                sheet=cell.sheet,
                cell=cell.ref,
                value=cell.shown,
                field=field_id,
                title=cell.sheet,
                label=caption,
                unit=member.name or member.code or "",
                typed=_shown(typed),
            )


def _same(cell: Cell, typed: Typed) -> bool:
    return cell.shown.strip() == _shown(typed).strip()


def _shown(typed: Typed) -> str:
    if isinstance(typed.value, date):
        return typed.value.strftime("%d/%m/%Y")
    return "" if typed.value is None else str(typed.value)
