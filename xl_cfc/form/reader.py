"""From a filled form to a `Submission`: inputs by defined name, then by row code, with the cell of every value."""

from collections.abc import Sequence
from dataclasses import dataclass

from xl_cfc.answers.submission import Submission
from xl_cfc.findings.agency import AGENCY_NOT_FORM, FORM_NOT_AGENCY
from xl_cfc.findings.file import (
    CONSOLIDATED_NOT_FORM,
    NOT_A_FORM,
    OTHER_VERSION,
    OUT_OF_MEMORY,
    PLAN_NOT_FORM,
    RULEBOOK_NOT_FORM,
    UNKNOWN_RULESET,
)
from xl_cfc.findings.finding import Finding, FindingKind, found
from xl_cfc.findings.identity import BREAKING
from xl_cfc.form import layout as names
from xl_cfc.form.altered import altered
from xl_cfc.form.fonts import legacy_fonts
from xl_cfc.form.reading.doubts import Doubts, copies_once
from xl_cfc.form.reading.inputs import TypedCells, earlier_values
from xl_cfc.form.reading.provenance import provenance
from xl_cfc.form.reading.sheets import FormSheets
from xl_cfc.form.reading.tables import hamlet_rows, survey_rows
from xl_cfc.form.versions import template_version
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.parts import part_of
from xl_cfc.stamp import AGENCY_KIND, FORM_KIND, PLAN_KIND, RULEBOOK_KIND, Stamp
from xl_cfc.versions import versions_read
from xl_cfc.workbook.errors import PackageError, unreadable
from xl_cfc.workbook.opened import OpenedWorkbook, open_workbook


@dataclass(frozen=True)
class ReadResult:
    """What reading a file gave: a submission with the rule set it follows, or findings that say why not."""

    submission: Submission | None
    ruleset: Ruleset | None
    findings: tuple[Finding, ...]


def read_form(data: bytes, file: str, rulesets: FindRuleset) -> ReadResult:
    """Read a commune's form. Never raises for a bad file: what is wrong with it is a finding."""
    return _read_bytes(data, file, rulesets, FORM_KIND)


def read_agency_form(data: bytes, file: str, rulesets: FindRuleset) -> ReadResult:
    """Read an agency's form, in the same way; the rule set of the result is the part it holds."""
    return _read_bytes(data, file, rulesets, AGENCY_KIND)


def read_opened_form(workbook: OpenedWorkbook, file: str, rulesets: FindRuleset) -> ReadResult:
    """Read a commune's form that is already open."""
    return _read(workbook, file, rulesets, FORM_KIND)


def _read_bytes(data: bytes, file: str, rulesets: FindRuleset, expected: str) -> ReadResult:
    try:
        workbook = open_workbook(data)
    except PackageError as error:
        return _refused(file, error.kind, **error.params)
    except MemoryError:
        return _refused(file, OUT_OF_MEMORY)
    return _read(workbook, file, rulesets, expected)


def _read(workbook: OpenedWorkbook, file: str, rulesets: FindRuleset, expected: str) -> ReadResult:
    try:
        return _read_as(workbook, file, rulesets, expected)
    except PackageError as error:
        return _refused(file, error.kind, **error.params)
    except MemoryError:
        return _refused(file, OUT_OF_MEMORY)


_OTHER_KIND = {
    (FORM_KIND, AGENCY_KIND): AGENCY_NOT_FORM,
    (AGENCY_KIND, FORM_KIND): FORM_NOT_AGENCY,
    (FORM_KIND, RULEBOOK_KIND): RULEBOOK_NOT_FORM,
    (AGENCY_KIND, RULEBOOK_KIND): RULEBOOK_NOT_FORM,
    (FORM_KIND, PLAN_KIND): PLAN_NOT_FORM,
    (AGENCY_KIND, PLAN_KIND): PLAN_NOT_FORM,
}


def _read_as(workbook: OpenedWorkbook, file: str, rulesets: FindRuleset, expected: str) -> ReadResult:
    """The form of the expected kind: recognised by its stamp, then read by the rule set the stamp names."""
    if workbook.recognised is None:
        return _refused(file, NOT_A_FORM)
    kind, stamp = workbook.recognised
    if kind != expected:
        return _refused(file, _OTHER_KIND.get((expected, kind), CONSOLIDATED_NOT_FORM))
    version = template_version(stamp)
    if version is None:  # what its cells mean is not known here
        expected = ", ".join(versions_read(expected))
        return _refused(file, OTHER_VERSION, version=stamp.template_version or "?", expected=expected)
    ruleset = rulesets(stamp)
    if ruleset is not None and stamp.criteria:
        ruleset = _part(ruleset, stamp.criteria)
    if ruleset is None:
        return _refused(file, UNKNOWN_RULESET, ruleset=stamp.ruleset_id, hash=stamp.ruleset_hash)
    if not workbook.sheets:
        raise unreadable("không có trang tính nào", "there is no worksheet")
    submission, findings = _submission(workbook, ruleset, stamp, file)
    findings += altered(workbook, version.result_names(ruleset, stamp))
    return ReadResult(submission, ruleset, tuple(finding.in_file(file) for finding in findings))


def _submission(
    workbook: OpenedWorkbook, ruleset: Ruleset, stamp: Stamp, file: str
) -> tuple[Submission, list[Finding]]:
    """Everything that was typed, and what is to be said of where it stood."""
    sheets = FormSheets(workbook)
    typed = TypedCells(sheets, ruleset)
    doubts = Doubts(typed)
    findings = list(doubts.findings())
    survey, of_survey = survey_rows(sheets) if ruleset.survey_fields else ((), [])
    hamlets, of_hamlets = hamlet_rows(sheets, ruleset) if ruleset.hamlet_fields else ((), [])
    misplaced = frozenset(item.key for item in doubts.items if item.kind == "in")
    if any(finding.kind in BREAKING for finding in of_survey):
        misplaced |= {field.id for field in ruleset.survey_fields}
    submission = Submission.model_construct(
        file=file,
        sha256=workbook.sha256,
        stamp=stamp,
        cells=dict(typed.cells("in")),
        misplaced=misplaced,
        evidence=dict(typed.cells("ev", doubts.items)),
        explanations=dict(typed.cells("ex", doubts.items)),
        survey=survey,
        hamlets=hamlets,
        previous=earlier_values(sheets, ruleset),
        sheet_total=sheets.named(names.NAME_TOTAL),
        date1904=workbook.date1904,
        provenance=provenance(sheets),
    )
    fonts = legacy_fonts(workbook, submission.texts())
    submission = submission.model_copy(update={"fonts": fonts}) if fonts else submission
    return submission, copies_once([*findings, *of_survey, *of_hamlets])


def _part(ruleset: Ruleset, criteria: Sequence[int]) -> Ruleset | None:
    """The part of a rule set an agency's form says it holds; None when it says what cannot be."""
    try:
        return part_of(ruleset, criteria).ruleset
    except ValueError:
        return None


def _refused(file: str, kind: FindingKind, **params: str) -> ReadResult:
    return ReadResult(None, None, (found(kind, file=file, **params),))
