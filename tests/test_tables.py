"""Tidy tables: what they hold is the consolidation, in CSV that Excel opens safely and in Parquet with types."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow.parquet import read_table

from scripts.tables_doc import TARGET, document
from tests.support.merging import merge
from tests.test_consolidated import district
from tests.test_merging import RULESET, member, merged
from xl_cfc.cli import main
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.tables import TableFiles, files
from xl_cfc.consolidation.tables.csvtext import csv_bytes
from xl_cfc.consolidation.tables.declared import TABLES, DataTable
from xl_cfc.examples import example_form
from xl_cfc.form.sheets import form_bytes
from xl_cfc.usage import UsageError

WHEN = datetime(2026, 11, 23, 8, 30)
BY_NAME = {table.name: table for table in TABLES}


def rows(name: str, consolidation: Consolidation) -> list[dict[str, Any]]:
    table = BY_NAME[name]
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows(consolidation)]


@pytest.fixture(scope="module")
def consolidation() -> Consolidation:
    return district()


def test_there_is_a_table_for_each_kind_of_thing() -> None:
    assert list(BY_NAME) == ["units", "inputs", "indicators", "criteria", "totals", "findings", "sources"]


def test_the_page_in_docs_is_the_declaration() -> None:
    assert TARGET.read_text("utf-8") == document(), "run `make pages`"


def test_every_table_has_a_row_for_each_of_its_things(consolidation: Consolidation) -> None:
    forms = sum(len(block.communes) for block in consolidation.blocks)
    counts = {table.name: len(list(table.rows(consolidation))) for table in TABLES}
    assert counts == {
        "units": forms,
        "inputs": forms * len(RULESET.fields),
        "indicators": forms * len(RULESET.indicators),
        "criteria": forms * len(RULESET.criteria),
        "totals": forms,
        "findings": len(consolidation.problems),
        "sources": len(consolidation.sources),
    }


def test_a_units_rows_say_what_its_form_says() -> None:
    one = merged([member(0, so_ho="95 %", ngay_lap=date(2024, 12, 31))])
    card = one.blocks[0].communes[0].card
    (unit,) = rows("units", one)
    assert (unit["code"], unit["year"], unit["period"], unit["conflict"]) == ("90001", 2024, "Cuối kỳ", False)
    (total,) = rows("totals", one)
    assert (total["total"], total["threshold"], total["conclusion"]) == (card.total, card.threshold, card.conclusion)
    inputs = {row["field"]: row for row in rows("inputs", one)}
    assert (inputs["so_ho"]["accepted"], inputs["so_ho"]["text"], inputs["so_ho"]["number"]) == (False, "95 %", None)
    assert (inputs["ten_don_vi"]["accepted"], inputs["ma_dvhc"]["text"]) == (True, "90001")
    assert inputs["ngay_lap"]["date"] == date(2024, 12, 31)
    points = [row["points"] for row in rows("criteria", one)]
    assert points == [criterion.points for criterion in card.criteria]
    assert sum(row["points"] or 0 for row in rows("indicators", one)) == card.provisional_total


def read_back(data: bytes) -> list[list[str]]:
    """A CSV as a program reads it that knows of the leading apostrophe."""
    assert data.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [[cell.removeprefix("'") for cell in row] for row in table]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_csv_read_back_is_the_table(table: DataTable, consolidation: Consolidation) -> None:
    heading, *read = read_back(csv_bytes(table, consolidation))
    assert heading == [column.name for column in table.columns]
    texts = {True: "true", False: "false", None: ""}
    expected = [
        ["" if v is None else texts[v] if isinstance(v, bool) else str(v) for v in row]
        for row in table.rows(consolidation)
    ]
    assert read == expected


NASTY = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "'=1", 'a,"b"\nc', "ổ"]


def test_no_text_in_csv_begins_as_a_formula_and_all_come_back() -> None:
    members = [member(n, f"={n}.xlsx", ten_don_vi=text) for n, text in enumerate(NASTY)]
    data = csv_bytes(BY_NAME["inputs"], merged(members))
    raw = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in raw if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    names = [row[8 + 1] for row in read_back(data) if row[4] == "ten_don_vi"]
    assert sorted(names) == sorted(NASTY)


def test_parquet_has_typed_columns_and_the_same_rows(tmp_path: Path, consolidation: Consolidation) -> None:
    TableFiles(parquet=tmp_path).write(consolidation, force=False)
    for table in TABLES:
        read = read_table(tmp_path / f"{table.name}.parquet")
        expected = rows(table.name, consolidation)
        for row, want in zip(read.to_pylist(), expected, strict=True):
            assert row == {key: float(v) if isinstance(v, bool) and key == "value" else v for key, v in want.items()}
    totals = read_table(tmp_path / "totals.parquet")
    types = {field.name: field.type for field in totals.schema}
    assert (types["year"], types["conflict"]) == (pyarrow.int64(), pyarrow.bool_())
    assert pyarrow.types.is_decimal(types["total"])
    assert isinstance(totals.to_pylist()[0]["total"], Decimal)
    assert totals.schema.field("total").metadata[b"description"].decode().startswith("tổng điểm")
    dates = read_table(tmp_path / "inputs.parquet").schema.field("date").type
    assert dates == pyarrow.date32()


def test_pandas_reads_both(tmp_path: Path, consolidation: Consolidation) -> None:
    pandas = pytest.importorskip("pandas")
    TableFiles(csv=tmp_path, parquet=tmp_path).write(consolidation, force=False)
    loose = pandas.read_csv(tmp_path / "totals.csv", dtype={"code": str})
    typed = pandas.read_parquet(tmp_path / "totals.parquet")
    assert list(loose["code"]) == list(typed["code"])
    assert list(loose["total"].fillna(-1)) == [float(v) if v is not None else -1 for v in typed["total"]]


def test_an_empty_merge_has_headings_only(tmp_path: Path) -> None:
    TableFiles(csv=tmp_path, parquet=tmp_path).write(merged([]), force=False)
    assert all(len(read_back((tmp_path / f"{table.name}.csv").read_bytes())) == 1 for table in TABLES)
    assert all(read_table(tmp_path / f"{table.name}.parquet").num_rows == 0 for table in TABLES)


@pytest.fixture(scope="module")
def form() -> bytes:
    return form_bytes(RULESET, example_form(0).content)


def test_merge_writes_the_tables_beside_the_workbook(
    tmp_path: Path, form: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xlsx").write_bytes(form)
    command = ["merge", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "o.xlsx")]
    tables = ["--csv", str(tmp_path / "bang"), "--parquet", str(tmp_path / "bang")]
    assert main([*command, *tables]) == 0
    assert f"Bảng dữ liệu: {tmp_path / 'bang'}" in capsys.readouterr().out
    names = {path.name for path in (tmp_path / "bang").iterdir()}
    assert names == {f"{table.name}.{kind}" for table in TABLES for kind in ("csv", "parquet")}


def test_tables_are_not_overwritten_unasked_and_nothing_is_read_before(tmp_path: Path, form: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(form)
    (tmp_path / "units.csv").write_text("của tôi")
    with pytest.raises(UsageError, match=r"Đã có .*units.csv.*--force"):
        merge([tmp_path / "a.xlsx"], tmp_path / "o.xlsx", tables=TableFiles(csv=tmp_path), progress=_never)
    assert (tmp_path / "units.csv").read_text() == "của tôi"
    assert not (tmp_path / "o.xlsx").exists()
    merge([tmp_path / "a.xlsx"], tmp_path / "o.xlsx", tables=TableFiles(csv=tmp_path), force=True, created=WHEN)
    assert (tmp_path / "units.csv").read_bytes().startswith(b"\xef\xbb\xbffile,code,")


def _never(done: int, total: int, name: str) -> None:
    raise AssertionError("a form was read")


def test_a_file_where_the_folder_should_be_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "bang").write_text("x")
    with pytest.raises(UsageError, match="không phải thư mục"):
        TableFiles(csv=tmp_path / "bang").refuse(force=True)


def test_without_pyarrow_the_command_says_how_to_get_it(
    tmp_path: Path, form: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent: Callable[[], bool] = lambda: False  # noqa: E731
    monkeypatch.setattr(files, "is_available", absent)
    (tmp_path / "a.xlsx").write_bytes(form)
    command = ["merge", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "o.xlsx"), "--parquet", str(tmp_path / "b")]
    assert main(command) == 2
    assert 'pip install "xl-cfc[parquet]"' in capsys.readouterr().err
    assert not (tmp_path / "o.xlsx").exists()
