"""Merging: what counts, what contradicts, who is ranked where; the same in whatever order the files come."""

import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from xl_cfc.answers.answers import Answers
from xl_cfc.cells import CellValue
from xl_cfc.consolidation.collection import Collection
from xl_cfc.consolidation.members import Member, member_of
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation, Decide, undecided
from xl_cfc.consolidation.sources import FileStatus, OtherFile
from xl_cfc.examples import example_form
from xl_cfc.findings.file import CONSOLIDATED_NOT_FORM, UNREADABLE
from xl_cfc.findings.finding import found
from xl_cfc.form.content import as_submission
from xl_cfc.form.evaluation import Evaluation
from xl_cfc.form.layout import FormLayout
from xl_cfc.judging.concluding import judged
from xl_cfc.judging.scoring import Conclusion, CriterionScore, IndicatorScore, Scorecard
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import shipped_ruleset

RULESET = shipped_ruleset("qd06-2019")
RULESETS = {RULESET.digest: RULESET}


def member(position: int = 0, file: str = "", **typed: CellValue) -> Member:
    """An example commune's form, evaluated, with other values typed."""
    content = example_form(position).content
    content = replace(content, values={**content.values, **typed})
    answers = Answers(as_submission(content, FormLayout(RULESET)), RULESET)
    facts, told = judged(answers)
    name = file or f"phieu/{position:03}.xlsx"
    findings = tuple(finding.in_file(name) for finding in told)
    return member_of(Evaluation(name, "ab" * 32, 9, answers, facts.card, findings))


def scored(code: str, total: int | None, conclusion: Conclusion, *, first: int = 0) -> Member:
    """A form with this total, of which `first` points stand in the first criterion."""
    points = [Decimal(first), *[Decimal(0)] * (len(RULESET.criteria) - 1)]
    points[1] = Decimal(total or 0) - first
    criteria = tuple(_criterion(c.number, c.max_points.value, p) for c, p in zip(RULESET.criteria, points, strict=True))
    if total is None:
        criteria = (_criterion(1, Decimal(100), None), *criteria[1:])
    card = Scorecard("B", Decimal(850), Decimal(1000), criteria, (), (), conclusion, 132)
    base = member(0)
    return replace(base, file=f"{code}.xlsx", code=code, content=code, card=card, findings=())


def _criterion(number: int, maximum: Decimal, points: Decimal | None) -> CriterionScore:
    standing = Standing.MISSING if points is None else Standing.SCORED
    first, *rest = RULESET.criteria[number - 1].indicators
    parts = [IndicatorScore(first.id, standing, 1, None, None, points, maximum)]
    parts += [IndicatorScore(one.id, Standing.SCORED, 1, None, None, Decimal(0), Decimal(0)) for one in rest]
    return CriterionScore(number, "", maximum, tuple(parts))


def merged(
    members: Iterable[Member], others: Iterable[OtherFile] = (), *, decide: Decide = undecided, **asked: object
) -> Consolidation:
    collection = Collection(**asked)  # type: ignore[arg-type]
    return consolidate(members, others, rulesets=RULESETS, collection=collection, decide=decide)


def statuses(consolidation: Consolidation) -> dict[str, FileStatus]:
    return {source.file: source.status for source in consolidation.sources}


def test_permuting_and_splitting_the_files_changes_nothing() -> None:
    members = [member(position) for position in range(13)]
    members += [member(3, "ban-sao.xlsx"), member(4, "sua.xlsx", dan_so=1), replace(member(5, "x.xlsx"), code=None)]
    others = [OtherFile("a.pdf", 1, FileStatus.NOT_A_FORM, "x"), OtherFile("b.zip", 1, FileStatus.ARCHIVE, "y")]
    expected = merged(members, others)
    rng = random.Random(7)
    for _ in range(20):
        rng.shuffle(members)
        rng.shuffle(others)
        overlapping = [*members[:9], *members[5:]]  # the same file may be reached twice
        assert merged(overlapping, others) == expected


def test_the_same_content_twice_counts_once_and_is_noted() -> None:
    result = merged([member(0, "b.xlsx"), member(0, "a.xlsx"), member(0, "c.xlsx")])
    assert statuses(result) == {
        "a.xlsx": FileStatus.COUNTED, "b.xlsx": FileStatus.IDENTICAL, "c.xlsx": FileStatus.IDENTICAL,
    }  # fmt: skip
    assert len(result.blocks[0].communes) == 1
    assert [p.finding.code for p in result.problems] == ["CFC-502", "CFC-502"]
    assert "«a.xlsx»" in result.problems[0].finding.message
    assert result.exit_code == 0


def test_a_finding_that_only_the_copy_has_is_still_told() -> None:
    tampered = member(0, "b.xlsx")
    tampered = replace(tampered, findings=(found(UNREADABLE, file="b.xlsx", reason="x"),))
    codes = {problem.finding.code for problem in merged([member(0, "a.xlsx"), tampered]).problems}
    assert codes == {"CFC-502", "CFC-001"}


def test_different_content_under_one_key_is_shown_and_counts_nowhere() -> None:
    result = merged([member(0, "a.xlsx"), member(0, "b.xlsx", dan_so=1), member(1)])
    block = result.blocks[0]
    assert statuses(result)["a.xlsx"] is statuses(result)["b.xlsx"] is FileStatus.CONFLICT
    assert [(c.code, c.conflict, c.rank) for c in block.communes] == [
        ("90002", False, 1), ("90001", True, None), ("90001", True, None),
    ]  # fmt: skip
    assert (len(block.counted), block.conflicted, len(block.totals)) == (1, 1, 1)
    assert block.pass_rate == Fraction(1, 1)
    conflicts = [p for p in result.problems if p.finding.code == "CFC-501"]
    assert [(p.code, p.finding.file) for p in conflicts] == [("90001", "a.xlsx"), ("90001", "b.xlsx")]
    assert "b.xlsx (975 điểm)" in conflicts[0].finding.message
    assert result.exit_code == 1


@pytest.mark.parametrize("broken", [{"ma_dvhc": 90001}, {"nam": None}, {"ky": "cuối kỳ"}])
def test_a_form_of_no_known_unit_year_and_period_is_listed_with_why(broken: dict[str, CellValue]) -> None:
    result = merged([member(0, "a.xlsx", **broken), member(1)])
    assert statuses(result)["a.xlsx"] is FileStatus.NO_KEY
    assert [c.code for c in result.blocks[0].communes] == ["90002"]
    assert any(p.finding.code == "CFC-503" and p.finding.file == "a.xlsx" for p in result.problems)


def test_year_and_period_choose_and_the_rest_is_listed() -> None:
    members = [member(0), member(1, nam=2023), member(2, ky="Đầu kỳ"), member(3, nam=None)]
    result = merged(members, year=2024, period="Cuối kỳ")
    assert list(statuses(result).values()) == [
        FileStatus.COUNTED, FileStatus.OUT_OF_SCOPE, FileStatus.OUT_OF_SCOPE, FileStatus.NO_KEY,
    ]  # fmt: skip
    assert [(b.year, b.period, len(b.communes)) for b in result.blocks] == [(2024, "Cuối kỳ", 1)]
    assert merged([member(1, nam=2023)], year=2024).exit_code == 2


def test_each_year_period_and_ruleset_has_a_block_of_its_own_and_the_largest_comes_first() -> None:
    other = _other_ruleset()
    foreign = replace(member(6), ruleset_hash=other.digest)
    members = [member(0, nam=2023), member(1, nam=2023), member(2), member(3, ky="Đầu kỳ"), foreign]
    result = consolidate(members, rulesets={**RULESETS, other.digest: other})
    assert [(b.year, b.period, len(b.communes)) for b in result.blocks] == [
        (2023, "Cuối kỳ", 2), (2024, "Cuối kỳ", 1), (2024, "Cuối kỳ", 1), (2024, "Đầu kỳ", 1),
    ]  # fmt: skip
    assert {b.ruleset.digest for b in result.blocks[1:3]} == {RULESET.digest, other.digest}
    assert all(commune.rank == 1 for block in result.blocks[1:3] for commune in block.communes if commune.rank)


def _other_ruleset() -> Ruleset:
    data = RULESET.model_dump(mode="json")
    return Ruleset.model_validate({**data, "title": "Bản khác"})


def test_eligible_rank_first_then_the_rest_and_ties_share_a_rank() -> None:
    yes, no = Conclusion.ELIGIBLE, Conclusion.NOT_ELIGIBLE
    members = [
        scored("10001", 860, yes), scored("10002", 990, no), scored("10003", 900, yes), scored("10004", 900, yes),
        scored("10005", 700, no), scored("10006", None, Conclusion.INCOMPLETE), scored("10007", 700, no),
        scored("10008", 950, Conclusion.FORECAST),
    ]  # fmt: skip
    block = merged(members).blocks[0]
    assert [(c.code, c.rank) for c in block.communes] == [
        ("10003", 1), ("10004", 1), ("10001", 3), ("10002", 4), ("10005", 5), ("10007", 5),
        ("10006", None), ("10008", None),
    ]  # fmt: skip


def test_the_pass_rate_is_of_usable_forms_incomplete_ones_included() -> None:
    yes, no = Conclusion.ELIGIBLE, Conclusion.NOT_ELIGIBLE
    members = [scored("1", 900, yes), scored("2", 100, no), scored("3", None, Conclusion.INCOMPLETE)]
    assert merged(members).blocks[0].pass_rate == Fraction(1, 3)


def test_start_of_year_figures_have_no_pass_rate() -> None:
    block = merged([member(0, ky="Đầu kỳ")]).blocks[0]
    assert (block.pass_rate, block.concluded(Conclusion.FORECAST), block.communes[0].rank) == (None, 1, None)


def test_totals_are_counted_in_bands_and_the_maximum_belongs_to_the_last() -> None:
    yes = Conclusion.ELIGIBLE
    members = [scored(str(n), total, yes) for n, total in enumerate((849, 850, 899, 1000, 950))]
    bands = merged(members).blocks[0].distribution
    assert [(int(b.low), int(b.high), b.communes) for b in bands] == [
        (800, 850, 1), (850, 900, 2), (900, 950, 0), (950, 1000, 2),
    ]  # fmt: skip


def test_where_totals_lie_far_apart_the_bands_are_wider_so_that_ten_are_enough() -> None:
    yes = Conclusion.ELIGIBLE
    bands = merged([scored(str(n), total, yes) for n, total in enumerate((0, 99, 100, 1000))]).blocks[0].distribution
    assert [(int(b.low), b.communes) for b in bands if b.communes] == [(0, 2), (100, 1), (900, 1)]
    assert len(bands) == 10


def test_errors_come_before_warnings_and_hints() -> None:
    members = [member(position) for position in range(13)] + [member(0, "copy.xlsx")]
    order = [list(type(p.finding.severity)).index(p.finding.severity) for p in merged(members).problems]
    assert order == sorted(order)
    assert order[0] == 0
    assert order[-1] == 2


def test_an_unusable_file_is_listed_with_its_reason_and_spoils_the_exit_code() -> None:
    finding = found(UNREADABLE, file="hong.xlsx", reason="tệp rỗng")
    broken = Member("hong.xlsx", "", 0, (finding,))
    result = merged([member(0), broken])
    assert statuses(result)["hong.xlsx"] is FileStatus.UNUSABLE
    assert next(s.why for s in result.sources if s.file == "hong.xlsx") == "Không mở được tệp: tệp rỗng"
    assert result.exit_code == 1
    assert merged([broken]).exit_code == 2
    assert merged([]).exit_code == 2
    assert merged([member(0)]).exit_code == 0


def test_another_consolidated_workbook_is_listed_and_is_no_error() -> None:
    older = Member("cu.xlsx", "", 5, (found(CONSOLIDATED_NOT_FORM, file="cu.xlsx"),))
    result = merged([member(0), older])
    assert statuses(result)["cu.xlsx"] is FileStatus.CONSOLIDATED
    assert (result.problems, result.exit_code) == ((), 0)


def test_every_file_has_exactly_one_row_whatever_it_is() -> None:
    members = [member(position) for position in range(13)]
    members += [member(0, "x.xlsx"), member(1, "y.xlsx", so_ho=3), Member("z.xlsx", "", 0, ())]
    others = [OtherFile("a.pdf", 1, FileStatus.NOT_A_FORM, "x")]
    files = [source.file for source in merged(members, others).sources]
    assert files == sorted([m.file for m in members] + ["a.pdf"])
