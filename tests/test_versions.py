"""Files of the first versions, as offices hold them, are read, scored and carried over as ever; newer ones are refused
in words, each kind of workbook in its own."""

import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.known import SHIPPED
from tests.support.merging import merge
from xl_cfc import cli
from xl_cfc.books.plan import planbook_bytes, read_planbook
from xl_cfc.books.rule import read_rulebook, rulebook_bytes
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.layout import FormLayout
from xl_cfc.form.versions import TEMPLATE_VERSIONS
from xl_cfc.language import speaking
from xl_cfc.plan.loading import PlanError
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.ruleset.loading import RulesetError
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.usage import UsageError
from xl_cfc.versions import NEWEST, TEMPLATE_VERSION, UNSEEN, Unseen, unseen, versions_read
from xl_cfc.workbook.opened import open_workbook

FIRST = Path(__file__).parent / "data" / "forms-v1"
RULESET = shipped_ruleset("qd06-2019")
#: What each form of the first version comes to, as written down when it was made.
FORMS = {
    "90001_Thi-tran-My-An_2024_cuoi-ky.xlsx": (975, "eligible"),
    "90004_Xa-Lang-Bien_2024_cuoi-ky.xlsx": (805, "not_eligible"),
    "90006_libreoffice.xlsx": (910, "eligible"),
    "90009_Xa-Phu-Dien_2024_cuoi-ky.xlsx": (None, "incomplete"),
    "90010_libreoffice.xlsx": (920, "eligible"),
    "90012_Xa-Thanh-Loi_2024_dau-ky.xlsx": (770, "forecast"),
    "reform.xlsx": (None, "incomplete"),
}
WITHOUT_FINDING = [name for name, (total, _) in FORMS.items() if total is not None]


def evaluated(name: str) -> Evaluation:
    return evaluate((FIRST / name).read_bytes(), name, SHIPPED)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_the_first_version_scores_as_it_did(name: str) -> None:
    result = evaluated(name)

    assert result.submission is not None
    assert result.submission.stamp.template_version == "1"
    assert result.card is not None
    assert (result.card.total, result.card.conclusion.value) == FORMS[name]


@pytest.mark.parametrize("name", WITHOUT_FINDING)
def test_nothing_is_said_against_a_right_form_of_the_first_version(name: str) -> None:
    assert [(f.code, f.place, f.message) for f in evaluated(name).findings] == []


def test_each_mistake_of_a_form_of_the_first_version_is_named() -> None:
    result = evaluated("90009_Xa-Phu-Dien_2024_cuoi-ky.xlsx")

    assert result.card is not None
    assert result.card.provisional_total == 900
    assert {f.field for f in result.findings} >= set(result.card.missing) | set(result.card.invalid)
    assert not {"CFC-006", "CFC-020", "CFC-021"} & {f.code for f in result.findings}


def test_forms_of_the_first_version_merge_and_what_was_typed_stands_where_it_belongs(tmp_path: Path) -> None:
    folder, gathered = tmp_path / "phieu", tmp_path / "gop.xlsx"
    folder.mkdir()
    for name in FORMS:
        if name != "reform.xlsx":
            (folder / name).write_bytes((FIRST / name).read_bytes())
    gathered.write_bytes((FIRST / "consolidated.xlsx").read_bytes())

    cli.main(["merge", str(folder), "-o", str(gathered)])

    book = load_workbook(gathered)
    appraisal = [[cell.value for cell in row] for row in book["Thẩm định"].iter_rows()]
    row = next(row for row in appraisal if row[0] == "90001" and 90 in row)
    assert any(isinstance(value, datetime) and value.date().isoformat() == "2024-11-20" for value in row)
    assert any(40 in row for row in appraisal if row[0] == "90001")
    recognised = [value for row in book["Công nhận"].iter_rows(values_only=True) if row[0] == "90001" for value in row]
    assert "12/QĐ-UBND" in recognised
    overview = " ".join(str(value) for row in book["Tổng quan"].iter_rows(values_only=True) for value in row if value)
    assert "5/14" in overview


def test_an_agencys_form_of_the_first_version_is_collected(tmp_path: Path) -> None:
    base = FIRST / "90001_Thi-tran-My-An_2024_cuoi-ky.xlsx"
    agency = FIRST / "agency" / "agency-form.xlsx"

    assert cli.main(["collect", str(base), str(agency), "-o", str(tmp_path / "moi.xlsx")]) == 1

    made = evaluate((tmp_path / "moi.xlsx").read_bytes(), "moi.xlsx", SHIPPED)
    assert made.card is not None
    assert made.card.total == 975
    assert made.submission is not None
    assert made.submission.stamp.template_version == TEMPLATE_VERSION


def test_books_of_the_first_version_import_as_what_was_exported() -> None:
    with speaking("vi"):
        assert read_rulebook((FIRST / "rulebook.xlsx").read_bytes()).ruleset.digest == RULESET.digest
        plan = read_planbook((FIRST / "plan.xlsx").read_bytes(), "plan.xlsx")

    assert plan == shipped_plan("thap-muoi-2024")


def test_a_next_form_is_made_from_one_of_the_first_version(tmp_path: Path) -> None:
    base = FIRST / "90001_Thi-tran-My-An_2024_cuoi-ky.xlsx"

    assert cli.main(["template", "--from", str(base), str(tmp_path / "moi.xlsx")]) == 0

    made = evaluate((tmp_path / "moi.xlsx").read_bytes(), "moi.xlsx", SHIPPED).submission
    assert made is not None
    assert made.cells["ma_dvhc"].value == "90001"


def of_version(data: bytes, kind: str, version: str) -> bytes:
    """The workbook as a program of another version would have stamped it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            member = source.read(info)
            if info.filename == "xl/workbook.xml":
                member, count = re.subn(rf"{kind}\|\d+\|".encode(), f"{kind}|{version}|".encode(), member)
                assert count == 1
            target.writestr(info, member)
    return out.getvalue()


def test_a_newer_consolidated_workbook_is_not_replaced(tmp_path: Path) -> None:
    name = "90001_Thi-tran-My-An_2024_cuoi-ky.xlsx"
    newer = of_version((FIRST / "consolidated.xlsx").read_bytes(), "consolidated", "9")
    (tmp_path / name).write_bytes((FIRST / name).read_bytes())
    (tmp_path / "gop.xlsx").write_bytes(newer)

    with pytest.raises(UsageError, match="phiên bản 9"):
        merge([tmp_path / name], tmp_path / "gop.xlsx", force=True)
    assert (tmp_path / "gop.xlsx").read_bytes() == newer


def test_a_newer_consolidated_workbook_is_named_when_it_is_merged_upwards(tmp_path: Path) -> None:
    newer = of_version((FIRST / "consolidated.xlsx").read_bytes(), "consolidated", "9")
    (tmp_path / "huyen").mkdir()
    (tmp_path / "huyen" / "gop.xlsx").write_bytes(newer)

    outcome = merge([tmp_path / "huyen"], tmp_path / "tinh.xlsx", level_up=True)

    assert [p.finding.code for p in outcome.consolidation.problems] == ["CFC-030"]


@pytest.mark.parametrize(
    ("kind", "make", "read", "error"),
    [
        ("rulebook", lambda: rulebook_bytes(RULESET), read_rulebook, RulesetError),
        ("plan", planbook_bytes, lambda data: read_planbook(data, "ke-hoach.xlsx"), PlanError),
    ],
)
def test_a_newer_book_is_refused_in_words(
    kind: str, make: Callable[[], bytes], read: Callable[[bytes], object], error: type[Exception]
) -> None:
    with speaking("vi"), pytest.raises(error, match=r"phiên bản 7.*Cập nhật xl_cfc"):
        read(of_version(make(), kind, "7"))


def test_a_plan_says_its_version() -> None:
    recognised = open_workbook(planbook_bytes(shipped_plan("thap-muoi-2024"))).recognised

    assert recognised is not None
    assert (recognised[0], recognised[1].template_version) == ("plan", NEWEST["plan"])


def test_every_version_that_is_read_says_what_it_is_like_and_what_it_cannot_see() -> None:
    assert tuple(TEMPLATE_VERSIONS) == versions_read("form") == tuple(UNSEEN)
    assert FormLayout(RULESET).stamp().template_version == TEMPLATE_VERSION
    assert set(unseen("1")) == set(Unseen)
    assert set(unseen("2")) < set(unseen("1"))
    for what in Unseen:
        assert what.text


def test_a_newer_form_is_refused_by_the_command_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "90001_Thi-tran-My-An_2024_cuoi-ky.xlsx"
    (tmp_path / name).write_bytes(of_version((FIRST / name).read_bytes(), "form", "12"))

    assert cli.main(["check", str(tmp_path / name), "--json"]) == 2

    (told,) = json.loads(capsys.readouterr().out)
    (finding,) = told["findings"]
    assert "12" in finding["message"]
    assert "1, 2" in finding["message"]
