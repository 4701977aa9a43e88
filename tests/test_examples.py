"""The example district: what each of its 13 communes must score, and that larger examples stay plausible."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.known import SHIPPED
from xl_cfc.answers.answers import Answers
from xl_cfc.examples import ExampleForm, Story, example_forms, write_examples
from xl_cfc.findings.finding import Finding, Severity
from xl_cfc.form.content import as_submission
from xl_cfc.form.layout import FormLayout
from xl_cfc.form.ondisk import evaluate_file
from xl_cfc.judging.checks import Facts, check_answers
from xl_cfc.judging.scoring import score
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset("qd06-2019")
#: Written by hand, see the file's own heading.
SHEET: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / "example-scores.yaml").read_text("utf-8"))
TABLE: list[dict[str, Any]] = SHEET["communes"]
DISTRICT = list(example_forms(13))
#: Facts already worked out, each with its form so that the id stays its own.
_FACTS: dict[int, tuple[ExampleForm, Facts]] = {}
ROWS = pytest.mark.parametrize(
    ("form", "expected"), list(zip(DISTRICT, TABLE, strict=True)), ids=[row["name"] for row in TABLE]
)


def facts(form: ExampleForm) -> Facts:
    if id(form) not in _FACTS:
        _FACTS[id(form)] = form, scored(form)
    return _FACTS[id(form)][1]


def scored(form: ExampleForm) -> Facts:
    answers = Answers(as_submission(form.content, FormLayout(RULESET)), RULESET)
    return Facts(answers, score(answers))


def findings(form: ExampleForm, severity: Severity) -> list[Finding]:
    return [finding for finding in check_answers(facts(form)) if finding.severity is severity]


def number(value: object) -> int:
    assert isinstance(value, int)
    return value


@pytest.fixture(scope="module")
def many() -> list[ExampleForm]:
    return list(example_forms(1200))


@pytest.mark.parametrize("row", TABLE, ids=[row["name"] for row in TABLE])
def test_the_table_adds_up(row: dict[str, Any]) -> None:
    points = row["points"]

    assert row["total"] == (None if None in points else sum(points))
    assert all(given is None or given <= most for given, most in zip(points, SHEET["max"], strict=True))
    assert row.get("zero_criteria", []) == [number for number, given in enumerate(points, start=1) if given == 0]


@ROWS
def test_each_commune_of_the_district_scores_what_the_table_says(form: ExampleForm, expected: dict[str, Any]) -> None:
    card = facts(form).card

    assert [criterion.points for criterion in card.criteria] == expected["points"]
    assert card.total == expected["total"]
    assert card.conclusion == expected["conclusion"]
    assert list(card.zero_criteria) == expected.get("zero_criteria", [])
    assert list(card.missing) == expected.get("missing", [])


@ROWS
def test_each_commune_of_the_district_is_who_the_table_says(form: ExampleForm, expected: dict[str, Any]) -> None:
    values = form.content.values

    assert form.story == expected["story"]
    assert [values["ma_dvhc"], values["ten_don_vi"]] == [expected["code"], expected["name"]]
    assert [values["nhom_nguong"], values["ky"]] == [expected["class"], expected["period"]]
    assert all(values[field.id] not in (None, "") for field in RULESET.unit_fields)


@ROWS
def test_each_commune_has_the_mistakes_of_the_table_and_no_others(form: ExampleForm, expected: dict[str, Any]) -> None:
    for severity, key in ((Severity.ERROR, "errors"), (Severity.WARNING, "warnings")):
        assert sorted(finding.code for finding in findings(form, severity)) == expected.get(key, [])


def test_together_they_reach_every_tier_of_every_indicator_and_every_zero() -> None:
    reached = {(part.id, part.points) for form in DISTRICT for part in facts(form).card.indicators}
    for indicator in RULESET.indicators:
        assert {(indicator.id, points) for points in indicator.landing_points()} <= reached
        assert (indicator.id, Decimal(0)) in reached


def test_eligible_communes_of_the_district_have_different_totals() -> None:
    totals = [facts(form).card.total for form in DISTRICT if form.story is Story.ELIGIBLE]

    assert len(set(totals)) == len(totals) == 7


def test_file_names_are_plain_letters_with_code_name_year_and_period() -> None:
    names = [form.file_name for form in DISTRICT]

    assert all(name.isascii() for name in names)
    assert names[5] == "90006_Xa-My-Dong_2024_cuoi-ky.xlsx"
    assert names[11] == "90012_Xa-Thanh-Loi_2024_dau-ky.xlsx"


def test_every_form_says_that_its_figures_are_made_up(many: list[ExampleForm]) -> None:
    assert {form.content.note for form in many} == {"DỮ LIỆU GIẢ LẬP – chỉ để minh hoạ"}


def test_evidence_stands_beside_points_and_nowhere_else(many: list[ExampleForm]) -> None:
    for form in many[:200]:
        card = facts(form).card
        without = {i.main_field for i in RULESET.indicators if card.indicator(i.id).points == 0}
        assert set(form.content.evidence) == {i.main_field for i in RULESET.indicators} - without


def test_only_criteria_at_zero_are_explained(many: list[ExampleForm]) -> None:
    for form in many[:200]:
        assert set(form.content.explanations) == {f"c{number}" for number in facts(form).card.zero_criteria}


def test_the_survey_is_kept_as_rows_by_some_and_as_totals_by_others() -> None:
    rows = [len(form.content.survey) for form in DISTRICT]

    assert 0 in rows
    assert all(60 <= count <= 200 for count in rows if count)
    assert all((form.content.values["te_tra_loi"] is None) == bool(form.content.survey) for form in DISTRICT)


def test_one_commune_of_the_district_lists_no_hamlets() -> None:
    listed = [len(form.content.hamlets) for form in DISTRICT]

    assert listed.count(0) == 1
    assert all(3 <= count <= 12 for count in listed if count)


def test_the_figures_of_the_hamlets_add_up_to_the_communes(many: list[ExampleForm]) -> None:
    for form in many[:200]:
        if form.content.hamlets and form.story is not Story.MISTAKES:
            for field in RULESET.hamlet_fields:
                total = sum(number(figures[field.id]) for _, figures in form.content.hamlets)
                assert form.content.values[field.id] in (total, None)


def test_no_hamlet_has_a_part_larger_than_its_whole(many: list[ExampleForm]) -> None:
    kept = {field.id for field in RULESET.hamlet_fields}
    pairs = [(limit.parts[0], limit.wholes[0]) for limit in RULESET.limits]
    pairs += [(c.left[0].field, c.right[0].field) for c in RULESET.cross_checks if c.kind == "le" and len(c.left) == 1]
    for form in many[:200]:
        for _, figures in form.content.hamlets:
            assert all(number(figures[a]) <= number(figures[b]) for a, b in pairs if {a, b} <= kept)


def test_forms_without_planted_mistakes_have_neither_errors_nor_warnings(many: list[ExampleForm]) -> None:
    for form in many[:300]:
        if form.story not in (Story.INCOMPLETE, Story.MISTAKES):
            assert [f.message for f in check_answers(facts(form)) if f.severity is not Severity.HINT] == []


def test_every_story_comes_true_among_many_communes(many: list[ExampleForm]) -> None:
    for form in many:
        card = facts(form).card
        conclusion = {
            Story.SHORT: "not_eligible", Story.ZERO: "not_eligible", Story.MISTAKES: "incomplete",
        }.get(form.story, form.story.value)  # fmt: skip
        assert card.conclusion == conclusion
        if form.story in (Story.SHORT, Story.ZERO):
            assert card.total is not None
            assert card.threshold is not None
            assert (card.total < card.threshold) == (form.story is Story.SHORT)
            assert bool(card.zero_criteria) == (form.story is Story.ZERO)


def test_many_communes_have_codes_of_their_own_and_a_plausible_mix_of_stories(many: list[ExampleForm]) -> None:
    shares = Counter(form.story.value for form in many)

    assert len({form.content.values["ma_dvhc"] for form in many}) == len({f.file_name for f in many}) == len(many)
    assert 0.70 < shares["eligible"] / len(many) < 0.80
    assert 0.09 < shares["short"] / len(many) < 0.15
    assert set(shares) == {story.value for story in Story}
    assert len({facts(form).card.total for form in many if form.story is Story.ELIGIBLE}) > 15


def test_the_same_seed_gives_the_same_forms_and_another_seed_others() -> None:
    first, again, other = (list(example_forms(20, seed=seed)) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_written_forms_read_back_with_the_same_score(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    paths = write_examples(tmp_path, 2, progress=lambda *step: told.append(step))

    totals = [result.card.total if (result := evaluate_file(path, SHIPPED)).card else None for path in paths]

    assert totals == [row["total"] for row in TABLE[:2]]
    assert told == [(1, 2, paths[0].name), (2, 2, paths[1].name)]


def test_existing_files_are_not_overwritten_unasked(tmp_path: Path) -> None:
    (there,) = write_examples(tmp_path, 1)
    there.write_bytes(b"mine")

    with pytest.raises(FileExistsError, match="90001_Thi-tran-My-An"):
        write_examples(tmp_path, 2)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]
    assert write_examples(tmp_path, 1, force=True) == [there]
    assert there.read_bytes() != b"mine"
