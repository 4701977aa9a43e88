"""A form divided among the lead agencies, and gathered again."""

from datetime import date
from pathlib import Path

from macros.button import SayError, button
from macros.excel import Desk
from macros.results import ask_new, evaluated, remember_made, scored
from xl_cfc.form.layout import ORIGINS


@button("CfcSplit", "xl-cfc split")
def split(desk: Desk) -> str | None:
    """A small form for each lead agency of the form's plan, in a folder the officer chooses."""
    from xl_cfc.agencies.files import plan_of, split_form

    with desk.busy():
        evaluation, _ = evaluated(desk)
        scored(evaluation)
    plan = plan_of(evaluation)
    if plan is None:
        chosen = desk.ask_open("Chọn tệp kế hoạch nêu cơ quan chủ trì", "Kế hoạch", "*.xlsx;*.yaml")
        plan = plan_of(evaluation, str(chosen))
    folder = desk.ask_folder("Chọn thư mục để lưu phiếu của các cơ quan")
    with desk.busy():
        outcome = split_form(evaluation, plan, folder)
        paths = tuple(path for _, path in outcome.files)
        remember_made(desk, "Tách phiếu", *paths)
    said = f"Đã tạo {len(paths)} phiếu cho các cơ quan trong {folder}."
    if outcome.left_over:
        said += f" Xã tự nhập tiêu chí {', '.join(map(str, outcome.left_over))}."
    return said


@button("CfcCollect", "xl-cfc collect")
def collect(desk: Desk) -> str | None:
    """A new form with the answers of every agency's form in a folder, opened beside the old one."""
    from xl_cfc.agencies.files import collect_forms, plan_of

    with desk.busy():
        evaluation, data = evaluated(desk)
        scored(evaluation)
    folder = desk.ask_folder("Chọn thư mục có phiếu của các cơ quan")
    files = sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith("~$"))
    if not files:
        raise SayError(f"Không có phiếu .xlsx nào trong {folder}")
    target = ask_new(desk, "Lưu phiếu đã gom", f"{Path(desk.book.name).stem}-da-gom.xlsx")
    with desk.busy():
        outcome = collect_forms(
            evaluation, files, target, plan=plan_of(evaluation), today=date.today(), data=data, rulesets=desk.rulesets
        )
        remember_made(desk, "Gom phiếu", target)
        desk.open(target)
    said = f"Đã lấy {len(outcome.gathering.taken)} số liệu từ {len(files)} tệp."
    if outcome.conflicts:
        said += f" {len(outcome.conflicts)} nơi các nguồn khác nhau: xem trang «{ORIGINS}»."
    if outcome.refused:
        said += f" {len(outcome.refused)} tệp không dùng được: xem trang «{ORIGINS}»."
    return said
