"""The whole merge: files in, one consolidated workbook out; what the command and the ribbon call."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from xl_cfc.collecting.backups import backup_name
from xl_cfc.collecting.files import collect
from xl_cfc.collecting.levels import raise_level
from xl_cfc.collecting.output import read_output, replace_output
from xl_cfc.collecting.progress import Progress, silent
from xl_cfc.collecting.workers import MakeExecutor, evaluate_all
from xl_cfc.consolidation.collection import Collection
from xl_cfc.consolidation.ledger.advancing import advance
from xl_cfc.consolidation.ledger.contests import NEWEST, decider, is_named, with_submission_numbers
from xl_cfc.consolidation.ledger.models import Ledger, Scope, with_collection, with_sampling
from xl_cfc.consolidation.ledger.problems import ledger_problems
from xl_cfc.consolidation.ledger.remembered import collection_of
from xl_cfc.consolidation.members import Member
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation, with_earlier, with_problems
from xl_cfc.consolidation.receiving import completeness_lines
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.consolidation.tables import TableFiles
from xl_cfc.consolidation.trends import trend_of
from xl_cfc.consolidation.upwards import Carried
from xl_cfc.files.locking import locked, open_elsewhere
from xl_cfc.findings.finding import Severity
from xl_cfc.form.isolation import evaluate_files
from xl_cfc.language import speaking, t
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.known import FindRuleset, KnownRulesets
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.wording import not_comparable
from xl_cfc.stamp import Stamp
from xl_cfc.usage import UsageError

#: A name no file has, where nothing is written.
_NO_OUTPUT = ".xl_cfc-nothing"


@dataclass(frozen=True)
class MergeOutcome:
    """What a merge came to: its workbook (beside `held`, the one asked for, when that was open), the name under which
    the one it replaced is kept, and the folders of its tables."""

    output: Path
    consolidation: Consolidation
    backup: str | None = None
    held: Path | None = None
    tables: tuple[Path, ...] = ()

    def exit_code(self) -> int:
        """0 no error finding; 1 error findings, unusable files or another file name; 2 nothing usable."""
        return max(self.consolidation.exit_code, 1 if self.held else 0)

    def lines(self) -> tuple[str, ...]:
        """The outcome in a few lines, in the language in force."""
        merged = self.consolidation
        counted = merged.files(FileStatus.COUNTED)
        twice, conflicts = merged.files(FileStatus.IDENTICAL), merged.files(FileStatus.CONFLICT)
        unusable = merged.files(FileStatus.UNUSABLE, FileStatus.NO_KEY)
        errors, warnings = merged.found(Severity.ERROR), merged.found(Severity.WARNING)
        earlier = merged.files(FileStatus.EARLIER)
        total = len(merged.sources) - earlier
        compared = t(f"{earlier} tệp kỳ trước để so sánh", f"{earlier} earlier files to compare with")
        mixed = (not_comparable(len(merged.rulesets)),) if len(merged.rulesets) > 1 else ()
        return (
            t(
                f"{total} tệp: {counted} phiếu được tổng hợp, {twice} trùng nội dung, "
                f"{conflicts} mâu thuẫn, {unusable} không dùng được",
                f"{total} files: {counted} forms counted, {twice} repeated, {conflicts} in conflict, "
                f"{unusable} unusable",
            ),
            *self._unread(),
            *((compared,) if earlier else ()),
            t(f"{errors} lỗi, {warnings} cảnh báo: xem trang «Lỗi»", f"{errors} errors, {warnings} warnings"),
            *(completeness_lines(merged.completeness) if merged.completeness else ()),
            *mixed,
            *(t(f"Bảng dữ liệu: {folder}", f"Tables: {folder}") for folder in self.tables),
            self._where(),
            *((t(f"Bản cũ được giữ: {self.backup}", f"The old one is kept: {self.backup}"),) if self.backup else ()),
        )

    def _unread(self) -> Iterator[str]:
        """Why nothing came of the files, or of those that were not read."""
        merged = self.consolidation
        if lower := sum(member.is_consolidated for member in merged.members):
            yield t(
                f"{lower} bản tổng hợp không được đọc: thêm --level-up để gộp lên cấp trên",
                f"{lower} consolidated workbooks were not read: add --level-up to merge them upwards",
            )
        if not merged.usable:
            yield t(
                "Chưa có phiếu nào dùng được: trang «Nguồn» ghi từng tệp và vì sao",
                "There is no usable form: sheet «Nguồn» says of every file why",
            )

    def _where(self) -> str:
        if self.held is None:
            return t(f"Bản tổng hợp: {self.output}", f"Consolidated workbook: {self.output}")
        return t(
            f"{self.held} đang mở trong Excel nên giữ nguyên, chưa được cập nhật. Bản tổng hợp mới: {self.output}",
            f"{self.held} is open in Excel and was left as it is. New consolidated workbook: {self.output}",
        )


def _unheard(text: str) -> None:
    """Tell nobody."""


def merge(
    inputs: Sequence[Path],
    output: Path,
    *,
    year: int | None = None,
    period: str | None = None,
    prefer: Sequence[str] = (),
    seed: str | None = None,
    sample: int | None = None,
    level_up: bool = False,
    tables: TableFiles = TableFiles(),  # noqa: B008 (immutable)
    force: bool = False,
    warn: Callable[[str], None] = _unheard,
    progress: Progress = silent,
    executor: MakeExecutor | None = None,
    rulesets: FindRuleset = KnownRulesets(),  # noqa: B008 (immutable)
    created: datetime | None = None,
    plan: Plan | None = None,
    roster: Roster | None = None,
    earlier: Sequence[Path] = (),
) -> MergeOutcome:
    """Merge every form in the inputs into a consolidated workbook; what is typed in an older one is carried over.

    `period` is the form's own word (`Đầu kỳ`, `Cuối kỳ`). With `plan` or `roster`, the workbook says who is missing or
    late, and whether the targets are met; later merges remember them. `prefer` decides between contradicting forms
    where nothing is chosen in the workbook: names of files, or `newest`. `seed` and `sample` (how many) draw the
    communes to be visited again; the workbook remembers them. With `level_up`, consolidated workbooks among the inputs
    count as the forms they carry. `earlier` names forms and consolidated workbooks only to compare with; later
    merges remember them.
    `warn` hears what is better known before the long work. Raises `UsageError` when it cannot be done as asked, OSError
    when the workbook cannot be written; the old or the new workbook is then whole.
    """
    from xl_cfc.consolidation.sheets import consolidated_bytes

    _refuse(inputs, output)
    _refuse_absent(earlier)
    tables.refuse(force=force)
    _warn_if_open(output, warn)
    with locked(output):
        when = created or datetime.now()
        previous = read_output(output, partial(_is_form, rulesets=rulesets), force=force)
        with speaking("vi"):  # the workbook is Vietnamese whatever the language in force
            collected = collect(inputs, output)
        members = evaluate_all(
            collected.jobs, rulesets=rulesets, today=when.date(), executor=executor, progress=progress
        )
        with speaking("vi"):
            found = Carried(tuple(members), tuple(collected.others))
            if level_up:
                found = raise_level(found, collected.jobs, rulesets)
            _refuse_unknown(prefer, found.members)
            ledger = with_collection(previous.reread.ledger, plan, roster)
            merged = consolidate(
                found.members,
                found.others,
                rulesets=followed(found.members, rulesets),
                collection=collection_of(ledger, Scope(year, period), found.members, when.date()),
                decide=decider(ledger, prefer),
            )
            ledger = with_collection(advance(previous.reread, merged, when=when), plan, roster)
            ledger = with_sampling(ledger, seed, _sample(sample, plan))
            backup = backup_name(output, when) if previous.data is not None else None
            merged = with_submission_numbers(merged, ledger)
            merged = with_problems(merged, ledger_problems(merged, ledger, previous.reread.notices, backup))
            compared_with = _earlier_files(earlier, ledger, output, warn)
            ledger = replace(ledger, earlier=tuple(_seen_from(output, path) for path in earlier) or ledger.earlier)
            if compared_with:
                merged = with_earlier(merged, _consolidated(compared_with, output, rulesets, executor))
                if not any(trend_of(block, merged, ledger.roster) for block in merged.blocks):
                    warn(_nothing_earlier())
            data = consolidated_bytes(merged, created=when, ledger=ledger)
        written = replace_output(output, data, previous, backup, force=force)
    with speaking("vi"):
        folders = tables.write(merged, force=force)
    return MergeOutcome(written, merged, backup, held=None if written == output else output, tables=folders)


def _earlier_files(given: Sequence[Path], ledger: Ledger, output: Path, warn: Callable[[str], None]) -> Sequence[Path]:
    """What to compare with: as given, else as an earlier merge was given, where that is still there."""
    if given:
        return given
    remembered = [output.parent / text for text in ledger.earlier]
    gone = ", ".join(str(path) for path in remembered if not path.exists())
    if gone:
        warn(
            t(
                f"Không còn thấy {gone} của kỳ trước: không so sánh được với các tệp đó",
                f"{gone} of the earlier period is no longer there: nothing is compared with it",
            )
        )
    return [path for path in remembered if path.exists()]


def _seen_from(output: Path, path: Path) -> str:
    """A path as the output's folder sees it, so that both can be moved together; another drive has its full name."""
    try:
        return Path(os.path.relpath(path, output.parent)).as_posix()
    except ValueError:
        return path.absolute().as_posix()


def _nothing_earlier() -> str:
    return t(
        "--earlier: không có phiếu dùng được nào của kỳ trước, nên không có trang «So sánh»",
        "--earlier: no usable form of an earlier period, so there is no sheet «So sánh»",
    )


def _consolidated(
    inputs: Sequence[Path], output: Path, rulesets: FindRuleset, executor: MakeExecutor | None
) -> Consolidation:
    """Earlier forms, and those that consolidated workbooks carry, merged by themselves."""
    collected = collect(inputs, output)
    members = evaluate_all(collected.jobs, rulesets=rulesets, executor=executor)
    found = raise_level(Carried(tuple(members), tuple(collected.others)), collected.jobs, rulesets)
    return consolidate(found.members, found.others, rulesets=followed(found.members, rulesets))


def _sample(asked: int | None, plan: Plan | None) -> int | None:
    """How many communes to visit again: as asked, else as the plan says."""
    rule = plan.reverification if plan is not None else None
    return rule.number if asked is None and rule is not None else asked


def _warn_if_open(output: Path, warn: Callable[[str], None]) -> None:
    owner = open_elsewhere(output)
    if owner is not None:
        warn(
            t(
                f"Có thể {output} đang mở (tệp {owner.name}). Nên lưu và đóng lại; nếu đến lúc ghi vẫn chưa thay được, "
                "bản mới được ghi với tên khác.",
                f"{output} seems to be open ({owner.name}). Save and close it; if it cannot be replaced when the time "
                "comes, the new one gets another name.",
            )
        )


def survey(
    inputs: Sequence[Path],
    *,
    year: int | None = None,
    period: str | None = None,
    plan: Plan | None = None,
    roster: Roster | None = None,
    progress: Progress = silent,
    rulesets: FindRuleset,
) -> Consolidation:
    """What a merge of the inputs would say, without writing anything; raises `UsageError` for an input not there."""
    _refuse_absent(inputs)
    first = inputs[0]
    collected = collect(inputs, (first if first.is_dir() else first.parent) / _NO_OUTPUT)
    members = evaluate_all(collected.jobs, rulesets=rulesets, progress=progress)
    known = followed(members, rulesets)
    asked = Collection(year, period, plan, roster)
    return consolidate(members, collected.others, rulesets=known, collection=asked)


def _refuse_absent(inputs: Iterable[Path]) -> None:
    for path in inputs:
        if not os.path.lexists(path):
            raise UsageError(t(f"Không có tệp hoặc thư mục {path}", f"There is no file or folder {path}"))


def _refuse(inputs: Iterable[Path], output: Path) -> None:
    """Raise before anything is read when the merge cannot end well."""
    if output.suffix.lower() != ".xlsx":
        raise UsageError(t("Tên tệp phải kết thúc bằng .xlsx", "The file name must end in .xlsx"))
    _refuse_absent(inputs)
    if output.is_dir():
        raise UsageError(t(f"{output} là thư mục", f"{output} is a folder"))


def _refuse_unknown(prefer: Iterable[str], members: Iterable[Member]) -> None:
    """Raise for preferred files that are not among those that were read."""
    files = [member.file for member in members]
    unknown = [name for name in prefer if name != NEWEST and not any(is_named(file, name) for file in files)]
    if unknown:
        raise UsageError(
            t(f"--prefer: không có phiếu {', '.join(unknown)}", f"--prefer: there is no form {', '.join(unknown)}")
        )


def _is_form(path: Path, rulesets: FindRuleset) -> bool:
    return evaluate_files([path], rulesets)[0].card is not None


def followed(members: Iterable[Member], rulesets: FindRuleset) -> dict[str, Ruleset]:
    """The rule sets the forms follow, by digest."""
    stamps = {
        Stamp(template_version="", ruleset_id=m.ruleset_id, ruleset_hash=m.ruleset_hash)
        for m in members
        if m.ruleset_hash
    }
    found = (rulesets(stamp) for stamp in stamps)
    return {ruleset.digest: ruleset for ruleset in found if ruleset is not None}
