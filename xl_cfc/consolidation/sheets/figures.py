"""The very hidden sheet behind `Một xã`: the figures of every form in a row, and where its inputs stand.

Below the forms stands a row for each different place the inputs can have, so that a figure leads to its cell in the
commune's file whatever was inserted there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.members import WITHIN, place_of
from xl_cfc.consolidation.sheets.appraisal import key_text
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.hints import deed_text
from xl_cfc.consolidation.sheets.indicators import measured_value
from xl_cfc.consolidation.sheets.links import path_on_disk
from xl_cfc.consolidation.sheets.page import Chapter, Page
from xl_cfc.consolidation.sheets.phrases import or_dots
from xl_cfc.consolidation.sheets.ranking import reason_text
from xl_cfc.consolidation.sheets.words import commune_mark
from xl_cfc.consolidation.summaries import Hint
from xl_cfc.judging.advice import Outlook
from xl_cfc.judging.advice_words import outlook_text
from xl_cfc.workbook.cellwriting import Computed

#: How many lines of advice a commune has.
ADVICE_LINES = 6


@dataclass(frozen=True)
class FigureSheet:
    """The hidden sheet as written: its columns by name, its rows of forms, and its last row."""

    title: str
    columns: Mapping[str, int]
    forms: int
    last_row: int

    def area(self, column: str, *, whole: bool = False) -> str:
        """A column of the forms; `whole`: with the rows of places below them."""
        letter = xl_col_to_name(self.columns[column])
        return f"'{self.title}'!${letter}$2:${letter}${self.last_row if whole else self.forms + 1}"


def write_figures(page: Page, chapter: Chapter) -> FigureSheet:
    """Fill the hidden sheet: one row a form in the order of the ranking, then the places."""
    block = chapter.block
    by_file = {hint.commune.member.file: hint for hint in chapter.hints}
    layouts: dict[tuple[str, ...], int] = {}
    names: dict[str, int] = {}
    style = page.styles(text_wrap=False)
    for commune in block.communes:
        places = tuple(addresses(block, commune))
        layout = layouts.setdefault(places, len(block.communes) + len(layouts) + 1)
        row = commune_figures(block, commune, by_file.get(commune.member.file), layout)
        if not names:
            names = {name: column for column, name in enumerate(row)}
            page.cells(list(row), style)
        page.cells(list(row.values()), style)
    for places in layouts:
        for indicator, address in zip(block.ruleset.indicators, places, strict=True):
            page.put(names[f"đo {indicator.id}"], address, style)
        page.row += 1
    page.ws.very_hidden()
    return FigureSheet(page.title, names, len(block.communes), page.row)


SHEET = ChapterSheet("_xa", Tab.REFERENCE, write_figures)


def addresses(block: Block, commune: Commune) -> Iterator[str]:
    """Where each indicator's own figure stands in the commune's file: `'Nhập liệu'!D25`."""
    places = {name: place for place, name in enumerate(block.ruleset.fields)}
    for indicator in block.ruleset.indicators:
        sheet, cell = place_of(commune.member, places[indicator.main_field])
        yield "'{}'!{}".format(sheet.replace("'", "''"), cell) if cell and _is_direct(commune.member.file) else ""


def _is_direct(file: str) -> bool:
    """Whether a form is a file of its own, not one in an archive or carried by a workbook."""
    return WITHIN not in file and ".zip/" not in file.lower()


def choice_text(commune: Commune) -> str:
    """How a commune is chosen: its code first, so that the code alone will do."""
    text = f"{commune.code} · {commune.member.name}"
    return f"{text} · {commune.member.file}" if commune.conflict else text


def commune_figures(block: Block, commune: Commune, hint: Hint | None, layout: int) -> dict[str, Computed]:
    """A form's row by column name; no number is left blank, since a blank would come back as 0."""
    card, total = commune.card, commune.total
    below = None if total is None or card.threshold is None else total - card.threshold
    row: dict[str, Computed] = {
        "chọn": choice_text(commune),
        "mã": commune.code,
        "tên": commune.member.name,
        "nhóm": card.threshold_class or "…",
        "tổng": or_dots(total),
        "ngưỡng": or_dots(card.threshold),
        "hơn kém": or_dots(below),
        "hạng": commune.rank if commune.rank is not None else "–",
        "liệt": ", ".join(str(number) for number in card.zero_criteria) or "–",
        "kết luận": commune_mark(commune).text,
        "lý do": reason_text(block, commune) or "–",
        "tệp": path_on_disk(commune.member.file),
        "chỗ": layout,
        "khoá": key_text((commune.code, str(block.year), block.period)),
    }
    for number, line in enumerate(advice_lines(hint)):
        row[f"gợi ý {number}"] = line
    for criterion, points in zip(block.ruleset.criteria, commune.points, strict=True):
        row[f"điểm {criterion.number}"] = or_dots(points)
    for indicator, score in zip(block.ruleset.indicators, card.indicators, strict=True):
        row[f"đo {score.id}"] = measured_value(indicator, score)
        row[f"điểm {score.id}"] = or_dots(score.points)
        if indicator.own_classes:
            row[f"tối đa {score.id}"] = score.max_points
    return row


def advice_lines(hint: Hint | None) -> Iterator[str]:
    """So many lines of advice, the last ones empty."""
    lines: list[str] = []
    if hint is not None:
        lines.append(outlook_text(hint.advice))
        lines += [deed_text(step) for step in hint.advice.path]
        lines += [f"Sửa cùng lúc: {text}" for text in hint.advice.cautions]
        if hint.advice.outlook is Outlook.INCOMPLETE:
            lines.append("Các số liệu còn thiếu: xem trang «Gợi ý»")
    else:
        lines.append("Đơn vị có nhiều phiếu khác nhau: chọn một phiếu ở trang «Trùng lặp» rồi gộp lại")
    if len(lines) > ADVICE_LINES:
        more = len(lines) - ADVICE_LINES + 1
        lines[ADVICE_LINES - 1 :] = [f"và {more} việc khác: xem trang «Gợi ý»"]
    yield from lines
    yield from [""] * (ADVICE_LINES - len(lines))
