"""Sheet `Trường số liệu`: every input of the form."""

from collections.abc import Iterable, Iterator
from typing import Any

from xl_cfc.books.rule import words
from xl_cfc.books.rule.book import Record, RuleBook
from xl_cfc.books.rule.reading import Row, RuleReading, given
from xl_cfc.books.rule.tables import FIELDS
from xl_cfc.books.rule.words import YES_NO, word
from xl_cfc.language import t
from xl_cfc.ruleset.models import MAX_COUNT, NO, YES, FieldType, Ruleset


def field_records(ruleset: Ruleset) -> Iterator[Record]:
    """A row for each field; what is as usual is left blank."""
    for field in ruleset.fields.values():
        survey = field.survey
        yield {
            "id": field.id,
            "label": field.label,
            "type": word(words.TYPES, field.type.value),
            "section": word(words.SECTIONS, field.section),
            "unit": field.unit,
            "choices": "\n".join(field.choices),
            "hamlet": YES if field.hamlet else None,
            "survey": survey.group if survey else None,
            "satisfied": YES if survey and survey.satisfied else None,
            "required": None if field.required else NO,
            "minimum": field.minimum or None,
            "maximum": field.maximum if field.maximum != MAX_COUNT else None,
            "pattern": word(words.PATTERNS, field.pattern),
            "renamed": ruleset.renamed.get(field.id),
        }


def write_fields(book: RuleBook) -> None:
    """Write the sheet."""
    book.write(FIELDS)


def read_fields(reading: RuleReading, rows: Iterable[Row]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields by id, and what renamed ones were called."""
    fields: dict[str, Any] = {}
    renamed: dict[str, str] = {}
    for row in rows:
        cell = row["id"]
        missing = t("thiếu mã số liệu", "the field's id is missing")
        name = reading.key(f"fields.{cell.shown.strip() or cell.ref}", cell, missing)
        if name is None:
            continue
        path = f"fields.{name}"
        if name in fields:
            reading.wrong(f"{path}.id", cell, t(f"mã «{name}» bị trùng", f"id '{name}' stands twice"))
            continue
        fields[name] = _field(reading, path, row)
        old = reading.code(f"renamed.{name}", row["renamed"])
        if old is not None:
            renamed[name] = old
    return fields, renamed


def _field(reading: RuleReading, path: str, row: Row) -> dict[str, Any]:
    choices = reading.text(f"{path}.choices", row["choices"])
    group = reading.text(f"{path}.survey", row["survey"])
    satisfied = reading.choice(f"{path}.survey.satisfied", row["satisfied"], YES_NO)
    if not group:
        reading.idle(row["satisfied"])
    kind = reading.choice(f"{path}.type", row["type"], words.TYPES, required=True)
    return given(
        {
            "label": reading.text(f"{path}.label", row["label"]),
            "type": kind or FieldType.COUNT.value,
            "section": reading.choice(f"{path}.section", row["section"], words.SECTIONS),
            "unit": reading.text(f"{path}.unit", row["unit"]),
            "choices": [part.strip() for part in choices.split("\n") if part.strip()] if choices else None,
            "hamlet": reading.choice(f"{path}.hamlet", row["hamlet"], YES_NO),
            "survey": {"group": group, "satisfied": bool(satisfied)} if group else None,
            "required": reading.choice(f"{path}.required", row["required"], YES_NO),
            "minimum": reading.whole(f"{path}.minimum", row["minimum"]),
            "maximum": reading.whole(f"{path}.maximum", row["maximum"]),
            "pattern": reading.choice(f"{path}.pattern", row["pattern"], words.PATTERNS),
        }
    )
