"""`xl-cfc compare EARLIER.xlsx... LATER.xlsx [--predecessors] [--json] [--xlsx OUT.xlsx]`."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_cfc.commands.options import add_files, add_force, add_rulesets, rulesets_of
from xl_cfc.files.writing import need_suffix
from xl_cfc.language import number_text, t
from xl_cfc.usage import UsageError

if TYPE_CHECKING:
    from decimal import Decimal

    from xl_cfc.answers.answers import Answers
    from xl_cfc.form.evaluation import Evaluation
    from xl_cfc.judging.comparing import Comparison
    from xl_cfc.judging.points import CardMoves


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_files(
        parser,
        t("phiếu trước, rồi phiếu sau; phiếu cuối cùng là phiếu sau", "earlier form first; the last is the later"),
    )
    parser.add_argument(
        "--predecessors",
        action="store_true",
        help=t("các phiếu trước là của những đơn vị nhập thành đơn vị sau", "the earlier forms are of merged units"),
    )
    parser.add_argument("--json", action="store_true", help=t("in dạng JSON", "as JSON"))
    parser.add_argument("--xlsx", metavar="OUT.xlsx", type=Path, help=t("ghi ra bảng tính", "write a workbook"))
    add_force(parser)
    add_rulesets(parser)


def run(options: argparse.Namespace) -> int:
    """Compare, and say what moved."""
    from xl_cfc.delivery.reporting import exit_code
    from xl_cfc.form.isolation import evaluate_files
    from xl_cfc.judging.telling import comparison_json

    if len(options.files) < 2:
        raise UsageError(t("Cần ít nhất hai phiếu: phiếu trước, phiếu sau", "At least two forms: earlier and later"))
    if options.xlsx is not None:
        need_suffix(options.xlsx, ".xlsx")
    results = evaluate_files(options.files, rulesets_of(options))
    comparison = _compared(_answers(results), predecessors=options.predecessors)
    if options.xlsx is not None:
        from xl_cfc.delivery.comparison import comparison_bytes
        from xl_cfc.files.writing import write_file

        write_file(options.xlsx, comparison_bytes(comparison), force=options.force)
    if options.json:
        print(json.dumps(comparison_json(comparison), ensure_ascii=False, indent=2))
    else:
        _print(comparison)
        for result in results:
            _print_errors(result)
    return exit_code(results)


def _print_errors(result: "Evaluation") -> None:
    """A form with errors is compared, but not without saying so."""
    from xl_cfc.findings.finding import errors

    count = len(errors(result.findings))
    if count:
        print(
            t(
                f"{result.file}: phiếu còn {count} lỗi, xem bằng «xl-cfc check»",
                f"{result.file}: {count} errors; see `xl-cfc check`",
            )
        )


def _answers(results: "list[Evaluation]") -> "list[Answers]":
    """The answers of every form; raises `UsageError` naming each that cannot be used."""
    unusable = [f"{r.file}: {finding.message}" for r in results if r.answers is None for finding in r.findings]
    if unusable:
        raise UsageError("\n".join(unusable))
    return [r.answers for r in results if r.answers is not None]


def _compared(forms: "list[Answers]", *, predecessors: bool) -> "Comparison":
    """The comparison that the forms allow; raises `UsageError` with every reason against it."""
    from xl_cfc.judging.comparing import compare, compare_with_sum

    *earlier, later = forms
    if not predecessors and len(earlier) == 1:
        _refuse_other_unit(earlier[0], later)
        return compare(earlier[0], later, later.ruleset.renamed)
    problems = list(_sum_problems(earlier))
    if problems:
        raise UsageError("\n".join(problems))
    return compare_with_sum(earlier, later, later.ruleset.renamed)


def _refuse_other_unit(earlier: "Answers", later: "Answers") -> None:
    from xl_cfc.judging.telling import new_unit_text

    if earlier.unit_code is not None and earlier.unit_code == later.unit_code:
        return
    raise UsageError(
        t(
            f"Hai phiếu không cùng một đơn vị (hoặc thiếu mã): «{earlier.title}» và «{later.title}» "
            f"({new_unit_text()}). Nếu đơn vị trước đã nhập vào đơn vị sau, thêm --predecessors, nêu đủ các đơn vị cũ.",
            f"The forms are of different units (or a code is missing): '{earlier.title}' and '{later.title}' "
            f"({new_unit_text()}). If the earlier unit was merged into the later, add --predecessors and name all.",
        )
    )


def _sum_problems(earlier: "list[Answers]") -> "list[str]":
    """Why these forms cannot be added up: one unit twice, several periods, several rule sets."""
    problems = []
    codes = [form.unit_code for form in earlier]
    twice = sorted({code for code in codes if code is not None and codes.count(code) > 1})
    if twice:
        listed = ", ".join(twice)
        problems.append(t(f"Đơn vị có hai phiếu: {listed}", f"Units with two forms: {listed}"))
    if None in codes:
        problems.append(t("Có phiếu trước thiếu mã đơn vị", "An earlier form has no unit code"))
    if len({(form.year, form.period) for form in earlier}) > 1:
        problems.append(t("Các phiếu trước không cùng năm, kỳ", "The earlier forms are of different periods"))
    if len({form.ruleset.digest for form in earlier}) > 1:
        problems.append(t("Các phiếu trước không cùng bộ tiêu chí", "The earlier forms follow different rule sets"))
    return problems


def _print(comparison: "Comparison") -> None:
    from rich.console import Console
    from rich.markup import escape

    from xl_cfc.delivery.terminal import print_findings

    console = Console(highlight=False)
    console.print(f"{t('Trước', 'Before')}: {escape(comparison.before.title)}")
    console.print(f"{t('Sau', 'After')}: {escape(comparison.after.title)}")
    if comparison.cards is not None:
        _print_points(console, comparison, comparison.cards)
    else:
        console.print(t(f"Điểm: không so sánh được ({comparison.why})", f"Points: not compared ({comparison.why})"))
    _print_figures(console, comparison)
    print_findings(console, [finding for finding in comparison.findings if not finding.settled_by])


def _print_points(console: Any, comparison: "Comparison", cards: "CardMoves") -> None:
    from rich.markup import escape

    from xl_cfc.ruleset.unchecked import unchecked_line

    hard = {move.key: reason.text for move, reason in cards.hard}
    table = _table(t("Tiêu chí", "Criterion"), t("Khó đạt", "Hard to reach"))
    for move in (*cards.criteria, cards.total):
        name = f"{move.key}. {move.name}" if move.key else move.name
        numbers = (_points(move.before), _points(move.after), _signed(move.difference))
        table.add_row(escape(name), *numbers, hard.get(move.key, ""), style="" if move.key else "bold")
    console.print(table)
    before, after = cards.conclusions
    console.print(f"{t('Kết luận', 'Conclusion')}: {before.text} → {after.text}")
    line = unchecked_line(cards.after.unchecked_values, comparison.after.ruleset.title)
    console.print(f"[italic]{escape(line)}[/]")


def _print_figures(console: Any, comparison: "Comparison") -> None:
    from rich.markup import escape

    from xl_cfc.judging.telling import answer_text

    shown = [move for move in comparison.values if move.moved or move.before is None or move.after is None]
    same = len(comparison.values) - len(shown)
    if shown:
        table = _table(t("Số liệu thay đổi", "Figures that moved"), t("Ghi chú", "Note"))
        for move in shown:
            sides = (_side(answer_text(side)) for side in (move.before, move.after))
            table.add_row(escape(move.caption), *sides, _signed(move.difference), escape(move.note))
        console.print(table)
    console.print(t(f"{same} số liệu không đổi", f"{same} figures are the same"))


def _table(first: str, last: str) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, overflow="fold")
    for heading in (t("Trước", "Before"), t("Sau", "After"), t("Tăng, giảm", "Change")):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(last, overflow="fold")
    return table


def _side(shown: int | str) -> str:
    return number_text(shown) if isinstance(shown, int) else shown


def _points(points: "Decimal | None") -> str:
    return "…" if points is None else number_text(points)


def _signed(difference: "Decimal | int | None") -> str:
    if difference is None:
        return ""
    return ("+" if difference > 0 else "") + number_text(difference)
