"""Rule sets, as workbooks to correct and as this computer's own."""

from datetime import date

from macros import tables
from macros.button import button
from macros.excel import Desk
from macros.results import ask_new, evaluated, in_new_book, remember_made
from xl_cfc.files.writing import write_file
from xl_cfc.ruleset.known import rulesets_folder
from xl_cfc.ruleset.loading import RulesetError
from xl_cfc.ruleset.registry import shipped_ids


@button("CfcRules", "xl-cfc ruleset export")
def rulebook(desk: Desk) -> str | None:
    """The rule set as a workbook; pressed in such a workbook, what was typed becomes a rule set of this computer."""
    from xl_cfc.books.rule.tables import TIERS

    return _take_rulebook(desk) if TIERS.title in desk.book.sheet_names else _give_rulebook(desk)


def _give_rulebook(desk: Desk) -> str:
    from xl_cfc.books.rule import rulebook_bytes

    with desk.busy():
        ruleset = evaluated(desk)[0].ruleset or desk.rulesets.in_force()
    path = ask_new(desk, "Lưu sổ bộ tiêu chí", f"Bo-tieu-chi-{ruleset.id}.xlsx")
    with desk.busy():
        write_file(path, rulebook_bytes(ruleset))
        remember_made(desk, "Bộ tiêu chí", path)
        desk.open(path)
    return f"Đã ghi {path.name}. Sửa xong, bấm «Bộ tiêu chí» ngay trong sổ đó để lưu thành bộ mới."


def _take_rulebook(desk: Desk) -> str:
    from xl_cfc.books.rule import read_rulebook
    from xl_cfc.ruleset.difference import differences
    from xl_cfc.ruleset.revising import revised
    from xl_cfc.ruleset.saving import ruleset_text

    with desk.busy():
        try:
            book = read_rulebook(desk.saved_copy())
        except RulesetError as error:
            in_new_book(desk, tables.rulebook_problems_table(error.problems, desk.book.name))
            return f"Sổ còn {len(error.problems)} chỗ sai: xem bảng trong tệp mới."
        new = revised(book.ruleset, book.original, date.today(), shipped_ids())
        if new == book.original:
            return "Sổ chưa có gì thay đổi."
        path = rulesets_folder() / f"{new.id}.yaml"
        write_file(path, ruleset_text(new).encode())
        remember_made(desk, "Bộ tiêu chí", path)
        lines = differences(book.original, new) if book.original else []
        in_new_book(desk, tables.differences_table(lines, new))
    return f"Đã lưu bộ tiêu chí {new.id}. Phiếu mới từ nay theo bộ này; phiếu cũ vẫn chấm theo bộ của nó."
