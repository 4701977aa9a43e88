"""Every kind of finding there is, over all families: each module beside this one may declare some."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import xl_cfc.findings
from xl_cfc.findings.finding import FindingKind


def catalogue() -> Iterator[FindingKind]:
    """Every kind of finding, by code."""
    beside = (name for _, name, _ in pkgutil.iter_modules(xl_cfc.findings.__path__, "xl_cfc.findings."))
    families = (import_module(name) for name in beside if name != __name__)
    kinds = {kind for family in families for kind in vars(family).values() if isinstance(kind, FindingKind)}
    return iter(sorted(kinds, key=lambda kind: kind.code))
