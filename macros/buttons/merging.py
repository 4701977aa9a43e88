"""A folder of forms as one workbook."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from macros import history, overlay
from macros.button import SayError, button
from macros.excel import Desk
from macros.results import is_consolidated

if TYPE_CHECKING:
    from xl_cfc.collecting import MergeOutcome


@button("CfcMerge", "xl-cfc merge")
def merge(desk: Desk) -> str | None:
    """Consolidate a folder of forms, and open the workbook; one merged before takes what was typed along."""
    from xl_cfc.collecting import Destination, Material, MergeRequest
    from xl_cfc.collecting import merge as merge_forms

    def told(done: int, total: int, name: str) -> None:
        desk.progress(f"Đang đọc {done}/{total}: {Path(name).stem}")

    folder = desk.ask_folder("Chọn thư mục có các phiếu cần gộp")
    key, before = desk.key, overlay.current(desk.book)
    target = desk.ask_save(
        "Lưu bảng tổng hợp", key if is_consolidated(desk) else f"Tong-hop-{date.today():%Y%m%d}.xlsx"
    )
    target = target.with_suffix(".xlsx")
    _refuse_other_kinds(target)
    with desk.busy():
        request = MergeRequest(Material([folder], desk.rulesets), Destination(target))
        with desk.set_aside(target):
            outcome = merge_forms(request, progress=told)
        made = outcome.output
        if outcome.backup is None or outcome.held is not None:
            history.remember("Gộp thư mục", key, before, created=(made,))
        else:
            history.remember("Gộp thư mục", key, before, replaced=((made, made.parent / outcome.backup),))
        desk.open(made)
    return _merged_text(outcome)


def _refuse_other_kinds(target: Path) -> None:
    """Raise before anything is saved or closed when the file chosen is there and is no consolidated workbook."""
    from xl_cfc.consolidation.sheets.opening import is_consolidated, open_consolidated
    from xl_cfc.workbook.errors import PackageError

    if not target.exists():
        return
    try:
        refused = not is_consolidated(open_consolidated(target.read_bytes()))
    except (PackageError, OSError):
        refused = True
    if refused:
        raise SayError(f"Đã có tệp {target.name} ở đó và không phải bản tổng hợp đọc được: chọn tên khác")


def _merged_text(outcome: "MergeOutcome") -> str:
    """What the officer reads after a merge."""
    said = list(outcome.lines()[:2])
    if outcome.backup is not None:
        said.append(f"nội dung đã nhập được chép sang, bản cũ được giữ: {outcome.backup}")
    if outcome.held is not None:
        said.append(f"{outcome.held.name} đang mở ở nơi khác nên giữ nguyên, bản mới là {outcome.output.name}")
    return " · ".join(said)
