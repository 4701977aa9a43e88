"""From one period to the next: what a new form takes over from the form before it, shows of it, and leaves behind.

General data, evidence and the names of the hamlets stay; figures, explanations and the survey are of their period, so
the earlier figures only stand beside the inputs. Nothing is left behind silently.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from xl_cfc.answers.answers import Answers, State
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, CellKind, CellValue
from xl_cfc.findings.finding import Finding, found
from xl_cfc.form.additions import Addition, additions
from xl_cfc.form.isolation import isolated
from xl_cfc.form.layout import HAMLET_ROWS
from xl_cfc.form.reader import read_opened_form
from xl_cfc.form.sheets import Earlier, FormContent, form_bytes
from xl_cfc.language import speaking, t
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import FINAL_PERIOD, FORECAST_PERIOD, Field, FieldType, Ruleset
from xl_cfc.usage import UsageError
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.opened import open_workbook

#: What was left behind: what it is, where it stands, what it says.
Left = tuple[str, str, str]

#: Things left behind that the terminal names one by one; the form lists them all.
_TOLD = 40
#: How much of a text the list of what was left behind shows.
_SHOWN = 500
#: The longest text a cell can hold.
_MAX_TEXT = 32_767
_OF_THE_PERIOD = ("nam", "ky")


def following(year: int | None, period: str | None) -> tuple[int | None, str | None]:
    """The year and period after these: the end of the same year, or the start of the next."""
    if period == FORECAST_PERIOD:
        return year, FINAL_PERIOD
    if period == FINAL_PERIOD:
        return (None if year is None else year + 1), FORECAST_PERIOD
    return None, None


@dataclass(frozen=True)
class EarlierForm:
    """A form that was read, as the one before the form to be made."""

    answers: Answers
    file: str
    added: tuple[Addition, ...] = ()

    @property
    def text(self) -> str:
        """Its period, year and file on one line."""
        parts = (str(part) for part in (self.answers.period, self.answers.year) if part)
        when = " ".join(parts) or t("không rõ kỳ", "period unknown")
        return t(f"{when} (tệp {self.file})", f"{when} (file {self.file})")


def read_earlier(path: Path, rulesets: FindRuleset) -> EarlierForm:
    """The earlier form with everything that somebody added to it; raises `UsageError` when it is not usable."""
    ((_, read),) = isolated(partial(_read, rulesets=rulesets), [path], _refused)
    ruleset = rulesets(read.submission.stamp) if read.submission is not None else None
    if read.submission is None or ruleset is None:
        raise UsageError("\n".join(f"{path}: {finding.message}" for finding in read.findings))
    return EarlierForm(Answers(read.submission, ruleset), path.name, read.added)


class _Read(NamedTuple):
    """What reading an earlier form gave; without a submission, why."""

    submission: Submission | None
    added: tuple[Addition, ...]
    findings: tuple[Finding, ...]


def _read(path: Path, rulesets: FindRuleset) -> _Read:
    try:
        workbook = open_workbook(path.read_bytes())
        read = read_opened_form(workbook, path.name, rulesets)
        if read.submission is None or read.ruleset is None:
            return _Read(None, (), read.findings)
        shown = {name: cell.value for name, cell in read.submission.previous.items()}
        untouched = FormContent(earlier=Earlier("", shown) if shown else None)
        with speaking("vi"):
            added = additions(workbook, open_workbook(form_bytes(read.ruleset, untouched)))
    except PackageError as error:
        return _Read(None, (), (found(error.kind, **error.params),))
    return _Read(read.submission, added, read.findings)


def _refused(path: Path, finding: Finding) -> _Read:
    return _Read(None, (), (finding,))


def carry_over(earlier: EarlierForm, ruleset: Ruleset, renamed: Mapping[str, str] | None = None) -> FormContent:
    """The content of the form after `earlier`, for a rule set that may be another one.

    `renamed` maps a field to what it was called in the earlier rule set, where the two differ.
    """
    with speaking("vi"):
        return _Carrying(earlier, ruleset, ruleset.renamed if renamed is None else renamed).content()


@dataclass(frozen=True)
class _Carrying:
    earlier: EarlierForm
    ruleset: Ruleset
    renamed: Mapping[str, str]

    @property
    def answers(self) -> Answers:
        return self.earlier.answers

    @property
    def submission(self) -> Submission:
        return self.answers.submission

    def content(self) -> FormContent:
        year, period = following(self.answers.year, self.answers.period)
        return FormContent(
            values={**self.general, "nam": year, "ky": period},
            evidence=dict(self._evidence()),
            hamlets=[(name, {}) for name in self._hamlets()],
            earlier=Earlier(self.earlier.text, dict(self._values()), tuple(self.carried()), tuple(self.left())),
        )

    def _before(self, field: Field) -> Field | None:
        """The field in the earlier rule set, None when it was not asked there, or as something else."""
        old = self.answers.ruleset.fields.get(self.renamed.get(field.id, field.id))
        return old if old is not None and old.type is field.type else None

    @cached_property
    def general(self) -> dict[str, CellValue]:
        """The general data that stays."""
        return dict(self._general())

    def _general(self) -> Iterator[tuple[str, CellValue]]:
        for field in self.ruleset.unit_fields:
            old = self._before(field)
            if old is None or field.id in _OF_THE_PERIOD or field.type is FieldType.DATE:
                continue
            value = self.answers[old.id].value
            if value is not None and (not field.choices or value in field.choices):
                yield field.id, value[:_MAX_TEXT] if isinstance(value, str) else value

    def _values(self) -> Iterator[tuple[str, CellValue]]:
        for field in self.ruleset.inputs:
            old = self._before(field)
            if old is not None and self.answers.state(old.id) is State.OK:
                yield field.id, self.answers[old.id].value

    def _evidence(self) -> Iterator[tuple[str, str]]:
        for field in self.ruleset.inputs:
            old = self._before(field)
            cell = self.submission.evidence.get(old.id) if old is not None else None
            if cell is not None and cell.kind is not CellKind.ERROR and cell.shown.strip():
                yield field.id, cell.shown[:_MAX_TEXT]

    @cached_property
    def _named(self) -> list[Cell]:
        """The cells with the hamlets' names."""
        return [row.name for row in self.submission.hamlets if _is_text(row.name)]

    def _hamlets(self) -> list[str]:
        room = HAMLET_ROWS if self.ruleset.hamlet_fields else 0
        return [name.shown[:_MAX_TEXT] for name in self._named[:room]]

    def carried(self) -> Iterator[str]:
        """What the new form has of the earlier one, a line each."""
        stays, evidence, hamlets = len(self.general), len(dict(self._evidence())), len(self._hamlets())
        yield t(f"Thông tin chung: {stays} mục.", f"General data: {stays} fields.")
        if "nhom_nguong" in self.general:
            label, value = self.ruleset.fields["nhom_nguong"].label, self.general["nhom_nguong"]
            yield t(
                f"{label} {value}: chép từ phiếu trước, xác nhận lại với đơn vị tổng hợp.",
                f"{label} {value}: taken from the earlier form; confirm it with the consolidating unit.",
            )
        yield t(
            f"Tài liệu kiểm chứng: {evidence} ô; sửa lại cho đúng văn bản của kỳ này.",
            f"Evidence: {evidence} cells; mend them to name this period's documents.",
        )
        yield t(f"Tên thôn, tổ dân phố: {hamlets}.", f"Names of hamlets: {hamlets}.")
        shown = len(dict(self._values()))
        yield t(
            f"Số liệu kỳ trước hiện ở cột «Kỳ trước» của trang Nhập liệu: {shown} ô, chỉ để đối chiếu.",
            f"Earlier figures beside the inputs: {shown}, only to compare with.",
        )
        factor, minimum = self.ruleset.plausibility.factor, self.ruleset.plausibility.minimum
        yield t(
            f"Số nào khác quá {factor} lần so với kỳ trước (từ {minimum} trở lên) sẽ có cảnh báo, giải trình được. "
            "Mức này là quy ước của phiếu, không phải quy định.",
            f"A figure more than {factor} times apart from the earlier one (from {minimum} up) is a warning that an "
            "explanation settles. The factor is the form's own convention, no rule.",
        )

    def left(self) -> Iterator[Left]:
        """Everything else, each text as long as a table shows it."""
        for what, place, text in self._all_left():
            yield what, place, text[:_SHOWN]

    def _all_left(self) -> Iterator[Left]:
        for addition in self.earlier.added:
            yield addition.kind.text, _place(addition.sheet, addition.ref), addition.text
        yield from self._refused()
        yield from self._not_asked()
        for key, cell in self.submission.explanations.items():
            if cell.shown.strip():
                row = _row(key, self.answers.ruleset)
                yield t(f"Giải trình của kỳ trước ({row})", f"Earlier explanation ({row})"), _of(cell), cell.shown
        for name in self._named[len(self._hamlets()) :]:
            yield t("Tên thôn: phiếu mới không còn chỗ", "Hamlet: no room in the new form"), _of(name), name.shown
        rows = self.answers.survey_rows
        if rows:
            people = t(f"{len(rows)} người", f"{len(rows)} respondents")
            yield t("Trả lời khảo sát của kỳ trước", "Earlier survey answers"), _of(rows[0].group), people
        figures = [cell for row in self.submission.hamlets for cell in row.figures.values() if cell.shown]
        if figures:
            cells = t(f"{len(figures)} ô", f"{len(figures)} cells")
            yield t("Số liệu từng thôn của kỳ trước", "Earlier figures of the hamlets"), _of(figures[0]), cells

    def _refused(self) -> Iterator[Left]:
        """Earlier values that are not accepted: neither carried over nor shown."""
        for field in self.ruleset.fields.values():
            old = self._before(field)
            cell = self.answers.cell(old.id) if old is not None else None
            if old is None or cell is None:
                continue
            invalid = self.answers.state(old.id) is State.INVALID
            gone = bool(field.choices) and self.answers.state(old.id) is State.OK and field.id not in self.general
            if (invalid or gone) and field.id not in _OF_THE_PERIOD:
                caption = self.answers.ruleset.caption(old.id)
                yield t(f"Giá trị không nhận được: {caption}", f"Value not accepted: {caption}"), _of(cell), cell.shown

    def _not_asked(self) -> Iterator[Left]:
        """Where the two rule sets ask for different things."""
        taken = set()
        for field in self.ruleset.inputs:
            old = self._before(field)
            if old is None:
                yield t("Không có trong phiếu trước", "Not in the earlier form"), "", self.ruleset.caption(field.id)
            else:
                taken.add(old.id)
        for field in self.answers.ruleset.inputs:
            cell = self.answers.cell(field.id)
            if field.id not in taken:
                caption = self.answers.ruleset.caption(field.id)
                yield t(f"Phiếu mới không còn hỏi: {caption}", f"No longer asked: {caption}"), _of(cell), cell.shown


def told(earlier: EarlierForm, ruleset: Ruleset, renamed: Mapping[str, str] | None = None) -> Iterator[str]:
    """What `carry_over` carries over and what it does not, a line each, in the language in force."""
    carrying = _Carrying(earlier, ruleset, renamed or {})
    yield from (f"✓ {text}" for text in carrying.carried())
    left = list(carrying.left())
    yield t(
        f"Không chép sang: {len(left)} mục (cũng liệt kê ở trang «Phiếu trước» của phiếu mới)",
        f"Not carried over: {len(left)} (also listed on the new form's sheet «Phiếu trước»)",
    )
    for what, place, text in left[:_TOLD]:
        yield "  - " + ": ".join(filter(None, (" · ".join(filter(None, (what, place))), text)))
    if len(left) > _TOLD:
        yield t(f"  - và {len(left) - _TOLD} mục khác", f"  - and {len(left) - _TOLD} more")


def _row(key: str, ruleset: Ruleset) -> str:
    if key in ruleset.row_codes:
        return t(f"dòng {ruleset.row_codes[key]}", f"row {ruleset.row_codes[key]}")
    number = key.removeprefix("c")
    return t(f"tiêu chí {number}", f"criterion {number}")


def _is_text(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and bool(cell.shown.strip())


def _place(sheet: str, ref: str) -> str:
    return "!".join(filter(None, (sheet, ref)))


def _of(cell: Cell) -> str:
    return _place(cell.sheet, cell.ref)
