"""Sheet `Một xã`: one commune on one page, chosen from a list; everything is looked up on a hidden sheet of figures.

Sorting other sheets changes nothing.
"""

from collections.abc import Sequence
from fractions import Fraction

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from xl_cfc.consolidation.blocks import Block, Commune
from xl_cfc.consolidation.ledger.appraisal import PointsState, appraised, criterion_rows
from xl_cfc.consolidation.ledger.models import Ledger
from xl_cfc.consolidation.ledger.tables import CRITERION, POINTS
from xl_cfc.consolidation.sheets.appraisal import KEY, STATE
from xl_cfc.consolidation.sheets.appraised import SHEET as APPRAISED
from xl_cfc.consolidation.sheets.appraised import Appraisals, conclusion_text
from xl_cfc.consolidation.sheets.declaration import ChapterSheet, Tab
from xl_cfc.consolidation.sheets.figures import SHEET as FIGURES
from xl_cfc.consolidation.sheets.figures import (
    FigureSheet,
    addresses,
    advice_lines,
    choice_text,
    commune_figures,
)
from xl_cfc.consolidation.sheets.indicators import measured_value
from xl_cfc.consolidation.sheets.links import path_on_disk
from xl_cfc.consolidation.sheets.page import Chapter, Page, computed
from xl_cfc.consolidation.sheets.phrases import block_line, or_dots, unchecked_text
from xl_cfc.consolidation.sheets.words import CONCLUSIONS
from xl_cfc.consolidation.summaries import CriterionSummary, Hint
from xl_cfc.judging.scoring import IndicatorScore
from xl_cfc.ruleset.models import Indicator
from xl_cfc.workbook import styles as palette
from xl_cfc.workbook.cellwriting import Computed, Content, Formula
from xl_cfc.workbook.styles import text_height

_WIDTHS = (14, 66, 13, 10, 10, 12, 11, 19)
_LAST = len(_WIDTHS) - 1
_POSITION = len(_WIDTHS)
_TABLE = (
    "Tiêu chí", "Nội dung", "Số đo", "Điểm", "Tối đa", "Trung bình các đơn vị", "Điểm thẩm định", "Ô trong phiếu",
)  # fmt: skip
_FACTS = ("Mã", "Đơn vị", "Nhóm", "Tổng điểm", "Ngưỡng", "Hơn, kém ngưỡng", "Xếp hạng", "Điểm liệt ở")
_UNKNOWN = "Không có đơn vị này trong bản tổng hợp: chọn lại trong danh sách của ô vàng, hoặc gõ mã 5 chữ số."
_SIGNED = "+General;-General;0"


def write_one_page(page: Page, chapter: Chapter) -> None:
    """Fill the sheet, showing the first commune of the ranking."""
    block, figures = chapter.block, FIGURES.result(page, chapter)
    assert figures is not None
    chosen = block.communes[0]
    hint = next((hint for hint in chapter.hints if hint.commune is chosen), None)
    appraisals = None if block.forecast else APPRAISED.result(page)
    _OnePage(page, block, figures, appraisals, chosen, hint).write(chapter.summaries)


SHEET = ChapterSheet("Một xã", Tab.RESULT, write_one_page, needs=(FIGURES, APPRAISED))


class _OnePage:
    """Writes the sheet; `chosen` is the commune shown when the workbook is opened."""

    def __init__(
        self,
        page: Page,
        block: Block,
        data: FigureSheet,
        appraisals: Appraisals | None,
        chosen: Commune,
        hint: Hint | None,
    ) -> None:
        self.page, self.block, self.data, self.appraisals = page, block, data, appraisals
        self.styles, self.chosen, self.hint = page.styles, chosen, hint
        self.position = ""

    def write(self, summaries: Sequence[CriterionSummary]) -> None:
        """The choice, the facts, the advice, then criterion by criterion with its indicators."""
        page = self.page
        page.columns(*_WIDTHS)
        page.ws.set_column(_POSITION, _POSITION, 9, None, {"hidden": True})
        page.head("KẾT QUẢ TỰ CHẤM CỦA MỘT ĐƠN VỊ", block_line(self.block), unchecked_text(self.block))
        self._choice()
        self._facts()
        self._advice()
        page.line("", self.styles(), 8)
        page.cells(_TABLE, self.styles.heading, 40)
        page.ws.repeat_rows(page.row - 1)
        for summary in summaries:
            self._criterion(summary)
        self._source()
        page.print_on(landscape=False, tall=1)

    def _looked_up(self, column: str, shown: Computed, *, text: bool = False) -> Formula:
        """A figure of the chosen commune."""
        found = f"INDEX({self.data.area(column)},{self.position})"
        return computed(f'IF(ISNUMBER({self.position}),{found}{"&" + chr(34) * 2 if text else ""},"")', shown)

    def _choice(self) -> None:
        page, data = self.page, self.data
        page.ws.set_row(page.row, 28)
        label = self.styles(bold=True)
        box = self.styles.input(bold=True, font_size=15, num_format="@")
        page.put(0, "Chọn đơn vị:", label)
        page.put(1, choice_text(self.chosen), box)
        page.ws.data_validation(
            page.row, 1, page.row, 1,
            {
                "validate": "list", "source": f"={data.area('chọn')}", "show_error": False,
                "input_title": "Chọn đơn vị", "input_message": "Chọn trong danh sách, hoặc gõ mã 5 chữ số",
            },
        )  # fmt: skip
        typed = f"$B${page.row + 1}"
        self.position = f"${xl_col_to_name(_POSITION)}${page.row + 1}"
        code = f'LEFT(IF(ISNUMBER({typed}),RIGHT("00000"&{typed},5),{typed}&""),5)'
        found = f'IFERROR(MATCH({typed}&"",{data.area("chọn")},0),IFERROR(MATCH({code},{data.area("mã")},0),""))'
        page.put(2, computed(f'IF(ISNUMBER({self.position}),"","{_UNKNOWN}")', ""), self._warning())
        page.put(_POSITION, computed(f"{found}", 1), self.styles())
        page.row += 1
        page.line("", self.styles(), 8)

    def _warning(self) -> Format:
        return self.styles(bold=True, font_color=palette.ERROR_INK, text_wrap=False)

    def _facts(self) -> None:
        page, commune, styles = self.page, self.chosen, self.styles
        row = commune_figures(self.block, commune, None, 0)
        page.cells(_FACTS, styles.heading, 40)
        names = ("mã", "tên", "nhóm", "tổng", "ngưỡng", "hơn kém", "hạng", "liệt")
        large = styles.bordered(bold=True, font_size=15, align="center")
        signed = styles.bordered(bold=True, font_size=15, align="center", num_format=_SIGNED)
        page.ws.set_row(page.row, 30)
        for column, name in enumerate(names):
            page.put(column, self._looked_up(name, row[name]), signed if name == "hơn kém" else large)
        page.row += 1
        self._wide("Kết luận", self._looked_up("kết luận", row["kết luận"], text=True), 22, bold=True)
        self._colour_conclusion(page.row - 1)
        self._wide("Lý do", self._looked_up("lý do", row["lý do"], text=True), 40)
        if self.appraisals is not None:
            self._wide("Thẩm định", self._appraised_conclusion(), 22, bold=True)
            self._colour_conclusion(page.row - 1)

    def _colour_conclusion(self, row: int) -> None:
        """The colours of the conclusion, which only repeat its sign."""
        for mark in CONCLUSIONS.values():
            style = self.page.book.workbook.add_format(mark.colours)
            options = {"type": "text", "criteria": "begins with", "value": mark.sign, "format": style}
            self.page.ws.conditional_format(row, 1, row, _LAST, options)

    def _wide(self, label: str, value: Content, height: float, *, bold: bool = False) -> None:
        """A label and a value across the page."""
        page, style = self.page, self.styles.bordered(bold=bold)
        page.ws.set_row(page.row, height)
        page.put(0, label, self.styles.bordered(bold=True, bg_color=palette.GROUP_FILL))
        page.ws.merge_range(page.row, 1, page.row, _LAST, "", style)
        page.put(1, value, style)
        page.row += 1

    def _appraised_conclusion(self) -> Formula:
        assert self.appraisals is not None
        keys, conclusions = self.appraisals.keys, self.appraisals.conclusions
        key = f"INDEX({self.data.area('khoá')},{self.position})"
        shown = "" if self.chosen.conflict else conclusion_text(appraised(self.block, self.chosen, self._ledger))
        return computed(f'IFERROR(INDEX({conclusions},MATCH({key},{keys},0)),"")', shown)

    @property
    def _ledger(self) -> Ledger:
        return self.page.book.ledger

    def _advice(self) -> None:
        page = self.page
        page.line("", self.styles(), 8)
        page.line("Gợi ý", self.styles(bold=True, font_size=14, font_color=palette.HEADING_FILL), 22)
        style = self.styles(valign="top")
        for number, line in enumerate(advice_lines(self.hint)):
            page.ws.set_row(page.row, 20)
            page.ws.merge_range(page.row, 0, page.row, _LAST, "", style)
            page.put(0, self._looked_up(f"gợi ý {number}", line, text=True), style)
            page.row += 1

    def _criterion(self, summary: CriterionSummary) -> None:
        page, criterion = self.page, summary.criterion
        score = next(s for s in self.chosen.card.criteria if s.number == criterion.number)
        values: list[Content] = [
            criterion.number, criterion.name, "",
            self._looked_up(f"điểm {criterion.number}", or_dots(score.points)),
            criterion.max_points.value, or_dots(summary.tally.average), self._appraised_points(criterion.number), "",
        ]  # fmt: skip
        page.ws.set_row(page.row, text_height((criterion.name, _WIDTHS[1])))
        self._row(values, "General", bold=True, bg_color=palette.GROUP_FILL)
        for (indicator, tally), one in zip(summary.indicators, score.indicators, strict=True):
            self._indicator(indicator, one, tally.average)

    def _indicator(self, indicator: Indicator, score: IndicatorScore, average: Fraction | None) -> None:
        most: Content = score.max_points
        if indicator.own_classes:
            most = self._looked_up(f"tối đa {indicator.id}", score.max_points)
        values: list[Content] = [
            indicator.id, indicator.label,
            self._looked_up(f"đo {indicator.id}", measured_value(indicator, score)),
            self._looked_up(f"điểm {indicator.id}", or_dots(score.points)),
            most,
            or_dots(average), "", self._link(indicator.id),
        ]  # fmt: skip
        self.page.ws.set_row(self.page.row, text_height((indicator.label, _WIDTHS[1])))
        self._row(values, indicator.table_format)

    def _row(self, values: Sequence[Content], measure: str, **properties: object) -> None:
        page, styles = self.page, self.styles
        centred = styles.bordered(**properties, align="center")
        text = styles.bordered(**properties) if properties else styles.bordered(indent=1)
        points = styles.bordered(**properties, align="center", num_format="#,##0.0")
        link = styles.link if not properties else centred
        formats = (
            centred, text, styles.bordered(**properties, align="center", num_format=measure),
            centred, centred, points, centred, link,
        )  # fmt: skip
        for column, (value, style) in enumerate(zip(values, formats, strict=True)):
            page.put(column, value, style)
        red = page.book.workbook.add_format({"font_color": palette.ERROR_INK, "bg_color": palette.ERROR_FILL})
        zero = {"type": "formula", "criteria": f"=AND(ISNUMBER($D{page.row + 1}),$D{page.row + 1}=0)", "format": red}
        page.ws.conditional_format(page.row, 3, page.row, 3, zero)
        page.row += 1

    def _appraised_points(self, number: int) -> Content:
        """The accepted appraised points of a criterion, empty while there are none."""
        if self.appraisals is None:
            return ""
        typed = self.appraisals.typed
        key = f"INDEX({self.data.area('khoá')},{self.position})"
        accepted = (
            f"{typed.area(KEY)},{key},{typed.area(CRITERION.heading)},{number},"
            f'{typed.area(STATE)},"{PointsState.ACCEPTED.value}"'
        )
        shown: Computed = ""
        if not self.chosen.conflict:
            rows = criterion_rows(self.block, self.chosen, self._ledger)
            points = next(row.judged[1] for row in rows if row.criterion.number == number)
            shown = "" if points is None else points
        text = f'IFERROR(IF(COUNTIFS({accepted})=0,"",SUMIFS({typed.area(POINTS.heading)},{accepted})),"")'
        return computed(text, shown)

    def _link(self, indicator: str) -> Formula:
        """A link to the cell of the indicator's figure in the commune's file."""
        data = self.data
        layout = f"INDEX({data.area('chỗ')},{self.position})"
        address = f"INDEX({data.area(f'đo {indicator}', whole=True)},{layout})"
        file = f"INDEX({data.area('tệp')},{self.position})"
        ids = [one.id for one in self.block.ruleset.indicators]
        place = list(addresses(self.block, self.chosen))[ids.index(indicator)].replace("'", "")
        shown = f'SUBSTITUTE({address},"\'","")'
        text = f'IFERROR(IF({address}="","",HYPERLINK({file}&"#"&{address},{shown})),"")'
        return computed(text, place)

    def _source(self) -> None:
        page, data = self.page, self.data
        page.line("", self.styles(), 8)
        file = f"INDEX({data.area('tệp')},{self.position})"
        style = self.styles(font_color=palette.LINK_INK, underline=1, text_wrap=False)
        shown = path_on_disk(self.chosen.member.file)
        page.ws.set_row(page.row, 20)
        page.put(0, "Phiếu:", self.styles(bold=True))
        page.put(1, computed(f'IFERROR(HYPERLINK({file},{file}),"")', shown), style)
        page.row += 1
