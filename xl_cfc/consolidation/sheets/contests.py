"""Sheet `Trùng lặp`: contradicting forms with what differs, cell by cell, and the cells in which to choose one."""

from collections.abc import Iterator, Sequence
from datetime import date

from xl_cfc.consolidation.ledger.contests import MARK, choice_key, content_mark, differences
from xl_cfc.consolidation.ledger.tables import CHOICE, CODE, CONTENT, NOTE, PERIOD, USE, YEAR
from xl_cfc.consolidation.members import Member
from xl_cfc.consolidation.models import Contest
from xl_cfc.consolidation.sheets.declaration import BookSheet, Tab
from xl_cfc.consolidation.sheets.entrytable import EntryRow, EntryTable, Input, Shown
from xl_cfc.consolidation.sheets.links import file_link
from xl_cfc.consolidation.sheets.page import ConsolidatedBook, Page
from xl_cfc.consolidation.sources import FileStatus
from xl_cfc.findings.merging import IDENTICAL
from xl_cfc.workbook.cellwriting import Content, Link, Value
from xl_cfc.workbook.styles import text_height

_CENTRE = {"align": "center"}
_FILE = "Tệp (bấm để mở)"
#: The lists below begin right of the cells to type in: whatever stands there is never taken for an entry.
_FIRST = 2
_VALUE_WIDTH = 19.0


def write_contests(page: Page) -> None:
    """Fill the sheet."""
    merged, ledger = page.book.merged, page.book.ledger
    open_ones = sum(contest.chosen is None for contest in merged.contests)
    page.head(
        "TRÙNG LẶP VÀ CÁC BẢN NỘP KHÁC NHAU",
        f"{len(merged.contests)} đơn vị có nhiều phiếu khác nội dung; {open_ones} chưa quyết định: chưa tính vào tổng, "
        "xếp hạng, tỷ lệ đạt.",
        f"Nhập {MARK} ở cột «{USE.heading}» của phiếu đúng rồi gộp lại. Thời gian của tệp không chứng minh được gì: "
        "«Thấy lần đầu» là lúc một lần gộp gặp nội dung này.",
    )
    columns = _columns()
    table = EntryTable(page, CHOICE, columns, ledger.added.get(CHOICE.id, ()))
    table.widths()
    table.write(_rows(page), frozen_columns=4)
    table.mark()
    _write_differences(page)
    _write_identical(page)
    page.print_on()


def _is_shown(book: ConsolidatedBook) -> bool:
    """Whether there is anything to choose, was chosen before, or came twice."""
    return bool(book.merged.contests or book.ledger.of(CHOICE) or book.merged.files(FileStatus.IDENTICAL))


SHEET = BookSheet(CHOICE.sheet, Tab.PROBLEM, write_contests, _is_shown)


def _columns() -> tuple[Shown | Input, ...]:
    choose = {"validate": "list", "source": [MARK], "error_message": f"Chỉ nhập {MARK}, hoặc để trống"}
    return (
        Input(USE, 8, {**_CENTRE, "bold": True}, choose),
        Input(NOTE, 24),
        Shown(CODE.heading, 8.5, _CENTRE),
        Shown("Đơn vị", 26),
        Shown(YEAR.heading, 7, _CENTRE),
        Shown(PERIOD.heading, 9.5, _CENTRE),
        Shown("Phiếu", 7, _CENTRE),
        Shown(_FILE, 52),
        Shown("Tổng điểm", _VALUE_WIDTH, _CENTRE),
        Shown("Đang dùng", _VALUE_WIDTH),
        Shown("Thấy lần đầu", _VALUE_WIDTH, _CENTRE),
        Shown("Ngày lập ghi trên phiếu", _VALUE_WIDTH, _CENTRE),
        Shown("Lần nộp được tính", 10, _CENTRE),
        Shown(CONTENT.heading, 16, _CENTRE),
        Shown("SHA-256", 40, {"font_size": 9}),
    )


def _rows(page: Page) -> Iterator[EntryRow]:
    ledger, contests = page.book.ledger, page.book.merged.contests
    entries = ledger.of(CHOICE)
    listed = set()
    for contest in contests:
        for number, member in enumerate(contest.members, start=1):
            key = choice_key(contest.key, member)
            listed.add(key)
            yield EntryRow(_shown(page, contest, number, member), entries.get(key))
    for key, entry in sorted(entries.items()):
        if key not in listed:
            code, year, period, content = key[:4]
            told = "Không còn phiếu này, hoặc không còn mâu thuẫn"
            place: Value = int(year) if year.isdigit() else year
            blank: tuple[Value, ...] = ("", "", "", "")
            yield EntryRow((code, ledger.name_of(code), place, period, "", told, *blank, "", content, ""), entry, True)


def _shown(page: Page, contest: Contest, number: int, member: Member) -> tuple[Content, ...]:
    key = contest.key
    version = next((v for v in page.book.ledger.versions.get(key, ()) if v.content == member.content), None)
    total = member.card.total if member.card is not None else None
    link = Link(file_link(member.file), member.file)
    used = f"✓ {contest.by}" if member is contest.chosen else "" if contest.chosen else "chưa quyết định"
    return (
        key.code, member.name, key.year, key.period, number, link, "…" if total is None else total, used,
        f"{version.seen:%d/%m/%Y %H:%M}" if version else "", _filled_on(page, member),
        version.number if version else None, content_mark(member), member.sha256,
    )  # fmt: skip


def _filled_on(page: Page, member: Member) -> str:
    """The date its officer typed on the form."""
    ruleset = page.book.rulesets.get(member.ruleset_hash)
    if ruleset is None or "ngay_lap" not in ruleset.fields:
        return ""
    value = dict(zip(ruleset.fields, member.inputs, strict=True))["ngay_lap"].value
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else ""


def _write_differences(page: Page) -> None:
    """What differs, cell by cell: a column a form, in the order of the table above."""
    contests = page.book.merged.contests
    most = max((len(contest.members) for contest in contests), default=0)
    if not most:
        return
    page.row += 1
    headings = ["Mã", "Đơn vị", "Năm", "Kỳ", "", "Khác nhau ở", *(f"Phiếu {n}" for n in range(1, most + 1))]
    _right(page, headings, heading=True)
    for contest in contests:
        key, name = contest.key, contest.members[0].name
        for what, values in differences(contest, page.book.rulesets):
            _right(page, [key.code, name, key.year, key.period, "", what, *values])


def _write_identical(page: Page) -> None:
    """Files whose content another file has already."""
    twice = [problem for problem in page.book.merged.problems if problem.finding.kind is IDENTICAL]
    if not twice:
        return
    page.row += 1
    _right(page, ["Mã", "Đơn vị", "", "", "", "Cùng nội dung, không tính lại", "Trùng với tệp"], heading=True)
    for problem in twice:
        finding = problem.finding
        _right(page, [problem.code, problem.name, "", "", "", finding.file, finding.params["other"]])


def _right(page: Page, values: Sequence[Value], *, heading: bool = False) -> None:
    """A row of a list, right of the cells to type in."""
    styles = page.styles
    style = styles.heading if heading else styles.cell
    texts = ((v, 52.0 if n == 5 else _VALUE_WIDTH) for n, v in enumerate(values) if isinstance(v, str))
    page.ws.set_row(page.row, min(text_height(*texts), 400))
    for place, value in enumerate(values):
        page.put(_FIRST + place, value, styles.centred if place in (0, 2, 3) and not heading else style)
    page.row += 1
