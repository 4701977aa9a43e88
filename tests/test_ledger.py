"""The ledger's pure parts: drawing the sample, years held, carrying entries, and remembering all of it."""

from collections import Counter
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_cfc.consolidation.ledger.entries import CarriedEntries, Entry, EntryKey, EntryValue, ReadRow, ReadTable, carry
from xl_cfc.consolidation.ledger.memory import LaterFormatError, from_rows, to_rows
from xl_cfc.consolidation.ledger.models import (
    FormMemory,
    Ledger,
    LogKind,
    LogRow,
    Memory,
    Sampling,
    Scope,
    Version,
    with_sampling,
)
from xl_cfc.consolidation.ledger.receipts import first_seen, receipt_problems, typed_days
from xl_cfc.consolidation.ledger.recognition import years_held
from xl_cfc.consolidation.ledger.records import MemoryRow
from xl_cfc.consolidation.ledger.sampling import Unit, draw, sample_size
from xl_cfc.consolidation.ledger.tables import APPRAISAL, RECEIPT, RECOGNITION
from xl_cfc.consolidation.members import Key, Member
from xl_cfc.consolidation.targets import holders
from xl_cfc.plan.models import Plan, Reverification
from xl_cfc.plan.registry import shipped_plan
from xl_cfc.plan.roster import Roster, RosterUnit

COMMUNES = [Unit(f"{90000 + n}", ("B" if n % 3 else "C", n % 4)) for n in range(1, 61)]


def test_the_sample_is_the_same_on_every_machine_and_in_any_order() -> None:
    assert draw(COMMUNES[:13], 3, "2024 Cuối kỳ") == ("90003", "90004", "90010")
    assert draw(COMMUNES[:13][::-1], 3, "2024 Cuối kỳ") == draw(COMMUNES[:13], 3, "2024 Cuối kỳ")
    assert draw(COMMUNES[:13], 3, "seed khác") != draw(COMMUNES[:13], 3, "2024 Cuối kỳ")


@given(st.integers(0, 70), st.text(max_size=8))
def test_every_stratum_gives_its_share_within_one(size: int, seed: str) -> None:
    drawn = draw(COMMUNES, size, seed)
    assert len(drawn) == len(set(drawn)) == min(size, len(COMMUNES))
    strata = Counter(unit.stratum for unit in COMMUNES)
    taken = Counter(unit.stratum for unit in COMMUNES if unit.code in drawn)
    for stratum, units in strata.items():
        share = min(size, len(COMMUNES)) * units / len(COMMUNES)
        assert share - 1 < taken[stratum] < share + 1


def test_a_further_commune_replaces_at_most_few_of_the_sample() -> None:
    before = set(draw(COMMUNES[:-1], 12, "x"))
    assert len(before - set(draw(COMMUNES, 12, "x"))) <= 2


@pytest.mark.parametrize(
    ("units", "asked", "size"),
    [
        (13, Sampling(), 2),
        (125, Sampling(), 13),
        (5, Sampling(size=9), 5),
        (5, Sampling(size=0), 0),
        (0, Sampling(), 0),
        (13, Sampling(share=Fraction(1, 5)), 3),
        (125, Sampling(share=Fraction(1, 5)), 25),
        (5, Sampling(share=Fraction(1)), 5),
    ],
)
def test_a_tenth_is_drawn_unless_told_otherwise(units: int, asked: Sampling, size: int) -> None:
    assert sample_size(units, asked) == size


ONE, SILENT = shipped_plan("thap-muoi-2024"), shipped_plan("dong-kinh-2026")
FIFTH = ONE.model_copy(update={"reverification": Reverification(share=Fraction(1, 5))})
SHARE = Sampling(share=Fraction(1, 5))


@pytest.mark.parametrize(
    ("sentence", "remembered", "asked", "plan", "expected"),
    [
        ("a plan that names a share has that share drawn", Sampling(), None, FIFTH, SHARE),
        ("whoever asks for a number gets it", Sampling(), 4, FIFTH, Sampling(size=4)),
        ("a plan's number", Sampling(), None, ONE, Sampling(size=1)),
        ("a plan that is given replaces what was asked for", Sampling(size=4), None, FIFTH, SHARE),
        ("a plan that says nothing changes nothing", Sampling(size=4), None, SILENT, Sampling(size=4)),
        ("nor does a merge that says nothing", SHARE, None, None, SHARE),
    ],
)
def test_how_many_are_visited_again(
    sentence: str, remembered: Sampling, asked: int | None, plan: Plan | None, expected: Sampling
) -> None:
    assert with_sampling(Ledger(sampling=remembered), None, asked, plan).sampling == expected, sentence


WHEN = date(2024, 12, 20)


def recognised(**typed: EntryValue) -> Entry:
    return Entry({"decision": "12/QĐ-UBND", "day": WHEN, **typed})


def test_a_title_is_held_for_a_year_with_the_number_and_the_date_of_a_decision() -> None:
    entries: dict[EntryKey, Entry] = {
        ("90001", "2024"): recognised(),
        ("90002", "2024"): Entry({"decision": "13/QĐ-UBND"}),
        ("90003", "2024"): Entry({"decision": "14", "day": "20 tháng 12"}),
        ("90004", "2024"): recognised(earlier="2020, 2022"),
        ("90005", "2023"): recognised(),
        ("90006", "2024"): Entry({"earlier": 2022}),
        ("90007", "2024"): Entry({"earlier": "từ lâu"}),
    }
    assert [len(holders(years_held(entries), year)) for year in (2024, 2022)] == [2, 2]
    assert years_held(entries) == {
        "90001": (2024,), "90004": (2020, 2022, 2024), "90005": (2023,), "90006": (2022,),
    }  # fmt: skip


KEY = ("90001", "2024", "Cuối kỳ", "1")


def carried(previous: dict[EntryKey, Entry], *rows: ReadRow, lost: frozenset[str] = frozenset()) -> CarriedEntries:
    return carry(APPRAISAL, previous, ReadTable(rows, lost=lost))


@pytest.mark.parametrize(
    ("old", "typed", "beside", "expected"),
    [
        (None, {"points": 8}, 10, 10),
        (Entry({"points": 8}, 10), {"points": 8}, 9, 10),
        (Entry({"points": 8}, 10), {"points": 7}, 9, 9),
        (Entry({"points": 8}, 10), {"points": 8, "day": WHEN}, 9, 9),
        (Entry({"points": 8}, 10), {"points": 8, "note": "x"}, 9, 10),
    ],
)
def test_an_entry_remembers_the_score_it_was_typed_beside(
    old: Entry | None, typed: dict[str, EntryValue], beside: int, expected: int
) -> None:
    result = carried({KEY: old} if old else {}, ReadRow(KEY, typed, beside))
    assert result.entries[KEY] == Entry(typed, expected)


def test_a_column_whose_heading_is_gone_keeps_its_values() -> None:
    result = carried(
        {KEY: Entry({"points": 8, "reason": "x"}, 10)}, ReadRow(KEY, {"points": 8}, 10), lost=frozenset({"reason"})
    )
    assert result.entries[KEY].values == {"points": 8, "reason": "x"}
    assert result.changes == ()


def test_a_copied_row_with_the_same_content_is_one_entry() -> None:
    row = ReadRow(KEY, {"points": 8}, 10)
    assert list(carried({}, row, row, ReadRow(KEY, {}, 10)).entries) == [KEY]


def test_copies_keep_their_places_when_the_sheet_is_sorted() -> None:
    first, second = ReadRow(KEY, {"points": 8}, 10), ReadRow(KEY, {"points": 7}, 10)
    known = carried({}, first, second)
    again = carried(dict(known.entries), second, first)
    assert again.entries == known.entries
    assert again.changes == ()


VALUES = st.one_of(
    st.integers(-(10**6), 10**6), st.booleans(), st.text(min_size=1), st.dates(), st.floats(-1e6, 1e6, allow_nan=False)
)


@given(st.dictionaries(st.sampled_from(["points", "reason", "+Cột thêm"]), VALUES, min_size=1), st.none() | VALUES)
def test_the_ledger_is_remembered_exactly(values: dict[str, EntryValue], beside: EntryValue | None) -> None:
    key = Key("00001", 2024, "Cuối kỳ")
    ledger = Ledger(
        entries={APPRAISAL.id: {KEY: Entry(values, beside)}, RECOGNITION.id: {("90001", ""): Entry(values)}},
        added={APPRAISAL.id: ("+Cột thêm",)},
        versions={key: (Version("ab", datetime(2026, 11, 2, 8, 30, 1), "a.xlsx", 1), Version("cd", datetime.max, "b"))},
        forms={key: FormMemory("ab", "a.xlsx", "Xã", "d" * 16, "900", ("1", "", "x"), gone=True)},
        log=(LogRow(1, datetime(2026, 11, 2), LogKind.ADDED, "00001", "Xã", "Phiếu", "", "900", "a.xlsx"),),
        sampling=Sampling("hạt", None, Fraction(1, 5)),
        earlier=("../2023/_x0041_.xlsx",),
        scope=Scope(2026, "Cuối kỳ"),
        plan=shipped_plan("dong-kinh-2026"),
        roster=Roster(units=(RosterUnit(code="90001", name="Xã", phone="0900", due=date(2026, 11, 15)),)),
    )
    memory = Memory(ledger, ("Tổng quan", "Nguồn"), {APPRAISAL.id: ("Mã", "Đơn vị")})
    rows = list(to_rows(memory))
    assert from_rows(rows) == memory
    assert not any("_x0041_" in row.data for row in rows)  # a cell would hold the letter A


def test_an_edited_memory_is_refused() -> None:
    rows = list(to_rows(Memory(Ledger(log=(LogRow(1, datetime(2026, 11, 2), LogKind.RUN),)))))
    for data in ("", "[]", "[1,2]", "{", "{}", '{"line":{},"more":1}'):
        with pytest.raises(ValueError):
            from_rows([*rows[:-1], rows[-1]._replace(data=data)])
    with pytest.raises(ValueError):
        from_rows([*rows, MemoryRow("nonsense", "", "{}")])


def test_a_memory_of_a_later_format_is_told_from_an_edited_one() -> None:
    first, *rest = to_rows(Memory())
    with pytest.raises(LaterFormatError):
        from_rows([first._replace(data='{"version":3,"what":"nobody knows yet"}'), *rest])


FIRST_FORMAT = [
    MemoryRow("sheets", "", '["Tổng quan","Nguồn"]'),
    MemoryRow("headings", "tham_dinh", '["Mã","Đơn vị"]'),
    MemoryRow("sampling", "", '["hạt",3]'),
    MemoryRow("earlier", "", '["../2023"]'),
    MemoryRow("added", "tham_dinh", '["+Cột thêm"]'),
    MemoryRow("entry", '["tham_dinh","90001","2024","Cuối kỳ","1"]', '[{"day":{"date":"2024-11-20"},"points":90},100]'),
    MemoryRow(
        "versions", '["90001",2024,"Cuối kỳ"]',
        '[["ab","2024-11-05T09:00:00","a.xlsx",1],["cd","2024-11-06T09:00:00","b",null]]',
    ),
    MemoryRow(
        "form", '["90001",2024,"Cuối kỳ"]',
        '{"content":"ab","file":"a.xlsx","gone":false,"inputs":["1",""],"name":"Xã","ruleset":"dd","total":"900"}',
    ),
    MemoryRow("log", "1", '["2024-11-05T09:00:00","run","","","2 tệp","","2024 · Cuối kỳ",""]'),
    MemoryRow("log", "2", '["2024-11-06T09:00:00","run","","","2 tệp","","2024",""]'),
    MemoryRow("log", "2", '["2024-11-06T09:00:00","added","90001","Xã","Phiếu","","900","a.xlsx"]'),
]  # fmt: skip


def test_the_first_formats_memory_is_read_as_ever() -> None:
    memory = from_rows(FIRST_FORMAT)
    key, first, second = Key("90001", 2024, "Cuối kỳ"), datetime(2024, 11, 5, 9), datetime(2024, 11, 6, 9)
    assert (memory.sheets, memory.headings) == (("Tổng quan", "Nguồn"), {"tham_dinh": ("Mã", "Đơn vị")})
    assert memory.ledger == Ledger(
        entries={APPRAISAL.id: {KEY: Entry({"day": date(2024, 11, 20), "points": 90}, 100)}},
        added={APPRAISAL.id: ("+Cột thêm",)},
        versions={key: (Version("ab", first, "a.xlsx", 1), Version("cd", second, "b"))},
        forms={key: FormMemory("ab", "a.xlsx", "Xã", "dd", "900", ("1", ""))},
        log=(
            LogRow(1, first, LogKind.RUN, what="2 tệp", new="2024 · Cuối kỳ"),
            LogRow(2, second, LogKind.RUN, what="2 tệp", new="2024"),
            LogRow(2, second, LogKind.ADDED, "90001", "Xã", "Phiếu", "", "900", "a.xlsx"),
        ),
        sampling=Sampling("hạt", 3),
        earlier=("../2023",),
        scope=Scope(2024),
    )
    assert from_rows(list(to_rows(memory))) == memory
    for data in ("", "[]", "[1,2]", "{"):
        with pytest.raises(ValueError):
            from_rows([*FIRST_FORMAT[:-1], FIRST_FORMAT[-1]._replace(data=data)])


def test_the_days_typed_and_the_days_first_seen() -> None:
    key = Key("90001", 2024, "Cuối kỳ")
    versions = (Version("b", datetime(2024, 11, 9), "b"), Version("a", datetime(2024, 11, 5, 9), "a"))
    member, today = Member("x", "", 1, (), code=key.code, year=key.year, period=key.period), date(2024, 12, 1)
    assert first_seen(Ledger(), [member], today) == {key: today}
    assert first_seen(Ledger(versions={key: versions}), [member], today) == {key: date(2024, 11, 5)}
    typed = Ledger({RECEIPT.id: {(key.code, str(key.year), key.period): Entry({"received": date(2024, 11, 3)})}})
    assert typed_days(typed) == {key: date(2024, 11, 3)}
    wrong = Ledger(
        {RECEIPT.id: {(key.code, str(key.year), key.period): Entry({"received": "hôm qua"})}}, versions={key: versions}
    )
    assert typed_days(wrong) == {}
    assert [problem.finding.code for problem in receipt_problems(wrong)] == ["CFC-525"]
