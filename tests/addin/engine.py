"""An Excel that is none: xlwings' engine interface over workbooks in memory, so that handlers run unmodified.

It holds what a handler can see or spoil: values, fills, notes, links, sheets, names, protection, selection,
the application's settings and its dialogs. It is strict where Excel is: a protected sheet refuses notes and
values, a text that begins with "=" becomes a formula, one that looks like a number becomes a number. It is no
proof about Excel itself (docs/windows-checklist.md).
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.comments import Comment
from openpyxl.styles import Font as XlFont
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes

from xl_cfc.form.evaluation import evaluate
from xl_cfc.ruleset.known import known_rulesets

ENGINE_NAME = "test"


class ExcelError(Exception):
    """What COM would raise."""


class Engine:
    """The engine xlwings talks to."""

    name = ENGINE_NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool) -> Any:
        return [[empty if value is None else value for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None else value


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.running: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def __iter__(self) -> Iterator["App"]:
        return iter(self.running)

    def __len__(self) -> int:
        return len(self.running)

    def __getitem__(self, pid: int) -> "App":
        return next(app for app in self.running if app.pid == pid)


class Dialog:
    """Excel's folder picker."""

    Title = ""

    def __init__(self, native: "NativeApp") -> None:
        self.native = native

    def Show(self) -> int:
        self.native.asked.append(self.Title)
        self.answer = self.native.answers.pop(0) if self.native.answers else None
        return -1 if self.answer else 0

    def SelectedItems(self, number: int) -> Any:
        return self.answer


class NativeApp:
    """The application's own object: what xlwings has no call for."""

    def __init__(self) -> None:
        self.answers: list[str | None] = []
        self.asked: list[str] = []
        self.help: dict[str, dict[str, Any]] = {}

    def GetSaveAsFilename(self, **options: Any) -> Any:
        self.asked.append(options["Title"])
        answer = self.answers.pop(0) if self.answers else None
        return answer or False

    def GetOpenFilename(self, **options: Any) -> Any:
        return self.GetSaveAsFilename(**options)

    def FileDialog(self, kind: int) -> Dialog:
        assert kind == 4
        return Dialog(self)

    def MacroOptions(self, macro: str, **options: Any) -> None:
        self.help[macro] = options


class App(base_classes.App):
    pid = 1
    books: Any = None

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.native = NativeApp()
        self.said: list[str] = []
        self.progress: list[str] = []
        self.chosen: Range | None = None
        self.books = Books(self)
        self.settings: dict[str, Any] = {
            "screen_updating": True,
            "enable_events": True,
            "display_alerts": True,
            "calculation": "automatic",
            "status_bar": False,
        }
        self.fails_at: set[str] = set()
        self.decision = "no"

    @property
    def api(self) -> NativeApp:
        return self.native

    @property
    def selection(self) -> "Range | None":
        return self.chosen

    def activate(self, steal_focus: bool = False) -> None:
        return None

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        if "alert" in self.fails_at:
            raise ExcelError("no dialog")
        self.said.append(prompt)
        return self.decision if buttons == "yes_no" else "ok"


def _setting(name: str) -> property:
    def get(app: App) -> Any:
        return app.settings[name]

    def put(app: App, value: Any) -> None:
        app.settings[name] = value
        if name == "status_bar" and isinstance(value, str):
            app.progress.append(value)

    return property(get, put)


for _name in ("screen_updating", "enable_events", "display_alerts", "calculation", "status_bar"):
    setattr(App, _name, _setting(_name))


class Books(base_classes.Books):
    app: Any = None

    def __init__(self, app: App) -> None:
        self.app = app
        self.open_books: list[Book] = []

    def __call__(self, key: Any) -> "Book":
        for number, book in enumerate(self.open_books, start=1):
            if key in (number, book.name):
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.open_books)

    def __iter__(self) -> Iterator["Book"]:
        return iter(self.open_books)

    @property
    def active(self) -> "Book":
        return self.open_books[-1]

    def add(self) -> "Book":
        book = Book(self.app, Workbook(), f"Book{len(self.open_books) + 1}", None)
        self.open_books.append(book)
        return book

    def open(self, fullname: str, *options: Any, **more: Any) -> "Book":
        path = Path(fullname)
        if "open" in self.app.fails_at:
            raise ExcelError("the file cannot be opened")
        if path.name in (book.name for book in self.open_books):
            raise ExcelError(f"a workbook named {path.name} is already open")
        book = Book(self.app, _loaded(path), path.name, path)
        self.open_books.append(book)
        return book


def _loaded(source: Any) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions of conditional formats, which no handler sees
        return openpyxl.load_workbook(source)


class NativeBook:
    def __init__(self, book: "Book") -> None:
        self.book = book

    def SaveCopyAs(self, path: str) -> None:
        if "copy" in self.book.app.fails_at:
            raise ExcelError("disk full")
        Path(path).write_bytes(self.book.calculated_bytes())

    @property
    def Saved(self) -> bool:
        """False after opening: Excel calculates a new file, which it takes for a change."""
        return self.book.unchanged is not None and self.book.unchanged == _values(self.book.wb)

    @Saved.setter
    def Saved(self, value: bool) -> None:
        self.book.unchanged = _values(self.book.wb) if value else None


def _values(wb: Workbook) -> dict[str, list[tuple[Any, ...]]]:
    return {ws.title: list(ws.iter_rows(values_only=True)) for ws in wb.worksheets}


class Book(base_classes.Book):
    app: Any = None

    def __init__(self, app: App, wb: Workbook, name: str, path: Path | None) -> None:
        self.app = app
        self.wb = wb
        self._name = name
        self.path = path
        self.unchanged: dict[str, list[tuple[Any, ...]]] | None = None

    @property
    def api(self) -> NativeBook:
        return NativeBook(self)

    @property
    def name(self) -> str:
        return self._name

    @property
    def fullname(self) -> str:
        if "fullname" in self.app.fails_at:
            raise ExcelError("no local path for this address")
        return str(self.path or self._name)

    @property
    def sheets(self) -> "Sheets":
        return Sheets(self)

    def activate(self) -> None:
        self.app.books.open_books.remove(self)
        self.app.books.open_books.append(self)

    def save(self, path: Any = None, password: Any = None) -> None:
        if "save" in self.app.fails_at:
            raise ExcelError("the file is read-only")
        assert self.path is not None and path is None
        self.path.write_bytes(self.calculated_bytes())
        self.api.Saved = True

    def close(self) -> None:
        self.app.books.open_books.remove(self)

    def stored(self) -> bytes:
        buffer = BytesIO()
        self.wb.save(buffer)
        return buffer.getvalue()

    def calculated_bytes(self) -> bytes:
        """The workbook with the total a calculating program would have stored."""
        data = self.stored()
        if "pt_total" not in self.wb.defined_names:
            return data
        card = evaluate(data, self.name, known_rulesets()[0]).card
        sheet, place = next(self.wb.defined_names["pt_total"].destinations)
        part = f"xl/worksheets/sheet{self.wb.sheetnames.index(sheet) + 1}.xml"
        total = "" if card is None or card.total is None else f"{card.total:f}"
        return _with_result(data, part, place.replace("$", ""), total) if card is not None else data


def _with_result(data: bytes, part: str, cell: str, result: str) -> bytes:
    """The workbook with the result of one formula stored beside it, which openpyxl cannot write."""
    kind = "" if result else ' t="str"'
    formula = re.compile(rf'<c r="{cell}"([^>]*?)(?: t="[a-z]+")?>(<f>.*?</f>)<v ?/?>(?:</v>)?</c>'.encode(), re.DOTALL)
    stored = f"<v>{result or ' '}</v>".encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = source.read(name)
            if name == part:
                made = rb'<c r="%b"\1%b>\2%b</c>' % (cell.encode(), kind.encode(), stored)
                member, changed = formula.subn(made, member)
                assert changed == 1
            target.writestr(name, member)
    return out.getvalue()


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> "Sheet":
        active = self.book.wb.active
        assert isinstance(active, Worksheet)
        return Sheet(self.book, active)

    def __call__(self, key: int | str) -> "Sheet":
        return Sheet(self.book, self.book.wb.worksheets[key - 1] if isinstance(key, int) else self.book.wb[key])

    def __len__(self) -> int:
        return len(self.book.wb.worksheets)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, ws) for ws in self.book.wb.worksheets)

    def __contains__(self, key: str) -> bool:
        return key in self.book.wb.sheetnames

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> "Sheet":
        if "add" in self.book.app.fails_at:
            raise ExcelError("the workbook's structure is protected")
        place = len(self.book.wb.worksheets) if after is None else self.book.wb.worksheets.index(after.ws) + 1
        active = self.book.wb.active
        ws = self.book.wb.create_sheet(name, place)
        assert active is not ws
        self.book.wb.active = ws
        return Sheet(self.book, ws)


class Protection:
    def __init__(self, ws: Worksheet) -> None:
        self.ws = ws

    def __getattr__(self, name: str) -> bool:
        return not getattr(self.ws.protection, _ALLOWANCES[name])


_ALLOWANCES = {
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}


class NativeSheet:
    def __init__(self, ws: Worksheet) -> None:
        self.ws = ws
        self.Protection = Protection(ws)

    @property
    def ProtectContents(self) -> bool:
        return bool(self.ws.protection.sheet)

    @property
    def ProtectDrawingObjects(self) -> bool:
        return bool(self.ws.protection.objects)

    @property
    def ProtectScenarios(self) -> bool:
        return bool(self.ws.protection.scenarios)

    def Unprotect(self, password: str) -> None:
        if self.ws.protection.password:
            raise ExcelError("the password is wrong")
        self.ws.protection.sheet = False

    def Protect(self, *, Contents: bool, DrawingObjects: bool, Scenarios: bool, **allowed: bool) -> None:  # noqa: N803
        protection = self.ws.protection
        protection.sheet, protection.objects, protection.scenarios = Contents, DrawingObjects, Scenarios
        for name, value in allowed.items():
            setattr(protection, _ALLOWANCES[name], not value)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, ws: Worksheet) -> None:
        self._book = book
        self.ws = ws

    @property
    def api(self) -> NativeSheet:
        return NativeSheet(self.ws)

    @property
    def name(self) -> str:
        return str(self.ws.title)

    @name.setter
    def name(self, value: str) -> None:
        self.ws.title = value

    @property
    def book(self) -> Book:
        return self._book

    @property
    def index(self) -> int:
        return int(self._book.wb.worksheets.index(self.ws)) + 1

    @property
    def visible(self) -> bool:
        return bool(self.ws.sheet_state == "visible")

    @visible.setter
    def visible(self, value: bool) -> None:
        self.ws.sheet_state = "visible" if value else "hidden"
        if not value and self._book.wb.active is self.ws:
            shown = next(ws for ws in self._book.wb.worksheets if ws.sheet_state == "visible")
            self._book.wb.active = shown

    @property
    def notes(self) -> list["Note"]:
        return [Note(self, cell) for row in self.ws.iter_rows() for cell in row if cell.comment]

    @property
    def used_range(self) -> "Range":
        return Range(self, 1, 1, self.ws.max_row, self.ws.max_column)

    def activate(self) -> None:
        if not self.visible:
            raise ExcelError("a hidden sheet cannot be activated")
        self._book.wb.active = self.ws

    def delete(self) -> None:
        wb, active = self._book.wb, self._book.wb.active
        wb.remove(self.ws)
        remaining = [ws for ws in wb.worksheets if ws.sheet_state == "visible"]
        wb.active = active if active in wb.worksheets else remaining[-1]

    def range(self, arg1: Any, arg2: Any = None) -> "Range":
        if isinstance(arg1, Range):
            arg1 = (arg1.row, arg1.column)
        if isinstance(arg1, tuple):
            last = (arg2.row, arg2.column) if isinstance(arg2, Range) else arg2 or arg1
            return Range(self, arg1[0], arg1[1], last[0] - arg1[0] + 1, last[1] - arg1[1] + 1)
        left, top, right, bottom = range_boundaries(str(arg1))
        assert left and top and right and bottom
        return Range(self, top, left, bottom - top + 1, right - left + 1)


_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")


class Range(base_classes.Range):
    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self._sheet, self._row, self._column, self._shape = sheet, row, column, (rows, columns)

    @property
    def api(self) -> "Range":
        return self

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def row(self) -> int:
        return self._row

    @property
    def column(self) -> int:
        return self._column

    @property
    def shape(self) -> tuple[int, int]:
        return self._shape

    def __len__(self) -> int:
        return self._shape[0] * self._shape[1]

    def __call__(self, row: int, column: int | None = None) -> "Range":
        if column is None:
            row, column = divmod(row - 1, self._shape[1])
            row, column = row + 1, column + 1
        return Range(self._sheet, self._row + row - 1, self._column + column - 1)

    def _cells(self) -> list[list[Any]]:
        return [
            [self._sheet.ws.cell(self._row + r, self._column + c) for c in range(self._shape[1])]
            for r in range(self._shape[0])
        ]

    def _flat(self) -> list[Any]:
        return [cell for row in self._cells() for cell in row]

    def _must(self, allowance: str) -> None:
        protection = self._sheet.ws.protection
        if protection.sheet and getattr(protection, allowance):
            raise ExcelError(f"the sheet {self._sheet.name} is protected ({allowance})")

    @property
    def raw_value(self) -> Any:
        values = [[cell.value for cell in row] for row in self._cells()]
        return values[0][0] if self._shape == (1, 1) else values

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = data if isinstance(data, list) else [[data] * self._shape[1]] * self._shape[0]
        for cells, values in zip(self._cells(), rows, strict=True):
            for cell, value in zip(cells, values, strict=True):
                if self._sheet.ws.protection.sheet and cell.protection.locked:
                    raise ExcelError(f"{self._sheet.name}!{cell.coordinate} is protected")
                cell.value = self._typed(value)
                if isinstance(value, str) and value.startswith("'"):
                    cell.data_type = "s"

    @staticmethod
    def _typed(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value.startswith("'"):
            return value[1:]
        return None if value == "" else float(value.replace(",", ".")) if _NUMBER.fullmatch(value) else value

    @property
    def color(self) -> tuple[int, int, int] | None:
        fill = self._flat()[0].fill
        if fill.fill_type != "solid":
            return None
        rgb = str(fill.fgColor.rgb)[-6:]
        return int(rgb[:2], 16), int(rgb[2:4], 16), int(rgb[4:], 16)

    @color.setter
    def color(self, value: tuple[int, int, int] | None) -> None:
        self._must("formatCells")
        for cell in self._flat():
            cell.fill = (
                PatternFill() if value is None else PatternFill("solid", fgColor="FF{:02X}{:02X}{:02X}".format(*value))
            )

    @property
    def note(self) -> "Note | None":
        cell = self._flat()[0]
        return Note(self._sheet, cell) if cell.comment else None

    def add_note(self, text: str) -> "Note":
        self._must("objects")
        cell = self._flat()[0]
        if "note" in self._sheet.book.app.fails_at:
            raise ExcelError("no notes today")
        if cell.comment:
            raise ExcelError("the cell already has a note")
        cell.comment = Comment(text, "")
        return Note(self._sheet, cell)

    @property
    def font(self) -> "Font":
        return Font(self)

    def add_hyperlink(self, address: str, text_to_display: Any = None, screen_tip: Any = None) -> None:
        cell = self._flat()[0]
        cell.value = text_to_display
        cell.hyperlink = address
        cell.hyperlink.tooltip = screen_tip

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool = False) -> str:
        assert not row_absolute and not col_absolute
        return f"{get_column_letter(self._column)}{self._row}"

    def select(self) -> None:
        if self._sheet.book.wb.active is not self._sheet.ws:
            raise ExcelError("only a range of the active sheet can be selected")
        self._sheet.book.app.chosen = self

    wrap_text = property(lambda self: None, lambda self, value: None)
    vertical_alignment = property(lambda self: None, lambda self, value: None)
    number_format = property(lambda self: "General", lambda self, value: None)

    @property
    def column_width(self) -> float:
        return float(self._sheet.ws.column_dimensions[get_column_letter(self._column)].width)

    @column_width.setter
    def column_width(self, value: float) -> None:
        if not 0 <= value <= 255:
            raise ExcelError("a column is at most 255 characters wide")
        self._sheet.ws.column_dimensions[get_column_letter(self._column)].width = value


class Font(base_classes.Font):
    def __init__(self, cells: Range) -> None:
        self.cells = cells

    @property
    def bold(self) -> bool:
        return bool(self.cells._flat()[0].font.b)

    @bold.setter
    def bold(self, value: bool) -> None:
        for cell in self.cells._flat():
            cell.font = XlFont(b=value, color=cell.font.color)

    @property
    def color(self) -> Any:
        return self.cells._flat()[0].font.color

    @color.setter
    def color(self, value: tuple[int, int, int]) -> None:
        for cell in self.cells._flat():
            cell.font = XlFont(b=cell.font.b, color="FF{:02X}{:02X}{:02X}".format(*value))


class Note(base_classes.Note):
    def __init__(self, sheet: Sheet, cell: Any) -> None:
        self.sheet, self.cell = sheet, cell

    @property
    def text(self) -> str:
        return str(self.cell.comment.text)

    @text.setter
    def text(self, value: str) -> None:
        self.cell.comment.text = value

    @property
    def location(self) -> Range:
        return Range(self.sheet, self.cell.row, self.cell.column)

    def delete(self) -> None:
        self.location._must("objects")
        self.cell.comment = None


def running_excel() -> App:
    """A started Excel without a workbook, active in xlwings."""
    engine = Engine()
    app = App(engine)
    engine.apps.running.append(app)
    wrapped = xw.Engine(impl=engine)
    xw.engines.add(wrapped)
    wrapped.activate()
    return app


def opened(app: App, data: bytes, path: Path) -> xw.Book:
    """A workbook opened from bytes, and the one whose buttons are pressed."""
    path.write_bytes(data)
    book = xw.Book(impl=app.books.open(str(path)))
    book.set_mock_caller()
    return book


def picture(book: xw.Book) -> dict[str, Any]:
    """Everything a person could see of a workbook, for comparing before and after."""
    wb: Workbook = book.impl.wb
    active = wb.active
    assert active is not None
    return {
        "active": active.title,
        "names": {name: defined.attr_text for name, defined in wb.defined_names.items()},
        "sheets": [_sheet_picture(ws) for ws in wb.worksheets],
    }


def _sheet_picture(ws: Worksheet) -> dict[str, Any]:
    cells = {
        cell.coordinate: (
            cell.value,
            str(cell.fill.fgColor.rgb) if cell.fill.fill_type else None,
            cell.comment.text if cell.comment else None,
            cell.hyperlink.target if cell.hyperlink else None,
        )
        for row in ws.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style or cell.comment
    }
    protection = {
        name: getattr(ws.protection, name) for name in ("sheet", "objects", "scenarios", *_ALLOWANCES.values())
    }
    return {"title": ws.title, "state": ws.sheet_state, "cells": cells, "protection": protection}
