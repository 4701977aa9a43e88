"""Installing and removing the add-in for one Windows user: pure functions from a situation to actions.

Two places, both without admin rights. `XLSTART`: Excel opens what lies there and trusts it. A folder of our
own, registered as a trusted location and as an add-in to open: for computers whose policy empties XLSTART.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path, PureWindowsPath
from typing import Literal

from xl_cfc import __version__
from xl_cfc.addin.actions import Action, DeleteKey, DeleteValue, Remove, SetValue, Unblock, Write
from xl_cfc.addin.package import configured
from xl_cfc.addin.settings import ADDIN_NAME, XLWINGS_VERSION, settings_for
from xl_cfc.language import t

Place = Literal["xlstart", "trusted"]

_EXCEL_KEY = "Software\\Microsoft\\Office\\{version}\\Excel"
_LOCATION = "Security\\Trusted Locations\\xl_cfc"


class InstallError(Exception):
    """Why the add-in cannot be installed, in one sentence."""


@dataclass(frozen=True)
class Situation:
    """What an installation depends on."""

    appdata: PureWindowsPath
    local_appdata: PureWindowsPath
    interpreter: PureWindowsPath
    office_version: str = "16.0"
    open_values: Mapping[str, str] = field(default_factory=dict)

    @property
    def xlstart(self) -> PureWindowsPath:
        """The add-in in Excel's start folder."""
        return self.appdata / "Microsoft" / "Excel" / "XLSTART" / ADDIN_NAME

    @property
    def trusted(self) -> PureWindowsPath:
        """The add-in in a folder of our own."""
        return self.home / "addin" / ADDIN_NAME

    @property
    def home(self) -> PureWindowsPath:
        """The folder of the log, the snapshots and the settings."""
        return self.local_appdata / "xl_cfc"

    @property
    def excel_key(self) -> str:
        """Excel's key in the user's part of the registry."""
        return _EXCEL_KEY.format(version=self.office_version)


def install_actions(situation: Situation, addin: bytes, place: Place = "xlstart") -> list[Action]:
    """What installing does, in order; installing again gives the same state."""
    interpreter = str(situation.interpreter)
    if not interpreter.isascii():
        raise InstallError(
            t(
                f"Đường dẫn Python có chữ có dấu ({interpreter}): Excel không tìm được. "
                "Cài Python vào thư mục không dấu, ví dụ C:\\Python311, rồi cài lại",
                f"Python's path has accented letters ({interpreter}), which Excel's macro cannot open: "
                "install Python in a plain folder such as C:\\Python311",
            )
        )
    content = configured(addin, settings_for(interpreter))
    target, other = situation.xlstart, situation.trusted
    if place == "trusted":
        target, other = other, target
    actions: list[Action] = [Write(target, content), Unblock(target), Remove(other)]
    actions += _registration(situation) if place == "trusted" else _deregistration(situation)
    return [*actions, Write(situation.home / "settings.json", _note(situation, target))]


def uninstall_actions(situation: Situation) -> list[Action]:
    """What removing does: the add-in, its settings and registrations; the log and the snapshots stay."""
    files = [Remove(situation.xlstart), Remove(situation.trusted), Remove(situation.home / "settings.json")]
    return [*files, *_deregistration(situation)]


def _note(situation: Situation, target: PureWindowsPath) -> bytes:
    note = {
        "addin": str(target),
        "interpreter": str(situation.interpreter),
        "log": str(situation.home / "nhat-ky.log"),
        "version": __version__,
        "xlwings": XLWINGS_VERSION,
    }
    return json.dumps(note, ensure_ascii=False, indent=2).encode()


def _registration(situation: Situation) -> list[Action]:
    location = f"{situation.excel_key}\\{_LOCATION}"
    return [
        SetValue(location, "Path", str(situation.trusted.parent) + "\\"),
        SetValue(location, "Description", "xl_cfc"),
        SetValue(f"{situation.excel_key}\\Options", _open_name(situation), f'/R "{situation.trusted}"'),
    ]


def _open_name(situation: Situation) -> str:
    """The name of our value among OPEN, OPEN1, OPEN2…: the one we have, or the first free one."""
    for name, value in situation.open_values.items():
        if ADDIN_NAME in value:
            return name
    number = 0
    while (name := f"OPEN{number or ''}") in situation.open_values:
        number += 1
    return name


def _deregistration(situation: Situation) -> list[Action]:
    """Take back what `trusted` registered; other add-ins keep their values, numbered without a gap."""
    values = situation.open_values
    others = [value for value in values.values() if ADDIN_NAME not in value]
    changed: list[Action] = []
    if len(others) < len(values):
        options = f"{situation.excel_key}\\Options"
        names = [f"OPEN{number or ''}" for number in range(len(others))]
        wanted = dict(zip(names, others, strict=True))
        changed += [SetValue(options, name, value) for name, value in wanted.items() if values.get(name) != value]
        changed += [DeleteValue(options, name) for name in values if name not in wanted]
    return [*changed, DeleteKey(f"{situation.excel_key}\\{_LOCATION}")]


def this_computer(environ: Mapping[str, str] = os.environ) -> Situation:
    """The situation the running Python finds itself in."""
    profile = PureWindowsPath(environ.get("USERPROFILE", "C:\\Users\\Default"))
    version = office_version()
    return Situation(
        appdata=PureWindowsPath(environ.get("APPDATA") or profile / "AppData" / "Roaming"),
        local_appdata=PureWindowsPath(environ.get("LOCALAPPDATA") or profile / "AppData" / "Local"),
        interpreter=PureWindowsPath(short_path(sys.executable)),
        office_version=version,
        open_values=open_values(version),
    )


def short_path(path: str) -> str:
    """The path in plain letters where Windows has a short name for it, else as it is."""
    if path.isascii() or sys.platform != "win32":
        return path
    import ctypes

    buffer = ctypes.create_unicode_buffer(1024)
    length = ctypes.windll.kernel32.GetShortPathNameW(path, buffer, len(buffer))
    return buffer.value if 0 < length < len(buffer) else path


def office_version() -> str:
    """The newest Excel that has settings for this user; 16.0 (2016 and later) when that cannot be told."""
    for version in ("16.0", "15.0", "14.0"):
        if registry_values(_EXCEL_KEY.format(version=version)):
            return version
    return "16.0"


def open_values(version: str) -> dict[str, str]:
    """The add-ins Excel opens at start, by the name of their value."""
    values = registry_values(_EXCEL_KEY.format(version=version) + "\\Options")
    return {name: str(value) for name, value in values.items() if name.upper().startswith("OPEN")}


def registry_values(key: str) -> dict[str, object]:
    """The values of a key in the user's part of the registry; empty when there is none, or no registry."""
    if sys.platform != "win32":
        return {}
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            count = winreg.QueryInfoKey(opened)[1]
            return {name: value for name, value, _ in (winreg.EnumValue(opened, n) for n in range(count))}
    except OSError:
        return {}


def packaged_addin() -> bytes:
    """The add-in that ships with the product."""
    shipped = resources.files("xl_cfc.addin").joinpath(ADDIN_NAME)
    if shipped.is_file():
        return shipped.read_bytes()
    built = Path(__file__).resolve().parents[2] / "workbooks" / ADDIN_NAME
    if built.is_file():
        return built.read_bytes()
    raise InstallError(t(f"Không tìm thấy {ADDIN_NAME} trong bản cài", f"{ADDIN_NAME} is missing from the package"))
