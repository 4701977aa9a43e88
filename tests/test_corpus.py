"""The corpus of hostile and odd files: each ends as written down, within its time and memory, and harms no other."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpus.base import Case, form, good
from tests.corpus.catalogue import SUBJECTS, cases
from tests.corpus.running import MEMORY, nobody_is_possible, run
from tests.support.merging import merge
from xl_cfc.consolidation.sources import FileStatus

Recorder = Callable[[str, object], None]


def try_out(wanted: tuple[Case, ...], record_property: Recorder) -> None:
    """Run the commands on the files and compare with what is written down."""
    tried = [case for case in wanted if nobody_is_possible() or not case.as_nobody]
    outcomes = run(tried)
    record_property("files", json.dumps([len(outcomes), Counter(code for o in outcomes for code in o.found)]))

    assert {o.name: o.died for o in outcomes if o.died} == {}
    assert {o.name: o.memory for o in outcomes if o.memory >= MEMORY} == {}
    assert {o.name: (o.codes, o.points) for o in outcomes} == {c.name: (c.codes, c.points) for c in tried}
    for case, outcome in zip(tried, outcomes, strict=True):
        assert (outcome.exit_codes == (2, 2)) is bool(UNUSABLE & {*case.codes}), case.name
        assert not case.as_nobody or not outcome.opened


#: Codes that say a file cannot be used at all.
UNUSABLE = {"CFC-001", "CFC-002", "CFC-003", "CFC-004", "CFC-005", "CFC-011", "CFC-012", "CFC-013", "CFC-505"}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_file_ends_as_written_down(subject: str, record_property: Recorder) -> None:
    try_out(cases(subject, slow=False), record_property)


@pytest.mark.slow
@pytest.mark.parametrize("subject", ["bombs", "programs"])
def test_large_files_and_those_of_other_programs_end_as_written_down(subject: str, record_property: Recorder) -> None:
    try_out(cases(subject, slow=True), record_property)


def test_the_corpus_is_as_large_as_promised_and_its_names_are_unique() -> None:
    names = Counter(case.name for subject in SUBJECTS.values() for case in subject)

    assert names.total() >= 60
    assert set(names.values()) == {1}


def test_the_same_commune_twice_is_counted_once_or_not_at_all(tmp_path: Path) -> None:
    one, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    one.write_bytes(good())
    other.write_bytes(good())
    once = merge([one, other], tmp_path / "1.xlsx")
    other.write_bytes(form(te_kham_suc_khoe=700))
    never = merge([one, other], tmp_path / "2.xlsx")

    assert once.consolidation.files(FileStatus.COUNTED) == 1
    assert once.consolidation.files(FileStatus.IDENTICAL) == 1
    assert never.consolidation.files(FileStatus.COUNTED) == 0
    assert never.consolidation.files(FileStatus.CONFLICT) == 2


@pytest.mark.slow
def test_a_folder_of_hostile_files_is_merged_and_every_file_is_listed(tmp_path: Path) -> None:
    wanted = [case for subject in ("containers", "disk") for case in SUBJECTS[subject] if "/" not in case.name]
    folder = tmp_path / "phiếu"
    folder.mkdir()
    for case in wanted:
        case.build(folder / case.name)

    sources = merge([folder], tmp_path / "out.xlsx").consolidation.sources

    used = (FileStatus.COUNTED, FileStatus.IDENTICAL, FileStatus.CONFLICT)
    assert {s.file for s in sources if s.status in used} > {"phiếu/không-đuôi"}
    assert len(sources) >= len([path for path in folder.rglob("*") if not path.is_dir()])
