"""What a line holds: a header, a form, or another file that matters; and the digest over all of them."""

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StrictFloat, StrictInt, StrictStr, TypeAdapter
from pydantic import Field as Bounds

from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.findings.finding import Severity
from xl_cfc.judging.scoring import Conclusion

#: The way lines are written; raised when an older reader would misread them.
FORMAT = 1
MAX_LINES = 200_000
LARGEST = 10**15

Text = Annotated[StrictStr, Bounds(max_length=40_000)]
Short = Annotated[StrictStr, Bounds(max_length=2_000)]
Whole = Annotated[StrictInt, Bounds(ge=-LARGEST, le=LARGEST)]


class CarriedLine(BaseModel):
    """Whatever is carried: nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HeaderLine(CarriedLine):
    """The first line: how the others are written, how many they are, and their digest."""

    format: Annotated[int, Bounds(ge=1)]
    lines: Annotated[int, Bounds(ge=0, le=MAX_LINES)]
    sha256: Short


class CarriedDay(CarriedLine):
    """A day typed into a form."""

    day: date


class CarriedWrong(CarriedLine):
    """What was typed and not accepted, as it stood there."""

    wrong: Text


class CarriedFinding(CarriedLine):
    """A finding that the form alone could show."""

    code: Short
    severity: Severity
    sheet: Short = ""
    cell: Short = ""
    value: Text = ""
    field: Short = ""
    criterion: int | None = None
    settled_by: Text = ""
    decision: Text = ""
    params: dict[Short, Whole | StrictFloat | Text] = {}


class FormLine(CarriedLine):
    """A form with what was typed into it."""

    kind: Literal["form"] = "form"
    file: Text
    sha256: Short
    size: Annotated[int, Bounds(ge=0)]
    template_version: Short = ""
    ruleset_id: Short = ""
    ruleset_hash: Short = ""
    content: Short = ""
    inputs: Annotated[tuple[Whole | Text | CarriedDay | CarriedWrong | None, ...], Bounds(max_length=2_000)] = ()
    texts: Annotated[tuple[tuple[Text, Text], ...], Bounds(max_length=20_000)] = ()
    total: Decimal | None = None
    conclusion: Conclusion | None = None
    findings: Annotated[tuple[CarriedFinding, ...], Bounds(max_length=20_000)] = ()


class OtherLine(CarriedLine):
    """A file that is no counted form and matters all the same."""

    kind: Literal["other"] = "other"
    file: Text
    sha256: Short = ""
    size: Annotated[int, Bounds(ge=0)]
    status: FileStatus
    why: Text
    findings: Annotated[tuple[CarriedFinding, ...], Bounds(max_length=20_000)] = ()


ANY_LINE: TypeAdapter[FormLine | OtherLine] = TypeAdapter(Annotated[FormLine | OtherLine, Bounds(discriminator="kind")])


#: What only the next level's own merge makes of a form.
OF_FORMS = (
    FileStatus.COUNTED, FileStatus.IDENTICAL, FileStatus.CONFLICT, FileStatus.NO_KEY, FileStatus.OUT_OF_SCOPE,
)  # fmt: skip


def digest_of(lines: Iterable[str]) -> str:
    """The digest over lines, in their order."""
    hasher = hashlib.sha256()
    for line in lines:
        hasher.update(line.encode())
        hasher.update(b"\n")
    return hasher.hexdigest()
