"""The one exception with which a command says that it was called in a way that cannot work."""


class UsageError(Exception):
    """The command cannot do what was asked; the text says why and what to do instead."""
