"""Between Excel's values and the library's: cells, ranges, and answers in words instead of errors."""

import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xl_cfc.answers.answers import Answers, State
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.findings.finding import FindingKind
from xl_cfc.language import number_text, speaking
from xl_cfc.ruleset.kinds.figures import Standing
from xl_cfc.ruleset.known import known_rulesets
from xl_cfc.ruleset.loading import RulesetError
from xl_cfc.ruleset.models import Indicator, Ruleset
from xl_cfc.ruleset.registry import DEFAULT_RULESET, shipped_ids, shipped_ruleset
from xl_cfc.stamp import Stamp

#: What begins every answer that is not a result.
ERROR_PREFIX = "Lỗi: "
#: How Excel's error values arrive (xlwings' `err_to_str`).
_ERROR_VALUES = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})

log = logging.getLogger("xl_cfc.udfs")


class InCellError(Exception):
    """Something to tell the officer in one sentence, in the cell."""


def in_words(function: Callable[..., Any]) -> Callable[..., Any]:
    """A worksheet function that answers every failure in Vietnamese words: no traceback, no `#VALUE!`."""

    @functools.wraps(function)
    def answered(*args: Any) -> Any:
        with speaking("vi"):
            try:
                return function(*args)
            except InCellError as said:
                return f"{ERROR_PREFIX}{said}"
            except RulesetError as error:
                return f"{ERROR_PREFIX}{error.problems[0]}"
            except Exception:
                log.exception("%s%r", function.__name__, args)
                return f"{ERROR_PREFIX}không tính được, xem Nhật ký của tiện ích"

    return answered


def as_cell(value: Any) -> Cell:
    """A value as Excel hands it over, as the cell the library judges."""
    if value is None or value == "":
        return blank("", "")
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value, "", "")
    if isinstance(value, datetime):
        return Cell(CellKind.DATE, value.date(), "", "")
    if isinstance(value, date):
        return Cell(CellKind.DATE, value, "", "")
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, int | float):
        return Cell(CellKind.NUMBER, value, "", "")
    text = str(value)
    return Cell(CellKind.ERROR if text in _ERROR_VALUES else CellKind.TEXT, text, "", "")


def grid(values: Any) -> list[list[Any]]:
    """A scalar, a row, a column's list or a block as rows; a flat list is a column."""
    if not isinstance(values, list | tuple):
        return [[values]]
    if not values:
        return []
    return [list(row) if isinstance(row, list | tuple) else [row] for row in values]


def flat(values: Any) -> list[Any]:
    """Every cell of a range, row by row."""
    return [value for row in grid(values) for value in row]


def each(function: Callable[..., Any], *ranges: Any) -> Any:
    """The function of each row of cells, ranges side by side; a single cell stands beside every other.

    One result stays a single value; several come back in the shape of the largest range.
    """
    blocks = [grid(values) for values in ranges]
    height = max(len(block) for block in blocks)
    width = max(len(block[0]) for block in blocks if block)
    rows = [
        [function(*(_at(block, row, column) for block in blocks)) for column in range(width)] for row in range(height)
    ]
    return rows[0][0] if height == width == 1 else rows


def _at(block: list[list[Any]], row: int, column: int) -> Any:
    if not block:
        return None
    line = block[0] if len(block) == 1 else block[row] if row < len(block) else None
    if line is None:
        raise InCellError("các vùng không cùng kích thước")
    if len(line) == 1:
        return line[0]
    if column >= len(line):
        raise InCellError("các vùng không cùng kích thước")
    return line[column]


def ruleset_named(name: Any) -> Ruleset:
    """The rule set a cell names, shipped or this user's; the shipped one where the cell says nothing."""
    if name in (None, ""):
        return shipped_ruleset(DEFAULT_RULESET)
    wanted = local_path(str(name).strip())
    return shipped_ruleset(wanted) if wanted in shipped_ids() else known_rulesets()[0].named(wanted)


def local_path(text: str) -> str:
    """A path as typed; a network address is refused: no opened workbook may make the computer call out."""
    if text.startswith(("\\\\", "//")) or "://" in text:
        raise InCellError("không đọc tệp qua mạng từ một ô; hãy dùng tệp trên ổ đĩa của máy này")
    return text


def key_text(value: Any) -> str:
    """A code as people type it: `6.1`, the number 6.1, or `6,1`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}"
    return str(value or "").strip().replace(",", ".")


def indicator_named(ruleset: Ruleset, value: Any) -> Indicator:
    """The indicator a cell names."""
    wanted = key_text(value)
    for indicator in ruleset.indicators:
        if indicator.id == wanted:
            return indicator
    raise InCellError(f"không có chỉ tiêu «{wanted}»; các chỉ tiêu từ {_span(ruleset)}")


def _span(ruleset: Ruleset) -> str:
    return f"{ruleset.indicators[0].id} đến {ruleset.indicators[-1].id}"


def class_named(ruleset: Ruleset, value: Any) -> str | None:
    """The threshold class a cell names, None for a blank one."""
    if value in (None, ""):
        return None
    if value not in ruleset.thresholds:
        raise InCellError(f"không có nhóm ngưỡng «{value}»; chọn một trong {', '.join(ruleset.thresholds)}")
    return str(value)


def answers_from(ruleset: Ruleset, values: Mapping[str, Any], threshold_class: str | None) -> Answers:
    """The library's judgement of some figures typed by field id, for a commune of a class."""
    cells = {name: as_cell(value) for name, value in values.items()}
    cells["nhom_nguong"] = as_cell(threshold_class)
    stamp = Stamp(template_version="", ruleset_id=ruleset.id, ruleset_hash=ruleset.digest)
    return Answers(Submission(file="", sha256="", stamp=stamp, cells=cells), ruleset)


def why_not_scored(indicator: Indicator, answers: Answers, standing: Standing) -> str:
    """Why an indicator has no points, in words."""
    for name in indicator.fields:
        if answers.state(name) is State.INVALID:
            return f"{ERROR_PREFIX}{answers.ruleset.fields[name].label}: {_refusal(answers, name)}"
    if standing is Standing.NONE_UNSCORED:
        return "Mẫu số bằng 0: chưa chấm được"
    if standing is Standing.INVALID:
        broken = next((limit for limit in indicator.limits if limit.broken(answers)), None)
        if broken is None:
            return f"{ERROR_PREFIX}các số liệu mâu thuẫn với nhau"
        return f"{ERROR_PREFIX}{_added(broken.parts, answers)} lớn hơn {_added(broken.wholes, answers)}"
    if all(answers.state(name) is State.OK for name in indicator.fields):
        return "Chưa có nhóm ngưỡng"
    return "Chưa đủ dữ liệu"


def _added(fields: Sequence[str], answers: Answers) -> str:
    """Figures, each with its value, as one sum."""
    labels = answers.ruleset.fields
    return " + ".join(f"«{labels[name].label}» ({number_text(answers.number(name))})" for name in fields)


def _refusal(answers: Answers, field_id: str) -> str:
    """The short text the form itself would show for a refused value."""
    from xl_cfc.judging.checks.values import reasons

    field, reason = answers.ruleset.fields[field_id], answers[field_id].reason
    kinds: Sequence[FindingKind] = [kind for known, kind in reasons(field) if known is reason]
    text = kinds[0].live if kinds and kinds[0].live else "giá trị không hợp lệ"
    return text.format(choices=", ".join(field.choices), maximum=field.maximum, minimum=field.minimum)


def number(value: Decimal | int | float) -> int | float:
    """An exact number as Excel takes it."""
    return int(value) if value == int(value) else float(value)
