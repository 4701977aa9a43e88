"""What is so on this computer, as far as it bears on the add-in: looked up, not judged."""

import importlib.util
import json
import os
import platform
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from xl_cfc.addin.installation import office_version, registry_values, this_computer
from xl_cfc.addin.package import read_settings
from xl_cfc.addin.settings import XLWINGS_VERSION


@dataclass(frozen=True)
class ComputerFacts:
    """What was found on the computer. None: could not be told."""

    windows: bool
    python: str
    python_bits: int
    office_bits: int | None = None
    xlwings_version: str | None = None
    pywin32: bool = False
    dll_present: bool | None = None
    addin_path: str | None = None
    addin_interpreter: str | None = None
    interpreter_exists: bool | None = None
    addin_marked: bool = False
    macro_policy: int | None = None
    policy_forced: bool = False
    disabled_items: tuple[str, ...] = ()
    installed_into_onedrive: bool = False
    wps_opens_xlsx: bool = False
    excel_found: bool | None = None
    antivirus_removed: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)


def gather(environ: Mapping[str, str] = os.environ) -> ComputerFacts:
    """The facts of this computer; what cannot be found out is left open, never guessed."""
    windows = sys.platform.startswith("win")
    base = ComputerFacts(windows=windows, python=sys.executable, python_bits=struct.calcsize("P") * 8)
    return base if not windows else _gather_windows(base, environ)


def _gather_windows(base: ComputerFacts, environ: Mapping[str, str]) -> ComputerFacts:
    situation = this_computer(environ)
    version = office_version()
    addin = next((p for p in (Path(situation.xlstart), Path(situation.trusted)) if p.is_file()), None)
    settings = read_settings(addin.read_bytes()) if addin else {}
    interpreter = settings.get("INTERPRETER_WIN")
    warnings, forced = _macro_policy(version)
    bits = _office_bits(version)
    return ComputerFacts(
        windows=True,
        python=f"{base.python} {platform.python_version()}",
        python_bits=base.python_bits,
        office_bits=bits,
        xlwings_version=_xlwings_version(),
        pywin32=importlib.util.find_spec("pythoncom") is not None,
        dll_present=_dll_present(Path(sys.executable).parent, bits or base.python_bits),
        addin_path=str(addin) if addin else None,
        addin_interpreter=interpreter,
        interpreter_exists=Path(interpreter).is_file() if interpreter and "\\" in interpreter else None,
        addin_marked=addin is not None and Path(f"{addin}:Zone.Identifier").exists(),
        macro_policy=warnings,
        policy_forced=forced,
        disabled_items=_disabled_items(version),
        installed_into_onedrive=_in_onedrive((str(addin or ""), base.python), environ),
        wps_opens_xlsx=_opened_by_wps(),
        excel_found=_excel_found(version),
        antivirus_removed=addin is None and _was_installed(Path(situation.home)),
    )


def _xlwings_version() -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("xlwings")
    except PackageNotFoundError:
        return None


def _dll_present(folder: Path, bits: int) -> bool:
    name = f"xlwings{bits}-{XLWINGS_VERSION}.dll"
    return any((place / name).is_file() for place in (folder, folder.parent))


def _macro_policy(version: str) -> tuple[int | None, bool]:
    for forced, root in ((True, "Software\\Policies\\Microsoft"), (False, "Software\\Microsoft")):
        value = registry_values(f"{root}\\Office\\{version}\\Excel\\Security").get("VBAWarnings")
        if isinstance(value, int):
            return value, forced
    return None, False


def _office_bits(version: str) -> int | None:
    value = registry_values(f"Software\\Microsoft\\Office\\{version}\\Outlook").get("Bitness")
    return {"x64": 64, "x86": 32}.get(str(value))


def _disabled_items(version: str) -> tuple[str, ...]:
    values = registry_values(f"Software\\Microsoft\\Office\\{version}\\Excel\\Resiliency\\DisabledItems")
    return tuple(value.decode("utf-16-le", "ignore").lower() for value in values.values() if isinstance(value, bytes))


def _opened_by_wps() -> bool:
    key = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\FileExts\\.xlsx\\UserChoice"
    chosen = str(registry_values(key).get("ProgId", ""))
    return chosen.upper().startswith(("WPS", "KET", "ET."))


def _excel_found(version: str) -> bool | None:
    return True if registry_values(f"Software\\Microsoft\\Office\\{version}\\Excel\\Options") else None


def _in_onedrive(paths: tuple[str, ...], environ: Mapping[str, str]) -> bool:
    roots = [environ[name] for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer") if environ.get(name)]
    return any(PureWindowsPath(path).is_relative_to(root) for path in paths if path for root in roots)


def _was_installed(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / "settings.json").read_text("utf-8")).get("addin"))
    except (OSError, ValueError):
        return False
