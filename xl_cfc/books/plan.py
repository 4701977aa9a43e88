"""A plan as a workbook an officer can fill in, and back, with every mistake at its cell."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xl_cfc.books.headings import filled, find_table, read_grids
from xl_cfc.cells import Cell, CellKind
from xl_cfc.findings.finding import found
from xl_cfc.language import speaking, t
from xl_cfc.plan.loading import PlanError, PlanProblem, plan_from
from xl_cfc.plan.models import Agency, Level, Milestone, MilestoneKind, Plan, Target
from xl_cfc.plan.registry import find_plan
from xl_cfc.plan.wording import level_text, milestone_kind_text
from xl_cfc.ruleset.models import NO, YES
from xl_cfc.text import to_the_eye
from xl_cfc.workbook.cellwriting import write_cell
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.grid import Grid
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.printing import set_up_page
from xl_cfc.workbook.styles import Styles, text_height

GENERAL, AGENCIES, MILESTONES, TARGETS = "Kế hoạch", "Cơ quan", "Mốc thời gian", "Chỉ tiêu"
_ABSENT = "Để trống những gì văn bản không nêu: không suy đoán."
_ROWS = 40

_WORDINGS = {"before": "trước ngày", "by": "chậm nhất ngày"}
_TARGET_KINDS = {"share": "tỷ lệ", "number": "số đơn vị", "keep": "giữ danh hiệu"}
_TARGET_OF = {"recognised": "được công nhận", "committed": "có kế hoạch, cam kết"}


def _levels() -> dict[str, str]:
    return {level.value: level_text(level) for level in Level}


def _kinds() -> dict[str, str]:
    return {kind.value: milestone_kind_text(kind) for kind in MilestoneKind}


def _listed(values: Iterable[object], separator: str = ", ") -> str:
    return separator.join(map(str, values))


def _share_text(share: Fraction | None) -> str:
    """A share as it is typed: percent where that is exact, else the fraction."""
    if share is None:
        return ""
    percent = share * 100
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    if Fraction(exact) == percent:
        return f"{exact.normalize():f}%".replace(".", ",")
    return f"{share.numerator}/{share.denominator}"


def _minimum_text(plan: Plan) -> str:
    return _listed((f"{group}: {count}" for group, count in plan.survey.minimum.items()), "; ")


def _reverification_text(plan: Plan) -> str:
    rule = plan.reverification
    if rule is None:
        return ""
    return str(rule.number) if rule.number is not None else _share_text(rule.share)


Shown = str | int | date | None
#: A line of the general sheet: label, where its value goes in a plan, what it shows, how it is read back.
Line = tuple[str, str, Callable[[Plan], Shown], Callable[["_Reading", Cell], Any]]


def _lines() -> tuple[Line, ...]:
    return (
        ("Mã kế hoạch (chữ thường, số, gạch nối)", "id", lambda p: p.id, _Reading.text),
        ("Năm", "year", lambda p: p.year, _Reading.whole),
        ("Đơn vị", "unit", lambda p: p.unit, _Reading.text),
        ("Cấp", "level", lambda p: level_text(p.level), lambda r, c: r.choice(c, _levels())),
        ("Tỉnh, thành phố", "province", lambda p: p.province, _Reading.text),
        ("Bộ tiêu chí (để trống: theo năm)", "ruleset", lambda p: p.ruleset, _Reading.text),
        ("Số văn bản", "legal.number", lambda p: p.legal.number, _Reading.text),
        ("Ngày ban hành", "legal.issued", lambda p: p.legal.issued, _Reading.day),
        ("Nơi ban hành", "legal.issuer", lambda p: p.legal.issuer, _Reading.text),
        ("Tên văn bản", "legal.title", lambda p: p.legal.title, _Reading.text),
        ("Các năm ghi trong văn bản", "legal.stated_years", lambda p: _listed(p.legal.stated_years), _Reading.numbers),
        ("Số xã, phường, thị trấn", "communes", lambda p: p.communes, _Reading.whole),
        ("Tiêu chí cần chú ý", "watched_criteria", lambda p: _listed(p.watched_criteria), _Reading.numbers),
        ("Khảo sát tối thiểu (nhóm: số người; …)", "survey.minimum", _minimum_text, _Reading.minimum),
        ("Phúc tra (số đơn vị hoặc %)", "reverification", _reverification_text, _Reading.reverification),
        (
            "Phúc tra: nguyên văn",
            "reverification.text",
            lambda p: p.reverification.text if p.reverification else "",
            _Reading.text,
        ),
        ("So sánh với năm", "compares_with", lambda p: p.compares_with, _Reading.whole),
        ("Nơi nhận: cơ quan", "report_to.office", lambda p: p.report_to.office, _Reading.text),
        ("Nơi nhận: người", "report_to.person", lambda p: p.report_to.person, _Reading.text),
        ("Nơi nhận: điện thoại", "report_to.phone", lambda p: p.report_to.phone, _Reading.text),
        ("Nơi nhận: email", "report_to.email", lambda p: p.report_to.email, _Reading.text),
        ("Nơi nhận: địa chỉ", "report_to.address", lambda p: p.report_to.address, _Reading.text),
        ("Thẩm quyền công nhận", "signing_authority", lambda p: p.signing_authority, _Reading.text),
        ("Ghi chú (mỗi ý một dòng)", "notes", lambda p: _listed(p.notes, "\n"), _Reading.lines),
    )


#: The tables: sheet, where the rows go, and each column: heading, key, width.
_AGENCY_COLUMNS = (
    ("Cơ quan", "name", 46), ("Chủ trì tiêu chí", "leads", 22), ("Phối hợp tiêu chí", "supports", 22),
    ("Gồm nhiều đơn vị", "several", 14), ("Tên các đơn vị (cách nhau dấu chấm phẩy)", "bodies", 60),
)  # fmt: skip
_MILESTONE_COLUMNS = (
    ("Loại mốc", "kind", 24), ("Nội dung", "what", 70), ("Ai thực hiện", "by_whom", 40),
    ("Cách ghi hạn", "wording", 18), ("Ngày", "day", 14),
)  # fmt: skip
_TARGET_COLUMNS = (
    ("Loại chỉ tiêu", "kind", 18), ("Tính trên", "what", 24), ("Tỷ lệ", "share", 12), ("Số đơn vị", "number", 12),
    ("Trong tổng số", "of", 14), ("Nguyên văn", "text", 70),
)  # fmt: skip


def planbook_bytes(plan: Plan | None = None) -> bytes:
    """A workbook that holds a plan, or a blank one to fill in."""
    with speaking("vi"), new_workbook() as workbook:
        styles = Styles(workbook)
        _general(workbook.add_worksheet(GENERAL), styles, plan)
        agencies = [_agency_row(agency) for agency in plan.agencies] if plan else []
        sheet = workbook.add_worksheet(AGENCIES)
        _table(sheet, styles, "CƠ QUAN CHỦ TRÌ, PHỐI HỢP TỪNG TIÊU CHÍ", _AGENCY_COLUMNS, agencies)
        _choices(sheet, 3, [YES, NO])
        milestones = [_milestone_row(milestone) for milestone in plan.milestones] if plan else []
        sheet = workbook.add_worksheet(MILESTONES)
        _table(sheet, styles, "MỐC THỜI GIAN", _MILESTONE_COLUMNS, milestones)
        _choices(sheet, 0, list(_kinds().values()))
        _choices(sheet, 3, list(_WORDINGS.values()))
        targets = [_target_row(target) for target in plan.targets] if plan else []
        sheet = workbook.add_worksheet(TARGETS)
        _table(sheet, styles, "CHỈ TIÊU PHẤN ĐẤU", _TARGET_COLUMNS, targets)
        _choices(sheet, 0, list(_TARGET_KINDS.values()))
        _choices(sheet, 1, list(_TARGET_OF.values()))
    return workbook.data


def _page(sheet: Worksheet, titles: tuple[int, int] | None = None) -> None:
    sheet.hide_gridlines(2)
    set_up_page(sheet, repeated=titles, margins=None, numbered=False)


def _general(sheet: Worksheet, styles: Styles, plan: Plan | None) -> None:
    _page(sheet)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 100)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "KẾ HOẠCH CỦA ĐỊA PHƯƠNG", styles.title)
    sheet.write_string(1, 0, f"{_ABSENT} Cơ quan, mốc, chỉ tiêu ở các trang sau.", styles.subtitle)
    for column, text in enumerate(("Mục", "Giá trị")):
        sheet.write_string(2, column, text, styles.heading)
    for row, (label, path, shown, _) in enumerate(_lines(), start=3):
        value = shown(plan) if plan else None
        sheet.set_row(row, text_height((str(value or ""), 100)))
        sheet.write_string(row, 0, label, styles.cell)
        _put(sheet, row, 1, value, styles)
        if path == "level":
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(_levels().values())})
    sheet.freeze_panes(3, 1)


def _table(
    sheet: Worksheet,
    styles: Styles,
    title: str,
    columns: Sequence[tuple[str, str, int]],
    rows: Sequence[Sequence[Shown]],
) -> None:
    _page(sheet, (2, 2))
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, _ABSENT, styles.subtitle)
    for column, (heading, _, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, heading, styles.heading)
    for row in range(3, 3 + max(_ROWS, len(rows) + 5)):
        values = rows[row - 3] if row - 3 < len(rows) else [None] * len(columns)
        widths = [width for _, _, width in columns]
        sheet.set_row(row, text_height(*((str(v or ""), w) for v, w in zip(values, widths, strict=True))))
        for column, value in enumerate(values):
            _put(sheet, row, column, value, styles)
    sheet.freeze_panes(3, 0)


def _choices(sheet: Worksheet, column: int, choices: list[str]) -> None:
    sheet.data_validation(3, column, 3 + _ROWS, column, {"validate": "list", "source": choices, "ignore_blank": True})


def _put(sheet: Worksheet, row: int, column: int, value: Shown, styles: Styles) -> None:
    write_cell(sheet, row, column, value, styles.input(**_looks(value)))


def _looks(value: Shown) -> dict[str, str]:
    """The format of a value, so that what replaces it is taken alike; a blank takes anything."""
    if isinstance(value, date):
        return {"num_format": "dd/mm/yyyy", "align": "left"}
    if isinstance(value, int):
        return {"num_format": "0", "align": "left"}
    return {"num_format": "@"} if value else {}


def _agency_row(agency: Agency) -> list[Shown]:
    several = YES if agency.several else ""
    return [agency.name, _listed(agency.leads), _listed(agency.supports), several, _listed(agency.bodies, "; ")]


def _milestone_row(milestone: Milestone) -> list[Shown]:
    due = milestone.due
    wording = _WORDINGS[due.wording] if due else ""
    kind = milestone_kind_text(milestone.kind)
    return [kind, milestone.what, milestone.by_whom, wording, due.day if due else None]


def _target_row(target: Target) -> list[Shown]:
    share = _share_text(target.share)
    return [_TARGET_KINDS[target.kind], _TARGET_OF[target.what], share, target.number, target.of, target.text]


def read_planbook(data: bytes, file: str) -> Plan:
    """The plan in a filled workbook; raises `PlanError` with every mistake, each with its cell."""
    try:
        grids = read_grids(data)
    except PackageError as error:
        finding = found(error.kind, file=file, **error.params)
        raise PlanError([PlanProblem(file, f"{finding.message}. {finding.fix}")]) from None
    reading = _Reading()
    with speaking("vi"):
        raw = reading.plan(grids)
    try:
        plan = plan_from(raw)
    except PlanError as error:
        placed = [PlanProblem(reading.place(problem.path), problem.message) for problem in error.problems]
        raise PlanError([*reading.problems, *placed]) from None
    if reading.problems:
        raise PlanError(reading.problems)
    return plan


@dataclass
class _Reading:
    """What was read, where each part of the plan stands, and what is wrong so far."""

    problems: list[PlanProblem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> str:
        """The cell of a part of the plan: its own, else that of the nearest part around it."""
        within = max((p for p in self.places if path == p or path.startswith((f"{p}.", f"{p}["))), key=len, default="")
        return self.places.get(within, path)

    def plan(self, grids: Mapping[str, Grid]) -> dict[str, Any]:
        """The raw data of the plan."""
        raw: dict[str, Any] = {}
        self._general(self._sheet(grids, GENERAL), raw)
        for title, key, columns, build in (
            (AGENCIES, "agencies", _AGENCY_COLUMNS, self._agency),
            (MILESTONES, "milestones", _MILESTONE_COLUMNS, self._milestone),
            (TARGETS, "targets", _TARGET_COLUMNS, self._target),
        ):
            raw[key] = list(self._rows(self._sheet(grids, title), title, key, columns, build))
        return raw

    def _sheet(self, grids: Mapping[str, Grid], title: str) -> Grid:
        grid = next((grid for name, grid in grids.items() if to_the_eye(name) == to_the_eye(title)), None)
        if grid is None:
            self.problems.append(PlanProblem(title, t("không có trang này", "the sheet is missing")))
            return Grid(title, {})
        return grid

    def _general(self, grid: Grid, raw: dict[str, Any]) -> None:
        labels = ((row, cell) for (row, column), cell in grid.cells.items() if column == 1)
        values = {to_the_eye(cell.shown): grid[row, 2] for row, cell in labels}
        for label, path, _, read in _lines():
            cell = values.get(to_the_eye(label))
            if cell is None:
                if grid.cells:
                    text = t(f"không thấy dòng «{label}»", f"the line '{label}' is missing")
                    self.problems.append(PlanProblem(GENERAL, text))
                continue
            self.places[path] = _ref(cell)
            if filled(cell):
                value = read(self, cell)
                if value is not None:
                    _set(raw, path, value)

    def _rows(
        self,
        grid: Grid,
        title: str,
        key: str,
        columns: Sequence[tuple[str, str, int]],
        build: Callable[[Mapping[str, Cell]], dict[str, Any]],
    ) -> Iterator[dict[str, Any]]:
        table = find_table(grid, {name: (heading,) for heading, name, _ in columns}, [name for _, name, _ in columns])
        if table is None:
            if grid.cells:
                wanted = ", ".join(f"«{heading}»" for heading, *_ in columns)
                self.problems.append(PlanProblem(title, t(f"không thấy các cột {wanted}", f"no columns {wanted}")))
            return
        for number, cells in enumerate(table.rows, start=1):
            path = f"{key}[{number}]"
            self.places[path] = _ref(next(cell for cell in cells.values() if filled(cell)))
            for name, cell in cells.items():
                self.places[f"{path}.{name}"] = _ref(cell)
                if name in ("wording", "day"):
                    self.places[f"{path}.due.{name}"] = _ref(cell)
            yield build(cells)

    def _agency(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        several = self.choice(cells["several"], {"yes": YES, "no": NO})
        return {
            "name": self.text(cells["name"]),
            "leads": self.numbers(cells["leads"]) or [],
            "supports": self.numbers(cells["supports"]) or [],
            "several": several == "yes",
            "bodies": [part.strip() for part in cells["bodies"].shown.split(";") if part.strip()],
        }

    def _milestone(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        wording, day = self.choice(cells["wording"], _WORDINGS), self.day(cells["day"])
        if (wording is None) != (day is None) and not (filled(cells["wording"]) and filled(cells["day"])):
            text = t("cách ghi hạn và ngày phải đi cùng nhau", "wording and day belong together")
            self.problems.append(PlanProblem(_ref(cells["wording"]), text))
        due = {"wording": wording, "day": day} if wording and day else None
        kind = self.choice(cells["kind"], _kinds())
        return {
            **({"kind": kind} if kind else {}),
            "what": self.text(cells["what"]),
            "by_whom": self.text(cells["by_whom"]),
            "due": due,
        }

    def _target(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        kind, of = self.choice(cells["kind"], _TARGET_KINDS), self.choice(cells["what"], _TARGET_OF)
        return {
            **({"kind": kind} if kind else {}),
            **({"what": of} if of else {}),
            "text": self.text(cells["text"]),
            "share": self.share(cells["share"]),
            "number": self.whole(cells["number"]),
            "of": self.whole(cells["of"]),
        }

    def _wrong(self, cell: Cell, vi: str, en: str) -> None:
        self.problems.append(PlanProblem(_ref(cell), t(vi, en)))

    def text(self, cell: Cell) -> str:
        """A text; a number is read as its digits."""
        if isinstance(cell.value, float) and cell.value == int(cell.value):
            return str(int(cell.value))
        return cell.shown.strip()

    def lines(self, cell: Cell) -> list[str]:
        """The lines of a text."""
        return [line.strip() for line in cell.shown.splitlines() if line.strip()]

    def whole(self, cell: Cell) -> int | None:
        """A whole number."""
        text = self.text(cell)
        if not text:
            return None
        if re.fullmatch(r"[0-9]{1,6}", text):
            return int(text)
        self._wrong(cell, f"«{text}» không phải số nguyên", f"'{text}' is not a whole number")
        return None

    def numbers(self, cell: Cell) -> list[int] | None:
        """Whole numbers with commas or blanks between them."""
        parts = [part for part in re.split(r"[,;\s]+", self.text(cell)) if part]
        if all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
            return [int(part) for part in parts]
        self._wrong(
            cell, f"«{cell.shown}» phải là các số cách nhau dấu phẩy", f"'{cell.shown}' must be numbers with commas"
        )
        return None

    def share(self, cell: Cell) -> str | None:
        """A share as exact text: `100%`, `9/10`; a number cell formatted as a percentage holds its share."""
        if not filled(cell):
            return None
        if cell.kind is CellKind.NUMBER:
            return str(Fraction(str(cell.value)))
        text = cell.shown.strip().replace(" ", "").replace(",", ".")
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?%|[0-9]+/[1-9][0-9]*|[01](\.[0-9]+)?", text):
            return text
        self._wrong(cell, f"«{cell.shown}» không phải tỷ lệ, ví dụ 100%", f"'{cell.shown}' is no share such as 100%")
        return None

    def day(self, cell: Cell) -> str | None:
        """A day: a date cell, or day/month/year as text."""
        if not filled(cell):
            return None
        if isinstance(cell.value, date):
            return cell.value.isoformat()[:10]
        match = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", cell.shown.strip())
        try:
            if match:
                return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        except ValueError:
            pass
        self._wrong(
            cell, f"«{cell.shown}» không phải ngày có thật (ngày/tháng/năm)", f"'{cell.shown}' is not a real day"
        )
        return None

    def choice(self, cell: Cell, choices: Mapping[str, str]) -> str | None:
        """The key of a choice."""
        if not filled(cell):
            return None
        key = next((key for key, text in choices.items() if to_the_eye(text) == to_the_eye(cell.shown)), None)
        if key is None:
            known = ", ".join(f"«{text}»" for text in choices.values())
            self._wrong(cell, f"«{cell.shown}» không có trong danh sách: {known}", f"not one of: {known}")
        return key

    def minimum(self, cell: Cell) -> dict[str, int] | None:
        """Least numbers of respondents by group: `Trẻ em: 50; Người dân: 100`."""
        parts = [part.rpartition(":") for part in re.split(r"[;\n]", cell.shown) if part.strip()]
        if all(group.strip() and count.strip().isdigit() for group, _, count in parts):
            return {group.strip(): int(count) for group, _, count in parts}
        self._wrong(
            cell, f"«{cell.shown}»: viết như «Trẻ em: 50; Người dân: 100»", "write it like «Trẻ em: 50; Người dân: 100»"
        )
        return None

    def reverification(self, cell: Cell) -> dict[str, Any] | None:
        """A number of communes, or a share of them."""
        text = self.text(cell)
        if re.fullmatch(r"[0-9]+", text):
            return {"number": int(text)}
        share = self.share(cell)
        return {"share": share} if share else None


def _ref(cell: Cell) -> str:
    return "!".join(filter(None, (cell.sheet, cell.ref)))


def _set(raw: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a dotted path, beside what is there."""
    *parents, last = path.split(".")
    for parent in parents:
        raw = raw.setdefault(parent, {})
    if isinstance(value, dict) and isinstance(raw.get(last), dict):
        raw[last].update(value)
    else:
        raw[last] = value


def open_plan(name: str) -> Plan:
    """The plan that an id, or a path to a .yaml or .xlsx file, names; raises `PlanError`."""
    if not name.lower().endswith(".xlsx"):
        return find_plan(name)
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        text = t(f"không đọc được tệp: {error.strerror}", f"cannot be read: {error.strerror}")
        raise PlanError([PlanProblem(name, text)]) from None
    return read_planbook(data, name)
