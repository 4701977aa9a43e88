"""Each code of the catalogue: one defect planted in an otherwise perfect form, and exactly that code told, at the cell
where it is mended, by the real command."""

import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.known import SHIPPED
from tests.test_reading import COMPLETE, EVIDENCE, RULESET, content, in_workbook, with_member
from xl_cfc import cli
from xl_cfc.agencies.files import CollectOutcome, collect_forms
from xl_cfc.books.plan import planbook_bytes
from xl_cfc.books.roster import roster_bytes
from xl_cfc.books.rule import rulebook_bytes
from xl_cfc.cells import CellValue
from xl_cfc.findings.catalogue import catalogue
from xl_cfc.form.content import Earlier
from xl_cfc.form.ondisk import evaluate_file
from xl_cfc.form.sheets import FormContent, form_bytes
from xl_cfc.plan.roster import Roster, RosterUnit
from xl_cfc.ruleset.loading import load_ruleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.parts import part_of
from xl_cfc.stamp import Stamp

MESSAGE_LIMIT, FIX_LIMIT = 230, 160
TODAY = date.today()
LAST_YEAR = TODAY.year - 1

TODAY = date(2026, 11, 23)
FORM = "phieu.xlsx"
SHEETS = {"Thông tin chung": 2, "Nhập liệu": 3, "Khảo sát": 4, "Thôn": 5, "Bảng điểm": 6}
TEN_HAMLETS = [f"Thôn {n}" for n in range(1, 11)]
PARTLY: dict[str, dict[str, CellValue]] = {"Thôn 1": {"dan_so": 8000}}
SEVEN_HUNDRED: dict[str, CellValue] = {"dan_so": 700}
NO_TOTALS = dict.fromkeys(field.id for field in RULESET.survey_fields)
ROWS = [("Trẻ em", "Có")] * 9 + [("Người dân", "Có")] * 9


@dataclass(frozen=True)
class Plant:
    """A file with one defect, and where it must be told."""

    data: bytes
    place: str | None
    name: str = FORM


def typed(place: str, **values: CellValue) -> Plant:
    """Values typed into a form that is right otherwise."""
    return Plant(form_bytes(RULESET, content(**values)), place)


def with_hamlets(place: str, *rows: tuple[str, dict[str, CellValue]]) -> Plant:
    return Plant(form_bytes(RULESET, replace(content(), hamlets=rows)), place)


def with_survey(place: str, *rows: tuple[str, str], **totals: CellValue) -> Plant:
    return Plant(form_bytes(RULESET, replace(content(**totals), survey=rows)), place)


def cell_xml(data: bytes, place: str, inner: str, attributes: str = "", style: bytes | None = None) -> bytes:
    """The form with a blank cell's XML filled in by hand."""
    sheet, reference = place.split("!")

    def change(name: str, member: bytes) -> bytes:
        if name != f"xl/worksheets/sheet{SHEETS[sheet]}.xml":
            return member
        found = re.search(rf'<c r="{reference}" s="(\d+)"/>'.encode(), member)
        assert found is not None
        made = f'<c r="{reference}" s="{(style or found[1]).decode()}"{attributes}>{inner}</c>'
        return member.replace(found[0], made.encode())

    return with_member(data, change)


def date_style() -> bytes:
    with zipfile.ZipFile(BytesIO(COMPLETE)) as archive:
        found = re.search(rb'<c r="C15" s="(\d+)"', archive.read("xl/worksheets/sheet2.xml"))
    assert found is not None
    return found[1]


def percent_style() -> bytes:
    """The index of a format that shows a percentage: that of a measured ratio."""
    scores = load_workbook(BytesIO(COMPLETE))["Bảng điểm"]
    place = next(cell.coordinate for row in scores.iter_rows() for cell in row if cell.number_format == "0.0%")
    with zipfile.ZipFile(BytesIO(COMPLETE)) as archive:
        sheet = archive.read(f"xl/worksheets/sheet{SHEETS['Bảng điểm']}.xml")
    found = re.search(rf'<c r="{place}" s="(\d+)"'.encode(), sheet)
    assert found is not None
    return found[1]


def edited(change: Callable[[Workbook], object]) -> bytes:
    """The form opened, changed and saved by openpyxl, which keeps formulas and drops their results."""
    book = load_workbook(BytesIO(COMPLETE))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def without_row(book: Workbook) -> None:
    del book.defined_names["in_te_hcdb"]
    book["Nhập liệu"]["A33"] = None


def consolidated(folder: Path) -> bytes:
    (folder / "nguon").mkdir()
    (folder / "nguon" / FORM).write_bytes(COMPLETE)
    assert cli.main(["merge", str(folder / "nguon"), "-o", str(folder / "gop.xlsx")]) == 0
    return (folder / "gop.xlsx").read_bytes()


def tampered_total() -> bytes:
    return with_member(
        COMPLETE,
        lambda name, member: (
            member.replace(b"<v>1000</v>", b"<v>1001</v>", 1) if name == "xl/worksheets/sheet6.xml" else member
        ),
    )


#: A lead agency of criterion 10, whose counts of several schools add up.
SCHOOLS = part_of(RULESET, [10])
COUNTS: dict[str, CellValue] = {key: content().values[key] for key in SCHOOLS.own | SCHOOLS.borrowed}


TEXT = resources.files("xl_cfc.ruleset").joinpath("qd06-2019.yaml").read_text("utf-8")
OTHER = load_ruleset(TEXT.replace("title: ", "title: Khác ", 1))


def unit_values() -> dict[str, CellValue]:
    unit = {field.id: content().values.get(field.id) for field in RULESET.unit_fields}
    return {**unit, "co_quan_cung_cap": "Các trường học", "ngay_lap": None}


def agency_form(**values: CellValue) -> bytes:
    """The schools' form, filled as the commune's own is."""
    evidence = {key: text for key, text in EVIDENCE.items() if key in SCHOOLS.own}
    made = FormContent(values={**unit_values(), **COUNTS, **values}, evidence=evidence)
    return form_bytes(RULESET, made, part=SCHOOLS)


def no_evidence() -> bytes:
    evidence = {key: text for key, text in EVIDENCE.items() if key != "te_hcdb_tro_giup"}
    return form_bytes(RULESET, replace(content(), evidence=evidence))


def pointed(**cells: str) -> bytes:
    """The form with names that point elsewhere: `in_te_hcdb="D40"`; both cells of the input sheet."""

    def change(name: str, member: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return member
        text = member.decode()
        for key, cell in cells.items():
            place = f"'Nhập liệu'!${cell[0]}${cell[1:]}"
            pattern = rf'(<definedName name="{key}">)[^<]*'
            text, count = re.subn(pattern, rf"\g<1>{place}", text)
            assert count == 1, key
        return text.encode()

    return with_member(COMPLETE, change)


def with_copy(member: str, *changes: tuple[bytes, bytes]) -> bytes:
    """The form with one of its sheets there a second time, as Excel copies it, and something typed into the copy."""
    relation = (
        b'<Relationship Id="rId99" Target="worksheets/sheet99.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    )
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(COMPLETE)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"</Relationships>", relation)
            if info.filename == "xl/workbook.xml":
                sheet = '<sheet name="Bản sao" sheetId="99" r:id="rId99"/></sheets>'
                data = data.replace(b"</sheets>", sheet.encode())
            target.writestr(info, data)
            if info.filename == f"xl/worksheets/{member}.xml":
                for old, new in changes:
                    assert old in data, old
                    data = data.replace(old, new, 1)
                target.writestr("xl/worksheets/sheet99.xml", data)
    return out.getvalue()


def without_code() -> bytes:
    return with_member(
        COMPLETE,
        lambda name, data: (
            re.sub(rb'<c r="A33"( s="\d+") t="s"><v>\d+</v></c>', rb'<c r="A33"\1/>', data)
            if name == "xl/worksheets/sheet3.xml"
            else data
        ),
    )


def with_row_twice() -> bytes:
    """The row of 6a once more below the table, with another figure."""
    row = '<row r="90"><c r="A90" t="inlineStr"><is><t>6a</t></is></c><c r="D90"><v>7</v></c></row></sheetData>'
    return with_member(
        COMPLETE,
        lambda name, data: data.replace(b"</sheetData>", row.encode()) if name == "xl/worksheets/sheet3.xml" else data,
    )


def with_column_moved() -> bytes:
    def change(name: str, member: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return member
        moved, count = re.subn(r'(name="thon_dan_so">[^$<]*\$)C(\$\d+:\$)C', r"\1Z\2Z", member.decode())
        assert count == 1
        return moved.encode()

    return with_member(COMPLETE, change)


BLANK_6A = form_bytes(RULESET, content(te_hcdb=None))

#: Told by `xl-cfc check`.
CHECKED: dict[str, Callable[[Path], Plant]] = {
    "CFC-001": lambda _: Plant(COMPLETE[: len(COMPLETE) // 2], None),
    "CFC-002": lambda _: Plant(b"ma,gia tri\n1,2\n", None),
    "CFC-003": lambda _: Plant(edited_book(Workbook()), None),
    "CFC-004": lambda _: Plant(in_workbook(COMPLETE, (RULESET.digest, "0123456789abcdef")), None),
    "CFC-005": lambda _: Plant(in_workbook(COMPLETE, ("form|2|", "form|3|")), None),
    "CFC-006": lambda _: Plant(tampered_total(), "Bảng điểm!E46"),
    "CFC-007": lambda _: Plant(edited(lambda book: None), "Bảng điểm!E46"),
    "CFC-008": lambda _: Plant(edited(without_row), None),
    "CFC-009": lambda _: Plant(in_workbook(COMPLETE, ('name="in_te_hcdb"', 'name="cu_te_hcdb"')), "Nhập liệu!D33"),
    "CFC-010": lambda _: Plant(edited(lambda book: book.remove(book["Thôn"])), None),
    "CFC-011": lambda folder: Plant(consolidated(folder), None),
    "CFC-141": lambda _: Plant(rulebook_bytes(RULESET), None),
    "CFC-142": lambda _: Plant(planbook_bytes(), None),
    "CFC-601": lambda _: Plant(agency_form(), None),
    "CFC-020": lambda _: Plant(edited(lambda book: book["Bảng điểm"].__setitem__("E22", 50)), "Bảng điểm!E22"),
    "CFC-021": lambda _: Plant(edited(lambda book: book.remove(book["Bảng điểm"])), None),
    "CFC-031": lambda _: Plant(pointed(in_te_nha_tre="D50"), "Nhập liệu!D48"),
    "CFC-032": lambda _: Plant(pointed(in_te_sdd_nhe_can="D43", in_te_sdd_thap_coi="D42"), "Nhập liệu!D42"),
    "CFC-033": lambda _: Plant(
        pointed(in_te_nha_tre="D49", in_te_mau_giao="D50", in_te_5_den_lop="D51"), "Nhập liệu!D48"
    ),
    "CFC-034": lambda _: Plant(with_copy("sheet3", (b"<v>8000</v>", b"<v>8001</v>")), "Bản sao!D6"),
    "CFC-035": lambda _: Plant(with_copy("sheet3"), None),
    "CFC-036": lambda _: Plant(without_code(), "Nhập liệu!D33"),
    "CFC-037": lambda _: Plant(with_row_twice(), "Nhập liệu!D33"),
    "CFC-038": lambda _: Plant(with_column_moved(), "Thôn!Z7"),
    "CFC-101": lambda _: typed("Nhập liệu!D53", so_clb=None),
    "CFC-102": lambda _: typed("Thông tin chung!C4", ten_don_vi=None),
    "CFC-103": lambda _: Plant(cell_xml(BLANK_6A, "Nhập liệu!D33", "<v>#DIV/0!</v>", ' t="e"'), "Nhập liệu!D33"),
    "CFC-104": lambda _: typed("Nhập liệu!D33", te_hcdb="40"),
    "CFC-105": lambda _: typed("Nhập liệu!D33", te_hcdb=True),
    "CFC-106": lambda _: typed("Nhập liệu!D33", te_hcdb=-40),
    "CFC-107": lambda _: typed("Nhập liệu!D33", te_hcdb=95.5),
    "CFC-108": lambda _: typed("Nhập liệu!D6", dan_so=10_000_000),
    "CFC-109": lambda _: typed("Thông tin chung!C10", nam=2018),
    "CFC-110": lambda _: Plant(
        cell_xml(BLANK_6A, "Nhập liệu!D33", "<v>46000</v>", style=date_style()), "Nhập liệu!D33"
    ),
    "CFC-125": lambda _: Plant(cell_xml(BLANK_6A, "Nhập liệu!D33", "<v>1</v>", style=percent_style()), "Nhập liệu!D33"),
    "CFC-111": lambda _: Plant(cell_xml(BLANK_6A, "Nhập liệu!D33", "<f>20+20</f>"), "Nhập liệu!D33"),
    "CFC-112": lambda _: typed("Nhập liệu!D20", co_kinh_phi="có"),
    "CFC-113": lambda _: typed("Thông tin chung!C9", nhom_nguong="D"),
    "CFC-114": lambda _: typed("Thông tin chung!C5", ma_dvhc="2999"),
    "CFC-115": lambda _: typed("Thông tin chung!C15", ngay_lap="31/02/2026"),
    "CFC-116": lambda _: typed("Thông tin chung!C4", ten_don_vi=5),
    "CFC-117": lambda _: typed("Thông tin chung!C10", nam=TODAY.year + 5, ngay_lap=date(LAST_YEAR, 11, 13)),
    "CFC-118": lambda _: typed("Thông tin chung!C15", nam=LAST_YEAR, ngay_lap=date(LAST_YEAR, 3, 13)),
    "CFC-119": lambda _: typed("Thông tin chung!C15", nam=LAST_YEAR, ngay_lap=date(LAST_YEAR, 3, 11)),
    "CFC-120": lambda _: typed("Thông tin chung!C15", nam=TODAY.year, ngay_lap=TODAY + timedelta(days=40)),
    "CFC-121": lambda _: typed("Thông tin chung!C5", ma_dvhc="00000"),
    "CFC-122": lambda _: typed("Thông tin chung!C8", ten_don_vi="Xã Thử", loai_don_vi="thị trấn"),
    "CFC-123": lambda _: typed("Thông tin chung!C9", ten_don_vi="Phường Thử", loai_don_vi="phường"),
    "CFC-124": lambda _: typed("Thông tin chung!C4", ten_don_vi="X· Mü §«ng"),
    "CFC-201": lambda _: typed("Nhập liệu!D23", te_khai_sinh_dung=101),
    "CFC-202": lambda _: typed("Nhập liệu!D41", te_duoi_5_can_do=0, te_sdd_nhe_can=0, te_sdd_thap_coi=0),
    "CFC-211": lambda _: typed("Nhập liệu!D50", te_mau_giao=90),
    "CFC-212": lambda _: typed("Nhập liệu!D14", te_7_16=1500),
    "CFC-213": lambda _: typed("Nhập liệu!D14", te_3_5=310),
    "CFC-214": lambda _: typed("Nhập liệu!D35", vu_viec=1, vu_viec_co_ke_hoach=1),
    "CFC-215": lambda _: typed("Nhập liệu!D9", te_duoi_16=1),
    "CFC-301": lambda _: with_survey("Khảo sát!C6", *ROWS),
    "CFC-302": lambda _: with_survey("Khảo sát!B13", ("Học sinh", "Có"), **NO_TOTALS),
    "CFC-303": lambda _: with_survey("Khảo sát!C6", *ROWS, ("Trẻ em", ""), **NO_TOTALS),
    "CFC-311": lambda _: with_hamlets("Thôn!B8", ("", {"dan_so": 800})),
    "CFC-312": lambda _: with_hamlets("Nhập liệu!D6", *((h, PARTLY.get(h, {})) for h in TEN_HAMLETS)),
    "CFC-313": lambda _: with_hamlets("Nhập liệu!D6", *((h, SEVEN_HUNDRED) for h in TEN_HAMLETS)),
    "CFC-314": lambda _: with_hamlets("Nhập liệu!D8", *((h, {}) for h in TEN_HAMLETS[1:])),
    "CFC-401": lambda _: Plant(no_evidence(), "Nhập liệu!F34"),
    "CFC-402": lambda _: typed("Nhập liệu!G44", te_kham_suc_khoe=100),
}


def edited_book(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def other_total() -> bytes:
    return form_bytes(RULESET, content(so_ho=2101))


def folder_of(folder: Path, **files: bytes) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


#: Told by `xl-cfc merge` on its sheet of mistakes: the files of a folder, and the places told.
MERGED: dict[str, tuple[dict[str, bytes], list[str | None]]] = {
    "CFC-501": ({"a.xlsx": COMPLETE, "b.xlsx": other_total()}, [None, None]),
    "CFC-502": ({"a.xlsx": COMPLETE, "b.xlsx": COMPLETE}, [None]),
    "CFC-503": ({"a.xlsx": form_bytes(RULESET, content(ma_dvhc=None))}, ["Thông tin chung!C5"]),
    "CFC-504": ({"a.xlsx": COMPLETE, "b.zip": b"PK\x03\x04 cut"}, [None]),
    "CFC-506": ({"a.xlsx": COMPLETE, "~$a.xlsx": b"x"}, [None]),
}

#: Told when a process or a folder fails, which no file can do.
ELSEWHERE = ("CFC-012", "CFC-013", "CFC-505", "CFC-507")
#: Told of what is typed into the consolidated workbook, and of its forms together: planted in test_entries.py.
TYPED_LATER = ("CFC-520", "CFC-521", "CFC-522", "CFC-523", "CFC-524", "CFC-525", "CFC-526", "CFC-530")
#: Told of a consolidated workbook that is merged upwards: planted in test_levels.py.
UPWARDS = ("CFC-550", "CFC-551", "CFC-552", "CFC-553", "CFC-554", "CFC-555", "CFC-030")


def test_every_code_of_the_catalogue_is_planted() -> None:
    planted = [*CHECKED, "CFC-140", "CFC-230", *ROSTERED, *MERGED, *COLLECTED, *TYPED_LATER, *UPWARDS, *ELSEWHERE]
    assert sorted(planted) == [kind.code for kind in catalogue()]


@pytest.mark.parametrize("code", sorted(CHECKED))
def test_a_planted_defect_is_told_once_at_its_cell(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant = CHECKED[code](tmp_path)
    (tmp_path / plant.name).write_bytes(plant.data)
    capsys.readouterr()

    cli.main(["check", str(tmp_path / plant.name), "--json"])

    (told,) = json.loads(capsys.readouterr().out)
    assert [(f["code"], place_of(f)) for f in told["findings"]] == [(code, plant.place)], told["findings"]
    (finding,) = told["findings"]
    assert len(finding["message"]) <= MESSAGE_LIMIT
    assert len(finding["fix"]) <= FIX_LIMIT
    assert finding["legal_basis"]
    assert "{" not in finding["message"] + finding["fix"] + finding["legal_basis"]
    assert told["settled"] == []


def test_a_year_after_the_rule_set_has_ended_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = TEXT.replace("effective_from:", 'effective_to: "2024-12-31"\neffective_from:', 1)
    (tmp_path / "cu.yaml").write_text(ended, "utf-8")
    (tmp_path / FORM).write_bytes(form_bytes(load_ruleset(ended), content(nam=2026)))

    cli.main(["check", str(tmp_path / FORM), "--json", "--ruleset", str(tmp_path / "cu.yaml")])

    (told,) = json.loads(capsys.readouterr().out)
    assert [(f["code"], place_of(f)) for f in told["findings"]] == [("CFC-140", "Thông tin chung!C10")]


def test_a_figure_far_from_the_earlier_forms_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = Earlier("Cuối kỳ 2025", {"so_ho": 100})
    (tmp_path / FORM).write_bytes(form_bytes(RULESET, replace(content(so_ho=1000), earlier=earlier)))

    cli.main(["check", str(tmp_path / FORM), "--json"])

    (told,) = json.loads(capsys.readouterr().out)
    assert [(f["code"], place_of(f)) for f in told["findings"]] == [("CFC-230", "Nhập liệu!D7")]


#: Told by `xl-cfc collect`: the agencies' forms, and the places told.
COLLECTED: dict[str, tuple[Callable[[], list[bytes]], list[str | None]]] = {
    "CFC-602": (lambda: [COMPLETE], [None]),
    "CFC-603": (lambda: [agency_form(ma_dvhc="29998")], ["Thông tin chung!C7"]),
    "CFC-604": (lambda: [of_other_rules()], [None]),
    "CFC-605": (lambda: [agency_form(te_nha_tre=1)], ["Nhập liệu!D48"]),
    "CFC-606": (
        lambda: [
            agency_form(don_vi_cung_cap="Trường A", **dict.fromkeys(SCHOOLS.own)),
            agency_form(don_vi_cung_cap="Trường B", **(dict.fromkeys(SCHOOLS.own) | {"te_nha_tre": 7})),
        ],
        ["Nhập liệu!D10"],
    ),
    "CFC-607": (lambda: [agency_form(te_5=10)], ["Nhập liệu!D8"]),
    "CFC-608": (lambda: [agency_form(co_quan_cung_cap=None)], [None]),
}


def collected_into(path: Path, files: Iterable[Path], output: Path, **options: Any) -> CollectOutcome:
    data = path.read_bytes()
    return collect_forms(
        evaluate_file(path, SHIPPED), files, output, today=TODAY, data=data, **{"rulesets": SHIPPED, **options}
    )


def of_other_rules() -> bytes:
    """The schools' form made from a rule set that is at hand and is not the commune's."""
    return form_bytes(OTHER, FormContent(values={**unit_values(), **COUNTS}), part=part_of(OTHER, [10]))


def at_hand(stamp: Stamp) -> Ruleset | None:
    return {ruleset.digest: ruleset for ruleset in (RULESET, OTHER)}.get(stamp.ruleset_hash)


@pytest.mark.parametrize("code", COLLECTED)
def test_a_defect_of_an_agencys_form_is_told_once_when_it_is_collected(code: str, tmp_path: Path) -> None:
    make, places = COLLECTED[code]
    (tmp_path / FORM).write_bytes(COMPLETE)
    files = [tmp_path / f"{number}.xlsx" for number, data in enumerate(make())]
    for file, data in zip(files, make(), strict=True):
        file.write_bytes(data)

    outcome = collected_into(tmp_path / FORM, files, tmp_path / "moi.xlsx", rulesets=at_hand)

    told = [(f.code, f.place or None) for f in outcome.findings if f.code >= "CFC-600"]
    assert told == [(code, place) for place in places], [f.message for f in outcome.findings]


#: Told by `xl-cfc check --roster`: what the roster says of the unit, and the place told.
ROSTERED: dict[str, tuple[dict[str, str], str]] = {
    "CFC-150": ({"code": "29998"}, "Thông tin chung!C5"),
    "CFC-151": ({"name": "Xã Khác"}, "Thông tin chung!C4"),
    "CFC-152": ({"kind": "phường"}, "Thông tin chung!C8"),
    "CFC-153": ({"threshold_class": "B"}, "Thông tin chung!C9"),
}


@pytest.mark.parametrize("code", ROSTERED)
def test_a_form_that_differs_from_the_roster_is_told_once(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stated, place = ROSTERED[code]
    values = content().values
    unit = {"code": str(values["ma_dvhc"]), "name": str(values["ten_don_vi"]), **stated}
    (tmp_path / "r.xlsx").write_bytes(roster_bytes(Roster(units=(RosterUnit(**unit),))))
    (tmp_path / FORM).write_bytes(form_bytes(RULESET, content(loai_don_vi="xã")))

    cli.main(["check", str(tmp_path / FORM), "--json", "--roster", str(tmp_path / "r.xlsx")])

    (told,) = json.loads(capsys.readouterr().out)
    assert [(f["code"], place_of(f)) for f in told["findings"]] == [(code, place)]


def place_of(finding: dict[str, str | None]) -> str | None:
    return f"{finding['sheet']}!{finding['cell']}" if finding["cell"] else None


def test_the_perfect_form_has_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / FORM).write_bytes(COMPLETE)

    assert cli.main(["check", str(tmp_path / FORM), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["findings"] == []


@pytest.mark.parametrize("code", MERGED)
def test_a_defect_among_the_files_is_told_once_by_the_merge(code: str, tmp_path: Path) -> None:
    files, places = MERGED[code]

    assert merge_codes(folder_of(tmp_path / "phieu", **files), tmp_path) == [(code, place) for place in places]


def merge_codes(folder: Path, tmp_path: Path) -> list[tuple[object, str | None]]:
    cli.main(["merge", str(folder), "-o", str(tmp_path / "gop.xlsx")])
    rows = load_workbook(tmp_path / "gop.xlsx")["Lỗi"].iter_rows(min_row=5, values_only=True)
    return [(row[3], f"{row[7]}!{row[8]}" if row[7] else None) for row in rows if row[3]]


def test_a_closed_folder_is_told_once_by_the_merge() -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o777)
        folder = folder_of(top / "phieu", **{"a.xlsx": COMPLETE})
        assert merge_codes(folder, top) == []
        closed = folder_of(folder / "kin")
        closed.chmod(0)

        with as_nobody_special():
            assert not os.access(closed, os.R_OK, effective_ids=True)
            (top / "gop.xlsx").unlink()
            assert merge_codes(folder, top) == [("CFC-507", None)]
        closed.chmod(0o700)


@contextmanager
def as_nobody_special() -> Iterator[None]:
    """A superuser opens every folder, so the rights of one are laid down."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
