"""What a finding is: the mechanism behind every mistake the product can name.

A `FindingKind` is a declaration (code, severity, message, how to fix it, in Vietnamese and English, and the short
text the form itself shows); a `Finding` is one occurrence with its file, sheet, cell and value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from enum import Enum, StrEnum
from typing import Any

from xl_cfc.language import t


class Severity(StrEnum):
    """What a finding asks for: an error blocks submission, a warning an explanation, a hint nothing."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


class Basis(Enum):
    """What a finding rests on, in Vietnamese and English. Nothing is cited that is not known for certain: the
    Decision with its criterion, the guidance on collecting and scoring, or plainly the form's own convention."""

    CRITERION = ("{decision}, tiêu chí {criterion}", "{decision}, criterion {criterion}")
    DECISION = ("{decision}", "{decision}")
    GUIDANCE = (
        "Hướng dẫn 604/TE-PTTG về thu thập số liệu, chấm điểm",
        "Guidance 604/TE-PTTG on collecting data and scoring",
    )
    FORM = ("Quy ước của phiếu", "The form's own convention")


@dataclass(frozen=True)
class FindingKind:
    """One kind of finding. Texts are templates filled from a finding's parameters; `live` is the form's own text.

    `basis` is what it rests on when it concerns a criterion's figures or the Decision; where no criterion and no
    Decision is known, it falls back to the guidance, or to what `basis` says outright.
    """

    code: str
    severity: Severity
    vi: str
    en: str
    fix_vi: str
    fix_en: str
    live: str = ""
    basis: Basis = Basis.CRITERION


@dataclass(frozen=True)
class Finding:
    """One mistake found: what, where, which value, and how serious.

    `criterion` is the number of the criterion it concerns, None for general information and for the file as a
    whole; `decision` the title of the rule set that was applied. `settled_by` holds the officer's explanation when
    a warning is settled by one.
    """

    kind: FindingKind
    file: str = ""
    sheet: str = ""
    cell: str = ""
    value: str = ""
    field: str = ""
    criterion: int | None = None
    decision: str = ""
    severity: Severity = ERROR
    settled_by: str = ""
    params: Mapping[str, Any] = attribute(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code, `CFC-NNN`."""
        return self.kind.code

    @property
    def message(self) -> str:
        """What is wrong, in the language in force."""
        return t(self.kind.vi, self.kind.en).format_map(_Params(self))

    @property
    def fix(self) -> str:
        """How to mend it, in the language in force."""
        return t(self.kind.fix_vi, self.kind.fix_en).format_map(_Params(self))

    @property
    def legal(self) -> str:
        """What it rests on, in the language in force: `Quyết định 06/QĐ-TTg ngày 03/01/2019, tiêu chí 3`."""
        basis = self.kind.basis
        if basis is Basis.CRITERION and self.criterion is None:
            basis = Basis.GUIDANCE
        if basis in (Basis.CRITERION, Basis.DECISION) and not self.decision:
            basis = Basis.GUIDANCE
        return t(*basis.value).format(decision=self.decision, criterion=self.criterion)

    @property
    def place(self) -> str:
        """Sheet and cell as a person writes them: `Nhập liệu!D12`."""
        return "!".join(filter(None, (self.sheet, self.cell)))

    def in_file(self, name: str) -> "Finding":
        """The same finding, named with its file."""
        return replace(self, file=name)

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data with a fixed set of keys."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.file,
            "sheet": self.sheet or None,
            "cell": self.cell or None,
            "value": self.value or None,
            "field": self.field or None,
            "criterion": self.criterion,
            "message": self.message,
            "fix": self.fix,
            "legal_basis": self.legal,
            "settled_by": self.settled_by or None,
        }


class _Params(dict[str, Any]):
    def __init__(self, finding: Finding) -> None:
        super().__init__({**finding.params, "value": finding.value, "file": finding.file, "place": finding.place})


def found(kind: FindingKind, **where: Any) -> Finding:
    """A finding of this kind with the kind's own severity; unknown keywords become template parameters."""
    known = {key: where.pop(key) for key in list(where) if key in Finding.__dataclass_fields__}
    return Finding(kind=kind, params=where, **{"severity": kind.severity, **known})


def severity_word(severity: Severity) -> str:
    """The severity as users read it."""
    return {ERROR: t("Lỗi", "Error"), WARNING: t("Cảnh báo", "Warning"), HINT: t("Gợi ý", "Hint")}[severity]


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then hints; otherwise in their order."""
    return sorted(findings, key=lambda finding: list(Severity).index(finding.severity))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those that block submission."""
    return [finding for finding in findings if finding.severity is ERROR]
