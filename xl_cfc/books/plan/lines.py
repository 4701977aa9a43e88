"""The lines of a plan's general sheet: what each is called, shows, and is read back as."""

from collections.abc import Callable
from typing import Any, NamedTuple

from xl_cfc.books.plan.texts import Shown, listed, minimum_text, reverification_text
from xl_cfc.books.plan.values import PlanValues
from xl_cfc.books.plan.words import level_words
from xl_cfc.cells import Cell
from xl_cfc.plan.models import Plan
from xl_cfc.plan.wording import level_text


class Line(NamedTuple):
    """A line: its label, where its value goes in a plan, what it shows, how it is read back."""

    label: str
    path: str
    shown: Callable[[Plan], Shown]
    read: Callable[[PlanValues, Cell], Any]


def lines() -> tuple[Line, ...]:
    """Every line, in order."""
    return (
        Line("Mã kế hoạch (chữ thường, số, gạch nối)", "id", lambda p: p.id, PlanValues.text),
        Line("Năm", "year", lambda p: p.year, PlanValues.whole),
        Line("Đơn vị", "unit", lambda p: p.unit, PlanValues.text),
        Line("Cấp", "level", lambda p: level_text(p.level), lambda r, c: r.choice(c, level_words())),
        Line("Tỉnh, thành phố", "province", lambda p: p.province, PlanValues.text),
        Line("Bộ tiêu chí (để trống: theo năm)", "ruleset", lambda p: p.ruleset, PlanValues.text),
        Line("Số văn bản", "legal.number", lambda p: p.legal.number, PlanValues.text),
        Line("Ngày ban hành", "legal.issued", lambda p: p.legal.issued, PlanValues.day),
        Line("Nơi ban hành", "legal.issuer", lambda p: p.legal.issuer, PlanValues.text),
        Line("Tên văn bản", "legal.title", lambda p: p.legal.title, PlanValues.text),
        Line(
            "Các năm ghi trong văn bản",
            "legal.stated_years",
            lambda p: listed(p.legal.stated_years),
            PlanValues.numbers,
        ),
        Line("Số xã, phường, thị trấn", "communes", lambda p: p.communes, PlanValues.whole),
        Line("Tiêu chí cần chú ý", "watched_criteria", lambda p: listed(p.watched_criteria), PlanValues.numbers),
        Line("Khảo sát tối thiểu (nhóm: số người; …)", "survey.minimum", minimum_text, PlanValues.minimum),
        Line("Phúc tra (số đơn vị hoặc %)", "reverification", reverification_text, PlanValues.reverification),
        Line(
            "Phúc tra: nguyên văn",
            "reverification.text",
            lambda p: p.reverification.text if p.reverification else "",
            PlanValues.text,
        ),
        Line("So sánh với năm", "compares_with", lambda p: p.compares_with, PlanValues.whole),
        Line("Nơi nhận: cơ quan", "report_to.office", lambda p: p.report_to.office, PlanValues.text),
        Line("Nơi nhận: người", "report_to.person", lambda p: p.report_to.person, PlanValues.text),
        Line("Nơi nhận: điện thoại", "report_to.phone", lambda p: p.report_to.phone, PlanValues.text),
        Line("Nơi nhận: email", "report_to.email", lambda p: p.report_to.email, PlanValues.text),
        Line("Nơi nhận: địa chỉ", "report_to.address", lambda p: p.report_to.address, PlanValues.text),
        Line("Thẩm quyền công nhận", "signing_authority", lambda p: p.signing_authority, PlanValues.text),
        Line("Ghi chú (mỗi ý một dòng)", "notes", lambda p: listed(p.notes, "\n"), PlanValues.lines),
    )
