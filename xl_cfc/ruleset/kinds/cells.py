"""Pieces of formulas that several kinds of indicator share; cells are named, never addressed."""

from collections.abc import Mapping

from xl_cfc.formulatext import quoted
from xl_cfc.ruleset.cellnames import input_name, state_name

#: The names of the commune's class and of its state.
CLASS_CELL, CLASS_STATE = input_name("nhom_nguong"), state_name("nhom_nguong")


def by_class(default: str, own: Mapping[str, str]) -> str:
    """One expression for each class that has its own, else the default."""
    text = default
    for name, expression in reversed(list(own.items())):
        if expression != default:
            text = f"IF({CLASS_CELL}={quoted(name)},{expression},{text})"
    return text
