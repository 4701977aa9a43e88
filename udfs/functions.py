"""The worksheet functions. Argument names become VBA (plain ASCII); their help is Vietnamese, given at start.

Every function takes values or whole ranges, answers in words when it cannot answer with a number, and calls
the same scoring that the command line and the form's own formulas are held to.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from xlwings import func

from udfs.cells import (
    InCellError,
    answers_from,
    as_cell,
    class_named,
    each,
    flat,
    grid,
    in_words,
    indicator_named,
    key_text,
    number,
    ruleset_named,
    why_not_scored,
)
from udfs.files import form_path
from xl_cfc.cells import CellKind
from xl_cfc.judging.scoring import Conclusion, conclude, score_indicator
from xl_cfc.judging.steps import missing_to_next_tier
from xl_cfc.language import number_text
from xl_cfc.ruleset.known import known_rulesets
from xl_cfc.ruleset.models import FORECAST_PERIOD, Criterion, Ruleset
from xl_cfc.usage import UsageError

CATEGORY = "Xã phù hợp trẻ em"

#: Argument types: any value or range; an error value in a cell arrives as its text, never as a blank.
_KEPT = {"err_to_str": True}
IndicatorArg = Annotated[Any, {**_KEPT, "doc": 'Mã chỉ tiêu, ví dụ "6.1"'}]
CriterionArg = Annotated[Any, {**_KEPT, "doc": "Số thứ tự tiêu chí, ví dụ 6"}]
ValueArg = Annotated[Any, {**_KEPT, "doc": "Tử số (số trẻ, số vụ), số lượng, hoặc Có/Không"}]
DenominatorArg = Annotated[Any, {**_KEPT, "doc": "Mẫu số; bỏ trống với chỉ tiêu số lượng hoặc Có/Không"}]
ClassArg = Annotated[Any, {**_KEPT, "doc": "Nhóm ngưỡng điểm của xã: A, B hoặc C"}]
RulesetArg = Annotated[Any, {**_KEPT, "doc": "Bộ tiêu chí; bỏ trống: bộ tiêu chí kèm sản phẩm"}]
FiguresArg = Annotated[
    Any, {**_KEPT, "doc": "Số liệu của tiêu chí: một cột giá trị theo thứ tự, hoặc hai cột mã và giá trị"}
]
PointsArg = Annotated[
    Any, {**_KEPT, "doc": "Điểm của từng tiêu chí theo thứ tự, mỗi tiêu chí một ô; ô trống là chưa chấm"}
]
YearArg = Annotated[Any, {**_KEPT, "doc": "Năm đánh giá; bỏ trống: bộ tiêu chí hiện hành"}]
PeriodArg = Annotated[Any, {**_KEPT, "doc": "Kỳ số liệu: Đầu kỳ hoặc Cuối kỳ; bỏ trống: Cuối kỳ"}]
FileArg = Annotated[Any, {**_KEPT, "doc": "Đường dẫn của phiếu, hoặc tên phiếu đang mở; đọc theo bản đã lưu"}]


@func(category=CATEGORY)
@in_words
def CFC_DIEM(  # noqa: N802 - the name Excel shows
    chi_tieu: IndicatorArg,
    gia_tri: ValueArg,
    mau_so: DenominatorArg = None,
    nhom: ClassArg = None,
    bo_tieu_chi: RulesetArg = None,
) -> Any:
    """Điểm của một chỉ tiêu, tính từ tử số và mẫu số (hoặc số lượng, hoặc Có/Không)."""
    ruleset = ruleset_named(bo_tieu_chi)
    return each(lambda *cells: _indicator_points(ruleset, *cells), chi_tieu, gia_tri, mau_so, nhom)


def _indicator_points(ruleset: Ruleset, key: Any, value: Any, below: Any, name: Any) -> Any:
    indicator = indicator_named(ruleset, key)
    figures = dict(zip(indicator.fields, (value, below), strict=False))
    answers = answers_from(ruleset, figures, class_named(ruleset, name))
    scored = score_indicator(indicator, answers)
    if scored.points is None:
        return why_not_scored(indicator, answers, scored.standing)
    return number(scored.points)


@func(category=CATEGORY)
@in_words
def CFC_DIEM_TIEUCHI(  # noqa: N802
    tieu_chi: CriterionArg, so_lieu: FiguresArg, nhom: ClassArg = None, bo_tieu_chi: RulesetArg = None
) -> Any:
    """Điểm của cả một tiêu chí, tính từ số liệu của nó."""
    ruleset = ruleset_named(bo_tieu_chi)
    criterion = _criterion(ruleset, tieu_chi)
    answers = answers_from(ruleset, _figures(ruleset, criterion, so_lieu), class_named(ruleset, nhom))
    scored = [(indicator, score_indicator(indicator, answers)) for indicator in criterion.indicators]
    for indicator, part in scored:
        if part.points is None:
            return f"Chỉ tiêu {indicator.id}: {why_not_scored(indicator, answers, part.standing)}"
    return number(sum((part.points or Decimal(0) for _, part in scored), Decimal(0)))


def _criterion(ruleset: Ruleset, value: Any) -> Criterion:
    wanted = key_text(value)
    for criterion in ruleset.criteria:
        if str(criterion.number) == wanted:
            return criterion
    raise InCellError(f"không có tiêu chí «{wanted}»; các tiêu chí từ 1 đến {ruleset.criteria[-1].number}")


def _figures(ruleset: Ruleset, criterion: Criterion, values: Any) -> dict[str, Any]:
    used = {name for indicator in criterion.indicators for name in indicator.fields}
    needed = [field.id for field in ruleset.inputs if field.id in used]
    rows = grid(values)
    if rows and len(rows[0]) == 2 and isinstance(rows[0][0], str) and _field_of(ruleset, rows[0][0]):
        return {field: row[1] for row in rows if (field := _field_of(ruleset, row[0]))}
    cells = flat(values)
    if len(cells) != len(needed):
        names = "; ".join(ruleset.caption(name) for name in needed)
        raise InCellError(f"tiêu chí {criterion.number} cần {len(needed)} số liệu theo thứ tự: {names}")
    return dict(zip(needed, cells, strict=True))


def _field_of(ruleset: Ruleset, code: Any) -> str | None:
    """The field with this id or row code."""
    wanted = str(code or "").strip()
    if wanted in ruleset.fields:
        return wanted
    return next((field for field, row_code in ruleset.row_codes.items() if row_code == wanted), None)


@func(category=CATEGORY)
@in_words
def CFC_TONGDIEM(diem_tieu_chi: PointsArg, bo_tieu_chi: RulesetArg = None) -> Any:  # noqa: N802
    """Tổng điểm; chưa tính khi còn tiêu chí chưa chấm (ô trống không phải 0 điểm)."""
    points = _points(ruleset_named(bo_tieu_chi), diem_tieu_chi)
    unscored = [str(number_) for number_, value in points.items() if value is None]
    if unscored:
        return f"Chưa đủ dữ liệu: tiêu chí {', '.join(unscored)}"
    return number(sum((value for value in points.values() if value is not None), Decimal(0)))


def _points(ruleset: Ruleset, values: Any) -> dict[int, Decimal | None]:
    cells = [as_cell(value) for value in flat(values)]
    if len(cells) != len(ruleset.criteria):
        raise InCellError(f"cần {len(ruleset.criteria)} ô, mỗi tiêu chí một ô theo thứ tự")
    points: dict[int, Decimal | None] = {}
    for criterion, cell in zip(ruleset.criteria, cells, strict=True):
        value = cell.value
        if cell.kind is CellKind.BLANK or (cell.kind is CellKind.TEXT and str(value).startswith("Chưa")):
            points[criterion.number] = None
            continue
        known = isinstance(value, int | float) and cell.kind is CellKind.NUMBER
        points[criterion.number] = Decimal(str(value)) if known else None
        if not known or not 0 <= (points[criterion.number] or 0) <= criterion.max_points.value:
            top = number_text(criterion.max_points.value)
            raise InCellError(f"điểm tiêu chí {criterion.number} phải là số từ 0 đến {top}, không phải «{cell.shown}»")
    return points


@func(category=CATEGORY)
@in_words
def CFC_NGUONG(nhom: ClassArg, nam: YearArg = None) -> Any:  # noqa: N802
    """Tổng điểm tối thiểu để được đề nghị công nhận, theo nhóm ngưỡng và năm."""
    ruleset = _of_year(nam)

    def threshold(name: Any) -> Any:
        known = class_named(ruleset, name)
        return "Chưa có nhóm ngưỡng" if known is None else number(ruleset.thresholds[known].points.value)

    return each(threshold, nhom)


def _of_year(value: Any) -> Ruleset:
    known, _ = known_rulesets()
    cell = as_cell(flat(value)[0] if isinstance(value, list | tuple) else value)
    if cell.kind is CellKind.BLANK:
        return known.in_force()
    if not isinstance(cell.value, int | float) or cell.value != int(cell.value):
        raise InCellError(f"năm phải là số nguyên, không phải «{cell.shown}»")
    try:
        return known.in_force(int(cell.value))
    except UsageError as error:
        raise InCellError(str(error)) from None


@func(category=CATEGORY)
@in_words
def CFC_KETLUAN(  # noqa: N802
    diem_tieu_chi: PointsArg, nhom: ClassArg, ky: PeriodArg = None, bo_tieu_chi: RulesetArg = None
) -> Any:
    """Kết luận: đủ điều kiện khi mọi tiêu chí đều có điểm và tổng điểm đạt ngưỡng của nhóm."""
    ruleset = ruleset_named(bo_tieu_chi)
    points = _points(ruleset, diem_tieu_chi)
    name = class_named(ruleset, nhom)
    threshold = ruleset.thresholds[name].points.value if name else None
    complete = all(value is not None for value in points.values())
    forecast = _period(ky) == FORECAST_PERIOD
    found = conclude(list(points.values()), threshold, ruleset, forecast=forecast, complete=complete)
    return found.text + _missing_class(found, name)


def _missing_class(found: Conclusion, name: str | None) -> str:
    return ": chưa có nhóm ngưỡng" if found is Conclusion.INCOMPLETE and name is None else ""


def _period(value: Any) -> str:
    if value in (None, "", "Cuối kỳ", FORECAST_PERIOD):
        return str(value or "Cuối kỳ")
    raise InCellError(f"kỳ số liệu là Đầu kỳ hoặc Cuối kỳ, không phải «{value}»")


@func(category=CATEGORY)
@in_words
def CFC_KIEMTRA(tep: FileArg) -> Any:  # noqa: N802
    """Bảng lỗi, cảnh báo và gợi ý của một phiếu, theo bản đã lưu trên máy."""
    from xl_cfc.form.circumstances import on_day
    from xl_cfc.form.evaluation import evaluate

    path = form_path(str(tep or "").strip())
    evaluation = on_day(evaluate(path.read_bytes(), path.name, known_rulesets()[0]), date.today())
    head = [["Mã", "Mức", "Vị trí", "Nội dung", "Cách sửa"]]
    rows = [
        [finding.code, _severity(finding.severity.value), finding.place, finding.message, finding.fix]
        for finding in evaluation.findings
    ]
    return head + (rows or [["", "", "", "Không có lỗi", ""]])


def _severity(value: str) -> str:
    return {"error": "Lỗi", "warning": "Cảnh báo", "hint": "Gợi ý"}[value]


@func(category=CATEGORY)
@in_words
def CFC_TENTIEUCHI(tieu_chi: CriterionArg, bo_tieu_chi: RulesetArg = None) -> Any:  # noqa: N802
    """Tên của một tiêu chí."""
    ruleset = ruleset_named(bo_tieu_chi)
    return each(lambda value: _criterion(ruleset, value).name, tieu_chi)


@func(category=CATEGORY)
@in_words
def CFC_TENCHITIEU(chi_tieu: IndicatorArg, bo_tieu_chi: RulesetArg = None) -> Any:  # noqa: N802
    """Tên của một chỉ tiêu."""
    ruleset = ruleset_named(bo_tieu_chi)
    return each(lambda value: indicator_named(ruleset, value).label, chi_tieu)


@func(category=CATEGORY)
@in_words
def CFC_THANGDIEM(  # noqa: N802
    chi_tieu: IndicatorArg, nhom: ClassArg = None, bo_tieu_chi: RulesetArg = None
) -> Any:
    """Thang điểm của một chỉ tiêu, viết thành một dòng."""
    ruleset = ruleset_named(bo_tieu_chi)
    return each(
        lambda key, name: indicator_named(ruleset, key).scale_text(class_named(ruleset, name)),
        chi_tieu,
        nhom,
    )


@func(category=CATEGORY)
@in_words
def CFC_DIEMTOIDA(  # noqa: N802
    chi_tieu: IndicatorArg, nhom: ClassArg = None, bo_tieu_chi: RulesetArg = None
) -> Any:
    """Điểm tối đa của một chỉ tiêu."""
    ruleset = ruleset_named(bo_tieu_chi)

    def most(key: Any, name: Any) -> Any:
        return number(indicator_named(ruleset, key).max_points(class_named(ruleset, name)))

    return each(most, chi_tieu, nhom)


@func(category=CATEGORY)
@in_words
def CFC_CONTHIEU(  # noqa: N802
    chi_tieu: IndicatorArg,
    gia_tri: ValueArg,
    mau_so: DenominatorArg = None,
    nhom: ClassArg = None,
    bo_tieu_chi: RulesetArg = None,
) -> Any:
    """Còn thiếu bao nhiêu để lên mức điểm kế tiếp; số âm là phải giảm; 0 là đã ở mức cao nhất."""
    ruleset = ruleset_named(bo_tieu_chi)
    return each(lambda *cells: _short_of(ruleset, *cells), chi_tieu, gia_tri, mau_so, nhom)


def _short_of(ruleset: Ruleset, key: Any, value: Any, below: Any, name: Any) -> Any:
    indicator = indicator_named(ruleset, key)
    figures = dict(zip(indicator.fields, (value, below), strict=False))
    answers = answers_from(ruleset, figures, class_named(ruleset, name))
    scored = score_indicator(indicator, answers)
    if scored.points is None:
        return why_not_scored(indicator, answers, scored.standing)
    step = missing_to_next_tier(indicator, answers)
    if step is None:
        return 0 if scored.points >= scored.max_points else "Không thể lên mức cao hơn với mẫu số này"
    return "Cần «Có»" if step.is_answer else step.target - step.current
