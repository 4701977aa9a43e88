"""Nothing is lost: one merge at a time; killed or stopped anywhere, the workbook is the old or the new one, whole."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pytest

from tests.support.known import SHIPPED
from tests.support.merging import merge
from xl_cfc.cli import main
from xl_cfc.consolidation.sheets.members import read_members
from xl_cfc.consolidation.sheets.opening import open_consolidated
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.examples import example_form
from xl_cfc.files.locking import NAMELESS_AFTER, STALE_AFTER, lock_path, locked, open_elsewhere
from xl_cfc.form.evaluation import evaluate
from xl_cfc.form.sheets import form_bytes
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.usage import UsageError

HOST = socket.gethostname()
WHEN = datetime(2026, 11, 23, 8, 30)
OUT = "tong-hop.xlsx"


@pytest.fixture(scope="module")
def forms() -> list[bytes]:
    return [form_bytes(shipped_ruleset(), example_form(position).content) for position in (0, 1)]


@dataclass(frozen=True)
class Desk:
    """A folder with two forms and the workbook of an earlier merge of one of them."""

    folder: Path
    old: bytes
    new: bytes

    @property
    def out(self) -> Path:
        return self.folder / OUT

    def merge(self) -> None:
        merge([self.folder / "phieu"], self.out, force=True, created=WHEN)

    def put_back(self) -> None:
        """The old workbook, alone."""
        for path in self.folder.iterdir():
            if path.is_file():
                path.unlink()
        self.out.write_bytes(self.old)

    def left_behind(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith("."))


@pytest.fixture(scope="module")
def desk(forms: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "phieu").mkdir()
    (folder / "phieu" / "a.xlsx").write_bytes(forms[0])
    merge([folder / "phieu"], folder / OUT, created=WHEN)
    old = (folder / OUT).read_bytes()
    (folder / "phieu" / "b.xlsx").write_bytes(forms[1])
    twin = tmp_path_factory.mktemp("twin") / "desk"
    shutil.copytree(folder, twin)
    merge([twin / "phieu"], twin / OUT, force=True, created=WHEN)
    return Desk(folder, old, (twin / OUT).read_bytes())


def forked(work: Callable[[], None]) -> int:
    """The id of a child process that does this and ends."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    return pid


def killed(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


Stop = Callable[[str], None]


class Halting:
    """A file that is stopped when half of what is written to it stands."""

    def __init__(self, stream: Any, stop: Stop) -> None:
        self.stream, self.stop = stream, stop

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def __enter__(self) -> "Halting":
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def write(self, data: bytes) -> None:
        self.stream.write(data[: len(data) // 2])
        self.stream.flush()
        self.stop("half written")
        self.stream.write(data[len(data) // 2 :])


def watch_the_write(stop: Stop) -> None:
    """Have `stop` called at every step of writing the workbook; only in a child process, whose `os` this changes."""
    make, opened, sync, replace = tempfile.mkstemp, os.fdopen, os.fsync, Path.replace
    writing = []

    def mkstemp(*arguments: Any, **options: Any) -> tuple[int, str]:
        if options.get("prefix") != f".{Path(OUT).stem}-":  # another file, such as a sheet in the making
            return make(*arguments, **options)
        stop("before the temporary file")
        made = make(*arguments, **options)
        writing.append(made)
        stop("temporary file empty")
        return made

    def fdopen(*arguments: Any) -> IO[bytes]:
        stream: Any = opened(*arguments)
        if not writing:
            return stream  # type: ignore[no-any-return]
        return Halting(stream, stop)  # type: ignore[return-value]

    def fsync(handle: int) -> None:
        if writing:
            stop("written, not synchronised")
        sync(handle)

    def replaced(path: Path, target: Path) -> Path:
        if target.name != OUT:
            return replace(path, target)
        stop("before the rename")
        result = replace(path, target)
        stop("after the rename")
        return result

    tempfile.mkstemp, os.fdopen, os.fsync = mkstemp, fdopen, fsync  # type: ignore[assignment]
    Path.replace = replaced  # type: ignore[assignment, method-assign]


STEPS = {
    "before the temporary file": "old",
    "temporary file empty": "old",
    "half written": "old",
    "written, not synchronised": "old",
    "before the rename": "old",
    "after the rename": "new",
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_of_the_write_the_workbook_is_whole_and_the_next_merge_tidies_up(
    desk: Desk, step: str
) -> None:
    desk.put_back()
    heard, tell = os.pipe()

    def stop(reached: str) -> None:
        if reached == step:
            os.write(tell, b".")
            signal.pause()

    def work() -> None:
        watch_the_write(stop)
        desk.merge()

    pid = forked(work)
    os.close(tell)
    assert os.read(heard, 1) == b".", "the step was never reached"
    killed(pid)
    os.close(heard)
    assert desk.out.read_bytes() == {"old": desk.old, "new": desk.new}[STEPS[step]]
    assert lock_path(desk.out).name in desk.left_behind()
    desk.merge()
    assert desk.left_behind() == []
    assert len(read_members(open_consolidated(desk.out.read_bytes()))) == 3


@pytest.mark.slow
def test_killed_at_50_random_moments_the_workbook_is_whole(desk: Desk) -> None:
    """Half of the moments anywhere in the merge, half within the write, which is a small part of it."""
    desk.put_back()
    started = time.monotonic()
    os.waitpid(forked(desk.merge), 0)
    whole = time.monotonic() - started
    rng = random.Random(8)
    seen: Counter[str] = Counter()
    for number in range(50):
        desk.put_back()
        _kill_somewhere(desk, rng, whole, within_the_write=number % 2 == 1)
        data, left = desk.out.read_bytes(), desk.left_behind()
        assert data in (desk.old, desk.new)
        temporary = any(name.endswith(".tmp") for name in left)
        renamed = "new workbook in place" if data == desk.new else "old workbook in place"
        seen["in the write, temporary file left" if temporary else renamed] += 1
        seen["lock left"] += lock_path(desk.out).name in left
    print(f"50 kills in merges of {whole:.2f} s: {dict(seen)}")
    assert seen["in the write, temporary file left"] > 0
    assert seen["lock left"] > 0
    desk.merge()
    assert desk.left_behind() == []


def _kill_somewhere(desk: Desk, rng: random.Random, whole: float, *, within_the_write: bool) -> None:
    heard, tell = os.pipe()

    def work() -> None:
        if within_the_write:
            watch_the_write(lambda step: os.write(tell, b".") if step.startswith("before the temp") else None)  # type: ignore[arg-type]
        desk.merge()

    pid = forked(work)
    os.close(tell)
    if within_the_write:
        os.read(heard, 1)
    time.sleep(rng.random() * (0.003 if within_the_write else whole))
    killed(pid)
    os.close(heard)


def hears_ctrl_c() -> None:
    """Whoever runs the tests in the background may have made them deaf to it, and their children too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.slow
@pytest.mark.parametrize("copies", [8, 60])
def test_ctrl_c_ends_a_merge_with_a_sentence_and_the_old_workbook_whole(
    tmp_path: Path, forms: list[bytes], copies: int
) -> None:
    """In one process, and with worker processes."""
    for number in range(copies):
        (tmp_path / f"{number}.xlsx").write_bytes(forms[0])
    out = tmp_path / "out" / OUT
    merge([tmp_path / "0.xlsx"], out, created=WHEN)
    before = out.read_bytes()
    command = [sys.executable, "-m", "xl_cfc", "merge", str(tmp_path), "-o", str(out), "--force"]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )  # fmt: skip
    while not lock_path(out).exists():
        time.sleep(0.005)
    time.sleep(0.1)
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: the workers too
    output, errors = child.communicate(timeout=60)
    assert (child.returncode, output) == (2, "")
    assert errors.splitlines()[-1] == "Đã dừng theo yêu cầu."
    assert "Traceback" not in errors
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == [OUT]


def gone() -> int:
    """The id of a process that has ended."""
    pid = forked(lambda: None)
    os.waitpid(pid, 0)
    return pid


def record(path: Path, **changed: object) -> str:
    """What the lock of this very process says, but for what is changed in it."""
    with locked(path):
        lines = lock_path(path).read_text("utf-8").splitlines()
    said = dict(line.partition("=")[::2] for line in lines[1:]) | {key: str(value) for key, value in changed.items()}
    return "\n".join([lines[0], *(f"{key}={value}" for key, value in said.items() if value), ""])


LOCKS = [
    # what its record says otherwise than one of this process, age in seconds, whether it counts
    ("a process that runs here", {}, 1, True),
    ("a process that runs here, half a day ago", {}, STALE_AFTER + 60, False),
    ("another computer", {"host": "may-khac", "pid": 1}, STALE_AFTER - 60, True),
    ("another computer, half a day ago", {"host": "may-khac", "pid": 1}, STALE_AFTER + 60, False),
    ("the number of a process that runs here, which then was another's", {"start": 1}, 1, False),
    ("an impossible process, just made", {"pid": 10**30}, 5, True),
    ("an impossible process", {"pid": 10**30}, NAMELESS_AFTER + 30, False),
    ("no process", {"pid": 0}, NAMELESS_AFTER + 30, False),
    ("unreadable, just made", None, 5, True),
    ("unreadable", None, NAMELESS_AFTER + 30, False),
]


@pytest.mark.parametrize(("changed", "age", "counts"), [row[1:] for row in LOCKS], ids=[row[0] for row in LOCKS])
def test_when_a_lock_counts(tmp_path: Path, changed: dict[str, object] | None, age: float, counts: bool) -> None:
    for text in ["", "{]"] if changed is None else [record(tmp_path / OUT, **changed)]:
        lock_path(tmp_path / OUT).write_text(text, "utf-8")
        os.utime(lock_path(tmp_path / OUT), (time.time() - age, time.time() - age))
        assert is_refused(tmp_path / OUT) is counts
        assert lock_path(tmp_path / OUT).exists() is counts


def is_refused(path: Path) -> bool:
    try:
        with locked(path):
            return False
    except UsageError:
        return True


def test_the_lock_of_a_process_that_has_ended_is_stale(tmp_path: Path) -> None:
    lock_path(tmp_path / OUT).write_text(record(tmp_path / OUT, pid=gone()), "utf-8")
    assert not is_refused(tmp_path / OUT)


def test_who_holds_the_lock_is_said_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERNAME", "Nguyễn An")
    with locked(tmp_path / OUT):
        made = datetime.fromtimestamp(lock_path(tmp_path / OUT).stat().st_mtime)
        with pytest.raises(
            UsageError, match=f"người dùng Nguyễn An, máy {HOST}, tiến trình {os.getpid()}, từ {made:%H:%M %d/%m/%Y}"
        ):
            locked(tmp_path / OUT).__enter__()


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[int]:
    """Another process that holds the lock of the workbook."""
    heard, tell = os.pipe()

    def work() -> None:
        with locked(tmp_path / OUT):
            os.write(tell, b".")
            signal.pause()

    pid = forked(work)
    os.read(heard, 1)
    yield pid
    if lock_path(tmp_path / OUT).exists():
        killed(pid)
    os.close(heard)
    os.close(tell)


def test_a_second_merge_into_the_same_workbook_is_refused_in_a_sentence(
    tmp_path: Path, forms: list[bytes], holder: int
) -> None:
    (tmp_path / "a.xlsx").write_bytes(forms[0])
    with pytest.raises(UsageError) as refused:
        merge([tmp_path], tmp_path / OUT, created=WHEN)
    assert f"tiến trình {holder}" in str(refused.value)
    assert f"máy {HOST}" in str(refused.value)
    assert str(lock_path(tmp_path / OUT)) in str(refused.value)
    assert not (tmp_path / OUT).exists()
    other = merge([tmp_path], tmp_path / "khac.xlsx", created=WHEN)
    locks = [s for s in other.consolidation.sources if s.file == lock_path(tmp_path / OUT).name]
    assert [source.status for source in locks] == [FileStatus.NOT_A_FORM]


def test_after_the_other_merge_was_killed_its_lock_is_in_nobodys_way(
    tmp_path: Path, forms: list[bytes], holder: int
) -> None:
    (tmp_path / "a.xlsx").write_bytes(forms[0])
    killed(holder)
    outcome = merge([tmp_path], tmp_path / OUT, created=WHEN)
    assert [source.file for source in outcome.consolidation.sources] == ["a.xlsx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", OUT]


def test_only_temporary_files_of_this_workbook_are_cleared(tmp_path: Path) -> None:
    ours, others = ".tong-hop-abc_1234.tmp", [".tong-hop-2-abc_1234.tmp", ".khac-abc_1234.tmp", "tong-hop-abc_1234.tmp"]
    for name in (ours, *others):
        (tmp_path / name).write_bytes(b"x")
    with locked(tmp_path / OUT):
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, lock_path(tmp_path / OUT).name])


def test_of_many_that_find_a_stale_lock_one_at_a_time_goes_on(tmp_path: Path) -> None:
    out, inside, turns = tmp_path / OUT, tmp_path / "inside", tmp_path / "turns"
    turns.mkdir()

    def work() -> None:
        for _ in range(200):
            try:
                with locked(out):
                    with inside.open("x"):
                        time.sleep(0.001)
                    inside.unlink()
                    (turns / f"{os.getpid()}-{time.monotonic_ns()}").touch()
            except UsageError:
                pass
            except FileExistsError:
                (turns / f"two at once {os.getpid()}").touch()

    lock_path(out).write_text(record(out, pid=gone()), "utf-8")
    children = [forked(work) for _ in range(4)]
    for pid in children:
        os.waitpid(pid, 0)
    names = [path.name for path in turns.iterdir()]
    assert len(names) > 4
    assert not [name for name in names if name.startswith("two")]


@pytest.mark.parametrize("name", ["~$tong-hop.xlsx", "~$ng-hop.xlsx", ".~lock.tong-hop.xlsx#"])
def test_a_workbook_that_seems_open_is_said_before_the_long_work(tmp_path: Path, forms: list[bytes], name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").write_bytes(forms[0])
    (tmp_path / name).write_bytes(b"x")
    told: list[str] = []

    def progress(done: int, total: int, file: str) -> None:
        told.append("read")

    merge([tmp_path / "in"], tmp_path / OUT, created=WHEN, warn=told.append, progress=progress)
    assert [text if text == "read" else name in text for text in told] == [True, "read"]
    assert open_elsewhere(tmp_path / "khac.xlsx") is None


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two users")
def test_a_workbook_that_cannot_be_replaced_stays_and_the_new_one_gets_a_second_name(forms: list[bytes]) -> None:
    """As when Excel has it open: in a sticky folder, nobody may replace another user's file."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o1777)
    (folder / "a.xlsx").write_bytes(forms[0])
    (folder / OUT).write_bytes(b"held")
    # All that is imported, once: the other user may not be able to read the interpreter's own files.
    evaluate(forms[0], "a.xlsx", SHIPPED)
    main(["merge", str(folder / "a.xlsx"), "-o", str(folder / "dau.xlsx")])
    (folder / "dau.xlsx").unlink()

    def work() -> None:
        os.setgid(65534)
        os.setuid(65534)
        with (folder / "said").open("a", encoding="utf-8") as said, contextlib.redirect_stdout(said):
            print(main(["merge", str(folder / "a.xlsx"), "-o", str(folder / OUT), "--force"]))

    for _ in range(2):
        os.waitpid(forked(work), 0)
    said = (folder / "said").read_text("utf-8").splitlines()
    assert [line for line in said if len(line) == 1] == ["1", "1"]
    held = f"{folder / OUT} đang mở trong Excel nên giữ nguyên, chưa được cập nhật. Bản tổng hợp mới: {folder}"
    assert [line for line in said if "Excel" in line] == [f"{held}/tong-hop ({number}).xlsx" for number in (2, 3)]
    names = [path.name for path in folder.iterdir()]
    assert {"tong-hop (2).xlsx", "tong-hop (3).xlsx"} <= set(names)
    assert not [name for name in names if name.startswith(".")]
    assert (folder / OUT).read_bytes() == b"held"
    assert len(read_members(open_consolidated((folder / "tong-hop (2).xlsx").read_bytes()))) == 2
    shutil.rmtree(folder)
