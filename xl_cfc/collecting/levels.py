"""Merging upwards: consolidated workbooks among the files become the forms they carry."""

import os
from collections.abc import Iterable
from functools import partial

from xl_cfc.collecting.archives import DAMAGED, Job, read_bytes
from xl_cfc.consolidation.members import Member
from xl_cfc.consolidation.sheets.edits import raw_edits
from xl_cfc.consolidation.sheets.members import read_members
from xl_cfc.consolidation.sheets.opening import open_consolidated
from xl_cfc.consolidation.sources import FileStatus, OtherFile
from xl_cfc.consolidation.upwards import CarriedError, CarriedForms, read_carried
from xl_cfc.files.supervising import Limits
from xl_cfc.findings.file import UNREADABLE
from xl_cfc.findings.finding import Finding, found
from xl_cfc.form.isolation import isolated
from xl_cfc.language import t
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.workbook.errors import PackageError

#: A district's workbook holds a hundred forms where a form's file holds one.
LEVEL_LIMITS = Limits(seconds=600.0, memory=2 * 2**30)

#: A consolidated workbook: what reading it as a form came to, and where it is.
_Workbook = tuple[Member, Job]


def raise_level(
    found: CarriedForms, jobs: Iterable[Job], rulesets: FindRuleset, *, limits: Limits = LEVEL_LIMITS
) -> CarriedForms:
    """The same files with the forms that consolidated workbooks carry in these workbooks' place."""
    by_file = {job.file: job for job in jobs}
    workbooks = [(member, by_file[member.file]) for member in found.members if member.is_consolidated]
    if not workbooks:
        return found
    work = partial(_unpacked, rulesets=rulesets)
    processes = min(os.cpu_count() or 1, len(workbooks))
    forms = [member for member in found.members if not member.is_consolidated]
    others = list(found.others)
    for _, carried in isolated(work, workbooks, _refused, processes=processes, limits=limits):
        forms += carried.members
        others += carried.others
    return CarriedForms(tuple(forms), tuple(others))


def _unpacked(workbook: _Workbook, rulesets: FindRuleset) -> CarriedForms:
    """What a consolidated workbook carries, with a row for itself; or itself, with why it cannot be used."""
    member, job = workbook
    try:
        opened = open_consolidated(read_bytes(job))
        carried = read_carried(read_members(opened), member.file, rulesets)
        edits = raw_edits(opened, carried.members, member.file, rulesets)
    except (CarriedError, PackageError) as error:
        return _unusable(member, found(error.kind, **error.params))
    except DAMAGED as error:
        return _unusable(member, found(UNREADABLE, reason=str(error)))
    why = t(
        f"Bản tổng hợp cấp dưới, mang theo {len(carried.members)} phiếu: mỗi phiếu một dòng",
        f"A lower level's workbook with {len(carried.members)} forms, a row each",
    )
    row = OtherFile(member.file, member.size, FileStatus.CONSOLIDATED, why, edits, member.sha256)
    return CarriedForms(carried.members, (row, *carried.others))


def _refused(workbook: _Workbook, finding: Finding) -> CarriedForms:
    return _unusable(workbook[0], finding)


def _unusable(member: Member, finding: Finding) -> CarriedForms:
    return CarriedForms((Member(member.file, member.sha256, member.size, (finding.in_file(member.file),)),), ())
