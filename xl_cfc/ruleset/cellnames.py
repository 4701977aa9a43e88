"""The defined names of a form's cells: by them its formulas read what is typed, whatever was inserted above it."""

from xl_cfc.ruleset.fields import Field, FieldType


def input_name(field_id: str) -> str:
    """The defined name of a field's input cell."""
    return f"in_{field_id}"


def evidence_name(field_id: str) -> str:
    """The defined name of the evidence cell in a field's row."""
    return f"ev_{field_id}"


def explanation_name(key: str) -> str:
    """The defined name of the explanation cell of a field, or of a criterion (`c6`)."""
    return f"ex_{key}"


def earlier_name(field_id: str) -> str:
    """The defined name of the cell beside a field's input that holds the earlier form's value."""
    return f"kt_{field_id}"


#: How the names of what is typed into a row begin: value, evidence, explanation.
TYPED_PREFIXES = tuple(name("") for name in (input_name, evidence_name, explanation_name))
EARLIER_PREFIX = earlier_name("")


def state_name(field_id: str) -> str:
    """The name of the hidden cell that holds a field's state (`figures.State`)."""
    return f"st_{field_id}"


def effective(field: Field) -> str:
    """The value that counts, as a formula: the input itself, a count as the whole number it is nearest to, or the
    survey's effective figure."""
    if field.survey:
        return f"sv_{field.id}"
    return f"ROUND({input_name(field.id)},0)" if field.type is FieldType.COUNT else input_name(field.id)
