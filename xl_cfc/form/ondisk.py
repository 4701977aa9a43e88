"""A form's file on disk: evaluated, or why it cannot be opened."""

import errno
import stat
from pathlib import Path

from xl_cfc.findings.file import UNREADABLE, WRONG_FORMAT
from xl_cfc.findings.finding import Finding, found
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.language import t
from xl_cfc.ruleset.known import FindRuleset

#: The largest file that is read; a form with a million formatted rows stays far below.
MAX_FILE = 200 * 2**20
#: How Excel begins the name of the small file beside a workbook it has open.
LOCK_PREFIX = "~$"


def evaluate_file(path: Path, rulesets: FindRuleset, file: str = "") -> Evaluation:
    """A file read, judged, scored and checked, named by its path unless told otherwise; one that cannot be opened is a
    finding."""
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
    return Evaluation(file, "", size, None, None, (finding.in_file(file),))
