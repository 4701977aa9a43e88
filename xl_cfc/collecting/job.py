"""The whole merge: files in, one consolidated workbook out; what the command and the ribbon call."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xl_cfc.carrying import Carried
from xl_cfc.collecting.archives import Job
from xl_cfc.collecting.files import collect
from xl_cfc.collecting.levels import raise_level
from xl_cfc.collecting.progress import Progress, silent
from xl_cfc.collecting.workers import MakeExecutor, evaluate_all, evaluate_job
from xl_cfc.evaluation import shipped_rulesets
from xl_cfc.excel.reader import FindRuleset
from xl_cfc.language import speaking, t
from xl_cfc.locking import locked, open_elsewhere
from xl_cfc.merging import Consolidation, FileStatus, Member, consolidate
from xl_cfc.ruleset.models import Ruleset, Severity
from xl_cfc.submission import Stamp
from xl_cfc.tables import TableFiles
from xl_cfc.usage import UsageError
from xl_cfc.writing import refuse_overwrite, write_file_or_second


@dataclass(frozen=True)
class MergeOutcome:
    """What a merge came to, and where its workbook is: beside `held`, the one asked for, when that was open."""

    output: Path
    consolidation: Consolidation
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
        total = len(merged.sources)
        return (
            t(
                f"{total} tệp: {counted} phiếu được tổng hợp, {twice} trùng nội dung, "
                f"{conflicts} mâu thuẫn, {unusable} không dùng được",
                f"{total} files: {counted} forms counted, {twice} repeated, {conflicts} in conflict, "
                f"{unusable} unusable",
            ),
            t(f"{errors} lỗi, {warnings} cảnh báo: xem trang «Lỗi»", f"{errors} errors, {warnings} warnings"),
            *(t(f"Bảng dữ liệu: {folder}", f"Tables: {folder}") for folder in self.tables),
            self._where(),
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
    level_up: bool = False,
    tables: TableFiles = TableFiles(),  # noqa: B008 (immutable)
    force: bool = False,
    warn: Callable[[str], None] = _unheard,
    progress: Progress = silent,
    executor: MakeExecutor | None = None,
    rulesets: FindRuleset = shipped_rulesets,
    created: datetime | None = None,
) -> MergeOutcome:
    """Merge every form in the inputs into a new consolidated workbook.

    `period` is the form's own word (`Đầu kỳ`, `Cuối kỳ`). With `level_up`, consolidated workbooks among the inputs
    count as the forms they carry. `warn` hears what is better known before the long work. Raises `UsageError` when it
    cannot be done as asked, OSError when the workbook cannot be written; the old or the new workbook is then whole.
    """
    from xl_cfc.excel.consolidated import consolidated_bytes

    _refuse(inputs, output, force=force)
    tables.refuse(force=force)
    _warn_if_open(output, warn)
    with locked(output):
        with speaking("vi"):  # the workbook is Vietnamese whatever the language in force
            collected = collect(inputs, output)
        members = evaluate_all(collected.jobs, rulesets=rulesets, executor=executor, progress=progress)
        with speaking("vi"):
            found = Carried(tuple(members), tuple(collected.others))
            if level_up:
                found = raise_level(found, collected.jobs, rulesets)
            followed = _followed(found.members, rulesets)
            merged = consolidate(found.members, found.others, rulesets=followed, year=year, period=period)
            data = consolidated_bytes(merged, created=created or datetime.now())
        written = write_file_or_second(output, data, force=force)
    with speaking("vi"):
        folders = tables.write(merged, force=force)
    return MergeOutcome(written, merged, held=None if written == output else output, tables=folders)


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


def _refuse(inputs: Iterable[Path], output: Path, *, force: bool) -> None:
    """Raise before anything is read when the merge cannot end well."""
    if output.suffix.lower() != ".xlsx":
        raise UsageError(t("Tên tệp phải kết thúc bằng .xlsx", "The file name must end in .xlsx"))
    for path in inputs:
        if not os.path.lexists(path):
            raise UsageError(t(f"Không có tệp hoặc thư mục {path}", f"There is no file or folder {path}"))
    if output.is_dir():
        raise UsageError(t(f"{output} là thư mục", f"{output} is a folder"))
    refuse_overwrite(output, force=force)
    if output.is_file() and evaluate_job(Job(str(output), output, output.stat().st_size)).card is not None:
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
