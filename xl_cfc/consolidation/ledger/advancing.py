"""The ledger after a merge: what it saw, in memory for the next one, and what was different, in the log."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from xl_cfc.answers.answer import Answer
from xl_cfc.consolidation.blocks import Commune
from xl_cfc.consolidation.ledger.contests import seen_versions
from xl_cfc.consolidation.ledger.entries import EntryChange, value_text
from xl_cfc.consolidation.ledger.models import FormMemory, Ledger, LogKind, LogRow, Reread, Scope
from xl_cfc.consolidation.ledger.tables import CRITERION, TABLES
from xl_cfc.consolidation.members import Key
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.models import Ruleset

#: What the log can hold: the newest lines, well below the rows of a sheet.
MAX_LOG = 500_000
#: Inputs are remembered up to this many characters: the log tells a change, it is no archive.
_REMEMBERED = 200


def advance(reread: Reread, merged: Consolidation, *, when: datetime) -> Ledger:
    """The ledger to write into the new workbook."""
    before = reread.ledger
    forms, rulesets = _counted(merged)
    logging = _Logging(before.runs + 1, when, before, rulesets)
    rows = (
        logging.run_row(merged),
        *logging.forms_rows(forms, merged),
        *(logging.typed_row(change) for change in reread.changes),
    )
    gone = {
        key: form if key in forms or not _in_scope(key, merged) else replace(form, gone=True)
        for key, form in before.forms.items()
    }
    return replace(
        before,
        forms={**gone, **forms},
        versions=seen_versions(before, merged, when),
        log=(*before.log, *rows)[-MAX_LOG:],
        scope=Scope(merged.year, merged.period),
    )


def _counted(merged: Consolidation) -> tuple[dict[Key, FormMemory], dict[str, Ruleset]]:
    """The forms that count, as they will be remembered, and the rule sets they follow."""
    forms: dict[Key, FormMemory] = {}
    for block in merged.blocks:
        for commune in block.counted:
            if commune.member.key is not None:
                forms[commune.member.key] = _remembered(commune)
    return forms, {block.ruleset.digest: block.ruleset for block in merged.blocks}


def _remembered(commune: Commune) -> FormMemory:
    member = commune.member
    return FormMemory(
        content=member.content,
        file=member.file,
        name=member.name,
        ruleset=member.ruleset_hash,
        total="" if commune.total is None else number_text(commune.total),
        inputs=tuple(map(_input_text, member.inputs)),
    )


def _input_text(answer: Answer) -> str:
    text = answer.shown
    return text if len(text) <= _REMEMBERED else f"{text[: _REMEMBERED - 1]}…"


def _in_scope(key: Key, merged: Consolidation) -> bool:
    """Whether this merge looked for forms of that year and period."""
    return merged.year in (None, key.year) and merged.period in (None, key.period)


class _Logging:
    """Makes the lines of one merge."""

    def __init__(self, run: int, when: datetime, before: Ledger, rulesets: Mapping[str, Ruleset]) -> None:
        self._run, self._when, self._before, self._rulesets = run, when, before, rulesets

    def _row(self, kind: LogKind, **texts: str) -> LogRow:
        return LogRow(self._run, self._when, kind, **texts)

    def run_row(self, merged: Consolidation) -> LogRow:
        """The line that heads a merge."""
        counted, total = merged.files(FileStatus.COUNTED), len(merged.sources)
        scope = " · ".join(str(part) for part in (merged.year, merged.period) if part is not None)
        return self._row(
            LogKind.RUN,
            what=t(f"{total} tệp, {counted} phiếu được tổng hợp", f"{total} files, {counted} forms counted"),
            new=scope,
        )

    def forms_rows(self, forms: Mapping[Key, FormMemory], merged: Consolidation) -> Iterator[LogRow]:
        """What is new, what differs and what is no longer there, by key."""
        for key, form in sorted(forms.items()):
            old = self._before.forms.get(key)
            if old is None or old.gone:
                yield self._form_row(LogKind.ADDED, key, form, t("Phiếu", "Form"), "", self._total(form))
            if old is not None:
                yield from self._differences(key, old, form)
        disputed = {contest.key for contest in merged.contests}
        for key, form in sorted(self._before.forms.items()):
            if key not in forms and not form.gone and _in_scope(key, merged):
                why = (
                    t("nhiều phiếu khác nhau, chưa tính", "contradicting forms, not counted") if key in disputed else ""
                )
                yield self._form_row(LogKind.DROPPED, key, form, t("Phiếu", "Form"), self._total(form), why)

    def _total(self, form: FormMemory) -> str:
        return t(f"{form.total} điểm", f"{form.total} points") if form.total else t("chưa đủ dữ liệu", "incomplete")

    def _form_row(self, kind: LogKind, key: Key, form: FormMemory, what: str, old: str, new: str) -> LogRow:
        place = f"{key.year} · {key.period}"
        return self._row(
            kind, code=key.code, name=form.name, what=f"{what} ({place})", old=old, new=new, file=form.file
        )

    def _differences(self, key: Key, old: FormMemory, new: FormMemory) -> Iterator[LogRow]:
        def changed(what: str, before: str, after: str) -> LogRow:
            return self._form_row(LogKind.CHANGED, key, new, what, before, after)

        if old.file != new.file:
            yield changed(t("Tệp", "File"), old.file, new.file)
        if old.content == new.content:
            return
        differing = list(self._differing_inputs(old, new))
        for label, before, after in differing:
            yield changed(label, before, after)
        if old.total != new.total:
            yield changed(t("Tổng điểm", "Total"), old.total, new.total)
        if not differing:
            yield changed(t("Tài liệu kiểm chứng, giải trình, khảo sát, thôn", "Evidence, survey or hamlets"), "", "")

    def _differing_inputs(self, old: FormMemory, new: FormMemory) -> Iterator[tuple[str, str, str]]:
        if old.ruleset != new.ruleset:
            yield t("Bộ tiêu chí", "Rule set"), old.ruleset, new.ruleset
            return
        ruleset = self._rulesets[new.ruleset]
        for field_id, before, after in zip(ruleset.fields, old.inputs, new.inputs, strict=True):
            if before != after:
                yield ruleset.caption(field_id), before, after

    def typed_row(self, change: EntryChange) -> LogRow:
        """The line of a typed cell."""
        table = next(table for table in TABLES if table.id == change.table)
        heading = next((c.heading for c in table.typed if c.id == change.column), change.column[1:])
        key = dict(zip((column.id for column in table.keys), change.key, strict=False))
        place = [f"{CRITERION.heading.lower()} {key[CRITERION.id]}"] if key.get(CRITERION.id) else []
        what = " · ".join([table.sheet, *place, heading])
        code = key.get("code", "")
        old, new = value_text(change.old), value_text(change.new)
        return self._row(LogKind.TYPED, code=code, name=self._before.name_of(code), what=what, old=old, new=new)
