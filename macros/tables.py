"""Results as tables and marks: from the library's objects to what an officer reads. Pure; knows no Excel."""

from collections.abc import Iterable, Sequence

from macros.overlay import CellMark, Colour, ResultTable
from macros.ribbon import Button
from udfs.help import FunctionHelp
from xl_cfc.addin.doctor import Diagnosis
from xl_cfc.findings.finding import Finding, Severity
from xl_cfc.judging.advice import Advice
from xl_cfc.judging.advice_words import advice_rows
from xl_cfc.judging.reasons import reasons
from xl_cfc.judging.scoring import IndicatorScore, Scorecard
from xl_cfc.language import number_text
from xl_cfc.ruleset.loading import RulesetProblem
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.unchecked import every_number, unchecked_line

CHECK_TITLE = "Kết quả kiểm tra"
SCORE_TITLE = "Kết quả chấm điểm"
ADVICE_TITLE = "Gợi ý"

_SEVERITY = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.HINT: "Gợi ý"}
_COLOURS: dict[Severity, Colour] = {
    Severity.ERROR: (255, 170, 170),
    Severity.WARNING: (255, 221, 150),
    Severity.HINT: (205, 225, 250),
}


def place_of(finding: Finding) -> str:
    """The finding's cell as a link's target: `'Nhập liệu'!D12`; empty without one."""
    if not finding.sheet or not finding.cell:
        return ""
    quoted = finding.sheet.replace("'", "''")
    return f"'{quoted}'!{finding.cell}"


def check_table(findings: Sequence[Finding], name: str) -> ResultTable:
    """The findings, a row each, with a link to the cell."""
    rows = tuple(
        (
            finding.place,
            _SEVERITY[finding.severity],
            finding.value,
            finding.message,
            finding.fix,
            finding.code,
            finding.settled_by,
        )
        for finding in findings
    )
    links = {row: place for row, finding in enumerate(findings) if (place := place_of(finding))}
    return ResultTable(
        role=CHECK_TITLE,
        title=CHECK_TITLE,
        headline=f"Kết quả kiểm tra {name}: {count_text([f for f in findings if not f.settled_by])}",
        headings=("Vị trí", "Mức", "Giá trị", "Nội dung", "Cách sửa", "Mã lỗi", "Giải trình"),
        widths=(20, 10, 14, 50, 50, 10, 24),
        rows=rows,
        links=links,
    )


def count_text(findings: Sequence[Finding]) -> str:
    """How many of each: `3 lỗi, 2 cảnh báo, 1 gợi ý`; `không có lỗi nào`."""
    counts = [(sum(f.severity is severity for f in findings), word) for severity, word in _SEVERITY.items()]
    return ", ".join(f"{count} {word.lower()}" for count, word in counts if count) or "không có lỗi nào"


def marks(findings: Iterable[Finding]) -> tuple[CellMark, ...]:
    """One mark for each cell: the colour of its gravest finding, and every message."""
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.sheet and finding.cell and not finding.settled_by and ":" not in finding.cell:
            by_cell.setdefault((finding.sheet, finding.cell), []).append(finding)
    return tuple(_mark(sheet, cell, found) for (sheet, cell), found in by_cell.items())


def _mark(sheet: str, cell: str, found: Sequence[Finding]) -> CellMark:
    gravest = min((finding.severity for finding in found), key=list(Severity).index)
    note = "\n".join(f"{finding.code}: {finding.message}. {finding.fix}" for finding in found)
    return CellMark(sheet, cell, _COLOURS[gravest], note)


def score_table(card: Scorecard, ruleset: Ruleset, name: str) -> ResultTable:
    """Points by criterion and indicator, and what the conclusion rests on."""
    by_id = {indicator.id: indicator for indicator in ruleset.indicators}
    rows: list[tuple[str | int | float | None, ...]] = []
    for criterion in card.criteria:
        points = None if criterion.points is None else float(criterion.points)
        rows.append((str(criterion.number), criterion.name, "", "", points, float(criterion.max_points)))
        for part in criterion.indicators:
            indicator = by_id[part.id]
            scale = indicator.scale_text(card.threshold_class)
            reached = None if part.points is None else float(part.points)
            rows.append((part.id, indicator.label, _measured(part, ruleset), scale, reached, float(part.max_points)))
    total = None if card.total is None else float(card.total)
    rows.append(("", "Tổng điểm", "", "", total, float(card.max_points)))
    rows += [("", "Lý do", reason.text, "", None, None) for reason in reasons(card, ruleset)]
    rows.append(("", unchecked_line(card.unchecked_values, ruleset.title), "", "", None, None))
    return ResultTable(
        role=SCORE_TITLE,
        title=SCORE_TITLE,
        headline=f"Chấm điểm {name}: {score_text(card)}",
        headings=("Mã", "Nội dung", "Kết quả", "Thang điểm", "Điểm", "Tối đa"),
        widths=(8, 56, 24, 44, 10, 10),
        rows=tuple(rows),
        links={},
    )


def _measured(part: IndicatorScore, ruleset: Ruleset) -> str:
    if part.value is None:
        return "Chưa chấm được" if part.points is None else "Không có đối tượng"
    indicator = next(indicator for indicator in ruleset.indicators if indicator.id == part.id)
    return indicator.value_text(part.value)


def score_text(card: Scorecard) -> str:
    """The score in one sentence: `875/1.000 điểm, ngưỡng 800. Đủ điều kiện…`."""
    shown = card.provisional_total if card.total is None else card.total
    kind = "tạm tính " if card.total is None else ""
    threshold = f", ngưỡng {number_text(card.threshold)}" if card.threshold is not None else ""
    return f"{kind}{number_text(shown)}/{number_text(card.max_points)} điểm{threshold}. {card.conclusion.text}"


def advice_table(advice: Advice, ruleset: Ruleset, name: str) -> ResultTable:
    """The advice, a row a step."""
    return ResultTable(
        role=ADVICE_TITLE,
        title=ADVICE_TITLE,
        headline=f"Gợi ý cho {name}",
        headings=("Nhóm", "Chỉ tiêu", "Việc cần làm và điểm được thêm"),
        widths=(16, 10, 100),
        rows=tuple(advice_rows(advice, ruleset)),
        links={},
    )


def return_note_table(rows: Iterable[tuple[str, str, str, str, str]], name: str) -> ResultTable:
    """What goes back to a commune."""
    return ResultTable(
        role="Phiếu trả lại",
        title="Phiếu trả lại",
        headline=f"Phiếu trả lại: {name}",
        headings=("TT", "Mức độ", "Ô", "Nội dung", "Cách sửa"),
        widths=(6, 12, 22, 60, 60),
        rows=tuple(rows),
        links={},
    )


def rulebook_problems_table(problems: Iterable[RulesetProblem], name: str) -> ResultTable:
    """The mistakes of a rulebook, a row each."""
    return ResultTable(
        role="Lỗi bộ tiêu chí",
        title="Lỗi bộ tiêu chí",
        headline=f"Chỗ sai trong {name}",
        headings=("Ô", "Nội dung"),
        widths=(34, 100),
        rows=tuple((problem.path, problem.message) for problem in problems),
        links={},
    )


def differences_table(lines: Iterable[str], ruleset: Ruleset) -> ResultTable:
    """What a new rule set says otherwise than the one it was made from."""
    numbers = sum(number.unchecked for number in every_number(ruleset))
    rows = [(line,) for line in lines]
    return ResultTable(
        role="Thay đổi",
        title="Thay đổi",
        headline=f"Bộ tiêu chí {ruleset.id}: {len(rows)} điểm khác. {unchecked_line(numbers, ruleset.title)}",
        headings=("Điểm khác so với bộ cũ",),
        widths=(140,),
        rows=tuple(rows),
        links={},
    )


def doctor_table(diagnoses: Iterable[Diagnosis]) -> ResultTable:
    """The diagnosis, a row a point."""
    return ResultTable(
        role="Chẩn đoán",
        title="Chẩn đoán",
        headline="Chẩn đoán tiện ích Xã phù hợp trẻ em",
        headings=("Kết quả", "Điểm xem xét", "Thấy gì", "Cách khắc phục"),
        widths=(12, 34, 60, 70),
        rows=tuple((part.outcome, part.subject, part.seen, part.remedy) for part in diagnoses),
        links={},
    )


def guide_table(buttons: Iterable[Button], functions: Iterable[FunctionHelp]) -> ResultTable:
    """Every button and every worksheet function, in a sentence each."""
    rows = [(button.group, button.label, button.text) for button in buttons]
    rows += [("Hàm", f"{entry.name}({'; '.join(entry.parameters)})", entry.description) for entry in functions]
    return ResultTable(
        role="Hướng dẫn",
        title="Hướng dẫn",
        headline="Tiện ích Xã phù hợp trẻ em: các nút và các hàm",
        headings=("Nhóm", "Nút hoặc hàm", "Dùng để làm gì"),
        widths=(16, 60, 90),
        rows=tuple(rows),
        links={},
    )
