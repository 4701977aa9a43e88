"""What is to be said about typed entries, as problems beside those of the forms."""

from collections.abc import Iterable, Iterator

from xl_cfc.consolidation.ledger.appraisal import appraisal_problems
from xl_cfc.consolidation.ledger.contests import choice_problems
from xl_cfc.consolidation.ledger.copies import copied_figures
from xl_cfc.consolidation.ledger.models import Ledger
from xl_cfc.consolidation.ledger.receipts import receipt_problems
from xl_cfc.consolidation.ledger.recognition import recognition_problems
from xl_cfc.consolidation.ledger.sampling import visit_problems
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import Problem
from xl_cfc.findings.entry import WORKBOOK_NOT_CARRIED
from xl_cfc.findings.finding import found


def ledger_problems(
    merged: Consolidation, ledger: Ledger, notices: Iterable[str], backup: str | None
) -> Iterator[Problem]:
    """Everything about the entries that somebody should look at."""
    for notice in notices:
        yield Problem("", "", found(WORKBOOK_NOT_CARRIED, what=notice, backup=backup or ""))
    yield from choice_problems(merged, ledger)
    yield from copied_figures(merged)
    yield from appraisal_problems(merged, ledger)
    yield from visit_problems(merged, ledger)
    yield from recognition_problems(ledger)
    yield from receipt_problems(ledger)
