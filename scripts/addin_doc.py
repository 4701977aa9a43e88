"""Writes the tables of buttons and functions in docs/addin.md from the code; a test keeps them the same."""

import re
from collections.abc import Iterable
from pathlib import Path

from macros.button import commands
from macros.ribbon import buttons
from udfs.help import help_texts

TARGET = Path(__file__).parents[1] / "docs" / "addin.md"


def document(page: str) -> str:
    """The page with its two tables as they should be."""
    return _placed(_placed(page, "buttons", _buttons()), "functions", _functions())


def _placed(page: str, name: str, table: Iterable[str]) -> str:
    head, foot = f"<!-- {name}: make pages -->", f"<!-- end of {name} -->"
    between = re.compile(f"{re.escape(head)}.*{re.escape(foot)}", re.DOTALL)
    text = "\n".join([head, *table, foot])
    placed, count = between.subn(lambda _: text, page)
    assert count == 1, f"docs/addin.md has no place for its table of {name}"
    return placed


def _buttons() -> Iterable[str]:
    yield "| Nhóm | Nút | Làm gì | Lệnh tương ứng |"
    yield "|---|---|---|---|"
    group = ""
    for button in buttons():
        command = commands()[button.id]
        shown = button.group if button.group != group else ""
        yield _row(shown, button.label, button.text, f"`{command}`" if command else "")
        group = button.group


def _row(*cells: str) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


def _functions() -> Iterable[str]:
    yield "| Hàm | Cho biết |"
    yield "|---|---|"
    for entry in help_texts():
        yield f"| `{entry.name}({'; '.join(entry.parameters)})` | {entry.description} |"


if __name__ == "__main__":
    TARGET.write_text(document(TARGET.read_text("utf-8")), "utf-8")
