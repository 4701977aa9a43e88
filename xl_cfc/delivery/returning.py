"""Return notes: for each commune a page to print and a text short enough to paste into a message."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xl_cfc.consolidation.members import WITHIN, Member
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.delivery.note import note_bytes
from xl_cfc.files.writing import write_file
from xl_cfc.findings.file import UNKNOWN_RULESET
from xl_cfc.findings.finding import Finding, Severity, errors, severity_word
from xl_cfc.findings.level import CARRIED_SCORE_DIFFERS
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.language import t
from xl_cfc.text import plain_name
from xl_cfc.usage import UsageError

#: Findings named one by one in the message; the rest are counted.
_SHOWN = 5
#: Forms that may go back: the others are copies, set aside, or not asked for.
_IN_PLAY = (FileStatus.COUNTED, FileStatus.CONFLICT, FileStatus.NO_KEY, FileStatus.UNUSABLE)
#: What only the consolidating unit can mend.
_NOT_THE_COMMUNES = (CARRIED_SCORE_DIFFERS, UNKNOWN_RULESET)


@dataclass(frozen=True)
class Returned:
    """What goes back to one unit: who it is, its file, what to mend, and what its note's file is called after."""

    unit: str
    file: str
    findings: tuple[Finding, ...]
    stem: str


def to_mend(findings: Sequence[Finding]) -> list[Finding]:
    """What a commune is asked to mend or explain: errors and warnings, hints left out."""
    return [finding for finding in findings if finding.severity is not Severity.HINT]


def of_form(result: Evaluation) -> Returned:
    """What goes back for an evaluated file."""
    path = Path(result.file)
    return Returned(unit_of(result), path.name, tuple(to_mend(result.findings)), plain_name(path.stem))


def of_workbook(merged: Consolidation) -> tuple[Returned, ...]:
    """What goes back for each form of a consolidation that has something to mend, in the order of units."""
    in_play = {source.file for source in merged.sources if source.status in _IN_PLAY}
    by_file: dict[str, list[Finding]] = {}
    for problem in merged.problems:
        finding = problem.finding
        if finding.file in in_play and not finding.settled_by and finding.kind not in _NOT_THE_COMMUNES:
            by_file.setdefault(finding.file, []).append(finding)
    members = sorted(merged.members, key=lambda member: (member.code or "~", member.file))
    told = ((member, to_mend(by_file.get(member.file, ()))) for member in members)
    return tuple(
        Returned(member.name or _file_of(member), _file_of(member), tuple(findings), _stem_of(member))
        for member, findings in told
        if findings
    )


def _file_of(member: Member) -> str:
    """The form's own name, whatever folder, archive or workbook it was found in."""
    return member.file.rpartition(WITHIN)[2].rpartition("/")[2]


def _stem_of(member: Member) -> str:
    if member.key is None:
        return plain_name(Path(_file_of(member)).stem)
    code, year, period = member.key
    return f"{code}_{plain_name(member.name)}_{year}_{plain_name(period).lower()}"


def message(returned: Returned, due: str = "") -> str:
    """A text to paste into a message: who, how much, the first few places, by when."""
    unit, findings = returned.unit, returned.findings
    if not findings:
        return t(f"{unit}: phiếu không còn lỗi, đã nhận.", f"{unit}: no mistakes, received.")
    count = len(errors(findings))
    lines = [
        t(
            f"{unit}: phiếu còn {count} lỗi phải sửa, {len(findings) - count} cảnh báo.",
            f"{unit}: {count} errors to mend, {len(findings) - count} warnings.",
        )
    ]
    lines += [f"- {finding.place or finding.code}: {finding.message}" for finding in findings[:_SHOWN]]
    if len(findings) > _SHOWN:
        more = len(findings) - _SHOWN
        lines.append(t(f"- và {more} điểm khác, xem tệp kèm theo.", f"- and {more} more, see the attached file."))
    if due:
        lines.append(t(f"Đề nghị sửa, gửi lại trước {due}.", f"Please mend and resend by {due}."))
    return "\n".join(lines) + "\n"


def note_rows(findings: Sequence[Finding]) -> Iterator[tuple[str, str, str, str, str]]:
    """The note's table: number, severity, place, what is wrong, how to mend it."""
    for number, finding in enumerate(findings, start=1):
        what = f"{finding.code} · {finding.message}\n{t('Căn cứ', 'Basis')}: {finding.legal}"
        yield str(number), severity_word(finding.severity), finding.place, what, finding.fix


def unit_of(result: Evaluation) -> str:
    """The unit's name, or the file's where it could not be read."""
    name = result.submission.text("ten_don_vi") if result.submission else ""
    return name or Path(result.file).name


def note_files(returned: Iterable[Returned], today: date, due: str = "") -> dict[str, bytes]:
    """A page and a message for everyone who has something to mend, by the names of their files."""
    files: dict[str, bytes] = {}
    for one in returned:
        if not one.findings:
            continue
        name = stem = f"tra-lai_{one.stem}"
        number = 1
        while f"{name}.xlsx" in files:
            number += 1
            name = f"{stem}-{number}"
        files[f"{name}.xlsx"] = note_bytes(one.unit, one.file, list(note_rows(one.findings)), today, due)
        files[f"{name}.txt"] = message(one, due).encode("utf-8-sig")
    return files


def present(files: Iterable[str], folder: Path) -> list[str]:
    """Which of these files the folder has already."""
    return [name for name in files if (folder / name).exists()]


def write_files(files: Mapping[str, bytes], folder: Path, *, force: bool = False) -> list[Path]:
    """Write the files; raises `UsageError` before the first when the folder has some and `force` is not given.

    When one cannot be written, none of the new ones stays.
    """
    there = present(files, folder)
    if there and not force:
        raise UsageError(
            t(
                f"Thư mục {folder} đã có {', '.join(there)}. Chọn thư mục khác, hoặc thêm --force để ghi đè.",
                f"{folder} already has {', '.join(there)}. Choose another folder, or add --force to overwrite.",
            )
        )
    try:
        for name, data in files.items():
            write_file(folder / name, data, force=force)
    except BaseException:
        for name in files.keys() - there:
            (folder / name).unlink(missing_ok=True)
        raise
    return [folder / name for name in files]
