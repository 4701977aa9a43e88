"""Texts typed in TCVN3 or VNI: one finding a cell, with the same text in Unicode."""

from collections.abc import Iterator

from xl_cfc.answers.legacy_text import recognised
from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.value import LEGACY_TEXT
from xl_cfc.judging.checks.facts import Facts, written
from xl_cfc.ruleset.models import FieldType

#: The most of a text that a message quotes.
_QUOTED = 80


def findings(facts: Facts) -> Iterator[Finding]:
    """Every text that is not Unicode: general information, evidence, explanations, names of hamlets."""
    for cell, field, excused in _texts(facts):
        if cell.kind is not CellKind.TEXT:
            continue
        legacy = recognised(cell.shown, facts.answers.submission.fonts.get((cell.sheet, cell.ref), ""))
        if legacy is not None:
            yield found(
                LEGACY_TEXT,
                sheet=cell.sheet,
                cell=cell.ref,
                value=_shortened(cell.shown),
                field=field,
                criterion=_criterion(field, facts),
                decision=facts.answers.ruleset.title,
                settled_by=written(facts, "explanation", field) if excused else "",
                encoding=legacy.encoding.value,
                converted=_shortened(legacy.text),
            )


def _texts(facts: Facts) -> Iterator[tuple[Cell, str, bool]]:
    """Each text with the figure or criterion in whose row it stands, and whether an explanation there excuses it."""
    submission = facts.answers.submission
    for field in facts.answers.ruleset.fields.values():
        if field.type is FieldType.TEXT and field.pattern is None:
            yield facts.answers.cell(field.id), field.id, True
    for key, cell in submission.evidence.items():
        yield cell, key, True
    for key, cell in submission.explanations.items():
        yield cell, key, False
    for row in submission.hamlets:
        yield row.name, "", False


def _criterion(field: str, facts: Facts) -> int | None:
    ruleset = facts.answers.ruleset
    heading = next((criterion.number for criterion in ruleset.criteria if field == f"c{criterion.number}"), None)
    return heading or ruleset.criterion_of_field.get(field)


def _shortened(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"
