"""Installing, removing, diagnosing: what would be done is data, compared with literal lists."""

import argparse
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest

from macros import build
from xl_cfc.addin.actions import (
    Action,
    DeleteKey,
    DeleteValue,
    NotWindowsError,
    Remove,
    SetValue,
    Unblock,
    Write,
    carry_out,
    texts,
)
from xl_cfc.addin.doctor import diagnose
from xl_cfc.addin.facts import ComputerFacts, gather
from xl_cfc.addin.installation import (
    InstallError,
    Situation,
    install_actions,
    packaged_addin,
    this_computer,
    uninstall_actions,
)
from xl_cfc.addin.package import read_settings
from xl_cfc.addin.settings import XLWINGS_VERSION
from xl_cfc.commands import addin
from xl_cfc.files.home import home

USER = PureWindowsPath(r"C:\Users\an")
SITUATION = Situation(
    appdata=USER / r"AppData\Roaming",
    local_appdata=USER / r"AppData\Local",
    interpreter=PureWindowsPath(r"C:\Python311\python.exe"),
)
XLSTART = USER / r"AppData\Roaming\Microsoft\Excel\XLSTART\xl_cfc.xlam"
TRUSTED = USER / r"AppData\Local\xl_cfc\addin\xl_cfc.xlam"
SETTINGS = USER / r"AppData\Local\xl_cfc\settings.json"
EXCEL = r"Software\Microsoft\Office\16.0\Excel"
LOCATION = EXCEL + r"\Security\Trusted Locations\xl_cfc"


@pytest.fixture(scope="module")
def addin_file() -> bytes:
    return build.addin_bytes()


def outline(actions: list[Action]) -> list[Action | tuple[str, PureWindowsPath]]:
    """The actions, a written file by its path alone."""
    return [("write", action.path) if isinstance(action, Write) else action for action in actions]


def test_installing_into_xlstart(addin_file: bytes) -> None:
    assert outline(install_actions(SITUATION, addin_file)) == [
        ("write", XLSTART),
        Unblock(XLSTART),
        Remove(TRUSTED),
        DeleteKey(LOCATION),
        ("write", SETTINGS),
    ]


def test_installing_into_a_trusted_location(addin_file: bytes) -> None:
    situation = replace(SITUATION, open_values={"OPEN": r'/R "C:\khac.xlam"'})
    assert outline(install_actions(situation, addin_file, "trusted")) == [
        ("write", TRUSTED),
        Unblock(TRUSTED),
        Remove(XLSTART),
        SetValue(LOCATION, "Path", str(TRUSTED.parent) + "\\"),
        SetValue(LOCATION, "Description", "xl_cfc"),
        SetValue(EXCEL + r"\Options", "OPEN1", f'/R "{TRUSTED}"'),
        ("write", SETTINGS),
    ]


def test_installing_twice_registers_once(addin_file: bytes) -> None:
    situation = replace(SITUATION, open_values={"OPEN": "x", "OPEN1": f'/R "{TRUSTED}"'})
    names = [a.name for a in install_actions(situation, addin_file, "trusted") if isinstance(a, SetValue)]
    assert names == ["Path", "Description", "OPEN1"]


def test_uninstalling_keeps_other_add_ins_without_a_gap_and_the_log() -> None:
    values = {"OPEN": "một", "OPEN1": f'/R "{TRUSTED}"', "OPEN2": "hai"}
    assert uninstall_actions(replace(SITUATION, open_values=values)) == [
        Remove(XLSTART),
        Remove(TRUSTED),
        Remove(SETTINGS),
        SetValue(EXCEL + r"\Options", "OPEN1", "hai"),
        DeleteValue(EXCEL + r"\Options", "OPEN2"),
        DeleteKey(LOCATION),
    ]


def test_the_installed_file_calls_the_python_that_installed_it(addin_file: bytes) -> None:
    written = install_actions(SITUATION, addin_file)[0]
    assert isinstance(written, Write)
    settings = read_settings(written.content)
    assert settings["INTERPRETER_WIN"] == r"C:\Python311\python.exe"
    assert settings["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_a_python_in_a_folder_with_accents_is_refused_with_a_way_out(addin_file: bytes) -> None:
    accented = replace(SITUATION, interpreter=PureWindowsPath(r"C:\Users\Đào\python.exe"))
    with pytest.raises(InstallError, match="thư mục không dấu"):
        install_actions(accented, addin_file)


def test_every_action_can_be_told_in_words(addin_file: bytes) -> None:
    actions = [*install_actions(SITUATION, addin_file, "trusted"), *uninstall_actions(SITUATION)]
    assert all(len(text) > 5 for text in texts(actions))


@pytest.mark.skipif(sys.platform == "win32", reason="there it would do it")
def test_nothing_is_carried_out_elsewhere_than_on_windows(addin_file: bytes) -> None:
    with pytest.raises(NotWindowsError):
        carry_out(install_actions(SITUATION, addin_file))


def test_the_shipped_add_in_is_found() -> None:
    assert packaged_addin() == build.ADDIN.read_bytes()


def test_the_situation_is_read_from_the_environment() -> None:
    situation = this_computer({"USERPROFILE": r"C:\Users\an"})
    assert (situation.xlstart, situation.home) == (XLSTART, USER / r"AppData\Local\xl_cfc")


def test_the_home_folder_follows_the_system() -> None:
    assert home({"XL_CFC_HOME": "/x"}) == Path("/x")
    assert home({"LOCALAPPDATA": "L"}, "win32") == Path("L/xl_cfc")
    assert home({"XDG_DATA_HOME": "/d"}, "linux") == Path("/d/xl_cfc")


WELL = ComputerFacts(
    windows=True,
    python="C:\\Python311\\python.exe 3.11.9",
    python_bits=64,
    office_bits=64,
    xlwings_version=XLWINGS_VERSION,
    pywin32=True,
    dll_present=True,
    addin_path=str(XLSTART),
    addin_interpreter="C:\\Python311\\python.exe",
    interpreter_exists=True,
    excel_found=True,
)


def test_a_sound_computer_has_no_remedy() -> None:
    assert [part for part in diagnose(WELL) if not part.fine or part.remedy] == []


@pytest.mark.parametrize(
    ("trouble", "subject", "remedy"),
    [
        ({"excel_found": False}, "Excel", "Cài Microsoft Excel"),
        ({"wps_opens_xlsx": True}, "WPS", "Open with"),
        ({"interpreter_exists": False}, "Python mà tiện ích gọi", "xl-cfc addin install"),
        ({"xlwings_version": "0.1"}, "xlwings", f"xlwings=={XLWINGS_VERSION}"),
        ({"xlwings_version": None}, "xlwings", f"xlwings=={XLWINGS_VERSION}"),
        ({"pywin32": False}, "pywin32", "pip install pywin32"),
        ({"dll_present": False}, "DLL của xlwings", "Thiếu DLL"),
        ({"addin_path": None}, "Tệp tiện ích", "xl-cfc addin install"),
        ({"addin_path": None, "antivirus_removed": True}, "Tệp tiện ích", "diệt virus"),
        ({"addin_marked": True}, "Dấu «tải từ mạng»", "xl-cfc addin install"),
        ({"disabled_items": ("c:\\x\\xl_cfc.xlam",)}, "Bị Excel tắt", "Disabled Items"),
        ({"macro_policy": 4, "policy_forced": True}, "Chính sách macro", "quản trị mạng"),
        ({"installed_into_onedrive": True}, "OneDrive", "ngoài OneDrive"),
    ],
)
def test_each_common_trouble_is_named_with_its_remedy(trouble: dict[str, object], subject: str, remedy: str) -> None:
    (found,) = [part for part in diagnose(replace(WELL, **trouble)) if not part.fine]  # type: ignore[arg-type]
    assert found.subject == subject
    assert remedy in found.remedy


def test_thirty_two_bit_excel_beside_sixty_four_bit_python_is_no_trouble() -> None:
    parts = diagnose(replace(WELL, office_bits=32))
    assert all(part.fine for part in parts)
    assert "xlwings32" in next(part.seen for part in parts if part.subject == "DLL của xlwings")


def test_a_macro_setting_of_the_user_is_not_a_policy() -> None:
    assert all(part.fine for part in diagnose(replace(WELL, macro_policy=4)))


def test_looking_at_this_computer_never_fails() -> None:
    assert gather({}).python_bits in (32, 64)


def told(module: object, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    module.configure(parser)  # type: ignore[attr-defined]
    return parser.parse_args(words)


@pytest.mark.skipif(sys.platform == "win32", reason="there it would do it")
def test_install_says_what_it_would_do_and_refuses_to_do_it_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert addin.run(told(addin, "install", "--dry-run")) == 0
    assert "XLSTART" in capsys.readouterr().out
    assert addin.run(told(addin, "install")) == 2
    assert "Chỉ cài được trên Windows" in capsys.readouterr().err
    assert addin.run(told(addin, "doctor")) == 1


def test_installing_needs_neither_xlwings_nor_pyopenvba() -> None:
    code = (
        "import sys; sys.modules['xlwings'] = None; sys.modules['pyopenvba'] = None\n"
        "import xl_cfc.commands.addin, xl_cfc.commands.advise, xl_cfc.commands.pack"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
