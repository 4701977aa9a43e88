"""Several rule sets at work: each form scored by its own, nothing compared across, and what is checked is said."""

import json
import pickle
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.known import SHIPPED
from tests.support.merging import merge
from tests.support.rulebooks import OpenRulebook
from tests.support.scenarios import load
from tests.support.typed import content_of
from xl_cfc import cli
from xl_cfc.books.rule import rulebook_bytes
from xl_cfc.cells import CellValue
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.files.home import HOME_VARIABLE
from xl_cfc.form.evaluation import evaluate
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.language import speaking
from xl_cfc.ruleset.difference import differences
from xl_cfc.ruleset.known import FOLDER_VARIABLE, KnownRulesets, known_rulesets, rulesets_folder
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import find_ruleset, ruleset_in_force, shipped_ids, shipped_ruleset
from xl_cfc.ruleset.revising import revised
from xl_cfc.ruleset.saving import ruleset_text
from xl_cfc.stamp import Stamp
from xl_cfc.usage import UsageError

DECISION, REFORM = shipped_ruleset("qd06-2019"), shipped_ruleset("example-reform")
BEST = {ruleset.id: load(ruleset.id)[0].typed for ruleset in (DECISION, REFORM)}
CHECKED_LINE = "Đã đối chiếu với Quyết định 06/QĐ-TTg ngày 03/01/2019"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    yield


@pytest.fixture(scope="module")
def certified() -> Ruleset:
    """Decision 06 with every number certified in its rulebook."""
    book = OpenRulebook()
    book.certify_everything()
    return revised(book.read().ruleset, DECISION, date(2026, 12, 3), shipped_ids(), "qd06-doi-chieu")


def altered(ruleset: Ruleset, **changes: object) -> Ruleset:
    return Ruleset.model_validate(ruleset.model_dump(mode="json") | changes)


def form(ruleset: Ruleset, base: str = "qd06-2019", **changes: CellValue) -> bytes:
    return form_bytes(ruleset, content_of(BEST[base], **changes))


def saved(folder: Path, *rulesets: Ruleset) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for ruleset in rulesets:
        (folder / f"{ruleset.id}.yaml").write_text(ruleset_text(ruleset), "utf-8")
    return folder


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def test_each_form_is_scored_by_its_own_rule() -> None:
    known = KnownRulesets()
    old, new = evaluate(form(DECISION), "cu.xlsx", known), evaluate(form(REFORM, "example-reform"), "moi.xlsx", known)

    assert (old.ruleset, new.ruleset) == (DECISION, REFORM)
    assert [len(result.card.criteria) for result in (old, new) if result.card] == [13, 14]


def test_known_rule_sets_travel_to_worker_processes(certified: Ruleset) -> None:
    known = pickle.loads(pickle.dumps(KnownRulesets((ruleset_text(certified),))))

    stamp = Stamp(template_version="1", ruleset_id=certified.id, ruleset_hash=certified.digest)
    assert known(stamp) == certified
    assert known(stamp.model_copy(update={"ruleset_hash": "0" * 16})) is None


@pytest.mark.parametrize("command", ["score", "check", "advise", "pack"])
def test_a_rule_set_is_made_known_by_naming_it(
    command: str, certified: Ruleset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(form(certified))
    folder = saved(tmp_path / "bo", certified)
    out = ("-o", tmp_path / "gui") if command == "pack" else ()

    assert run(command, path, *out) == 2
    assert "CFC-004" in capsys.readouterr().out or command == "pack"
    assert run(command, path, *out, "--ruleset", folder / "qd06-doi-chieu.yaml") == 0
    assert run(command, path, *out, "--rulesets", folder) == 0


def test_the_users_folder_is_known_without_asking(
    certified: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(form(certified))

    saved(rulesets_folder(), certified)
    assert run("score", path) == 0

    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "khac"))
    assert run("score", path) == 2
    saved(tmp_path / "khac", certified)
    assert run("score", path) == 0


def test_a_bad_file_in_the_folder_is_told_and_does_not_stop_the_others(
    certified: Ruleset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = saved(tmp_path / "bo", certified)
    (folder / "hong.yaml").write_text("id: a\nid: b\n", "utf-8")
    (tmp_path / "phieu.xlsx").write_bytes(form(certified))

    assert run("score", tmp_path / "phieu.xlsx", "--rulesets", folder) == 0
    assert "hong.yaml" in capsys.readouterr().err


def test_a_rule_set_or_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "phieu.xlsx").write_bytes(form(DECISION))

    assert run("score", tmp_path / "phieu.xlsx", "--ruleset", "khong-co") == 2
    assert run("score", tmp_path / "phieu.xlsx", "--rulesets", tmp_path / "khong-co") == 2


def test_a_folder_of_mixed_forms_is_scored_each_by_its_own_rule_and_never_compared(
    certified: Ruleset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received, output = tmp_path / "nhan", tmp_path / "th.xlsx"
    received.mkdir()
    (received / "a.xlsx").write_bytes(form(DECISION, ma_dvhc="29991"))
    (received / "b.xlsx").write_bytes(form(DECISION, ma_dvhc="29992", te_khai_sinh_dung=97))
    (received / "c.xlsx").write_bytes(form(REFORM, "example-reform", ma_dvhc="29993", te_khai_sinh_dung=97))
    (received / "d.xlsx").write_bytes(form(certified, ma_dvhc="29994"))
    folder = saved(tmp_path / "bo", certified)

    code = run("merge", received, "-o", output, "--rulesets", folder)

    assert code == 0
    assert "Phiếu theo 3 bộ tiêu chí khác nhau" in capsys.readouterr().out
    book = load_workbook(BytesIO(output.read_bytes()))
    overview = [str(cell.value) for row in book["Tổng quan"].iter_rows() for cell in row if cell.value]
    assert any("không so sánh được với nhau" in text for text in overview)
    rankings = [title for title in book.sheetnames if title.startswith("Bảng điểm")]
    heads = {book[title]["A2"].value: book[title]["A3"].value for title in rankings}
    assert heads == {
        "Năm 2026 · Cuối kỳ · Quyết định 06/QĐ-TTg ngày 03/01/2019": UNCHECKED.format(132),
        "Năm 2026 · Cuối kỳ · VÍ DỤ - không phải quy định: bộ tiêu chí sửa đổi giả định": UNCHECKED.format(143),
        "Năm 2026 · Cuối kỳ · Quyết định 06/QĐ-TTg ngày 03/01/2019 (bản qd06-doi-chieu)": CHECKED_LINE,
    }


UNCHECKED = "Bộ điểm: {} giá trị chưa đối chiếu với Quyết định"


def test_scores_of_different_rules_are_said_not_to_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(form(DECISION))
    (tmp_path / "b.xlsx").write_bytes(form(REFORM, "example-reform"))

    run("score", tmp_path / "a.xlsx", tmp_path / "a.xlsx")
    assert "không so sánh" not in capsys.readouterr().out
    run("score", tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert "Phiếu theo 2 bộ tiêu chí khác nhau" in capsys.readouterr().out


def test_one_unit_with_a_form_of_each_rule_is_a_conflict(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(form(DECISION))
    (tmp_path / "b.xlsx").write_bytes(form(REFORM, "example-reform"))

    merged = merge([tmp_path], tmp_path / "th.xlsx").consolidation

    assert [source.status for source in merged.sources] == [FileStatus.CONFLICT, FileStatus.CONFLICT]


@pytest.mark.slow
def test_worker_processes_score_by_the_rule_set_that_was_made_known(certified: Ruleset, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(form(certified))

    outcome = merge([tmp_path], tmp_path / "th.xlsx", rulesets=KnownRulesets((ruleset_text(certified),)))

    assert [block.ruleset for block in outcome.consolidation.blocks] == [certified]


def test_a_rulebook_among_the_forms_is_named_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(form(DECISION))
    (tmp_path / "so.xlsx").write_bytes(rulebook_bytes(DECISION))

    merged = merge([tmp_path], tmp_path / "th.xlsx").consolidation

    assert [problem.finding.code for problem in merged.problems if problem.finding.file.endswith("so.xlsx")] == [
        "CFC-141"
    ]


def test_forms_of_one_rule_are_compared_without_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(form(DECISION))

    run("merge", tmp_path / "a.xlsx", "-o", tmp_path / "th.xlsx")

    assert "khác nhau" not in capsys.readouterr().out


def test_the_same_figures_under_another_rule_criterion_by_criterion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xlsx").write_bytes(form(DECISION, te_khai_sinh_dung=98, te_bi_xam_hai=1, vu_viec=1,
                                           vu_viec_co_ke_hoach=1, te_kham_suc_khoe=900))  # fmt: skip

    assert run("score", tmp_path / "a.xlsx", "--what-if", "example-reform", "--json") == 0

    tried = json.loads(capsys.readouterr().out)[0]["what_if"]
    rows = {row["number"]: (row["before"], row["after"], row["difference"]) for row in tried["criteria"]}
    assert tried["ruleset"] == "example-reform"
    assert rows[2] == (50, 40, -10)
    assert rows[3] == (50, 50, 0)
    assert rows[9] == (40, 50, 10)  # the renamed figure, on the scale of class C
    assert rows[14] == (None, None, None)
    assert tried["lacking"] == ["co_tap_huan_mang", "te_biet_boi"]
    assert (tried["total"], tried["conclusion"]) == (None, "incomplete")


def test_what_if_works_back_from_the_reform_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(form(REFORM, "example-reform", te_kham_dinh_ky=800))

    assert run("score", tmp_path / "a.xlsx", "--what-if", "qd06-2019") == 0

    told = " ".join(capsys.readouterr().out.split())
    assert "Chấm thử theo: Quyết định 06/QĐ-TTg ngày 03/01/2019 [qd06-2019]" in told
    assert "Tổng điểm: 975/1.000 · Đủ điều kiện đề nghị công nhận" in told
    assert "không so sánh được" in told


def test_at_zero_the_line_turns_into_the_name_of_the_decision_everywhere(
    certified: Ruleset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = form(certified)
    (tmp_path / "a.xlsx").write_bytes(data)
    folder = saved(tmp_path / "bo", certified)

    run("score", tmp_path / "a.xlsx", "--rulesets", folder)
    assert CHECKED_LINE in capsys.readouterr().out
    run("score", tmp_path / "a.xlsx", "--rulesets", folder, "--json")
    assert json.loads(capsys.readouterr().out)[0]["unchecked_values"] == 0
    run("advise", tmp_path / "a.xlsx", "--rulesets", folder)
    assert CHECKED_LINE in capsys.readouterr().out
    book = load_workbook(BytesIO(data), data_only=True)
    for title in ("Hướng dẫn", "Bảng điểm", "Bộ tiêu chí"):
        texts = [cell.value for row in book[title].iter_rows() for cell in row]
        assert CHECKED_LINE in texts, title
        assert not any("chưa đối chiếu với Quyết định" in str(text) for text in texts)
    origins = [cell.value for row in book["Bộ tiêu chí"].iter_rows() for cell in row]
    assert "trang 12, đối chiếu 03/12/2026" in origins


def test_one_number_left_is_still_said() -> None:
    book = OpenRulebook()
    book.certify_everything()
    row = next(book.rows("Tiêu chí", 4))
    book.type("Tiêu chí", row, "Đã đối chiếu cả tiêu chí: trang", None)

    left = book.read().ruleset
    shown = load_workbook(BytesIO(form(left)), data_only=True)["Bảng điểm"]

    assert UNCHECKED.format(11) in [cell.value for rows in shown.iter_rows() for cell in rows]


def test_an_example_says_that_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    run("ruleset", "list")

    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("example-reform")]
    assert line.endswith("VÍ DỤ, không phải quy định")
    assert REFORM.title.startswith("VÍ DỤ - không phải quy định")
    assert REFORM.example and not DECISION.example


def test_the_rule_set_in_force_in_the_year_is_chosen_and_never_an_example(tmp_path: Path) -> None:
    later = altered(DECISION, id="qd-moi", effective_from="2027-01-01")
    ended = altered(DECISION, id="cu", effective_from="2016-01-01", effective_to="2018-12-31")

    assert ruleset_in_force(2026) == DECISION
    assert [ruleset_in_force(year, (later, ended)).id for year in (2017, 2019, 2026, 2027)] == [
        "cu", "qd06-2019", "qd06-2019", "qd-moi",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="năm 2015"):
        ruleset_in_force(2015, (later, ended))


def test_the_copy_that_was_certified_last_comes_before_the_shipped_one(certified: Ruleset) -> None:
    again = altered(certified, id="lan-hai", revised_on="2026-12-05")
    rival = altered(certified, id="ban-khac")

    assert ruleset_in_force(2026, (certified,)).id == "qd06-doi-chieu"
    assert ruleset_in_force(2026, (certified, again)).id == "lan-hai"
    with pytest.raises(UsageError, match="ban-khac"):
        ruleset_in_force(2026, (certified, rival))


def test_template_takes_the_rule_set_of_its_year_or_the_one_that_is_named(certified: Ruleset, tmp_path: Path) -> None:
    saved(rulesets_folder(), certified)
    stamped = {}
    for name, options in {
        "a": ("--year", 2026),
        "b": ("--year", 2026, "--ruleset", "qd06-2019"),
        "c": ("--year", 2026, "--ruleset", "example-reform"),
    }.items():
        path = tmp_path / f"{name}.xlsx"
        assert run("template", path, "--code", "29999", *options) == 0
        ruleset = evaluate(path.read_bytes(), name, known_rulesets()[0]).ruleset
        stamped[name] = ruleset.id if ruleset else None
    assert stamped == {"a": "qd06-doi-chieu", "b": "qd06-2019", "c": "example-reform"}
    assert run("template", tmp_path / "d.xlsx", "--year", 2010) == 2


def test_a_year_outside_the_rule_sets_years_is_a_warning_at_its_cell() -> None:
    content = content_of(BEST["example-reform"], nam=2024)

    findings = evaluate(form_bytes(REFORM, content), "a.xlsx", SHIPPED).findings

    (finding,) = [finding for finding in findings if finding.code == "CFC-140"]
    assert (finding.sheet, finding.cell, finding.severity) == ("Thông tin chung", "C10", "warning")
    assert "2026–nay" in finding.message


def test_two_rule_sets_with_one_id_must_be_named_by_file(certified: Ruleset) -> None:
    twin = altered(certified, title="Bản khác")

    with pytest.raises(UsageError, match=r"\.yaml"):
        find_ruleset(certified.id, (certified, twin))
    assert find_ruleset(certified.id, (certified,)) == certified


def test_differences_are_told_in_english_too() -> None:
    with speaking("en"):
        lines = differences(DECISION, REFORM)

    assert "Indicator 2.1, tier 1: ≥ 98 %: 50 points → ≥ 99 %: 50 points" in lines
    assert "Indicator 3.1, class C, tier 2" in " ".join(lines)
    assert "Field «Trong đó: được khám sức khỏe định kỳ» (te_kham_dinh_ky): formerly te_kham_suc_khoe" in lines


def test_diff_of_equal_rule_sets_says_so_and_exits_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ruleset", "diff", "qd06-2019", "qd06-2019") == 0
    assert capsys.readouterr().out == "Không có gì khác qd06-2019.\n"
    assert run("ruleset", "diff", "qd06-2019", "example-reform") == 0


def test_the_blank_form_of_the_example_names_it_on_its_first_sheet() -> None:
    book = load_workbook(BytesIO(form_bytes(REFORM, FormContent())), data_only=True)

    assert any("VÍ DỤ" in str(cell.value) for row in book["Hướng dẫn"].iter_rows() for cell in row if cell.value)
