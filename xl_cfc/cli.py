"""The command line: words in, exit code out. Each command is a module of `xl_cfc.commands`, imported when called."""

import argparse
import contextlib
import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from xl_cfc import __version__
from xl_cfc.language import Language, speaking, t
from xl_cfc.usage import UsageError

#: Commands in the order of help: name -> (Vietnamese, English) one-line help.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("làm thử từ đầu đến cuối với một huyện ví dụ", "the whole job on an example district"),
    "template": ("tạo phiếu thu thập số liệu", "make a data-collection form"),
    "score": ("chấm điểm phiếu", "score forms"),
    "check": ("kiểm tra phiếu, liệt kê mọi lỗi", "check forms and list every mistake"),
    "merge": ("gộp nhiều phiếu thành bản tổng hợp", "merge many forms into a consolidated workbook"),
    "compare": ("so sánh hai kỳ của một đơn vị", "what moved from one form of a unit to the next"),
    "split": ("tách phiếu của xã thành phiếu cho từng cơ quan", "split a form among the lead agencies"),
    "collect": ("gom số liệu từ phiếu của các cơ quan", "collect the agencies' forms into the commune's"),
    "advise": ("gợi ý cách tăng điểm", "what would raise the score"),
    "pack": ("đóng gói phiếu để nộp", "pack a checked form for submission"),
    "example": ("tạo các phiếu ví dụ đã điền", "write filled example forms"),
    "missing": ("ai chưa nộp, ai phải sửa: danh sách gọi điện", "who has not sent a form: the list to phone"),
    "roster": ("tạo, kiểm tra danh sách đơn vị", "make or check the list of units"),
    "plan": ("xem, sửa trong Excel, kiểm tra kế hoạch của địa phương", "show, edit in Excel, check plans"),
    "ruleset": ("xem, sửa trong Excel, so sánh bộ tiêu chí", "show, edit in Excel, compare rule sets"),
    "addin": ("cài, gỡ, chẩn đoán add-in Excel", "install, remove, diagnose the Excel add-in"),
}

EXIT_OK, EXIT_UNUSABLE = 0, 2


class _Parser(argparse.ArgumentParser):
    """argparse in the language in force."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(**{**options, "formatter_class": _Help, "add_help": False})
        if add_help:
            self.add_argument("-h", "--help", action="help", help=t("in hướng dẫn này", "show this help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and how help is had."""
        for english, vietnamese in _PARSER_WORDS.items():
            message = message.replace(english, t(vietnamese, english))
        hint = t(f"Xem hướng dẫn: {self.prog} --help", f"Help: {self.prog} --help")
        self.exit(EXIT_UNUSABLE, f"{self.prog}: {message}\n{hint}\n")


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, t("Cách dùng: ", "Usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        known = {"positional arguments": t("đối số", "arguments"), "options": t("tuỳ chọn", "options")}
        super().start_section(known.get(heading or "", heading))


#: What argparse says of a wrong call -> the same in Vietnamese.
_PARSER_WORDS = {
    "the following arguments are required:": "còn thiếu:",
    "unrecognized arguments:": "không hiểu:",
    "invalid choice:": "giá trị không nhận:",
    "choose from": "chọn một trong",
    "expected one argument": "cần một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "invalid int value:": "không phải số nguyên:",
    "argument ": "tuỳ chọn ",
}


def build_parser(name: str | None = None) -> argparse.ArgumentParser:
    """The parser of every command, with the options of the one named; texts in the language in force."""
    shared = _Parser(add_help=False)
    shared.add_argument(
        "--lang", choices=("vi", "en"), default=argparse.SUPPRESS, help=t("ngôn ngữ (mặc định vi)", "language")
    )
    parser = _Parser(
        prog="xl-cfc",
        parents=[shared],
        description=t(
            "Phiếu, chấm điểm, kiểm tra và tổng hợp xã, phường, thị trấn phù hợp với trẻ em.",
            "Forms, scoring, checks and consolidation for child-friendly communes.",
        ),
        epilog=t(
            "Mã thoát: 0 không có lỗi; 1 có lỗi hoặc có tệp không dùng được; 2 không có gì dùng được, hoặc gọi sai.",
            "Exit codes: 0 no error; 1 errors, or some files unusable; 2 nothing usable, or wrong usage.",
        ),
    )
    parser.add_argument(
        "--version", action="version", version=f"xl-cfc {__version__}", help=t("in số phiên bản", "show the version")
    )
    commands = parser.add_subparsers(dest="command", metavar=t("LỆNH", "COMMAND"), required=True)
    for command, help_texts in COMMANDS.items():
        one = commands.add_parser(
            command, parents=[shared], help=t(*help_texts), description=t(*help_texts).capitalize()
        )
        if command == name:
            _module(command).configure(one)
    return parser


def _module(command: str) -> Any:
    return importlib.import_module(f"xl_cfc.commands.{command}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (semantics: exit codes) and never shows a traceback."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    with speaking(_language(arguments)):
        try:
            return _dispatch(arguments)
        except KeyboardInterrupt:
            print(t("Đã dừng theo yêu cầu.", "Stopped as asked."), file=sys.stderr)
            return EXIT_UNUSABLE
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 (the interpreter flushes it at exit)
            return EXIT_OK
        except UsageError as error:
            print(str(error), file=sys.stderr)
            return EXIT_UNUSABLE
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            print(
                t(
                    f"Không đọc hoặc ghi được: {place}{error.strerror}",
                    f"Cannot read or write: {place}{error.strerror}",
                ),
                file=sys.stderr,
            )
            return EXIT_UNUSABLE
        except Exception:
            print(_logged(), file=sys.stderr)
            return EXIT_UNUSABLE


def _language(arguments: Sequence[str]) -> Language:
    """The language asked for anywhere on the line, before anything is parsed."""
    for position, argument in enumerate(arguments):
        if argument == "--lang=en" or (argument == "--lang" and arguments[position + 1 : position + 2] == ["en"]):
            return "en"
    return "vi"


def _dispatch(arguments: Sequence[str]) -> int:
    name = next((argument for argument in arguments if argument in COMMANDS), None)
    parser = build_parser(name)
    if not arguments:
        parser.print_help()
        return EXIT_UNUSABLE
    options, code = _parsed(parser, arguments)
    return code if name is None or options is None else int(_module(name).run(options))


def _parsed(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> tuple[argparse.Namespace | None, int]:
    """The parsed options, or None with the exit code argparse chose."""
    try:
        return parser.parse_args(arguments), EXIT_OK
    except SystemExit as stop:
        return None, stop.code if isinstance(stop.code, int) else EXIT_UNUSABLE


def _logged() -> str:
    """Write the traceback to a file and say in a sentence where it is."""
    import traceback

    if os.environ.get("XL_CFC_DEBUG"):
        traceback.print_exc()
    path = Path(tempfile.gettempdir()) / f"xl-cfc-{datetime.now():%Y%m%d-%H%M%S}.log"
    with contextlib.suppress(OSError):
        path.write_text(traceback.format_exc(), "utf-8")
    return t(
        f"Chương trình gặp sự cố ngoài dự kiến. Gửi tệp {path} cho người hỗ trợ.",
        f"Something unexpected went wrong. Send the file {path} to support.",
    )
