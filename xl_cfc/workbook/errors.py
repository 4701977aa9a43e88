"""Why a file cannot be used as a workbook."""

from xl_cfc.findings.file import UNREADABLE
from xl_cfc.findings.finding import FindingKind
from xl_cfc.language import t


class PackageError(Exception):
    """The file cannot be used; `kind` and `params` make the finding."""

    def __init__(self, kind: FindingKind, **params: str) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.params = params


def unreadable(vi: str, en: str) -> PackageError:
    """The error of a file that is damaged in this way."""
    return PackageError(UNREADABLE, reason=t(vi, en))
