"""Writes docs/bang-du-lieu.md from the declared tables; a test keeps the two the same."""

from pathlib import Path

from xl_cfc.consolidation.tables.declared import TABLES, ColumnType, DataColumn, DataTable

TARGET = Path(__file__).parents[1] / "docs" / "bang-du-lieu.md"

_HEAD = """# Bảng dữ liệu: `xl-cfc merge … --csv THƯ_MỤC --parquet THƯ_MỤC`

Tạo tự động từ `xl_cfc/consolidation/tables/declared.py` bằng `make pages`; không sửa tay.

Mỗi bảng một tệp (`units.csv`, `units.parquet`…); nối các bảng bằng cột `file`. Ô nào cũng có thể trống. Điểm là điểm
**tự chấm** tính lại từ số liệu gốc; xem cột `unchecked_values` của bảng `totals` trước khi dùng điểm.

- **CSV**: UTF-8 có BOM (Excel mở đúng dấu), ngăn cách bằng dấu phẩy, số thập phân dùng dấu chấm, ngày dạng 2026-01-31,
  đúng/sai là true/false. Chữ bắt đầu bằng `=`, `+`, `-`, `@`, tab, xuống dòng hoặc `'` được thêm một dấu `'` ở đầu để
  Excel không chạy nó như công thức; chương trình đọc CSV bỏ đúng một dấu `'` ở đầu là được nội dung gốc.
- **Parquet**: kiểu dữ liệu như cột «Kiểu», nội dung giữ nguyên, không thêm dấu gì. Cần pyarrow:
  `pip install "xl-cfc[parquet]"`.
- Tệp đã có không bị ghi đè nếu không thêm `--force`; mỗi tệp được ghi trọn vẹn hoặc không ghi.
"""

_TYPES = {
    ColumnType.TEXT: "chữ (string)",
    ColumnType.WHOLE: "số nguyên (int64)",
    ColumnType.NUMBER: "số (float64)",
    ColumnType.POINTS: "điểm (decimal)",
    ColumnType.YES_NO: "đúng/sai (bool)",
    ColumnType.DAY: "ngày (date32)",
}


def document() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *map(_section, TABLES)])


def _section(table: DataTable) -> str:
    rows = "\n".join(map(_row, table.columns))
    return f"## {table.name}\n\n{table.meaning}\n\n| Cột | Kiểu | Ý nghĩa |\n|---|---|---|\n{rows}\n"


def _row(column: DataColumn) -> str:
    return f"| `{column.name}` | {_TYPES[column.type]} | {column.meaning} |"


if __name__ == "__main__":
    TARGET.write_text(document(), "utf-8")
