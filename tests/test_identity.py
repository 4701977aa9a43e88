"""Which cell is which: a name and the row of its code agree, or what is concerned is in doubt and never counted."""

from pathlib import Path

import pytest

from tests.support.known import SHIPPED
from tests.test_planted_defects import pointed, with_copy
from tests.test_reading import COMPLETE, in_workbook
from xl_cfc.answers.answer import Reason
from xl_cfc.answers.answers import State
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.reading.marks import Cause, Displaced, Item, Marks, Placing, Spot

CUT = Path(__file__).parent / "data" / "cut-paste"
A, B, C, D = (Item("in", key) for key in "abcd")


def at(row: int, column: int = 4, sheet: str = "Nhập liệu") -> Spot:
    return Spot(sheet, row, column)


def both(row: int) -> Marks:
    return Marks(at(row), at(row))


def test_a_name_in_the_row_of_its_code_is_read_without_a_doubt() -> None:
    placing = Placing({A: both(10), B: both(11)})

    assert placing.spot(A) == at(10)
    assert not placing.doubtful
    assert not list(placing.displaced())


def test_a_name_that_is_lost_is_read_by_its_rows_code() -> None:
    placing = Placing({A: Marks(None, at(10)), B: both(11)})

    assert placing.spot(A) == at(10)
    assert list(placing.by_code) == [A]
    assert not placing.doubtful


def test_a_code_that_is_lost_is_read_by_its_name() -> None:
    placing = Placing({A: Marks(at(10), None), B: both(11)})

    assert placing.spot(A) == at(10)
    assert list(placing.by_name) == [A]


def test_what_has_neither_is_lost() -> None:
    assert list(Placing({A: Marks(None, None), B: both(11)}).lost) == [A]


@pytest.mark.parametrize("covered", [at(12), None], ids=["LibreOffice", "Excel"])
def test_a_cell_pasted_onto_another_puts_both_in_doubt(covered: Spot | None) -> None:
    placing = Placing({A: Marks(at(12), at(10)), B: both(11), C: Marks(covered, at(12))})

    assert placing.doubtful == {A, C}
    assert list(placing.displaced()) == [Displaced(Cause.CUT, (A, C))]


def test_a_cell_pasted_where_nothing_stood_is_in_doubt_alone() -> None:
    placing = Placing({A: Marks(at(40, 9), at(10)), B: both(11)})

    assert placing.doubtful == {A}


def test_a_cell_moved_to_another_column_of_its_row_is_in_doubt() -> None:
    assert Placing({A: Marks(at(10, 5), at(10, 4))}).doubtful == {A}


def test_rows_that_were_sorted_are_told_together_with_their_texts() -> None:
    evidence = [Item("ev", key) for key in "ab"]
    placing = Placing({
        A: Marks(at(11), at(10)), B: Marks(at(10), at(11)),
        evidence[0]: Marks(at(11, 6), at(10, 6)), evidence[1]: Marks(at(10, 6), at(11, 6)),
        C: both(12),
    })  # fmt: skip

    (told,) = placing.displaced()
    assert told.cause is Cause.SORTED
    assert set(told.items) == {A, B, *evidence}


def test_cells_pushed_down_one_column_are_one_cause() -> None:
    placing = Placing({A: Marks(at(11), at(10)), B: Marks(at(12), at(11)), C: Marks(at(13), at(12)), D: both(20)})

    (told,) = placing.displaced()
    assert told == Displaced(Cause.SHIFTED, (A, B, C))


def test_two_cells_moved_far_apart_are_two_causes() -> None:
    placing = Placing({A: Marks(at(40), at(10)), B: both(11), C: Marks(at(50), at(12))})

    assert [told.items for told in placing.displaced()] == [(A,), (C,)]


def evaluated(data: bytes) -> Evaluation:
    result = evaluate(data, "phieu.xlsx", SHIPPED)
    assert result.answers is not None
    assert result.card is not None
    return result


@pytest.mark.parametrize("name", ["form-lo.xlsx", "form-excel.xlsx"])
def test_a_cut_and_pasted_figure_is_one_error_that_names_both_places_and_no_total(name: str) -> None:
    result = evaluated((CUT / name).read_bytes())

    assert [(f.code, f.place) for f in result.findings] == [("CFC-031", "Nhập liệu!D48")]
    assert "D50" in result.findings[0].message
    assert result.answers is not None
    for field in ("te_nha_tre", "te_5_den_lop"):
        assert result.answers[field][::2] == (State.INVALID, Reason.MISPLACED)
    assert result.card is not None
    assert result.card.total is None
    assert set(result.card.invalid) == {"te_nha_tre", "te_5_den_lop"}


def test_a_displaced_figure_is_told_from_the_same_form_in_order() -> None:
    moved, whole = evaluated(pointed(in_te_nha_tre="D50")), evaluated(COMPLETE)

    assert moved.submission is not None
    assert whole.submission is not None
    assert moved.submission.content_hash() != whole.submission.content_hash()


def test_displaced_evidence_is_an_error_and_is_nobodys_evidence() -> None:
    result = evaluated(pointed(ev_te_hcdb="F40"))

    assert [f.code for f in result.findings] == ["CFC-031"]
    assert "Tài liệu kiểm chứng" in result.findings[0].message
    assert result.submission is not None
    assert "te_hcdb" not in result.submission.evidence


def test_a_filled_copy_beside_the_original_is_one_finding() -> None:
    result = evaluated(with_copy("sheet3", *((f"<v>{n}</v>".encode(), b"<v>9</v>") for n in (8000, 2100, 40))))

    assert [(f.code, f.sheet) for f in result.findings] == [("CFC-034", "Bản sao")]
    assert result.card is not None
    assert result.card.total is None


def test_a_copy_of_the_survey_with_other_answers_is_an_error() -> None:
    result = evaluated(with_copy("sheet4", (b"<v>100</v>", b"<v>99</v>")))

    assert [f.code for f in result.findings] == ["CFC-034"]


def test_a_name_that_points_onto_the_survey_is_no_figure() -> None:
    data = in_workbook(
        COMPLETE, ("in_te_nha_tre\">'Nhập liệu'!$D$48", "in_te_nha_tre\">'Khảo sát'!$C$6")
    )  # fmt: skip
    result = evaluated(data)

    assert [f.code for f in result.findings] == ["CFC-031"]
    assert result.card is not None
    assert set(result.card.invalid) == {"te_nha_tre", "te_tra_loi"}
