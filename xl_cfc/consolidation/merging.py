"""Many evaluated forms become one consolidation: pure, exact, and the same in whatever order the files come.

Key of a form: unit code, year, period. The same content twice counts once; different content under one key is
a conflict: shown, and left out of totals, ranking and pass rate. Every file that was found has its `Source`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from typing import NamedTuple

from xl_cfc.consolidation.blocks import Block, Commune, blocks_of
from xl_cfc.consolidation.members import Key, Member
from xl_cfc.consolidation.receiving import Arrival, Completeness, completeness
from xl_cfc.consolidation.sources import FileStatus, OtherFile, Problem, Source
from xl_cfc.findings.finding import Finding, Severity, found
from xl_cfc.findings.merging import CONFLICT, IDENTICAL, NO_KEY
from xl_cfc.judging.checks.roster import roster_findings
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.language import number_text, t
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster
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


def consolidate(
    members: Iterable[Member],
    others: Iterable[OtherFile] = (),
    *,
    rulesets: Mapping[str, Ruleset],
    year: int | None = None,
    period: str | None = None,
    plan: Plan | None = None,
    roster: Roster | None = None,
    typed_days: Mapping[Key, date] | None = None,
    seen_days: Mapping[Key, date] | None = None,
    decide: Decide = undecided,
) -> Consolidation:
    """Merge evaluated files; `rulesets` holds every rule set they follow, by its digest.

    With `year` or `period`, forms of others are listed and left out. With `plan` or `roster`, the state of the
    collection is told for the plan's year, else for the main block: `typed_days` are the days of receipt typed into the
    consolidated workbook, `seen_days` those on which a merge first saw each form.
    """
    merging = _Merging(year, period, decide)
    by_file = {member.file: member for member in members}
    for file in sorted(by_file):
        merging.sort_in(by_file[file])
    merging.settle()
    other_by_file = {other.file: other for other in others}
    for other in other_by_file.values():
        merging.add_other(other)
    blocks = blocks_of(merging.chosen, rulesets)
    state = None
    if plan is not None or roster is not None:
        main = _collected(blocks, plan)
        by_unit = Counter(p.code for p in merging.problems if p.code and p.finding.severity is Severity.ERROR)
        state = completeness(
            _arrivals(main, by_unit) if main else (),
            roster=roster,
            plan=plan,
            typed=_of_block(typed_days, main),
            seen=_of_block(seen_days, main),
            unreadable=_unreadable(merging.sources, roster),
            elsewhere=_elsewhere(blocks, main),
            year=main.year if main else plan.year if plan else year,
            period=main.period if main else period or "",
        )
        if roster is not None and main is not None:
            blocks = [replace(b, expected=state.expected) if b is main else b for b in blocks]
            merging.problems += _against_roster(main, roster)
    return Consolidation(
        blocks=tuple(blocks),
        problems=tuple(sorted(merging.problems, key=_problem_order)),
        sources=tuple(sorted(merging.sources, key=lambda source: source.file)),
        year=year,
        period=period,
        plan=plan,
        completeness=state,
        contests=tuple(sorted(merging.contests, key=lambda contest: contest.key)),
        members=tuple(by_file[file] for file in sorted(by_file)),
        others=tuple(other_by_file[file] for file in sorted(other_by_file)),
    )


def _collected(blocks: Sequence[Block], plan: Plan | None) -> Block | None:
    """The block a collection is about: the final figures of the plan's year, else the main block."""
    of_plan = [b for b in blocks if plan is not None and b.year == plan.year]
    final = [b for b in of_plan if not b.forecast]
    return next(iter((*final, *of_plan, *(blocks if plan is None else ()))), None)


def _of_block(days: Mapping[Key, date] | None, block: Block | None) -> dict[str, date]:
    """The days that belong to a block's year and period, by unit code."""
    if days is None or block is None:
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


def _against_roster(block: Block, roster: Roster) -> Iterator[Problem]:
    """Forms whose unit is not on the roster, or stands there with another name, class or kind."""
    for commune in block.communes:
        for finding in roster_findings(commune.member.unit, roster):
            yield Problem(commune.code, commune.member.name, finding.in_file(commune.member.file))


def with_problems(merged: Consolidation, problems: Iterable[Problem]) -> Consolidation:
    """The same consolidation with further problems among its own."""
    return replace(merged, problems=tuple(sorted((*merged.problems, *problems), key=_problem_order)))


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


def _problem_order(problem: Problem) -> tuple[int, bool, str, str]:
    place = list(Severity).index(problem.finding.severity)
    return place, not problem.code, problem.code, problem.finding.file


@dataclass
class _Merging:
    """The files sorted one by one into what counts, what contradicts, and what cannot be used."""

    year: int | None
    period: str | None
    decide: Decide
    keyed: dict[Key, list[Member]] = attribute(default_factory=lambda: defaultdict(list))
    chosen: list[tuple[Member, bool]] = attribute(default_factory=list)  # with: others contradict it
    problems: list[Problem] = attribute(default_factory=list)
    sources: list[Source] = attribute(default_factory=list)
    contests: list[Contest] = attribute(default_factory=list)

    def sort_in(self, member: Member) -> None:
        """Decide what an evaluated file is, as far as it can be decided alone."""
        if member.card is None:
            self._unusable(member)
        elif self._outside(member):
            scope = " · ".join(str(part) for part in (member.year, member.period) if part is not None)
            self._source(member, FileStatus.OUT_OF_SCOPE, t(f"Phiếu của {scope}", f"The form is of {scope}"))
        elif member.key is None:
            parts = {"ma_dvhc": member.code, "nam": member.year, "ky": member.period}
            words = {
                "ma_dvhc": t("mã đơn vị hành chính", "unit code"),
                "nam": t("năm đánh giá", "year"),
                "ky": t("kỳ số liệu", "period"),
            }
            lacking = [name for name, value in parts.items() if value is None]
            causes = [f for f in member.findings if f.field in lacking and f.severity is Severity.ERROR]
            finding = _no_key(member, ", ".join(words[name] for name in lacking), causes)
            self._source(member, FileStatus.NO_KEY, finding.message)
            self._report(member, finding, *(f for f in member.findings if f not in causes))
        else:
            self.keyed[member.key].append(member)

    def _outside(self, member: Member) -> bool:
        """Whether the form is certainly of another year or period than was asked for."""
        return any(
            wanted is not None and stated is not None and wanted != stated
            for wanted, stated in ((self.year, member.year), (self.period, member.period))
        )

    def _unusable(self, member: Member) -> None:
        why = " ".join(finding.message for finding in member.findings)
        if member.is_consolidated:
            self._source(member, FileStatus.CONSOLIDATED, why)
            return
        self._source(member, FileStatus.UNUSABLE, why)
        self._report(member, *member.findings)

    def settle(self) -> None:
        """Decide the forms of each key together."""
        for key, members in self.keyed.items():
            first: dict[str, Member] = {}
            for member in members:
                kept = first.setdefault(member.content, member)
                if kept is not member:
                    self._repeat(member, kept)
            self._settle_contents(key, tuple(first.values()))

    def _settle_contents(self, key: Key, members: tuple[Member, ...]) -> None:
        decision = self.decide(key, members) if len(members) > 1 else None
        if len(members) > 1:
            self.contests.append(Contest(key, members, *decision) if decision else Contest(key, members))
        if decision is None:
            for member in members:
                self._settle_one(key, member, [m for m in members if m is not member])
            return
        self._settle_one(key, decision.member, ())
        for member in members:
            if member is not decision.member:
                self._source(member, FileStatus.SET_ASIDE, _set_aside(decision))

    def _settle_one(self, key: Key, member: Member, rivals: Sequence[Member]) -> None:
        self.chosen.append((member, bool(rivals)))
        if not rivals:
            self._source(member, FileStatus.COUNTED, "")
            self._report(member, *member.findings)
            return
        finding = found(
            CONFLICT,
            file=member.file,
            unit=member.name or key.code,
            key=key.text,
            total=_total_text(member),
            others="; ".join(f"{rival.file} ({_total_text(rival)})" for rival in rivals),
        )
        self._source(member, FileStatus.CONFLICT, finding.message)
        self._report(member, finding, *member.findings)

    def _repeat(self, member: Member, kept: Member) -> None:
        """A form whose inputs another file holds already: only what is new about it is told."""
        finding = found(IDENTICAL, file=member.file, other=kept.file)
        self._source(member, FileStatus.IDENTICAL, finding.message)
        told = {(f.code, f.sheet, f.cell, f.message) for f in kept.findings}
        new = (f for f in member.findings if (f.code, f.sheet, f.cell, f.message) not in told)
        self._report(member, finding, *new)

    def add_other(self, other: OtherFile) -> None:
        """List a file that was not evaluated."""
        self.sources.append(Source(other.file, other.size, other.sha256, "", "", None, "", other.status, other.why))
        self.problems += [Problem("", "", finding) for finding in other.findings]

    def _report(self, member: Member, *told: Finding) -> None:
        self.problems += [Problem(member.code or "", member.name, finding) for finding in told]

    def _source(self, member: Member, status: FileStatus, why: str) -> None:
        ruleset = f"{member.ruleset_id} ({member.ruleset_hash})" if member.ruleset_id else ""
        self.sources.append(
            Source(
                member.file, member.size, member.sha256, member.template_version,
                ruleset, member.key, member.name, status, why,
            )
        )  # fmt: skip


def _no_key(member: Member, lacking: str, causes: Sequence[Finding]) -> Finding:
    """The one finding for a form without a key: it stands where the first cause is mended, and says how."""
    fixes = "; ".join(dict.fromkeys(f"{cause.place}: {cause.fix}" for cause in causes))
    place = {"sheet": causes[0].sheet, "cell": causes[0].cell, "value": causes[0].value} if causes else {}
    return found(NO_KEY, file=member.file, lacking=lacking, fixes=f" ({fixes})" if fixes else "", **place)


def _set_aside(decision: Decision) -> str:
    return t(f"Dùng {decision.member.file} ({decision.by})", f"{decision.member.file} is used ({decision.by})")


def _total_text(member: Member) -> str:
    total = member.card.total if member.card else None
    if total is None:
        return t("chưa đủ dữ liệu", "incomplete")
    return t(f"{number_text(total)} điểm", f"{number_text(total)} points")
