"""The roster as a file: a template to fill in, and the reader of .xlsx and .csv with every mistake at its cell."""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import StringIO
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_cfc.books.headings import Table, filled, find_table, no_cell, read_grids
from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.finding import found
from xl_cfc.language import speaking, t
from xl_cfc.plan.loading import PlanError, PlanProblem
from xl_cfc.plan.roster import UNIT_KINDS, Roster, RosterUnit
from xl_cfc.text import to_the_eye
from xl_cfc.workbook.cellwriting import write_cell
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.styles import Styles

SHEET = "Danh sách đơn vị"

#: Each column: key, heading, width, other spellings people use.
_COLUMNS: tuple[tuple[str, str, float, tuple[str, ...]], ...] = (
    ("code", "Mã ĐVHC", 11, ("Mã", "Mã đơn vị", "Mã đơn vị hành chính")),
    ("name", "Tên đơn vị", 30, ("Tên", "Đơn vị")),
    ("kind", "Loại", 12, ("Loại đơn vị",)),
    ("threshold_class", "Nhóm ngưỡng", 12, ("Nhóm", "Nhóm ngưỡng điểm")),
    ("contact", "Đầu mối", 26, ("Người liên hệ", "Cán bộ đầu mối")),
    ("phone", "Điện thoại", 16, ("SĐT", "Số điện thoại")),
    ("due", "Hạn riêng", 14, ("Hạn nộp riêng",)),
    ("exception", "Ngoại lệ (lý do)", 30, ("Ngoại lệ",)),
    ("received", "Ngày nhận", 14, ("Ngày nhận phiếu",)),
    ("predecessors", "Mã đơn vị cũ", 24, ("Đơn vị cũ", "Mã cũ")),
)
_HEADINGS = {key: (heading, *others) for key, heading, _, others in _COLUMNS}
_ROWS = 250
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def roster_bytes(roster: Roster | None = None) -> bytes:
    """A workbook that holds a roster, or its template with two rows to show how it is filled in."""
    with speaking("vi"), new_workbook() as workbook:
        styles = Styles(workbook)
        sheet = workbook.add_worksheet(SHEET)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, "DANH SÁCH ĐƠN VỊ PHẢI NỘP PHIẾU", styles.title)
        sheet.write_string(1, 0, _NOTE, styles.subtitle)
        sheet.write_string(2, 0, _NOTE_2, styles.subtitle)
        for column, (_, heading, width, _) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(3, column, heading, styles.heading)
        sheet.set_row(3, 26)
        units = roster.units if roster else ()
        for row in range(4, 4 + max(_ROWS, len(units) + 20)):
            unit = units[row - 4] if row - 4 < len(units) else None
            for column, (key, *_) in enumerate(_COLUMNS):
                is_day = key in ("due", "received")
                style = styles.input(num_format="dd/mm/yyyy" if is_day else "@")
                write_cell(sheet, row, column, _shown(unit, key), style)
        last = 3 + max(_ROWS, len(units) + 20)
        sheet.data_validation(4, 2, last, 2, {"validate": "list", "source": list(UNIT_KINDS), "ignore_blank": True})
        sheet.freeze_panes(4, 2)
        sheet.autofilter(3, 0, last, len(_COLUMNS) - 1)
        set_up_page(sheet, repeated=(3, 3), margins=None, numbered=False)
        sheet.print_area(0, 0, max(4 + len(units), 30), len(_COLUMNS) - 1)
    return workbook.data


_NOTE = "Mỗi đơn vị một dòng. Bắt buộc: mã (5 chữ số, giữ số 0 ở đầu) và tên. Ngày viết ngày/tháng/năm."
_NOTE_2 = (
    "Hạn riêng: khi khác hạn chung. Ngoại lệ: lý do đơn vị không phải nộp. "
    "Mã đơn vị cũ: các đơn vị nhập vào từ 7/2025, cách nhau dấu phẩy."
)


def _shown(unit: RosterUnit | None, key: str) -> str | date | None:
    if unit is None:
        return None
    value = getattr(unit, key)
    return ", ".join(value) if isinstance(value, tuple) else value


def read_roster(path: Path) -> Roster:
    """The roster in an .xlsx or .csv file; raises `PlanError` with every mistake, each with its cell."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _error(str(path), t(f"không mở được: {error.strerror}", f"cannot be opened: {error.strerror}")) from None
    grids = _from_csv(data, path.name) if path.suffix.lower() in (".csv", ".txt") else _from_xlsx(data, path.name)
    for grid in grids.values():
        table = find_table(grid, _HEADINGS, ("code", "name"))
        if table is not None:
            return _roster(table, path.name)
    wanted = ", ".join(f"«{heading}»" for _, heading, *_ in _COLUMNS[:2])
    raise _error(path.name, t(f"không thấy dòng tiêu đề có cột {wanted}", f"no heading row with the columns {wanted}"))


def _error(place: str, message: str) -> PlanError:
    return PlanError([PlanProblem(place, message)])


def _from_xlsx(data: bytes, name: str) -> dict[str, Grid]:
    try:
        return read_grids(data)
    except PackageError as error:
        finding = found(error.kind, file=name, **error.params)
        raise _error(name, f"{finding.message}. {finding.fix}") from None


def _from_csv(data: bytes, name: str) -> dict[str, Grid]:
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        fix = t(
            "tệp CSV không phải UTF-8: trong Excel chọn Save As, kiểu «CSV UTF-8», hoặc lưu .xlsx",
            "the CSV is not UTF-8: in Excel choose Save As, CSV UTF-8, or save it as .xlsx",
        )
        raise _error(name, fix) from None
    head = next((line for line in text.splitlines() if to_the_eye("mã") in to_the_eye(line)), "")
    delimiter = max(";,\t", key=head.count)
    cells = {}
    for row, fields in enumerate(csv.reader(StringIO(text), delimiter=delimiter), start=1):
        for column, field in enumerate(fields, start=1):
            if field.strip():
                reference = xl_rowcol_to_cell(row - 1, column - 1)
                cells[row, column] = Cell(CellKind.TEXT, field.strip(), "", reference)
    return {name: Grid("", cells)}


def _roster(table: Table, file: str) -> Roster:
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
            problems.append(PlanProblem(_place(code), text))
            continue
        seen[unit.code] = code.ref
        units.append(unit)
    if not units and not problems:
        problems.append(PlanProblem(file, t("danh sách chưa có đơn vị nào", "the roster lists no unit")))
    if problems:
        raise PlanError(problems)
    return Roster(units=tuple(units))


def _place(cell: Cell) -> str:
    return "!".join(filter(None, (cell.sheet, cell.ref)))


def _unit(cells: Mapping[str, Cell], problems: list[PlanProblem]) -> RosterUnit | None:
    """One row, None when it has mistakes."""
    before = len(problems)
    code, name = _code(cells["code"], problems), cells["name"].shown.strip()
    if not name:
        problems.append(
            PlanProblem(_place(cells["code"]), t("dòng này thiếu tên đơn vị", "the unit's name is missing"))
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
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float) and cell.value == int(cell.value):
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
    problems.append(PlanProblem(_place(cell), message))
    return ""


def _kind(cell: Cell, problems: list[PlanProblem]) -> str:
    text = to_the_eye(cell.shown)
    kind = next((kind for kind in UNIT_KINDS if to_the_eye(kind) == text), "")
    if text and not kind:
        known = ", ".join(UNIT_KINDS)
        problems.append(
            PlanProblem(
                _place(cell), t(f"loại «{cell.shown}» không có; chọn: {known}", f"no such kind; choose: {known}")
            )
        )
    return kind


def _class(cell: Cell, problems: list[PlanProblem]) -> str:
    text = cell.shown.strip()
    if text and not re.fullmatch(r"[A-Z][A-Z0-9]{0,3}", text):
        problems.append(
            PlanProblem(
                _place(cell), t(f"nhóm «{text}» không hợp lệ; ví dụ: A, B, C", f"'{text}' is no class such as A")
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
    problems.append(PlanProblem(_place(cell), text))
    return None


def _old_codes(cell: Cell, problems: list[PlanProblem]) -> Iterator[str]:
    for part in filter(None, re.split(r"[,;\s]+", cell.shown.strip())):
        if re.fullmatch(r"[0-9]{5}", part):
            yield part
        else:
            text = t(f"mã đơn vị cũ «{part}» không phải 5 chữ số", f"the old code '{part}' is not 5 digits")
            problems.append(PlanProblem(_place(cell), text))
