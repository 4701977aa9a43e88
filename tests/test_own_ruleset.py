"""A form of one's own rule set goes through every command, once the rule set is made known to it, and not before."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.own import OWN, POINTS, RENAMED, SHIPPED_TOTAL, TOTAL, form, saved
from xl_cfc.agencies.files import split_form
from xl_cfc.books.roster import roster_bytes
from xl_cfc.cli import COMMANDS, main
from xl_cfc.files.home import HOME_VARIABLE
from xl_cfc.form.evaluation import evaluate
from xl_cfc.plan.loading import plan_text
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.plan.roster import Roster, RosterUnit
from xl_cfc.ruleset.known import FOLDER_VARIABLE, KnownRulesets, known_rulesets
from xl_cfc.ruleset.saving import ruleset_text

#: A plan with two lead agencies.
PLAN = shipped_plan("dinh-ke-2024").model_copy(update={"agencies": shipped_plan("dinh-ke-2024").agencies[1:3]})
KNOWN = KnownRulesets((ruleset_text(OWN),))


@dataclass
class Desk:
    """A folder with the form, and the command line as it is called there."""

    folder: Path
    options: tuple[object, ...]
    capsys: pytest.CaptureFixture[str]

    @property
    def form(self) -> Path:
        return self.made("phieu.xlsx", form())

    def made(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def run(self, *words: object, code: int = 0) -> str:
        """What the command prints; it must end with this code."""
        done = main([str(word) for word in (*words, *self.options)])
        said = self.capsys.readouterr()
        assert done == code, said
        return said.out

    def total(self, path: Path) -> object:
        """The total of a form, by whatever rule sets this computer knows and those named."""
        card = evaluate(path.read_bytes(), path.name, KNOWN).card
        return card and card.total


def template(desk: Desk) -> None:
    desk.run("template", desk.folder / "moi.xlsx", "--ruleset", OWN.id, "--from", desk.form, "--period", "end")
    made = evaluate((desk.folder / "moi.xlsx").read_bytes(), "moi.xlsx", KNOWN)
    assert made.ruleset == OWN and made.submission is not None
    assert made.submission.text("ten_don_vi") == "Xã Thử"


def score(desk: Desk) -> None:
    (told,) = json.loads(desk.run("score", desk.form, "--json", "--what-if", "qd06-2019"))
    assert (told["total"], told["what_if"]["total"]) == (TOTAL, SHIPPED_TOTAL)


def check(desk: Desk) -> None:
    (told,) = json.loads(desk.run("check", desk.form, "--json"))
    assert told["findings"] == []


def advise(desk: Desk) -> None:
    (told,) = json.loads(desk.run("advise", desk.form, "--json"))
    assert {step["indicator"]: step["points"] for step in told["advice"]["next_steps"]} == {"2.1": 50 - POINTS}


def merge(desk: Desk) -> None:
    said = desk.run("merge", desk.form, "-o", desk.folder / "th.xlsx", "--csv", desk.folder / "bang")
    assert "1 phiếu được tổng hợp" in said
    assert f",{TOTAL}," in (desk.folder / "bang" / "totals.csv").read_text("utf-8")
    desk.run("check", desk.folder / "th.xlsx", "--note", desk.folder / "tra-lai")


def merge_upwards(desk: Desk) -> None:
    desk.run("merge", desk.form, "-o", desk.folder / "huyen" / "th.xlsx")
    said = desk.run("merge", desk.folder / "huyen", "-o", desk.folder / "tinh.xlsx", "--level-up")
    assert "1 phiếu được tổng hợp" in said


def compare(desk: Desk) -> None:
    before = desk.made("truoc.xlsx", form(te_khai_sinh_dung=98))
    told = json.loads(desk.run("compare", before, desk.form, "--json"))
    assert told["total"]["difference"] == POINTS - 50


def split(desk: Desk) -> None:
    desk.run("split", desk.form, "-o", desk.folder / "co-quan", "--plan", desk.made("kh.yaml", plan_text(PLAN)))
    assert len(list((desk.folder / "co-quan").glob("*.xlsx"))) == 2


def collect(desk: Desk) -> None:
    whole = evaluate(form(), "phieu.xlsx", KNOWN)
    files = [path for _, path in split_form(whole, PLAN, desk.folder / "co-quan").files]
    desk.run("collect", desk.form, *files, "-o", desk.folder / "gom.xlsx")
    assert desk.total(desk.folder / "gom.xlsx") == TOTAL


def pack(desk: Desk) -> None:
    desk.run("pack", desk.form, "-o", desk.folder / "gui")
    (packed,) = (desk.folder / "gui").iterdir()
    assert desk.total(packed) == TOTAL


def missing(desk: Desk) -> None:
    roster = desk.made("ds.xlsx", roster_bytes(Roster(units=(RosterUnit(code="29999", name="Xã Thử"),))))
    assert "Chưa nhận được: 29999" not in desk.run("missing", desk.form, "--roster", roster)


def plan(desk: Desk) -> None:
    plan = shipped_plan("thap-muoi-2024").model_copy(update={"ruleset": OWN.id})
    desk.run("plan", "check", desk.made("kh.yaml", plan_text(plan)))


def ruleset(desk: Desk) -> None:
    assert OWN.digest in desk.run("ruleset", "list")
    assert RENAMED in desk.run("ruleset", "show", OWN.id)
    desk.run("ruleset", "export", OWN.id, desk.folder / "so.xlsx")
    assert f"≥ 95 %: 40 điểm → ≥ 95 %: {POINTS} điểm" in desk.run("ruleset", "diff", "qd06-2019", OWN.id)


#: What each command does with a form of one's own rule set, or with the rule set itself.
WALKS: dict[str, tuple[Callable[[Desk], None], ...]] = {
    "template": (template,),
    "score": (score,),
    "check": (check,),
    "merge": (merge, merge_upwards),
    "compare": (compare,),
    "split": (split,),
    "collect": (collect,),
    "advise": (advise,),
    "pack": (pack,),
    "missing": (missing,),
    "plan": (plan,),
    "ruleset": (ruleset,),
}
#: Commands that meet no form and no rule set but their own, each with the reason.
WITHOUT = {
    "demo": "makes its own forms, of a rule set that ships",
    "example": "makes its own forms, of a rule set that ships",
    "roster": "a list of units knows no rule",
    "addin": "installs, and reads nothing",
}
STEPS = [pytest.param(walk, id=walk.__name__) for walks in WALKS.values() for walk in walks]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)


def test_no_command_is_forgotten() -> None:
    assert sorted([*WALKS, *WITHOUT]) == sorted(COMMANDS)


@pytest.mark.parametrize("walk", STEPS)
def test_a_command_knows_the_rule_sets_of_this_computer(
    walk: Callable[[Desk], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(saved(tmp_path / "bo").parent))
    walk(Desk(tmp_path / "ban", (), capsys))


@pytest.mark.parametrize("walk", [score, missing, ruleset], ids=lambda walk: walk.__name__)
def test_a_folder_of_rule_sets_can_be_named(
    walk: Callable[[Desk], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walk(Desk(tmp_path / "ban", ("--rulesets", saved(tmp_path / "bo").parent), capsys))


@pytest.mark.parametrize("command", WALKS)
def test_every_command_takes_the_folder_by_one_name(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    action = {"plan": ["check"], "ruleset": ["show"]}.get(command, [])
    assert main([command, *action, "--help"]) == 0
    assert "--rulesets THƯ_MỤC" in capsys.readouterr().out


@pytest.mark.parametrize("walk", STEPS)
def test_without_being_told_no_command_knows_them(
    walk: Callable[[Desk], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that the tests above can fail."""
    assert known_rulesets()[0] == KnownRulesets()
    with pytest.raises(AssertionError):
        walk(Desk(tmp_path / "ban", (), capsys))
