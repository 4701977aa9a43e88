"""Taking back the newest step."""

from pathlib import Path

from macros import history, overlay
from macros.button import button
from macros.excel import Desk


@button("CfcUndo")
def undo(desk: Desk) -> str | None:
    """Put back what was there before the newest step of the add-in in this workbook."""
    key = desk.key
    step = history.last(key)
    if step is None:
        return "Không có thao tác nào của tiện ích để hoàn tác trong tệp này."
    with desk.busy():
        deleted, kept = history.remove_created(step, desk.let_go)
        aside = [_put_back(desk, made) for made in step.replaced]
        itself = Path(key) in (Path(made.path) for made in step.replaced)
        if not itself and overlay.current(desk.book) != step.before:
            overlay.replace(desk.book, step.before)
        history.drop_last(key)
    said = f"Đã hoàn tác «{step.label}» lúc {step.time[11:16]}."
    for made, newer in zip(step.replaced, aside, strict=True):
        said += f" Tệp {Path(made.path).name} trở lại như trước lần gộp đó."
        if newer is not None:
            said += f" Bản có nội dung sửa sau lần gộp được giữ: {newer.name}."
    if deleted:
        said += f" Đã xoá tệp {', '.join(path.name for path in deleted)}."
    if kept:
        said += f" Tệp {', '.join(path.name for path in kept)} đã được sửa nên giữ nguyên."
    return said


def _put_back(desk: Desk, made: history.Replaced) -> Path | None:
    """The workbook as it was before it was replaced, open again where it was open."""
    path = Path(made.path)
    with desk.set_aside(path) as was_open:
        kept = history.put_back(made)
    if was_open:
        desk.open(path)
    return kept
