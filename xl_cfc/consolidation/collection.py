"""What a merge is asked for, and how its forms stand against the plan and the roster."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.members import Key
from xl_cfc.consolidation.receiving import Arrival, Completeness, Noted, completeness
from xl_cfc.consolidation.sources import FileStatus, Problem, Source
from xl_cfc.findings.finding import Severity
from xl_cfc.judging.checks.roster import roster_findings
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster


@dataclass(frozen=True)
class Collection:
    """What forms are collected for.

    With `year` or `period`, forms of others are listed and left out. With `plan` or `roster`, the state of the
    collection is told for the plan's year, else for the main block: `typed_days` are the days of receipt typed into
    the consolidated workbook, `seen_days` those on which a merge first saw each form, `titles` the years for which each
    unit is recognised.
    """

    year: int | None = None
    period: str | None = None
    plan: Plan | None = None
    roster: Roster | None = None
    typed_days: Mapping[Key, date] = attribute(default_factory=dict)
    seen_days: Mapping[Key, date] = attribute(default_factory=dict)
    titles: Mapping[str, tuple[int, ...]] = attribute(default_factory=dict)

    @property
    def is_followed(self) -> bool:
        """Whether there is a plan or a roster to tell the state against."""
        return self.plan is not None or self.roster is not None

    def main(self, blocks: Sequence[Block]) -> Block | None:
        """The block the collection is about: the final figures of the plan's year, else the main block."""
        if self.plan is None:
            return next(iter(blocks), None)
        of_plan = [block for block in blocks if block.year == self.plan.year]
        final = [block for block in of_plan if not block.forecast]
        return next(iter((*final, *of_plan)), None)

    def state(self, blocks: Sequence[Block], problems: Iterable[Problem], sources: Iterable[Source]) -> Completeness:
        """How the forms stand against the plan and the roster."""
        main = self.main(blocks)
        errors = Counter(p.code for p in problems if p.code and p.finding.severity is Severity.ERROR)
        noted = Noted(
            typed=_of_block(self.typed_days, main),
            seen=_of_block(self.seen_days, main),
            unreadable=_unreadable(sources, self.roster),
            elsewhere=_elsewhere(blocks, main),
            titles=self.titles,
        )
        return completeness(
            _arrivals(main, errors) if main else (),
            roster=self.roster,
            plan=self.plan,
            noted=noted,
            year=main.year if main else self.plan.year if self.plan else self.year,
            period=main.period if main else self.period or "",
        )

    def roster_problems(self, blocks: Sequence[Block]) -> Iterator[Problem]:
        """Forms of the main block whose unit is not on the roster, or stands there with another name, class or kind."""
        main = self.main(blocks)
        if self.roster is None or main is None:
            return
        for commune in main.communes:
            for finding in roster_findings(commune.member.unit, self.roster):
                yield Problem(commune.code, commune.member.name, finding.in_file(commune.member.file))


def _of_block(days: Mapping[Key, date], block: Block | None) -> dict[str, date]:
    """The days that belong to a block's year and period, by unit code."""
    if block is None:
        return {}
    return {key.code: day for key, day in days.items() if (key.year, key.period) == (block.year, block.period)}


def _elsewhere(blocks: Iterable[Block], main: Block | None) -> dict[str, list[str]]:
    """Of which other periods and years there are forms, by unit code."""
    periods: dict[str, list[str]] = defaultdict(list)
    for block in blocks:
        for code in {commune.code for commune in block.communes} if block is not main else ():
            periods[code].append(f"{block.period} {block.year}")
    return periods


def _arrivals(block: Block, errors: Mapping[str, int]) -> Iterator[Arrival]:
    """What came of each unit in a block."""
    by_code: dict[str, list[Commune]] = defaultdict(list)
    for commune in block.communes:
        by_code[commune.code].append(commune)
    for code, communes in by_code.items():
        cards = [commune.card for commune in communes]
        yield Arrival(
            code=code,
            name=communes[0].member.name,
            files=tuple(commune.member.file for commune in communes),
            conflict=len(communes) > 1,
            incomplete=any(commune.total is None for commune in communes),
            eligible=all(card.conclusion is Conclusion.ELIGIBLE for card in cards),
            errors=errors.get(code, 0),
        )


_CODE_FIRST = re.compile(r"([0-9]{5})(?![0-9])")


def _unreadable(sources: Iterable[Source], roster: Roster | None) -> dict[str, list[str]]:
    """Files that cannot be used, by the unit code their names begin with, as packed forms are named."""
    by_code: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        code = _CODE_FIRST.match(source.file.rpartition("/")[2])
        if source.status is FileStatus.UNUSABLE and code and roster is not None and code[1] in roster.by_code:
            by_code[code[1]].append(source.file)
    return by_code
