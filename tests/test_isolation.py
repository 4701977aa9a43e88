"""Worker processes: a crash, a hang or a memory blow-up costs the file it came from, and no other."""

import multiprocessing
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.support.known import SHIPPED
from tests.test_reading import COMPLETE, in_workbook
from xl_cfc.collecting.archives import Job
from xl_cfc.collecting.workers import MANY, evaluate_all
from xl_cfc.files import supervising
from xl_cfc.files.supervising import Ended, Limits, supervised
from xl_cfc.form.isolation import evaluate_bytes, evaluate_files
from xl_cfc.language import current_language, speaking
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp

QUICK = Limits(seconds=3.0, memory=256 * 2**20)

no_memory_limit = pytest.mark.skipif(sys.platform != "linux", reason="the system has no limit of memory")


def treacherous(what: str) -> str:
    """Do what the word says, which a file could do to its reader."""
    match what:
        case "dies":
            os._exit(9)
        case "is killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hangs":
            time.sleep(600)
        case "eats memory":
            bytearray(2**31)
        case "speaks":
            return current_language()
    return what.upper()


def test_each_task_has_its_own_end() -> None:
    tasks = ["a", "dies", "b", "is killed", "c"]

    assert dict(supervised(treacherous, tasks)) == {
        "a": "A",
        "dies": Ended.DIED,
        "b": "B",
        "is killed": Ended.DIED,
        "c": "C",
    }


def test_what_hangs_is_ended_when_its_time_is_up_and_the_others_go_on() -> None:
    outcomes = dict(supervised(treacherous, ["hangs", "a", "b"], processes=2, limits=QUICK))

    assert outcomes == {"hangs": Ended.TOO_LONG, "a": "A", "b": "B"}


@no_memory_limit
def test_what_eats_memory_is_told_and_the_others_go_on() -> None:
    outcomes = dict(supervised(treacherous, ["eats memory", "a"], limits=QUICK))

    assert outcomes == {"eats memory": Ended.OUT_OF_MEMORY, "a": "A"}


def test_workers_speak_the_language_of_the_caller() -> None:
    with speaking("en"):
        assert dict(supervised(treacherous, ["speaks"])) == {"speaks": "en"}


def test_no_worker_is_left_when_the_caller_goes_away() -> None:
    outcomes = supervised(_own_id, [1, 2, 3])
    _, worker = next(outcomes)
    outcomes.close()

    assert isinstance(worker, int)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def _own_id(task: int) -> int:
    return os.getpid()


def treacherous_rulesets(stamp: Stamp) -> Ruleset | None:
    """A form whose rule set is named with a word of `treacherous` does that to its reader."""
    treacherous(stamp.ruleset_id)
    return SHIPPED(stamp)


def treacherous_form(what: str) -> bytes:
    return in_workbook(COMPLETE, ("form|2|qd06-2019|", f"form|2|{what}|"))


EXPECTED = {"dies.xlsx": "CFC-505", "hangs.xlsx": "CFC-012", "eats memory.xlsx": "CFC-013"}


@pytest.fixture
def forms(tmp_path: Path) -> list[Path]:
    """A good form before, between and after those that end their reader."""
    paths = []
    for position, name in enumerate(EXPECTED):
        for file, data in ((f"{position}.xlsx", COMPLETE), (name, treacherous_form(Path(name).stem))):
            paths.append(tmp_path / file)
            paths[-1].write_bytes(data)
    return [*paths, paths[0]]


@no_memory_limit
@pytest.mark.parametrize("many", [0, pytest.param(MANY, marks=pytest.mark.slow)])
def test_a_file_that_ends_its_worker_is_a_finding_of_that_file_in_a_merge(forms: list[Path], many: int) -> None:
    jobs = [Job(path.name, path, path.stat().st_size) for path in forms[:-1]]
    jobs += [Job(f"more-{n}.xlsx", forms[0], 1) for n in range(many)]
    seen: list[str] = []

    members = evaluate_all(
        jobs, rulesets=treacherous_rulesets, limits=QUICK, progress=lambda done, total, name: seen.append(name)
    )

    assert {m.file: m.findings[0].code for m in members if m.card is None} == EXPECTED
    assert sorted(member.file for member in members) == sorted(job.file for job in jobs) == sorted(seen)


@no_memory_limit
def test_a_file_that_ends_its_worker_is_a_finding_of_that_file_in_a_check(
    forms: list[Path],
) -> None:
    results = evaluate_files(forms, treacherous_rulesets, QUICK)

    assert [result.file for result in results] == [str(path) for path in forms]
    assert {Path(r.file).name: r.findings[0].code for r in results if r.card is None} == EXPECTED


@pytest.mark.slow
def test_workers_that_are_started_afresh_as_on_windows_do_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "_context", lambda: multiprocessing.get_context("spawn"))
    (tmp_path / "a.xlsx").write_bytes(COMPLETE)
    (tmp_path / "b.xlsx").write_bytes(treacherous_form("dies"))

    with speaking("en"):
        good, bad = evaluate_files([tmp_path / "a.xlsx", tmp_path / "b.xlsx"], treacherous_rulesets)

    assert good.card is not None
    assert good.card.total == 1000
    assert [finding.code for finding in bad.findings] == ["CFC-505"]


def test_bytes_at_hand_are_evaluated_in_a_worker_too() -> None:
    assert evaluate_bytes(treacherous_form("dies"), "a.xlsx", treacherous_rulesets).findings[0].code == "CFC-505"
    card = evaluate_bytes(COMPLETE, "a.xlsx", SHIPPED).card
    assert card is not None
    assert card.total == 1000


def broken_rulesets(stamp: Stamp) -> Ruleset | None:
    """A mistake of ours."""
    raise ZeroDivisionError(stamp.ruleset_id)


def test_a_mistake_of_ours_in_one_file_does_not_take_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(COMPLETE)
    (tmp_path / "b.xlsx").write_bytes(b"x")

    ours, theirs = evaluate_files([tmp_path / "a.xlsx", tmp_path / "b.xlsx"], broken_rulesets)

    assert "ZeroDivisionError" in ours.findings[0].message
    assert theirs.findings[0].code == "CFC-002"
