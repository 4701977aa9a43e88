"""From the open workbook to the library and back: what the buttons have in common."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from macros import history, overlay
from macros.button import SayError
from macros.excel import Desk
from xl_cfc.findings.finding import Finding, Severity
from xl_cfc.form.circumstances import on_day
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.ruleset.models import Ruleset


def evaluated(desk: Desk) -> tuple[Evaluation, bytes]:
    """The workbook as it stands now, taken through the same function as the command line."""
    desk.progress(f"Đang đọc {desk.book.name}…")
    data = desk.saved_copy()
    return on_day(evaluate(data, desk.book.name, desk.rulesets), date.today()), data


def is_consolidated(desk: Desk) -> bool:
    """Whether the button was pressed in a consolidated workbook."""
    from xl_cfc.consolidation.sheets.memorysheet import MEMORY

    return MEMORY in desk.book.sheet_names


def scored(evaluation: Evaluation) -> tuple[Scorecard, Ruleset]:
    """The score and its rule set; what was read must be a form."""
    if evaluation.card is None or evaluation.ruleset is None or evaluation.submission is None:
        raise SayError(_first_error(evaluation.findings))
    return evaluation.card, evaluation.ruleset


def _first_error(findings: Sequence[Finding]) -> str:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    return errors[0].message if errors else "Không đọc được phiếu"


def write(desk: Desk, label: str, wanted: overlay.Overlay, data: bytes) -> None:
    """Change what the add-in has added, with the former state kept first."""
    desk.progress("Đang ghi kết quả…")
    history.remember(label, desk.key, overlay.current(desk.book), copy=data)
    overlay.replace(desk.book, wanted)


def show(desk: Desk, role: str) -> None:
    """Show a result sheet, whatever number its title got."""
    table = overlay.current(desk.book).table(role)
    if table is not None:
        desk.book.sheets[table.title].activate()


def in_new_book(desk: Desk, table: overlay.ResultTable) -> None:
    """Show a table in a workbook of its own, unsaved."""
    sheet = desk.app.books.add().sheets[0]
    sheet.name = table.title
    overlay.fill_sheet(sheet, table)


def ask_new(desk: Desk, title: str, name: str) -> Path:
    """Where to save a new workbook; a file that is there is never written over."""
    path = desk.ask_save(title, name).with_suffix(".xlsx")
    if path.exists():
        raise SayError(f"Đã có tệp {path.name} ở đó: chọn tên khác")
    return path


def remember_made(desk: Desk, label: str, *paths: Path) -> None:
    """Make a step that only wrote files undoable."""
    history.remember(label, desk.key, overlay.current(desk.book), created=paths)
