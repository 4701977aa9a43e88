"""New forms."""

from datetime import date

from macros.button import button
from macros.excel import Desk
from macros.results import ask_new, remember_made
from xl_cfc.files.writing import write_file
from xl_cfc.ruleset.models import FINAL_PERIOD


@button("CfcNew", "xl-cfc template")
def new_form(desk: Desk) -> str | None:
    """A blank form, saved where the officer says, and opened."""
    from xl_cfc.form.layout import UNIT
    from xl_cfc.form.sheets import FormContent, form_bytes

    year = date.today().year
    path = ask_new(desk, "Lưu phiếu mới", f"Phieu-{year}.xlsx")
    with desk.busy():
        content = FormContent(values={"nam": year, "ky": FINAL_PERIOD})
        write_file(path, form_bytes(desk.rulesets.in_force(year), content))
        remember_made(desk, "Mẫu mới", path)
        opened = desk.open(path)
    opened.sheets[UNIT].activate()
    return f"Đã tạo {path.name}. Bắt đầu từ trang «{UNIT}»."
