"""A merge as lines for the level above."""

import json
from collections.abc import Iterator
from datetime import date

from xl_cfc.answers.answer import Answer
from xl_cfc.consolidation.members import Member
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.consolidation.upwards.lines import (
    FORMAT,
    LARGEST,
    OF_FORMS,
    CarriedDay,
    CarriedFinding,
    CarriedWrong,
    FormLine,
    HeaderLine,
    OtherLine,
    digest_of,
)
from xl_cfc.findings.finding import Finding

#: Files that matter to nobody above, unless something was found in them.
_STAY = (FileStatus.NOT_A_FORM, FileStatus.LOCK, FileStatus.ARCHIVE, FileStatus.CONSOLIDATED, FileStatus.EARLIER)
_DECIDED_AGAIN = (*OF_FORMS, FileStatus.UNUSABLE)


def carried_lines(merged: Consolidation) -> list[str]:
    """What the next level needs of a merge: a header with a digest, then a line a file, by path."""
    lines = [_written(line) for line in _lines(merged)]
    header = HeaderLine(format=FORMAT, lines=len(lines), sha256=digest_of(lines))
    return [header.model_dump_json(), *lines]


def _lines(merged: Consolidation) -> Iterator[FormLine | OtherLine]:
    members = {member.file: member for member in merged.members}
    others = {other.file: other for other in merged.others}
    for source in merged.sources:
        member = members.get(source.file)
        if member is not None and source.status in _DECIDED_AGAIN:
            yield _form_line(member)
            continue
        findings = others[source.file].findings if source.file in others else ()
        if source.status not in _STAY or findings:
            yield OtherLine(
                file=source.file,
                sha256=source.sha256,
                size=source.size,
                status=source.status,
                why=source.why,
                findings=tuple(map(_finding_line, findings)),
            )


def _form_line(member: Member) -> FormLine:
    return FormLine(
        file=member.file,
        sha256=member.sha256,
        size=member.size,
        template_version=member.template_version,
        ruleset_id=member.ruleset_id,
        ruleset_hash=member.ruleset_hash,
        content=member.content,
        inputs=tuple(map(_input_line, member.inputs)),
        texts=member.texts,
        total=member.card.total if member.card else None,
        conclusion=member.card.conclusion if member.card else None,
        findings=tuple(map(_finding_line, member.findings)),
    )


def _input_line(answer: Answer) -> int | str | CarriedDay | CarriedWrong | None:
    if not answer.accepted:
        return CarriedWrong(wrong=answer.typed)
    return CarriedDay(day=answer.value) if isinstance(answer.value, date) else answer.value


def _finding_line(finding: Finding) -> CarriedFinding:
    return CarriedFinding(
        code=finding.code,
        severity=finding.severity,
        sheet=finding.sheet,
        cell=finding.cell,
        value=finding.value,
        field=finding.field,
        criterion=finding.criterion,
        settled_by=finding.settled_by,
        decision=finding.decision,
        params={key: _param(value) for key, value in finding.params.items()},
    )


def _param(value: object) -> int | float | str:
    """A number as it is; beyond what the line allows (as for NaN) its text, which messages word alike."""
    if isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST:
        return value
    return str(value)


def _written(line: FormLine | OtherLine) -> str:
    data = {"kind": line.kind, **line.model_dump(mode="json", exclude_defaults=True)}
    # A spreadsheet program takes `_x0041_` in a cell for a letter.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("_x", "\\u005fx")
