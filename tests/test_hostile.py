"""Forms broken at random, in their bytes and in their cells: read as they are, or told; no silent wrong score."""

import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus.base import POINTS, RULESET, good, packed, parts, typed
from tests.corpus.mutations import Mutation, inputs, mutated, mutations
from tests.support.deep import count
from tests.support.known import SHIPPED
from tests.support.typed import facts_of
from xl_cfc.cells import CellKind
from xl_cfc.findings.finding import Severity
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.layout import INPUT

Recorder = Callable[[str, object], None]
CALM = settings(deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


def broken(rng: random.Random) -> bytes:
    """The form with something broken: a bit, the end, a part lost, doubled, or garbled."""
    kind = rng.choice(("bit", "garbled", "garbled", "garbled", "cut", "lost", "doubled"))
    if kind == "bit":
        data = bytearray(good())
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        return bytes(data)
    if kind == "cut":
        return good()[: rng.randrange(len(good()))]
    name = rng.choice(list(parts()))
    if kind == "lost":
        return packed({key: value for key, value in parts().items() if key != name})
    if kind == "doubled":
        return packed({**parts(), name: parts()[name] * 2})
    garbled = bytearray(parts()[name])
    for _ in range(rng.choice((1, 1, 3, 20))):
        garbled[rng.randrange(len(garbled))] = rng.choice(b'<>/"0123456789abcXYZ& =\x00\xff')
    return packed({**parts(), name: bytes(garbled)})


def outcome(result: Evaluation) -> str:
    """How a broken form ended; one that scores other points than it should must say something."""
    if result.card is None:
        return "refused" if result.findings else "SILENT"
    if result.card.total == POINTS:
        return "right"
    told = any(finding.severity is not Severity.HINT for finding in result.findings)
    return "told" if told else "SILENT"


def fuzz_bytes(record_property: Recorder, examples: int) -> Counter[str]:
    outcomes, found = Counter[str](), Counter[str]()

    @settings(CALM, max_examples=examples)
    @given(st.integers(0, 2**32))
    def every_form(seed: int) -> None:
        result = evaluate(broken(random.Random(seed)), "a.xlsx", SHIPPED)
        outcomes[outcome(result)] += 1
        found.update(finding.code for finding in result.findings)
        assert outcome(result) != "SILENT"

    every_form()
    record_property("files", json.dumps([outcomes.total(), found]))
    return outcomes


def test_forms_with_broken_bytes_are_read_right_or_told(record_property: Recorder) -> None:
    outcomes = fuzz_bytes(record_property, 60)

    assert min(outcomes["refused"], outcomes["right"]) > 5


@pytest.mark.slow
def test_hundreds_of_forms_with_broken_bytes_are_read_right_or_told(record_property: Recorder) -> None:
    outcomes = fuzz_bytes(record_property, count(250, 500))

    assert min(outcomes["refused"], outcomes["right"]) > 50


def silently_wrong(result: Evaluation, changes: tuple[Mutation, ...]) -> str:
    """What is wrong with the reading of a form with these changes; empty when nothing is."""
    errors = [finding for finding in result.findings if finding.severity is Severity.ERROR]
    if result.submission is None or result.card is None:
        return "" if errors else "refused without a finding"
    blamed = {finding.field for finding in errors} | {finding.place for finding in errors}
    changed = {change.field: change.number for change in changes}
    told = False
    for field, (reference, number) in inputs().items():
        expected, cell = changed.get(field, number), result.submission.cells.get(field)
        if expected is None and (cell is None or cell.kind is not CellKind.BLANK):
            told = True
            if not blamed & {field, f"{INPUT}!{reference}"}:
                return f"{field} counts as {cell} and no finding says so"
        elif expected is None:
            continue  # a blank may stand where nothing is asked; the model below knows where that is
        elif cell is None or (cell.kind, cell.value) != (CellKind.NUMBER, expected):
            return f"{field} is read as {cell}, not as {expected}"
    total = facts_of(typed(**changed), RULESET).card.total
    return "" if told or result.card.total == total else f"{result.card.total} points, not {total}"


def fuzz_cells(record_property: Recorder, examples: int) -> None:
    tried, found = Counter[str](), Counter[str]()

    @settings(CALM, max_examples=examples)
    @given(st.lists(mutations(), min_size=1, max_size=3, unique_by=lambda change: change.field))
    def every_form(changes: list[Mutation]) -> None:
        result = evaluate(packed(mutated(changes), zipfile.ZIP_STORED), "a.xlsx", SHIPPED)
        tried["files"] += 1
        found.update(finding.code for finding in result.findings)
        assert silently_wrong(result, tuple(changes)) == "", [(change.field, change.what) for change in changes]

    every_form()
    record_property("files", json.dumps([tried["files"], found]))


def test_forms_with_changed_cells_are_read_as_they_are_or_told(record_property: Recorder) -> None:
    fuzz_cells(record_property, 100)


@pytest.mark.slow
def test_hundreds_of_forms_with_changed_cells_are_read_as_they_are_or_told(record_property: Recorder) -> None:
    fuzz_cells(record_property, count(200, 500))


def test_the_good_form_itself_is_read_as_it_is() -> None:
    assert silently_wrong(evaluate(good(), "a.xlsx", SHIPPED), ()) == ""
