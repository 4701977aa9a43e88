"""Start-up, one form, a merge of 125 forms: ours beside the naive ways. Usage: python -m benchmarks [FORMS]."""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.naive import WAYS, Places
from xl_cfc.examples import write_examples
from xl_cfc.form.ondisk import evaluate_file
from xl_cfc.ruleset.known import KnownRulesets


def main() -> None:
    """Measure and print."""
    forms = int(sys.argv[1]) if len(sys.argv) > 1 else 125
    with tempfile.TemporaryDirectory() as folder:
        _start_up()
        paths = write_examples(Path(folder, "forms"), forms, 1)
        places = _places(paths[0])
        _one_form(paths[0], places)
        _many_forms(paths, places, Path(folder))


def _seconds(work: Callable[[], object], repeats: int) -> float:
    """The median time of a piece of work."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _places(form: Path) -> Places:
    submission = evaluate_file(form, KnownRulesets()).submission
    assert submission is not None
    from xl_cfc.workbook.grid import column_number

    places = {}
    for name, cell in submission.cells.items():
        letters = cell.ref.rstrip("0123456789")
        places[name] = (cell.sheet, int(cell.ref[len(letters) :]), column_number(letters))
    return places


def _start_up() -> None:
    command = [sys.executable, "-m", "xl_cfc", "--help"]
    taken = _seconds(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True), 7)
    print(f"start-up of the command line: {taken:.3f} s (aim: below 0.3 s)")


def _one_form(form: Path, places: Places) -> None:
    ours = _seconds(lambda: evaluate_file(form, KnownRulesets()), 15)
    print(f"\none form of {form.stat().st_size / 1000:.0f} kB")
    print(f"  ours (read, check, score)     {ours * 1000:8.1f} ms")
    for name, way in WAYS.items():
        taken = _seconds(lambda way=way: way(form, places), 5)  # type: ignore[misc]
        print(f"  {name:<28}  {taken * 1000:8.1f} ms   {taken / ours:6.1f} x ours")


def _many_forms(paths: list[Path], places: Places, folder: Path) -> None:
    from xl_cfc.collecting import Destination, Material, MergeRequest, merge

    output = folder / "out.xlsx"
    request = MergeRequest(Material(paths, KnownRulesets()), Destination(output, force=True))
    ours = _seconds(lambda: merge(request), 1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{len(paths)} forms")
    print(f"  ours (read, check, score, merge, write)  {ours:6.2f} s, at most {memory:.0f} MB in the main process")
    for name, way in WAYS.items():
        taken = _seconds(lambda way=way: [way(path, places) for path in paths], 1)  # type: ignore[misc]
        print(f"  {name:<28} (collect only)  {taken:6.2f} s   {taken / ours:6.1f} x ours")


main()
