"""Drives a headless LibreOffice; runs under the system's Python, which is the one that has UNO.

usage: uno_driver.py recalculate|resave|damage REQUEST.json ANSWER.json WORK_FOLDER
"""

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def property_value(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def start_office(folder):
    pipe = "cfc" + str(time.time_ns())
    process = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
            f"-env:UserInstallation=file://{folder}/profile",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return process, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def open_book(desktop, path):
    return desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (property_value("Hidden", True),))


def type_into(cell, value):
    if value is None:
        cell.clearContents(1 | 2 | 4 | 16)
    elif isinstance(value, dict):
        cell.setFormula("=" + value["error"].replace("#DIV/0!", "1/0").replace("#N/A", "NA()"))
    elif isinstance(value, bool):
        cell.setFormula("=TRUE()" if value else "=FALSE()")
    elif isinstance(value, (int, float)):
        cell.setValue(value)
    else:
        cell.setString(value)


def blocks(places):
    """The rectangle of each sheet that holds all watched cells: one call reads it whole."""
    found = {}
    for sheet, row, column in places:
        top, left, bottom, right = found.get(sheet, (row, column, row, column))
        found[sheet] = (min(top, row), min(left, column), max(bottom, row), max(right, column))
    return found


def recalculate(desktop, request):
    book = open_book(desktop, request["path"])
    sheets = book.Sheets
    for number in range(sheets.Count):
        sheets.getByIndex(number).unprotect("")
    book.enableAutomaticCalculation(False)
    book.lockControllers()
    book.addActionLock()
    book.UndoManager.lock()  # without it every typed cell is remembered and typing grows slower and slower
    rectangles = {
        sheet: (sheets.getByName(sheet).getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1), top, left)
        for sheet, (top, left, bottom, right) in blocks(request["read"]).items()
    }
    answers = []
    for job in request["jobs"]:
        cells = [
            (sheets.getByName(sheet).getCellByPosition(column - 1, row - 1), value) for sheet, row, column, value in job
        ]
        for cell, value in cells:
            type_into(cell, value)
        book.calculateAll()
        data = {sheet: (area.getDataArray(), top, left) for sheet, (area, top, left) in rectangles.items()}
        answers.append([data[s][0][row - data[s][1]][column - data[s][2]] for s, row, column in request["read"]])
        for cell, _ in cells:
            cell.clearContents(1 | 2 | 4 | 16)
    book.close(True)
    return answers


def insert_rows(book, sheet, before, count):
    book.Sheets.getByName(sheet).Rows.insertByIndex(before - 1, count)


def rename_sheet(book, sheet, title):
    book.Sheets.getByName(sheet).Name = title


def move_sheet(book, sheet, position):
    book.Sheets.moveByName(sheet, position)


def insert_columns(book, sheet, before, count):
    book.Sheets.getByName(sheet).Columns.insertByIndex(before - 1, count)


def delete_rows(book, sheet, first, count):
    book.Sheets.getByName(sheet).Rows.removeByIndex(first - 1, count)


def delete_columns(book, sheet, first, count):
    book.Sheets.getByName(sheet).Columns.removeByIndex(first - 1, count)


def copy_sheet(book, sheet, title, position):
    book.Sheets.copyByName(sheet, title, position)


def delete_sheet(book, sheet):
    book.Sheets.removeByName(sheet)


def merge_cells(book, sheet, area):
    book.Sheets.getByName(sheet).getCellRangeByName(area).merge(True)


def delete_names(book, names):
    for name in names:
        book.NamedRanges.removeByName(name)


ACTIONS = {
    "insert_rows": insert_rows,
    "insert_columns": insert_columns,
    "delete_rows": delete_rows,
    "delete_columns": delete_columns,
    "copy_sheet": copy_sheet,
    "delete_sheet": delete_sheet,
    "merge_cells": merge_cells,
    "rename_sheet": rename_sheet,
    "move_sheet": move_sheet,
    "delete_names": delete_names,
}


def resave(desktop, request):
    """Open, type, recalculate and save, as a person would."""
    for task in request["tasks"]:
        book = open_book(desktop, task["path"])
        for number in range(book.Sheets.Count):
            book.Sheets.getByIndex(number).unprotect("")
        for action, *details in task.get("actions", []):
            ACTIONS[action](book, *details)
        for sheet, row, column, value in task.get("type", []):
            type_into(book.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1), value)
        book.calculateAll()
        filters = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
        suffix = task["save"].rsplit(".", 1)[-1]
        book.storeToURL(Path(task["save"]).as_uri(), (property_value("FilterName", filters[suffix]),))
        book.close(True)
    return "saved"


def area(book, sheet, place):
    return book.Sheets.getByName(sheet).getCellRangeByName(place)


def do_type(book, sheet, place, value):
    type_into(area(book, sheet, place).getCellByPosition(0, 0), value)


def do_cut(book, sheet, place, to_sheet, to_place):
    target = area(book, to_sheet, to_place).getCellByPosition(0, 0).getCellAddress()
    book.Sheets.getByName(sheet).moveRange(target, area(book, sheet, place).getRangeAddress())


def do_copy(book, sheet, place, to_sheet, to_place):
    target = area(book, to_sheet, to_place).getCellByPosition(0, 0).getCellAddress()
    book.Sheets.getByName(to_sheet).copyRange(target, area(book, sheet, place).getRangeAddress())


def do_sort(book, sheet, place, column, descending):
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = column, not descending
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    order = PropertyValue()
    order.Name, order.Value = "SortFields", fields
    area(book, sheet, place).sort((order, property_value("ContainsHeader", False)))


DAMAGES = {
    "type": do_type,
    "cut": do_cut,
    "copy": do_copy,
    "sort": do_sort,
    "insert_rows": insert_rows,
    "insert_columns": insert_columns,
    "delete_rows": delete_rows,
    "delete_columns": delete_columns,
    "delete_sheet": delete_sheet,
}


def snapshot(book, wanted):
    """What a saved file would hold: every name, every cell of the wanted sheets, which hold formulas, which errors."""
    names = {name: book.NamedRanges.getByName(name).getContent() for name in book.NamedRanges.ElementNames}
    sheets = {}
    for title in book.Sheets.ElementNames:
        if title not in wanted:
            continue
        sheet = book.Sheets.getByName(title)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.getRangeAddress()
        used = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        errors = [
            (address.StartRow, address.StartColumn, address.EndRow, address.EndColumn)
            for address in used.queryFormulaCells(4).getRangeAddresses()
        ]
        formulas = [
            (address.StartRow, address.StartColumn, address.EndRow, address.EndColumn)
            for address in used.queryContentCells(16).getRangeAddresses()
        ]
        sheets[title] = {"data": used.getDataArray(), "errors": errors, "formulas": formulas}
    return {"names": names, "sheets": sheets}


def damage(desktop, request):
    """Each case done to the same form and undone: what it left of the sheets, and which steps were let through."""
    answers = []
    book = open_book(desktop, request["path"])
    base = None
    for case in request["cases"]:
        if book is None:
            book = open_book(desktop, request["path"])
        if base is None:
            book.calculateAll()
            base = snapshot(book, request["sheets"])
        done = []
        with_protection(book, case["protected"])
        for name, *details in case["steps"]:
            try:
                DAMAGES[name](book, *details)
                done.append(True)
            except Exception:
                done.append(False)
        book.calculateAll()
        answers.append({**snapshot(book, request["sheets"]), "done": done})
        try:
            while book.UndoManager.isUndoPossible():
                book.UndoManager.undo()
            book.calculateAll()
            whole = snapshot(book, request["sheets"]) == base
        except Exception:
            whole = False
        if not whole:
            book.close(True)
            book = None
    if book is not None:
        book.close(True)
    return answers


def with_protection(book, wanted):
    """Protected as the form is sent, or as somebody leaves it who has lifted that."""
    for number in range(book.Sheets.Count):
        sheet = book.Sheets.getByIndex(number)
        if wanted and not sheet.isProtected():
            sheet.protect("")
        elif not wanted and sheet.isProtected():
            sheet.unprotect("")
    book.UndoManager.clear()


def main():
    command, asked, answered, folder = sys.argv[1:]
    request = json.loads(Path(asked).read_text("utf-8"))
    process, desktop = start_office(folder)
    try:
        answer = {"recalculate": recalculate, "resave": resave, "damage": damage}[command](desktop, request)
        Path(answered).write_text(json.dumps(answer), "utf-8")
    finally:
        with contextlib.suppress(Exception):
            desktop.terminate()
        process.wait(timeout=30)


main()
