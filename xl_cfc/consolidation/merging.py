"""Many evaluated forms become one consolidation: pure, exact, and the same in whatever order the files come.

Key of a form: unit code, year, period. The same content twice counts once; different content under one key is
a conflict: shown, and left out of totals, ranking and pass rate. Every file that was found has its `Source`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute

from xl_cfc.consolidation.blocks import blocks_of
from xl_cfc.consolidation.collection import Collection
from xl_cfc.consolidation.members import Key, Member
from xl_cfc.consolidation.models import Consolidation, Contest, Decide, Decision, problem_order, undecided
from xl_cfc.consolidation.sources import FileStatus, OtherFile, Problem, Source
from xl_cfc.findings.finding import Finding, Severity, found
from xl_cfc.findings.merging import CONFLICT, IDENTICAL, NO_KEY
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import Ruleset


def consolidate(
    members: Iterable[Member],
    others: Iterable[OtherFile] = (),
    *,
    rulesets: Mapping[str, Ruleset],
    collection: Collection = Collection(),  # noqa: B008 (immutable)
    decide: Decide = undecided,
) -> Consolidation:
    """Merge evaluated files; `rulesets` holds every rule set they follow, by its digest."""
    merging = _Merging(collection.year, collection.period, decide)
    by_file = {member.file: member for member in members}
    for file in sorted(by_file):
        merging.sort_in(by_file[file])
    merging.settle()
    other_by_file = {other.file: other for other in others}
    for other in other_by_file.values():
        merging.add_other(other)
    blocks = blocks_of(merging.chosen, rulesets)
    state = collection.state(blocks, merging.problems, merging.sources) if collection.is_followed else None
    on_roster = tuple(collection.roster_problems(blocks))
    if state is not None and collection.roster is not None:
        main = collection.main(blocks)
        blocks = [replace(block, expected=state.expected) if block is main else block for block in blocks]
    return Consolidation(
        blocks=tuple(blocks),
        problems=tuple(sorted((*merging.problems, *on_roster), key=problem_order)),
        sources=tuple(sorted(merging.sources, key=lambda source: source.file)),
        year=collection.year,
        period=collection.period,
        plan=collection.plan,
        completeness=state,
        contests=tuple(sorted(merging.contests, key=lambda contest: contest.key)),
        members=tuple(by_file[file] for file in sorted(by_file)),
        others=tuple(other_by_file[file] for file in sorted(other_by_file)),
    )


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
