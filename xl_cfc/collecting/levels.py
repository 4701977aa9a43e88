"""Merging upwards: consolidated workbooks among the files become the forms they carry."""

from collections.abc import Iterable, Mapping

from xl_cfc import findings as kinds
from xl_cfc.carried import Carried, CarriedError, read_carried
from xl_cfc.collecting.archives import DAMAGED, Job, read_bytes
from xl_cfc.excel.consolidated.edits import raw_edits
from xl_cfc.excel.consolidated.members import read_members
from xl_cfc.excel.package import PackageError
from xl_cfc.excel.reader import FindRuleset
from xl_cfc.findings import FindingKind, found
from xl_cfc.language import t
from xl_cfc.merging import FileStatus, Member, OtherFile


def raise_level(found: Carried, jobs: Iterable[Job], rulesets: FindRuleset) -> Carried:
    """The same files with the forms that consolidated workbooks carry in these workbooks' place."""
    by_file = {job.file: job for job in jobs}
    forms: list[Member] = []
    others = list(found.others)
    for member in found.members:
        if not member.is_consolidated:
            forms.append(member)
            continue
        carried = _unpacked(member, by_file, rulesets)
        if isinstance(carried, Member):
            forms.append(carried)
            continue
        forms += carried.members
        others += carried.others
    return Carried(tuple(forms), tuple(others))


def _unpacked(member: Member, jobs: Mapping[str, Job], rulesets: FindRuleset) -> Carried | Member:
    """What a consolidated workbook carries, with a row for itself; or why it cannot be used."""
    try:
        data = read_bytes(jobs[member.file])
        carried = read_carried(read_members(data), member.file, rulesets)
        edits = raw_edits(data, carried.members, member.file, rulesets)
    except (CarriedError, PackageError) as error:
        return _unusable(member, error.kind, error.params)
    except DAMAGED as error:
        return _unusable(member, kinds.UNREADABLE, {"reason": str(error)})
    except Exception as error:  # a mistake of ours must not take the other files with it
        reason = t(f"sự cố ngoài dự kiến ({error!r})", f"something unexpected went wrong ({error!r})")
        return _unusable(member, kinds.UNREADABLE, {"reason": reason})
    why = t(
        f"Bản tổng hợp cấp dưới, mang theo {len(carried.members)} phiếu: mỗi phiếu một dòng",
        f"A lower level's workbook with {len(carried.members)} forms, a row each",
    )
    row = OtherFile(member.file, member.size, FileStatus.CONSOLIDATED, why, edits, member.sha256)
    return Carried(carried.members, (row, *carried.others))


def _unusable(member: Member, kind: FindingKind, params: Mapping[str, object]) -> Member:
    return Member(member.file, member.sha256, member.size, (found(kind, file=member.file, **params),))
