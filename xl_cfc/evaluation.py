"""One file from bytes to its score and findings: the pure function that commands and worker processes call."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from xl_cfc import findings as kinds
from xl_cfc.answers import Answers
from xl_cfc.checks import Facts, check_answers
from xl_cfc.excel.reader import FindRuleset, read_form
from xl_cfc.findings import Finding, found
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import loaded, shipped_ids, shipped_ruleset
from xl_cfc.scoring import Scorecard, score
from xl_cfc.submission import CellKind, Stamp, Submission

#: The largest file that is read; a form with a million formatted rows stays far below.
MAX_FILE = 200 * 2**20


@dataclass(frozen=True)
class Evaluation:
    """A file read, scored and checked; without a submission, `findings` says why it cannot be used."""

    file: str
    sha256: str
    size: int
    submission: Submission | None
    ruleset_id: str
    card: Scorecard | None
    findings: tuple[Finding, ...]
    ruleset: Ruleset | None = None


def shipped_rulesets(stamp: Stamp) -> Ruleset | None:
    """The shipped rule set a form was made from, None when its numbers are not the ones that ship."""
    if stamp.ruleset_id not in shipped_ids():
        return None
    ruleset = shipped_ruleset(stamp.ruleset_id)
    return ruleset if ruleset.digest == stamp.ruleset_hash else None


@dataclass(frozen=True)
class KnownRulesets:
    """The shipped rule sets and others, by their YAML: small enough to travel to worker processes.

    A form is recognised by the hash in its stamp.
    """

    texts: tuple[str, ...] = ()

    @property
    def rulesets(self) -> tuple[Ruleset, ...]:
        """The others."""
        return tuple(map(loaded, self.texts))

    def __call__(self, stamp: Stamp) -> Ruleset | None:
        """The rule set a form was made from, None when it is not known here."""
        shipped = shipped_rulesets(stamp)
        if shipped is not None:
            return shipped
        return next((ruleset for ruleset in self.rulesets if ruleset.digest == stamp.ruleset_hash), None)


def evaluate(data: bytes, file: str, rulesets: FindRuleset = shipped_rulesets) -> Evaluation:
    """Read, judge, score and check one form."""
    digest = hashlib.sha256(data).hexdigest()
    read = read_form(data, file, rulesets)
    if read.submission is None or read.ruleset is None:
        return Evaluation(file, digest, len(data), None, "", None, read.findings)
    answers = Answers(read.submission, read.ruleset)
    card = score(answers)
    findings = [*read.findings, *check_answers(Facts(answers, card)), *compare_totals(read.submission, card)]
    findings += compare_year(answers)
    lost = {finding.field for finding in read.findings if finding.kind is kinds.INPUT_LOST}
    told = tuple(
        f.in_file(file) for f in findings if f.kind is kinds.INPUT_LOST or not (f.field in lost and _missing(f))
    )
    return Evaluation(file, digest, len(data), read.submission, read.ruleset.id, card, told, read.ruleset)


def _missing(finding: Finding) -> bool:
    return finding.kind in (kinds.MISSING, kinds.UNIT_FIELD_MISSING)


def compare_totals(submission: Submission, card: Scorecard) -> list[Finding]:
    """The total the form shows against the recomputed one."""
    shown = submission.sheet_total
    if shown is None:
        return []
    where = {"sheet": shown.sheet, "cell": shown.ref}
    if shown.kind in (CellKind.UNCALCULATED, CellKind.BLANK):
        return [found(kinds.NEVER_CALCULATED, **where)]
    same = (
        Decimal(str(shown.value)) == card.total
        if shown.kind is CellKind.NUMBER and card.total is not None
        else shown.kind is CellKind.TEXT and not shown.shown.strip() and card.total is None
    )
    if same:
        return []
    recomputed = t("chưa đủ dữ liệu", "incomplete") if card.total is None else number_text(card.total)
    value = shown.shown or t("chưa đủ dữ liệu", "incomplete")
    return [found(kinds.SHEET_TOTAL_DIFFERS, value=value, recomputed=recomputed, **where)]


def compare_year(answers: Answers) -> list[Finding]:
    """The year of the form against the years in which its rule set is in force."""
    year, ruleset = answers.year, answers.ruleset
    if year is None or ruleset.in_force(year):
        return []
    until = ruleset.effective_to[:4] if ruleset.effective_to else t("nay", "now")
    span = f"{ruleset.effective_from[:4]}–{until}"
    cell = answers.cell("nam")
    where = {"sheet": cell.sheet, "cell": cell.ref, "field": "nam", "value": cell.shown}
    return [found(kinds.YEAR_OUTSIDE_RULESET, ruleset=ruleset.title, span=span, **where)]


def evaluate_file(path: Path, rulesets: FindRuleset = shipped_rulesets) -> Evaluation:
    """The same for a file on disk; one that cannot be opened is a finding too."""
    name = str(path)
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            return _unusable(name, size, t("tệp quá lớn", "the file is too large"))
        data = path.read_bytes()
    except OSError as error:
        return _unusable(name, 0, error.strerror or str(error))
    return evaluate(data, name, rulesets)


def _unusable(file: str, size: int, reason: str) -> Evaluation:
    return Evaluation(file, "", size, None, "", None, (found(kinds.UNREADABLE, file=file, reason=reason),))
