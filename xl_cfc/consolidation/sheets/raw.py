"""Sheet `Dữ liệu gốc`: every input as it was typed, one row a form, one column an input."""

from collections.abc import Iterator
from datetime import date

from xlsxwriter.format import Format

from xl_cfc.answers.answer import Answer
from xl_cfc.consolidation.blocks import Commune
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import block_line
from xl_cfc.consolidation.sheets.words import CONFLICT
from xl_cfc.ruleset.models import Field, FieldType, Ruleset
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Link, Value
from xl_cfc.workbook.styles import Styles, text_height

RAW = "Dữ liệu gốc"
SOURCE_HEADING = "Tệp"

_IDENTITY = ("ma_dvhc", "ten_don_vi")
_WIDTHS = {FieldType.TEXT: 22, FieldType.CHOICE: 12, FieldType.DATE: 13, FieldType.COUNT: 11, FieldType.YES_NO: 9}
_COLUMNS_A_PAGE = 18
_LEGEND = (
    "Ô trống: chưa nhập · chữ đỏ nghiêng đậm: giá trị không hợp lệ, giữ nguyên như đã nhập · "
    f"{CONFLICT.sign} trước tên: đơn vị có nhiều phiếu khác nhau, mỗi phiếu một dòng"
)

#: A column: its field and the field's place among a form's inputs.
Column = tuple[Field, int]


def write_raw(page: Page, chapter: Chapter) -> None:
    """Fill the sheet."""
    block = chapter.block
    groups = dict(_groups(block.ruleset))
    columns = [column for group in groups.values() for column in group]
    widths = [*(_width(field) for field, _ in columns), 52.0]
    page.columns(*widths)
    page.head("DỮ LIỆU GỐC", block_line(block), _LEGEND)
    page.groups([*((text, len(members)) for text, members in groups.items()), ("Nguồn", 1)])
    heading = page.row
    _headings(page, block.ruleset, [field for field, _ in columns])
    styles = _CellStyles(page.styles)
    for commune in block.communes:
        typed, file = [(field, commune.member.inputs[place]) for field, place in columns], commune.member.file
        values = [_value(commune, field, one) for field, one in typed]
        formats = [*(styles.of(field, one) for field, one in typed), page.styles.link]
        texts = ((text, width) for text, width in zip((*values, file), widths, strict=True) if isinstance(text, str))
        page.cells([*values, Link(file_link(file), file)], formats, text_height(*texts))
    page.filter_table(heading, len(columns), frozen_columns=len(_IDENTITY), above=1)
    page.ws.repeat_columns(0, len(_IDENTITY) - 1)
    page.print_on(wide=-(-len(columns) // _COLUMNS_A_PAGE))


SHEET = ChapterSheet(RAW, Tab.DATA, write_raw)


def _width(field: Field) -> float:
    if field.pattern is not None:
        return 10
    return 26 if field.id in _IDENTITY else _WIDTHS[field.type]


def _groups(ruleset: Ruleset) -> Iterator[tuple[str, list[Column]]]:
    """The columns under each group heading: code and name first, then as the form has them."""
    places = {field_id: place for place, field_id in enumerate(ruleset.fields)}

    def columns(fields: tuple[Field, ...]) -> list[Column]:
        return [(field, places[field.id]) for field in fields]

    first = tuple(ruleset.fields[name] for name in _IDENTITY)
    yield "Đơn vị", columns(first)
    yield "Thông tin chung", columns(tuple(f for f in ruleset.unit_fields if f.id not in _IDENTITY))
    if ruleset.general_fields:
        yield "Số liệu chung", columns(ruleset.general_fields)
    for criterion in ruleset.criteria:
        if fields := ruleset.fields_of(criterion):
            yield f"Tiêu chí {criterion.number}", columns(fields)


def _headings(page: Page, ruleset: Ruleset, fields: list[Field]) -> None:
    turned = page.styles.turned
    names = captions(ruleset)
    upright = page.styles.heading
    shapes = [upright if f.id in _IDENTITY else turned for f in fields]
    page.cells([*(names[f.id] for f in fields), SOURCE_HEADING], [*shapes, upright], 240)


def captions(ruleset: Ruleset) -> dict[str, str]:
    """The heading of every field's column, in the order of the rule set."""
    return {name: field.label if name in _IDENTITY else ruleset.caption(name) for name, field in ruleset.fields.items()}


def _value(commune: Commune, field: Field, answer: Answer) -> Value:
    if field.id == "ten_don_vi" and commune.conflict:
        return f"{CONFLICT.sign} {answer.shown}"
    return answer.value if answer.accepted else answer.typed


class _CellStyles:
    """The format of a value: a number, a date, a text, or what was typed wrongly."""

    def __init__(self, styles: Styles) -> None:
        self._number = styles.bordered(num_format="#,##0")
        self._year = styles.bordered(num_format="0", align="center")
        self._date = styles.bordered(num_format="dd/mm/yyyy", align="center")
        self._text = styles.cell
        self._choice = styles.bordered(align="center", text_wrap=False)
        self._wrong = styles.bordered(
            font_color=palette.ERROR_INK, bg_color=palette.ERROR_FILL,
            bold=True, italic=True, quote_prefix=True,
        )  # fmt: skip

    def of(self, field: Field, answer: Answer) -> Format:
        """The format of one value."""
        if not answer.accepted:
            return self._wrong
        if isinstance(answer.value, date):
            return self._date
        if field.type is FieldType.COUNT:
            return self._number if field.is_input else self._year
        return self._text if field.type is FieldType.TEXT and field.pattern is None else self._choice
