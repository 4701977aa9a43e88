"""Lines of the level below as forms and files again, each form judged and scored anew."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from xl_cfc.answers.answers import Answers
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.consolidation.members import WITHIN, Member, member_of
from xl_cfc.consolidation.sources import OtherFile
from xl_cfc.consolidation.upwards.lines import (
    ANY_LINE,
    FORMAT,
    OF_FORMS,
    CarriedDay,
    CarriedFinding,
    CarriedWrong,
    FormLine,
    HeaderLine,
    OtherLine,
    digest_of,
)
from xl_cfc.findings.catalogue import catalogue
from xl_cfc.findings.file import UNKNOWN_RULESET
from xl_cfc.findings.finding import Finding, FindingKind, found
from xl_cfc.findings.level import (
    CARRIED_ALTERED,
    CARRIED_NEWER,
    CARRIED_SCORE_DIFFERS,
    FOREIGN_FINDING,
    NOTHING_CARRIED,
)
from xl_cfc.judging.concluding import blocks
from xl_cfc.judging.scoring import Conclusion, Scorecard, score
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp


class CarriedError(Exception):
    """The lines cannot be used; `kind` and `params` make the finding."""

    def __init__(self, kind: FindingKind, **params: Any) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.params = params


FindRuleset = Callable[[Stamp], Ruleset | None]


class CarriedForms(NamedTuple):
    """What a consolidated workbook brings up: its forms, scored again, and its other files that matter."""

    members: tuple[Member, ...]
    others: tuple[OtherFile, ...]


def read_carried(lines: Sequence[str], workbook: str, rulesets: FindRuleset) -> CarriedForms:
    """The files in these lines, each named within its workbook; raises `CarriedError`."""
    read = _validated(lines)
    members = [_member(line, workbook, rulesets) for line in read if isinstance(line, FormLine)]
    others = [_other(line, workbook) for line in read if isinstance(line, OtherLine)]
    return CarriedForms(tuple(members), tuple(others))


def _validated(lines: Sequence[str]) -> list[FormLine | OtherLine]:
    if not lines:
        raise CarriedError(NOTHING_CARRIED)
    _check_format(lines[0])
    try:
        header = HeaderLine.model_validate_json(lines[0])
        if header.lines != len(lines) - 1:
            raise _altered(t("thiếu hoặc thừa dòng", "lines are missing or added"))
        if header.sha256 != digest_of(lines[1:]):
            raise _altered(t("nội dung khác mã kiểm", "the content does not match its digest"))
        read = [ANY_LINE.validate_json(line) for line in lines[1:]]
    except (ValidationError, RecursionError):
        raise _altered(t("sai cấu trúc", "the structure is wrong")) from None
    if len({line.file for line in read}) < len(read):
        raise _altered(t("một tệp có hai dòng", "a file stands twice"))
    if any(isinstance(line, OtherLine) and line.status in OF_FORMS for line in read):
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


def _other(line: OtherLine, workbook: str) -> OtherFile:
    file = workbook + WITHIN + line.file
    return OtherFile(file, line.size, line.status, line.why, _findings(line.findings, file), line.sha256)


def _findings(lines: Iterable[CarriedFinding], file: str) -> tuple[Finding, ...]:
    return tuple(_finding(line, file) for line in lines)


def _finding(line: CarriedFinding, file: str) -> Finding:
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


def _member(line: FormLine, workbook: str, rulesets: FindRuleset) -> Member:
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
    card = card.with_open_errors() if any(map(blocks, findings)) else card
    findings += tuple(_compare(line, card, file))
    rescored = _Rescored(file, line.sha256, line.size, answers, card, findings)
    return replace(member_of(rescored), content=line.content, texts=line.texts)


def _cell(value: int | str | CarriedDay | CarriedWrong | None) -> Cell:
    """A cell that is judged as the typed one was; survey figures that were counted are typed totals then."""
    match value:
        case None:
            return blank("", "")
        case CarriedWrong():
            return Cell(CellKind.ERROR, value.wrong, "", "")
        case CarriedDay():
            return Cell(CellKind.DATE, value.day, "", "")
        case int():
            return Cell(CellKind.NUMBER, value, "", "")
    return Cell(CellKind.TEXT, value, "", "")


def _compare(line: FormLine, card: Scorecard, file: str) -> Iterator[Finding]:
    """The score the workbook states against the one computed again."""
    if (line.total, line.conclusion) != (card.total, card.conclusion):
        stated = _score_text(line.total, line.conclusion)
        recomputed = _score_text(card.total, card.conclusion)
        yield found(CARRIED_SCORE_DIFFERS, file=file, stated=stated, recomputed=recomputed)


def _score_text(total: Decimal | None, conclusion: Conclusion | None) -> str:
    points = t("chưa đủ dữ liệu", "incomplete") if total is None else number_text(total)
    return f"{points} · {conclusion.text if conclusion else '?'}"
