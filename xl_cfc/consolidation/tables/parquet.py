"""A table as Parquet with typed columns; pyarrow is asked for only here."""

import importlib.util
import io
from typing import Any

from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.tables.declared import ColumnType, DataColumn, DataTable


def is_available() -> bool:
    """Whether pyarrow is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def parquet_bytes(table: DataTable, merged: Consolidation) -> bytes:
    """The table's bytes; what a column means is kept as its description."""
    import pyarrow
    from pyarrow.parquet import write_table

    rows = list(table.rows(merged))
    schema = pyarrow.schema([_field(column) for column in table.columns])
    arrays = [
        pyarrow.array([row[place] for row in rows], type=field.type) for place, field in enumerate(schema)
    ]  # fmt: skip
    buffer = io.BytesIO()
    write_table(pyarrow.Table.from_arrays(arrays, schema=schema), buffer, compression="zstd")
    return buffer.getvalue()


def _field(column: DataColumn) -> Any:
    import pyarrow

    types = {
        ColumnType.TEXT: pyarrow.string(),
        ColumnType.WHOLE: pyarrow.int64(),
        ColumnType.NUMBER: pyarrow.float64(),
        ColumnType.POINTS: pyarrow.decimal128(12, 4),
        ColumnType.YES_NO: pyarrow.bool_(),
        ColumnType.DAY: pyarrow.date32(),
    }
    return pyarrow.field(column.name, types[column.type], metadata={"description": column.meaning})
