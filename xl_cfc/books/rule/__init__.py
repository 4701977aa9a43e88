"""The rulebook: a rule set as a workbook in which whoever holds the Decision corrects and certifies every number."""

from xlsxwriter import Workbook

from xl_cfc.books.rule.book import RuleBook
from xl_cfc.books.rule.checks import check_records, write_checks
from xl_cfc.books.rule.conditions import condition_records, write_conditions
from xl_cfc.books.rule.criteria import criterion_records, write_criteria
from xl_cfc.books.rule.fields import field_records, write_fields
from xl_cfc.books.rule.guide import write_guide
from xl_cfc.books.rule.indicators import indicator_records, write_indicators
from xl_cfc.books.rule.info import info_records, write_info
from xl_cfc.books.rule.reader import Rulebook, read_rulebook
from xl_cfc.books.rule.sources import source_records, write_sources
from xl_cfc.books.rule.tables import CHECKS, CONDITIONS, CRITERIA, FIELDS, INDICATORS, INFO, ORIGINAL, SOURCES, TIERS
from xl_cfc.books.rule.tiers import tier_records, write_tiers
from xl_cfc.language import speaking
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.saving import ruleset_text
from xl_cfc.stamp import RULEBOOK_KIND, Stamp
from xl_cfc.versions import NEWEST
from xl_cfc.workbook.newbook import new_workbook
from xl_cfc.workbook.stamping import stamp_workbook
from xl_cfc.workbook.styles import Styles

__all__ = ["Rulebook", "read_rulebook", "rulebook_bytes"]

_RECORDS = {
    INFO.title: info_records,
    CRITERIA.title: criterion_records,
    INDICATORS.title: indicator_records,
    TIERS.title: tier_records,
    CONDITIONS.title: condition_records,
    FIELDS.title: field_records,
    CHECKS.title: check_records,
    SOURCES.title: source_records,
}
_WRITERS = (
    write_guide, write_info, write_criteria, write_indicators, write_tiers, write_conditions, write_fields,
    write_checks, write_sources,
)  # fmt: skip


def rulebook_bytes(ruleset: Ruleset) -> bytes:
    """The rulebook as .xlsx bytes; Vietnamese whatever the language in force."""
    with speaking("vi"), new_workbook() as workbook:
        records = {title: tuple(make(ruleset)) for title, make in _RECORDS.items()}
        book = RuleBook(workbook, Styles(workbook), ruleset, records)
        for write in _WRITERS:
            write(book)
        _write_original(workbook, ruleset)
        stamp = Stamp(template_version=NEWEST[RULEBOOK_KIND], ruleset_id=ruleset.id, ruleset_hash=ruleset.digest)
        stamp_workbook(workbook, stamp, RULEBOOK_KIND, "Sổ bộ tiêu chí")
    return workbook.data


def _write_original(workbook: Workbook, ruleset: Ruleset) -> None:
    sheet = workbook.add_worksheet(ORIGINAL)
    for row, line in enumerate(ruleset_text(ruleset).splitlines()):
        sheet.write_string(row, 0, line)
    sheet.very_hidden()
