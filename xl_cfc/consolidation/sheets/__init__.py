"""The consolidated workbook: what a merge found, as sheets that print, filter and link back to the forms."""

from datetime import datetime

from xl_cfc.consolidation.ledger.memory import to_rows
from xl_cfc.consolidation.ledger.models import NOTHING_YET, Ledger, Memory
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sheets import (
    appraisal,
    appraised,
    contests,
    criteria,
    figures,
    hints,
    indicators,
    leads,
    logsheet,
    onepage,
    overview,
    problems,
    ranking,
    raw,
    receipts,
    recognitions,
    sources,
    trends,
    visits,
)
from xl_cfc.consolidation.sheets.declaration import Sheets, Tab, write_sheets
from xl_cfc.consolidation.sheets.members import write_members
from xl_cfc.consolidation.sheets.memorysheet import MEMORY, write_memory
from xl_cfc.consolidation.sheets.page import ConsolidatedBook, Page
from xl_cfc.consolidation.upwards import carried_lines
from xl_cfc.language import speaking
from xl_cfc.stamp import CONSOLIDATED_KIND, Stamp
from xl_cfc.versions import NEWEST
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.stamping import stamp_workbook
from xl_cfc.workbook.styles import Styles

__all__ = ["CONSOLIDATED_VERSION", "consolidated_bytes"]

#: The version of the workbooks written here.
CONSOLIDATED_VERSION = NEWEST[CONSOLIDATED_KIND]

#: The sheets in their order; those of a group stand side by side for every block.
SHEETS: Sheets = (
    overview.SHEET,
    receipts.SHEET,
    (ranking.SHEET,),
    (onepage.SHEET, criteria.SHEET, leads.SHEET, trends.SHEET, hints.SHEET),
    (indicators.SHEET,),
    (raw.SHEET,),
    contests.SHEET,
    appraisal.SHEET,
    appraised.SHEET,
    visits.SHEET,
    recognitions.SHEET,
    (figures.SHEET,),
    problems.SHEET,
    sources.SHEET,
    logsheet.SHEET,
)


def consolidated_bytes(merged: Consolidation, *, created: datetime, ledger: Ledger = NOTHING_YET) -> bytes:
    """The consolidated workbook as .xlsx bytes; the same consolidation, ledger and time give the same bytes.

    It is Vietnamese whatever the language in force.
    """
    with speaking("vi"), new_workbook(streamed=True) as workbook:
        book = ConsolidatedBook(workbook, Styles(workbook), merged, created, ledger)
        write_sheets(book, SHEETS)
        write_members(workbook, carried_lines(merged))
        _write_memory(book)
        stamp_workbook(workbook, _stamp(merged), CONSOLIDATED_KIND, "Bản tổng hợp tự chấm điểm")
        workbook.set_properties({**workbook.doc_properties, "created": created})
    return workbook.data


def _write_memory(book: ConsolidatedBook) -> None:
    page = Page(book, MEMORY, Tab.REFERENCE)
    titles = [sheet.get_name() for sheet in book.workbook.worksheets()]
    write_memory(page, to_rows(Memory(book.ledger, tuple(titles), book.headings)))


def _stamp(merged: Consolidation) -> Stamp:
    """What the workbook says of itself: the rule set of its main block."""
    ruleset = merged.blocks[0].ruleset if merged.blocks else None
    return Stamp(
        template_version=CONSOLIDATED_VERSION,
        ruleset_id=ruleset.id if ruleset else "",
        ruleset_hash=ruleset.digest if ruleset else "",
    )
