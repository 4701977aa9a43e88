"""Sheets, rows, columns and names moved, merged, copied, hidden or gone; other dialects of the format."""

import re
from collections.abc import Callable

from tests.corpus.base import (
    GUIDE_PART,
    INPUT_PART,
    Case,
    content,
    member,
    members,
    packed,
    parts,
    reads,
    refused,
    replaced,
    workbook,
)

RELS = "xl/_rels/workbook.xml.rels"
SHEET_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def with_sheet(title: str, like: str) -> Callable[[dict[str, bytes]], None]:
    """One more sheet, with the content of another."""

    def change(made: dict[str, bytes]) -> None:
        made["xl/worksheets/sheet99.xml"] = made[like]
        relation = f'<Relationship Id="rId99" Type="{SHEET_RELATION}" Target="worksheets/sheet99.xml"/></Relationships>'
        made[RELS] = replaced("</Relationships>", relation)(made[RELS])
        sheet = f'<sheet name="{title}" sheetId="99" r:id="rId99"/></sheets>'
        made["xl/workbook.xml"] = replaced("</sheets>", sheet)(made["xl/workbook.xml"])

    return change


def copied_sheet(made: dict[str, bytes]) -> None:
    """The input sheet copied as Excel does it: its names once more, local to the copy."""
    with_sheet("Nhập liệu (2)", INPUT_PART)(made)
    local = "".join(
        f'<definedName name="{name}" localSheetId="9">\'Nhập liệu (2)\'!{place}</definedName>'
        for name, place in re.findall(
            r'<definedName name="(in_\w+)">\'Nhập liệu\'!([^<]+)<', made["xl/workbook.xml"].decode()
        )
    )
    made["xl/workbook.xml"] = replaced("<definedNames>", f"<definedNames>{local}")(made["xl/workbook.xml"])
    made["xl/worksheets/sheet99.xml"] = made["xl/worksheets/sheet99.xml"].replace(b"<v>40</v>", b"<v>1</v>")


def without_sheet(title: str) -> Case:
    """A sheet deleted; its names point to #REF!."""

    def change(data: bytes) -> bytes:
        text = re.sub(rf'<sheet name="{title}"[^>]*/>', "", data.decode())
        return re.sub(rf"(>)'?{title}'?![^<]+<", r"\1#REF!<", text).encode()

    made = member("xl/workbook.xml", change)
    name = f"xoá-trang-{title.replace(' ', '-')}.xlsx"
    scored = title in ("Thôn", "Thông tin chung")
    return reads(name, made, "CFC-010") if scored else refused(name, made, "CFC-010")


def merged(area: str, keep: bool) -> Callable[[bytes], bytes]:
    """Cells merged over inputs; Excel keeps only the value of the first."""

    def change(data: bytes) -> bytes:
        if not keep:
            data = re.sub(rb'(<c r="D34" s="\d+")><v>40</v></c>', rb"\1/>", data)
        merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
        return replaced("</sheetData>", merge)(data)

    return change


def strict(made: dict[str, bytes]) -> None:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for name, data in made.items():
        made[name] = data.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            relations, b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )


def prefixed(data: bytes) -> bytes:
    return re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", data).replace(b"xmlns=", b"xmlns:x=", 1)


def unnamed(data: bytes) -> bytes:
    """Every name gone but the stamp's."""
    return re.sub(rb'<definedName name="(?!xl_cfc_stamp)[^>]*>[^<]*</definedName>', b"", data)


def absolute(made: dict[str, bytes]) -> None:
    made[RELS] = made[RELS].replace(b'Target="', b'Target="/xl/').replace(b"/xl//xl/", b"/xl/")


def gone_row(data: bytes) -> bytes:
    """The row of D33 deleted in another program: the name points nowhere, the code is gone."""
    return re.sub(rb'<row r="33".*?</row>', b"", data)


def moved(made: dict[str, bytes]) -> None:
    """The part of the sheet under another name, as other programs write it."""
    made["trang/nhap-lieu.xml"] = made.pop(INPUT_PART)
    made[RELS] = replaced('Target="worksheets/sheet3.xml"', 'Target="../trang/nhap-lieu.xml"')(made[RELS])


CASES: tuple[Case, ...] = (
    without_sheet("Nhập liệu"),
    without_sheet("Khảo sát"),
    without_sheet("Thôn"),
    without_sheet("Thông tin chung"),
    reads("ẩn-trang.xlsx", workbook(('name="Nhập liệu"', 'name="Nhập liệu" state="veryHidden"'))),
    reads("thêm-trang.xlsx", members(with_sheet("Ghi chú riêng", GUIDE_PART))),
    refused("chép-trang.xlsx", members(copied_sheet), "CFC-034"),
    reads("trang-khác-hoa-thường.xlsx", members(with_sheet("NHẬP LIỆU", INPUT_PART)), "CFC-035"),
    reads("tên-trang-hoa-thường.xlsx", workbook(('<sheet name="Nhập liệu"', '<sheet name="NHẬP LIỆU"')), "CFC-009"),
    refused("hai-trang-một-tên.xlsx", members(with_sheet("Nhập liệu", GUIDE_PART)), "CFC-001"),
    reads("gộp-ô-từ-trái.xlsx", member(INPUT_PART, merged("C33:D33", keep=True))),
    reads("gộp-ô-sang-phải.xlsx", member(INPUT_PART, merged("D33:E33", keep=True))),
    refused("gộp-hai-ô-nhập.xlsx", member(INPUT_PART, merged("D33:D34", keep=False)), "CFC-006", "CFC-101"),
    reads("mất-một-tên.xlsx", workbook(('name="in_te_hcdb"', 'name="cu_te_hcdb"')), "CFC-009"),
    reads("tên-trỏ-ref.xlsx", workbook(("'Nhập liệu'!$D$33</definedName>", "#REF!</definedName>")), "CFC-009"),
    reads("mất-mọi-tên.xlsx", member("xl/workbook.xml", unnamed), "CFC-009"),
    reads("mất-tên-cột-thôn.xlsx", workbook(('name="thon_dan_so"', 'name="cu_thon_dan_so"'))),
    refused("mất-dòng.xlsx", content(lambda: packed({
        **parts(),
        INPUT_PART: gone_row(parts()[INPUT_PART]),
        "xl/workbook.xml": replaced("'Nhập liệu'!$D$33<", "#REF!<")(parts()["xl/workbook.xml"]),
    })), "CFC-008"),
    reads("strict.xlsx", members(strict)),
    reads("tiền-tố.xlsx", member(INPUT_PART, prefixed)),
    reads("date1904.xlsx", workbook(("<workbookPr ", '<workbookPr date1904="1" '))),
    reads("đích-tuyệt-đối.xlsx", members(absolute)),
    reads("phần-ở-chỗ-khác.xlsx", members(moved)),
    refused("đích-ngoài-tệp.xlsx", member(RELS, replaced("worksheets/sheet3.xml", "../../../etc/passwd")), "CFC-001"),
    refused("mẫu-cũ.xlsx", workbook(("form|2|", "form|0|")), "CFC-005"),
    refused("mẫu-mới-hơn.xlsx", workbook(("form|2|", "form|3|")), "CFC-005"),
    refused("bộ-tiêu-chí-lạ.xlsx", workbook(("form|2|qd06-2019|", "form|2|qd99-2030|")), "CFC-004"),
    reads("mất-dấu-nhận-dạng.xlsx", workbook(('name="xl_cfc_stamp"', 'name="khac"'))),
    refused("không-còn-trang.xlsx", member(
        "xl/workbook.xml", lambda data: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", data)), "CFC-001"),
    reads("tổng-bị-sửa.xlsx", member(
        "xl/worksheets/sheet6.xml", replaced("<v>975</v>", "<v>1000</v>")), "CFC-006"),
)  # fmt: skip
