"""What a consolidated workbook remembers, as records: each a model, one a row of the hidden sheet, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr

from xl_cfc.consolidation.ledger.entries import EntryValue
from xl_cfc.consolidation.ledger.models import FormMemory, LogRow, Sampling, Scope, Version
from xl_cfc.consolidation.members import Key
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster


class MemoryRow(NamedTuple):
    """A row of the hidden sheet: which kind of record, and the record; `key` is of the first format alone."""

    kind: str
    key: str
    data: str


class Record(BaseModel):
    """Base of everything that is remembered: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Format(Record):
    """The way the rows are written; whatever else a later one says of itself is let pass."""

    model_config = ConfigDict(extra="ignore")

    version: int


class Sheets(Record):
    """The workbook's own sheets: any other was added by people."""

    titles: tuple[str, ...]


class Headings(Record):
    """The headings that were written into a table."""

    table: str
    texts: tuple[str, ...]


class Asked(Record):
    """What the last merge was asked for: year and period, the sample, and what to compare with."""

    scope: Scope = Scope()
    sampling: Sampling = Sampling()
    earlier: tuple[str, ...] = ()


class GivenPlan(Record):
    """The plan a merge was given."""

    plan: Plan


class GivenRoster(Record):
    """The roster a merge was given."""

    roster: Roster


class AddedColumns(Record):
    """The headings of the columns that people added to a table."""

    table: str
    headings: tuple[str, ...]


class Day(Record):
    """A typed date, told apart from a typed text."""

    date: date


Stored = StrictBool | StrictInt | StrictFloat | StrictStr | Day


def stored(value: EntryValue) -> Stored:
    """A typed value as a record holds it."""
    return Day(date=value) if isinstance(value, date) else value


def typed(value: Stored) -> EntryValue:
    """The typed value a record holds."""
    return value.date if isinstance(value, Day) else value


class TypedRow(Record):
    """What is typed in a row of a table."""

    table: str
    key: tuple[str, ...]
    values: dict[str, Stored]
    beside: Stored | None = None


class _OfForm(Record):
    code: str
    year: int
    period: str

    @property
    def of(self) -> Key:
        """Whose form it is and of when."""
        return Key(self.code, self.year, self.period)


class Versions(_OfForm):
    """The contents that were seen of a form."""

    versions: tuple[Version, ...]


class CountedForm(_OfForm):
    """A form as the last merge that counted it saw it."""

    form: FormMemory


class LogLine(Record):
    """A line of the log."""

    line: LogRow


KINDS: Mapping[str, type[Record]] = {
    "format": Format,
    "sheets": Sheets,
    "headings": Headings,
    "asked": Asked,
    "plan": GivenPlan,
    "roster": GivenRoster,
    "added": AddedColumns,
    "typed": TypedRow,
    "versions": Versions,
    "form": CountedForm,
    "log": LogLine,
}
KIND_OF = {record: kind for kind, record in KINDS.items()}
