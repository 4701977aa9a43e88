"""Packing a form for sending: checked first, then copied byte for byte under a name that says whose it is.

The file itself is never rewritten: it already carries its stamp, and a library that rewrites workbooks loses
parts of them. Packing is refused while errors stand, and when the form holds a worksheet function of the
add-in, which would show an error on a computer that does not have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from xl_cfc.answers.answers import Answers
from xl_cfc.files.writing import write_file
from xl_cfc.findings.finding import Finding, Severity
from xl_cfc.language import t
from xl_cfc.text import plain_name
from xl_cfc.workbook.opened import open_workbook

#: How the names of the add-in's worksheet functions begin.
_FUNCTIONS = "CFC_"


class Checked(Protocol):
    """What packing needs of an evaluated form (`xl_cfc.form.evaluation.Evaluation`)."""

    @property
    def answers(self) -> Answers | None:
        """The answers, None when the file could not be read."""

    @property
    def findings(self) -> Sequence[Finding]:
        """Everything found."""


class PackRefusedError(Exception):
    """Why a form is not packed: one sentence, and the findings behind it."""

    def __init__(self, sentence: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Packed:
    """A form ready to send: the name it gets, and its bytes as they were."""

    name: str
    data: bytes


def prepare(evaluation: Checked, data: bytes, suffix: str = ".xlsx") -> Packed:
    """The form as it will be sent; raises `PackRefusedError` while it may not be."""
    errors = [finding for finding in evaluation.findings if finding.severity is Severity.ERROR]
    if errors:
        raise PackRefusedError(
            t(
                f"Chưa đóng gói được: phiếu còn {len(errors)} lỗi phải sửa",
                f"Not packed: {len(errors)} errors to mend first",
            ),
            errors,
        )
    if evaluation.answers is None:
        raise PackRefusedError(t("Chưa đóng gói được: không đọc được phiếu", "Not packed: the form cannot be read"))
    if open_workbook(data).calls_function(_FUNCTIONS):
        raise PackRefusedError(
            t(
                "Chưa đóng gói được: phiếu có công thức CFC_… mà máy khác không tính được; hãy đổi thành giá trị",
                "Not packed: the form has CFC_… formulas that only a computer with the add-in can calculate",
            )
        )
    return Packed(pack_name(evaluation.answers, suffix), data)


def pack_name(answers: Answers, suffix: str = ".xlsx") -> str:
    """`29999_Xa-My-Dong_2026_cuoi-ky.xlsx`: plain letters, so that no mail or archive garbles it."""
    code, name = answers.unit_code, plain_name(answers.submission.text("ten_don_vi"))
    period = plain_name(answers.period or "").lower()
    if not (code and name and answers.year and period):
        raise PackRefusedError(
            t(
                "Chưa đóng gói được: thiếu mã, tên đơn vị, năm hoặc kỳ số liệu",
                "Not packed: the unit's code or name, the year or the period is missing",
            )
        )
    return f"{code}_{name}_{answers.year}_{period}{suffix.lower()}"


def store(packed: Packed, folder: Path, *, force: bool = False) -> Path:
    """Write the packed form into a folder, whole or not at all; never over another file unless forced."""
    target = folder / packed.name
    if target.exists() and not force:
        if target.read_bytes() == packed.data:
            return target
        raise PackRefusedError(
            t(
                f"Chưa đóng gói được: đã có tệp {packed.name} khác nội dung trong thư mục này",
                f"Not packed: the folder already has another {packed.name}",
            )
        )
    write_file(target, packed.data, force=force)
    return target
