"""Many evaluated forms become one consolidation: pure, exact, and the same in whatever order the files come.

Key of a form: unit code, year, period. The same content twice counts once; different content under one key is
a conflict: shown, and left out of totals, ranking and pass rate. Every file that was found has its `Source`.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from sys import intern
from typing import NamedTuple, Protocol

from xl_cfc import findings as kinds
from xl_cfc.answers.answers import Answers, State
from xl_cfc.answers.submission import Submission
from xl_cfc.cells import Cell, CellKind, blank
from xl_cfc.checks.roster import NO_UNIT, UnitCells, roster_findings, unit_cells
from xl_cfc.completeness import Arrival, Completeness, completeness
from xl_cfc.findings import Finding, found
from xl_cfc.language import number_text, t
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.models import FORECAST_PERIOD, Ruleset, Severity
from xl_cfc.scoring import Conclusion, Scorecard
from xl_cfc.stamp import Stamp

#: Between a consolidated workbook and the name a form has in it: `huyen-a.xlsx » phieu/xa-1.xlsx`.
WITHIN = " » "


class Key(NamedTuple):
    """Whose figures a form holds, and of when."""

    code: str
    year: int
    period: str

    @property
    def text(self) -> str:
        """The key on one line."""
        return f"{self.code} · {self.year} · {self.period}"


class Typed(NamedTuple):
    """One input: the accepted value, or what was typed instead."""

    value: int | str | date | None
    accepted: bool = True

    @property
    def cell(self) -> Cell:
        """A cell that is judged as the typed one was; survey figures that were counted are typed totals then."""
        if not self.accepted:
            return Cell(CellKind.ERROR, str(self.value), "", "")
        match self.value:
            case None:
                return blank("", "")
            case int():
                return Cell(CellKind.NUMBER, self.value, "", "")
            case date():
                return Cell(CellKind.DATE, self.value, "", "")
        return Cell(CellKind.TEXT, self.value, "", "")


class FileStatus(StrEnum):
    """What became of a file that was found."""

    COUNTED = "counted"
    IDENTICAL = "identical"
    CONFLICT = "conflict"
    SET_ASIDE = "set_aside"
    NO_KEY = "no_key"
    OUT_OF_SCOPE = "out_of_scope"
    UNUSABLE = "unusable"
    EARLIER = "earlier"
    CONSOLIDATED = "consolidated"
    ARCHIVE = "archive"
    LOCK = "lock"
    NOT_A_FORM = "not_a_form"

    @property
    def text(self) -> str:
        """The status in words."""
        return {
            FileStatus.COUNTED: t("Đã tổng hợp", "Counted"),
            FileStatus.IDENTICAL: t("Trùng nội dung, không tính lại", "Same content, not counted again"),
            FileStatus.CONFLICT: t("Một đơn vị, nhiều phiếu khác nhau", "One unit, different forms"),
            FileStatus.SET_ASIDE: t("Không dùng: đã chọn phiếu khác", "Set aside for another form"),
            FileStatus.NO_KEY: t("Chưa rõ đơn vị, năm hoặc kỳ", "Unit, year or period unknown"),
            FileStatus.OUT_OF_SCOPE: t("Ngoài năm, kỳ đã chọn", "Outside the chosen year and period"),
            FileStatus.UNUSABLE: t("Không dùng được", "Unusable"),
            FileStatus.EARLIER: t("Chỉ để so sánh", "Only to compare with"),
            FileStatus.CONSOLIDATED: t("Bản tổng hợp", "A consolidated workbook"),
            FileStatus.ARCHIVE: t("Tệp nén", "An archive"),
            FileStatus.LOCK: t("Tệp khoá của bảng tính", "A lock file"),
            FileStatus.NOT_A_FORM: t("Không phải phiếu", "Not a form"),
        }[self]


class Evaluated(Protocol):
    """What merging needs of an evaluated file (`xl_cfc.evaluation.Evaluation`)."""

    @property
    def file(self) -> str:
        """Its name."""

    @property
    def sha256(self) -> str:
        """Hash of its bytes."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def submission(self) -> Submission | None:
        """The answers, None when it could not be read."""

    @property
    def ruleset(self) -> Ruleset | None:
        """The rule set it follows, None when unknown."""

    @property
    def card(self) -> Scorecard | None:
        """Its score."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found in it."""


@dataclass(frozen=True)
class Member:
    """An evaluated file in the form merging needs: small enough to travel between processes.

    `inputs` is in the order of the rule set's fields; `texts` is what else is typed (`Submission.beside_inputs`);
    `places` says where the inputs stand (`place_of`). Without a card the file could not be used.
    """

    file: str
    sha256: str
    size: int
    findings: tuple[Finding, ...]
    card: Scorecard | None = None
    template_version: str = ""
    ruleset_id: str = ""
    ruleset_hash: str = ""
    content: str = ""
    name: str = ""
    code: str | None = None
    year: int | None = None
    period: str | None = None
    inputs: tuple[Typed, ...] = ()
    unit: UnitCells = attribute(default=NO_UNIT, compare=False)
    texts: tuple[tuple[str, str], ...] = ()
    places: str = attribute(default="", compare=False)

    @property
    def key(self) -> Key | None:
        """The key, None while any part of it is missing or not accepted."""
        if self.code is None or self.year is None or self.period is None:
            return None
        return Key(self.code, self.year, self.period)

    @property
    def is_consolidated(self) -> bool:
        """Whether the file turned out to be a consolidated workbook."""
        return any(finding.kind == kinds.CONSOLIDATED_NOT_FORM for finding in self.findings)


def member_of(evaluation: Evaluated) -> Member:
    """What merging keeps of an evaluation."""
    submission, ruleset = evaluation.submission, evaluation.ruleset
    if submission is None or ruleset is None or evaluation.card is None:
        return Member(evaluation.file, evaluation.sha256, evaluation.size, evaluation.findings)
    answers = Answers(submission, ruleset)
    return Member(
        file=evaluation.file,
        sha256=evaluation.sha256,
        size=evaluation.size,
        findings=evaluation.findings,
        card=evaluation.card,
        template_version=submission.stamp.template_version,
        ruleset_id=ruleset.id,
        ruleset_hash=ruleset.digest,
        content=submission.content_hash(),
        name=unicodedata.normalize("NFC", submission.text("ten_don_vi")),
        code=answers.unit_code,
        year=answers.year,
        period=answers.period,
        inputs=tuple(_typed(answers, field_id) for field_id in ruleset.fields),
        unit=unit_cells(submission),
        texts=submission.beside_inputs(),
        places=_places(submission, ruleset),
    )


def answers_of(member: Member, ruleset: Ruleset) -> Answers:
    """A usable form's answers as its member keeps them: without survey rows, hamlets and the cells' places."""
    cells = {name: typed.cell for name, typed in zip(ruleset.fields, member.inputs, strict=True)}
    stamp = Stamp(
        template_version=member.template_version, ruleset_id=member.ruleset_id, ruleset_hash=member.ruleset_hash
    )
    return Answers(Submission(file=member.file, sha256=member.sha256, stamp=stamp, cells=cells), ruleset)


#: Between the places of a form's inputs, and between sheet and cell: no sheet's name can hold them.
_BETWEEN, _WITHIN_PLACE = "\x1f", "\x1e"


def _places(submission: Submission, ruleset: Ruleset) -> str:
    """Where each input stands, in one string: thousands of forms have the same one."""
    cells = (submission.cells.get(name) for name in ruleset.fields)
    return intern(_BETWEEN.join(f"{c.sheet}{_WITHIN_PLACE}{c.ref}" if c is not None else _WITHIN_PLACE for c in cells))


def place_of(member: Member, position: int) -> tuple[str, str]:
    """Sheet and cell of an input by its place in the rule set; empty where they are not known."""
    if not member.places:
        return "", ""
    sheet, _, cell = member.places.split(_BETWEEN)[position].partition(_WITHIN_PLACE)
    return sheet, cell


def _typed(answers: Answers, field_id: str) -> Typed:
    answer, cell = answers[field_id], answers.cell(field_id)
    if answer.state is State.INVALID:
        return Typed(cell.shown or "?", accepted=False)
    return Typed(answer.value)


@dataclass(frozen=True)
class OtherFile:
    """A file that was found and not evaluated, and why."""

    file: str
    size: int
    status: FileStatus
    why: str
    findings: tuple[Finding, ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class Source:
    """One file that was found, as the list of sources shows it."""

    file: str
    size: int
    sha256: str
    template_version: str
    ruleset: str
    key: Key | None
    name: str
    status: FileStatus
    why: str


@dataclass(frozen=True)
class Problem:
    """A finding with the unit it concerns."""

    code: str
    name: str
    finding: Finding


@dataclass(frozen=True)
class Commune:
    """A form's row: the form, its criteria's points and total, whether other forms contradict it, and its rank."""

    member: Member
    card: Scorecard
    points: tuple[Decimal | None, ...]
    total: Decimal | None
    conflict: bool
    rank: int | None = None

    @property
    def code(self) -> str:
        """The unit's code."""
        return self.member.code or ""


def commune_of(member: Member, card: Scorecard, *, conflict: bool) -> Commune:
    """The row of a scored form."""
    points = tuple(criterion.points for criterion in card.criteria)
    known = [value for value in points if value is not None]
    total = sum(known, Decimal(0)) if len(known) == len(points) else None
    return Commune(member, card, points, total, conflict)


class Bin(NamedTuple):
    """A band of totals: from `low` on, below `high` (the last one includes it)."""

    low: Decimal
    high: Decimal
    communes: int


@dataclass(frozen=True)
class Block:
    """The communes of one year, period and rule set: what may be compared with each other.

    `communes` holds the ranked ones first, then the others by code; conflicting forms have a row each. `expected` is
    how many units the roster expects, None where there is no roster for this block.
    """

    year: int
    period: str
    ruleset: Ruleset
    communes: tuple[Commune, ...]
    expected: int | None = None

    @property
    def forecast(self) -> bool:
        """Whether these are start-of-year figures, which conclude nothing."""
        return self.period == FORECAST_PERIOD

    @cached_property
    def counted(self) -> tuple[Commune, ...]:
        """The communes that totals and rates count: all but those in conflict."""
        return tuple(commune for commune in self.communes if not commune.conflict)

    @property
    def units(self) -> int:
        """How many units have a form, contradicted or not."""
        return len({commune.code for commune in self.communes})

    @property
    def conflicted(self) -> int:
        """How many units have contradicting forms."""
        return len({commune.code for commune in self.communes if commune.conflict})

    def concluded(self, conclusion: Conclusion) -> int:
        """How many counted communes come to this conclusion."""
        return sum(commune.card.conclusion is conclusion for commune in self.counted)

    @property
    def pass_rate(self) -> Fraction | None:
        """Eligible / expected, without a roster eligible / counted; None for a forecast and for nothing."""
        if self.forecast or not self.rated:
            return None
        return Fraction(self.concluded(Conclusion.ELIGIBLE), self.rated)

    @property
    def rated(self) -> int:
        """The denominator of the pass rate."""
        return len(self.counted) if self.expected is None else self.expected

    @cached_property
    def totals(self) -> tuple[Decimal, ...]:
        """The totals of the counted communes that have one, ascending."""
        return tuple(sorted(c.total for c in self.counted if c.total is not None))

    @cached_property
    def distribution(self) -> tuple[Bin, ...]:
        """The totals in equal bands from the lowest that holds one: twentieths of the maximum, wider when many."""
        highest = self.ruleset.total_points.value
        if not self.totals or not highest:
            return ()
        parts = 20
        while parts - _band(self.totals[0], highest, parts) > MOST_BANDS:
            parts //= 2
        counts = Counter(_band(total, highest, parts) for total in self.totals)
        width = highest / parts
        return tuple(Bin(width * band, width * (band + 1), counts[band]) for band in range(min(counts), parts))

    @property
    def unchecked(self) -> int:
        """The most numbers behind any of the scores shown that nobody has compared with the Decision."""
        return max((commune.card.unchecked_values for commune in self.communes), default=0)


#: Into how many bands totals are counted at most.
MOST_BANDS = 10


def _band(total: Decimal, highest: Decimal, parts: int) -> int:
    """Into which of so many equal parts of the maximum a total falls; the last one includes the maximum."""
    return min(int(total * parts // highest), parts - 1)


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
    blocks = _blocks(merging.chosen, rulesets)
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
            kinds.CONFLICT,
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
        finding = found(kinds.IDENTICAL, file=member.file, other=kept.file)
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
    return found(kinds.NO_KEY, file=member.file, lacking=lacking, fixes=f" ({fixes})" if fixes else "", **place)


def _set_aside(decision: Decision) -> str:
    return t(f"Dùng {decision.member.file} ({decision.by})", f"{decision.member.file} is used ({decision.by})")


def _total_text(member: Member) -> str:
    total = member.card.total if member.card else None
    if total is None:
        return t("chưa đủ dữ liệu", "incomplete")
    return t(f"{number_text(total)} điểm", f"{number_text(total)} points")


def _blocks(chosen: Iterable[tuple[Member, bool]], rulesets: Mapping[str, Ruleset]) -> list[Block]:
    """The blocks: the one with most units first, then the newest year, final before forecast figures."""
    groups: dict[tuple[int, str, str], list[Commune]] = defaultdict(list)
    for member, conflict in chosen:
        if member.key is not None and member.card is not None:
            _, year, period = member.key
            groups[year, period, member.ruleset_hash].append(commune_of(member, member.card, conflict=conflict))
    blocks = [
        Block(year, period, rulesets[digest], tuple(_ranked(communes)))
        for (year, period, digest), communes in sorted(groups.items(), key=lambda item: item[0])
    ]
    return sorted(blocks, key=lambda block: (-block.units, -block.year, block.forecast))


def _merit(commune: Commune) -> tuple[bool, Decimal] | None:
    """What a rank is given by: eligible before not eligible, then the total; None where there is none."""
    conclusion, total = commune.card.conclusion, commune.total
    ranked = conclusion in (Conclusion.ELIGIBLE, Conclusion.NOT_ELIGIBLE) and not commune.conflict
    return (conclusion is Conclusion.ELIGIBLE, total) if ranked and total is not None else None


def _ranked(communes: Iterable[Commune]) -> Iterator[Commune]:
    """Ranked communes in their order (ties by code), then those without a rank by code."""
    by_code = sorted(communes, key=lambda c: (c.code, c.member.file))
    with_merit = sorted(
        ((merit, commune) for commune in by_code if (merit := _merit(commune)) is not None),
        key=lambda pair: pair[0],
        reverse=True,
    )
    rank, previous = 0, None
    for position, (merit, commune) in enumerate(with_merit, start=1):
        rank, previous = (rank if merit == previous else position), merit
        yield replace(commune, rank=rank)
    yield from (commune for commune in by_code if _merit(commune) is None)
