"""What VBA calls: `press` with a button's id, `start` when Excel starts; nothing that goes wrong reaches Excel raw.

A button's function, in `macros.buttons`, takes a saved copy of the active workbook through the same library function as
the command line, then writes the result back.
"""

import logging
from logging.handlers import RotatingFileHandler

import xlwings as xw

from macros.button import SayError, handlers
from macros.excel import CancelledError, Desk
from macros.ribbon import label_of
from udfs.functions import CATEGORY
from udfs.help import help_texts
from xl_cfc.addin.settings import XLWINGS_VERSION
from xl_cfc.delivery.packing import PackRefusedError
from xl_cfc.files.home import home, log_file
from xl_cfc.language import speaking
from xl_cfc.usage import UsageError

log = logging.getLogger("xl_cfc.addin")


def press(button: str) -> None:
    """A button was pressed. A failure is logged and told in one sentence; a cancelled dialog is silent."""
    with speaking("vi"), _logging():
        desk: Desk | None = None
        try:
            desk = Desk(xw.Book.caller())
            desk.clear_progress()
            log.info("%s: %s", button, desk.key)
            sentence = handlers()[button](desk)
            if sentence:
                desk.say(sentence)
        except CancelledError:
            log.info("%s: cancelled", button)
        except (SayError, PackRefusedError, UsageError) as refusal:
            log.info("%s: %s", button, refusal)
            _tell(desk, str(refusal))
        except Exception:
            log.exception("%s", button)
            _tell(
                desk,
                f"Không thực hiện được «{label_of(button)}». Gửi tệp nhật ký cho người hỗ trợ: {log_file()}",
            )


def start(version: str) -> None:
    """Excel has started: compare versions, and give the function wizard its Vietnamese help."""
    with speaking("vi"), _logging():
        desk: Desk | None = None
        try:
            desk = Desk(xw.Book.caller())
            if not version == XLWINGS_VERSION == xw.__version__:
                raise SayError(
                    f"Tiện ích dùng xlwings {version}, máy này cài xlwings {xw.__version__}: "
                    "đóng Excel rồi chạy lại lệnh xl-cfc addin install"
                )
            for entry in help_texts():
                desk.register_help(entry, CATEGORY)
        except SayError as refusal:
            _tell(desk, str(refusal))
        except Exception:
            log.exception("start")


def _tell(desk: Desk | None, sentence: str) -> None:
    """Say it; when even that fails there is only the log."""
    try:
        if desk is not None:
            desk.say(sentence, serious=True)
    except Exception:
        log.exception("could not say: %s", sentence)


class _logging:  # noqa: N801 - reads as a statement: with _logging()
    """The log file, open for the length of one press: nothing stays locked in between."""

    def __enter__(self) -> None:
        folder = home()
        folder.mkdir(parents=True, exist_ok=True)
        self.handler = RotatingFileHandler(log_file(folder), maxBytes=500_000, backupCount=2, encoding="utf-8")
        self.handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        root = logging.getLogger("xl_cfc")
        root.addHandler(self.handler)
        root.setLevel(logging.INFO)

    def __exit__(self, *failure: object) -> None:
        logging.getLogger("xl_cfc").removeHandler(self.handler)
        self.handler.close()
