"""The whole merge: files in, one consolidated workbook out; what the command and the ribbon call."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xl_cfc.collecting.files import collect
from xl_cfc.collecting.progress import Progress, silent
from xl_cfc.collecting.workers import MakeExecutor, evaluate_all
from xl_cfc.completeness import completeness_lines
from xl_cfc.evaluation import shipped_rulesets
from xl_cfc.excel.reader import FindRuleset
from xl_cfc.isolation import evaluate_files
from xl_cfc.language import speaking, t
from xl_cfc.merging import Consolidation, FileStatus, Member, consolidate
from xl_cfc.plan.models import Plan
from xl_cfc.plan.roster import Roster
from xl_cfc.ruleset.models import Ruleset, Severity
from xl_cfc.ruleset.wording import not_comparable
from xl_cfc.submission import Stamp
from xl_cfc.usage import UsageError
from xl_cfc.writing import refuse_overwrite, write_file

#: A name no file has, where nothing is written.
_NO_OUTPUT = ".xl_cfc-nothing"


@dataclass(frozen=True)
class MergeOutcome:
    """What a merge came to, and where its workbook is."""

    output: Path
    consolidation: Consolidation

    def exit_code(self) -> int:
        """0 no error finding; 1 error findings or unusable files; 2 nothing usable."""
        return self.consolidation.exit_code

    def lines(self) -> tuple[str, ...]:
        """The outcome in a few lines, in the language in force."""
        merged = self.consolidation
        counted = merged.files(FileStatus.COUNTED)
        twice, conflicts = merged.files(FileStatus.IDENTICAL), merged.files(FileStatus.CONFLICT)
        unusable = merged.files(FileStatus.UNUSABLE, FileStatus.NO_KEY)
        errors, warnings = merged.found(Severity.ERROR), merged.found(Severity.WARNING)
        total = len(merged.sources)
        mixed = (not_comparable(len(merged.rulesets)),) if len(merged.rulesets) > 1 else ()
        return (
            t(
                f"{total} tệp: {counted} phiếu được tổng hợp, {twice} trùng nội dung, "
                f"{conflicts} mâu thuẫn, {unusable} không dùng được",
                f"{total} files: {counted} forms counted, {twice} repeated, {conflicts} in conflict, "
                f"{unusable} unusable",
            ),
            t(f"{errors} lỗi, {warnings} cảnh báo: xem trang «Lỗi»", f"{errors} errors, {warnings} warnings"),
            *(completeness_lines(merged.completeness) if merged.completeness else ()),
            *mixed,
            t(f"Bản tổng hợp: {self.output}", f"Consolidated workbook: {self.output}"),
        )


def merge(
    inputs: Sequence[Path],
    output: Path,
    *,
    year: int | None = None,
    period: str | None = None,
    force: bool = False,
    progress: Progress = silent,
    executor: MakeExecutor | None = None,
    rulesets: FindRuleset = shipped_rulesets,
    created: datetime | None = None,
    plan: Plan | None = None,
    roster: Roster | None = None,
) -> MergeOutcome:
    """Merge every form in the inputs into a new consolidated workbook.

    `period` is the form's own word (`Đầu kỳ`, `Cuối kỳ`). With `plan` or `roster`, the workbook says who is missing or
    late, and whether the targets are met. Raises `UsageError` when it cannot be done as asked, OSError
    when the workbook cannot be written; the old or the new workbook is then whole.
    """
    from xl_cfc.excel.consolidated import consolidated_bytes

    _refuse(inputs, output, force=force, rulesets=rulesets)
    with speaking("vi"):  # the workbook is Vietnamese whatever the language in force
        collected = collect(inputs, output)
    created = created or datetime.now()
    members = evaluate_all(
        collected.jobs, rulesets=rulesets, today=created.date(), executor=executor, progress=progress
    )
    with speaking("vi"):
        merged = consolidate(
            members,
            collected.others,
            rulesets=_followed(members, rulesets),
            year=year,
            period=period,
            plan=plan,
            roster=roster,
        )
        data = consolidated_bytes(merged, created=created)
    write_file(output, data, force=force)
    return MergeOutcome(output, merged)


def survey(
    inputs: Sequence[Path],
    *,
    year: int | None = None,
    period: str | None = None,
    plan: Plan | None = None,
    roster: Roster | None = None,
    progress: Progress = silent,
    rulesets: FindRuleset = shipped_rulesets,
) -> Consolidation:
    """What a merge of the inputs would say, without writing anything; raises `UsageError` for an input not there."""
    _refuse_absent(inputs)
    first = inputs[0]
    collected = collect(inputs, (first if first.is_dir() else first.parent) / _NO_OUTPUT)
    members = evaluate_all(collected.jobs, rulesets=rulesets, progress=progress)
    followed = _followed(members, rulesets)
    return consolidate(members, collected.others, rulesets=followed, year=year, period=period, plan=plan, roster=roster)


def _refuse_absent(inputs: Iterable[Path]) -> None:
    for path in inputs:
        if not os.path.lexists(path):
            raise UsageError(t(f"Không có tệp hoặc thư mục {path}", f"There is no file or folder {path}"))


def _refuse(inputs: Iterable[Path], output: Path, *, force: bool, rulesets: FindRuleset) -> None:
    """Raise before anything is read when the merge cannot end well."""
    if output.suffix.lower() != ".xlsx":
        raise UsageError(t("Tên tệp phải kết thúc bằng .xlsx", "The file name must end in .xlsx"))
    _refuse_absent(inputs)
    if output.is_dir():
        raise UsageError(t(f"{output} là thư mục", f"{output} is a folder"))
    refuse_overwrite(output, force=force)
    if output.is_file() and evaluate_files([output], rulesets)[0].card is not None:
        raise UsageError(
            t(
                f"{output} là phiếu của một xã, không ghi đè được. Chọn tên khác.",
                f"{output} is a commune's form and is never overwritten. Choose another name.",
            )
        )


def _followed(members: Iterable[Member], rulesets: FindRuleset) -> dict[str, Ruleset]:
    """The rule sets the forms follow, by digest."""
    stamps = {
        Stamp(template_version="", ruleset_id=m.ruleset_id, ruleset_hash=m.ruleset_hash)
        for m in members
        if m.ruleset_hash
    }
    found = (rulesets(stamp) for stamp in stamps)
    return {ruleset.digest: ruleset for ruleset in found if ruleset is not None}
