"""Which function stands behind which button of the ribbon."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from macros.excel import Desk

#: What a button does: it returns the one sentence the officer reads, or None when there is none.
Handler = Callable[[Desk], str | None]

_HANDLERS: dict[str, Handler] = {}
_COMMANDS: dict[str, str] = {}


class SayError(Exception):
    """Something the officer must be told instead of a result."""


def button(name: str, command: str = "") -> Callable[[Handler], Handler]:
    """Put a function behind the button with this id; `command` does the same on the command line, where one does."""

    def put(handler: Handler) -> Handler:
        _HANDLERS[name], _COMMANDS[name] = handler, command
        return handler

    return put


def handlers() -> dict[str, Handler]:
    """Every button's function by the button's id: whatever the modules of `macros.buttons` declare."""
    _declared()
    return dict(_HANDLERS)


def commands() -> dict[str, str]:
    """The command that does the same as a button, by the button's id."""
    _declared()
    return dict(_COMMANDS)


def _declared() -> None:
    from macros import buttons

    for module in iter_modules(buttons.__path__, f"{buttons.__name__}."):
        import_module(module.name)
