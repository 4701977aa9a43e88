"""Which tables and columns there are, what they mean, and their rows; files and documentation follow from this."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.models import Consolidation

Value = str | int | float | bool | Decimal | date | None
Row = tuple[Value, ...]


class ColumnType(StrEnum):
    """What a column holds; any column may be empty."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    POINTS = "points"
    YES_NO = "yes_no"
    DAY = "day"


class DataColumn(NamedTuple):
    """A column: its name, its type, and what it means, in Vietnamese."""

    name: str
    type: ColumnType
    meaning: str


@dataclass(frozen=True)
class DataTable:
    """A table: its name, what a row is, its columns, and how its rows are had from a consolidation."""

    name: str
    meaning: str
    columns: tuple[DataColumn, ...]
    rows: Callable[[Consolidation], Iterator[Row]]


_TEXT, _WHOLE, _NUMBER = ColumnType.TEXT, ColumnType.WHOLE, ColumnType.NUMBER
_POINTS, _YES_NO, _DAY = ColumnType.POINTS, ColumnType.YES_NO, ColumnType.DAY

_FILE = DataColumn("file", _TEXT, "tệp phiếu, tính từ thư mục chứa bản tổng hợp; nối các bảng với nhau bằng cột này")
_KEY = (
    _FILE,
    DataColumn("code", _TEXT, "mã đơn vị hành chính, 5 chữ số"),
    DataColumn("year", _WHOLE, "năm đánh giá"),
    DataColumn("period", _TEXT, "kỳ số liệu: Đầu kỳ, Cuối kỳ"),
)


def _communes(merged: Consolidation) -> Iterator[tuple[Block, Commune, Row]]:
    """Every form that has a row in the workbook, with its key columns."""
    for block in merged.blocks:
        for commune in block.communes:
            yield block, commune, (commune.member.file, commune.code, block.year, block.period)


def _units(merged: Consolidation) -> Iterator[Row]:
    for block, commune, key in _communes(merged):
        member = commune.member
        yield (
            *key, member.name, commune.card.threshold_class, commune.conflict, block.ruleset.id, block.ruleset.digest,
            member.template_version, member.content, member.sha256,
        )  # fmt: skip


def _inputs(merged: Consolidation) -> Iterator[Row]:
    for block, commune, key in _communes(merged):
        homes = block.ruleset.criterion_of_field
        for field, answer in zip(block.ruleset.fields.values(), commune.member.inputs, strict=True):
            value = answer.value if answer.accepted else answer.typed
            number = value if isinstance(value, int) else None
            text = value if isinstance(value, str) else None
            day = value if isinstance(value, date) else None
            yield (*key, field.id, field.label, homes.get(field.id), answer.accepted, number, text, day)


def _indicators(merged: Consolidation) -> Iterator[Row]:
    for block, commune, key in _communes(merged):
        labels = {one.id: one.label for one in block.ruleset.indicators}
        for criterion in commune.card.criteria:
            for one in criterion.indicators:
                value = None if one.value is None else float(one.value)
                yield (
                    *key, criterion.number, one.id, labels.get(one.id, ""), one.standing.name.lower(), value,
                    one.numerator, one.denominator, one.points, one.max_points,
                )  # fmt: skip


def _criteria(merged: Consolidation) -> Iterator[Row]:
    for _, commune, key in _communes(merged):
        for criterion, points in zip(commune.card.criteria, commune.points, strict=True):
            yield (*key, criterion.number, criterion.name, points, criterion.max_points)


def _totals(merged: Consolidation) -> Iterator[Row]:
    for _, commune, key in _communes(merged):
        card, total = commune.card, commune.total
        distance = None if total is None or card.threshold is None else total - card.threshold
        yield (
            *key, total, card.max_points, card.threshold, distance, card.conclusion.value, commune.rank,
            commune.conflict, len(card.zero_criteria), len(card.missing), len(card.invalid), card.unchecked_values,
        )  # fmt: skip


def _findings(merged: Consolidation) -> Iterator[Row]:
    for code, name, finding in ((p.code, p.name, p.finding) for p in merged.problems):
        yield (
            finding.file, code, name, finding.code, finding.severity.value, finding.criterion, finding.field or None,
            finding.sheet or None, finding.cell or None, finding.value or None, finding.message, finding.fix,
            finding.settled_by or None,
        )  # fmt: skip


def _sources(merged: Consolidation) -> Iterator[Row]:
    for source in merged.sources:
        code, year, period = source.key or (None, None, None)
        yield (
            source.file, code, year, period, source.name or None, source.status.value, source.why or None, source.size,
            source.sha256 or None, source.template_version or None, source.ruleset or None,
        )  # fmt: skip


TABLES = (
    DataTable(
        "units",
        "Một dòng một phiếu có mặt trong bản tổng hợp (kể cả phiếu mâu thuẫn): phiếu của ai, theo bộ tiêu chí nào.",
        (
            *_KEY,
            DataColumn("name", _TEXT, "tên đơn vị như trên phiếu"),
            DataColumn("threshold_class", _TEXT, "nhóm ngưỡng điểm"),
            DataColumn("conflict", _YES_NO, "đúng khi đơn vị có nhiều phiếu khác nội dung, chưa được tính"),
            DataColumn("ruleset_id", _TEXT, "bộ tiêu chí"),
            DataColumn("ruleset_hash", _TEXT, "mã băm của bộ tiêu chí: đổi khi bất cứ con số nào đổi"),
            DataColumn("template_version", _TEXT, "phiên bản mẫu phiếu"),
            DataColumn("content_hash", _TEXT, "mã băm của số liệu đã nhập; hai phiếu cùng nội dung có cùng mã"),
            DataColumn("sha256", _TEXT, "mã băm của tệp"),
        ),
        _units,
    ),
    DataTable(
        "inputs",
        "Một dòng một ô nhập của một phiếu, đúng như đã nhập. Ô trống có dòng với ba cột giá trị trống.",
        (
            *_KEY,
            DataColumn("field", _TEXT, "mã số liệu"),
            DataColumn("label", _TEXT, "tên số liệu"),
            DataColumn("criterion", _WHOLE, "tiêu chí chứa số liệu; trống: thông tin hoặc số liệu chung"),
            DataColumn("accepted", _YES_NO, "sai khi giá trị không hợp lệ; khi đó giá trị nằm ở cột text"),
            DataColumn("number", _WHOLE, "giá trị là số"),
            DataColumn("text", _TEXT, "giá trị là chữ"),
            DataColumn("date", _DAY, "giá trị là ngày"),
        ),
        _inputs,
    ),
    DataTable(
        "indicators",
        "Một dòng một chỉ tiêu của một phiếu.",
        (
            *_KEY,
            DataColumn("criterion", _WHOLE, "số thứ tự tiêu chí"),
            DataColumn("indicator", _TEXT, "mã chỉ tiêu"),
            DataColumn("label", _TEXT, "tên chỉ tiêu"),
            DataColumn(
                "standing",
                _TEXT,
                "scored: đã chấm; missing: chưa đủ số liệu; invalid: số liệu sai; none_full: mẫu số 0, điểm tối đa; "
                "none_unscored: mẫu số 0, chưa chấm được",
            ),
            DataColumn("value", _NUMBER, "số đo: tỷ lệ từ 0 đến 1, tỷ suất, số lượng, hoặc 1/0 cho Có/Không"),
            DataColumn("numerator", _WHOLE, "tử số (số chính xác, khi là tỷ lệ hay tỷ suất)"),
            DataColumn("denominator", _WHOLE, "mẫu số"),
            DataColumn("points", _POINTS, "điểm; trống khi chưa chấm được"),
            DataColumn("max_points", _POINTS, "điểm tối đa với nhóm của đơn vị"),
        ),
        _indicators,
    ),
    DataTable(
        "criteria",
        "Một dòng một tiêu chí của một phiếu.",
        (
            *_KEY,
            DataColumn("criterion", _WHOLE, "số thứ tự tiêu chí"),
            DataColumn("name", _TEXT, "tên tiêu chí"),
            DataColumn("points", _POINTS, "điểm; trống khi còn chỉ tiêu chưa chấm được; 0 là điểm liệt"),
            DataColumn("max_points", _POINTS, "điểm tối đa"),
        ),
        _criteria,
    ),
    DataTable(
        "totals",
        "Một dòng một phiếu: tổng điểm và kết luận.",
        (
            *_KEY,
            DataColumn("total", _POINTS, "tổng điểm; trống khi chưa đủ dữ liệu"),
            DataColumn("max_points", _POINTS, "tổng điểm tối đa"),
            DataColumn("threshold", _POINTS, "ngưỡng của nhóm"),
            DataColumn("distance", _POINTS, "tổng điểm trừ ngưỡng"),
            DataColumn(
                "conclusion",
                _TEXT,
                "eligible: đủ điều kiện; not_eligible: chưa đủ điều kiện; incomplete: chưa đủ dữ liệu; "
                "forecast: số liệu đầu kỳ, không kết luận",
            ),
            DataColumn("rank", _WHOLE, "xếp hạng trong cùng năm, kỳ và bộ tiêu chí"),
            DataColumn("conflict", _YES_NO, "như bảng units; dòng này không được tính vào tổng hợp khi đúng"),
            DataColumn("zero_criteria", _WHOLE, "số tiêu chí bị điểm liệt"),
            DataColumn("missing", _WHOLE, "số ô còn thiếu"),
            DataColumn("invalid", _WHOLE, "số ô không hợp lệ"),
            DataColumn("unchecked_values", _WHOLE, "số giá trị của bộ điểm chưa đối chiếu với Quyết định"),
        ),
        _totals,
    ),
    DataTable(
        "findings",
        "Một dòng một lỗi, cảnh báo hay gợi ý, như trang «Lỗi».",
        (
            _FILE,
            DataColumn("code", _TEXT, "mã đơn vị hành chính; trống khi chưa rõ"),
            DataColumn("name", _TEXT, "tên đơn vị"),
            DataColumn("finding", _TEXT, "mã lỗi (docs/findings.md)"),
            DataColumn("severity", _TEXT, "error: lỗi; warning: cảnh báo; hint: gợi ý"),
            DataColumn("criterion", _WHOLE, "tiêu chí"),
            DataColumn("field", _TEXT, "mã số liệu"),
            DataColumn("sheet", _TEXT, "trang tính trong phiếu"),
            DataColumn("cell", _TEXT, "ô trong trang tính"),
            DataColumn("value", _TEXT, "giá trị trong ô"),
            DataColumn("message", _TEXT, "nội dung"),
            DataColumn("fix", _TEXT, "cách sửa"),
            DataColumn("settled_by", _TEXT, "giải trình đã nhập"),
        ),
        _findings,
    ),
    DataTable(
        "sources",
        "Một dòng một tệp đã tìm thấy, như trang «Nguồn».",
        (
            _FILE,
            DataColumn("code", _TEXT, "mã đơn vị hành chính"),
            DataColumn("year", _WHOLE, "năm đánh giá"),
            DataColumn("period", _TEXT, "kỳ số liệu"),
            DataColumn("name", _TEXT, "tên đơn vị"),
            DataColumn(
                "status", _TEXT, "trạng thái, ví dụ counted: đã tổng hợp; identical: trùng; conflict: mâu thuẫn"
            ),
            DataColumn("why", _TEXT, "lý do, ghi chú"),
            DataColumn("size", _WHOLE, "cỡ tệp, byte"),
            DataColumn("sha256", _TEXT, "mã băm của tệp"),
            DataColumn("template_version", _TEXT, "phiên bản mẫu phiếu"),
            DataColumn("ruleset", _TEXT, "bộ tiêu chí (mã băm)"),
        ),
        _sources,
    ),
)
