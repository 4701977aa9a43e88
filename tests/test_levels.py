"""Merging upwards: districts into a province into the ministry gives the figures of merging all forms at once."""

import io
import json
import os
import random
import re
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.generate import ruleset_text, typing
from tests.support.known import SHIPPED
from tests.support.merging import merge
from tests.support.typed import facts_of
from tests.test_merging import RULESET, RULESETS, member, merged
from xl_cfc.answers.answers import Answers, State
from xl_cfc.cli import main
from xl_cfc.collecting import levels
from xl_cfc.consolidation.blocks import Block
from xl_cfc.consolidation.members import Member, member_of
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.sheets import consolidated_bytes
from xl_cfc.consolidation.sheets import members as consolidated_members
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.members import MEMBERS, read_members
from xl_cfc.consolidation.sheets.opening import open_consolidated
from xl_cfc.consolidation.sources import FileStatus, OtherFile
from xl_cfc.consolidation.summaries import criterion_summaries
from xl_cfc.consolidation.upwards import CarriedError, carried_lines, read_carried
from xl_cfc.consolidation.upwards.lines import digest_of
from xl_cfc.examples import example_form
from xl_cfc.files.supervising import Limits
from xl_cfc.findings.file import SHEET_TOTAL_DIFFERS, UNREADABLE
from xl_cfc.findings.finding import Finding, found
from xl_cfc.findings.merging import CONFLICT, IDENTICAL
from xl_cfc.form.sheets import form_bytes
from xl_cfc.judging.checks import check_answers
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.ruleset.loading import load_ruleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp

WHEN = datetime(2026, 11, 23, 8, 30)


@dataclass(frozen=True)
class Generated:
    """A generated form, evaluated."""

    file: str
    answers: Answers
    card: Scorecard
    findings: tuple[Finding, ...]
    sha256: str = "ab" * 32
    size: int = 9


def generated(seed: int, file: str = "", ruleset: Ruleset = RULESET, **typed: str) -> Member:
    """A form of any mood: complete, full of holes, full of mistakes; survey rows, hamlets and all."""
    form = typing(random.Random(f"level-{seed}"), ruleset)
    form = replace(form, values={**form.values, **typed})
    facts = facts_of(form, ruleset)
    name = file or f"{seed:03}.xlsx"
    findings = tuple(finding.in_file(name) for finding in check_answers(facts))
    return member_of(Generated(name, facts.answers, facts.card, findings))


def lifted(consolidation: Consolidation, workbook: str) -> tuple[tuple[Member, ...], tuple[OtherFile, ...]]:
    """What the next level reads of a merge."""
    return read_carried(carried_lines(consolidation), workbook, SHIPPED)


def shares(block: Block) -> list[Any]:
    """How the communes stand in each criterion."""
    return [(s.tally.share, s.tally.scored, s.tally.zero) for s in criterion_summaries(block)]


def figures(consolidation: Consolidation) -> list[Any]:
    """Everything a level reports of its communes, apart from where their files were."""
    return [
        (
            b.year, b.period, b.ruleset.digest, b.pass_rate, shares(b), b.distribution, b.totals, b.units,
            b.conflicted, b.unchecked,
            sorted(
                (c.code, c.member.content, c.rank or 0, c.conflict, str(c.total), str((c.member.inputs, c.card)))
                for c in b.communes
            ),
        )
        for b in consolidation.blocks
    ]  # fmt: skip


def told(consolidation: Consolidation) -> Counter[Any]:
    """Every finding by unit; which of several equal files is named depends on the files' names alone."""
    between_files = (CONFLICT, IDENTICAL)
    return Counter(
        (p.code, p.name, f.code, f.severity, f.sheet, f.cell, f.value, "" if f.kind in between_files else f.message)
        for p in consolidation.problems
        for f in (p.finding,)
    )


def pool() -> list[Member]:
    """Forms of every kind: good ones, copies, contradictions, forms of nobody, unusable files."""
    forms = [generated(n, ma_dvhc=f"9{n:04}") for n in range(40)] + [generated(n) for n in range(40, 60)]
    copies = [replace(forms[n], file=f"copy-{n}.xlsx") for n in (0, 1, 2, 3)]
    rivals = [generated(100 + n, f"rival-{n}.xlsx", ma_dvhc=f"9{n:04}") for n in (3, 4, 5)]
    altered = found(SHEET_TOTAL_DIFFERS, file="copy-6.xlsx", sheet="Bảng điểm", cell="F3", value="1", recomputed="2")
    tampered = replace(forms[6], file="copy-6.xlsx", findings=(*forms[6].findings, altered))
    broken = Member("hong.xlsx", "cd" * 32, 3, (found(UNREADABLE, file="hong.xlsx", reason="rỗng"),))
    return [*forms, *copies, *rivals, tampered, broken]


def dealt(rng: random.Random, cards: Sequence[Any], hands: int) -> list[list[Any]]:
    """The cards dealt at random; a hand may stay empty."""
    made: list[list[Any]] = [[] for _ in range(hands)]
    for card in rng.sample(cards, k=len(cards)):
        rng.choice(made).append(card)
    return made


@pytest.mark.parametrize("seed", range(25))
def test_a_form_comes_up_as_it_was_merged_whatever_was_typed(seed: int) -> None:
    before = generated(seed)
    (after,), _ = lifted(merged([before]), "huyen.xlsx")
    assert after.file == f"huyen.xlsx » {before.file}"
    assert {finding.file for finding in after.findings} <= {after.file}
    findings = tuple(finding.in_file(before.file) for finding in after.findings)
    assert replace(after, file=before.file, findings=findings) == before


@pytest.mark.parametrize("seed", range(5))
def test_a_form_of_any_rule_set_comes_up_where_the_rule_set_is_known(seed: int) -> None:
    ruleset = load_ruleset(ruleset_text(random.Random(seed)))
    before = generated(seed, ruleset=ruleset)
    lines = carried_lines(consolidate([before], rulesets={ruleset.digest: ruleset}))
    (after,), _ = read_carried(lines, "h", lambda stamp: ruleset if stamp.ruleset_hash == ruleset.digest else None)
    assert (after.card, after.inputs, after.key) == (before.card, before.inputs, before.key)
    (unknown,), _ = read_carried(lines, "h", SHIPPED)
    assert (unknown.card, [finding.code for finding in unknown.findings]) == (None, ["CFC-004"])


@pytest.mark.parametrize("seed", range(12))
def test_districts_merged_up_give_the_figures_of_all_forms_at_once(seed: int) -> None:
    rng = random.Random(seed)
    forms = pool()
    everything = merged(forms)
    direct, *districts = dealt(rng, forms, rng.randint(2, 7))
    provinces = []
    for place, hand in enumerate(dealt(rng, [*enumerate(districts)], rng.randint(1, 3))):
        members: list[Member] = []
        others: list[OtherFile] = []
        for number, district in hand:
            up = lifted(merged(district), f"huyen-{number}.xlsx")
            members += up[0]
            others += up[1]
        rng.shuffle(members)
        provinces.append(lifted(merged(members, others), f"tinh-{place}.xlsx"))
    rng.shuffle(provinces)
    reached = [*direct, *(member for up in provinces for member in up[0])]
    ministry = merged(reached, [other for up in provinces for other in up[1]])
    assert figures(ministry) == figures(everything)
    assert told(ministry) == told(everything)
    assert ministry.exit_code == everything.exit_code


def test_a_commune_seen_in_two_districts_counts_once_and_a_contradiction_across_districts_is_one() -> None:
    same, other, rival = member(0, "a.xlsx"), member(1, "b.xlsx"), member(1, "c.xlsx", dan_so=1)
    first = lifted(merged([same, other]), "huyen-1.xlsx")[0]
    second = lifted(merged([same, rival]), "huyen-2.xlsx")[0]
    province = merged([*first, *second])
    assert {source.file: source.status for source in province.sources} == {
        "huyen-1.xlsx » a.xlsx": FileStatus.COUNTED,
        "huyen-1.xlsx » b.xlsx": FileStatus.CONFLICT,
        "huyen-2.xlsx » a.xlsx": FileStatus.IDENTICAL,
        "huyen-2.xlsx » c.xlsx": FileStatus.CONFLICT,
    }
    assert len(province.blocks[0].counted) == 1


def test_files_that_are_no_forms_stay_below_unless_something_was_found_in_them() -> None:
    quiet = OtherFile("a.pdf", 1, FileStatus.NOT_A_FORM, "x")
    broken = OtherFile("b.zip", 1, FileStatus.UNUSABLE, "y", (found(UNREADABLE, file="b.zip", reason="y"),))
    _, others = lifted(merged([member(0)], [quiet, broken]), "huyen.xlsx")
    assert [(other.file, other.findings[0].code) for other in others] == [("huyen.xlsx » b.zip", "CFC-001")]


def district_bytes(*members: Member) -> bytes:
    return consolidated_bytes(merged(members), created=WHEN)


def opened_up(tmp_path: Path, **workbooks: bytes) -> Consolidation:
    """The next level, made of these workbooks."""
    for name, data in workbooks.items():
        (tmp_path / name).write_bytes(data)
    return merge([tmp_path], tmp_path / "tinh.xlsx", level_up=True, force=True, created=WHEN).consolidation


def codes(consolidation: Consolidation) -> list[str]:
    return [p.finding.code for p in consolidation.problems if p.finding.code >= "CFC-55"]


def test_the_lines_come_back_from_the_workbook_as_they_were_written() -> None:
    nasty = "_x0041_ \t«=1+1» \\_x000D_ <r>&amp;</r>\n" + "dài " * 20_000
    typed = member(0, ten_don_vi="Xã _x0041_", nguoi_lap=nasty[:30_000])
    consolidation = merged([typed, *(generated(n) for n in range(20))])
    assert read_members(open_consolidated(consolidated_bytes(consolidation, created=WHEN))) == carried_lines(
        consolidation
    )


def test_the_sheet_of_lines_is_out_of_sight() -> None:
    assert load_workbook(io.BytesIO(district_bytes(member(0))))[MEMBERS].sheet_state == "veryHidden"


def test_files_merged_by_level_and_at_once_give_the_same_figures(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "c"]
    for position in range(13):
        path = folders[position % 3] / f"xa-{position}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(form_bytes(RULESET, example_form(position).content))
    shutil.copy(tmp_path / "a" / "xa-0.xlsx", tmp_path / "b" / "ban-sao.xlsx")
    everything = merge(folders, tmp_path / "tat-ca.xlsx", created=WHEN).consolidation
    for folder in folders[:2]:
        merge([folder], tmp_path / f"huyen-{folder.name}.xlsx", created=WHEN)
    districts = [tmp_path / "huyen-a.xlsx", tmp_path / "huyen-b.xlsx"]
    province = merge([*districts, folders[2]], tmp_path / "tinh.xlsx", level_up=True, created=WHEN).consolidation
    (tmp_path / "bo").mkdir()
    ministry = merge([tmp_path / "tinh.xlsx"], tmp_path / "bo" / "bo.xlsx", level_up=True, created=WHEN).consolidation
    assert figures(province) == figures(ministry) == figures(everything)
    assert told(province) == told(ministry) == told(everything)
    files = {source.file: source for source in ministry.sources}
    assert files["../tinh.xlsx"].status is FileStatus.CONSOLIDATED
    assert files["../tinh.xlsx » huyen-a.xlsx » a/xa-3.xlsx"].status is FileStatus.COUNTED
    assert files["../tinh.xlsx » c/xa-2.xlsx"].sha256
    assert len(files["../tinh.xlsx"].sha256) == 64


def test_without_level_up_the_command_says_that_consolidated_workbooks_were_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "huyen.xlsx").write_bytes(district_bytes(member(0)))
    assert main(["merge", str(tmp_path / "huyen.xlsx"), "-o", str(tmp_path / "tinh.xlsx")]) == 2
    told = capsys.readouterr().out
    assert "1 bản tổng hợp không được đọc: thêm --level-up" in told
    assert "Chưa có phiếu nào dùng được" in told


def test_without_level_up_a_consolidated_workbook_is_listed_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "huyen.xlsx").write_bytes(district_bytes(member(0)))
    outcome = merge([tmp_path], tmp_path / "tinh.xlsx", created=WHEN)
    assert [source.status for source in outcome.consolidation.sources] == [FileStatus.CONSOLIDATED]
    assert outcome.exit_code() == 2


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """The workbook after somebody has worked on it and saved it."""
    book = load_workbook(io.BytesIO(data))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_saved_again_by_another_program_still_carries_everything(tmp_path: Path) -> None:
    members = [member(position) for position in range(13)]
    saved = edited(district_bytes(*members), lambda book: None)
    province = opened_up(tmp_path, **{"huyen.xlsx": saved})
    assert (figures(province), codes(province)) == (figures(merged(members)), [])


def _without_lines(book: Any) -> None:
    del book[MEMBERS]


def _with_another_number(book: Any) -> None:
    cell = book[MEMBERS]["A2"]
    cell.value = cell.value.replace('"inputs":[', '"inputs":[1,', 1)


def _with_a_row_less(book: Any) -> None:
    book[MEMBERS].delete_rows(2)


def _of_a_later_format(book: Any) -> None:
    book[MEMBERS]["A1"] = '{"format":2,"anything":[]}'


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (_without_lines, "CFC-550"),
        (_with_another_number, "CFC-551"),
        (_with_a_row_less, "CFC-551"),
        (_of_a_later_format, "CFC-552"),
    ],
)
def test_a_workbook_that_cannot_be_relied_on_is_named_and_not_counted(
    tmp_path: Path, edit: Callable[[Any], None], code: str
) -> None:
    data = edited(district_bytes(member(0), member(1)), edit)
    province = opened_up(tmp_path, **{"huyen.xlsx": data, "khac.xlsx": district_bytes(member(2))})
    assert codes(province) == [code]
    assert [(s.file, s.status) for s in province.sources if " » " not in s.file] == [
        ("huyen.xlsx", FileStatus.UNUSABLE), ("khac.xlsx", FileStatus.CONSOLIDATED),
    ]  # fmt: skip
    assert [commune.code for commune in province.blocks[0].communes] == ["90003"]
    assert province.exit_code == 1


def test_a_sheet_of_lines_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(consolidated_members, "MAX_SHEET", 1_000)
    province = opened_up(tmp_path, **{"huyen.xlsx": district_bytes(member(0), member(1))})
    assert [(p.finding.code, p.finding.file) for p in province.problems] == [("CFC-001", "huyen.xlsx")]


def test_a_mistake_of_ours_in_one_workbook_does_not_take_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(levels, "raw_edits", broken)
    (tmp_path / "xa.xlsx").write_bytes(form_bytes(RULESET, example_form(0).content))
    province = opened_up(tmp_path, **{"huyen.xlsx": district_bytes(member(1))})
    statuses = {source.file: source.status for source in province.sources}
    assert statuses == {"xa.xlsx": FileStatus.COUNTED, "huyen.xlsx": FileStatus.UNUSABLE}


@pytest.mark.parametrize(
    ("harm", "code"), [(lambda data: os._exit(3), "CFC-505"), (lambda data: time.sleep(60), "CFC-012")]
)
def test_a_workbook_that_ends_or_stops_its_worker_is_a_finding_of_that_workbook_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, harm: Callable[[bytes], object], code: str
) -> None:
    bad, good = district_bytes(member(1)), district_bytes(member(2))
    kept = read_members
    monkeypatch.setattr(levels, "read_members", lambda book: harm(book.data) if book.data == bad else kept(book))
    monkeypatch.setattr(levels.raise_level, "__kwdefaults__", {"limits": Limits(seconds=3.0)})
    province = opened_up(tmp_path, **{"hong.xlsx": bad, "tot.xlsx": good})
    assert [(p.finding.code, p.finding.file) for p in province.problems] == [(code, "hong.xlsx")]
    assert [commune.code for commune in province.blocks[0].communes] == ["90003"]


def test_the_same_workbook_under_two_names_counts_once(tmp_path: Path) -> None:
    data = district_bytes(member(0), member(1))
    province = opened_up(tmp_path, **{"huyen.xlsx": data, "ban-sao.xlsx": data})
    assert figures(province) == figures(merged([member(0), member(1)]))
    assert (province.files(FileStatus.COUNTED), province.files(FileStatus.IDENTICAL)) == (2, 2)


def test_a_figure_changed_on_the_raw_sheet_is_told_with_its_cell_and_does_not_count(tmp_path: Path) -> None:
    members = [member(0), member(1), member(2, so_ho=-5)]

    def change(book: Any) -> None:
        sheet = book["Dữ liệu gốc"]
        heading = next(row for row in sheet.iter_rows() if any(cell.value == "Tệp" for cell in row))
        column = next(cell.column for cell in heading if cell.value == "SL1 Dân số")
        row = next(r for r in sheet.iter_rows(min_row=heading[0].row + 1) if r[0].value == "90002")
        sheet.cell(row[0].row, column).value = 123456

    province = opened_up(tmp_path, **{"huyen.xlsx": edited(district_bytes(*members), change)})
    (problem,) = (p for p in province.problems if p.finding.code == "CFC-554")
    assert (problem.finding.file, problem.finding.sheet) == ("huyen.xlsx", "Dữ liệu gốc")
    assert re.fullmatch("[A-Z]+[0-9]+", problem.finding.cell)
    assert "«SL1 Dân số»" in problem.finding.message
    assert "«123456»" in problem.finding.message
    assert figures(province) == figures(merged(members))


def test_sorting_or_deleting_rows_of_the_raw_sheet_is_no_edit(tmp_path: Path) -> None:
    def shuffle(book: Any) -> None:
        sheet = book["Dữ liệu gốc"]
        first = next(row[0].row for row in sheet.iter_rows() if any(cell.value == "Tệp" for cell in row)) + 1
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
        for number, values in enumerate(reversed(rows[1:]), start=first):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column).value = value
        sheet.delete_rows(first + len(rows) - 1)

    data = edited(district_bytes(*(member(position) for position in range(13))), shuffle)
    assert codes(opened_up(tmp_path, **{"huyen.xlsx": data})) == []


def relined(change: Callable[[dict[str, Any]], None]) -> list[str]:
    """The lines of one form, changed by somebody who also mended the digest."""
    header, line = carried_lines(merged([member(6)]))
    data = json.loads(line)
    change(data)
    lines = [json.dumps(data, ensure_ascii=False)]
    return [json.dumps({**json.loads(header), "sha256": digest_of(lines)}), *lines]


def test_the_score_is_recomputed_and_another_one_stated_is_told() -> None:
    (up,), _ = read_carried(relined(lambda data: data.update(total="1000", conclusion="eligible")), "h", SHIPPED)
    assert up.card == member(6).card
    assert [finding.code for finding in up.findings if finding.code == "CFC-553"] == ["CFC-553"]


def test_a_value_that_no_form_would_accept_is_judged_again() -> None:
    place = list(RULESET.fields).index("dan_so")
    (up,), _ = read_carried(relined(lambda data: data["inputs"].__setitem__(place, -5)), "h", SHIPPED)
    assert up.card is not None
    assert "dan_so" in up.card.invalid
    assert (up.inputs[place].state, up.inputs[place].typed) == (State.INVALID, "-5")


def test_a_finding_of_another_version_is_told_by_its_code() -> None:
    strange = {"code": "CFC-999", "severity": "error"}
    (up,), _ = read_carried(relined(lambda data: data.update(findings=[strange])), "h", SHIPPED)
    assert [(f.code, f.severity) for f in up.findings if "CFC-999" in f.message] == [("CFC-555", "error")]


HOSTILE: list[Callable[[dict[str, Any]], None]] = [
    lambda data: data.update(inputs=[]),
    lambda data: data.update(inputs=["x"] * 5_000),
    lambda data: data.update(inputs=[10**30] * len(data["inputs"])),
    lambda data: data.update(inputs=[{"day": "2026-99-99"}]),
    lambda data: data.update(inputs=[True] * len(data["inputs"])),
    lambda data: data.update(file="x" * 50_000),
    lambda data: data.update(size=-1),
    lambda data: data.update(kind="program"),
    lambda data: data.update(extra=1),
    lambda data: data.update(findings=[{"code": "CFC-001", "severity": "fatal"}]),
    lambda data: data.update(findings=[{"code": "CFC-001", "severity": "error"}]),
    lambda data: data.update(total="NaN"),
]


@pytest.mark.parametrize("change", HOSTILE)
def test_lines_that_no_merge_would_write_are_refused(change: Callable[[dict[str, Any]], None]) -> None:
    with pytest.raises(CarriedError) as refused:
        read_carried(relined(change), "h", SHIPPED)
    assert refused.value.kind.code == "CFC-551"


def test_no_file_claims_to_be_counted_without_its_inputs() -> None:
    line = {"kind": "other", "file": "a.xlsx", "size": 1, "status": "counted", "why": ""}
    lines = [json.dumps(line)]
    header = {"format": 1, "lines": 1, "sha256": digest_of(lines)}
    with pytest.raises(CarriedError):
        read_carried([json.dumps(header), *lines], "h", SHIPPED)


def test_whatever_stands_in_the_lines_the_answer_is_a_finding() -> None:
    lines = carried_lines(merged([member(0), member(1)]))
    rng = random.Random(5)
    refused = 0
    for _ in range(300):
        broken = list(lines)
        place = rng.randrange(len(broken))
        text = list(broken[place])
        for _ in range(rng.choice((1, 3, 30))):
            text[rng.randrange(len(text))] = rng.choice('{}[]",:0123456789abc\\ é')
        broken[place] = "".join(text)
        if broken == lines:
            continue
        with pytest.raises(CarriedError):
            read_carried(broken, "h", SHIPPED)
        refused += 1
    assert refused > 290
    for deep in ("[" * 100_000, '{"format":' * 50_000, "", "null", "1"):
        with pytest.raises(CarriedError):
            read_carried([deep], "h", SHIPPED)


def test_a_link_to_a_form_within_a_workbook_leads_to_the_workbook() -> None:
    link = file_link("huyen a.xlsx » phieu/xa.xlsx", "Nhập liệu", "D5")
    assert link is not None
    assert (link._target(), link._anchor) == ("huyen%20a.xlsx", "")  # XlsxWriter tells neither publicly


def test_rule_sets_are_asked_for_by_theirdigest_of() -> None:
    asked: list[Stamp] = []

    def find(stamp: Stamp) -> Ruleset | None:
        asked.append(stamp)
        return RULESETS.get(stamp.ruleset_hash)

    read_carried(carried_lines(merged([member(0)])), "h", find)
    assert [(stamp.ruleset_id, stamp.ruleset_hash) for stamp in asked] == [(RULESET.id, RULESET.digest)]


@pytest.mark.slow
def test_a_workbook_saved_by_libreoffice_still_carries_everything(tmp_path: Path) -> None:
    members = [member(position) for position in range(13)]
    (tmp_path / "huyen.xlsx").write_bytes(district_bytes(*members))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "luu")]
    subprocess.run([*command, str(tmp_path / "huyen.xlsx")], check=True, capture_output=True, timeout=180)
    (tmp_path / "tinh").mkdir()
    province = opened_up(tmp_path / "tinh", **{"huyen.xlsx": (tmp_path / "luu" / "huyen.xlsx").read_bytes()})
    assert (figures(province), codes(province)) == (figures(merged(members)), [])


def test_on_the_command_line_districts_in_an_archive_and_forms_beside_them_make_the_province(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "gui.zip", "w") as archive:
        archive.writestr("huyen.xlsx", district_bytes(member(1), member(2)))
    (tmp_path / "xa.xlsx").write_bytes(form_bytes(RULESET, example_form(0).content))
    out = tmp_path / "tinh.xlsx"
    assert main(["merge", str(tmp_path), "-o", str(out), "--level-up"]) == 0
    assert "3 phiếu được tổng hợp" in capsys.readouterr().out
    lines = [json.loads(line) for line in read_members(open_consolidated(out.read_bytes()))[1:]]
    assert [line["file"] for line in lines] == [
        "gui.zip/huyen.xlsx » phieu/001.xlsx", "gui.zip/huyen.xlsx » phieu/002.xlsx", "xa.xlsx",
    ]  # fmt: skip
