"""What a consolidated workbook knows of a collection: plan and roster, days of receipt, and who holds the title."""

from collections.abc import Iterable
from datetime import date

from xl_cfc.consolidation.collection import Collection
from xl_cfc.consolidation.ledger.models import Ledger, Scope
from xl_cfc.consolidation.ledger.receipts import first_seen, typed_days
from xl_cfc.consolidation.ledger.recognition import years_held
from xl_cfc.consolidation.ledger.tables import RECOGNITION
from xl_cfc.consolidation.members import Member


def collection_of(ledger: Ledger, scope: Scope, members: Iterable[Member], today: date) -> Collection:
    """The collection that is asked for, with everything the workbook knows of it as of `today`."""
    return Collection(
        year=scope.year,
        period=scope.period,
        plan=ledger.plan,
        roster=ledger.roster,
        typed_days=typed_days(ledger),
        seen_days=first_seen(ledger, members, today),
        titles=years_held(ledger.of(RECOGNITION)),
    )
