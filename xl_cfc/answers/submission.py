"""One commune's form as it was read: every value with the sheet and cell it came from, nothing interpreted yet."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.cells import Cell, CellKind, nearly_whole
from xl_cfc.stamp import Stamp


class SurveyRow(NamedTuple):
    """One respondent: the group and the answer to being satisfied, each as typed."""

    group: Cell
    answer: Cell


class HamletRow(NamedTuple):
    """One hamlet: its name and its figures by field id, each as typed; blanks are left out of `figures`."""

    name: Cell
    figures: Mapping[str, Cell]


class Provenance(NamedTuple):
    """Where a value of a commune's form came from: agency, body of it, file, the day it was made, the value then."""

    agency: str
    body: str
    file: str
    day: str
    value: str = ""

    @property
    def text(self) -> str:
        """The origin on one line."""
        supplier = f"{self.agency} ({self.body})" if self.body else self.agency
        return ", ".join(filter(None, (supplier, self.file, self.day)))


class Submission(BaseModel):
    """A commune's answers with their provenance.

    `cells` holds general information and figures by field id (for survey figures: the typed totals); `evidence`
    is by field id, `explanations` by field id or, for a whole criterion, by `c<number>`. `previous` holds the
    values of the earlier form that this one shows beside its inputs, by field id. `sheet_total` is the total the form
    itself shows. `provenance` says which values were gathered from agencies' forms. `fonts` names, by sheet and cell,
    the fonts of texts that are in a font of an old encoding. `misplaced` names the fields of which it is not certain
    where they stand: whatever is there is never counted. `sha256` is the hash of the file's bytes.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    file: str
    sha256: str
    stamp: Stamp
    cells: dict[str, Cell]
    misplaced: frozenset[str] = frozenset()
    evidence: dict[str, Cell] = {}
    explanations: dict[str, Cell] = {}
    survey: tuple[SurveyRow, ...] = ()
    hamlets: tuple[HamletRow, ...] = ()
    previous: dict[str, Cell] = {}
    sheet_total: Cell | None = None
    provenance: dict[Place, Provenance] = {}
    date1904: bool = False
    fonts: dict[tuple[str, str], str] = {}

    def at(self, place: Place) -> Cell | None:
        """The cell of an input, its evidence or its explanation, None where nothing was read."""
        cells = {
            PlaceKind.INPUT: self.cells,
            PlaceKind.EVIDENCE: self.evidence,
            PlaceKind.EXPLANATION: self.explanations,
        }
        return cells.get(place.kind, {}).get(place.key)

    def texts(self) -> Iterator[Cell]:
        """Every cell in which a text may have been typed."""
        yield from (*self.cells.values(), *self.evidence.values(), *self.explanations.values())
        yield from (row.name for row in self.hamlets)

    def text(self, field_id: str) -> str:
        """A text field as typed, without surrounding blanks; empty when it is blank or no text."""
        cell = self.cells.get(field_id)
        return str(cell.value).strip() if cell is not None and cell.kind is CellKind.TEXT else ""

    def beside_inputs(self) -> tuple[tuple[str, str], ...]:
        """What is typed beside the inputs, in short: evidence, explanations, and how the survey and hamlets stand."""
        told = [(f"ev:{name}", cell.shown) for name, cell in self.evidence.items()]
        told += [(f"ex:{name}", cell.shown) for name, cell in self.explanations.items()]
        told += [("survey", _digest(self.survey)), ("hamlets", _digest(self.hamlets))]
        return tuple((name, text) for name, text in told if text)

    def content_hash(self) -> str:
        """Hash of the inputs alone: two files with the same answers have the same one, whatever their bytes."""

        def stated(cell: Cell) -> list[str]:
            number = nearly_whole(cell.value) if isinstance(cell.value, float) else None
            return [cell.kind, cell.shown if number is None else str(number)]

        doubtful = {"misplaced": sorted(self.misplaced)} if self.misplaced else {}
        content = {
            **doubtful,
            "ruleset": self.stamp.ruleset_hash,
            "cells": {name: stated(cell) for name, cell in self.cells.items()},
            "evidence": {name: stated(cell) for name, cell in self.evidence.items()},
            "explanations": {name: stated(cell) for name, cell in self.explanations.items()},
            "survey": [[stated(row.group), stated(row.answer)] for row in self.survey],
            "hamlets": [
                [stated(row.name), {name: stated(cell) for name, cell in row.figures.items()}] for row in self.hamlets
            ],
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _digest(rows: Sequence[SurveyRow] | Sequence[HamletRow]) -> str:
    """How many rows there are, with a few letters that differ when the rows do."""
    if not rows:
        return ""
    shown = [[cell.shown for cell in _cells(row)] for row in rows]
    return f"{len(rows)} dòng · {hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:6]}"


def _cells(row: SurveyRow | HamletRow) -> Sequence[Cell]:
    return (row.group, row.answer) if isinstance(row, SurveyRow) else (row.name, *row.figures.values())
