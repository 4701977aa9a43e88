"""Files that are no workbook, or a hostile one: each ends in a finding, within bounds of time and memory."""

import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from tests.support.known import SHIPPED
from tests.test_reading import COMPLETE, only, with_member
from xl_cfc.form.evaluation import evaluate
from xl_cfc.language import speaking
from xl_cfc.workbook.errors import PackageError
from xl_cfc.workbook.parts import package
from xl_cfc.workbook.parts.package import open_package

SHEET = "xl/worksheets/sheet3.xml"
OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSE = b"</sheetData></worksheet>"


def archive(*members: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name in members:
            target.writestr(name, b"<x/>")
    return out.getvalue()


def with_sheet(content: bytes) -> bytes:
    """The form with another sheet, not compressed: what is refused is not refused for its ratio."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(COMPLETE)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == SHEET else source.read(name))
    return out.getvalue()


def refusal(data: bytes) -> str:
    """Why the file is refused, in English."""
    with speaking("en"), pytest.raises(PackageError) as caught:
        open_package(data)
    return next(iter(caught.value.params.values()))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\n\0", "PDF"),
        (b"<html><table>", "HTML"),
        (b"<!-- saved --><html><table>", "HTML"),
        (b'<?xml version="1.0"?><html>', "HTML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "HTML"),
        (b'<?xml version="1.0"?><Workbook>', "XML"),
        ("Mã,Giá trị\n".encode(), "CSV"),
        ("\ufeffMã\tGiá trị\n".encode("utf-16"), "CSV"),
        (b"PK,SL1\n1,2\n", "CSV"),
        (b"\x89PNG\0\0", "unknown"),
        (b"PK\x03\x04 cut short", "truncated"),
        (archive(), "archive"),
        (archive("a.txt"), "archive"),
        (archive("mimetype", "content.xml"), "OpenDocument"),
        (archive("[Content_Types].xml", "xl/workbook.bin"), ".xlsb"),
        (archive("[Content_Types].xml", "word/document.xml"), "Word"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        (archive(*(f"{n}.xml" for n in range(package.MAX_MEMBERS + 1))), "too many parts"),
    ],
)
def test_a_file_is_named_by_its_content(data: bytes, said: str) -> None:
    assert said in refusal(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused() -> None:
    assert "twice" in refusal(archive("[Content_Types].xml", "a.xml", "a.xml"))


def test_an_archive_with_a_password_is_refused() -> None:
    data = bytearray(archive("[Content_Types].xml"))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1

    assert "encrypted" in refusal(bytes(data))


def test_a_forged_directory_of_many_entries_is_refused() -> None:
    entry = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, *[0] * 7, 7, *[0] * 6)
    directory = b"".join(entry + b"%07d" % n for n in range(100_000))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)

    assert "too many parts" in refusal(b"PK\x03\x04" + directory + end)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_inflate_without_bounds_are_refused(method: int) -> None:
    opened = open_package(archive("[Content_Types].xml", method=method))

    with pytest.raises(PackageError):
        opened.read("[Content_Types].xml")


def test_declared_sizes_are_not_believed() -> None:
    def declaring(size: int) -> bytes:
        data = bytearray(COMPLETE)
        entry = data.index(SHEET.encode(), data.index(b"PK\x01\x02")) - 46
        data[entry + 24 : entry + 28] = struct.pack("<I", size)
        return bytes(data)

    for size in (1, 2**31 - 1):
        assert only(evaluate(declaring(size), "a.xlsx", SHIPPED)).code == "CFC-001"


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_truncated_file_is_a_finding(cut: int) -> None:
    assert only(evaluate(COMPLETE[: len(COMPLETE) * cut // 40], "a.xlsx", SHIPPED)).code == "CFC-001"


def test_flipped_bytes_in_any_part_are_a_finding_or_do_not_matter() -> None:
    chance = random.Random("flip")
    with zipfile.ZipFile(BytesIO(COMPLETE)) as source:
        infos = source.infolist()
    for info in infos:
        for _ in range(2):
            data = bytearray(COMPLETE)
            length = 30 + len(info.filename) + info.compress_size
            data[info.header_offset + chance.randrange(length)] ^= 1 << chance.randrange(8)
            result = evaluate(bytes(data), "a.xlsx", SHIPPED)

            assert result.submission is not None or only(result).code in ("CFC-001", "CFC-002", "CFC-003")


@pytest.mark.parametrize(
    "part",
    [
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        SHEET,
    ],
)
@pytest.mark.parametrize(
    "declared",
    [b'<!DOCTYPE x [<!ENTITY a "b">]>', b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'],
)
def test_a_document_type_is_refused_in_every_part(part: str, declared: bytes) -> None:
    def declare(name: str, member: bytes) -> bytes:
        return member.replace(b"?>", b"?>" + declared, 1) if name == part else member

    finding = only(evaluate(with_member(COMPLETE, declare), "a.xlsx", SHIPPED))

    assert finding.code == "CFC-001"
    assert "DOCTYPE" in finding.message


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", SHEET])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda member: member[: len(member) // 2],
        lambda member: member.replace(b">", b"", 1),
        lambda member: b"",
        lambda member: b"\xff\xfe\x00",
        lambda member: member.replace(b"UTF-8", b"klingon", 1),
    ],
    ids=["cut", "unclosed", "nothing", "rubbish", "encoding"],
)
def test_broken_xml_is_a_finding(part: str, spoil: Callable[[bytes], bytes]) -> None:
    data = with_member(COMPLETE, lambda name, member: spoil(member) if name == part else member)

    assert only(evaluate(data, "a.xlsx", SHIPPED)).code == "CFC-001"


@pytest.mark.parametrize(
    "content",
    [
        OPEN + b'<c r="D1">' * 300_000 + CLOSE,
        OPEN + b'<c r="D1" ' * 300_000 + CLOSE,
        OPEN + b'<c r="D1">' + b"<v>" * 600_000 + b"</c>" + CLOSE,
        OPEN + b'<c r="D1" t="inlineStr">' + b"<rPh " * 300_000 + b"</c>" + CLOSE,
        OPEN + b'<c r="D1" t="inlineStr"><is>' + b"<t>" * 600_000 + b"</is></c>" + CLOSE,
        OPEN + b'<c r="D1"><f>' + b"<f " * 600_000 + b"</c>" + CLOSE,
        b"<worksheet>" + b"<a>" * 5_000_000,
        b'<worksheet a="' + b"x" * 35_000_000 + b'">' + CLOSE,
        OPEN + b'<row r="1"><c r="D1"><v>' + b"9" * 35_000_000 + b"</v></c></row>" + CLOSE,
    ],
    ids=["cells", "tags", "values", "readings", "texts", "formulas", "depth", "attribute", "value"],
)
def test_shapes_made_to_be_slow_are_refused_before_the_time_is_up(content: bytes) -> None:
    assert only(evaluate(with_sheet(content), "a.xlsx", SHIPPED)).code == "CFC-001"


def test_a_file_that_takes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_SECONDS", 0.3)
    data = with_sheet(
        OPEN + b"<!-- left to the parser -->" + b"".join(b'<a b="%d"/>' % n for n in range(1_500_000)) + CLOSE
    )

    assert only(evaluate(data, "a.xlsx", SHIPPED)).code == "CFC-012"


_WITHIN_MEMORY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
from xl_cfc.form.evaluation import evaluate
from xl_cfc.ruleset.known import KnownRulesets
print(*(finding.code for finding in evaluate(sys.stdin.buffer.read(), "a.xlsx", KnownRulesets()).findings))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory can be set")
@pytest.mark.parametrize(
    "content",
    [
        b"<worksheet>" + b"<a>" * 30_000_000,
        b'<worksheet a="' + b"x" * 90_000_000 + b'">' + CLOSE,
        OPEN + b'<row r="1"><c r="D1"><v>' + b"9" * 90_000_000 + b"</v></c></row>" + CLOSE,
        OPEN + b'<c r="D1"><v>1</v></c>' * 4_000_000 + CLOSE,
    ],
    ids=["depth", "attribute", "value", "cells"],
)
def test_bombs_stay_within_half_a_gigabyte(content: bytes) -> None:
    run = subprocess.run([sys.executable, "-c", _WITHIN_MEMORY], input=with_sheet(content), capture_output=True)

    assert run.stdout.decode().split() == ["CFC-001"], run.stderr.decode()[-400:]
