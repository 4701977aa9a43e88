"""Broken and hostile files: whatever the bytes, an answer or a finding; no crash, no silent wrong score."""

import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO

import pytest

from tests.support.typed import content_of
from tests.test_reading import BASE, EVIDENCE
from xl_cfc.evaluation import Evaluation, evaluate
from xl_cfc.excel.form import form_bytes
from xl_cfc.ruleset.models import Severity
from xl_cfc.ruleset.registry import shipped_ruleset

FORM = form_bytes(shipped_ruleset("qd06-2019"), content_of(replace(BASE, evidence=EVIDENCE)))
INPUT_PART = "xl/worksheets/sheet3.xml"


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


PARTS = unpacked(FORM)


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    return packed({**PARTS, part: change(PARTS[part])})


def mutated(rng: random.Random) -> bytes:
    """The form with something broken: a bit, the end, a part lost, doubled, or garbled."""
    kind = rng.choice(("bit", "garbled", "garbled", "garbled", "cut", "lost", "doubled"))
    if kind == "bit":
        data = bytearray(FORM)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        return bytes(data)
    if kind == "cut":
        return FORM[: rng.randrange(len(FORM))]
    name = rng.choice(list(PARTS))
    if kind == "lost":
        return packed({key: value for key, value in PARTS.items() if key != name})
    if kind == "doubled":
        return changed(name, lambda part: part + part)
    garbled = bytearray(PARTS[name])
    for _ in range(rng.choice((1, 1, 3, 20))):
        garbled[rng.randrange(len(garbled))] = rng.choice(b'<>/"0123456789abcXYZ& =\x00\xff')
    return packed({**PARTS, name: bytes(garbled)})


def outcome(result: Evaluation) -> str:
    if result.card is None:
        return "refused" if result.findings else "SILENT"
    if result.card.total == 1000:
        return "right"
    told = any(finding.severity is not Severity.HINT for finding in result.findings)
    return "told" if told else "SILENT"


@pytest.mark.slow
def test_hundreds_of_broken_forms_give_no_crash_and_no_silent_wrong_score() -> None:
    outcomes = Counter(outcome(evaluate(mutated(random.Random(f"fuzz-{n}")), "a.xlsx")) for n in range(400))

    print(f"files tried: {outcomes.total()}, {dict(outcomes)}")
    assert outcomes["SILENT"] == 0
    assert outcomes["refused"] > 50
    assert outcomes["right"] > 50


@pytest.mark.parametrize("reference", ["XFD1048576", "ZZ200000"])
def test_a_stray_cell_far_away_changes_nothing(reference: str) -> None:
    row = re.sub("[A-Z]", "", reference)
    stray = f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>'.encode()

    assert (
        outcome(evaluate(changed(INPUT_PART, lambda part: part.replace(b"</sheetData>", stray)), "a.xlsx")) == "right"
    )


def test_a_wrong_dimension_tag_is_not_believed() -> None:
    data = changed(INPUT_PART, lambda part: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:B2"/>', part))

    assert outcome(evaluate(data, "a.xlsx")) == "right"


def test_prefixed_element_names_are_read() -> None:
    def prefixed(part: bytes) -> bytes:
        part = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", part)
        return part.replace(b"xmlns=", b"xmlns:x=", 1)

    assert outcome(evaluate(changed(INPUT_PART, prefixed), "a.xlsx")) == "right"


def test_the_strict_variant_of_the_format_is_read() -> None:
    strict = {
        name: part.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, part in PARTS.items()
    }  # fmt: skip

    assert outcome(evaluate(packed(strict), "a.xlsx")) == "right"


@pytest.mark.slow
def test_a_genuine_form_with_a_million_formatted_rows_is_still_read() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(2000, 1_000_000)
    )
    data = changed(INPUT_PART, lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>"))

    assert outcome(evaluate(data, "a.xlsx")) == "right"


def test_entities_are_refused_and_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = changed("xl/sharedStrings.xml", lambda part: part.replace(b"<sst", bomb + b"<sst", 1))

    assert [finding.code for finding in evaluate(data, "a.xlsx").findings] == ["CFC-001"]
