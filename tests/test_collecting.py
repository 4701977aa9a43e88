"""Collecting: every file below a folder is read or listed, nothing is written half."""

import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.known import SHIPPED
from tests.support.merging import merge
from xl_cfc.collecting import archives, naming, terminal_progress
from xl_cfc.collecting.archives import Job
from xl_cfc.collecting.files import collect
from xl_cfc.collecting.workers import evaluate_all, evaluate_job
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.examples import example_form
from xl_cfc.form.sheets import form_bytes
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.usage import UsageError

WHEN = datetime(2026, 11, 23, 8, 30)


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What every sheet holds, apart from the log and what is remembered for it."""
    book = load_workbook(path)
    kept = [sheet for sheet in book if sheet.title not in ("Nhật ký", "_so_theo_doi")]
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in kept}


@pytest.fixture(scope="module")
def forms() -> list[bytes]:
    """Two eligible communes' forms."""
    return [form_bytes(shipped_ruleset(), example_form(position).content) for position in (0, 1)]


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def statuses(consolidation: Consolidation) -> dict[str, FileStatus]:
    return {source.file: source.status for source in consolidation.sources}


def put(folder: Path, **files: bytes) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_every_file_below_the_folder_has_a_row_with_its_status(tmp_path: Path, forms: list[bytes]) -> None:
    folder = tmp_path / "phieu"
    put(
        folder,
        **{
            "a.xlsx": forms[0],
            "huyện/sâu/b.XLSX": forms[1],
            "không đuôi": forms[0],
            "~$a.xlsx": b"x",
            ".~lock.b.xlsx#": b"x",
            "._a.xlsx": b"x",
            ".tong-hop-a1b2.tmp": b"PK\x03\x04",
            "báo cáo.docx": b"PK\x03\x04",
            "quyết định.pdf": b"%PDF",
            "lạ.bin": b"abcd",
            "cũ.xls": b"\xd0\xcf\x11\xe0",
            "rỗng.xlsx": b"",
            "ảnh.rar": b"Rar!",
        },
    )
    outcome = merge([folder], tmp_path / "out.xlsx", created=WHEN)
    assert statuses(outcome.consolidation) == {
        "phieu/a.xlsx": FileStatus.COUNTED,
        "phieu/huyện/sâu/b.XLSX": FileStatus.COUNTED,
        "phieu/không đuôi": FileStatus.IDENTICAL,
        "phieu/~$a.xlsx": FileStatus.LOCK,
        "phieu/.~lock.b.xlsx#": FileStatus.LOCK,
        "phieu/._a.xlsx": FileStatus.NOT_A_FORM,
        "phieu/.tong-hop-a1b2.tmp": FileStatus.NOT_A_FORM,
        "phieu/báo cáo.docx": FileStatus.NOT_A_FORM,
        "phieu/quyết định.pdf": FileStatus.NOT_A_FORM,
        "phieu/lạ.bin": FileStatus.NOT_A_FORM,
        "phieu/cũ.xls": FileStatus.UNUSABLE,
        "phieu/rỗng.xlsx": FileStatus.UNUSABLE,
        "phieu/ảnh.rar": FileStatus.UNUSABLE,
    }
    assert all(s.why for s in outcome.consolidation.sources if s.status is not FileStatus.COUNTED)
    assert outcome.exit_code() == 1


def test_forms_in_a_zip_are_read_and_named_by_their_place_in_it(tmp_path: Path, forms: list[bytes]) -> None:
    inner = zipped(**{"form.xlsx": forms[0]})
    put(
        tmp_path / "in",
        **{
            "dính kèm.zip": zipped(
                **{"xã/form.xlsx": forms[0], "../../trốn.xlsx": forms[1], "ảnh.jpg": b"x"},
                **{"trong.zip": inner, "không đuôi": forms[0]},
            ),
            "hỏng.zip": b"PK\x03\x04 no",
        },
    )
    outcome = merge([tmp_path / "in"], tmp_path / "out.xlsx", created=WHEN)
    assert statuses(outcome.consolidation) == {
        "in/dính kèm.zip": FileStatus.ARCHIVE,
        "in/dính kèm.zip/xã/form.xlsx": FileStatus.IDENTICAL,
        "in/dính kèm.zip/../../trốn.xlsx": FileStatus.COUNTED,
        "in/dính kèm.zip/không đuôi": FileStatus.COUNTED,
        "in/dính kèm.zip/ảnh.jpg": FileStatus.NOT_A_FORM,
        "in/dính kèm.zip/trong.zip": FileStatus.UNUSABLE,
        "in/hỏng.zip": FileStatus.UNUSABLE,
    }
    written = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert written == ["dính kèm.zip", "hỏng.zip", "out.xlsx"]


def test_names_in_a_zip_that_are_utf8_without_saying_so_are_read(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("Xã Mỹ Đông.xlsx")
    raw = info.filename.encode().decode("cp437")
    plain = zipfile.ZipInfo(raw)
    plain.flag_bits = 0
    assert archives.member_name(plain) == "Xã Mỹ Đông.xlsx"


def test_two_members_of_one_name_are_both_listed(tmp_path: Path, forms: list[bytes]) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("f.xlsx", forms[0])
        archive.writestr("f.xlsx", forms[1])
    outcome = merge([path], tmp_path / "out.xlsx", created=WHEN)
    assert [s.file for s in outcome.consolidation.sources] == ["a.zip", "a.zip/f (2).xlsx", "a.zip/f.xlsx"]
    assert outcome.consolidation.files(FileStatus.COUNTED) == 2


def test_an_archive_that_would_inflate_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_INFLATED", 1000)
    put(tmp_path, **{"bom.zip": zipped(**{"a.xlsx": b"0" * 1001})})
    collected = collect([tmp_path / "bom.zip"], tmp_path / "out.xlsx")
    assert (collected.jobs, [other.status for other in collected.others]) == ([], [FileStatus.UNUSABLE])
    assert "bom nén" in collected.others[0].why


def test_a_loop_of_links_ends_and_every_form_is_found_once(tmp_path: Path, forms: list[bytes]) -> None:
    put(tmp_path / "a" / "b", **{"f.xlsx": forms[0]})
    (tmp_path / "a" / "b" / "vòng").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a" / "tự").symlink_to(tmp_path / "a" / "tự")
    (tmp_path / "a" / "đứt.xlsx").symlink_to(tmp_path / "không có")
    outcome = merge([tmp_path / "a"], tmp_path / "out.xlsx", created=WHEN)
    assert statuses(outcome.consolidation) == {
        "a/b/f.xlsx": FileStatus.COUNTED, "a/tự": FileStatus.UNUSABLE, "a/đứt.xlsx": FileStatus.UNUSABLE,
    }  # fmt: skip


def test_a_pipe_is_listed_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ống.xlsx")
    collected = collect([tmp_path], tmp_path / "out.xlsx")
    assert [(o.file, o.status) for o in collected.others] == [("ống.xlsx", FileStatus.NOT_A_FORM)]


def test_inputs_given_in_parts_or_twice_make_the_same_workbook(tmp_path: Path, forms: list[bytes]) -> None:
    folder = tmp_path / "phieu"
    put(folder, **{"a.xlsx": forms[0], "x/b.xlsx": forms[1], "x/c.txt": b""})
    whole, parts = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    merge([folder], whole, created=WHEN)
    merge([folder / "x", folder / "a.xlsx", folder / "x" / "b.xlsx"], parts, created=WHEN)
    assert whole.read_bytes() == parts.read_bytes()


def test_the_output_is_never_an_input_and_merging_again_gives_the_same(tmp_path: Path, forms: list[bytes]) -> None:
    put(tmp_path, **{"a.xlsx": forms[0]})
    out = tmp_path / "tong-hop.xlsx"
    merge([tmp_path], out, created=WHEN)
    first = sheets(out)
    outcome = merge([tmp_path, out], out, created=WHEN)
    assert sheets(out) == first
    assert list(statuses(outcome.consolidation)) == ["a.xlsx"]
    elsewhere = merge([tmp_path], tmp_path / "khác.xlsx", created=WHEN)
    assert statuses(elsewhere.consolidation)["tong-hop.xlsx"] is FileStatus.CONSOLIDATED
    assert elsewhere.exit_code() == outcome.exit_code()


def test_wrong_usage_is_refused_before_anything_is_written(tmp_path: Path, forms: list[bytes]) -> None:
    put(tmp_path, **{"a.xlsx": forms[0], "đã có.xlsx": b"x"})
    wrong = {
        "đã có": ([tmp_path], tmp_path / "đã có.xlsx", False),
        "Không có tệp": ([tmp_path / "thiếu"], tmp_path / "o.xlsx", False),
        ".xlsx": ([tmp_path], tmp_path / "o.csv", False),
        "phiếu của một xã": ([tmp_path], tmp_path / "a.xlsx", True),
    }
    for words, (inputs, output, force) in wrong.items():
        with pytest.raises(UsageError, match=words):
            merge(inputs, output, force=force, created=WHEN)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "đã có.xlsx"]
    assert (tmp_path / "a.xlsx").read_bytes() == forms[0]


def test_with_nothing_usable_the_workbook_still_says_why(tmp_path: Path) -> None:
    put(tmp_path / "in", **{"a.xlsx": b"x", "b.txt": b""})
    outcome = merge([tmp_path / "in"], tmp_path / "out.xlsx", created=WHEN)
    assert outcome.exit_code() == 2
    assert outcome.output.stat().st_size > 0
    assert [s.status for s in outcome.consolidation.sources] == [FileStatus.UNUSABLE, FileStatus.NOT_A_FORM]


def test_interrupting_leaves_the_old_workbook_whole_and_nothing_beside_it(tmp_path: Path, forms: list[bytes]) -> None:
    put(tmp_path, **{"a.xlsx": forms[0]})
    out = tmp_path / "out.xlsx"
    merge([tmp_path / "a.xlsx"], out, created=WHEN)
    before = out.read_bytes()

    def interrupted(done: int, total: int, name: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merge([tmp_path / "a.xlsx"], out, force=True, created=WHEN, progress=interrupted)
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "out.xlsx"]


def test_worker_processes_find_what_this_process_and_threads_find(tmp_path: Path, forms: list[bytes]) -> None:
    put(tmp_path, **{f"{number}.xlsx": forms[number % 2] if number % 5 else b"x" for number in range(10)})
    jobs = collect([tmp_path], tmp_path / "out.xlsx").jobs
    here = [evaluate_job(job, SHIPPED) for job in jobs]
    for executor in (None, lambda: ThreadPoolExecutor(3)):
        elsewhere = sorted(evaluate_all(jobs, executor=executor, rulesets=SHIPPED), key=lambda member: member.file)
        assert elsewhere == here


def test_an_executor_that_loses_a_file_makes_it_a_finding(tmp_path: Path, forms: list[bytes]) -> None:
    class Losing(ThreadPoolExecutor):
        def submit(self, work, job):  # type: ignore[no-untyped-def, override]
            return super().submit(work, None if job.file.endswith("a.xlsx") else job)

    put(tmp_path, **{"a.xlsx": forms[0], "b.xlsx": forms[1]})
    members = evaluate_all(collect([tmp_path], tmp_path / "out.xlsx").jobs, executor=Losing, rulesets=SHIPPED)
    assert {m.file.rpartition("/")[2]: [f.code for f in m.findings] for m in members if m.card is None} == {
        "a.xlsx": ["CFC-505"]
    }
    assert len(members) == 2


def test_a_file_that_vanished_is_a_finding(tmp_path: Path) -> None:
    (member,) = evaluate_all([Job("a.xlsx", tmp_path / "a.xlsx", 1)], rulesets=SHIPPED)
    assert [finding.code for finding in member.findings] == ["CFC-001"]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_line_every_tenth_when_piped_and_a_bar_on_a_terminal() -> None:
    piped = io.StringIO()
    with terminal_progress(piped) as told:
        for done in range(1, 126):
            told(done, 125, "xã [bold].xlsx")
    assert piped.getvalue().splitlines()[0] == "Đã đọc 13/125 tệp"
    assert len(piped.getvalue().splitlines()) == 10
    terminal = _Terminal()
    with terminal_progress(terminal) as told:
        told(1, 2, "xã [bold].xlsx")
        told(2, 2, "b.xlsx")
    assert "2/2" in terminal.getvalue()


ODD_NAMES = (
    ("a/../b.xlsx", "b.xlsx"),
    ("phie\u0302\u0301u.xlsx", "phiếu.xlsx"),
    (os.fsdecode(b"\xff.xlsx"), "\ufffd.xlsx"),
)


@pytest.mark.parametrize(("name", "shown"), ODD_NAMES)
def test_names_are_shown_so_that_they_can_be_written_and_compared(tmp_path: Path, name: str, shown: str) -> None:
    assert naming.shown_path(tmp_path / name, tmp_path) == shown


def test_a_workbook_that_another_program_holds_open_is_said_and_left_alone(
    tmp_path: Path, forms: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, **{"a.xlsx": forms[0], "out.xlsx": b"old"})

    def held(*_: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(UsageError, match="đang mở trong Excel"):
        merge([tmp_path / "a.xlsx"], tmp_path / "out.xlsx", force=True, created=WHEN)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "out.xlsx"]
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"
