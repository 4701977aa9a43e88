"""Pieces of formulas that several kinds of indicator share; cells are named, never addressed."""

from collections.abc import Mapping

from xl_cfc.formulatext import quoted


def state_cell(field_id: str) -> str:
    """The name of the hidden cell that holds a field's state (`figures.State`)."""
    return f"st_{field_id}"


#: The names of the commune's class and of its state.
CLASS_CELL, CLASS_STATE = "in_nhom_nguong", state_cell("nhom_nguong")


def by_class(default: str, own: Mapping[str, str]) -> str:
    """One expression for each class that has its own, else the default."""
    text = default
    for name, expression in reversed(list(own.items())):
        if expression != default:
            text = f"IF({CLASS_CELL}={quoted(name)},{expression},{text})"
    return text
