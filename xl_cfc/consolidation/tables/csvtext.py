"""A table as CSV that Excel opens with its accents, and in which no text is ever taken for a formula."""

import csv
import io
from datetime import date

from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.tables.declared import DataTable, Value

#: A text that begins so could be run as a formula; `'` itself is doubled so that the mark can be taken off again.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def csv_bytes(table: DataTable, merged: Consolidation) -> bytes:
    """The table as UTF-8 with a byte order mark, commas between fields, CRLF between rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell_text(value) for value in row] for row in table.rows(merged))
    return buffer.getvalue().encode("utf-8-sig")


def _cell_text(value: Value) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_RISKY) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
