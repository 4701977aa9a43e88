"""Everything a merge found, as one value: blocks, problems, sources, and the contradictions with their decisions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from xl_cfc.consolidation.blocks import Block
from xl_cfc.consolidation.members import Key, Member
from xl_cfc.consolidation.receiving import Completeness
from xl_cfc.consolidation.sources import FileStatus, OtherFile, Problem, Source
from xl_cfc.findings.finding import Severity
from xl_cfc.plan.models import Plan
from xl_cfc.ruleset.models import Ruleset


@dataclass(frozen=True)
class Contest:
    """The forms of different content under one key, by file, and the one that was decided on, with by what."""

    key: Key
    members: tuple[Member, ...]
    chosen: Member | None = None
    by: str = ""


class Decision(NamedTuple):
    """Which of the contradicting forms counts, and who said so."""

    member: Member
    by: str


#: Decides between forms of different content under one key; None leaves it open.
Decide = Callable[[Key, Sequence[Member]], Decision | None]


def undecided(key: Key, members: Sequence[Member]) -> Decision | None:
    """Leaves every contradiction open."""
    return None


@dataclass(frozen=True)
class Consolidation:
    """Everything a merge found: blocks (the main one first), problems (errors first), sources (by path).

    `members` and `others` are what was merged, by path: what the next level up needs. `earlier` holds the blocks of the
    forms that were given only to compare with.
    """

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]
    year: int | None = None
    period: str | None = None
    plan: Plan | None = None
    completeness: Completeness | None = None
    contests: tuple[Contest, ...] = ()
    members: tuple[Member, ...] = ()
    others: tuple[OtherFile, ...] = ()
    earlier: tuple[Block, ...] = ()

    def files(self, *statuses: FileStatus) -> int:
        """How many files have one of these statuses."""
        return sum(source.status in statuses for source in self.sources)

    def found(self, severity: Severity) -> int:
        """How many findings are of this severity; settled ones do not count."""
        return sum(p.finding.severity is severity and not p.finding.settled_by for p in self.problems)

    @property
    def usable(self) -> int:
        """How many forms were read and belong to a unit, year and period that was asked for."""
        return self.files(FileStatus.COUNTED, FileStatus.IDENTICAL, FileStatus.CONFLICT)

    @property
    def rulesets(self) -> tuple[Ruleset, ...]:
        """The rule sets the forms follow; points under different ones are not comparable."""
        return tuple({block.ruleset.digest: block.ruleset for block in self.blocks}.values())

    @property
    def exit_code(self) -> int:
        """0 no error finding; 1 error findings (an unusable file is one); 2 nothing usable."""
        if not self.usable:
            return 2
        return 1 if self.found(Severity.ERROR) else 0


def with_problems(merged: Consolidation, problems: Iterable[Problem]) -> Consolidation:
    """The same consolidation with further problems among its own."""
    return replace(merged, problems=tuple(sorted((*merged.problems, *problems), key=problem_order)))


def with_earlier(merged: Consolidation, before: Consolidation) -> Consolidation:
    """The same consolidation with forms to compare with: they are listed, and their errors told, but never counted."""
    listed = {source.file for source in merged.sources}
    sources = [
        replace(source, status=FileStatus.EARLIER, why=f"{source.status.text}. {source.why}".rstrip(". "))
        for source in before.sources
        if source.file not in listed
    ]
    usable = {source.file for source in before.sources if source.key is not None}
    problems = [p for p in before.problems if p.finding.file not in usable | listed]
    sorted_sources = tuple(sorted((*merged.sources, *sources), key=lambda source: source.file))
    return replace(with_problems(merged, problems), sources=sorted_sources, earlier=before.blocks)


def problem_order(problem: Problem) -> tuple[int, bool, str, str]:
    """Errors first, then by unit and file; what is nobody's comes last."""
    place = list(Severity).index(problem.finding.severity)
    return place, not problem.code, problem.code, problem.finding.file
