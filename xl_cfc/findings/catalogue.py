"""Every kind of finding there is, over all families."""

from collections.abc import Iterator

from xl_cfc.findings import agency, entry, file, level, merging, relation, sheet, value
from xl_cfc.findings.finding import FindingKind

_FAMILIES = (file, value, relation, sheet, merging, entry, level, agency)


def catalogue() -> Iterator[FindingKind]:
    """Every kind of finding, by code."""
    kinds = (kind for family in _FAMILIES for kind in vars(family).values() if isinstance(kind, FindingKind))
    return iter(sorted(kinds, key=lambda kind: kind.code))
