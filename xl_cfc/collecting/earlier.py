"""An earlier period's forms and workbooks, to compare with: found again, read, and laid beside the merge."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from xl_cfc.collecting.reading import followed, read_material
from xl_cfc.collecting.request import Material
from xl_cfc.collecting.workers import MakeExecutor
from xl_cfc.consolidation.ledger.models import Ledger
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation, with_earlier
from xl_cfc.consolidation.trends import trend_of
from xl_cfc.language import t


def compared(
    merged: Consolidation,
    material: Material,
    ledger: Ledger,
    output: Path,
    *,
    warn: Callable[[str], None],
    executor: MakeExecutor | None = None,
) -> tuple[Consolidation, Ledger]:
    """The merge beside what came before, and the ledger that remembers where that lies."""
    files = _earlier_files(material.earlier, ledger, output, warn)
    if files:
        merged = with_earlier(merged, _consolidated(replace(material, files=files), output, executor))
        if not any(trend_of(block, merged, ledger.roster) for block in merged.blocks):
            warn(_nothing_earlier())
    given = tuple(_seen_from(output, path) for path in material.earlier)
    return merged, replace(ledger, earlier=given or ledger.earlier)


def _earlier_files(given: Sequence[Path], ledger: Ledger, output: Path, warn: Callable[[str], None]) -> Sequence[Path]:
    """What to compare with: as given, else as an earlier merge was given, where that is still there."""
    if given:
        return given
    remembered = [output.parent / text for text in ledger.earlier]
    gone = ", ".join(str(path) for path in remembered if not path.exists())
    if gone:
        warn(
            t(
                f"Không còn thấy {gone} của kỳ trước: không so sánh được với các tệp đó",
                f"{gone} of the earlier period is no longer there: nothing is compared with it",
            )
        )
    return [path for path in remembered if path.exists()]


def _seen_from(output: Path, path: Path) -> str:
    """A path as the output's folder sees it, so that both can be moved together; another drive has its full name."""
    try:
        return Path(os.path.relpath(path, output.parent)).as_posix()
    except ValueError:
        return path.absolute().as_posix()


def _nothing_earlier() -> str:
    return t(
        "--earlier: không có phiếu dùng được nào của kỳ trước, nên không có trang «So sánh»",
        "--earlier: no usable form of an earlier period, so there is no sheet «So sánh»",
    )


def _consolidated(material: Material, output: Path, executor: MakeExecutor | None) -> Consolidation:
    """Earlier forms of any year, and those that consolidated workbooks carry, merged by themselves."""
    found = read_material(replace(material, level_up=True), output, executor=executor)
    return consolidate(found.members, found.others, rulesets=followed(found.members, material.rulesets))
