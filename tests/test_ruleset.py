"""Loading a rule set: what ships is complete, and every mistake in a bad one is told at once, with its path."""

import copy
from importlib import resources
from typing import Any

import pytest
import yaml

from xl_cfc.ruleset.loading import RulesetError, load_ruleset
from xl_cfc.ruleset.models import Status
from xl_cfc.ruleset.registry import find_ruleset, shipped_ids, shipped_ruleset
from xl_cfc.ruleset.unchecked import numbers_used, unchecked_line, unchecked_values

TEXT = (resources.files("xl_cfc.ruleset") / "qd06-2019.yaml").read_text("utf-8")


def data() -> dict[str, Any]:
    return copy.deepcopy(yaml.safe_load(TEXT))


def problems(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(RulesetError) as caught:
        load_ruleset(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_rule_set_adds_up_to_one_thousand_points() -> None:
    ruleset = shipped_ruleset("qd06-2019")

    assert sum(criterion.max_points.value for criterion in ruleset.criteria) == ruleset.total_points.value == 1000


@pytest.mark.parametrize("threshold_class", ["A", "B", "C"])
def test_one_hundred_and_thirty_two_numbers_are_not_yet_checked(threshold_class: str) -> None:
    assert unchecked_values(shipped_ruleset("qd06-2019"), threshold_class) == 132


def test_without_a_class_no_threshold_is_counted() -> None:
    assert unchecked_values(shipped_ruleset("qd06-2019"), None) == 131


def test_no_shipped_number_is_called_verified() -> None:
    for name in shipped_ids():
        assert all(number.status is not Status.VERIFIED for number in numbers_used(shipped_ruleset(name), "A"))


def test_a_number_inherits_status_and_source_from_its_nearest_parent() -> None:
    criterion = shipped_ruleset("qd06-2019").criteria[5]
    points = [level.numbers[-1] for level in criterion.indicators[0].scale(None)]

    assert [number.status for number in points] == ["press", "assumed", "assumed"]
    assert [number.source for number in points] == ["baodansinh", "working", "working"]


def test_a_verified_number_no_longer_counts_as_unchecked() -> None:
    raw = data()
    raw["criteria"][0]["indicators"][0]["points"] = {"value": 50, "status": "verified", "source": "Phụ lục, trang 3"}

    ruleset = load_ruleset(yaml.safe_dump(raw, allow_unicode=True))

    assert unchecked_values(ruleset, "A") == 131
    assert unchecked_line(0, ruleset.title) == f"Đã đối chiếu với {ruleset.title}"


def test_the_hash_changes_with_a_number_and_not_with_the_order_of_keys() -> None:
    raw = data()
    same = dict(reversed(raw.items()))
    other = data()
    other["thresholds"]["A"]["points"] = 910

    original = load_ruleset(TEXT).digest

    assert load_ruleset(yaml.safe_dump(same, allow_unicode=True, sort_keys=False)).digest == original
    assert load_ruleset(yaml.safe_dump(other, allow_unicode=True)).digest != original


def break_float(raw: dict[str, Any]) -> None:
    raw["criteria"][1]["indicators"][0]["tiers"][0]["at_least"] = 0.98


def break_order(raw: dict[str, Any]) -> None:
    raw["criteria"][1]["indicators"][0]["tiers"].reverse()


def break_maximum(raw: dict[str, Any]) -> None:
    raw["criteria"][2]["max_points"] = 90


def break_field(raw: dict[str, Any]) -> None:
    raw["criteria"][2]["indicators"][0]["cases"] = "te_khong_co"


def break_duplicate(raw: dict[str, Any]) -> None:
    raw["criteria"][3]["indicators"][1]["id"] = "4.1"


def break_status(raw: dict[str, Any]) -> None:
    del raw["no_zero_criterion"]["status"]


def break_source(raw: dict[str, Any]) -> None:
    raw["criteria"][4]["source"] = "khong_co"


def break_class(raw: dict[str, Any]) -> None:
    raw["criteria"][1]["indicators"][0]["tiers_by_class"] = {"D": [{"at_least": "0.9", "points": 50}]}


def break_places(raw: dict[str, Any]) -> None:
    raw["criteria"][1]["indicators"][0]["tiers"][0]["at_least"] = "0.98765"


def break_points(raw: dict[str, Any]) -> None:
    raw["criteria"][1]["indicators"][0]["tiers"][0]["points"] = "50.1"


def break_kind(raw: dict[str, Any]) -> None:
    raw["criteria"][0]["indicators"][0]["field"] = "so_ho"


def break_cross_check(raw: dict[str, Any]) -> None:
    raw["cross_checks"].append({"le": ["te_duoi_1", "ten_don_vi"]})


BREAKS = {
    break_float: ("criteria[2].indicators[2.1].tiers[1]", "float"),
    break_order: ("criteria[2].indicators[2.1].tiers[2]", "sai thứ tự"),
    break_maximum: ("criteria[3].max_points", "100"),
    break_field: ("criteria[3].indicators[3.1]", "te_khong_co"),
    break_duplicate: ("indicators[4.1]", "trùng"),
    break_status: ("no_zero_criterion", "status"),
    break_source: ("criteria[5].max_points", "khong_co"),
    break_class: ("criteria[2].indicators[2.1].tiers_by_class[D]", "không tồn tại"),
    break_places: ("criteria[2].indicators[2.1].tiers[1]", "chữ số thập phân"),
    break_points: ("criteria[2].indicators[2.1].tiers[1]", "0,25"),
    break_kind: ("criteria[1].indicators[1.1]", "Có/Không"),
    break_cross_check: ("cross_checks[17]", "không phải số đếm"),
}


@pytest.mark.parametrize("spoil", BREAKS, ids=lambda spoil: spoil.__name__)
def test_a_mistake_is_told_with_its_path(spoil: Any) -> None:
    raw = data()
    spoil(raw)
    path, words = BREAKS[spoil]

    assert any(line.startswith(path) and words in line for line in problems(raw)), problems(raw)


def test_every_mistake_is_told_at_once() -> None:
    raw = data()
    for spoil in BREAKS:
        if spoil not in (break_order, break_places, break_points, break_class):
            spoil(raw)

    told = problems(raw)

    for spoil in (break_float, break_duplicate, break_status, break_source, break_kind, break_cross_check):
        path, words = BREAKS[spoil]
        assert any(line.startswith(path) and words in line for line in told), (spoil, told)


def test_a_key_written_twice_is_a_mistake() -> None:
    with pytest.raises(RulesetError, match="stands twice"):
        load_ruleset("id: a\nid: b\n")


def test_text_that_is_no_rule_set_is_told_so() -> None:
    with pytest.raises(RulesetError):
        load_ruleset("- 1\n- 2\n")


def test_tiers_may_differ_by_class() -> None:
    raw = data()
    raw["criteria"][1]["indicators"][0]["tiers_by_class"] = {"C": [{"at_least": "0.5", "points": 50}]}

    indicator = load_ruleset(yaml.safe_dump(raw, allow_unicode=True)).criteria[1].indicators[0]

    assert len(indicator.scale("C")) == 1
    assert len(indicator.scale("A")) == 3


def test_an_unknown_id_names_the_known_ones() -> None:
    with pytest.raises(RulesetError, match="qd06-2019"):
        find_ruleset("qd99")
