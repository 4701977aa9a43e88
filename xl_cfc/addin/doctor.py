"""What commonly keeps the add-in from working, told with its remedy: facts in, diagnoses out."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_cfc.addin.facts import ComputerFacts
from xl_cfc.addin.settings import ADDIN_NAME, XLWINGS_VERSION
from xl_cfc.language import t


@dataclass(frozen=True)
class Diagnosis:
    """One point: whether it is fine, what was seen, and what to do about it."""

    fine: bool
    subject: str
    seen: str
    remedy: str = ""

    @property
    def outcome(self) -> str:
        """The outcome as a word with a sign."""
        return t("✓ Tốt", "✓ fine") if self.fine else t("✗ Cần xem", "✗ look at it")


def diagnose(facts: ComputerFacts) -> list[Diagnosis]:
    """Every point, in the order in which to mend them."""
    if not facts.windows:
        return [
            Diagnosis(
                False,
                t("Hệ điều hành", "Operating system"),
                t("Máy này không chạy Windows", "This is not Windows"),
                t(
                    "Tiện ích chỉ chạy trong Excel cho Windows; lệnh xl-cfc dùng được ở mọi nơi",
                    "The add-in needs Excel for Windows; the xl-cfc command works everywhere",
                ),
            )
        ]
    return [*_excel(facts), *_python(facts), *_addin(facts), *_security(facts)]


def _excel(facts: ComputerFacts) -> Iterator[Diagnosis]:
    subject = "Excel"
    if facts.excel_found is False:
        yield Diagnosis(
            False,
            subject,
            t("Không thấy Excel", "Excel was not found"),
            t(
                "Cài Microsoft Excel; WPS và LibreOffice mở được phiếu nhưng không chạy tiện ích",
                "Install Microsoft Excel; WPS and LibreOffice open forms but cannot run the add-in",
            ),
        )
    else:
        bits = f"{facts.office_bits} bit" if facts.office_bits else t("không rõ số bit", "bitness unknown")
        yield Diagnosis(True, subject, bits)
    yield Diagnosis(
        not facts.wps_opens_xlsx,
        "WPS",
        t("Tệp .xlsx mở bằng WPS", "WPS opens .xlsx files")
        if facts.wps_opens_xlsx
        else t("Không cản trở", "not in the way"),
        t(
            "Bấm chuột phải vào một tệp .xlsx, chọn Open with, Choose another app, Excel, và đánh dấu Always",
            "Right-click an .xlsx, Open with, Choose another app, Excel, tick Always",
        )
        if facts.wps_opens_xlsx
        else "",
    )


def _python(facts: ComputerFacts) -> Iterator[Diagnosis]:
    yield Diagnosis(True, "Python", f"{facts.python} ({facts.python_bits} bit)")
    if facts.addin_interpreter is not None:
        found = facts.interpreter_exists is not False
        yield Diagnosis(
            found,
            t("Python mà tiện ích gọi", "The Python the add-in calls"),
            facts.addin_interpreter if found else t(f"Không còn: {facts.addin_interpreter}", "gone"),
            "" if found else t("Chạy lại: xl-cfc addin install", "Run again: xl-cfc addin install"),
        )
    yield _bits(facts)
    same = facts.xlwings_version == XLWINGS_VERSION
    yield Diagnosis(
        same,
        "xlwings",
        facts.xlwings_version or t("chưa cài", "not installed"),
        ""
        if same
        else t(
            f'Đóng Excel rồi chạy: pip install "xlwings=={XLWINGS_VERSION}" và xl-cfc addin install',
            f'Close Excel, run: pip install "xlwings=={XLWINGS_VERSION}", then xl-cfc addin install',
        ),
    )
    yield Diagnosis(
        facts.pywin32,
        "pywin32",
        t("đã cài", "installed") if facts.pywin32 else t("chưa cài", "not installed"),
        "" if facts.pywin32 else t("Chạy: pip install pywin32", "Run: pip install pywin32"),
    )
    if facts.dll_present is not None:
        bits = facts.office_bits or facts.python_bits
        yield Diagnosis(
            facts.dll_present,
            t("DLL của xlwings", "xlwings' DLL"),
            f"xlwings{bits}-{XLWINGS_VERSION}.dll",
            ""
            if facts.dll_present
            else t(
                f"Thiếu DLL đúng phiên bản: đóng Excel rồi chạy "
                f"pip install --force-reinstall xlwings=={XLWINGS_VERSION}",
                f"The DLL is missing: close Excel, pip install --force-reinstall xlwings=={XLWINGS_VERSION}",
            ),
        )


def _bits(facts: ComputerFacts) -> Diagnosis:
    """The DLL follows Excel, not Python: both may differ, so this only informs."""
    subject = t("32 hay 64 bit", "32 or 64 bit")
    if facts.office_bits in (None, facts.python_bits):
        return Diagnosis(True, subject, f"Python {facts.python_bits} bit")
    return Diagnosis(
        True,
        subject,
        t(
            f"Excel {facts.office_bits} bit, Python {facts.python_bits} bit: chạy được, là hai tiến trình",
            f"Excel {facts.office_bits} bit, Python {facts.python_bits} bit: works, they are two processes",
        ),
    )


def _addin(facts: ComputerFacts) -> Iterator[Diagnosis]:
    subject = t("Tệp tiện ích", "The add-in's file")
    if facts.addin_path is None:
        seen = t("chưa cài", "not installed")
        remedy = t("Chạy: xl-cfc addin install", "Run: xl-cfc addin install")
        if facts.antivirus_removed:
            seen = t("đã cài nhưng tệp không còn", "was installed, the file is gone")
            remedy = t(
                f"Phần mềm diệt virus có thể đã xoá {ADDIN_NAME}: khôi phục và cho phép tệp này, rồi cài lại",
                f"An antivirus may have removed {ADDIN_NAME}: restore and allow it, then install again",
            )
        yield Diagnosis(False, subject, seen, remedy)
        return
    yield Diagnosis(True, subject, facts.addin_path)
    if facts.addin_marked:
        yield Diagnosis(
            False,
            t("Dấu «tải từ mạng»", "Mark of the web"),
            t("Tệp tiện ích bị Windows đánh dấu tải từ mạng", "The add-in is marked as downloaded"),
            t("Chạy lại: xl-cfc addin install", "Run again: xl-cfc addin install"),
        )
    ours = [name for name in facts.disabled_items if ADDIN_NAME in name.lower()]
    yield Diagnosis(
        not ours,
        t("Bị Excel tắt", "Disabled by Excel"),
        t("Excel đã tắt tiện ích sau một sự cố", "Excel disabled the add-in after a crash")
        if ours
        else t("Không", "no"),
        t(
            "File, Options, Add-ins, Manage: Disabled Items, Go, chọn xl_cfc, Enable, rồi mở lại Excel",
            "File, Options, Add-ins, Manage: Disabled Items, Go, xl_cfc, Enable, restart Excel",
        )
        if ours
        else "",
    )


#: Excel's VBAWarnings: 4 disables everything without a word, 3 all but signed macros.
_BLOCKING_POLICIES = (3, 4)


def _security(facts: ComputerFacts) -> Iterator[Diagnosis]:
    blocked = facts.policy_forced and facts.macro_policy in _BLOCKING_POLICIES
    yield Diagnosis(
        not blocked,
        t("Chính sách macro", "Macro policy"),
        t("Cơ quan chặn macro bằng chính sách", "Macros are blocked by policy")
        if blocked
        else t("Không chặn", "not blocking"),
        t(
            "Nhờ quản trị mạng cho phép thư mục XLSTART hoặc vị trí tin cậy «xl_cfc»; trong lúc chờ, dùng lệnh xl-cfc",
            "Ask the administrator to allow XLSTART or the trusted location; meanwhile use xl-cfc",
        )
        if blocked
        else "",
    )
    yield Diagnosis(
        not facts.installed_into_onedrive,
        "OneDrive",
        t("Tiện ích hoặc Python nằm trong OneDrive", "The add-in or Python lies inside OneDrive")
        if facts.installed_into_onedrive
        else t("Không cản trở", "not in the way"),
        t(
            "Cài Python và tiện ích vào thư mục trên ổ đĩa của máy, ngoài OneDrive",
            "Install Python and the add-in outside OneDrive",
        )
        if facts.installed_into_onedrive
        else "",
    )
