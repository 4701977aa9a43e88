"""The add-in: rebuilt from text, read back, its ribbon and its VBA as they should be."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from macros import build
from macros.button import handlers
from tests.support.engines import require
from tests.support.validator import problems
from udfs.help import function_names, help_texts
from xl_cfc.addin.package import configured, read_settings
from xl_cfc.addin.settings import XLWINGS_VERSION, default_settings, settings_for, start_failure_text
from xl_cfc.workbook.reassembly import parts_of, same_content

RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
SOURCES = Path(build.__file__).parent / "vba"


@pytest.fixture(scope="module")
def addin() -> bytes:
    return build.addin_bytes()


@pytest.fixture(scope="module")
def ribbon() -> ElementTree.Element:
    return ElementTree.fromstring(build.ribbon_xml())


def test_building_again_gives_the_same_bytes(addin: bytes) -> None:
    assert build.addin_bytes() == addin


def test_the_shipped_add_in_is_what_its_sources_make(addin: bytes) -> None:
    assert same_content(build.ADDIN.read_bytes(), addin), "run: make addin"


def test_the_vba_reads_back_exactly_as_its_sources(addin: bytes) -> None:
    olevba = pytest.importorskip("oletools.olevba")
    parser = olevba.VBA_Parser("xl_cfc.xlam", data=addin)
    try:
        read = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()
    expected = {**build.vba_modules(), "ThisWorkbook": build.this_workbook_code()}
    assert {name: _code(read[name]) for name in expected} == {name: _code(code) for name, code in expected.items()}
    assert _code(read["Sheet1"]) == []
    assert set(read) == {*expected, "Sheet1"}


def _code(source: str) -> list[str]:
    """The lines of a module without its hidden attributes, which the editor adds."""
    return [line.rstrip() for line in source.splitlines() if line.strip() and not line.startswith("Attribute VB_")]


def test_xlwings_module_is_the_installed_one_unchanged() -> None:
    import xlwings

    shipped = Path(xlwings.__file__).with_name("xlwings_custom_addin.bas").read_text("utf-8")
    assert build.xlwings_module().splitlines() == shipped.splitlines()
    assert f'XLWINGS_VERSION As String = "{XLWINGS_VERSION}"' in shipped
    assert 'PROJECT_NAME As String = "myaddin"' in shipped


def test_another_xlwings_version_refuses_to_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlwings.__version__", "0.1")
    with pytest.raises(build.BuildError, match=XLWINGS_VERSION):
        build.addin_bytes()


@pytest.mark.parametrize("source", sorted(SOURCES.glob("*.bas")), ids=lambda path: path.name)
def test_our_vba_is_ascii_explicit_and_without_logic(source: Path) -> None:
    text = source.read_text("utf-8")
    assert text.isascii()
    assert "Option Explicit" in text
    assert "MsgBox" not in text
    procedures = re.findall(r"^(?:Public |Private )?(?:Sub|Function) .*?^End (?:Sub|Function)", text, re.M | re.S)
    assert procedures
    assert all(len(procedure.splitlines()) <= 9 for procedure in procedures)


def test_nothing_uses_the_part_of_xlwings_that_is_not_free() -> None:
    root = Path(build.__file__).parents[1]
    for folder in ("macros", "udfs", "xl_cfc", "tests"):
        for source in (root / folder).rglob("*.py"):
            found = re.search(
                r"^\s*(?:from|import) xlwings\.(?:pro|reports|server|rest)\b", source.read_text("utf-8"), re.M
            )
            assert found is None, source


def test_every_generated_wrapper_is_guarded_and_calls_its_function() -> None:
    source = build.vba_modules()["CfcFunctions"]
    assert source.isascii()
    for name in function_names():
        body = re.search(rf"^Function {name}\(.*?^End Function", source, re.M | re.S)
        assert body is not None
        assert f"If Not CfcSafe() Then {name} = CVErr(xlErrNA): Exit Function" in body.group(0)
        assert f'XLPy.CallUDF("udfs.functions", "{name}"' in body.group(0)
        assert "ActiveWorkbook" in body.group(0) and "ThisWorkbook" not in body.group(0)


def test_every_function_and_argument_has_vietnamese_help_within_excels_limits() -> None:
    for entry in help_texts():
        assert 10 <= len(entry.description) <= 255
        assert all(10 <= len(text) <= 255 for text in entry.arguments)
        assert sum(len(text) for text in entry.arguments) < 8000


def test_every_button_has_short_texts_a_known_icon_and_its_own_key(ribbon: ElementTree.Element) -> None:
    icons = {
        line
        for line in Path(__file__).with_name("icons.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    }
    keys: set[str] = set()
    for button in ribbon.iter(f"{RIBBON}button"):
        assert len(button.get("label", "")) <= 20
        assert 1 <= len(button.get("screentip", "")) <= 1024
        assert 1 <= len(button.get("supertip", "")) <= 1024
        assert button.get("imageMso") in icons
        key = button.get("keytip", "")
        assert 1 <= len(key) <= 3 and key not in keys
        keys.add(key)
    tab = next(ribbon.iter(f"{RIBBON}tab"))
    assert tab.get("label") == "Xã phù hợp trẻ em"


def test_every_callback_of_the_ribbon_exists_with_the_right_signature(ribbon: ElementTree.Element) -> None:
    source = (SOURCES / "CfcRibbon.bas").read_text("utf-8")
    signatures = {
        "onLoad": r"Public Sub {}\(ui As IRibbonUI\)",
        "onAction": r"Public Sub {}\(control As IRibbonControl\)",
        "getEnabled": r"Public Sub {}\(control As IRibbonControl, ByRef returned As Variant\)",
    }
    named = 0
    for part in ribbon.iter():
        for attribute, signature in signatures.items():
            if attribute in part.attrib:
                named += 1
                assert re.search(signature.format(part.attrib[attribute]), source), part.attrib[attribute]
    assert named == 1 + 2 * len(handlers())


def test_the_package_has_the_ribbons_relation_and_no_personal_trace(addin: bytes) -> None:
    parts = parts_of(addin)
    assert b"2007/relationships/ui/extensibility" in parts["_rels/.rels"]
    assert parts["customUI/customUI14.xml"] == build.ribbon_xml().encode()
    creators = re.findall(rb"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", parts["docProps/core.xml"])
    assert creators == [b"xl_cfc", b"xl_cfc"]


def test_the_settings_sheet_decides_every_setting_that_chooses_a_python(addin: bytes) -> None:
    assert read_settings(addin) == default_settings()
    module = build.xlwings_module()
    asked = set(re.findall(r'GetConfig\("([^"]+)"', module))
    deciding = {name for name in asked if "MAC" not in name and name != "TEMP DIR"}
    assert deciding <= set(default_settings())
    mine = configured(addin, settings_for(r"C:\Python311\python.exe"))
    assert read_settings(mine)["INTERPRETER_WIN"] == r"C:\Python311\python.exe"
    assert start_failure_text() in parts_of(mine)["xl/worksheets/sheet1.xml"].decode()
    changed = [name for name, content in parts_of(mine).items() if content != parts_of(addin)[name]]
    assert changed == ["xl/worksheets/sheet1.xml"]


@pytest.mark.slow
def test_the_open_xml_sdk_finds_nothing_wrong(addin: bytes, tmp_path: Path) -> None:
    (tmp_path / "xl_cfc.xlam").write_bytes(addin)
    assert problems(tmp_path / "xl_cfc.xlam") == []


_STAND_INS = """Option Explicit
Public Const PROJECT_NAME As String = "myaddin"
Public Const XLWINGS_VERSION As String = "9.9"
Private Said As String
Public Function RunPython(PythonCommand As String)
    Said = Said & PythonCommand & vbLf
End Function
Public Function SheetExists(wb As Workbook, sheetName As String) As Boolean
    Dim sht As Object
    For Each sht In wb.Sheets
        If sht.Name = sheetName Then SheetExists = True
    Next
End Function
Public Function WScript() As Object
End Function
Public Function Heard() As String
    Heard = Said
End Function
Public Sub PressButton(which As String)
    Dim pressed As FakeControl
    Set pressed = New FakeControl
    pressed.ID = which
    CfcClick pressed
End Sub
Public Function EnabledFor(need As String) As Variant
    Dim asked As FakeControl, answer As Variant
    Set asked = New FakeControl
    asked.Tag = need
    CfcEnabled asked, answer
    EnabledFor = answer
End Function
"""


@pytest.fixture
def vba() -> Any:
    """Our VBA in pyOpenVBA's interpreter, with a stub in the place of xlwings' module."""
    excel = pytest.importorskip("pyopenvba.apps.excel")
    app = excel.ExcelApplication()
    app.add_workbook()
    app.add_module(_STAND_INS, name="xlwings")
    app.add_module("Option Explicit\nPublic ID As String\nPublic Tag As String\n", name="FakeControl", kind="class")
    app.add_module((SOURCES / "CfcRibbon.bas").read_text("utf-8"), name="CfcRibbon")
    return app


@pytest.mark.parametrize("button", sorted(handlers()))
def test_each_button_calls_the_handler_it_should(vba: Any, button: str) -> None:
    vba.run("PressButton", button)
    assert vba.run("Heard") == f"import macros.handlers; macros.handlers.press('{button}')\n"


def test_starting_tells_python_the_compiled_version_once(vba: Any) -> None:
    vba.run("CfcStart")
    vba.run("CfcStart")
    assert vba.run("Heard") == "import macros.handlers; macros.handlers.start('9.9')\n"


def test_buttons_are_enabled_only_where_they_can_work(vba: Any, tmp_path: Path) -> None:
    from tests.addin.forms import form

    assert [vba.run("EnabledFor", need) for need in ("book", "form", "marks")] == [True, False, False]
    (tmp_path / "phieu.xlsx").write_bytes(form())
    vba.open_workbook(tmp_path / "phieu.xlsx")
    assert [vba.run("EnabledFor", need) for need in ("book", "form", "marks")] == [True, True, False]
    vba.add_module('Sub Mark()\nActiveWorkbook.Sheets.Add.Name = "_xl_cfc"\nEnd Sub\n', name="Marking")
    vba.run("Mark")
    assert vba.run("EnabledFor", "marks") is True


@pytest.mark.parametrize("name", ["myaddin.conf", "MyAddin.CONF", "tool.py"])
def test_a_workbook_that_brings_its_own_python_starts_nothing(vba: Any, name: str) -> None:
    vba.add_module(f'Sub Bring()\nActiveWorkbook.Sheets.Add.Name = "{name}"\nEnd Sub\n', name="Bringing")
    vba.run("Bring")
    vba.run("PressButton", "CfcCheck")
    vba.run("CfcStart")
    assert vba.run("Heard") == ""
    assert vba.run("EnabledFor", "book") is False
    assert vba.run("CfcSafe") is False


_PYTHON = """Option Explicit
Public Function CallUDF(moduleName, functionName, arguments, book, caller) As Variant
    CallUDF = moduleName & "." & functionName & "/" & (UBound(arguments) + 1)
End Function
"""


def test_each_generated_function_calls_its_python_function_with_all_arguments(vba: Any) -> None:
    vba.add_module(_PYTHON, name="FakePython", kind="class")
    vba.add_module("Public Function XLPy() As Object\nSet XLPy = New FakePython\nEnd Function\n", name="Serving")
    # the interpreter has no Application.Caller: another object stands in its place
    source = build.vba_modules()["CfcFunctions"].replace("Application.Caller", "ActiveWorkbook")
    vba.add_module(source, name="CfcFunctions")
    for entry in help_texts():
        count = len(entry.parameters)
        assert vba.run(entry.name, *["x"] * count) == f"udfs.functions.{entry.name}/{count}"


@pytest.mark.slow
def test_libreoffice_runs_our_vba_alike(tmp_path: Path) -> None:
    """With the stub in the place of xlwings' module, beside which LibreOffice runs nothing."""
    require("soffice")
    pyopenvba = pytest.importorskip("pyopenvba")
    workbook = tmp_path / "macros.xlsm"
    with pyopenvba.ExcelFile.create_new(workbook) as book:
        project = book.vba_project()
        control = "Option Explicit\r\nPublic ID As String\r\nPublic Tag As String\r\n"
        project.add_module("FakeControl", control, kind=pyopenvba.VBAModuleKind.other)
        project.add_module("xlwings", f'Attribute VB_Name = "xlwings"\n{_STAND_INS}'.replace("\n", "\r\n"))
        project.add_module("CfcRibbon", (SOURCES / "CfcRibbon.bas").read_text("utf-8").replace("\n", "\r\n"))
        book.save()
    calls = [[f"xlwings.{name}", list(words)] for name, *words in (("EnabledFor", "book"), ("EnabledFor", "form"))]
    calls += [["xlwings.PressButton", [button]] for button in handlers()]
    (tmp_path / "calls.json").write_text(json.dumps([*calls, ["xlwings.Heard", []]]), "utf-8")
    driver = Path(__file__).with_name("uno_macros.py")
    names = (str(workbook), str(tmp_path / "calls.json"), str(tmp_path / "answer.json"), str(tmp_path))
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    subprocess.run(["/usr/bin/python3", str(driver), *names], check=True, timeout=300, env=plain)
    answers = json.loads((tmp_path / "answer.json").read_text("utf-8"))
    assert answers[:2] == [True, False]
    assert answers[-1].splitlines() == [
        f"import macros.handlers; macros.handlers.press('{name}')" for name in handlers()
    ]
