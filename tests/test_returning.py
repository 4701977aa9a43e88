"""Return notes: what goes back to a commune, as a page and as a message."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.known import SHIPPED
from xl_cfc import cli
from xl_cfc.delivery.returning import message, note_files, of_form, write_files
from xl_cfc.examples import example_form, write_examples
from xl_cfc.form.ondisk import evaluate_file
from xl_cfc.form.sheets import form_bytes
from xl_cfc.ruleset.registry import shipped_ruleset

TODAY = date(2026, 11, 23)


def example(folder: Path, position: int) -> Path:
    """The file of one example commune."""
    path = folder / "phieu.xlsx"
    path.write_bytes(form_bytes(shipped_ruleset(), example_form(position).content))
    return path


def test_only_forms_with_something_to_mend_get_a_note(tmp_path: Path) -> None:
    results = [evaluate_file(path, SHIPPED) for path in write_examples(tmp_path / "forms", 13)]

    files = note_files(map(of_form, results), TODAY, "30/11/2026")

    assert [name[:13] for name in files if name.endswith(".xlsx")] == ["tra-lai_90009", "tra-lai_90011"]
    assert len(files) == 4


def test_a_page_names_every_cell_to_mend_and_the_deadline(tmp_path: Path) -> None:
    result = evaluate_file(example(tmp_path, 10), SHIPPED)
    page, _ = note_files([of_form(result)], TODAY, "30/11/2026").values()

    cells = [
        str(cell) for row in load_workbook(BytesIO(page)).active.iter_rows(values_only=True) for cell in row if cell
    ]
    assert any("30/11/2026" in text for text in cells)
    assert all(any(finding.place in text for text in cells) for finding in result.findings)


def test_a_message_is_short_and_says_who_and_where(tmp_path: Path) -> None:
    text = message(of_form(evaluate_file(example(tmp_path, 10), SHIPPED)), "30/11/2026")

    assert text.startswith("Xã Thanh Mỹ: phiếu còn 4 lỗi phải sửa")
    assert "Nhập liệu!" in text
    assert "30/11/2026" in text
    assert len(text) < 1000


def test_check_writes_the_notes_and_never_over_others_unasked(tmp_path: Path) -> None:
    form = example(tmp_path, 8)

    assert cli.main(["check", str(form), "--note", str(tmp_path / "notes")]) == 1
    assert cli.main(["check", str(form), "--note", str(tmp_path / "notes")]) == 2
    assert cli.main(["check", str(form), "--note", str(tmp_path / "notes"), "--force"]) == 1


def test_when_one_file_cannot_be_written_no_new_one_stays(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "c.txt").write_text("cũ", "utf-8")
    with pytest.raises(OSError):
        write_files({"a.txt": b"a", "b.txt": b"b", "c.txt": b"c"}, tmp_path, force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.txt", "c.txt"]
    assert (tmp_path / "c.txt").read_text("utf-8") == "cũ"
