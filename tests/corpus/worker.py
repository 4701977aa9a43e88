"""For each file of a list on standard input: a forked process in which the command line checks and scores it.

Kept apart from the tests so that a forked process starts small, and its memory is the product's.
"""

import io
import json
import os
import signal
import sys
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from tests.corpus.running import SECONDS
from xl_cfc import cli
from xl_cfc.commands import check, score
from xl_cfc.files.supervising import supervised
from xl_cfc.ruleset.registry import shipped_ruleset

NOBODY = 65534


def command(name: str, path: str) -> tuple[int, Any, str]:
    """One command's exit code, its JSON and what it complained of."""
    out, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(complaint):
        code = cli.main([name, "--json", path])
    try:
        return code, json.loads(out.getvalue()), complaint.getvalue()
    except ValueError:
        return code, None, complaint.getvalue() or "no JSON"


def opens(path: str) -> bool:
    try:
        with open(path, "rb"):  # noqa: PTH123 (the system call itself is what is asked for)
            return True
    except OSError:
        return False


def in_child(path: str, as_nobody: bool, out: int) -> None:
    """Everything that is done with one file."""
    signal.alarm(SECONDS)
    if as_nobody:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    opened = opens(path) if as_nobody else True
    checked, scored = command("check", path), command("score", path)
    told = {
        "exits": [checked[0], scored[0]],
        "check": checked[1],
        "score": scored[1],
        "died": checked[2] + scored[2],
        "opened": opened,
    }
    with os.fdopen(out, "w") as stream:
        json.dump(told, stream)


def measured(path: str, as_nobody: bool) -> dict[str, Any]:
    """What came of one file, with the memory of its process and of the workers it started."""
    read, write = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            in_child(path, as_nobody, write)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read) as stream:
        text = stream.read()
    _, status, used = os.wait4(child, 0)
    told = {"exits": [-1, -1], "check": None, "score": None, "opened": True, "died": f"ended with status {status}"}
    told |= json.loads(text) if text and status == 0 else {}
    return {**told, "memory": used.ru_maxrss, "seconds": round(time.monotonic() - start, 2)}


def main() -> None:
    """Read the list, write a line of JSON for each file."""
    assert check and score  # imported before forking, as is whatever a worker needs: nobody may not read it
    shipped_ruleset()
    assert list(supervised(str, [1])) == [(1, "1")]
    for path, as_nobody in json.load(sys.stdin):
        print(json.dumps(measured(path, as_nobody)), flush=True)


if __name__ == "__main__":
    main()
