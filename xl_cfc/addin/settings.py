"""Where the add-in keeps its things, and the settings xlwings' VBA reads from the add-in's own sheet.

The sheet comes before every file xlwings would look into, so each setting that decides which Python runs is
given here, also when it is empty: no file beside a workbook can put another one in its place.
"""

ADDIN_NAME = "xl_cfc.xlam"
#: The version whose VBA module and DLL are compiled into the add-in; both are upgraded together.
XLWINGS_VERSION = "0.37.8"
#: The name xlwings' unchanged module gives the settings' sheet of a custom add-in.
CONFIG_SHEET = "myaddin.conf"


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
