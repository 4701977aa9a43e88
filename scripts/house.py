"""The house as it stands: rooms by storey from the import contract, arrows between rooms from the code itself."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
_PACKAGES = ("xl_cfc", "udfs", "macros")
#: The layers of the contract as pyproject.toml has them, and one of them: its rooms, then what it is.
_LAYERS = re.compile(r"^exhaustive = true\nlayers = \[\n(.+?)^\]", re.MULTILINE | re.DOTALL)
_LAYER = re.compile(r'^\s*"([\w |]+)",\s*# (.+)$', re.MULTILINE)

Arrow = tuple[str, str]


@dataclass(frozen=True)
class Storey:
    """Rooms side by side, none of which imports another, and what they are for."""

    rooms: tuple[str, ...]
    caption: str


@dataclass(frozen=True)
class House:
    """Rooms from the roof to the ground, and how many imports lead from each to each."""

    storeys: tuple[Storey, ...]
    imports: Mapping[Arrow, int]
    inner: Mapping[str, tuple[str, ...]]
    by_name: frozenset[Arrow]
    pure: frozenset[str]

    @cached_property
    def rooms(self) -> tuple[str, ...]:
        """Every room, from the roof to the ground."""
        return tuple(room for storey in self.storeys for room in storey.rooms)

    def below(self, room: str) -> tuple[str, ...]:
        """The rooms this one imports, by name or outright."""
        return tuple(other for other in self.rooms if (room, other) in self.imports)

    def above(self, room: str) -> tuple[str, ...]:
        """The rooms that import this one."""
        return tuple(other for other in self.rooms if (other, room) in self.imports)

    @cached_property
    def needed_arrows(self) -> tuple[Arrow, ...]:
        """The arrows that no chain of other arrows stands for."""
        return tuple(
            (room, other)
            for room in self.rooms
            for other in self.below(room)
            if not any(other in self._reached(between) for between in self.below(room) if between != other)
        )

    def _reached(self, room: str) -> set[str]:
        reached = {room}
        for other in self.rooms:  # from the roof down: whoever imports a room is met before it
            if any((above, other) in self.imports for above in reached):
                reached.add(other)
        return reached


def read_house() -> House:
    """The house as contract and code have it now."""
    graph = grimp.build_graph(*_PACKAGES, cache_dir=None)
    storeys = tuple(_storeys())
    rooms = {room for storey in storeys for room in storey.rooms}
    arrows = Counter(
        (_room(module), _room(other))
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
    )
    by_name = frozenset(_imported_by_name())
    arrows.update(by_name)
    return House(
        storeys,
        {arrow: count for arrow, count in arrows.items() if arrow[0] != arrow[1] and rooms.issuperset(arrow)},
        {room: tuple(_inner(room)) for room in rooms},
        by_name,
        frozenset(_pure_rooms()),
    )


def _storeys() -> Iterator[Storey]:
    for package in reversed(_PACKAGES[1:]):
        yield Storey((package,), _first_sentence(ROOT / package / "__init__.py"))
    contract = _LAYERS.search((ROOT / "pyproject.toml").read_text("utf-8"))
    assert contract is not None
    for rooms, caption in _LAYER.findall(contract[1]):
        yield Storey(tuple(rooms.split(" | ")), caption)


def _first_sentence(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.partition(". ")[0].rstrip(".")


def _room(module: str) -> str:
    first, _, rest = module.partition(".")
    return rest.partition(".")[0] if first == _PACKAGES[0] else first


def _folder(room: str) -> Path:
    return ROOT / room if room in _PACKAGES else ROOT / _PACKAGES[0] / room


def _inner(room: str) -> Iterator[str]:
    """The rooms within a room."""
    yield from sorted(path.parent.name for path in _folder(room).glob("*/__init__.py"))


def is_folder(room: str) -> bool:
    """Whether a room is a folder, not a single module."""
    return _folder(room).is_dir()


def _imported_by_name() -> Iterator[Arrow]:
    """Arrows that no import statement shows: `import_module(f"xl_cfc.commands.{name}")`."""
    for path in sorted((ROOT / _PACKAGES[0]).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args:
                name = node.args[0]
                start = name.values[0] if isinstance(name, ast.JoinedStr) else name
                if isinstance(start, ast.Constant) and str(start.value).startswith(f"{_PACKAGES[0]}."):
                    yield _room(module), _room(str(start.value))


def _pure_rooms() -> Iterator[str]:
    """The rooms that never touch a workbook, as the contract names them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if f"{_PACKAGES[0]}.workbook" in contract.get("forbidden_modules", ()):
            yield from map(_room, contract["source_modules"])
