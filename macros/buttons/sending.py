"""Sending a form."""

from macros import history, overlay
from macros.button import button
from macros.excel import Desk
from macros.results import evaluated, write
from xl_cfc.delivery.packing import prepare, store


@button("CfcPack", "xl-cfc pack")
def pack(desk: Desk) -> str | None:
    """A checked copy to send, without the add-in's marks; refused while errors stand."""
    with desk.busy():
        evaluation, data = evaluated(desk)
        packed = prepare(evaluation, data, desk.suffix)
    folder = desk.ask_folder("Chọn thư mục để lưu bản gửi đi")
    with desk.busy():
        before = overlay.current(desk.book)
        if not before.is_empty:
            write(desk, "Xoá đánh dấu trước khi đóng gói", overlay.Overlay(), data)
            evaluation, data = evaluated(desk)
            packed = prepare(evaluation, data, desk.suffix)
        existed = (folder / packed.name).exists()
        path = store(packed, folder)
        if not existed:
            history.remember("Đóng gói", desk.key, overlay.Overlay(), created=(path,))
    return f"Đã đóng gói: {path}"
