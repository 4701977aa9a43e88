"""The house keeps its own rules: short functions, modules of one subject, and nobody reaches into another's inside."""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIBRARY, PRODUCT = ("xl_cfc", "udfs", "macros"), ("xl_cfc", "udfs", "macros", "scripts", "benchmarks")
LONGEST_FUNCTION, LONGEST_MODULE = 50, 300
#: What a module longer than that says in the first lines of its docstring.
REASON = "Longer than 300 lines because"
#: Public in spite of their underscore: Python's own documentation lists them.
PUBLIC = {"_fields", "_replace", "_asdict", "_make", "_exit"}
#: What knows which rule sets there are; nobody has it as a default.
KNOWN = re.compile(r"shipped|known_?rulesets", re.IGNORECASE)
#: Still to be divided or mended.
PENDING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Module:
    """A module's text and tree."""

    path: Path

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def lines(self) -> list[str]:
        return self.path.read_text("utf-8").splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse("\n".join(self.lines))

    @cached_property
    def functions(self) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
        return tuple(n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))

    @cached_property
    def own(self) -> set[str]:
        """Every name and attribute that the module itself gives a meaning."""
        own = {function.name for function in self.functions}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef):
                own.add(node.name)
            elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
                own.add(node.id if isinstance(node, ast.Name) else node.attr)
        return own

    def foreign_private(self) -> Iterator[tuple[int, str]]:
        """Line and text of each private attribute that the module uses and does not define, or imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr) and not _is_own(node, self.own):
                yield node.lineno, ast.unparse(node)
            elif isinstance(node, ast.ImportFrom):
                names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
                yield from ((node.lineno, f"import {name}") for name in names if is_private(name))

    def has_comment(self, line: int) -> bool:
        """Whether a reason stands on a line or right above it."""
        above = self.lines[line - 2].strip() if line > 1 else ""
        return "  # " in self.lines[line - 1] or above.startswith("# ")


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC


def _is_own(node: ast.Attribute, own: set[str]) -> bool:
    """Whether an attribute is read of something whose inside is this module's; one that is only set here is not."""
    by_itself = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
    return node.attr in own and (by_itself or isinstance(node.ctx, ast.Load))


def modules(*folders: str) -> list[Module]:
    found = (Module(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [module for module in found if module.place not in PENDING]


ALL = modules(*PRODUCT, "tests")


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{module.place}: {function.name} has {lines} lines"
        for module in ALL
        for function in module.functions
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]

    assert "\n".join(long) == ""


def test_a_module_of_more_than_three_hundred_lines_says_why_in_its_first_lines() -> None:
    long = [
        f"{module.place} has {len(module.lines)} lines"
        for module in modules(*PRODUCT)
        if len(module.lines) > LONGEST_MODULE and REASON not in "\n".join(module.lines[:6])
    ]

    assert "\n".join(long) == ""


def test_nobody_uses_what_is_private_to_another_module() -> None:
    used = [
        f"{module.place}:{line}: {text}"
        for module in ALL
        for line, text in module.foreign_private()
        if not (module.place.startswith(("xl_cfc/workbook/", "tests/")) and module.has_comment(line))
    ]

    assert "\n".join(used) == "", (
        "ask for a public name; what a library hides is used in workbook/ alone, each time with a reason"
    )


def test_nobody_imports_a_private_name_of_ours_even_with_a_comment() -> None:
    imported = [
        f"{module.place}:{node.lineno}: {alias.name} of {node.module}"
        for module in ALL
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in (*PRODUCT, "tests")
        for alias in node.names
        if is_private(alias.name)
    ]

    assert "\n".join(imported) == ""


def _private_methods(module: Module) -> Iterator[tuple[int, ast.ClassDef, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and is_private(part.name):
                    yield part.lineno, node, part.name


@pytest.mark.parametrize("top", LIBRARY)
def test_what_a_library_hides_is_overridden_in_workbook_alone_and_with_a_reason(top: str) -> None:
    overridden = []
    for module in modules(top):
        for line, node, name in _private_methods(module):
            dotted = module.place.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            made = getattr(importlib.import_module(dotted), node.name, None)
            bases = [base for base in getattr(made, "__mro__", ())[1:] if base.__module__.split(".")[0] not in LIBRARY]
            excused = module.place.startswith("xl_cfc/workbook/") and module.has_comment(line)
            if any(name in vars(base) for base in bases) and not excused:
                overridden.append(f"{module.place}:{line}: {node.name}.{name}")

    assert "\n".join(overridden) == ""


def test_no_function_and_no_field_has_the_known_rule_sets_as_its_default() -> None:
    defaults = [
        f"{module.place}:{default.lineno}: {ast.unparse(default)}"
        for module in modules(*PRODUCT)
        for default in _defaults(module)
        if KNOWN.search(ast.unparse(default))
    ]

    assert "\n".join(defaults) == "", "what is known of rule sets is made at an edge and handed in"


def _defaults(module: Module) -> Iterator[ast.expr]:
    """The defaults of every function's parameters and of every class's fields."""
    for function in module.functions:
        yield from (one for one in (*function.args.defaults, *function.args.kw_defaults) if one is not None)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield from (part.value for part in node.body if isinstance(part, ast.AnnAssign) and part.value is not None)


def test_no_two_classes_have_the_same_name() -> None:
    places: dict[str, list[str]] = {}
    for module in modules(*LIBRARY):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(module.place)
    shared = [f"{name}: {', '.join(defined)}" for name, defined in sorted(places.items()) if len(defined) > 1]

    assert "\n".join(shared) == "", "a word with several meanings gets one each"


def test_every_module_has_its_place_in_the_import_contract() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(contract for contract in linter["contracts"] if contract.get("containers") == ["xl_cfc"])["layers"]
    listed = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {
        path.stem for path in (ROOT / "xl_cfc").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert listed == rooms - {"__init__"}
    assert set(linter["root_packages"]) == set(LIBRARY)


def test_no_folder_of_code_escapes_these_rules() -> None:
    folders = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/**/*.py") if ".venv" not in path.parts}

    assert folders - {"build", "dist"} == {*PRODUCT, "tests"}
