"""Runs the command line on files, each in a process of its own whose memory and outcome are measured."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.corpus.base import Case

#: What one file may take, in kilobytes and in seconds by the clock; more is a blow-up or a hang.
MEMORY = 2**20
SECONDS = 90


@dataclass(frozen=True)
class Outcome:
    """What came of a file; `died` is set when a command ended otherwise than with an exit code and JSON."""

    name: str
    codes: tuple[str, ...]
    points: float | None
    exit_codes: tuple[int, int]
    memory: int
    seconds: float
    died: str = ""
    opened: bool = True
    found: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def harmless(self) -> bool:
        """No crash, no hang, no traceback, within the memory."""
        return not self.died and self.memory < MEMORY


def run(cases: Iterable[Case]) -> list[Outcome]:
    """Build each file below a folder that everybody may enter, and run the commands on it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        wanted = []
        for case in cases:
            case.build(folder / case.name)
            wanted.append([str(folder / case.name), case.as_nobody])
        asked = json.dumps(wanted)
        done = subprocess.run(
            [sys.executable, "-m", "tests.corpus.worker"], input=asked, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return [_outcome(case, json.loads(line)) for case, line in zip(cases, done.stdout.splitlines(), strict=True)]


def _outcome(case: Case, told: dict[str, Any]) -> Outcome:
    checked, scored = told["check"], told["score"]
    died = told["died"]
    findings = checked[0]["findings"] if checked else []
    points = scored[0]["total"] if scored else None
    return Outcome(
        case.name,
        tuple(sorted({finding["code"] for finding in findings})),
        points,
        tuple(told["exits"]),
        told["memory"],
        told["seconds"],
        died,
        told["opened"],
        tuple(finding["code"] for finding in findings),
        tuple(finding["message"] for finding in findings),
    )


def nobody_is_possible() -> bool:
    """Whether this process may become another user."""
    return sys.platform != "win32" and os.getuid() == 0
