"""What goes back to the communes."""

from datetime import date

from macros import tables
from macros.button import button
from macros.excel import CancelledError, Desk
from macros.results import evaluated, in_new_book, is_consolidated, remember_made
from xl_cfc.delivery.returning import note_rows, to_mend, unit_of


@button("CfcReturnNote", "xl-cfc check --note")
def return_note_for(desk: Desk) -> str | None:
    """What the commune must mend, as a table in a new workbook; pressed in a consolidated one, everybody's notes."""
    if is_consolidated(desk):
        return _follow_up(desk)
    with desk.busy():
        evaluation, _ = evaluated(desk)
        findings = to_mend(evaluation.findings)
        if not findings:
            return "Phiếu không có lỗi nào: không cần phiếu trả lại."
        unit = unit_of(evaluation)
        in_new_book(desk, tables.return_note_table(note_rows(findings), f"{unit} · {desk.book.name}"))
    return "Đã lập phiếu trả lại trong một tệp mới, chưa lưu."


def _follow_up(desk: Desk) -> str:
    """Every return note and the phone list of the consolidated workbook, in a folder the officer chooses."""
    from xl_cfc.delivery.followup import follow_up
    from xl_cfc.delivery.returning import present, write_files

    today = date.today()
    with desk.busy():
        desk.progress(f"Đang đọc {desk.book.name}…")
        found = follow_up(desk.saved_copy(), desk.book.name, desk.rulesets, today)
        files = found.files(today)
    said = f"{'; '.join(found.lines())}."
    if not files:
        return said
    folder = desk.ask_folder("Chọn thư mục để lưu phiếu trả lại và danh sách gọi điện")
    there = present(files, folder)
    if there and not desk.ask(f"Thư mục đã có {len(there)} tệp cùng tên, trong đó có {there[0]}. Ghi đè?"):
        raise CancelledError
    with desk.busy():
        paths = write_files(files, folder, force=bool(there))
        created = tuple(path for path in paths if path.name not in there)
        remember_made(desk, "Phiếu trả lại", *created)
    return f"{said} Đã ghi vào {folder}"
