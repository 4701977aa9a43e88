"""From a rulebook's bytes to the rule set typed into it and the one it was exported from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xl_cfc.books.rule.checks import read_checks
from xl_cfc.books.rule.conditions import read_conditions
from xl_cfc.books.rule.criteria import read_criteria
from xl_cfc.books.rule.fields import read_fields
from xl_cfc.books.rule.indicators import read_indicators
from xl_cfc.books.rule.info import read_info
from xl_cfc.books.rule.reading import Row, RuleReading, given
from xl_cfc.books.rule.sources import read_sources
from xl_cfc.books.rule.tables import (
    CHECKS,
    CONDITIONS,
    CRITERIA,
    FIELDS,
    INDICATORS,
    INFO,
    ORIGINAL,
    SOURCES,
    TABLES,
    TIERS,
    BookTable,
)
from xl_cfc.books.rule.tiers import read_tiers
from xl_cfc.findings.finding import found
from xl_cfc.language import t
from xl_cfc.ruleset.loading import RulesetError, RulesetProblem, load_data, load_ruleset
from xl_cfc.ruleset.models import Ruleset, Status
from xl_cfc.stamp import RULEBOOK_KIND
from xl_cfc.versions import is_read, refusal
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.opened import OpenedWorkbook, open_workbook

#: Where mistakes are told that stand in no cell.
_SHEETS = {
    "criteria": CRITERIA, "fields": FIELDS, "renamed": FIELDS, "cross_checks": CHECKS, "sources": SOURCES,
    "thresholds": CONDITIONS, "total_points": CONDITIONS, "criterion_met": CONDITIONS, "no_zero_criterion": CONDITIONS,
    "id": INFO, "title": INFO, "effective_from": INFO, "checked_on": INFO,
}  # fmt: skip


@dataclass(frozen=True)
class Rulebook:
    """A rulebook that was read: the rule set as typed, and the one exported (None when that is gone)."""

    ruleset: Ruleset
    original: Ruleset | None


def read_rulebook(data: bytes) -> Rulebook:
    """Read a rulebook; raises `RulesetError` with every mistake, each with its cell."""
    try:
        workbook = open_workbook(data)
        if workbook.recognised is None or workbook.recognised[0] != RULEBOOK_KIND:
            message = t("không phải sổ bộ tiêu chí (tạo bằng ruleset export)", "not a rulebook (see ruleset export)")
            raise RulesetError([RulesetProblem(t("tệp", "file"), message)])
        version = workbook.recognised[1].template_version
        if not is_read(RULEBOOK_KIND, version):
            raise RulesetError([RulesetProblem(t("tệp", "file"), refusal(RULEBOOK_KIND, version))])
        reading = RuleReading()
        reading.places |= {path: table.title for path, table in _SHEETS.items()}
        original = _original(workbook)
        raw = _data(reading, {table.title: _rows(reading, workbook, table) for table in TABLES})
    except PackageError as error:
        raise RulesetError([RulesetProblem(t("tệp", "file"), found(error.kind, **error.params).message)]) from None
    if original is not None:
        raw |= given({"based_on": original.based_on, "revised_on": original.revised_on})
        raw["plausibility"] = original.plausibility.model_dump()  # stands on no sheet
    try:
        return Rulebook(load_data(raw, reading.problems), original)
    except RulesetError as error:
        raise RulesetError(_told(map(reading.placed, error.problems), workbook)) from None


def _told(problems: Iterable[RulesetProblem], workbook: OpenedWorkbook) -> Iterable[RulesetProblem]:
    """Each problem once, and of a sheet that is gone only that it is."""
    kept: dict[object, RulesetProblem] = {}
    gone = {table.title for table in TABLES} - set(workbook.sheets)
    for problem in problems:
        kept.setdefault(problem.path if problem.path in gone else problem, problem)
    return kept.values()


def _rows(reading: RuleReading, workbook: OpenedWorkbook, table: BookTable) -> list[Row]:
    if table.title not in workbook.sheets:
        return reading.rows(table, None, ())
    return reading.rows(table, workbook.grid(table.title), workbook.merged_areas(table.title))


def _data(reading: RuleReading, rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    """The rule set as raw data, as YAML would give it."""
    head, day = read_info(reading, rows[INFO.title])
    criteria, pages = read_criteria(reading, rows[CRITERIA.title])
    indicators = read_indicators(reading, rows[INDICATORS.title], criteria, pages)
    read_tiers(reading, rows[TIERS.title], indicators, pages)
    conditions, page = read_conditions(reading, rows[CONDITIONS.title])
    fields, renamed = read_fields(reading, rows[FIELDS.title])
    data = {
        **head,
        **conditions,
        "sources": read_sources(reading, rows[SOURCES.title]),
        "fields": fields,
        "renamed": renamed,
        "criteria": list(criteria.values()),
        "cross_checks": read_checks(reading, rows[CHECKS.title]),
    }
    undated = [part for part in _ratings(data) if part["status"] == Status.VERIFIED and "checked_on" not in part]
    if day is not None:
        for part in undated:
            part["checked_on"] = day
    elif pages or page is not None:
        message = t("ghi ngày đối chiếu", "state the day of checking")
        reading.problems.append(RulesetProblem("checked_on", message))
    return data


def _ratings(data: Any) -> Iterable[dict[str, Any]]:
    """Every number with a status in the data."""
    if isinstance(data, dict):
        if "status" in data:
            yield data
        for value in data.values():
            yield from _ratings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _ratings(value)


def _original(workbook: OpenedWorkbook) -> Ruleset | None:
    """The rule set that was exported, None when the hidden sheet is gone or was altered."""
    if ORIGINAL not in workbook.sheets:
        return None
    cells = workbook.grid(ORIGINAL).cells
    try:
        return load_ruleset("\n".join(str(cells[place].value) for place in sorted(cells)))
    except RulesetError:
        return None
