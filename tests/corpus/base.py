"""The good form every file of the corpus starts from, and the tools that spoil it; the reader is not used here."""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.support.scenarios import load
from tests.support.typed import Typed, content_of
from xl_cfc.form.sheets import form_bytes
from xl_cfc.ruleset.registry import shipped_ruleset

#: What the form scores by the scenarios of the scoring tests: all but 25 of the 1,000 points.
POINTS = 975

RULESET = shipped_ruleset("qd06-2019")
_SCENARIO = load("qd06-2019")[0].typed
_SURVEY = [("Trẻ em", "Có")] * 9 + [("Trẻ em", "Không")] + [("Người dân", "Có")] * 19 + [("Người dân", "Không")]
TYPED = Typed(
    values={**_SCENARIO.values, **dict.fromkeys(f.id for f in RULESET.survey_fields), "te_kham_suc_khoe": 800},
    evidence={indicator.main_field: "Sổ theo dõi" for indicator in RULESET.indicators},
    survey=tuple(_SURVEY),
    hamlets=tuple((f"Thôn {n}", {"dan_so": 800}) for n in range(1, 11)),
)

WORKBOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
GUIDE_PART, UNIT_PART, INPUT_PART, SURVEY_PART, HAMLET_PART, SCORES_PART = (
    f"xl/worksheets/sheet{number}.xml" for number in range(1, 7)
)

Build = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """A file, and what is expected of it: the codes `xl-cfc check` finds, and the points it scores (None: none)."""

    name: str
    build: Build
    codes: tuple[str, ...] = ()
    points: int | None = None
    slow: bool = False
    as_nobody: bool = False


def reads(name: str, build: Build, *codes: str, points: int = POINTS, slow: bool = False) -> Case:
    """A file that is read and scored."""
    return Case(name, build, tuple(sorted(codes)), points, slow)


def refused(name: str, build: Build, *codes: str, slow: bool = False) -> Case:
    """A file without a score: it cannot be used, or its answers are incomplete."""
    return Case(name, build, tuple(sorted(codes)), None, slow)


def form(**others: Any) -> bytes:
    """The good form, with other answers where they are given."""
    return form_bytes(RULESET, content_of(TYPED, **others))


@cache
def good() -> bytes:
    """The good form."""
    return form()


@cache
def parts() -> Mapping[str, bytes]:
    """Its members."""
    with zipfile.ZipFile(BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def content(data: bytes | Callable[[], bytes]) -> Build:
    """A file of these bytes."""

    def build(path: Path) -> None:
        path.write_bytes(data if isinstance(data, bytes) else data())

    return build


def member(name: str, change: Callable[[bytes], bytes]) -> Build:
    """The good form with one member changed."""
    return content(lambda: packed({**parts(), name: change(parts()[name])}))


def members(change: Callable[[dict[str, bytes]], None]) -> Build:
    """The good form with its members changed, added or taken away."""

    def build() -> bytes:
        made = dict(parts())
        change(made)
        return packed(made)

    return content(build)


def replaced(old: str, new: str, count: int = 1) -> Callable[[bytes], bytes]:
    """A text of a member replaced; it must be there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), count)

    return change


def before_end_of_data(xml: str) -> Callable[[bytes], bytes]:
    """More rows at the end of a sheet."""
    return replaced("</sheetData>", f"{xml}</sheetData>")


def cell(reference: str, made: str) -> Build:
    """The good form with another cell in place of an input's; `{s}` in it is the style the input has."""
    return member(INPUT_PART, lambda data: with_cell(data, reference, made))


def with_cell(data: bytes, reference: str, made: str) -> bytes:
    """A sheet with a cell replaced."""
    found = re.search(rb'<c r="%s" s="(\d+)"[^>]*?(?:/>|>.*?</c>)' % reference.encode(), data)
    assert found is not None, reference
    new = made.replace("{s}", found[1].decode()).replace("{r}", reference)
    return data[: found.start()] + new.encode() + data[found.end() :]


def workbook(*pairs: tuple[str, str]) -> Build:
    """The good form with texts of its workbook part replaced."""

    def change(data: bytes) -> bytes:
        for old, new in pairs:
            data = replaced(old, new)(data)
        return data

    return member(WORKBOOK, change)


def typed(**others: Any) -> Typed:
    """What was typed, with other answers."""
    return replace(TYPED, values={**TYPED.values, **others})
