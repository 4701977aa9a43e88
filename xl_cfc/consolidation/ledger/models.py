"""The ledger: everything a consolidated workbook carries from one merge to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from xl_cfc.consolidation.ledger.entries import Entries, EntryChange
from xl_cfc.consolidation.ledger.tables import LedgerTable
from xl_cfc.consolidation.members import Key
from xl_cfc.language import t
from xl_cfc.plan.models import Plan, Share
from xl_cfc.plan.roster import Roster


@dataclass(frozen=True, slots=True)
class Version:
    """A content seen under a key: when a merge first saw it, in which file, and its number among those that counted."""

    content: str
    seen: datetime
    file: str
    number: int | None = None


@dataclass(frozen=True)
class FormMemory:
    """A counted form as the last merge that had it saw it; `inputs` are the values as text, in the rule set's order.

    `gone` is said of a form that later merges no longer had.
    """

    content: str
    file: str
    name: str
    ruleset: str
    total: str
    inputs: tuple[str, ...]
    gone: bool = False


class LogKind(StrEnum):
    """What a line of the log tells."""

    RUN = "run"
    ADDED = "added"
    CHANGED = "changed"
    DROPPED = "dropped"
    TYPED = "typed"

    @property
    def text(self) -> str:
        """The kind in words."""
        return {
            LogKind.RUN: t("Lần gộp", "Merge"),
            LogKind.ADDED: t("Thêm", "Added"),
            LogKind.CHANGED: t("Thay đổi", "Changed"),
            LogKind.DROPPED: t("Không còn", "Dropped"),
            LogKind.TYPED: t("Nhập tay", "Typed"),
        }[self]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the log."""

    run: int
    when: datetime
    kind: LogKind
    code: str = ""
    name: str = ""
    what: str = ""
    old: str = ""
    new: str = ""
    file: str = ""


@dataclass(frozen=True)
class Sampling:
    """How the re-verification sample is drawn: by which seed (empty: year and period), and how many.

    A number of communes or a share of them; where neither is stated, the default share.
    """

    seed: str = ""
    size: int | None = None
    share: Share | None = None


@dataclass(frozen=True)
class Scope:
    """The year and period a merge was asked for, None for every one."""

    year: int | None = None
    period: str | None = None


DEFAULT_SAMPLING, EVERYTHING = Sampling(), Scope()


@dataclass(frozen=True)
class Ledger:
    """What people typed, by table, and what merges remember: among it the plan and the roster they were given, the
    files only compared with (`earlier`, as seen from the workbook's folder), and what the last one was asked for
    (`scope`)."""

    entries: Mapping[str, Entries] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    versions: Mapping[Key, tuple[Version, ...]] = field(default_factory=dict)
    forms: Mapping[Key, FormMemory] = field(default_factory=dict)
    log: tuple[LogRow, ...] = ()
    sampling: Sampling = DEFAULT_SAMPLING
    plan: Plan | None = None
    roster: Roster | None = None
    earlier: tuple[str, ...] = ()
    scope: Scope = EVERYTHING

    @property
    def runs(self) -> int:
        """How many merges the workbook has seen."""
        return max((row.run for row in self.log), default=0)

    def name_of(self, code: str) -> str:
        """The last known name of a unit, for rows whose form is gone."""
        return self._names.get(code, "")

    @cached_property
    def _names(self) -> dict[str, str]:
        return {key.code: form.name for key, form in sorted(self.forms.items())}

    def of(self, table: LedgerTable) -> Entries:
        """The entries of a table."""
        return self.entries.get(table.id, {})


def with_sampling(ledger: Ledger, seed: str | None, size: int | None, plan: Plan | None) -> Ledger:
    """The same ledger with another seed, where one is given, and as many drawn as is asked for, else as a plan that is
    given says."""
    sampling = ledger.sampling
    rule = plan.reverification if plan is not None else None
    if size is not None:
        sampling = replace(sampling, size=size, share=None)
    elif rule is not None:
        sampling = replace(sampling, size=rule.number, share=rule.share)
    return replace(ledger, sampling=sampling if seed is None else replace(sampling, seed=seed))


def with_collection(ledger: Ledger, plan: Plan | None, roster: Roster | None) -> Ledger:
    """The same ledger with another plan or roster, where one is given."""
    return replace(ledger, plan=ledger.plan if plan is None else plan, roster=roster or ledger.roster)


#: The ledger of a workbook that is made for the first time.
NOTHING_YET = Ledger()


@dataclass(frozen=True)
class Memory:
    """What a workbook remembers: the ledger, which sheets are its own, and the headings it wrote into each table."""

    ledger: Ledger = NOTHING_YET
    sheets: tuple[str, ...] = ()
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reread:
    """A ledger read back from a workbook, with what was typed since the last merge."""

    ledger: Ledger
    changes: tuple[EntryChange, ...] = ()
    notices: tuple[str, ...] = ()  # what could not be read where it was expected, each a sentence
