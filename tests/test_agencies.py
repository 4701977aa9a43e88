"""One officer's form, many agencies: split, filled apart, collected again, and nothing lost or decided silently."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.caches import wrong_caches
from tests.support.generate import ruleset_text, typing
from tests.support.known import SHIPPED
from tests.support.typed import content_of as typed_content
from tests.support.validator import problems
from xl_cfc.agencies.files import CollectOutcome, collect_forms, split_form
from xl_cfc.agencies.gathering import Gathering, Outcome, gather
from xl_cfc.agencies.places import values_of
from xl_cfc.agencies.splitting import Share, left_over, shares, split_content, without_value
from xl_cfc.agencies.supplies import Supply
from xl_cfc.answers.places import Place, PlaceKind
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import CellValue
from xl_cfc.files.writing import write_file
from xl_cfc.findings.agency import LOCKED_CHANGED
from xl_cfc.form.content import as_submission, content_of
from xl_cfc.form.evaluation import evaluate
from xl_cfc.form.layout import FormLayout
from xl_cfc.form.ondisk import evaluate_file
from xl_cfc.form.reader import read_agency_form
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.plan.models import Agency, Level, Plan
from xl_cfc.plan.registry import shipped_plan, shipped_plan_ids
from xl_cfc.ruleset.loading import load_ruleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.parts import part_of
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.usage import UsageError

RULESET = shipped_ruleset()
TODAY = date(2026, 11, 23)
UNIT: dict[str, CellValue] = {
    "ten_don_vi": "Xã Thử",
    "ma_dvhc": "29999",
    "nhom_nguong": "C",
    "nam": 2026,
    "ky": "Cuối kỳ",
}
PLAN = Plan(
    id="xa-thu-2026",
    year=2026,
    unit="Xã Thử",
    level=Level.COMMUNE,
    agencies=(
        Agency(name="Văn phòng", leads=(2,)),
        Agency(name="Công an", leads=(3, 4)),
        Agency(name="Trạm Y tế", leads=(5, 7, 8, 9)),
        Agency(name="Các trường học", leads=(10,), several=True),
        Agency(name="Văn hóa - Xã hội", leads=(1, 6, 12, 13)),
    ),
)


def form(ruleset: Ruleset = RULESET, **values: CellValue) -> Submission:
    """A commune's form with these figures."""
    return as_submission(FormContent(values={**UNIT, **values}), FormLayout(ruleset))


@dataclass(frozen=True)
class Sent:
    """What an agency sends back."""

    agency: str
    values: Mapping[str, CellValue]
    body: str = ""
    file: str = ""
    unit: Mapping[str, CellValue] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    hamlets: tuple[tuple[str, Mapping[str, CellValue]], ...] = ()
    survey: tuple[tuple[str, str], ...] = ()


def supply(sent: Sent, numbers: tuple[int, ...] | None = None) -> Supply:
    """The agency's form as it is read."""
    led = numbers or next(a.leads for a in PLAN.agencies if a.name == sent.agency)
    part = part_of(RULESET, led)
    content = FormContent(
        values={**UNIT, "co_quan_cung_cap": sent.agency, "don_vi_cung_cap": sent.body, **sent.values, **sent.unit},
        evidence=sent.evidence,
        hamlets=sent.hamlets,
        survey=sent.survey,
    )
    read = as_submission(content, FormLayout(part.ruleset))
    return Supply(read.model_copy(update={"file": sent.file or f"{sent.agency} {sent.body}.xlsx"}), part)


def collected(base: Submission, *sent: Sent) -> Gathering:
    """What collecting comes to, the same in whatever order the files come."""
    supplies = [supply(one) for one in sent]
    forwards, backwards = gather(base, RULESET, supplies), gather(base, RULESET, supplies[::-1])
    assert forwards == backwards
    return forwards


def value(gathering: Gathering, name: str) -> CellValue:
    return gathering.submission.cells[name].value


def codes(gathering: Gathering) -> list[str]:
    return [finding.code for finding in gathering.findings]


@pytest.mark.parametrize(
    ("sentence", "there", "sent", "expected", "outcome"),
    [
        ("a blank takes the agency's figure", None, 12, 12, Outcome.NEW),
        ("a zero is a figure", None, 0, 0, Outcome.NEW),
        ("the figure already there is confirmed", 12, 12, 12, Outcome.SAME),
        ("a blank from the agency changes nothing", 12, None, 12, None),
        ("what is not a number is carried as it was typed, for the form to refuse", None, "12 trẻ", "12 trẻ", "new"),
    ],
)
def test_a_figure_from_one_agency(
    sentence: str, there: CellValue, sent: CellValue, expected: CellValue, outcome: Outcome | None
) -> None:
    result = collected(form(te_can_kham=there), Sent("Trạm Y tế", {"te_can_kham": sent}))
    assert value(result, "te_can_kham") == expected, sentence
    assert [change.outcome for change in result.changes] == ([outcome] if outcome else [])
    assert codes(result) == []


def test_a_figure_already_there_is_never_replaced_by_another_one() -> None:
    result = collected(form(te_can_kham=12), Sent("Trạm Y tế", {"te_can_kham": 15}))
    assert value(result, "te_can_kham") == 12
    assert codes(result) == ["CFC-605"]
    assert "phiếu của xã: 12" in result.findings[0].message
    assert "Trạm Y tế" in result.findings[0].message
    assert "15" in result.findings[0].message


def test_two_agencies_that_disagree_leave_the_blank_blank() -> None:
    police, health = Sent("Công an", {"te_bi_xam_hai": 1}), Sent("Trạm Y tế", {"te_bi_xam_hai": 2})
    supplies = [supply(police), supply(health, (3, 5))]
    result = gather(form(), RULESET, supplies)
    assert value(result, "te_bi_xam_hai") is None
    assert codes(result) == ["CFC-605"]


def test_two_agencies_that_agree_are_one_answer() -> None:
    supplies = [
        supply(Sent("Công an", {"te_bi_xam_hai": 1})),
        supply(Sent("Trạm Y tế", {"te_bi_xam_hai": 1}), (3, 5)),
    ]
    result = gather(form(), RULESET, supplies)
    assert value(result, "te_bi_xam_hai") == 1
    assert codes(result) == []


def test_an_agency_may_revise_its_own_figure_and_the_revision_is_listed() -> None:
    first = collected(form(), Sent("Trạm Y tế", {"te_can_kham": 12}, file="lan1.xlsx"))
    second = collected(first.submission, Sent("Trạm Y tế", {"te_can_kham": 15}, file="lan2.xlsx"))
    assert value(second, "te_can_kham") == 15
    assert [(c.old, c.new, c.outcome) for c in second.changes] == [("12", "15", Outcome.REVISED)]
    assert second.submission.provenance[Place(PlaceKind.INPUT, "te_can_kham")].file == "lan2.xlsx"


def test_a_revision_does_not_replace_what_the_commune_has_typed_since() -> None:
    first = collected(form(), Sent("Trạm Y tế", {"te_can_kham": 12}))
    cells = first.submission.cells
    typed = {**cells, "te_can_kham": cells["te_can_kham"]._replace(value=13)}
    second = collected(first.submission.model_copy(update={"cells": typed}), Sent("Trạm Y tế", {"te_can_kham": 15}))
    assert value(second, "te_can_kham") == 13
    assert codes(second) == ["CFC-605"]


def school(name: str, **values: CellValue) -> Sent:
    return Sent("Các trường học", values, body=name)


def test_the_counts_of_several_schools_add_up() -> None:
    result = collected(form(), school("Mầm non A", te_nha_tre=40), school("Mầm non B", te_nha_tre=25))
    assert value(result, "te_nha_tre") == 65
    assert result.submission.provenance[Place(PlaceKind.INPUT, "te_nha_tre")].body == "Mầm non A; Mầm non B"


def test_a_sum_waits_until_every_school_has_answered() -> None:
    result = collected(form(), school("Mầm non A", te_nha_tre=40), school("Mầm non B", te_mau_giao=9))
    assert value(result, "te_nha_tre") is None
    assert codes(result) == ["CFC-606", "CFC-606"]
    assert "Mầm non B" in result.findings[0].message


def test_a_school_with_an_unreadable_number_is_not_added_up() -> None:
    result = collected(form(), school("Mầm non A", te_nha_tre=40), school("Mầm non B", te_nha_tre="25 cháu"))
    assert value(result, "te_nha_tre") is None
    assert codes(result) == ["CFC-606"]


def test_the_same_school_sent_twice_counts_once() -> None:
    one, again = school("Mầm non A", te_nha_tre=40), Sent("Các trường học", {"te_nha_tre": 40}, "Mầm non A", "2.xlsx")
    result = collected(form(), one, again, school("Mầm non B", te_nha_tre=25))
    assert value(result, "te_nha_tre") == 65


def test_two_forms_of_one_school_that_differ_are_a_conflict_and_not_a_sum() -> None:
    one, other = school("Mầm non A", te_nha_tre=40), Sent("Các trường học", {"te_nha_tre": 41}, "Mầm non A", "2.xlsx")
    result = collected(form(), one, other)
    assert value(result, "te_nha_tre") is None
    assert codes(result) == ["CFC-605"]


def test_schools_that_do_not_say_which_they_are_are_not_added_up() -> None:
    one, other = Sent("Các trường học", {"te_nha_tre": 40}), Sent("Các trường học", {"te_nha_tre": 25}, file="2.xlsx")
    assert codes(collected(form(), one, other)) == ["CFC-605"]


def test_evidence_of_several_schools_stands_together() -> None:
    result = collected(
        form(),
        Sent("Các trường học", {"te_nha_tre": 1}, "A", evidence={"te_nha_tre": "Sổ A"}),
        Sent("Các trường học", {"te_nha_tre": 2}, "B", evidence={"te_nha_tre": "Sổ B"}),
    )
    assert result.submission.evidence["te_nha_tre"].value == "Sổ A; Sổ B"


def test_figures_by_hamlet_go_to_the_hamlet_of_that_name_and_new_hamlets_below() -> None:
    base = as_submission(
        FormContent(values=UNIT, hamlets=[("Ấp 1", {"dan_so": 500}), ("Ấp 2", {})]), FormLayout(RULESET)
    )
    hamlets = (("ấp 2", {"te_bi_xam_hai": 1}), ("Ấp 3", {"te_bi_xam_hai": 0}))
    result = collected(base, Sent("Công an", {}, hamlets=hamlets))
    rows = [(r.name.value, {k: c.value for k, c in r.figures.items()}) for r in result.submission.hamlets]
    assert rows == [("Ấp 1", {"dan_so": 500}), ("Ấp 2", {"te_bi_xam_hai": 1}), ("Ấp 3", {"te_bi_xam_hai": 0})]


def test_the_survey_comes_whole_or_not_at_all() -> None:
    rows = (("Trẻ em", "Có"), ("Người dân", "Không"))
    result = collected(form(), Sent("Văn hóa - Xã hội", {}, survey=rows))
    assert [(r.group.value, r.answer.value) for r in result.submission.survey] == list(rows)
    again = collected(result.submission, Sent("Công an", {}), Sent("Văn hóa - Xã hội", {}, survey=rows[:1]))
    assert len(again.submission.survey) == 1  # the same agency revises its own
    tallied = collected(form(te_tra_loi=9), Sent("Văn hóa - Xã hội", {}, survey=rows))
    assert tallied.submission.survey == ()
    assert codes(tallied) == ["CFC-605"]


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ({"ma_dvhc": "29998"}, "CFC-603"),
        ({"nam": 2025}, "CFC-603"),
        ({"ky": "Đầu kỳ"}, "CFC-603"),
        ({"co_quan_cung_cap": None}, "CFC-608"),
    ],
)
def test_a_form_of_another_commune_year_or_period_gives_findings_and_no_values(
    unit: Mapping[str, CellValue], code: str
) -> None:
    result = collected(form(), Sent("Trạm Y tế", {"te_can_kham": 12}, unit=unit))
    assert value(result, "te_can_kham") is None
    assert codes(result) == [code]


def test_a_form_of_another_rule_set_gives_a_finding_and_no_values() -> None:
    other = load_ruleset(ruleset_text(random.Random(1)))
    part = part_of(other, [other.criteria[0].number])
    content = FormContent(values={**UNIT, "co_quan_cung_cap": "Trạm Y tế"})
    stray = Supply(as_submission(content, FormLayout(part.ruleset)), part)
    result = gather(form(), RULESET, [stray])
    assert codes(result) == ["CFC-604"]
    assert result.submission.cells == form().cells


def test_a_locked_figure_that_differs_is_named_and_not_taken() -> None:
    result = collected(form(te_duoi_16=900), Sent("Trạm Y tế", {"te_duoi_16": 850}))
    assert value(result, "te_duoi_16") == 900
    assert codes(result) == ["CFC-607"]


def test_each_agency_gets_its_criteria_and_the_figures_they_need() -> None:
    parts = {share.agency: share for share in shares(PLAN, RULESET)}
    health = parts["Trạm Y tế"].part
    assert [criterion.number for criterion in health.ruleset.criteria] == [5, 7, 8, 9]
    assert health.borrowed == {"te_duoi_16"}
    assert "te_bi_xam_hai" not in health.ruleset.fields
    assert left_over(PLAN, RULESET) == (11,)
    assert without_value(form(), health) == ("te_duoi_16",)
    assert without_value(form(te_duoi_16=900), health) == ()


def test_named_bodies_get_a_form_each_without_the_communes_figures() -> None:
    agency = Agency(name="Các trường học", leads=(10,), bodies=("Mầm non A", "Mầm non B"))
    plan = PLAN.model_copy(update={"agencies": (agency,)})
    given = list(shares(Plan(**plan.model_dump()), RULESET))
    assert [share.name for share in given] == ["Các trường học - Mầm non A", "Các trường học - Mầm non B"]
    started = split_content(form(te_nha_tre=40, te_duoi_3=90), given[0])
    assert "te_nha_tre" not in started.cells
    assert started.cells["te_duoi_3"].value == 90
    assert started.cells["don_vi_cung_cap"].value == "Mầm non A"


def random_plan(rng: random.Random, ruleset: Ruleset) -> Plan:
    """Every criterion led by one of a few agencies."""
    names = ["Cơ quan A", "Cơ quan B", "Cơ quan C"]
    led: dict[str, list[int]] = {name: [] for name in names}
    for criterion in ruleset.criteria:
        led[rng.choice(names)].append(criterion.number)
    agencies = tuple(Agency(name=name, leads=tuple(numbers)) for name, numbers in led.items())
    return PLAN.model_copy(update={"agencies": agencies})


def own_values(submission: Submission, ruleset: Ruleset) -> object:
    numbers = [criterion.number for criterion in ruleset.criteria]
    return values_of(submission, list(ruleset.criterion_of_field), numbers)


@pytest.mark.parametrize("seed", range(60))
def test_split_then_collect_loses_nothing_and_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    ruleset = RULESET if seed % 2 else load_ruleset(ruleset_text(rng))
    full = as_submission(typed_content(typing(rng, ruleset)), FormLayout(ruleset))
    plan = Plan(**random_plan(rng, ruleset).model_dump())
    forms = [(share, split_content(full, share)) for share in shares(plan, ruleset)]
    supplies = [Supply(content, share.part) for share, content in forms]
    unchanged = gather(full, ruleset, supplies)
    assert unchanged.findings == ()
    assert unchanged.taken == ()
    assert unchanged.submission.content_hash() == full.content_hash()
    # What agencies filled comes back into a form in which only the general figures were typed.
    general = {name: cell for name, cell in full.cells.items() if name not in ruleset.criterion_of_field}
    blank = full.model_copy(update={"cells": general, "evidence": {}, "explanations": {}, "survey": (), "hamlets": ()})
    filled = gather(blank, ruleset, supplies)
    assert {f.code for f in filled.findings} <= {"CFC-605", "CFC-607"}  # figures borrowed from other criteria
    borrowed = {f.field for f in filled.findings if f.kind is LOCKED_CHANGED}
    assert borrowed.issubset(set().union(*(share.part.borrowed for share, _ in forms)))
    assert own_values(filled.submission, ruleset) == own_values(full, ruleset)


@pytest.mark.parametrize("plan_id", shipped_plan_ids())
def test_split_then_collect_loses_nothing_with_each_of_the_five_plans(plan_id: str) -> None:
    full = as_submission(typed_content(typing(random.Random(plan_id), RULESET)), FormLayout(RULESET))
    given = list(shares(shipped_plan(plan_id), RULESET))
    supplies = [Supply(split_content(full, share), share.part) for share in given]
    unchanged = gather(full, RULESET, supplies)
    assert (unchanged.findings, unchanged.taken) == ((), ())
    assert unchanged.submission.content_hash() == full.content_hash()
    # Two of the five documents name no lead agency: there everything stays with the commune.
    assert bool(given) == (plan_id not in ("chi-lang-2023", "thap-muoi-2024"))
    assert left_over(shipped_plan(plan_id), RULESET) == (() if given else tuple(range(1, 14)))


def collected_into(path: Path, files: Iterable[Path], output: Path, **options: Any) -> CollectOutcome:
    data = path.read_bytes()
    return collect_forms(
        evaluate_file(path, SHIPPED), files, output, today=TODAY, data=data, rulesets=SHIPPED, **options
    )


def written(path: Path, submission: Submission) -> Path:
    write_file(path, form_bytes(RULESET, content_of(submission)))
    return path


def test_files_split_filled_and_collected(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form(te_duoi_16=900, te_can_kham=850))
    outcome = split_form(evaluate_file(path, SHIPPED), PLAN, tmp_path / "co-quan")
    assert [file.name for _, file in outcome.files] == [
        "xa_Van-phong.xlsx",
        "xa_Cong-an.xlsx",
        "xa_Tram-Y-te.xlsx",
        "xa_Cac-truong-hoc.xlsx",
        "xa_Van-hoa-Xa-hoi.xlsx",
    ]
    assert outcome.left_over == (11,)
    share, health = outcome.files[2]
    read = read_agency_form(health.read_bytes(), "x", SHIPPED)
    assert read.submission is not None
    assert read.submission.cells["te_can_kham"].value == 850
    typed = dict(content_of(read.submission).values) | {"te_kham_suc_khoe": 840, "ngay_lap": date(2026, 11, 3)}
    write_file(health, form_bytes(RULESET, FormContent(values=typed), part=share.part), force=True)
    result = collected_into(path, [health, outcome.files[0][1]], tmp_path / "moi.xlsx", plan=PLAN)
    assert result.conflicts == []
    new = evaluate_file(tmp_path / "moi.xlsx", SHIPPED).submission
    assert new is not None
    assert new.cells["te_kham_suc_khoe"].value == 840
    origin = new.provenance[Place(PlaceKind.INPUT, "te_kham_suc_khoe")]
    assert (origin.agency, origin.file, origin.day) == ("Trạm Y tế", "xa_Tram-Y-te.xlsx", "03/11/2026")
    assert new.cells["te_duoi_16"].value == 900


def test_an_agencys_form_is_no_communes_form_and_the_other_way_round(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form())
    files = [file for _, file in split_form(evaluate_file(path, SHIPPED), PLAN, tmp_path / "co-quan").files]
    assert [f.code for f in evaluate(files[0].read_bytes(), "x", SHIPPED).findings] == ["CFC-601"]
    result = collected_into(path, [path], tmp_path / "moi.xlsx")
    assert [f.code for f in result.findings] == ["CFC-602"]
    assert result.exit_code == 1


def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_collected(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form())
    files = [file for _, file in split_form(evaluate_file(path, SHIPPED), PLAN, tmp_path / "co-quan").files]
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04 nothing")
    broken = [tmp_path / "hong.xlsx", tmp_path / "mat.xlsx"]
    result = collected_into(path, [*broken, *files], tmp_path / "moi.xlsx")
    assert [f.code for f in result.findings if f.code < "CFC-100"] == ["CFC-001", "CFC-001"]
    assert result.output.exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form())
    split_form(evaluate_file(path, SHIPPED), PLAN, tmp_path / "co-quan")
    before = {file: file.read_bytes() for file in (tmp_path / "co-quan").iterdir()}
    with pytest.raises(UsageError):
        split_form(evaluate_file(path, SHIPPED), PLAN, tmp_path / "co-quan")
    with pytest.raises(UsageError):
        collected_into(path, [], path, force=True)
    assert {file: file.read_bytes() for file in (tmp_path / "co-quan").iterdir()} == before


def test_a_plan_without_lead_agencies_has_nothing_to_split(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form())
    plan = Plan(id="khong-phan-cong", year=2023, unit="Huyện", level=Level.DISTRICT)
    with pytest.raises(UsageError, match="không có gì để tách"):
        split_form(evaluate_file(path, SHIPPED), plan, tmp_path / "co-quan")


def test_what_disagrees_is_shown_in_the_new_form_and_stays_open(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form(te_can_kham=12))
    sent = supply(Sent("Trạm Y tế", {"te_can_kham": 15}))
    agency = tmp_path / "tram.xlsx"
    write_file(agency, form_bytes(RULESET, content_of(sent.submission), part=sent.part))
    result = collected_into(path, [agency], tmp_path / "moi.xlsx")
    assert len(result.conflicts) == 1
    assert result.exit_code == 1
    sheet = openpyxl.load_workbook(result.output)["Nguồn số liệu"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("Cần quyết định" in text for text in texts)
    assert any("phiếu của xã: 12" in text and "15" in text for text in texts)
    assert Share("Trạm Y tế", sent.part).name == "Trạm Y tế"


def agency_forms() -> dict[str, tuple[Share, FormContent]]:
    """Two agencies' forms: one with a survey and hamlets typed in part, one blank."""
    given = {share.agency: share for share in shares(PLAN, RULESET)}
    culture, health = given["Văn hóa - Xã hội"], given["Trạm Y tế"]
    named = {**UNIT, "co_quan_cung_cap": culture.agency}
    typed = FormContent(
        values={**named, "co_kinh_phi": "Có", "te_hcdb": 12, "te_hcdb_tro_giup": 13, "te_duoi_16": 900},
        survey=(("Trẻ em", "Có"), ("Người dân", "")),
        hamlets=(("Ấp 1", {"te_hcdb": 5}),),
    )
    return {"filled": (culture, typed), "blank": (health, FormContent(values=UNIT))}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["filled", "blank"])
def test_the_agencys_form_computes_what_python_computes(name: str, tmp_path: Path) -> None:
    share, content = agency_forms()[name]
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(form_bytes(RULESET, content, part=share.part))
    assert wrong_caches(path, share.part.ruleset) == []


@pytest.mark.slow
def test_the_agencys_form_is_a_valid_open_xml_file(tmp_path: Path) -> None:
    for name, (share, content) in agency_forms().items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(form_bytes(RULESET, content, part=share.part))
        assert problems(path) == [], name


def test_what_an_agency_borrows_is_locked_and_its_own_figures_are_not(tmp_path: Path) -> None:
    share, content = agency_forms()["blank"]
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(form_bytes(RULESET, content, part=share.part))
    book = openpyxl.load_workbook(path)

    def locked(name: str) -> bool:
        sheet, cell = next(book.defined_names[f"in_{name}"].destinations)
        return bool(book[sheet][cell].protection.locked)

    assert all(locked(name) for name in ("te_duoi_16", "ma_dvhc", "nam", "ky", "nhom_nguong", "co_quan_cung_cap"))
    assert not any(locked(name) for name in ("te_can_kham", "te_sdd_nhe_can", "nguoi_lap", "ngay_lap"))


def test_two_files_of_one_name_in_two_folders_are_both_collected(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form())
    files = []
    for name, count in (("A", 40), ("B", 25)):
        sent = supply(school(name, te_nha_tre=count))
        files.append(tmp_path / name / "phieu.xlsx")
        write_file(files[-1], form_bytes(RULESET, content_of(sent.submission), part=sent.part))
    result = collected_into(path, files, tmp_path / "moi.xlsx")
    assert value(result.gathering, "te_nha_tre") == 65


def test_the_new_form_keeps_the_plan_it_is_made_for(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form())
    plan = shipped_plan("dong-kinh-2026")
    collected_into(path, [], tmp_path / "moi.xlsx", plan=plan)
    made = evaluate_file(tmp_path / "moi.xlsx", SHIPPED).submission
    assert made is not None
    assert made.stamp.plan_id == "dong-kinh-2026"


def test_what_somebody_added_to_the_old_form_is_listed_in_the_new_one(tmp_path: Path) -> None:
    path = written(tmp_path / "xa.xlsx", form())
    book = openpyxl.load_workbook(path)
    book.create_sheet("Ghi chép riêng")["A1"] = "nhớ hỏi lại trạm y tế"
    book.save(path)
    result = collected_into(path, [], tmp_path / "moi.xlsx")
    assert ["Ghi chép riêng" in (part.sheet, part.text) for part in result.additions] == [True]
    texts = [c.value for row in openpyxl.load_workbook(result.output)["Nguồn số liệu"].iter_rows() for c in row]
    assert any("Ghi chép riêng" in str(text) for text in texts)
