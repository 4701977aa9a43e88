"""Data validation of input cells: what may be typed, the prompt beside the cell, the message when it is refused."""

from datetime import date
from typing import Any

from xl_cfc.form.sheets.sheet import Sheet
from xl_cfc.ruleset.models import NO, YES, Field, FieldType

#: Excel's own limits.
TITLE_LIMIT, MESSAGE_LIMIT = 32, 255


def shortened(text: str, limit: int) -> str:
    """A text within Excel's limit, cut at the end if need be."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def validate(sheet: Sheet, row: int, column: int, field: Field, code: str, last_row: int | None = None) -> None:
    """Attach the field's validation to its cell (or to a column of cells)."""
    rule, prompt, refusal = _rule(field)
    sheet.ws.data_validation(
        row,
        column,
        row if last_row is None else last_row,
        column,
        {
            **rule,
            "input_title": shortened(f"{code} {field.label}", TITLE_LIMIT),
            "input_message": shortened(prompt, MESSAGE_LIMIT),
            "error_title": shortened(f"{code} chưa đúng", TITLE_LIMIT),
            "error_message": shortened(refusal, MESSAGE_LIMIT),
        },
    )


def validate_list(sheet: Sheet, rows: tuple[int, int], column: int, choices: tuple[str, ...], prompt: str) -> None:
    """A list to choose from, for a column of cells."""
    sheet.ws.data_validation(
        rows[0],
        column,
        rows[1],
        column,
        {
            "validate": "list",
            "source": list(choices),
            "input_message": prompt,
            "error_title": "Chưa đúng",
            "error_message": f"Chọn một trong: {', '.join(choices)}.",
        },
    )


def _rule(field: Field) -> tuple[dict[str, Any], str, str]:
    match field.type:
        case FieldType.COUNT:
            unit = f" (đơn vị tính: {field.unit})" if field.unit else ""
            general = field.minimum == 0
            return (
                {"validate": "integer", "criteria": "between", "minimum": field.minimum, "maximum": field.maximum},
                f"Nhập số nguyên từ 0 trở lên{unit}. Không có trường hợp nào thì nhập 0; chưa có số liệu thì để trống."
                if general
                else f"Nhập số nguyên từ {field.minimum} đến {field.maximum}.",
                "Chỉ nhận số nguyên từ 0 trở lên: không nhập chữ, phần trăm, số lẻ hay số âm."
                if general
                else f"Chỉ nhận số nguyên từ {field.minimum} đến {field.maximum}.",
            )
        case FieldType.YES_NO:
            return {"validate": "list", "source": [YES, NO]}, "Chọn Có hoặc Không.", "Chỉ chọn Có hoặc Không."
        case FieldType.CHOICE:
            choices = ", ".join(field.choices)
            return (
                {"validate": "list", "source": list(field.choices)},
                f"Chọn một trong: {choices}.",
                f"Chỉ chọn một trong: {choices}.",
            )
        case FieldType.DATE:
            return (
                {"validate": "date", "criteria": "between", "minimum": date(2000, 1, 1), "maximum": date(2099, 12, 31)},
                "Nhập theo dạng ngày/tháng/năm, ví dụ 31/10/2026.",
                "Không phải ngày hợp lệ. Nhập theo dạng ngày/tháng/năm.",
            )
        case FieldType.TEXT if field.pattern == "unit_code":
            return (
                {"validate": "length", "criteria": "==", "value": 5},
                "Nhập đủ 5 chữ số theo danh mục đơn vị hành chính, giữ số 0 ở đầu.",
                "Mã đơn vị hành chính có đúng 5 chữ số.",
            )
        case FieldType.TEXT:
            return {"validate": "any"}, f"Nhập {field.label.lower()}.", "Nhập lại."
