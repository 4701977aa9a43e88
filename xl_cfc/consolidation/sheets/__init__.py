"""The consolidated workbook: what a merge found, as sheets that print, filter and link back to the forms."""

from collections.abc import Iterator
from datetime import datetime

from xl_cfc.consolidation.blocks import Block
from xl_cfc.consolidation.ledger.memory import to_rows
from xl_cfc.consolidation.ledger.models import NOTHING_YET, Ledger, Memory
from xl_cfc.consolidation.ledger.tables import APPRAISAL, CHOICE, RECOGNITION, REVERIFICATION
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sheets.appraisal import write_appraisal
from xl_cfc.consolidation.sheets.appraised import write_appraised
from xl_cfc.consolidation.sheets.contests import write_contests
from xl_cfc.consolidation.sheets.criteria import write_criteria
from xl_cfc.consolidation.sheets.figures import write_figures
from xl_cfc.consolidation.sheets.hints import write_hints
from xl_cfc.consolidation.sheets.indicators import write_indicators
from xl_cfc.consolidation.sheets.leads import write_leads
from xl_cfc.consolidation.sheets.logsheet import write_log
from xl_cfc.consolidation.sheets.members import write_members
from xl_cfc.consolidation.sheets.memorysheet import MEMORY, write_memory
from xl_cfc.consolidation.sheets.onepage import Appraisals, write_one_page
from xl_cfc.consolidation.sheets.overview import write_overview
from xl_cfc.consolidation.sheets.page import Book, Page
from xl_cfc.consolidation.sheets.problems import write_problems
from xl_cfc.consolidation.sheets.ranking import write_ranking
from xl_cfc.consolidation.sheets.raw import RAW, write_raw
from xl_cfc.consolidation.sheets.receipts import write_receipts
from xl_cfc.consolidation.sheets.recognitions import write_recognitions
from xl_cfc.consolidation.sheets.sources import write_sources
from xl_cfc.consolidation.sheets.trends import write_trend
from xl_cfc.consolidation.sheets.visits import write_visits
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.consolidation.summaries import criterion_summaries, hints
from xl_cfc.consolidation.trends import trend_of
from xl_cfc.consolidation.upwards import carried_lines
from xl_cfc.language import speaking
from xl_cfc.stamp import CONSOLIDATED_KIND, Stamp
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.stamping import stamp_workbook
from xl_cfc.workbook.styles import Styles

__all__ = ["CONSOLIDATED_VERSION", "consolidated_bytes"]

#: Changes when a later version could no longer read what was typed into this one.
CONSOLIDATED_VERSION = "1"

OVERVIEW, RANKING, INDICATORS = "Tổng quan", "Bảng điểm", "Chỉ tiêu"
CRITERIA, LEADS, TREND, HINTS, ONE = "Theo tiêu chí", "Theo cơ quan", "So sánh", "Gợi ý", "Một xã"
#: The hidden figures behind `Một xã`.
FIGURES = "_xa"
PROBLEMS, SOURCES, LOG, RECEIPTS = "Lỗi", "Nguồn", "Nhật ký", "Tình hình nộp"
APPRAISED = "Kết quả thẩm định"
_RESULT_TAB, _DATA_TAB, _PROBLEM_TAB, _REFERENCE_TAB = "#1F4E79", "#2E7D32", "#C00000", "#7F8C8D"
_ENTRY_TAB = "#E0A800"


def consolidated_bytes(merged: Consolidation, *, created: datetime, ledger: Ledger = NOTHING_YET) -> bytes:
    """The consolidated workbook as .xlsx bytes; the same consolidation, ledger and time give the same bytes.

    It is Vietnamese whatever the language in force.
    """
    with speaking("vi"), new_workbook(streamed=True) as workbook:
        book = Book(workbook, Styles(workbook), merged, created, ledger)
        _write_sheets(book)
        stamp_workbook(workbook, _stamp(merged), CONSOLIDATED_KIND, "Bản tổng hợp tự chấm điểm")
        workbook.set_properties({**workbook.doc_properties, "created": created})
    return workbook.data


def _write_sheets(book: Book) -> None:
    blocks = tuple(_suffixed(book.merged.blocks))
    overview = Page(book, OVERVIEW, _RESULT_TAB)
    write_overview(overview, {RANKING + suffix: block for suffix, block in blocks})
    if book.merged.completeness is not None:
        write_receipts(Page(book, RECEIPTS, _RESULT_TAB), book.merged.completeness)
    for suffix, block in blocks:
        write_ranking(Page(book, RANKING + suffix, _RESULT_TAB), block)
    pages = [_Summarised(book, suffix, block) for suffix, block in blocks]
    for suffix, block in blocks:
        write_indicators(Page(book, INDICATORS + suffix, _DATA_TAB), block)
    for suffix, block in blocks:
        write_raw(Page(book, RAW + suffix, _DATA_TAB), block)
    appraisals = _write_entries(book)
    for page in pages:
        page.write_one(appraisals)
    write_problems(Page(book, PROBLEMS, _PROBLEM_TAB))
    write_sources(Page(book, SOURCES, _REFERENCE_TAB))
    if book.ledger.log:
        write_log(Page(book, LOG, _REFERENCE_TAB))
    write_members(book.workbook, carried_lines(book.merged))
    _write_memory(book)
    overview.ws.activate()


class _Summarised:
    """What a block comes to, by criterion and by agency, what would help, and one commune at a time."""

    def __init__(self, book: Book, suffix: str, block: Block) -> None:
        self.block, self.suffix = block, suffix
        self.one = Page(book, ONE + suffix, _RESULT_TAB)
        self.summaries, self.hints, plan = criterion_summaries(block), hints(block), book.merged.plan
        write_criteria(Page(book, CRITERIA + suffix, _RESULT_TAB), block, self.summaries)
        if plan is not None and plan.leads:
            write_leads(Page(book, LEADS + suffix, _RESULT_TAB), block, plan, self.summaries)
        trend = trend_of(block, book.merged, book.ledger.roster)
        if trend is not None:
            write_trend(Page(book, TREND + suffix, _RESULT_TAB), trend)
        write_hints(Page(book, HINTS + suffix, _RESULT_TAB), block, self.hints, plan)

    def write_one(self, appraisals: Appraisals | None) -> None:
        """The page of one commune, which looks up what is typed on the sheet of the appraisal."""
        figures = write_figures(Page(self.one.book, FIGURES + self.suffix, _REFERENCE_TAB), self.block, self.hints)
        typed = None if self.block.forecast else appraisals
        write_one_page(self.one, self.block, figures, self.summaries, self.hints, typed)


def _write_entries(book: Book) -> Appraisals | None:
    """The sheets that people type into; where the appraised points stand, if there are any forms."""
    appraisals = None
    if book.merged.contests or book.ledger.of(CHOICE) or book.merged.files(FileStatus.IDENTICAL):
        write_contests(Page(book, CHOICE.sheet, _PROBLEM_TAB))
    if book.merged.blocks or book.ledger.of(APPRAISAL):
        table = write_appraisal(Page(book, APPRAISAL.sheet, _ENTRY_TAB))
        appraisals = Appraisals(table, write_appraised(Page(book, APPRAISED, _RESULT_TAB), table))
    if book.merged.blocks or book.ledger.of(REVERIFICATION):
        write_visits(Page(book, REVERIFICATION.sheet, _ENTRY_TAB))
    if book.merged.blocks or book.ledger.of(RECOGNITION):
        write_recognitions(Page(book, RECOGNITION.sheet, _ENTRY_TAB))
    return appraisals


def _write_memory(book: Book) -> None:
    page = Page(book, MEMORY, _REFERENCE_TAB)
    titles = [sheet.get_name() for sheet in book.workbook.worksheets()]
    write_memory(page, to_rows(Memory(book.ledger, tuple(titles), book.headings)))


def _suffixed(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Block]]:
    """Each block with what its sheets' names end in: nothing for the main one, else year and period."""
    taken: set[str] = set()
    for position, block in enumerate(blocks):
        name = f" {block.year} {'ĐK' if block.forecast else 'CK'}"
        suffix, number = name, 1
        while suffix in taken:
            number += 1
            suffix = f"{name} ({number})"
        taken.add(suffix)
        yield (suffix if position else ""), block


def _stamp(merged: Consolidation) -> Stamp:
    """What the workbook says of itself: the rule set of its main block."""
    ruleset = merged.blocks[0].ruleset if merged.blocks else None
    return Stamp(
        template_version=CONSOLIDATED_VERSION,
        ruleset_id=ruleset.id if ruleset else "",
        ruleset_hash=ruleset.digest if ruleset else "",
    )
