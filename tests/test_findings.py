"""The catalogue of findings: stable codes, both languages, texts the form can hold, and its page in docs/."""

import re
from collections import Counter

import pytest

from scripts.findings_doc import TARGET, document
from xl_cfc.findings.catalogue import catalogue
from xl_cfc.findings.finding import FindingKind

KINDS = list(catalogue())


def test_codes_are_stable_and_unique() -> None:
    counts = Counter(kind.code for kind in KINDS)

    assert all(re.fullmatch(r"CFC-\d{3}", code) for code in counts)
    assert set(counts.values()) == {1}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_finding_says_what_and_how_to_mend_it_in_both_languages(kind: FindingKind) -> None:
    assert all((kind.vi, kind.en, kind.fix_vi, kind.fix_en))
    assert set(re.findall(r"{(\w+)}", kind.en)) <= set(re.findall(r"{(\w+)}", kind.vi)) | {"value"}
    assert len(kind.live) <= 100


def test_the_page_in_docs_is_the_catalogue() -> None:
    assert TARGET.read_text("utf-8") == document(), "run `make pages`"
