"""One file from bytes to its score and findings: the pure function that commands and worker processes call."""

import errno
import hashlib
import stat
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from xl_cfc.answers.answers import Answers
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import CellKind
from xl_cfc.findings.file import NEVER_CALCULATED, SHEET_TOTAL_DIFFERS, UNREADABLE, WRONG_FORMAT
from xl_cfc.findings.finding import Finding, by_severity, found
from xl_cfc.findings.value import YEAR_OUTSIDE_RULESET
from xl_cfc.form.layout import input_sheets
from xl_cfc.form.reader import read_form
from xl_cfc.judging.checks import Facts, check_answers, clock
from xl_cfc.judging.checks.roster import roster_findings, unit_cells
from xl_cfc.judging.checks.unit import DAY
from xl_cfc.judging.consequences import told_once
from xl_cfc.judging.scoring import Scorecard, score
from xl_cfc.language import number_text, t
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import Ruleset

#: The largest file that is read; a form with a million formatted rows stays far below.
MAX_FILE = 200 * 2**20
#: How Excel begins the name of the small file beside a workbook it has open.
LOCK_PREFIX = "~$"


@dataclass(frozen=True)
class Evaluation:
    """A file read, scored and checked; without a submission, `findings` says why it cannot be used.

    `settled` holds the warnings that the officer's explanations settle: listed, never counted.
    """

    file: str
    sha256: str
    size: int
    submission: Submission | None
    ruleset_id: str
    card: Scorecard | None
    findings: tuple[Finding, ...]
    settled: tuple[Finding, ...] = ()
    ruleset: Ruleset | None = field(default=None, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """A rule set stays behind: it cannot be pickled, and whoever receives the rest knows the rule sets too."""
        return {**self.__dict__, "ruleset": None}


def evaluate(data: bytes, file: str, rulesets: FindRuleset) -> Evaluation:
    """Read, judge, score and check one form."""
    digest = hashlib.sha256(data).hexdigest()
    read = read_form(data, file, rulesets)
    if read.submission is None or read.ruleset is None:
        return Evaluation(file, digest, len(data), None, "", None, read.findings)
    answers = Answers(read.submission, read.ruleset)
    card = score(answers)
    checked = (
        *check_answers(Facts(answers, card)), *compare_totals(read.submission, card), *compare_year(answers)
    )  # fmt: skip
    sheets = input_sheets(read.ruleset)
    told = [finding.in_file(file) for finding in told_once(read.findings, checked, sheets)]
    open_ones = tuple(finding for finding in told if not finding.settled_by)
    settled = tuple(finding for finding in told if finding.settled_by)
    return Evaluation(file, digest, len(data), read.submission, read.ruleset.id, card, open_ones, settled, read.ruleset)


def on_day(result: Evaluation, today: date) -> Evaluation:
    """The same with what only today's date can tell: a year or a day that is yet to come, told instead of what else
    is said of that day. Without it the evaluation of a file is the same on every day."""
    if result.submission is None or result.ruleset is None or result.card is None:
        return result
    ahead = list(clock.findings(Facts(Answers(result.submission, result.ruleset), result.card), today))
    if not ahead:
        return result
    told = [finding.in_file(result.file) for finding in ahead]
    others = [finding for finding in result.findings if finding.field != DAY]
    settled = [finding for finding in result.settled if finding.field != DAY]
    return replace(
        result,
        findings=tuple(by_severity([*others, *(finding for finding in told if not finding.settled_by)])),
        settled=(*settled, *(finding for finding in told if finding.settled_by)),
    )


def against_roster(result: Evaluation, roster: Roster) -> Evaluation:
    """The same with what the consolidating unit's roster says of the unit: its code, name, kind and class."""
    if result.submission is None:
        return result
    told = [finding.in_file(result.file) for finding in roster_findings(unit_cells(result.submission), roster)]
    return replace(result, findings=tuple(by_severity([*result.findings, *told])))


def compare_totals(submission: Submission, card: Scorecard) -> list[Finding]:
    """The total the form shows against the recomputed one."""
    shown = submission.sheet_total
    if shown is None:
        return []
    where = {"sheet": shown.sheet, "cell": shown.ref}
    if shown.kind in (CellKind.UNCALCULATED, CellKind.BLANK):
        return [found(NEVER_CALCULATED, **where)]
    same = (
        Decimal(str(shown.value)) == card.total
        if shown.kind is CellKind.NUMBER and card.total is not None
        else shown.kind is CellKind.TEXT and not shown.shown.strip() and card.total is None
    )
    if same:
        return []
    recomputed = t("chưa đủ dữ liệu", "incomplete") if card.total is None else number_text(card.total)
    value = shown.shown or t("chưa đủ dữ liệu", "incomplete")
    return [found(SHEET_TOTAL_DIFFERS, value=value, recomputed=recomputed, **where)]


def compare_year(answers: Answers) -> list[Finding]:
    """The year of the form against the years in which its rule set is in force."""
    year, ruleset = answers.year, answers.ruleset
    if year is None or ruleset.in_force(year):
        return []
    until = ruleset.effective_to[:4] if ruleset.effective_to else t("nay", "now")
    span = f"{ruleset.effective_from[:4]}–{until}"
    cell = answers.cell("nam")
    where = {"sheet": cell.sheet, "cell": cell.ref, "field": "nam", "value": cell.shown}
    return [found(YEAR_OUTSIDE_RULESET, ruleset=ruleset.title, span=span, **where)]


def evaluate_file(path: Path, rulesets: FindRuleset, file: str = "") -> Evaluation:
    """The same for a file on disk, named by its path unless told otherwise; one that cannot be opened is a finding."""
    name, size = file or str(path), 0
    try:
        status = path.stat()
        size = status.st_size
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for
            return unusable(name, found(UNREADABLE, reason=_no_file(status.st_mode)))
        if size > MAX_FILE:
            return unusable(name, too_large(), size)
        data = path.read_bytes()
    except OSError as error:
        return unusable(name, found(UNREADABLE, reason=reason_of(error)), size)
    if path.name.startswith(LOCK_PREFIX) and not data.startswith(b"PK"):
        return unusable(name, found(WRONG_FORMAT, actual=_lock_file(path)), size)
    return evaluate(data, name, rulesets)


def _no_file(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return t("là thư mục, không phải tệp", "it is a folder, not a file")
    return t("không phải tệp thường", "it is no ordinary file")


def _lock_file(path: Path) -> str:
    name = path.name.removeprefix(LOCK_PREFIX)
    return t(f"tệp khoá của phiếu «{name}» đang mở", f"the lock file of '{name}', which is open")


def reason_of(error: OSError) -> str:
    """Why the system does not open a file, in the language in force."""
    known = {
        errno.ENOENT: t("không có tệp này", "there is no such file"),
        errno.EACCES: t("không được phép đọc, hoặc tệp đang mở ở nơi khác", "no permission, or it is open elsewhere"),
        errno.EPERM: t("không được phép đọc", "no permission"),
        errno.ELOOP: t("các liên kết trỏ vòng tròn", "its links go round in a circle"),
        errno.ENAMETOOLONG: t("đường dẫn quá dài", "the path is too long"),
    }
    return known.get(error.errno or 0) or error.strerror or str(error)


def too_large() -> Finding:
    """What is said of a file larger than is read."""
    return found(UNREADABLE, reason=t("tệp quá lớn", "the file is too large"))


def unusable(file: str, finding: Finding, size: int = 0) -> Evaluation:
    """The evaluation of a file that cannot be used, for this reason."""
    return Evaluation(file, "", size, None, "", None, (finding.in_file(file),))
