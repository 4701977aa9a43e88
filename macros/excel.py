"""The running Excel as the handlers need it: the active workbook, dialogs, progress, a saved copy.

Writing goes through xlwings' objects. Three things have no call there and use the application's own object:
saving a copy without renaming the open workbook, Excel's file dialogs, and registering a function's help.
"""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import xlwings as xw

from udfs.help import FunctionHelp
from xl_cfc.addin.settings import ADDIN_NAME
from xl_cfc.ruleset.known import KnownRulesets, known_rulesets
from xl_cfc.usage import UsageError

log = logging.getLogger("xl_cfc.addin")

TITLE = "Xã phù hợp trẻ em"
_FOLDER_PICKER = 4
_ANSWERED = -1
_STAYING = "[CFC] "


class CancelledError(Exception):
    """The officer pressed Cancel: nothing more happens, nothing is said."""


class Desk:
    """One Excel with the workbook whose button was pressed."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self.app: xw.App = book.app

    @cached_property
    def rulesets(self) -> KnownRulesets:
        """The rule sets known on this computer: the shipped ones and those in this user's folder."""
        known, problems = known_rulesets()
        for problem in problems:
            log.warning("%s", problem)
        return known

    @property
    def key(self) -> str:
        """What the history knows the workbook by: its path, or its name where OneDrive hides the path."""
        try:
            return self.book.fullname
        except Exception:  # xlwings finds no local folder for an address of OneDrive or SharePoint
            return self.book.name

    def say(self, sentence: str, *, serious: bool = False) -> None:
        """One short dialog."""
        self.app.alert(sentence, title=TITLE, buttons="ok", mode="critical" if serious else "info")

    def ask(self, question: str) -> bool:
        """A question with Yes and No."""
        return self.app.alert(question, title=TITLE, buttons="yes_no", mode="info") == "yes"

    def progress(self, text: str, *, stays: bool = False) -> None:
        """Show progress in the status bar; a text that stays is taken away by the next press of a button."""
        self.app.status_bar = f"{_STAYING}{text}" if stays else text

    def clear_progress(self) -> None:
        """Give the status bar back to Excel when it still shows a text of ours."""
        shown = self.app.status_bar
        if isinstance(shown, str) and shown.startswith(_STAYING):
            self.app.status_bar = False

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Write without flicker, without waking the workbook's own macros; settings are left as found."""
        with self.app.properties(status_bar="Đang xử lý…", screen_updating=False, enable_events=False):
            yield

    def saved_copy(self) -> bytes:
        """The workbook as it is now, unsaved changes included; neither it nor its file is touched."""
        with tempfile.TemporaryDirectory(prefix="xl_cfc-") as folder:
            path = Path(folder) / f"ban-sao{self.suffix}"
            self.book.api.SaveCopyAs(str(path))
            return path.read_bytes()

    def open(self, path: Path) -> xw.Book:
        """Open a workbook; what Excel calculates while opening is no change of the officer's."""
        book = self.app.books.open(path)
        book.api.Saved = True
        return book

    def find_open(self, path: Path) -> xw.Book | None:
        """This file as this Excel has it open.

        Raises `UsageError` when another file of that name is open: Excel opens no two of one name.
        """
        book = next((book for book in self.app.books if book.name.casefold() == path.name.casefold()), None)
        if book is not None and not _is_file(book, path):
            raise UsageError(f"Đang mở một tệp khác cũng tên {path.name}: đóng tệp đó rồi bấm lại")
        return book

    @contextmanager
    def set_aside(self, path: Path) -> Iterator[bool]:
        """Save and close a workbook that is open here, so that its file can be replaced; says whether it was open.

        When the replacing fails, it is opened again.
        """
        book = self.find_open(path)
        if book is None:
            yield False
            return
        mine = book == self.book
        if not book.api.Saved:
            book.save()
        book.close()
        try:
            yield True
        except BaseException:
            again = self.open(path)
            self.book = again if mine else self.book
            raise

    def let_go(self, path: Path) -> bool:
        """Close a file that is open here and untouched; False when something in it is not saved."""
        book = next((book for book in self.app.books if _is_file(book, path)), None)
        if book is None:
            return True
        if not book.api.Saved:
            return False
        book.close()
        return True

    @property
    def suffix(self) -> str:
        """The file type of the workbook; a workbook that was never saved becomes an .xlsx."""
        suffix = Path(self.book.name).suffix.lower()
        return suffix if suffix in (".xlsx", ".xlsm", ".xls", ".xlsb") else ".xlsx"

    def ask_save(self, title: str, name: str) -> Path:
        """Where to save; raises `CancelledError`."""
        answer = self.app.api.GetSaveAsFilename(
            InitialFileName=name, FileFilter="Excel (*.xlsx), *.xlsx", FilterIndex=1, Title=title
        )
        if not answer or not isinstance(answer, str):
            raise CancelledError
        return Path(answer)

    def ask_open(self, title: str, name: str, pattern: str) -> Path:
        """A file to open; raises `CancelledError`."""
        answer = self.app.api.GetOpenFilename(FileFilter=f"{name} ({pattern}), {pattern}", FilterIndex=1, Title=title)
        if not answer or not isinstance(answer, str):
            raise CancelledError
        return Path(answer)

    def ask_folder(self, title: str) -> Path:
        """A folder; raises `CancelledError`."""
        dialog = self.app.api.FileDialog(_FOLDER_PICKER)
        dialog.Title = title
        if dialog.Show() != _ANSWERED:
            raise CancelledError
        return Path(str(dialog.SelectedItems(1)))

    def register_help(self, entry: FunctionHelp, category: str) -> None:
        """Give Excel's function wizard the description of a function and its arguments."""
        self.app.api.MacroOptions(
            f"'{ADDIN_NAME}'!{entry.name}",
            Description=entry.description,
            HasMenu=False,
            MenuText=None,
            HasShortcutKey=False,
            ShortcutKey=None,
            Category=category,
            StatusBar=None,
            HelpContextID=None,
            HelpFile=None,
            ArgumentDescriptions=list(entry.arguments) or None,
        )


def _is_file(book: xw.Book, path: Path) -> bool:
    try:
        return Path(book.fullname) == path
    except Exception:  # xlwings finds no local folder for an address of OneDrive or SharePoint
        return False


def open_file(path: Path) -> None:
    """Open a text file in the program Windows has for it."""
    start = getattr(os, "startfile", None)
    if start is not None:
        start(str(path))
