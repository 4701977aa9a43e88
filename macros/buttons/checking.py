"""Checking: the list of findings, the way from one to the next, and the marks taken away again."""

from macros import overlay, tables
from macros.button import SayError, button
from macros.excel import Desk
from macros.results import evaluated, show, write


@button("CfcCheck", "xl-cfc check")
def check(desk: Desk) -> str | None:
    """The findings sheet, and marks on the cells."""
    with desk.busy():
        evaluation, data = evaluated(desk)
        table = tables.check_table((*evaluation.findings, *evaluation.settled), desk.book.name)
        wanted = overlay.current(desk.book).with_table(table)
        write(desk, "Kiểm tra", wanted.with_marks(tables.marks(evaluation.findings)), data)
        show(desk, tables.CHECK_TITLE)
    if not evaluation.findings:
        return "Không có lỗi nào."
    return f"Có {tables.count_text(evaluation.findings)}. Bấm «Lỗi kế tiếp» để đến từng ô."


@button("CfcNextError")
def next_error(desk: Desk) -> str | None:
    """Select the next cell of the findings sheet, and say in the status bar what is wrong there."""
    table = overlay.current(desk.book).table(tables.CHECK_TITLE)
    if table is None or not table.links:
        raise SayError("Chưa có danh sách lỗi: bấm «Kiểm tra» trước")
    here = _selected(desk)
    places = list(table.links.values())
    after = places.index(here) + 1 if here in places else 0
    row, place = list(table.links.items())[after % len(places)]
    sheet, _, cell = place.rpartition("!")
    name = sheet.strip("'").replace("''", "'")
    if name not in desk.book.sheet_names:
        raise SayError(f"Trang «{name}» không còn nữa: bấm «Kiểm tra» lại")
    desk.book.sheets[name].activate()
    desk.book.sheets[name].range(cell).select()
    desk.progress(f"{after % len(places) + 1}/{len(places)}: {table.rows[row][3]}", stays=True)
    return None


def _selected(desk: Desk) -> str:
    """The active cell as a link's target, empty without one."""
    chosen = desk.book.selection
    if chosen is None:
        return ""
    quoted = chosen.sheet.name.replace("'", "''")
    return f"'{quoted}'!{chosen.get_address(False, False).split(':')[0]}"


@button("CfcClearMarks")
def clear_marks(desk: Desk) -> str | None:
    """Take away everything the add-in has added."""
    before = overlay.current(desk.book)
    if before.is_empty:
        return "Không có đánh dấu nào của tiện ích."
    with desk.busy():
        write(desk, "Xoá đánh dấu", overlay.Overlay(), desk.saved_copy())
    return f"Đã xoá {len(before.marks)} đánh dấu và {len(before.tables)} trang kết quả."
