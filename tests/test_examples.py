"""The example district: what each of its 13 communes must score, and that larger examples stay plausible."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from xl_cfc.answers import Answers
from xl_cfc.checks import Facts, check_answers
from xl_cfc.evaluation import evaluate_file
from xl_cfc.examples import ExampleForm, example_forms, write_examples
from xl_cfc.excel.form.content import as_submission
from xl_cfc.excel.layout import FormLayout
from xl_cfc.ruleset.models import Severity, YesNoIndicator
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.scoring import score

RULESET = shipped_ruleset("qd06-2019")


class Expected(NamedTuple):
    code: str
    name: str
    story: str
    threshold_class: str
    total: int | None
    conclusion: str
    zero_criteria: tuple[int, ...] = ()
    errors: tuple[str, ...] = ()


#: One slip of each kind: text for a number, a decimal, a half-typed Có, a part above its whole.
PLANTED = ("CFC-104", "CFC-107", "CFC-112", "CFC-201")

#: Written by hand from the points each commune loses (1000 less the losses named in the story).
TABLE = [
    Expected("90001", "Thị trấn Mỹ An", "eligible", "B", 975, "eligible"),  # 2.1 -10, 9.1 -10, 10.1 -5
    Expected("90002", "Xã Đốc Binh Kiều", "eligible", "C", 940, "eligible"),  # 2.1 -25, 4.1 -25, 12.3 -10
    Expected("90003", "Xã Hưng Thạnh", "eligible", "B", 925, "eligible"),  # 3.1 -50, 6.1 -10, 13.1 -15
    Expected("90004", "Xã Láng Biển", "short", "B", 805, "not_eligible"),  # 1.1, 5.2, 4.1 -50 each, 10.2 -20, 12.1 -25
    Expected("90005", "Xã Mỹ An", "eligible", "B", 940, "eligible"),  # 6.1 -25, 7.1 -10, 8.1 -10, 13.2 -15
    Expected("90006", "Xã Mỹ Đông", "eligible", "B", 940, "eligible"),  # 5.1 -25, 7.1 -25, 10.2 -10
    Expected("90007", "Xã Mỹ Hòa", "zero", "B", 900, "not_eligible", (3,)),  # 3.1 -100
    Expected("90008", "Xã Mỹ Quý", "eligible", "C", 945, "eligible"),  # 8.2 -10, 9.1 -25, 11.3 -10, 12.2 -10
    Expected("90009", "Xã Phú Điền", "incomplete", "B", None, "incomplete", (), ("CFC-101",) * 4),
    Expected("90010", "Xã Tân Kiều", "eligible", "B", 945, "eligible"),  # 10.3 -10, 4.2 -25, 11.2 -20
    Expected("90011", "Xã Thanh Mỹ", "mistakes", "B", None, "incomplete", (), PLANTED),
    Expected("90012", "Xã Thạnh Lợi", "forecast", "B", 970, "forecast"),  # 9.1 -25, 10.1 -5
    Expected("90013", "Xã Trường Xuân", "short", "B", 750, "not_eligible"),  # 1.1, 5.1, 3.1 -50 each, 6.2 -75, 8.1 -25
]  # fmt: skip


def facts(form: ExampleForm) -> Facts:
    answers = Answers(as_submission(form.content, FormLayout(RULESET)), RULESET)
    return Facts(answers, score(answers))


@pytest.mark.parametrize(
    ("form", "expected"), list(zip(example_forms(13), TABLE, strict=True)), ids=[row.name for row in TABLE]
)
def test_each_commune_of_the_district_scores_what_the_table_says(form: ExampleForm, expected: Expected) -> None:
    told = facts(form)
    errors = sorted(f.code for f in check_answers(told) if f.severity is Severity.ERROR)

    assert form.content.values["ma_dvhc"] == expected.code
    assert form.content.values["ten_don_vi"] == expected.name
    assert form.story == expected.story
    assert told.card.threshold_class == expected.threshold_class
    assert told.card.total == expected.total
    assert told.card.conclusion == expected.conclusion
    assert told.card.zero_criteria == expected.zero_criteria
    assert tuple(errors) == expected.errors


def test_together_they_reach_every_tier_of_every_indicator() -> None:
    reached = {(part.id, part.points) for form in example_forms(13) for part in facts(form).card.indicators}
    tiers = {
        (indicator.id, tier.points.value)
        for indicator in RULESET.indicators
        if not isinstance(indicator, YesNoIndicator)
        for tier in indicator.tiers
    }

    assert tiers <= reached


def test_every_form_says_that_its_figures_are_made_up() -> None:
    assert all("GIẢ LẬP" in form.content.note for form in example_forms(30))


def test_forms_without_planted_mistakes_have_neither_errors_nor_warnings() -> None:
    for form in example_forms(300):
        if form.story not in ("incomplete", "mistakes"):
            assert [f.message for f in check_answers(facts(form)) if f.severity is not Severity.HINT] == []


def test_thousands_of_communes_have_codes_of_their_own_and_mostly_reach_the_threshold() -> None:
    forms = list(example_forms(1200))
    conclusions = Counter(facts(form).card.conclusion.value for form in forms)

    assert len({form.content.values["ma_dvhc"] for form in forms}) == len(forms)
    assert conclusions["eligible"] > 0.6 * len(forms)
    assert set(conclusions) == {"eligible", "not_eligible", "incomplete", "forecast"}


def test_the_same_seed_gives_the_same_forms_and_another_seed_others() -> None:
    first, again, other = (list(example_forms(20, seed=seed)) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_written_forms_read_back_with_the_same_score(tmp_path: Path) -> None:
    paths = write_examples(tmp_path, 13)

    totals = [result.card.total if (result := evaluate_file(path)).card else None for path in paths]

    assert totals == [expected.total for expected in TABLE]


def test_existing_files_are_not_overwritten_unasked(tmp_path: Path) -> None:
    write_examples(tmp_path, 2)

    with pytest.raises(FileExistsError, match="90001"):
        write_examples(tmp_path, 3)
    assert len(list(tmp_path.iterdir())) == 2
