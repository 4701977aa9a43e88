"""Lines that stand on several sheets: which unit this is, and whether the form can be sent. Each is a formula
together with its value now."""

from xl_cfc.form.sheets.calc import CATEGORY_BLANK, CATEGORY_ERROR, CATEGORY_WARNING, LiveTexts
from xl_cfc.form.sheets.sheet import FormBook
from xl_cfc.formulatext import quoted
from xl_cfc.ruleset.kinds.cells import by_class
from xl_cfc.ruleset.parts import AGENCY_FIELD
from xl_cfc.ruleset.unchecked import unchecked_line, unchecked_values


def verdict(texts: LiveTexts) -> tuple[str, str]:
    """Whether the form can be sent."""
    errors, blanks, warnings = (texts.count(c) for c in (CATEGORY_ERROR, CATEGORY_BLANK, CATEGORY_WARNING))
    formula = (
        'IF(n_loi+n_trong>0,"✗ Còn "&n_loi&" lỗi, "&n_trong&" ô trống: chưa gửi được",'
        '"✓ Không còn lỗi: gửi được")&IF(n_canh_bao>0," ("&n_canh_bao&" cảnh báo cần sửa hoặc giải trình)","")'
    )
    if errors + blanks > 0:
        value = f"✗ Còn {errors} lỗi, {blanks} ô trống: chưa gửi được"
    else:
        value = "✓ Không còn lỗi: gửi được"
    if warnings > 0:
        value += f" ({warnings} cảnh báo cần sửa hoặc giải trình)"
    return formula, value


def unit_line(book: FormBook) -> tuple[str, str]:
    """Name, code, year and period of the form, and the note that its figures are made up."""
    note = f" · {book.content.note}" if book.content.note else ""
    if book.part is not None:
        note = f" · Phiếu của cơ quan: {book.content.values.get(AGENCY_FIELD) or ''}{note}"
    formula = f'IFERROR(in_ten_don_vi&" · mã "&in_ma_dvhc&" · năm "&in_nam&" · "&in_ky,"")&{quoted(note)}'
    values = book.content.values
    parts = {name: _text(values.get(name)) for name in ("ten_don_vi", "ma_dvhc", "nam", "ky")}
    line = f"{parts['ten_don_vi']} · mã {parts['ma_dvhc']} · năm {parts['nam']} · {parts['ky']}"
    return formula, line + note


def _text(value: object) -> str:
    return "" if value is None else str(value)


def unchecked(book: FormBook) -> tuple[str, str]:
    """How many numbers behind the score nobody has compared with the Decision yet."""
    ruleset = book.ruleset
    lines = {name: quoted(_line(book, name)) for name in ruleset.thresholds}
    without = quoted(_line(book, None))
    first = next(iter(lines.values()))
    formula = f"IF(st_nhom_nguong=1,{by_class(first, lines)},{without})"
    return formula, _line(book, book.facts.answers.threshold_class)


def _line(book: FormBook, threshold_class: str | None) -> str:
    return unchecked_line(unchecked_values(book.ruleset, threshold_class), book.ruleset.title)
