"""What is asked of a merge: what to read, where to write, and on what terms; wrong wishes are refused when made."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xl_cfc.consolidation.tables import TableFiles
from xl_cfc.files.writing import need_suffix
from xl_cfc.language import t
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.usage import UsageError


@dataclass(frozen=True)
class Material:
    """What to read: files and folders, and the rule sets known.

    `year` and `period` (the form's own word: `Đầu kỳ`, `Cuối kỳ`) leave other forms out. With `level_up`, consolidated
    workbooks count as the forms they carry. `earlier` names forms and consolidated workbooks only to compare with;
    later merges remember them. Raises `UsageError` for what is not there.
    """

    files: Sequence[Path]
    rulesets: FindRuleset
    year: int | None = None
    period: str | None = None
    level_up: bool = False
    earlier: Sequence[Path] = ()

    def __post_init__(self) -> None:
        _refuse_absent((*self.files, *self.earlier))


@dataclass(frozen=True)
class Destination:
    """Where to write: the workbook, and folders for tables; `force` replaces what is there.

    Raises `UsageError` when something there cannot be written as asked.
    """

    workbook: Path
    tables: TableFiles = field(default_factory=TableFiles)
    force: bool = False

    def __post_init__(self) -> None:
        need_suffix(self.workbook, ".xlsx")
        if self.workbook.is_dir():
            raise UsageError(t(f"{self.workbook} là thư mục", f"{self.workbook} is a folder"))
        self.tables.refuse(force=self.force)


@dataclass(frozen=True)
class Terms:
    """How to decide: who is expected and by when (`plan`, `roster`; later merges remember them), which of contradicting
    forms counts where nothing is chosen in the workbook (`prefer`: names of files, or `newest`), and how the communes
    to be visited again are drawn (`seed`, and `sample`, how many; the workbook remembers them)."""

    plan: Plan | None = None
    roster: Roster | None = None
    prefer: Sequence[str] = ()
    seed: str | None = None
    sample: int | None = None

    def __post_init__(self) -> None:
        if self.sample is not None and self.sample < 0:
            raise UsageError(t("--sample phải là số từ 0 trở lên", "--sample must be 0 or more"))


@dataclass(frozen=True)
class MergeRequest:
    """A merge as it is asked for."""

    material: Material
    destination: Destination
    terms: Terms = field(default_factory=Terms)


def _refuse_absent(paths: Iterable[Path]) -> None:
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(t(f"Không có tệp hoặc thư mục {path}", f"There is no file or folder {path}"))
