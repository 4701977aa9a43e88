"""A merge as most tests ask for it: with the shipped rule sets, unless told otherwise."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from tests.support.known import SHIPPED
from xl_cfc.collecting import Destination, Material, MergeOutcome, MergeRequest, Terms
from xl_cfc.collecting import merge as merge_as_asked


def asked(files: Sequence[Path], workbook: Path, **wishes: Any) -> MergeRequest:
    """The request of these wishes, each by its name."""

    def those_of(part: type) -> dict[str, Any]:
        return {field.name: wishes.pop(field.name) for field in fields(part) if field.name in wishes}

    wishes = {"files": files, "workbook": workbook, "rulesets": SHIPPED, **wishes}
    request = MergeRequest(
        Material(**those_of(Material)), Destination(**those_of(Destination)), Terms(**those_of(Terms))
    )
    assert not wishes, wishes
    return request


def merge(files: Sequence[Path], workbook: Path, **wishes: Any) -> MergeOutcome:
    """The merge of these wishes."""
    means = {name: wishes.pop(name) for name in ("warn", "progress", "executor", "created") if name in wishes}
    return merge_as_asked(asked(files, workbook, **wishes), **means)
