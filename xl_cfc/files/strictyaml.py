"""YAML as rule sets and plans are written: safe, and a key that stands twice is an error."""

from typing import Any

import yaml

from xl_cfc.language import t


class YamlTextError(Exception):
    """The text is no such YAML; `where` names the line, `message` says what is wrong."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where, self.message = where, message


class _UniqueKeyLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which writing a key twice is an error instead of silently keeping the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key!r} stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)  # type: ignore[no-any-return]


#: A day stays the text it is written as, so that one that does not exist is a mistake at its place like any other.
_UniqueKeyLoader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def read_mapping(text: str) -> dict[str, Any] | None:
    """The mapping a YAML text holds, None when it holds something else; raises `YamlTextError`."""
    try:
        raw = yaml.load(text, Loader=_UniqueKeyLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = t(f"dòng {mark.line + 1}", f"line {mark.line + 1}") if mark else "YAML"
        raise YamlTextError(where, str(getattr(error, "problem", error))) from None
    return raw if isinstance(raw, dict) else None
