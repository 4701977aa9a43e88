"""The folder in which this user's log, snapshots and settings are kept."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

HOME_VARIABLE = "XL_CFC_HOME"


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
