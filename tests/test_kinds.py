"""What a kind of indicator is, only its module knows: nobody else asks which kind one is, and each answers in full."""

import ast
import inspect
from collections.abc import Iterator

import pytest

from tests.test_house import PRODUCT, ROOT, Module
from xl_cfc.language import speaking
from xl_cfc.ruleset.kinds.base import Indicator
from xl_cfc.ruleset.kinds.columns import SHARED
from xl_cfc.ruleset.kinds.registry import KINDS, comparisons, kind_names, rule_columns

HOME = "xl_cfc/ruleset/kinds/"


#: The kinds and what they share: every class between the protocol and a kind.
CLASSES = {
    parent
    for kind in KINDS.values()
    for parent in kind.__mro__
    if issubclass(parent, Indicator) and parent is not Indicator
}
NAMES, MODULES = {one.__name__ for one in CLASSES}, {one.__module__ for one in CLASSES}


def dispatches(module: Module) -> Iterator[str]:
    """Each place that names a kind's class or module, or compares or looks up an indicator's `kind`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name | ast.Attribute | ast.alias) and _name(node) in NAMES:
            yield f"{module.place}:{node.lineno}: {_name(node)}"
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield f"{module.place}:{node.lineno}: import from {node.module}"
        elif isinstance(node, ast.Compare) and any(map(_is_kind, (node.left, *node.comparators))):
            if any(_is_key(other) for other in (node.left, *node.comparators)):
                yield f"{module.place}:{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.MatchValue | ast.MatchClass) and (
            _is_key(getattr(node, "value", None)) or _name(getattr(node, "cls", None)) in NAMES
        ):
            yield f"{module.place}:{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Dict) and len([key for key in node.keys if _is_key(key)]) > 1:
            yield f"{module.place}:{node.lineno}: a table of kinds"


def _name(node: ast.AST | None) -> str:
    match node:
        case ast.Name(name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return name
    return ""


def _is_kind(node: ast.expr) -> bool:
    """`indicator.kind`, or `raw["kind"]`, or `raw.get("kind")`."""
    text = ast.unparse(node)
    return text.endswith(".kind") or "['kind']" in text or "'kind'" in text


def _is_key(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value in KINDS


def test_nobody_else_asks_which_kind_an_indicator_is() -> None:
    files = [path for folder in PRODUCT for path in sorted((ROOT / folder).rglob("*.py"))]
    others = [module for module in map(Module, files) if not module.place.startswith(HOME)]

    assert len(others) > 300
    assert [found for module in others for found in dispatches(module)] == []


@pytest.mark.parametrize(
    "line",
    [
        "isinstance(indicator, RatioIndicator)",
        "from xl_cfc.ruleset.kinds.rate import RateIndicator",
        "kinds.quotient.Quotient",
        "if indicator.kind == 'ratio': pass",
        "'rate' != raw['kind']",
        "{'ratio': '0%', 'rate': '0.00'}.get(indicator.kind, 'General')",
        "match indicator.kind:\n    case 'count': pass",
        "match indicator:\n    case Tiered(): pass",
    ],
)
def test_a_question_after_the_kind_is_noticed(line: str) -> None:
    class Text(Module):
        tree = ast.parse(line)
        place = "here"

    assert list(dispatches(Text(ROOT))) != []


def test_every_kind_answers_everything_in_both_languages() -> None:
    names: dict[str, list[str]] = {}
    for language in ("vi", "en"):
        with speaking(language):
            names[language] = [kind.kind_text() for kind in KINDS.values()]
    assert names["vi"][:4] == ["Có/Không", "số lượng", "tỷ lệ", "tỷ suất"]
    assert len(set(names["vi"])) == len(set(names["en"])) == len(KINDS)
    assert not set(names["vi"]) & set(names["en"])
    assert list(kind_names().values()) == list(KINDS)
    for kind in KINDS.values():
        assert not inspect.isabstract(kind)
        assert set(kind.asks_for) <= set(kind.columns) & set(kind.model_fields)
        assert set(kind.written_first) | set(kind.columns) <= set(kind.model_fields)


def test_the_rulebook_has_a_column_for_whatever_a_kind_asks_for() -> None:
    columns = rule_columns()
    assert tuple(columns[: len(SHARED)]) == SHARED
    assert all(column in columns for kind in KINDS.values() for column in kind.columns.values())
    assert len({column.heading for column in columns}) == len({column.key for column in columns}) == len(columns)
    assert {one.word for one in comparisons()} >= {"≥", "≤", "Có"}
