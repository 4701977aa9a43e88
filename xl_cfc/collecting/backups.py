"""Backups of a consolidated workbook: kept beside it under its name and a time, the newest few."""

import re
from datetime import datetime
from pathlib import Path

#: How many are kept; older ones hold nothing that the newer ones do not carry on.
KEPT = 10


def backup_name(output: Path, when: datetime) -> str:
    """The name of a backup made at this time: `tong-hop.bak-20261123-083000.xlsx`, numbered when it is taken."""
    base = f"{output.stem}.bak-{when:%Y%m%d-%H%M%S}"
    name, number = f"{base}.xlsx", 1
    while (output.parent / name).exists():
        number += 1
        name = f"{base}-{number:02}.xlsx"
    return name


def is_backup(path: Path, output: Path) -> bool:
    """Whether a file is a backup of the output."""
    pattern = re.escape(output.stem) + r"\.bak-\d{8}-\d{6}(-\d+)?\.xlsx"
    return path.parent == output.parent and re.fullmatch(pattern, path.name) is not None


def drop_old_backups(output: Path) -> None:
    """Leave the newest backups of the output."""
    backups = sorted((path for path in output.parent.iterdir() if is_backup(path, output)), key=lambda path: path.stem)
    for path in backups[:-KEPT]:
        path.unlink(missing_ok=True)
