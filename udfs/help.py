"""What Excel's function wizard shows: given to Excel at start, because VBA source cannot hold Vietnamese."""

import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_type_hints

from udfs import functions

_LIMIT = 255


class FunctionHelp(NamedTuple):
    """One function's name, description and its arguments' descriptions."""

    name: str
    description: str
    arguments: tuple[str, ...]
    parameters: tuple[str, ...]


def function_names() -> list[str]:
    """The worksheet functions, by name."""
    return sorted(name for name in vars(functions) if name.startswith("CFC_"))


def help_texts() -> Iterator[FunctionHelp]:
    """The help of every worksheet function."""
    for name in function_names():
        function: Any = getattr(functions, name)
        hints = get_type_hints(function, include_extras=True)
        parameters = tuple(inspect.signature(function).parameters)
        texts = tuple(get_args(hints[parameter])[1]["doc"][:_LIMIT] for parameter in parameters)
        yield FunctionHelp(name, (inspect.getdoc(function) or "")[:_LIMIT], texts, parameters)
