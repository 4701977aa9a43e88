"""Return notes: for each commune a page to print and a text short enough to paste into a message."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from xl_cfc.evaluation import Evaluation
from xl_cfc.excel.note import note_bytes
from xl_cfc.findings import Finding, errors, severity_word
from xl_cfc.language import t
from xl_cfc.packing import plain_name
from xl_cfc.ruleset.models import Severity
from xl_cfc.writing import write_file

#: Findings named one by one in the message; the rest are counted.
_SHOWN = 5


def to_mend(findings: Sequence[Finding]) -> list[Finding]:
    """What a commune is asked to mend or explain: errors and warnings, hints left out."""
    return [finding for finding in findings if finding.severity is not Severity.HINT]


def message(result: Evaluation, due: str = "") -> str:
    """A text to paste into a message: who, how much, the first few places, by when."""
    unit = unit_of(result)
    findings = to_mend(result.findings)
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


def write_notes(
    results: Sequence[Evaluation], folder: Path, today: date, due: str = "", *, force: bool = False
) -> list[Path]:
    """Write a page and a message for every file with something to mend; returns the pages.

    Raises `UsageError` when a note exists already and `force` is not given.
    """
    pages: list[Path] = []
    for result in results:
        findings = to_mend(result.findings)
        if not findings:
            continue
        stem = f"tra-lai_{plain_name(Path(result.file).stem)}"
        page = folder / f"{stem}.xlsx"
        name = Path(result.file).name
        write_file(page, note_bytes(unit_of(result), name, list(note_rows(findings)), today, due), force=force)
        write_file(folder / f"{stem}.txt", message(result, due).encode("utf-8-sig"), force=force)
        pages.append(page)
    return pages
