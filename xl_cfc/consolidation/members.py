"""A form in the shape merging needs: small enough to travel between processes and to be carried upwards."""

from dataclasses import dataclass
from dataclasses import field as attribute
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from xl_cfc.answers.answer import Answer
from xl_cfc.answers.answers import Answers
from xl_cfc.answers.submission import Submission
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


#: Where an input stands: sheet and cell.
Spot = tuple[str, str]
NOWHERE: Spot = ("", "")


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
    def answers(self) -> Answers | None:
        """The answers, None when it could not be read."""

    @property
    def card(self) -> Scorecard | None:
        """Its score."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found in it."""


@dataclass(frozen=True)
class Member:
    """An evaluated file in the form merging needs: small enough to travel between processes.

    `inputs` are the judged answers and `spots` where they stand, both in the order of the rule set's fields; `texts` is
    what else is typed (`Submission.beside_inputs`). Without a card the file could not be used.
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
    inputs: tuple[Answer, ...] = ()
    unit: UnitCells = attribute(default=NO_UNIT, compare=False)
    texts: tuple[tuple[str, str], ...] = ()
    spots: tuple[Spot, ...] = attribute(default=(), compare=False)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Thousands of forms have their inputs in the same places: one process keeps these once."""
        self.__dict__.update(state, spots=_shared(state["spots"]))

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
    answers = evaluation.answers
    if answers is None or evaluation.card is None:
        return Member(evaluation.file, evaluation.sha256, evaluation.size, evaluation.findings)
    submission, ruleset = answers.submission, answers.ruleset
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
        inputs=answers.kept,
        unit=unit_cells(submission),
        texts=submission.beside_inputs(),
        spots=_spots(submission, ruleset),
    )


def answers_of(member: Member, ruleset: Ruleset) -> Answers:
    """A usable form's answers as its member keeps them: without survey rows, hamlets and the cells' places."""
    stamp = Stamp(
        template_version=member.template_version, ruleset_id=member.ruleset_id, ruleset_hash=member.ruleset_hash
    )
    read = Submission(file=member.file, sha256=member.sha256, stamp=stamp, cells={})
    return Answers(read, ruleset, dict(zip(ruleset.fields, member.inputs, strict=True)))


def _spots(submission: Submission, ruleset: Ruleset) -> tuple[Spot, ...]:
    cells = (submission.cells.get(name) for name in ruleset.fields)
    return _shared(tuple((cell.sheet, cell.ref) if cell is not None else NOWHERE for cell in cells))


@lru_cache(maxsize=1024)
def _shared(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """The first of all equal ones."""
    return spots


def place_of(member: Member, position: int) -> Spot:
    """Sheet and cell of an input by its place in the rule set; empty where they are not known."""
    return member.spots[position] if member.spots else NOWHERE
