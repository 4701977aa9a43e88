"""Return notes: what goes back to a commune, as a page and as a message."""

from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from xl_cfc import cli
from xl_cfc.evaluation import evaluate_file
from xl_cfc.examples import write_examples
from xl_cfc.returning import message, write_notes


def test_only_forms_with_something_to_mend_get_a_note(tmp_path: Path) -> None:
    results = [evaluate_file(path) for path in write_examples(tmp_path / "forms", 13)]

    pages = write_notes(results, tmp_path / "notes", date(2026, 11, 23), "30/11/2026")

    assert [page.name[:13] for page in pages] == ["tra-lai_90009", "tra-lai_90011"]
    assert len(list((tmp_path / "notes").iterdir())) == 4


def test_a_page_names_every_cell_to_mend_and_the_deadline(tmp_path: Path) -> None:
    result = evaluate_file(write_examples(tmp_path, 11)[10])
    (page,) = write_notes([result], tmp_path / "notes", date(2026, 11, 23), "30/11/2026")

    cells = [str(cell) for row in load_workbook(page).active.iter_rows(values_only=True) for cell in row if cell]
    assert any("30/11/2026" in text for text in cells)
    assert all(any(finding.place in text for text in cells) for finding in result.findings)


def test_a_message_is_short_and_says_who_and_where(tmp_path: Path) -> None:
    text = message(evaluate_file(write_examples(tmp_path, 11)[10]), "30/11/2026")

    assert text.startswith("Xã Thanh Mỹ: phiếu còn 4 lỗi phải sửa")
    assert "Nhập liệu!" in text
    assert "30/11/2026" in text
    assert len(text) < 1000


def test_check_writes_the_notes_and_never_over_others_unasked(tmp_path: Path) -> None:
    form = write_examples(tmp_path, 9)[8]

    assert cli.main(["check", str(form), "--note", str(tmp_path / "notes")]) == 1
    assert cli.main(["check", str(form), "--note", str(tmp_path / "notes")]) == 2
    assert cli.main(["check", str(form), "--note", str(tmp_path / "notes"), "--force"]) == 1
