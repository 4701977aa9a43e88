"""One form from bytes to its score and findings: the pure function that commands and worker processes call."""

import hashlib
from dataclasses import dataclass

from xl_cfc.answers.answers import Answers
from xl_cfc.answers.submission import Submission
from xl_cfc.findings.finding import Finding
from xl_cfc.form.layout import input_sheets
from xl_cfc.form.reader import read_form
from xl_cfc.judging.checks.stated import total_findings, year_findings
from xl_cfc.judging.concluding import judged
from xl_cfc.judging.consequences import told_once
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import Ruleset


@dataclass(frozen=True)
class Evaluation:
    """A file read, scored and checked; without answers, `findings` says why it cannot be used.

    `settled` holds the warnings that the officer's explanations settle: listed, never counted.
    """

    file: str
    sha256: str
    size: int
    answers: Answers | None
    card: Scorecard | None
    findings: tuple[Finding, ...]
    settled: tuple[Finding, ...] = ()

    @property
    def submission(self) -> Submission | None:
        """What was read, None when the file cannot be used."""
        return self.answers.submission if self.answers is not None else None

    @property
    def ruleset(self) -> Ruleset | None:
        """The rule set the form follows, None when the file cannot be used."""
        return self.answers.ruleset if self.answers is not None else None


def evaluate(data: bytes, file: str, rulesets: FindRuleset) -> Evaluation:
    """Read, judge, score and check one form."""
    digest = hashlib.sha256(data).hexdigest()
    read = read_form(data, file, rulesets)
    if read.submission is None or read.ruleset is None:
        return Evaluation(file, digest, len(data), None, None, read.findings)
    answers = Answers(read.submission, read.ruleset)
    facts, told_of_answers = judged(answers, read.findings)
    card = facts.card
    checked = (*told_of_answers, *total_findings(read.submission, card), *year_findings(answers))
    sheets = input_sheets(read.ruleset)
    told = [finding.in_file(file) for finding in told_once(read.findings, checked, sheets)]
    open_ones = tuple(finding for finding in told if not finding.settled_by)
    settled = tuple(finding for finding in told if finding.settled_by)
    return Evaluation(file, digest, len(data), answers, card, open_ones, settled)
