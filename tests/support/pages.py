"""The project's pages as text: their lines, tables, links, and the things of the code they name."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
#: What the names on a page are looked for in: the project, and the library's own rooms.
_BASES = (ROOT, ROOT / "xl_cfc")
_FILES = (".py", ".md", ".toml", ".xml", ".yaml", ".svg", ".png", ".xlam", ".sh")
#: Packages a dotted name may begin with.
_PACKAGES = ("xl_cfc", "udfs", "macros", "tests", "scripts", "benchmarks")


def text_of(page: str) -> str:
    """A page's text, by its path from the project's root."""
    return (ROOT / page).read_text("utf-8")


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def quoted(text: str) -> Iterator[str]:
    """What stands between backticks, outside blocks of code."""
    yield from re.findall(r"`([^`\n]+)`", prose(text))


def missing_names(text: str) -> list[str]:
    """The paths and names of the code on a page that are not there."""
    names = [name for name in quoted(text) if names_code(name)]
    return [name for name in names if not (exists(name) if _is_path(name) else is_found(name))]


def names_code(quote: str) -> bool:
    """Whether a quotation is a path or a dotted name of this project, not a formula, an option or a file's name."""
    return _is_path(quote) or _is_dotted(quote)


def _is_path(quote: str) -> bool:
    if not re.fullmatch(r"[\w.*-]+(/[\w.*-]+)*/?", quote):
        return False
    return "/" in quote or (quote.endswith(_FILES) and quote.isascii())


def _is_dotted(quote: str) -> bool:
    first, *others = quote.split(".")
    if not others or not all(part.isidentifier() for part in (first, *others)) or quote.endswith((".xlsx", ".csv")):
        return False
    return first in _PACKAGES or (ROOT / "xl_cfc" / first).is_dir() or (ROOT / "xl_cfc" / f"{first}.py").is_file()


def exists(path: str) -> bool:
    """Whether there is such a file or folder, from the root or from `xl_cfc/`; `*` stands for any name."""
    return any(list(base.glob(path.rstrip("/"))) for base in _BASES)


def is_found(name: str) -> bool:
    """Whether a dotted name leads to a module, or to something in one."""
    try:
        found(name)
    except (ModuleNotFoundError, AttributeError):
        return False
    return True


def found(name: str) -> Any:
    """What a dotted name leads to; the library's modules are named without their `xl_cfc`.

    Raises ModuleNotFoundError or AttributeError when there is no such thing.
    """
    parts = name.split(".") if name.split(".")[0] in _PACKAGES else ["xl_cfc", *name.split(".")]
    length = max(n for n in range(1, len(parts) + 1) if n == 1 or _is_module(parts[:n]))
    thing: Any = importlib.import_module(".".join(parts[:length]))
    for part in parts[length:]:
        fields = getattr(thing, "__dataclass_fields__", {}) | getattr(thing, "model_fields", {})
        thing = fields[part] if part in fields and not hasattr(thing, part) else getattr(thing, part)
    return thing


def _is_module(parts: list[str]) -> bool:
    path = ROOT.joinpath(*parts)
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def links(text: str) -> Iterator[str]:
    """Where the links and pictures of a page lead within the project."""
    for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", prose(text)):
        where = "".join(target)
        if "://" not in where:
            yield where


def headings(text: str) -> set[str]:
    """The anchors of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", prose(text), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def rows(text: str) -> Iterator[list[str]]:
    """The rows of a page's tables, without their headings."""
    lines = text.splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|") and not _is_rule(line) and not _is_rule(after):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def repeated_lines(text: str) -> list[str]:
    """Lines that stand on a page more than once; headings of tables may."""
    lines = [line.strip() for line in text.splitlines()]
    counted = [line for line, after in zip(lines, [*lines[1:], ""], strict=True) if not _is_rule(after)]
    worth = [line for line in counted if len(line) > 12 and not _is_rule(line)]
    return sorted({line for line in worth if worth.count(line) > 1})


def _is_rule(line: str) -> bool:
    return bool(re.fullmatch(r"\|[-:| ]+\|", line))


def commands(text: str) -> Iterator[list[str]]:
    """The calls of the command line on a page, word by word."""
    for call in re.findall(r"\bxl-cfc ([a-z][^\n`#]*)", text):
        yield call.split()
