"""Every worksheet function by a rule set of one's own: it is known from this computer's folder, and only from there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.own import OWN, POINTS, RENAMED, THRESHOLD, form, saved
from udfs import functions
from udfs.help import function_names
from xl_cfc.ruleset.known import FOLDER_VARIABLE

MAXIMA = [[float(criterion.max_points.value)] for criterion in OWN.criteria]
#: A total between the Decision's threshold of class C and one's own.
BETWEEN = [[max(points[0] - (195 / len(MAXIMA)), 1.0)] for points in MAXIMA]


def checked(folder: Path) -> Any:
    path = folder / "phieu.xlsx"
    path.write_bytes(form())
    return functions.CFC_KIEMTRA(str(path))[1:]


#: What each function answers by one's own rule set; with the Decision's, or without any, it is something else.
ANSWERS: dict[str, tuple[Callable[[Path], Any], Any]] = {
    "CFC_DIEM": (lambda _: functions.CFC_DIEM("2.1", 96.0, 100.0, "C", OWN.id), POINTS),
    "CFC_DIEM_TIEUCHI": (lambda _: functions.CFC_DIEM_TIEUCHI(2.0, [[100.0], [96.0]], "C", OWN.id), POINTS),
    "CFC_TONGDIEM": (lambda _: functions.CFC_TONGDIEM(MAXIMA, OWN.id), 1000),
    "CFC_NGUONG": (lambda _: functions.CFC_NGUONG("C", 2026.0), THRESHOLD),
    "CFC_KETLUAN": (lambda _: functions.CFC_KETLUAN(BETWEEN, "C", None, OWN.id), "Chưa đủ điều kiện đề nghị công nhận"),
    "CFC_KIEMTRA": (checked, [["", "", "", "Không có lỗi", ""]]),
    "CFC_TENTIEUCHI": (lambda _: functions.CFC_TENTIEUCHI(2.0, OWN.id), RENAMED),
    "CFC_TENCHITIEU": (lambda _: functions.CFC_TENCHITIEU("2.1", OWN.id), RENAMED),
    "CFC_THANGDIEM": (lambda _: f": {POINTS}" in functions.CFC_THANGDIEM("2.1", "C", OWN.id), True),
    "CFC_DIEMTOIDA": (lambda _: functions.CFC_DIEMTOIDA("2.1", "C", OWN.id), 50),
    "CFC_CONTHIEU": (lambda _: functions.CFC_CONTHIEU("2.1", 96.0, 100.0, "C", OWN.id), 2),
}


def test_no_function_is_forgotten() -> None:
    assert sorted(ANSWERS) == function_names()


@pytest.mark.parametrize("name", ANSWERS)
def test_a_function_knows_the_rule_sets_of_this_computer_and_no_others(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, answer = ANSWERS[name]
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "bo"))
    assert ask(tmp_path) != answer
    saved(tmp_path / "bo")
    assert ask(tmp_path) == answer
