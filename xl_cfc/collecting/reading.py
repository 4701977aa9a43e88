"""What there is to merge, read: every file found and evaluated, lower levels' workbooks as the forms they carry."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from xl_cfc.collecting.files import collect
from xl_cfc.collecting.levels import raise_level
from xl_cfc.collecting.progress import Progress, silent
from xl_cfc.collecting.request import Material, Terms
from xl_cfc.collecting.workers import MakeExecutor, evaluate_all
from xl_cfc.consolidation.collection import Collection
from xl_cfc.consolidation.members import Member
from xl_cfc.consolidation.merging import consolidate
from xl_cfc.consolidation.models import Consolidation
from xl_cfc.consolidation.upwards import CarriedForms
from xl_cfc.language import speaking
from xl_cfc.ruleset.known import FindRuleset
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.stamp import Stamp

#: A name no file has, where nothing is written.
_NO_OUTPUT = ".xl_cfc-nothing"


def read_material(
    material: Material,
    output: Path,
    *,
    today: date | None = None,
    executor: MakeExecutor | None = None,
    progress: Progress = silent,
) -> CarriedForms:
    """Every file of the material evaluated; `output` is where the result goes, and never read as material."""
    with speaking("vi"):  # a consolidated workbook is Vietnamese whatever the language in force
        collected = collect(material.files, output)
    members = evaluate_all(
        collected.jobs, rulesets=material.rulesets, today=today, executor=executor, progress=progress
    )
    found = CarriedForms(tuple(members), tuple(collected.others))
    if not material.level_up:
        return found
    with speaking("vi"):
        return raise_level(found, collected.jobs, material.rulesets)


def preview(material: Material, terms: Terms, *, progress: Progress = silent) -> Consolidation:
    """What a merge would come to, without writing anything."""
    first = material.files[0]
    found = read_material(material, (first if first.is_dir() else first.parent) / _NO_OUTPUT, progress=progress)
    return consolidate(
        found.members,
        found.others,
        rulesets=followed(found.members, material.rulesets),
        collection=Collection(material.year, material.period, terms.plan, terms.roster),
    )


def followed(members: Iterable[Member], rulesets: FindRuleset) -> dict[str, Ruleset]:
    """The rule sets the forms follow, by digest."""
    stamps = {
        Stamp(template_version="", ruleset_id=m.ruleset_id, ruleset_hash=m.ruleset_hash)
        for m in members
        if m.ruleset_hash
    }
    found = (rulesets(stamp) for stamp in stamps)
    return {ruleset.digest: ruleset for ruleset in found if ruleset is not None}
