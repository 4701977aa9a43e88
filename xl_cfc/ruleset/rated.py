"""Numbers of the rule: exact, each with the status that says whether anybody has compared it with the Decision."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as Attribute

from xl_cfc.language import number_text, t

#: Decimal places a threshold may have: with more, a quotient would no longer compare exactly in a sheet.
MAX_BOUND_PLACES = 4


class Status(StrEnum):
    """How far a number of the rule can be trusted."""

    VERIFIED = "verified"  # compared with the Decision's own appendix
    PRESS = "press"
    INFERRED = "inferred"
    ASSUMED = "assumed"


def _exact_decimal(raw: object) -> Decimal:
    """An exact number in its shortest form: equal numbers are written alike, so equal rule sets have one digest."""
    if isinstance(raw, bool | float):
        raise ValueError(
            t(
                'số thập phân phải viết trong ngoặc kép, ví dụ "0.98": kiểu float không chính xác',
                'a decimal is written as a string in quotes, e.g. "0.98": a float is not exact',
            )
        )
    if isinstance(raw, int | str | Decimal):
        try:
            value = Decimal(raw)
        except ArithmeticError:
            raise ValueError(_not_a_number(raw)) from None
        if value.is_finite():
            short = value.normalize()
            return Decimal(int(short)) if short == short.to_integral_value() else short
    raise ValueError(_not_a_number(raw))


def _not_a_number(raw: object) -> str:
    return t(f"«{raw}» không phải số", f"{raw!r} is not a number")


def _quarter_points(value: Decimal) -> Decimal:
    if value < 0 or value * 4 != int(value * 4):
        raise ValueError(
            t(
                f"điểm từ 0 trở lên, lẻ tới từng 0,25 (để cộng trong bảng tính không sai số): {number_text(value)}",
                f"points are zero or more, in steps of 0.25 (they must add up exactly in a sheet): {value}",
            )
        )
    return value


def _bound(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError(t(f"mức phải từ 0 trở lên: {number_text(value)}", f"a threshold is zero or more: {value}"))
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MAX_BOUND_PLACES:
        raise ValueError(
            t(
                f"mức có nhiều nhất {MAX_BOUND_PLACES} chữ số thập phân: {number_text(value)}",
                f"a threshold has at most {MAX_BOUND_PLACES} decimal places: {value}",
            )
        )
    return value


def _iso_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(
            t(f"«{text}» không phải ngày dạng năm-tháng-ngày", f"{text!r} is not a day written year-month-day")
        ) from None


Points = Annotated[Decimal, BeforeValidator(lambda raw: _quarter_points(_exact_decimal(raw)))]
Bound = Annotated[Decimal, BeforeValidator(lambda raw: _bound(_exact_decimal(raw)))]
FieldId = Annotated[str, Attribute(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ClassId = Annotated[str, Attribute(pattern=r"^[A-Z][A-Z0-9]{0,3}$")]
Day = Annotated[str, AfterValidator(_iso_day)]

T = TypeVar("T")


class RuleModel(BaseModel):
    """Base of everything in a rule set: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rated(RuleModel, Generic[T]):
    """A number (or a `when_none` choice) of the rule with its status, its source, and where and when it was checked."""

    value: T
    status: Status
    source: str | None = None
    page: str | None = None
    checked_on: Day | None = None

    @property
    def unchecked(self) -> bool:
        """Whether nobody has yet compared this number with the Decision."""
        return self.status is not Status.VERIFIED
