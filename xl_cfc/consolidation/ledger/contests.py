"""Contradicting forms of one unit: what differs, what was decided, and which submission of a unit counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from xl_cfc.consolidation.ledger.entries import EntryKey
from xl_cfc.consolidation.ledger.models import Ledger, Version
from xl_cfc.consolidation.ledger.tables import CHOICE, USE
from xl_cfc.consolidation.members import Key, Member
from xl_cfc.consolidation.models import Consolidation, Contest, Decide, Decision
from xl_cfc.consolidation.sources import Problem, Source
from xl_cfc.findings.entry import CHOICE_UNCLEAR
from xl_cfc.findings.finding import found
from xl_cfc.language import t
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.text import composed

#: The word for `--prefer` that decides by when a merge first saw a form.
NEWEST = "newest"
#: How a choice is marked.
MARK = "x"
_SHORT = 12


def content_mark(member: Member) -> str:
    """The first letters of a form's content hash, which a choice is tied to: renaming the file changes nothing.

    The sign before them keeps every program from taking them for a number.
    """
    return f"#{member.content[:_SHORT]}"


def choice_key(key: Key, member: Member) -> EntryKey:
    """The key of a form's row among those to choose from."""
    return (key.code, str(key.year), key.period, content_mark(member))


def decider(ledger: Ledger, prefer: Sequence[str] = ()) -> Decide:
    """Decides by the mark typed in the workbook, then by a preferred file, then, if asked for, by the newest.

    The newest is the form that merges saw last: the times of files prove nothing. Forms first seen by the same merge
    are left undecided.
    """

    def decide(key: Key, members: Sequence[Member]) -> Decision | None:
        marked = [member for member in members if _marked(ledger, key, member)]
        if len(marked) == 1:
            return Decision(marked[0], t("chọn ở trang «Trùng lặp»", "chosen on the sheet «Trùng lặp»"))
        named = [member for member in members if any(is_named(member.file, name) for name in prefer)]
        if len(named) == 1:
            return Decision(named[0], f"--prefer {PurePosixPath(named[0].file).name}")
        newest = _newest(ledger, key, members) if NEWEST in prefer else None
        return Decision(newest, f"--prefer {NEWEST}") if newest else None

    return decide


def as_decided(ledger: Ledger) -> Decide:
    """Decides as the last merge did, unless a mark typed since says otherwise."""
    by_mark = decider(ledger)

    def decide(key: Key, members: Sequence[Member]) -> Decision | None:
        last = ledger.forms.get(key)
        counted = next((m for m in members if last and not last.gone and m.content == last.content), None)
        kept = Decision(counted, t("như lần gộp trước", "as in the last merge")) if counted else None
        return by_mark(key, members) or kept

    return decide


def is_named(file: str, name: str) -> bool:
    """Whether a preferred name, with or without its folder, is this file's."""
    file, name = (composed(text).replace("\\", "/").removeprefix("./") for text in (file, name))
    return name in (file, PurePosixPath(file).name)


def _marked(ledger: Ledger, key: Key, member: Member) -> bool:
    entry = ledger.of(CHOICE).get(choice_key(key, member))
    return entry is not None and entry.text(USE.id).strip().casefold() == MARK


def _newest(ledger: Ledger, key: Key, members: Sequence[Member]) -> Member | None:
    seen = {version.content: version.seen for version in ledger.versions.get(key, ())}
    by_time = sorted(members, key=lambda member: seen.get(member.content, datetime.max))
    latest = [m for m in members if seen.get(m.content) == seen.get(by_time[-1].content)]
    return latest[0] if len(latest) == 1 else None


def choice_problems(merged: Consolidation, ledger: Ledger) -> Iterator[Problem]:
    """Marks that decide nothing: several under one key, or another word than x."""
    for contest in merged.contests:
        entries = [ledger.of(CHOICE).get(choice_key(contest.key, member)) for member in contest.members]
        texts = [text for entry in entries if entry is not None and (text := entry.text(USE.id).strip())]
        wrong = [text for text in texts if text.casefold() != MARK]
        what = ""
        if wrong:
            what = t(f"không hiểu dấu «{wrong[0]}»", f"the mark '{wrong[0]}' is not understood")
        elif len(texts) > 1:
            what = t(f"{len(texts)} phiếu cùng được đánh dấu", f"{len(texts)} forms are marked")
        if what:
            finding = found(CHOICE_UNCLEAR, sheet=CHOICE.sheet, key=contest.key.text, what=what)
            yield Problem(contest.key.code, contest.members[0].name, finding)


class Difference(NamedTuple):
    """One input that contradicting forms fill differently: its name, and what each form has."""

    what: str
    values: tuple[str, ...]


def differences(contest: Contest, rulesets: Mapping[str, Ruleset]) -> Iterator[Difference]:
    """Everything in which contradicting forms differ, cell by cell; forms of several rule sets only in that."""
    members = contest.members
    digests = tuple(member.ruleset_hash for member in members)
    if len(set(digests)) > 1:
        yield Difference(t("Bộ tiêu chí", "Rule set"), tuple(f"{m.ruleset_id} ({m.ruleset_hash})" for m in members))
        return
    ruleset = rulesets[digests[0]]
    for place, field_id in enumerate(ruleset.fields):
        values = tuple(member.inputs[place].shown for member in members)
        if len(set(values)) > 1:
            yield Difference(ruleset.caption(field_id), values)
    texts = [dict(member.texts) for member in members]
    for name in sorted({name for one in texts for name in one}):
        values = tuple(one.get(name, "") for one in texts)
        if len(set(values)) > 1:
            yield Difference(_text_label(name, ruleset), values)


def _text_label(name: str, ruleset: Ruleset) -> str:
    kind, _, field_id = name.partition(":")
    label = {
        "ev": t("Tài liệu kiểm chứng", "Evidence"),
        "ex": t("Giải trình", "Explanation"),
        "survey": t("Khảo sát (các dòng trả lời)", "Survey rows"),
        "hamlets": t("Số liệu từng thôn", "Hamlets"),
    }[kind]
    if not field_id:
        return label
    caption = ruleset.caption(field_id) if field_id in ruleset.fields else t("tiêu chí ", "criterion ") + field_id[1:]
    return f"{label}: {caption}"


def seen_versions(before: Ledger, merged: Consolidation, when: datetime) -> dict[Key, tuple[Version, ...]]:
    """Every content seen so far, by key; those that count are numbered in the order in which they came to count."""
    versions = dict(before.versions)
    counted = {c.member.key: c.member.content for block in merged.blocks for c in block.counted}
    for key, members in _members_by_key(merged).items():
        known = {version.content: version for version in versions.get(key, ())}
        for member in members:
            old = known.get(member.content, Version(member.content, when, member.file))
            known[member.content] = replace(old, file=member.file)
        current = known.get(counted.get(key, ""))
        if current is not None and current.number is None:
            number = 1 + max((version.number or 0 for version in known.values()), default=0)
            known[current.content] = replace(current, number=number)
        versions[key] = tuple(known.values())
    return versions


def _members_by_key(merged: Consolidation) -> dict[Key, tuple[Member, ...]]:
    single = {c.member.key: (c.member,) for block in merged.blocks for c in block.counted if c.member.key}
    return {**single, **{contest.key: contest.members for contest in merged.contests}}


def with_submission_numbers(merged: Consolidation, ledger: Ledger) -> Consolidation:
    """The same consolidation, whose sources say which form replaces an earlier submission, and which one that was."""
    notes = {}
    for block in merged.blocks:
        for commune in block.counted:
            key = commune.member.key
            versions = ledger.versions.get(key, ()) if key is not None else ()
            note = _replaces(commune.member, versions)
            if note:
                notes[commune.member.file] = note
    return replace(merged, sources=tuple(_noted(source, notes.get(source.file)) for source in merged.sources))


def _replaces(member: Member, versions: Sequence[Version]) -> str:
    own = next((version for version in versions if version.content == member.content), None)
    if own is None or own.number is None or own.number < 2:
        return ""
    earlier = next(version for version in versions if version.number == own.number - 1)
    return t(
        f"Nộp lại: lần {own.number}, thay bản trong tệp {earlier.file} (thấy lần đầu {earlier.seen:%d/%m/%Y})",
        f"Submission {own.number}, replacing the one in {earlier.file} (first seen {earlier.seen:%d/%m/%Y})",
    )


def _noted(source: Source, note: str | None) -> Source:
    return source if note is None else replace(source, why=". ".join(filter(None, (note, source.why))))
