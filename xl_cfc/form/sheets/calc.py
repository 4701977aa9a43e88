"""The hidden sheet behind the live checks: one row a line of the list of problems, with its text while something is
wrong, and the counters."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from xl_cfc.findings.finding import Severity
from xl_cfc.findings.value import MISSING, UNIT_FIELD_MISSING
from xl_cfc.form.formulas import checks as check_formulas
from xl_cfc.form.formulas import identity
from xl_cfc.form.formulas import indicators as indicator_formulas
from xl_cfc.form.layout import CALC, place_name
from xl_cfc.form.sheets.sheet import FormBook, Sheet
from xl_cfc.form.sheets.structure import CONCLUSION, Structure, line_count, write_structure
from xl_cfc.formulatext import quoted
from xl_cfc.judging.checks import Facts, LiveCheck, live_checks
from xl_cfc.judging.checks.live import Variant
from xl_cfc.judging.scoring import Conclusion
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.workbook.cellwriting import Computed

FIRST_ROW = 12
CONCLUSION_TEXTS = {conclusion.value: conclusion.text for conclusion in Conclusion}
_CATEGORY, _CONTENT, _TEXT, _COUNTER, _ANCHOR = 1, 2, 3, 4, 5

BLANK_MARK, ERROR_MARK, WARNING_MARK, HINT_MARK = "○", "✗", "!", "·"
CATEGORY_ERROR, CATEGORY_BLANK, CATEGORY_WARNING, CATEGORY_HINT = "Lỗi", "Ô trống", "Cảnh báo", "Gợi ý"

_MARKS = {Severity.ERROR: ERROR_MARK, Severity.WARNING: WARNING_MARK, Severity.HINT: HINT_MARK}
_CATEGORIES = {
    Severity.ERROR: CATEGORY_ERROR,
    Severity.WARNING: CATEGORY_WARNING,
    Severity.HINT: CATEGORY_HINT,
}


def marked(check: LiveCheck, variant: Variant) -> str:
    """A check's text as the form shows it, its seriousness as a sign before it."""
    mark = BLANK_MARK if variant.kind in (MISSING, UNIT_FIELD_MISSING) else _MARKS[check.severity]
    return f"{mark} {variant.live_text}"


@dataclass(frozen=True)
class LiveTexts:
    """What every live check shows for the facts of a form; the Python side of the hidden sheet."""

    facts: Facts

    @property
    def ruleset(self) -> Ruleset:
        """The rule set of the form."""
        return self.facts.answers.ruleset

    @cached_property
    def by_check(self) -> tuple[tuple[LiveCheck, str], ...]:
        """Every check that the form makes, with its text or an empty one."""
        shown = []
        for check in live_checks(self.ruleset, self.facts.compared):
            variants = check_formulas.visible_variants(check)
            variant = next((v for v in variants if check.stands(v).holds(self.facts)), None)
            shown.append((check, marked(check, variant) if variant else ""))
        return tuple(shown)

    @cached_property
    def failing(self) -> tuple[tuple[LiveCheck, str], ...]:
        """The checks that fail now, in the order in which `LỖI` lists them."""
        return tuple((check, text) for check, text in self.by_check if text)

    def of(self, key: str) -> str:
        """The first failing text in the row of a field or criterion."""
        return next((text for check, text in self.failing if check.field == key), "")

    def count(self, category: str) -> int:
        """How many checks fail in this category."""
        return sum(category_of(check, text) == category for check, text in self.failing)


def category_of(check: LiveCheck, text: str) -> str:
    """The category a failing check is counted in."""
    return CATEGORY_BLANK if text.startswith(BLANK_MARK) else _CATEGORIES[check.severity]


def content_of(check: LiveCheck, ruleset: Ruleset) -> str:
    """What a check is about: the row's code and label, or the criterion."""
    if check.field in ruleset.fields:
        return ruleset.caption(check.field)
    return f"Tiêu chí {check.criterion}"


@dataclass(frozen=True)
class CheckCells:
    """Addresses on the hidden sheet, for the sheets that show its texts."""

    ruleset: Ruleset
    compared: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[LiveCheck, ...]:
        """The checks in the order of their rows."""
        return live_checks(self.ruleset, self.compared)

    @cached_property
    def rows(self) -> dict[str, int]:
        """The 1-based row of each check."""
        first = FIRST_ROW + line_count(self.ruleset)
        return {check.id: first + n + 1 for n, check in enumerate(self.checks)}

    @property
    def total(self) -> int:
        """How many lines there are: those of the form's structure, then the checks."""
        return line_count(self.ruleset) + len(self.checks)

    def text_of(self, key: str, otherwise: str) -> str:
        """A formula for the first failing text in the row of a field or criterion."""
        text = otherwise
        for check in reversed([check for check in self.checks if check.field == key]):
            cell = f"{CALC}!$D${self.rows[check.id]}"
            text = f'IF({cell}<>"",{cell},{text})'
        return text

    def column(self, letter: str, *, after: int = 0, count: int | None = None) -> str:
        """A column of all lines, or of `count` of them `after` the first, as a range."""
        first, last = FIRST_ROW + 1 + after, FIRST_ROW + (self.total if count is None else after + count)
        return f"{CALC}!${letter}${first}:${letter}${last}"


class _HiddenRow(NamedTuple):
    """A line as the hidden sheet holds it."""

    id: str
    category: str
    content: str
    text: str
    anchor: str
    shown: str = ""
    category_shown: str = ""


def write_calc(sheet: Sheet, texts: LiveTexts) -> None:
    """Fill the hidden sheet."""
    book = sheet.book
    cells, structure = CheckCells(book.ruleset, book.facts.compared), Structure(book)
    style = book.styles(text_wrap=False)
    for row, (name, formula, value) in enumerate(_counters(book, texts, cells)):
        sheet.text(row, 0, name, style)
        sheet.formula(row, 1, formula, value, style, name=name)
    count = 0
    for offset, line in enumerate(_rows(book, structure, texts)):
        row = FIRST_ROW + offset
        count += bool(line.shown)
        sheet.text(row, 0, line.id, style)
        sheet.formula(row, _CATEGORY, line.category.format(cell=f"D{row + 1}"), line.category_shown, style)
        sheet.text(row, _CONTENT, line.content, style)
        sheet.formula(row, _TEXT, f'IFERROR({line.text},"")', line.shown, style)
        before = f"E{row}" if offset else "0"
        sheet.formula(row, _COUNTER, f'{before}+IF(D{row + 1}="",0,1)', count, style)
        sheet.text(row, _ANCHOR, line.anchor, style)
    write_structure(sheet, structure)
    sheet.ws.very_hidden()


def _rows(book: FormBook, structure: Structure, texts: LiveTexts) -> Iterator[_HiddenRow]:
    error = f'IF({{cell}}="","",{quoted(CATEGORY_ERROR)})'
    for line in structure.lines:
        yield _HiddenRow(line.id, error, line.content, line.text, line.anchor)
    ruleset = book.ruleset
    for check, text in texts.by_check:
        formula = check_formulas.live_text(check, ruleset, marked)
        if check.id.startswith("value_"):
            formula = identity.told(ruleset.fields[check.field], ruleset.row_codes[check.field], formula)
        category = category_of(check, text) if text else ""
        content = content_of(check, ruleset)
        yield _HiddenRow(check.id, _category_formula(check), content, formula, place_name(check.anchor), text, category)


def _category_formula(check: LiveCheck) -> str:
    category = quoted(_CATEGORIES[check.severity])
    if not check.id.startswith("value_"):
        return f'IF({{cell}}="","",{category})'
    blank = quoted(CATEGORY_BLANK)
    return f'IF({{cell}}="","",IF(LEFT({{cell}},1)={quoted(BLANK_MARK)},{blank},{category}))'


def _counters(book: FormBook, texts: LiveTexts, cells: CheckCells) -> list[tuple[str, str, Computed]]:
    answers, ruleset = book.facts.answers, book.ruleset
    needed = [field.id for field in ruleset.inputs]
    counters: list[tuple[str, str, Computed]] = [
        ("n_o_trong", "SUM(ds_can_nhap)", len(needed) - answers.inputs_filled),
        ("n_khong_hop_le", "COUNTIF(ds_trang_thai,2)", sum(name in needed for name in answers.invalid)),
        ("n_loi", f"COUNTIF({cells.column('B')},{quoted(CATEGORY_ERROR)})", texts.count(CATEGORY_ERROR)),
        ("n_trong", f"COUNTIF({cells.column('B')},{quoted(CATEGORY_BLANK)})", texts.count(CATEGORY_BLANK)),
        (
            "n_canh_bao",
            f"COUNTIF({cells.column('B')},{quoted(CATEGORY_WARNING)})",
            texts.count(CATEGORY_WARNING),
        ),
        ("n_goi_y", f"COUNTIF({cells.column('B')},{quoted(CATEGORY_HINT)})", texts.count(CATEGORY_HINT)),
    ]
    others = f"COUNTIF({cells.column('B', after=1)},{quoted(CATEGORY_ERROR)})"
    counters.append(("n_loi_khac", others, texts.count(CATEGORY_ERROR)))
    if book.part is None:
        conclusion = book.facts.card.conclusion.text
        counters.append((CONCLUSION, indicator_formulas.conclusion(ruleset, CONCLUSION_TEXTS), conclusion))
    return counters
