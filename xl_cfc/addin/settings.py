"""Where the add-in keeps its things, and the settings xlwings' VBA reads from the add-in's own sheet.

The sheet comes before every file xlwings would look into, so each setting that decides which Python runs is
given here, also when it is empty: no file beside a workbook can put another one in its place.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

ADDIN_NAME = "xl_cfc.xlam"
#: The version whose VBA module and DLL are compiled into the add-in; both are upgraded together.
XLWINGS_VERSION = "0.37.8"
#: The name xlwings' unchanged module gives the settings' sheet of a custom add-in.
CONFIG_SHEET = "myaddin.conf"
HOME_VARIABLE = "XL_CFC_HOME"


def default_settings() -> dict[str, str]:
    """The settings of the add-in as it ships: Python from the search path."""
    return settings_for("python")


def settings_for(interpreter: str) -> dict[str, str]:
    """The settings of one computer."""
    return {
        "INTERPRETER_WIN": interpreter,
        "INTERPRETER": interpreter,
        "PYTHONPATH": "",
        "CONDA PATH": "",
        "CONDA ENV": "",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "USE UDF SERVER": "True",
        "UDF MODULES": "udfs.functions",
        "DEBUG UDFS": "False",
        "SHOW CONSOLE": "False",
        "SHOW_ERROR_POPUPS": "True",
        "LICENSE_KEY": "",
        "ONEDRIVE_CONSUMER_WIN": "",
        "ONEDRIVE_COMMERCIAL_WIN": "",
        "SHAREPOINT_WIN": "",
    }


def start_failure_text() -> str:
    """What the add-in says, from a cell, when Python itself does not start."""
    return (
        "Không chạy được Python của tiện ích. Đóng Excel, mở cửa sổ lệnh và chạy: xl-cfc addin doctor. "
        "Lệnh đó nêu nguyên nhân và cách khắc phục."
    )


def home(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The folder of the log, the snapshots and the settings."""
    if environ.get(HOME_VARIABLE):
        return Path(environ[HOME_VARIABLE])
    if platform.startswith("win"):
        base = environ.get("LOCALAPPDATA") or str(Path(environ.get("USERPROFILE", "~")) / "AppData" / "Local")
        return Path(base).expanduser() / "xl_cfc"
    return Path(environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "xl_cfc"


def log_file(folder: Path | None = None) -> Path:
    """The log an officer can send."""
    return (folder or home()) / "nhat-ky.log"
