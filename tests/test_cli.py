"""The command line as its users and their scripts meet it: words, JSON, exit codes, and never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.scenarios import load
from tests.support.typed import content_of
from xl_cfc import cli
from xl_cfc.cli import COMMANDS
from xl_cfc.form.sheets import form_bytes
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset("qd06-2019")

KEYS = [
    "file", "error", "ruleset", "unit", "year", "period", "total", "provisional_total", "best_possible", "max_points",
    "threshold", "conclusion", "reasons", "missing", "invalid", "unchecked_values", "sheet_total",
    "findings", "criteria",
]  # fmt: skip


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "Phiếu xã Mỹ Đông.xlsx"
    typed = load("qd06-2019")[0].typed
    path.write_bytes(form_bytes(RULESET, content_of(typed, ten_don_vi="Xã Mỹ Đông")))
    return path


def test_score_prints_one_json_object_a_file_with_every_key(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["score", "--json", str(form)])

    (result,) = json.loads(capsys.readouterr().out)
    assert code == 0
    assert list(result) == KEYS
    assert result["unit"] == {"code": "29999", "name": "Xã Mỹ Đông", "class": "C"}
    assert (result["total"], result["threshold"], result["conclusion"]) == (1000, 800, "eligible")
    assert (result["year"], result["period"], result["unchecked_values"]) == (2026, "end", 132)
    assert result["criteria"][5]["indicators"][0] == {
        "id": "6.1", "value": 1, "numerator": 40, "denominator": 40, "points": 50, "max_points": 50,
    }  # fmt: skip
    assert result["criteria"][0]["indicators"][0]["value"] is True


def test_a_file_that_cannot_be_read_is_null_where_nothing_is_known_and_does_not_stop_the_others(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"not a workbook")

    code = cli.main(["score", "--json", str(bad), str(form)])

    first, second = json.loads(capsys.readouterr().out)
    assert code == 1
    assert list(first) == KEYS
    assert first["error"]
    assert first["total"] is None
    assert first["criteria"] is None
    assert first["findings"][0]["code"] == "CFC-002"
    assert second["total"] == 1000


def test_nothing_usable_is_exit_code_two(tmp_path: Path) -> None:
    assert cli.main(["score", str(tmp_path / "missing.xlsx")]) == 2


def test_errors_in_a_form_are_exit_code_one(tmp_path: Path) -> None:
    path = tmp_path / "leer.xlsx"

    assert cli.main(["template", str(path), "--name", "Xã A", "--code", "00001", "--class", "C", "--year", "2026"]) == 0
    assert cli.main(["check", str(path)]) == 1


def test_the_table_shows_the_score_and_how_many_numbers_are_unchecked(
    form: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["score", str(form)])

    told = capsys.readouterr().out
    assert "Xã Mỹ Đông" in told
    assert "Đủ điều kiện đề nghị công nhận" in told
    assert "132 giá trị chưa đối chiếu" in told


def test_english_is_had_by_asking(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["score", "--lang", "en", str(form)])

    assert "Eligible for recognition" in capsys.readouterr().out


def test_a_template_is_never_written_over_another_file_unasked(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = form.read_bytes()

    assert cli.main(["template", str(form), "--name", "Xã B"]) == 2
    assert form.read_bytes() == before
    assert "--force" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["score"],
        ["khong-co"],
        ["template", "a.txt"],
        ["template", "a.xlsx", "--code", "12"],
        ["template", "a.xlsx", "--class", "Z"],
        ["template", "a.xlsx", "--ruleset", "khong-co"],
        ["ruleset", "show", "khong-co"],
        ["merge", "khong-co", "-o", "b.xlsx"],
    ],
)
def test_wrong_usage_is_exit_code_two_without_a_traceback(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert cli.main(arguments) == 2
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    assert "ngoài dự kiến" not in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_vietnamese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, "--help"]) == 0
    assert "Cách dùng" in capsys.readouterr().out


def test_rule_sets_are_listed_shown_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: a\n", "utf-8")

    assert cli.main(["ruleset", "list"]) == 0
    assert cli.main(["ruleset", "show", "qd06-2019"]) == 0
    assert cli.main(["ruleset", "check", str(bad)]) == 1
    told = capsys.readouterr()
    assert "qd06-2019" in told.out
    assert "total_points" in told.err


def test_something_unexpected_is_one_sentence_and_a_log(
    form: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from xl_cfc.commands import score

    def broken(paths: list[Path]) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(score, "evaluate_files", broken)

    assert cli.main(["score", str(form)]) == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert ".log" in told


def test_the_demo_makes_scores_and_merges_an_example_district(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["demo", str(tmp_path / "demo")]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert len(list((tmp_path / "demo").rglob("*.xlsx"))) == 14
    assert cli.main(["demo", str(tmp_path / "demo")]) == 2


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "xl_cfc", "--version"], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("xl-cfc ")
