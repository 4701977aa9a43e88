"""A kind of indicator that only this module knows goes everywhere: nothing of the library was changed for it.

It measures the average of two counts, the second counted so many times, and has tiers, a limit of its own, a column of
its own in the rulebook and a number of its own beside its scale.
"""

import csv
import io
import random
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from openpyxl import load_workbook

from tests.support.caches import wrong_caches
from tests.support.engines import FormMap, IronCalcEngine, LibreOfficeEngine, run_uno
from tests.support.merging import merge
from tests.support.rulebooks import OpenRulebook
from tests.support.typed import ErrorValue, Typed, TypedValue, content_of, facts_of
from tests.test_differential import mistakes, without_booleans, written_form
from udfs import functions
from xl_cfc.books.rule import read_rulebook, rulebook_bytes
from xl_cfc.cells import CellValue
from xl_cfc.consolidation.tables import TableFiles
from xl_cfc.delivery.comparison import comparison_bytes
from xl_cfc.delivery.reporting import as_json
from xl_cfc.form.evaluation import evaluate
from xl_cfc.form.sheets import form_bytes
from xl_cfc.judging.advice import Outlook, advise, after
from xl_cfc.judging.checks import check_answers
from xl_cfc.judging.comparing import compare
from xl_cfc.judging.scoring import score
from xl_cfc.judging.whatif import what_if
from xl_cfc.language import number_text, speaking, t
from xl_cfc.ruleset.difference import differences
from xl_cfc.ruleset.kinds.base import ScaleLevel
from xl_cfc.ruleset.kinds.columns import ABOVE, Holds, RuleColumn
from xl_cfc.ruleset.kinds.figures import Cells, Figures, Limit
from xl_cfc.ruleset.kinds.registry import KINDS, register
from xl_cfc.ruleset.kinds.tiers import Tiered
from xl_cfc.ruleset.known import KnownRulesets
from xl_cfc.ruleset.loading import RulesetError, load_ruleset
from xl_cfc.ruleset.models import FieldType, Rated, Ruleset
from xl_cfc.ruleset.rated import FieldId
from xl_cfc.ruleset.saving import ruleset_text
from xl_cfc.ruleset.unchecked import every_number, unchecked_values


class AverageIndicator(Tiered):
    """Points by the average of those on the list and those who come, the latter counted so many times."""

    kind: Literal["average"]
    coming: FieldId
    listed: FieldId
    times: Rated[int]

    asks_for: ClassVar[Mapping[str, FieldType]] = {"coming": FieldType.COUNT, "listed": FieldType.COUNT}
    columns: ClassVar[Mapping[str, RuleColumn]] = {
        "coming": ABOVE,
        "listed": RuleColumn("listed", "Số trong danh sách", 20, Holds.FIELD),
        "times": RuleColumn("times", "Hệ số", 9, Holds.WHOLE, rating="times_"),
    }
    written_first: ClassVar[tuple[str, ...]] = ("coming", "listed")
    form_format: ClassVar[str] = "0.00"
    table_format: ClassVar[str] = "#,##0.000"

    @property
    def limits(self) -> tuple[Limit, ...]:
        return (Limit((self.coming,), (self.listed,)),)

    def measured(self, figures: Figures) -> Fraction:
        times = self.times.value
        return Fraction(figures.number(self.listed) + times * figures.number(self.coming), times + 1)

    def measured_formula(self, cells: Cells) -> str:
        times = self.times.value
        return f"({cells[self.listed]}+{times}*{cells[self.coming]})/{times + 1}"

    def figure_at(self, bound: Fraction, number: Callable[[str], int]) -> Fraction:
        times = self.times.value
        return (bound * (times + 1) - number(self.listed)) / times

    @classmethod
    def kind_text(cls) -> str:
        return t("trung bình", "average")

    def beside_scale(self) -> tuple[ScaleLevel, ...]:
        name, times = t("hệ số", "times"), number_text(self.times.value)
        return (ScaleLevel(f"{name} {times}", "", (self.times,), name=name, value=times),)


RULE = """
id: thu-nghiem
title: Bộ thử cách đo mới
effective_from: "2026-01-01"
status: assumed
total_points: 100
thresholds: {A: {points: 90, label: A}, C: {points: 60, label: C}}
no_zero_criterion: true
criterion_met: {above: 0}
fields:
  ten_don_vi: {label: Tên đơn vị, type: text, section: unit}
  ma_dvhc: {label: Mã, type: text, section: unit, pattern: unit_code}
  nhom_nguong: {label: Nhóm, type: choice, choices: [A, C], section: unit}
  nam: {label: Năm, type: count, section: unit, minimum: 2019, maximum: 2100}
  ky: {label: Kỳ, type: choice, choices: [Đầu kỳ, Cuối kỳ], section: unit}
  den: {label: Số trẻ đến lớp, type: count, unit: trẻ}
  ghi_ten: {label: Số trẻ ghi tên, type: count, unit: trẻ}
  du_hop: {label: Số người dự họp, type: count, unit: người}
  duoc_moi: {label: Số người được mời, type: count, unit: người}
criteria:
- {number: 1, name: Lớp học, max_points: 60, indicators: [
    {id: "1.1", label: Trung bình lớp, kind: average, coming: den, listed: ghi_ten,
     times: {value: 2, status: press, source: bao},
     tiers: [{at_least: "20", points: 60}, {at_least: "10.5", points: 25}],
     tiers_by_class: {C: [{at_least: "7", points: 60}]}}]}
- {number: 2, name: Họp, max_points: 40, indicators: [
    {id: "2.1", label: Trung bình họp, kind: average, coming: du_hop, listed: duoc_moi, times: 1,
     tiers: [{at_most: "4.5", points: 40}, {at_most: "9", points: 15.5}]}]}
sources: {bao: Báo}
""".replace("15.5", '"15.5"')
UNIT: Mapping[str, TypedValue] = {
    "ten_don_vi": "Xã Thử",
    "ma_dvhc": "29999",
    "nhom_nguong": "A",
    "nam": 2026,
    "ky": "Cuối kỳ",
}
BASE: Mapping[str, TypedValue] = {**UNIT, "den": 12, "ghi_ten": 20, "du_hop": 4, "duoc_moi": 5}


@pytest.fixture(scope="module", autouse=True)
def known() -> Iterator[None]:
    register(AverageIndicator)
    yield
    del KINDS["average"]


@pytest.fixture(scope="module")
def rule(known: None) -> Ruleset:
    return load_ruleset(RULE)


@pytest.fixture(scope="module")
def form(rule: Ruleset, tmp_path_factory: pytest.TempPathFactory) -> FormMap:
    return written_form(rule, tmp_path_factory.mktemp("form"))


def typed(**changed: TypedValue) -> Typed:
    return Typed({**BASE, **changed}, evidence=dict.fromkeys(("den", "du_hop"), "Sổ"))


def cases() -> list[Typed]:
    """Both sides of every boundary, blanks, contradictions, refused values; every class, and none."""
    counts: tuple[TypedValue, ...] = (0, 4, 7, 8, 9, 10, 11, 19, 20, 21, None)
    refused: tuple[TypedValue, ...] = ("12", -1, 2.5, True, 10_000_000, ErrorValue("#N/A"))
    pairs = [*product(counts, counts), *((value, 20) for value in refused), *((3, value) for value in refused)]
    drawn = random.Random("average").sample(pairs * 3, k=len(pairs) * 3)
    return [
        Typed({**BASE, "den": a, "ghi_ten": b, "du_hop": c, "duoc_moi": d, "nhom_nguong": name})
        for (a, b), (c, d), name in zip(pairs * 3, drawn, ("A", "C", None) * len(pairs), strict=True)
    ]


def test_a_kind_that_is_not_known_is_told_and_two_of_one_name_are_refused() -> None:
    with pytest.raises(RulesetError, match=r"criteria\[1\].indicators\[1.1\].kind: cách đo «avrage» không có"):
        load_ruleset(RULE.replace("kind: average, coming: den", "kind: avrage, coming: den"))
    with pytest.raises(ValueError, match="average"):
        register(type("Other", (AverageIndicator,), {"__module__": __name__}))


def test_yaml_holds_it_and_gives_it_back(rule: Ruleset) -> None:
    text = ruleset_text(rule)

    assert "kind: average, coming: den, listed: ghi_ten, times: {value: 2, status: press, source: bao}, tiers:" in text
    assert load_ruleset(text) == rule
    assert load_ruleset(text).digest == rule.digest
    assert Ruleset.model_validate(rule.model_dump(mode="json")) == rule
    assert load_ruleset(RULE.replace("times: 1", "times: 3")).digest != rule.digest


@pytest.mark.parametrize(
    ("wrong", "right", "path"),
    [
        ("listed: ghi_ten", "listed: khong_co", "criteria[1].indicators[1.1].listed"),
        ("coming: den", "coming: ky", "criteria[1].indicators[1.1].coming"),
        ("times: 1", "times: hai", "criteria[2].indicators[2.1].times.value"),
        ("times: 1,", "", "criteria[2].indicators[2.1].times"),
        ("source: bao}", "source: khac}", "criteria[1].indicators[1.1].times.source"),
        ('at_least: "10.5"', 'at_least: "20.5"', "criteria[1].indicators[1.1].tiers[2]"),
        ("times: 1", "per: 1, times: 1", "criteria[2].indicators[2.1].per"),
    ],
)
def test_its_mistakes_are_told_at_their_place(wrong: str, right: str, path: str) -> None:
    with pytest.raises(RulesetError) as caught:
        load_ruleset(RULE.replace(wrong, right))
    assert path in {problem.path for problem in caught.value.problems}


def test_its_numbers_are_counted_while_nobody_has_checked_them(rule: Ruleset) -> None:
    # total, no zero, above, the class's threshold; 2 maxima; of 1.1 its tiers and factor; of 2.1 two tiers and a factor
    assert unchecked_values(rule, "A") == 4 + 2 + (4 + 1) + (4 + 1)
    assert unchecked_values(rule, "C") == 4 + 2 + (2 + 1) + (4 + 1)
    assert len(list(every_number(rule))) == 5 + 2 + (4 + 2 + 1) + (4 + 1)


def test_its_scale_and_what_changed_are_told_in_words(rule: Ruleset) -> None:
    first = rule.indicators[0]
    other = load_ruleset(RULE.replace("value: 2", "value: 3").replace('"10.5"', '"11.25"'))

    assert first.scale_text() == "≥ 20: 60 · ≥ 10,5: 25"
    assert differences(rule, other) == [
        "Chỉ tiêu 1.1, hệ số: 2 → 3",
        "Chỉ tiêu 1.1, mức 2: ≥ 10,5: 25 điểm → ≥ 11,25: 25 điểm",
    ]
    with speaking("en"):
        assert (first.kind_text(), first.scale_text("C")) == ("average", "≥ 7: 60")


def test_the_rulebook_carries_it_out_and_in(rule: Ruleset) -> None:
    assert read_rulebook(rulebook_bytes(rule)).ruleset == rule
    book = OpenRulebook(rule)
    book.type_key("Chỉ tiêu", "1.1", "Hệ số", 4)
    book.type_key("Chỉ tiêu", "2.1", "Tình trạng", "đã đối chiếu")
    book.type_key("Chỉ tiêu", "2.1", "Trang", "7")

    read = book.read().ruleset

    assert [i.times.value for i in read.indicators if isinstance(i, AverageIndicator)] == [4, 1]
    assert unchecked_values(read, "A") == unchecked_values(rule, "A") - 1


def test_the_rulebook_tells_its_mistakes_in_their_cells(rule: Ruleset) -> None:
    book = OpenRulebook(rule)
    places = {
        book.type_key("Chỉ tiêu", "1.1", "Hệ số", 1.5): "phải là số nguyên",
        book.type_key("Chỉ tiêu", "1.1", "Mẫu số", "ghi_ten"): "không dùng ở dòng này",
        book.type_key("Chỉ tiêu", "2.1", "Số trong danh sách", "khong_co"): "không có trong fields",
        book.type_key("Thang điểm", "2.1", "So sánh", "Có"): "chỉ tiêu trung bình: ghi «≥» / «≤»",
    }
    told = book.problems()
    assert all(words in told[place] for place, words in places.items()), told


@pytest.mark.slow
def test_libreoffice_calculates_the_rulebook_alike(rule: Ruleset, tmp_path: Path) -> None:
    path, saved = tmp_path / "so.xlsx", tmp_path / "lai.xlsx"
    path.write_bytes(rulebook_bytes(rule))
    run_uno("resave", {"tasks": [{"path": str(path), "save": str(saved)}]})

    count = len(list(every_number(rule)))
    for shown in (load_workbook(book, data_only=True) for book in (path, saved)):
        assert shown["Hướng dẫn"]["A3"].value == f"Còn {count} giá trị chưa đối chiếu với Quyết định"
        assert shown["Tiêu chí"]["A3"].value.startswith("✓")
    assert read_rulebook(saved.read_bytes()).ruleset == rule


@pytest.mark.slow
def test_ironcalc_shows_what_python_says(form: FormMap) -> None:
    assert mistakes(IronCalcEngine(form), cases(), form.ruleset) == []


@pytest.mark.slow
def test_libreoffice_shows_what_python_says(form: FormMap) -> None:
    some = [without_booleans(case) for case in random.Random(1).sample(cases(), k=60)]
    assert mistakes(LibreOfficeEngine(form), some, form.ruleset) == []


@pytest.mark.slow
def test_a_filled_form_is_written_with_the_values_it_calculates(rule: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(form_bytes(rule, content_of(typed())))
    assert wrong_caches(path, rule) == []
    texts = {cell.value for row in load_workbook(path, data_only=True)["Bộ tiêu chí"].iter_rows() for cell in row}
    assert {"trung bình", "hệ số 2", "≥ 10,5", "≥ 7 (nhóm C)"} <= texts


def test_points_follow_the_exact_average(rule: Ruleset) -> None:
    def points(**changed: TypedValue) -> list[Decimal | None]:
        return [part.points for part in facts_of(typed(**changed), rule).card.indicators]

    assert points() == [25, 40]  # (20 + 2 * 12) / 3 = 14 2/3; (5 + 4) / 2 = 4.5
    assert points(den=20) == [60, 40]
    assert points(den=5, ghi_ten=21, du_hop=5) == [0, Decimal("15.5")]  # 31/3 is below 10.5
    assert points(nhom_nguong="C", den=1) == [60, 40]  # 22/3 is above 7
    assert points(den=21, du_hop=None) == [None, None]
    assert points(nhom_nguong=None) == [None, 40]


def test_what_contradicts_or_is_missing_is_told_by_name(rule: Ruleset) -> None:
    facts = facts_of(typed(den=21, du_hop=None), rule)
    told = [finding.message for finding in check_answers(facts)]

    assert "«1a Số trẻ đến lớp» (21) lớn hơn «1b Số trẻ ghi tên» (20)" in told
    assert (facts.card.missing, facts.card.invalid) == (("du_hop",), ("den",))


def test_advice_is_exact_and_held_against_every_other_way(rule: Ruleset) -> None:
    def eligible(**changed: TypedValue) -> bool:
        return facts_of(typed(**changed), rule).card.conclusion == "eligible"

    advice = advise(facts_of(typed(du_hop=5), rule).answers)

    assert [(step.field.id, step.target, step.points) for step in advice.next_steps] == [
        ("den", 20, Decimal(35)),
        ("du_hop", 4, Decimal("24.5")),
    ]
    assert advice.outlook is Outlook.PATH
    assert score(after(facts_of(typed(du_hop=5), rule).answers, advice.path)).conclusion == "eligible"
    ways = [(a, b) for a, b in product(range(21), range(6)) if eligible(den=a, du_hop=b)]
    assert min(abs(a - 12) + abs(b - 5) for a, b in ways) == sum(step.amount for step in advice.path)


def test_another_rule_and_another_year_are_set_beside_it(rule: Ruleset) -> None:
    other = load_ruleset(RULE.replace("value: 2", "value: 4"))
    before, later = facts_of(typed(), rule), facts_of(typed(den=20), rule)
    tried = what_if(before.answers.submission, rule, before.card, other)
    comparison = compare(before.answers, later.answers)
    texts = {
        cell.value
        for sheet in load_workbook(io.BytesIO(comparison_bytes(comparison)))
        for row in sheet.iter_rows()
        for cell in row
    }

    assert tried.card.indicators[0].value == Fraction(68, 5)
    assert comparison.measures[0].after == 20
    assert {"14,67", "20"} <= texts


def test_worksheet_functions_answer_for_it(rule: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "bo.yaml"
    path.write_text(RULE, "utf-8")
    name = str(path)

    assert functions.CFC_DIEM("1.1", 12, 20, "A", name) == 25
    assert functions.CFC_THANGDIEM("2.1", "A", name) == "≤ 4,5: 40 · ≤ 9: 15,5"
    assert functions.CFC_CONTHIEU("1.1", 12, 20, "A", name) == 8
    assert functions.CFC_DIEM("1.1", 21, 20, "A", name).startswith("Lỗi: «Số trẻ đến lớp» (21) lớn hơn")


def test_forms_are_merged_into_workbook_and_tables(rule: Ruleset, tmp_path: Path) -> None:
    changes: tuple[dict[str, CellValue], ...] = ({}, {"den": 20}, {"nhom_nguong": "C", "den": 1}, {"den": None})
    paths = []
    for number, changed in enumerate(changes):
        paths.append(tmp_path / f"{number}.xlsx")
        content = content_of(typed(**changed)).with_values({"ma_dvhc": f"0000{number}", "ten_don_vi": f"Xã {number}"})
        paths[-1].write_bytes(form_bytes(rule, content))
    known = KnownRulesets((RULE,))
    results = [as_json(evaluate(path.read_bytes(), path.name, known)) for path in paths]
    assert [result["total"] for result in results] == [65, 100, 100, None]

    outcome = merge(
        paths, tmp_path / "th.xlsx", rulesets=known, created=datetime(2026, 11, 25, 8),
        tables=TableFiles(csv=tmp_path / "bang"), executor=lambda: ThreadPoolExecutor(1),
    )  # fmt: skip

    sheet = load_workbook(outcome.output)["Chỉ tiêu"]
    rows = {row[0].value: row for row in sheet.iter_rows() if row[0].value in {f"0000{n}" for n in range(4)}}
    assert [rows[f"0000{n}"][3].value for n in range(4)] == [pytest.approx(44 / 3), 20, pytest.approx(22 / 3), "…"]
    assert rows["00000"][3].number_format == "#,##0.000"
    with (tmp_path / "bang" / "indicators.csv").open(encoding="utf-8-sig") as stream:
        table: list[dict[str, Any]] = list(csv.DictReader(stream))
    first = next(row for row in table if row["code"] == "00001" and row["indicator"] == "1.1")
    assert (first["standing"], float(first["value"]), float(first["points"])) == ("scored", 20, 60)
