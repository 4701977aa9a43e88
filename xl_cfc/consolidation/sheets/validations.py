"""What may be typed on the sheets of a consolidated workbook, and what stands beside it while it is wrong."""

from xl_cfc.consolidation.ledger.appraisal import PointsState

DATE_INPUT = {
    "validate": "date", "criteria": ">=", "value": "DATE(2019,1,1)",
    "error_title": "Không phải ngày", "error_message": "Nhập ngày/tháng/năm, ví dụ 31/10/2026",
}  # fmt: skip


def points_validation(maximum: str) -> dict[str, object]:
    """Points from 0 to what the formula or address says."""
    return {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": maximum,
        "error_title": "Ngoài thang điểm", "error_message": "Nhập số từ 0 đến điểm tối đa của tiêu chí",
    }  # fmt: skip


def state_formula(typed: str, maximum: str) -> str:
    """The state of typed points in words, as `judge_points` has it."""
    return (
        f'IF({typed}="","",IF(ISNUMBER({typed}),IF(AND({typed}>=0,{typed}<={maximum}),"{PointsState.ACCEPTED.value}",'
        f'"{PointsState.OUT_OF_RANGE.value}"),"{PointsState.NOT_A_NUMBER.value}"))'
    )
