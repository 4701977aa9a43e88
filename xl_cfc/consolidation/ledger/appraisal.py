"""Appraisal (thẩm định): the typed points beside the self scores, what they add up to, and what needs another look."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.ledger.entries import Entry, EntryKey, EntryValue, is_copy, value_text
from xl_cfc.consolidation.ledger.models import Ledger
from xl_cfc.consolidation.ledger.tables import APPRAISAL, POINTS, LedgerTable
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import Problem
from xl_cfc.findings.entry import ENTRY_NOT_POINTS, ENTRY_OUTDATED, ENTRY_WITHOUT_FORM
from xl_cfc.findings.finding import found
from xl_cfc.judging.scoring import Conclusion, CriterionScore, conclude
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import FORECAST_PERIOD

#: What stands in the place of points that could not be scored.
UNSCORED = "…"


class PointsState(StrEnum):
    """What a cell for points holds; the sheet's formula shows the same words."""

    BLANK = ""
    ACCEPTED = "✓"
    NOT_A_NUMBER = "✗ không phải số"
    OUT_OF_RANGE = "✗ ngoài thang điểm"


def judge_points(value: EntryValue | None, maximum: Decimal) -> tuple[PointsState, Decimal | None]:
    """Whether typed points are accepted (a number from 0 to the maximum), and the points."""
    if value is None:
        return PointsState.BLANK, None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return PointsState.NOT_A_NUMBER, None
    points = Decimal(str(value))
    return (PointsState.ACCEPTED, points) if 0 <= points <= maximum else (PointsState.OUT_OF_RANGE, None)


def same_score(beside: EntryValue | None, points: Decimal | None) -> bool:
    """Whether an entry was typed beside this score; True when it is not known."""
    if beside is None:
        return True
    if isinstance(beside, bool) or not isinstance(beside, int | float):
        return points is None
    return points is not None and Decimal(str(beside)) == points


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of one commune, with what was typed for it."""

    key: EntryKey
    commune: Commune
    criterion: CriterionScore
    entry: Entry | None

    @property
    def judged(self) -> tuple[PointsState, Decimal | None]:
        """State and value of the typed points."""
        return judge_points(self.entry.values.get(POINTS.id) if self.entry else None, self.criterion.max_points)

    @property
    def outdated(self) -> bool:
        """Whether the score beside which the points were typed has changed since."""
        if self.entry is None or POINTS.id not in self.entry.values:
            return False
        return not same_score(self.entry.beside, self.criterion.points)


@dataclass(frozen=True)
class Appraised:
    """What the appraisal of a commune comes to so far; the conclusion is None until every criterion is appraised."""

    done: int
    of: int
    total: Decimal
    outdated: int
    conclusion: Conclusion | None

    @property
    def complete(self) -> bool:
        """Whether every criterion is appraised."""
        return self.done == self.of


def criterion_key(block: Block, commune: Commune, number: int) -> EntryKey:
    """The key of a criterion's row, in every table that has one a criterion."""
    return (commune.code, str(block.year), block.period, str(number))


def criterion_rows(
    block: Block, commune: Commune, ledger: Ledger, table: LedgerTable = APPRAISAL
) -> Iterator[CriterionRow]:
    """A commune's criteria with what is typed for each."""
    entries = ledger.of(table)
    for criterion in commune.card.criteria:
        key = criterion_key(block, commune, criterion.number)
        yield CriterionRow(key, commune, criterion, entries.get(key))


def appraised(block: Block, commune: Commune, ledger: Ledger) -> Appraised:
    """What the appraisal of a commune comes to so far."""
    rows = tuple(criterion_rows(block, commune, ledger))
    points = [row.judged[1] for row in rows]
    known = [value for value in points if value is not None]
    conclusion = conclude(points, commune.card.threshold, block.ruleset, forecast=False, complete=True)
    return Appraised(
        done=len(known),
        of=len(rows),
        total=sum(known, Decimal(0)),
        outdated=sum(row.outdated for row in rows),
        conclusion=None if conclusion is Conclusion.INCOMPLETE else conclusion,
    )


def appraised_blocks(merged: Consolidation) -> tuple[Block, ...]:
    """The blocks whose scores are appraised: start-of-year figures conclude nothing."""
    return tuple(block for block in merged.blocks if not block.forecast)


def orphans(
    merged: Consolidation, ledger: Ledger, table: LedgerTable = APPRAISAL
) -> Iterator[tuple[EntryKey, Entry, str]]:
    """Entries by criterion that belong to no form counted in this merge, each with why; they are kept all the same."""
    expected = {
        criterion_key(block, commune, criterion.number)
        for block in appraised_blocks(merged)
        for commune in block.counted
        for criterion in commune.card.criteria
    }
    units = {key[:3] for key in expected}
    disputed = {(c.code, str(b.year), b.period) for b in merged.blocks for c in b.communes if c.conflict}
    for key, entry in sorted(ledger.of(table).items()):
        if key not in expected:
            yield key, entry, _why(table, key, units, disputed)


def _why(table: LedgerTable, key: EntryKey, units: set[EntryKey], disputed: set[tuple[str, str, str]]) -> str:
    if is_copy(table, key):
        return t("Dòng thứ hai của cùng một mục: gộp tay vào dòng chính", "A second row of the same item")
    if not all(key):
        return t("Dòng thiếu mã, năm, kỳ hoặc tiêu chí", "The row lacks its code, year, period or criterion")
    if key[:3] in disputed:
        return t("Đơn vị đang có nhiều phiếu khác nhau, chưa tính", "The unit's forms contradict each other")
    if key[2] == FORECAST_PERIOD:
        return t("Số liệu đầu kỳ không thẩm định", "Start-of-year figures are not appraised")
    if key[:3] in units:
        return t("Không có tiêu chí này", "There is no such criterion")
    return t("Không có phiếu của đơn vị này trong lần gộp này", "This merge has no form of this unit")


def appraisal_problems(merged: Consolidation, ledger: Ledger) -> Iterator[Problem]:
    """Typed points that cannot be accepted, entries whose self score has changed since, and entries without a form."""
    if not ledger.of(APPRAISAL):
        return
    for block in appraised_blocks(merged):
        for commune in block.counted:
            for row in criterion_rows(block, commune, ledger):
                yield from entry_problems(APPRAISAL, row, row.criterion.points, outdated=row.outdated)
    yield from orphan_problems(merged, ledger, APPRAISAL)


def orphan_problems(merged: Consolidation, ledger: Ledger, table: LedgerTable) -> Iterator[Problem]:
    """Entries by criterion that belong to no counted form."""
    for key, _, why in orphans(merged, ledger, table):
        finding = found(ENTRY_WITHOUT_FORM, sheet=table.sheet, key=" · ".join(key), why=why)
        yield Problem(key[0], ledger.name_of(key[0]), finding)


def entry_problems(table: LedgerTable, row: CriterionRow, now: Decimal | None, *, outdated: bool) -> Iterator[Problem]:
    """What is wrong with the points typed in a row; `now` is the score that stands beside them."""
    if row.entry is None:
        return
    code, name, number = row.commune.code, row.commune.member.name, row.criterion.number
    where = {"sheet": table.sheet, "criterion": number, "number": number}
    state, _ = row.judged
    if state not in (PointsState.BLANK, PointsState.ACCEPTED):
        maximum = number_text(row.criterion.max_points)
        finding = found(ENTRY_NOT_POINTS, value=row.entry.text(POINTS.id), maximum=maximum, **where)
        yield Problem(code, name, finding)
    if outdated:
        before = value_text(row.entry.beside)
        finding = found(ENTRY_OUTDATED, before=before, now=score_text(now), **where)
        yield Problem(code, name, finding)


def score_text(points: Decimal | None) -> str:
    """Points as a sentence names them."""
    return UNSCORED if points is None else number_text(points)
