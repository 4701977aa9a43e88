"""Forms carried upwards: what a consolidated workbook keeps of every file, as lines of JSON, and the way back.

The authority is what was typed: key, score and conclusion are computed again from the carried inputs. Only what the
file alone could show (its findings and hashes) is taken as it stands. The lines come from a file: nothing in them is
trusted. The digest over them shows a change by hand or by damage; it is no signature.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, StrictFloat, StrictInt, StrictStr, TypeAdapter, ValidationError
from pydantic import Field as Bounds

from xl_cfc.answers.answers import Answer, Answers
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.consolidation.members import WITHIN, Member, member_of
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import FileStatus, OtherFile
from xl_cfc.findings.catalogue import catalogue
from xl_cfc.findings.file import UNKNOWN_RULESET
from xl_cfc.findings.finding import Finding, FindingKind, Severity, found
from xl_cfc.findings.level import (
    CARRIED_ALTERED,
    CARRIED_NEWER,
    CARRIED_SCORE_DIFFERS,
    FOREIGN_FINDING,
    NOTHING_CARRIED,
)
from xl_cfc.judging.scoring import Conclusion, Scorecard, score
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp

#: The way lines are written; raised when an older reader would misread them.
FORMAT = 1
MAX_LINES = 200_000
LARGEST = 10**15

Text = Annotated[StrictStr, Bounds(max_length=40_000)]
Short = Annotated[StrictStr, Bounds(max_length=2_000)]
Whole = Annotated[StrictInt, Bounds(ge=-LARGEST, le=LARGEST)]


class CarriedError(Exception):
    """The lines cannot be used; `kind` and `params` make the finding."""

    def __init__(self, kind: FindingKind, **params: Any) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.params = params


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Header(_Line):
    format: Annotated[int, Bounds(ge=1)]
    lines: Annotated[int, Bounds(ge=0, le=MAX_LINES)]
    sha256: Short


class _Day(_Line):
    day: date


class _Wrong(_Line):
    wrong: Text


class _Finding(_Line):
    code: Short
    severity: Severity
    sheet: Short = ""
    cell: Short = ""
    value: Text = ""
    field: Short = ""
    criterion: int | None = None
    settled_by: Text = ""
    decision: Text = ""
    params: dict[Short, Whole | StrictFloat | Text] = {}


class _Form(_Line):
    kind: Literal["form"] = "form"
    file: Text
    sha256: Short
    size: Annotated[int, Bounds(ge=0)]
    template_version: Short = ""
    ruleset_id: Short = ""
    ruleset_hash: Short = ""
    content: Short = ""
    inputs: Annotated[tuple[Whole | Text | _Day | _Wrong | None, ...], Bounds(max_length=2_000)] = ()
    texts: Annotated[tuple[tuple[Text, Text], ...], Bounds(max_length=20_000)] = ()
    total: Decimal | None = None
    conclusion: Conclusion | None = None
    findings: Annotated[tuple[_Finding, ...], Bounds(max_length=20_000)] = ()


class _Other(_Line):
    kind: Literal["other"] = "other"
    file: Text
    sha256: Short = ""
    size: Annotated[int, Bounds(ge=0)]
    status: FileStatus
    why: Text
    findings: Annotated[tuple[_Finding, ...], Bounds(max_length=20_000)] = ()


_LINE: TypeAdapter[_Form | _Other] = TypeAdapter(Annotated[_Form | _Other, Bounds(discriminator="kind")])


#: Files that matter to nobody above, unless something was found in them.
_STAY = (FileStatus.NOT_A_FORM, FileStatus.LOCK, FileStatus.ARCHIVE, FileStatus.CONSOLIDATED, FileStatus.EARLIER)
#: What only the next level's own merge makes of a form.
_OF_FORMS = (
    FileStatus.COUNTED, FileStatus.IDENTICAL, FileStatus.CONFLICT, FileStatus.NO_KEY, FileStatus.OUT_OF_SCOPE,
)  # fmt: skip
_DECIDED_AGAIN = (*_OF_FORMS, FileStatus.UNUSABLE)


def carried_lines(merged: Consolidation) -> list[str]:
    """What the next level needs of a merge: a header with a digest, then a line a file, by path."""
    lines = [_written(line) for line in _lines(merged)]
    header = _Header(format=FORMAT, lines=len(lines), sha256=_digest(lines))
    return [header.model_dump_json(), *lines]


def _lines(merged: Consolidation) -> Iterator[_Form | _Other]:
    members = {member.file: member for member in merged.members}
    others = {other.file: other for other in merged.others}
    for source in merged.sources:
        member = members.get(source.file)
        if member is not None and source.status in _DECIDED_AGAIN:
            yield _form_line(member)
            continue
        findings = others[source.file].findings if source.file in others else ()
        if source.status not in _STAY or findings:
            yield _Other(
                file=source.file,
                sha256=source.sha256,
                size=source.size,
                status=source.status,
                why=source.why,
                findings=tuple(map(_finding_line, findings)),
            )


def _form_line(member: Member) -> _Form:
    return _Form(
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


def _input_line(answer: Answer) -> int | str | _Day | _Wrong | None:
    if not answer.accepted:
        return _Wrong(wrong=answer.typed)
    return _Day(day=answer.value) if isinstance(answer.value, date) else answer.value


def _finding_line(finding: Finding) -> _Finding:
    return _Finding(
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


def _written(line: _Form | _Other) -> str:
    data = {"kind": line.kind, **line.model_dump(mode="json", exclude_defaults=True)}
    # A spreadsheet program takes `_x0041_` in a cell for a letter.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("_x", "\\u005fx")


def _digest(lines: Iterable[str]) -> str:
    hasher = hashlib.sha256()
    for line in lines:
        hasher.update(line.encode())
        hasher.update(b"\n")
    return hasher.hexdigest()


FindRuleset = Callable[[Stamp], Ruleset | None]


class CarriedForms(NamedTuple):
    """What a consolidated workbook brings up: its forms, scored again, and its other files that matter."""

    members: tuple[Member, ...]
    others: tuple[OtherFile, ...]


def read_carried(lines: Sequence[str], workbook: str, rulesets: FindRuleset) -> CarriedForms:
    """The files in these lines, each named within its workbook; raises `CarriedError`."""
    read = _validated(lines)
    members = [_member(line, workbook, rulesets) for line in read if isinstance(line, _Form)]
    others = [_other(line, workbook) for line in read if isinstance(line, _Other)]
    return CarriedForms(tuple(members), tuple(others))


def _validated(lines: Sequence[str]) -> list[_Form | _Other]:
    if not lines:
        raise CarriedError(NOTHING_CARRIED)
    _check_format(lines[0])
    try:
        header = _Header.model_validate_json(lines[0])
        if header.lines != len(lines) - 1:
            raise _altered(t("thiếu hoặc thừa dòng", "lines are missing or added"))
        if header.sha256 != _digest(lines[1:]):
            raise _altered(t("nội dung khác mã kiểm", "the content does not match its digest"))
        read = [_LINE.validate_json(line) for line in lines[1:]]
    except (ValidationError, RecursionError):
        raise _altered(t("sai cấu trúc", "the structure is wrong")) from None
    if len({line.file for line in read}) < len(read):
        raise _altered(t("một tệp có hai dòng", "a file stands twice"))
    if any(isinstance(line, _Other) and line.status in _OF_FORMS for line in read):
        raise _altered(t("phiếu không có số liệu", "a form lacks its inputs"))
    return read


def _check_format(text: str) -> None:
    """Raise for lines of a later format, whatever else they hold."""
    try:
        version = json.loads(text).get("format")
    except (ValueError, AttributeError, RecursionError):
        raise _altered(t("sai cấu trúc", "the structure is wrong")) from None
    if isinstance(version, int) and version > FORMAT:
        raise CarriedError(CARRIED_NEWER, version=version, known=FORMAT)


def _altered(reason: str) -> CarriedError:
    return CarriedError(CARRIED_ALTERED, reason=reason)


def _other(line: _Other, workbook: str) -> OtherFile:
    file = workbook + WITHIN + line.file
    return OtherFile(file, line.size, line.status, line.why, _findings(line.findings, file), line.sha256)


def _findings(lines: Iterable[_Finding], file: str) -> tuple[Finding, ...]:
    return tuple(_finding(line, file) for line in lines)


def _finding(line: _Finding, file: str) -> Finding:
    kind = _known_kinds().get(line.code)
    if kind is None:
        return found(FOREIGN_FINDING, file=file, severity=line.severity, foreign=line.code)
    finding = Finding(
        kind=kind,
        file=file,
        sheet=line.sheet,
        cell=line.cell,
        value=line.value,
        field=line.field,
        criterion=line.criterion,
        severity=line.severity,
        settled_by=line.settled_by,
        decision=line.decision,
        params=line.params,
    )
    if not _can_be_worded(finding):
        raise _altered(t(f"{line.code} thiếu nội dung", f"{line.code} lacks its details"))
    return finding


def _can_be_worded(finding: Finding) -> bool:
    """Whether everything its texts need is there."""
    try:
        return bool(finding.message and finding.fix)
    except (KeyError, ValueError):
        return False


@cache
def _known_kinds() -> dict[str, FindingKind]:
    return {kind.code: kind for kind in catalogue()}


@dataclass(frozen=True)
class _Rescored:
    """A carried form judged and scored again (`xl_cfc.consolidation.merging.Evaluated`)."""

    file: str
    sha256: str
    size: int
    answers: Answers
    card: Scorecard
    findings: tuple[Finding, ...]


def _member(line: _Form, workbook: str, rulesets: FindRuleset) -> Member:
    file = workbook + WITHIN + line.file
    findings = _findings(line.findings, file)
    if not line.ruleset_hash:
        return Member(file, line.sha256, line.size, findings)
    stamp = Stamp(
        template_version=line.template_version, ruleset_id=line.ruleset_id, ruleset_hash=line.ruleset_hash
    )  # fmt: skip
    ruleset = rulesets(stamp)
    if ruleset is None:
        unknown = found(UNKNOWN_RULESET, file=file, ruleset=line.ruleset_id, hash=line.ruleset_hash)
        return Member(file, line.sha256, line.size, (unknown,))
    if len(line.inputs) != len(ruleset.fields):
        raise _altered(t(f"«{line.file}» thiếu hoặc thừa số liệu", f"'{line.file}' lacks inputs or has too many"))
    cells = dict(zip(ruleset.fields, map(_cell, line.inputs), strict=True))
    answers = Answers(Submission(file=file, sha256=line.sha256, stamp=stamp, cells=cells), ruleset)
    card = score(answers)
    findings += tuple(_compare(line, card, file))
    rescored = _Rescored(file, line.sha256, line.size, answers, card, findings)
    return replace(member_of(rescored), content=line.content, texts=line.texts)


def _cell(value: int | str | _Day | _Wrong | None) -> Cell:
    """A cell that is judged as the typed one was; survey figures that were counted are typed totals then."""
    match value:
        case None:
            return blank("", "")
        case _Wrong():
            return Cell(CellKind.ERROR, value.wrong, "", "")
        case _Day():
            return Cell(CellKind.DATE, value.day, "", "")
        case int():
            return Cell(CellKind.NUMBER, value, "", "")
    return Cell(CellKind.TEXT, value, "", "")


def _compare(line: _Form, card: Scorecard, file: str) -> Iterator[Finding]:
    """The score the workbook states against the one computed again."""
    if (line.total, line.conclusion) != (card.total, card.conclusion):
        stated = _score_text(line.total, line.conclusion)
        recomputed = _score_text(card.total, card.conclusion)
        yield found(CARRIED_SCORE_DIFFERS, file=file, stated=stated, recomputed=recomputed)


def _score_text(total: Decimal | None, conclusion: Conclusion | None) -> str:
    points = t("chưa đủ dữ liệu", "incomplete") if total is None else number_text(total)
    return f"{points} · {conclusion.text if conclusion else '?'}"
