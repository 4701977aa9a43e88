"""The folders that tables are written to, and the writing: whole files, never over others unasked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.tables.csvtext import csv_bytes
from xl_cfc.consolidation.tables.declared import TABLES, DataTable
from xl_cfc.consolidation.tables.parquet import is_available, parquet_bytes
from xl_cfc.files.writing import write_file
from xl_cfc.language import t
from xl_cfc.usage import UsageError

MakeBytes = Callable[[DataTable, Consolidation], bytes]


@dataclass(frozen=True)
class TableFiles:
    """Where tables go: a folder for CSV, a folder for Parquet; None where none are asked for."""

    csv: Path | None = None
    parquet: Path | None = None

    def _wanted(self) -> Iterator[tuple[Path, DataTable, MakeBytes]]:
        for folder, suffix, make in ((self.csv, "csv", csv_bytes), (self.parquet, "parquet", parquet_bytes)):
            if folder is not None:
                yield from ((folder / f"{table.name}.{suffix}", table, make) for table in TABLES)

    def refuse(self, *, force: bool) -> None:
        """Raise `UsageError`, with every reason, when the tables cannot be written as asked."""
        problems = [
            t(f"{folder} là tệp, không phải thư mục.", f"{folder} is a file, not a folder.")
            for folder in (self.csv, self.parquet)
            if folder is not None and folder.exists() and not folder.is_dir()
        ]
        existing = [str(path) for path, _, _ in self._wanted() if path.exists()]
        if existing and not force:
            names = ", ".join(existing)
            problems.append(
                t(
                    f"Đã có {names}. Chọn thư mục khác, hoặc thêm --force để ghi đè.",
                    f"{names} exist already. Choose another folder, or add --force to overwrite them.",
                )
            )
        if self.parquet is not None and not is_available():
            problems.append(
                t(
                    'Ghi Parquet cần pyarrow: chạy pip install "xl-cfc[parquet]", hoặc dùng --csv.',
                    'Parquet needs pyarrow: run pip install "xl-cfc[parquet]", or use --csv.',
                )
            )
        if problems:
            raise UsageError("\n".join(problems))

    def write(self, merged: Consolidation, *, force: bool) -> tuple[Path, ...]:
        """Write every table; returns the folders."""
        for path, table, make in self._wanted():
            write_file(path, make(table, merged), force=force)
        return tuple(folder for folder in (self.csv, self.parquet) if folder is not None)
