"""A form in the shape merging needs: small enough to travel between processes and to be carried upwards."""

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from sys import intern
from typing import NamedTuple, Protocol

from xl_cfc.answers.answers import Answers, State
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.findings.file import CONSOLIDATED_NOT_FORM
from xl_cfc.findings.finding import Finding
from xl_cfc.judging.checks.roster import NO_UNIT, UnitCells, unit_cells
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp
from xl_cfc.text import composed

#: Between a consolidated workbook and the name a form has in it: `huyen-a.xlsx » phieu/xa-1.xlsx`.
WITHIN = " » "


class Key(NamedTuple):
    """Whose figures a form holds, and of when."""

    code: str
    year: int
    period: str

    @property
    def text(self) -> str:
        """The key on one line."""
        return f"{self.code} · {self.year} · {self.period}"


class Typed(NamedTuple):
    """One input: the accepted value, or what was typed instead."""

    value: int | str | date | None
    accepted: bool = True

    @property
    def cell(self) -> Cell:
        """A cell that is judged as the typed one was; survey figures that were counted are typed totals then."""
        if not self.accepted:
            return Cell(CellKind.ERROR, str(self.value), "", "")
        match self.value:
            case None:
                return blank("", "")
            case int():
                return Cell(CellKind.NUMBER, self.value, "", "")
            case date():
                return Cell(CellKind.DATE, self.value, "", "")
        return Cell(CellKind.TEXT, self.value, "", "")


class Evaluated(Protocol):
    """What merging needs of an evaluated file (`xl_cfc.form.evaluation.Evaluation`)."""

    @property
    def file(self) -> str:
        """Its name."""

    @property
    def sha256(self) -> str:
        """Hash of its bytes."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def submission(self) -> Submission | None:
        """The answers, None when it could not be read."""

    @property
    def ruleset(self) -> Ruleset | None:
        """The rule set it follows, None when unknown."""

    @property
    def card(self) -> Scorecard | None:
        """Its score."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found in it."""


@dataclass(frozen=True)
class Member:
    """An evaluated file in the form merging needs: small enough to travel between processes.

    `inputs` is in the order of the rule set's fields; `texts` is what else is typed (`Submission.beside_inputs`);
    `places` says where the inputs stand (`place_of`). Without a card the file could not be used.
    """

    file: str
    sha256: str
    size: int
    findings: tuple[Finding, ...]
    card: Scorecard | None = None
    template_version: str = ""
    ruleset_id: str = ""
    ruleset_hash: str = ""
    content: str = ""
    name: str = ""
    code: str | None = None
    year: int | None = None
    period: str | None = None
    inputs: tuple[Typed, ...] = ()
    unit: UnitCells = attribute(default=NO_UNIT, compare=False)
    texts: tuple[tuple[str, str], ...] = ()
    places: str = attribute(default="", compare=False)

    @property
    def key(self) -> Key | None:
        """The key, None while any part of it is missing or not accepted."""
        if self.code is None or self.year is None or self.period is None:
            return None
        return Key(self.code, self.year, self.period)

    @property
    def is_consolidated(self) -> bool:
        """Whether the file turned out to be a consolidated workbook."""
        return any(finding.kind == CONSOLIDATED_NOT_FORM for finding in self.findings)


def member_of(evaluation: Evaluated) -> Member:
    """What merging keeps of an evaluation."""
    submission, ruleset = evaluation.submission, evaluation.ruleset
    if submission is None or ruleset is None or evaluation.card is None:
        return Member(evaluation.file, evaluation.sha256, evaluation.size, evaluation.findings)
    answers = Answers(submission, ruleset)
    return Member(
        file=evaluation.file,
        sha256=evaluation.sha256,
        size=evaluation.size,
        findings=evaluation.findings,
        card=evaluation.card,
        template_version=submission.stamp.template_version,
        ruleset_id=ruleset.id,
        ruleset_hash=ruleset.digest,
        content=submission.content_hash(),
        name=composed(submission.text("ten_don_vi")),
        code=answers.unit_code,
        year=answers.year,
        period=answers.period,
        inputs=tuple(_typed(answers, field_id) for field_id in ruleset.fields),
        unit=unit_cells(submission),
        texts=submission.beside_inputs(),
        places=_places(submission, ruleset),
    )


def answers_of(member: Member, ruleset: Ruleset) -> Answers:
    """A usable form's answers as its member keeps them: without survey rows, hamlets and the cells' places."""
    cells = {name: typed.cell for name, typed in zip(ruleset.fields, member.inputs, strict=True)}
    stamp = Stamp(
        template_version=member.template_version, ruleset_id=member.ruleset_id, ruleset_hash=member.ruleset_hash
    )
    return Answers(Submission(file=member.file, sha256=member.sha256, stamp=stamp, cells=cells), ruleset)


#: Between the places of a form's inputs, and between sheet and cell: no sheet's name can hold them.
_BETWEEN, _WITHIN_PLACE = "\x1f", "\x1e"


def _places(submission: Submission, ruleset: Ruleset) -> str:
    """Where each input stands, in one string: thousands of forms have the same one."""
    cells = (submission.cells.get(name) for name in ruleset.fields)
    return intern(_BETWEEN.join(f"{c.sheet}{_WITHIN_PLACE}{c.ref}" if c is not None else _WITHIN_PLACE for c in cells))


def place_of(member: Member, position: int) -> tuple[str, str]:
    """Sheet and cell of an input by its place in the rule set; empty where they are not known."""
    if not member.places:
        return "", ""
    sheet, _, cell = member.places.split(_BETWEEN)[position].partition(_WITHIN_PLACE)
    return sheet, cell


def _typed(answers: Answers, field_id: str) -> Typed:
    answer, cell = answers[field_id], answers.cell(field_id)
    if answer.state is State.INVALID:
        return Typed(cell.shown or "?", accepted=False)
    return Typed(answer.value)
