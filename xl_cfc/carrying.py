"""From one period to the next: what a new form takes over from the form before it, shows of it, and leaves behind.

General data, evidence and the names of the hamlets stay; figures, explanations and the survey are of their period, so
the earlier figures only stand beside the inputs. Nothing is left behind silently.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from xl_cfc.answers import Answers, State
from xl_cfc.evaluation import shipped_rulesets
from xl_cfc.excel.additions import additions
from xl_cfc.excel.form import Earlier, FormContent, form_bytes
from xl_cfc.excel.layout import HAMLET_ROWS
from xl_cfc.excel.reader import FindRuleset, read_form
from xl_cfc.language import t
from xl_cfc.ruleset.models import FINAL_PERIOD, FORECAST_PERIOD, Field, FieldType, Ruleset
from xl_cfc.submission import Cell, CellKind, CellValue, Submission
from xl_cfc.usage import UsageError

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
    added: tuple[Left, ...] = ()

    @property
    def text(self) -> str:
        """Its period, year and file on one line."""
        parts = (self.answers.period, self.answers.year)
        return f"{' '.join(str(part) for part in parts if part) or 'không rõ kỳ'} (tệp {self.file})"


def read_earlier(path: Path, rulesets: FindRuleset = shipped_rulesets) -> EarlierForm:
    """The earlier form with everything that somebody added to it; raises `UsageError` when it is not usable."""
    data = path.read_bytes()
    read = read_form(data, path.name, rulesets)
    if read.submission is None or read.ruleset is None:
        raise UsageError("\n".join(f"{path}: {finding.message}" for finding in read.findings))
    shown = {name: cell.value for name, cell in read.submission.previous.items()}
    untouched = FormContent(earlier=Earlier("", shown) if shown else None)
    found = additions(data, form_bytes(read.ruleset, untouched))
    added = tuple((addition.kind.text, _place(addition.sheet, addition.ref), addition.text) for addition in found)
    return EarlierForm(Answers(read.submission, read.ruleset), path.name, added)


def carry_over(earlier: EarlierForm, ruleset: Ruleset, renamed: Mapping[str, str] | None = None) -> FormContent:
    """The content of the form after `earlier`, for a rule set that may be another one.

    `renamed` maps a field to what it was called in the earlier rule set, where the two differ.
    """
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
        general = dict(self._general())
        evidence = dict(self._evidence())
        hamlets = self._hamlets()
        year, period = following(self.answers.year, self.answers.period)
        shown = Earlier(
            self.earlier.text,
            dict(self._values()),
            tuple(self._carried(general, len(evidence), len(hamlets))),
            tuple(self._left(general)),
        )
        return FormContent(
            values={**general, "nam": year, "ky": period},
            evidence=evidence,
            hamlets=[(name, {}) for name in hamlets],
            earlier=shown,
        )

    def _before(self, field: Field) -> Field | None:
        """The field in the earlier rule set, None when it was not asked there, or as something else."""
        old = self.answers.ruleset.fields.get(self.renamed.get(field.id, field.id))
        return old if old is not None and old.type is field.type else None

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

    def _carried(self, general: Mapping[str, CellValue], evidence: int, hamlets: int) -> Iterator[str]:
        yield f"Thông tin chung: {len(general)} mục."
        for field in self.ruleset.unit_fields:
            if field.id == "nhom_nguong" and field.id in general:
                yield f"{field.label} {general[field.id]}: chép từ phiếu trước, xác nhận lại với đơn vị tổng hợp."
        yield f"Tài liệu kiểm chứng: {evidence} ô; sửa lại cho đúng văn bản của kỳ này."
        yield f"Tên thôn, tổ dân phố: {hamlets}."
        shown = len(dict(self._values()))
        yield f"Số liệu kỳ trước hiện ở cột «Kỳ trước» của trang Nhập liệu: {shown} ô, chỉ để đối chiếu."
        limit = self.ruleset.plausibility
        yield (
            f"Số nào khác quá {limit.factor} lần so với kỳ trước (từ {limit.minimum} trở lên) sẽ có cảnh báo, "
            "giải trình được. Mức này là quy ước của phiếu, không phải quy định."
        )

    def _left(self, general: Mapping[str, CellValue]) -> Iterator[Left]:
        """Everything else, each text as long as a table shows it."""
        for what, place, text in self._all_left(general):
            yield what, place, text[:_SHOWN]

    def _all_left(self, general: Mapping[str, CellValue]) -> Iterator[Left]:
        yield from self.earlier.added
        yield from self._refused(general)
        yield from self._not_asked()
        for key, cell in self.submission.explanations.items():
            if cell.shown.strip():
                yield f"Giải trình của kỳ trước ({_row(key, self.answers.ruleset)})", _of(cell), cell.shown
        for name in self._named[len(self._hamlets()) :]:
            yield "Tên thôn: phiếu mới không còn chỗ", _of(name), name.shown
        rows = self.answers.survey_rows
        if rows:
            yield "Trả lời khảo sát của kỳ trước", _of(rows[0].group), f"{len(rows)} người"
        figures = [cell for row in self.submission.hamlets for cell in row.figures.values() if cell.shown]
        if figures:
            yield "Số liệu từng thôn của kỳ trước", _of(figures[0]), f"{len(figures)} ô"

    def _refused(self, general: Mapping[str, CellValue]) -> Iterator[Left]:
        """Earlier values that are not accepted: neither carried over nor shown."""
        for field in self.ruleset.fields.values():
            old = self._before(field)
            cell = self.answers.cell(old.id) if old is not None else None
            if old is None or cell is None:
                continue
            invalid = self.answers.state(old.id) is State.INVALID
            gone = bool(field.choices) and self.answers.state(old.id) is State.OK and field.id not in general
            if (invalid or gone) and field.id not in _OF_THE_PERIOD:
                caption = self.answers.ruleset.caption(old.id)
                yield f"Giá trị không nhận được: {caption}", _of(cell), cell.shown

    def _not_asked(self) -> Iterator[Left]:
        """Where the two rule sets ask for different things."""
        taken = set()
        for field in self.ruleset.inputs:
            old = self._before(field)
            if old is None:
                yield "Không có trong phiếu trước", "", self.ruleset.caption(field.id)
            else:
                taken.add(old.id)
        for field in self.answers.ruleset.inputs:
            cell = self.answers.cell(field.id)
            if field.id not in taken:
                caption = self.answers.ruleset.caption(field.id)
                yield f"Phiếu mới không còn hỏi: {caption}", _of(cell), cell.shown


def with_values(content: FormContent, values: Mapping[str, CellValue]) -> FormContent:
    """The content with what was asked for instead; empty wishes change nothing."""
    wished = {name: value for name, value in values.items() if value not in (None, "")}
    return replace(content, values={**content.values, **wished})


def told(content: FormContent) -> Iterator[str]:
    """What was carried over and what was not, a line each."""
    if content.earlier is None:
        return
    yield from (f"✓ {text}" for text in content.earlier.carried)
    left = content.earlier.left
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
        return f"dòng {ruleset.row_codes[key]}"
    return f"tiêu chí {key.removeprefix('c')}"


def _is_text(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and bool(cell.shown.strip())


def _place(sheet: str, ref: str) -> str:
    return "!".join(filter(None, (sheet, ref)))


def _of(cell: Cell) -> str:
    return _place(cell.sheet, cell.ref)
