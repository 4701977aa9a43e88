"""The rows of a roster as units, every mistake at its cell."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from xl_cfc.books.headings import FoundTable, filled, no_cell, place_of
from xl_cfc.cells import NUMBERS, Cell, CellKind
from xl_cfc.language import t
from xl_cfc.plan.loading import PlanError, PlanProblem
from xl_cfc.plan.roster import UNIT_KINDS, Roster, RosterUnit
from xl_cfc.text import to_the_eye

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def roster_of(table: FoundTable, file: str) -> Roster:
    """The roster in the rows of a table; raises `PlanError` with every mistake."""
    problems: list[PlanProblem] = []
    units: list[RosterUnit] = []
    seen: dict[str, str] = {}
    for cells in table.rows:
        unit = _unit(cells, problems)
        code = cells["code"]
        if unit is None:
            continue
        if unit.code in seen:
            text = t(
                f"mã {unit.code} đã có ở ô {seen[unit.code]}", f"the code {unit.code} stands in {seen[unit.code]} too"
            )
            problems.append(PlanProblem(place_of(code), text))
            continue
        seen[unit.code] = code.ref
        units.append(unit)
    if not units and not problems:
        problems.append(PlanProblem(file, t("danh sách chưa có đơn vị nào", "the roster lists no unit")))
    if problems:
        raise PlanError(problems)
    return Roster(units=tuple(units))


def _unit(cells: Mapping[str, Cell], problems: list[PlanProblem]) -> RosterUnit | None:
    """One row, None when it has mistakes."""
    before = len(problems)
    code, name = _code(cells["code"], problems), cells["name"].shown.strip()
    if not name:
        problems.append(
            PlanProblem(place_of(cells["code"]), t("dòng này thiếu tên đơn vị", "the unit's name is missing"))
        )
    kind = _kind(cells.get("kind", no_cell()), problems)
    group = _class(cells.get("threshold_class", no_cell()), problems)
    days = {key: _day(cells.get(key, no_cell()), problems) for key in ("due", "received")}
    old = tuple(_old_codes(cells.get("predecessors", no_cell()), problems))
    if len(problems) > before:
        return None
    texts = {key: _text(cells.get(key, no_cell())) for key in ("contact", "phone", "exception")}
    return RosterUnit(code=code, name=name, kind=kind, threshold_class=group, predecessors=old, **texts, **days)


def _text(cell: Cell) -> str:
    """A text as typed; a phone number typed as a number loses nothing but a leading zero, which is put back."""
    if cell.kind in NUMBERS and isinstance(cell.value, int | float) and cell.value == int(cell.value):
        digits = str(int(cell.value))
        return f"0{digits}" if len(digits) in (9, 10) and not digits.startswith("0") else digits
    return cell.shown.strip()


def _code(cell: Cell, problems: list[PlanProblem]) -> str:
    text = cell.shown.strip()
    if cell.kind is CellKind.TEXT and re.fullmatch(r"[0-9]{5}", text):
        return text
    if not text:
        message = t("thiếu mã đơn vị", "the unit code is missing")
    elif re.fullmatch(r"[0-9]{1,5}(\.0)?", text):
        proposed = text.partition(".")[0].zfill(5)
        message = t(
            f"mã «{text}» mất số 0 ở đầu hoặc không phải chữ; nếu là {proposed}, nhập lại dạng chữ (Text)",
            f"the code '{text}' lost its leading zeros or is no text; if it is {proposed}, type it as text",
        )
    else:
        message = t(f"mã «{text}» không phải 5 chữ số", f"the code '{text}' is not 5 digits")
    problems.append(PlanProblem(place_of(cell), message))
    return ""


def _kind(cell: Cell, problems: list[PlanProblem]) -> str:
    text = to_the_eye(cell.shown)
    kind = next((kind for kind in UNIT_KINDS if to_the_eye(kind) == text), "")
    if text and not kind:
        known = ", ".join(UNIT_KINDS)
        problems.append(
            PlanProblem(
                place_of(cell), t(f"loại «{cell.shown}» không có; chọn: {known}", f"no such kind; choose: {known}")
            )
        )
    return kind


def _class(cell: Cell, problems: list[PlanProblem]) -> str:
    text = cell.shown.strip()
    if text and not re.fullmatch(r"[A-Z][A-Z0-9]{0,3}", text):
        problems.append(
            PlanProblem(
                place_of(cell), t(f"nhóm «{text}» không hợp lệ; ví dụ: A, B, C", f"'{text}' is no class such as A")
            )
        )
    return text


def _day(cell: Cell, problems: list[PlanProblem]) -> date | None:
    if not filled(cell):
        return None
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    match = _DAY.fullmatch(cell.shown.strip())
    if match:
        day, month, year = (int(part) for part in match.groups())
        try:
            return date(year, month, day)
        except ValueError:
            pass
    text = t(f"«{cell.shown}» không phải ngày có thật (ngày/tháng/năm)", f"'{cell.shown}' is not a real day (d/m/yyyy)")
    problems.append(PlanProblem(place_of(cell), text))
    return None


def _old_codes(cell: Cell, problems: list[PlanProblem]) -> Iterator[str]:
    for part in filter(None, re.split(r"[,;\s]+", cell.shown.strip())):
        if re.fullmatch(r"[0-9]{5}", part):
            yield part
        else:
            text = t(f"mã đơn vị cũ «{part}» không phải 5 chữ số", f"the old code '{part}' is not 5 digits")
            problems.append(PlanProblem(place_of(cell), text))
