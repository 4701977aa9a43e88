"""What a merge came to, and how it is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.receiving import completeness_lines
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.findings.finding import Severity
from xl_cfc.language import t
from xl_cfc.ruleset.wording import not_comparable


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
