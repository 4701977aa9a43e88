"""Help: the log, the diagnosis, the guide."""

from macros import tables
from macros.button import button
from macros.excel import Desk, open_file
from macros.results import in_new_book
from macros.ribbon import buttons
from udfs.help import help_texts
from xl_cfc.files.home import log_file


@button("CfcLog")
def show_log(desk: Desk) -> str | None:
    """Open the log, and say where it is."""
    open_file(log_file())
    return f"Nhật ký: {log_file()}"


@button("CfcDoctor", "xl-cfc addin doctor")
def doctor(desk: Desk) -> str | None:
    """What may keep the add-in from working, in a new workbook."""
    from xl_cfc.addin.doctor import diagnose
    from xl_cfc.addin.facts import gather

    with desk.busy():
        diagnoses = diagnose(gather())
        in_new_book(desk, tables.doctor_table(diagnoses))
    troubles = sum(not part.fine for part in diagnoses)
    return f"Có {troubles} điểm cần xem." if troubles else "Không thấy điều gì bất thường."


@button("CfcGuide")
def guide(desk: Desk) -> str | None:
    """Every button and function, in a new workbook."""
    with desk.busy():
        in_new_book(desk, tables.guide_table(buttons(), help_texts()))
    return None
