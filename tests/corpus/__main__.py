"""Make every file of the corpus, run the commands on it, print what came of it; `--fast` leaves the slow ones out,
`--why` adds the first finding's words."""

import sys

from tests.corpus.catalogue import SUBJECTS
from tests.corpus.running import run


def main() -> int:
    """The table, and how many did what was expected of them."""
    wrong = tried = 0
    for subject, all_cases in SUBJECTS.items():
        cases = [case for case in all_cases if not (case.slow and "--fast" in sys.argv)]
        print(f"\n{subject}")
        for case, outcome in zip(cases, run(cases), strict=True):
            right = outcome.harmless and (outcome.codes, outcome.points) == (case.codes, case.points)
            tried, wrong = tried + 1, wrong + (not right)
            expected = "" if right else f"   EXPECTED {' '.join(case.codes)} {case.points} {outcome.died}"
            if "--why" in sys.argv and outcome.messages:
                expected += f"   {outcome.messages[0]}"
            print(
                f"{'  ' if right else '✗ '}{outcome.memory / 1024:5.0f} MB {outcome.seconds:5.2f} s  "
                f"{case.name[-60:]:60} {' '.join(outcome.codes) or '-'} {outcome.points}{expected}"
            )
    print(f"\n{tried} files, {wrong} not as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
