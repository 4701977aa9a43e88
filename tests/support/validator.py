"""The Open XML SDK validator, an npm package with a program of its own."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.engines import require

ROOT = Path(__file__).parents[2]


def problems(path: Path) -> list[dict[str, Any]]:
    """What the Open XML SDK finds wrong with a file; without the validator the test is skipped, under CI it fails."""
    script = ROOT / ".node" / "node_modules" / "@xarsh" / "ooxml-validator"
    if not script.exists():
        message = "the Open XML validator is not installed (`make test` installs it where npm is)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    npx = require("npx")
    command = [npx, "--no-install", "ooxml-validator", str(path.resolve())]
    done = subprocess.run(command, cwd=ROOT / ".node", capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(done.stdout)
    return [] if report["ok"] else report["errors"]
