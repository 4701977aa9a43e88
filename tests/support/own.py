"""A rule set of one's own: the Decision's with numbers changed; a form made from it; and where it is kept."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.scenarios import load
from tests.support.typed import content_of
from xl_cfc.cells import CellValue
from xl_cfc.form.sheets import form_bytes
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.ruleset.saving import ruleset_text

#: Points of the second tier of indicator 2.1, and the threshold of class C, which the Decision has at 40 and 800.
POINTS, THRESHOLD = 45, 810
#: What the form of `form` comes to by this rule set, and by the Decision's numbers.
TOTAL, SHIPPED_TOTAL = 995, 990
RENAMED = "Tỷ lệ khai sinh theo cách gọi của tôi"


def own_ruleset() -> Ruleset:
    """The Decision's rule set with these numbers and names changed."""
    data: dict[str, Any] = shipped_ruleset().model_dump(mode="json")
    criterion = data["criteria"][1]
    indicator = criterion["indicators"][0]
    indicator["tiers"][1]["points"]["value"] = str(POINTS)
    indicator["label"] = criterion["name"] = RENAMED
    data["thresholds"]["C"]["points"]["value"] = str(THRESHOLD)
    return Ruleset.model_validate(data | {"id": "cua-toi", "based_on": "qd06-2019", "revised_on": "2026-11-20"})


OWN = own_ruleset()


@cache
def form(**changes: CellValue) -> bytes:
    """A form of this rule set with everything at its best, but for indicator 2.1, which reaches the second tier."""
    best = load("qd06-2019")[0].typed
    proven = replace(best, evidence={field.id: "Sổ theo dõi" for field in OWN.inputs})
    return form_bytes(OWN, content_of(proven, **{"te_khai_sinh_dung": 96, **changes}))


def saved(folder: Path) -> Path:
    """The file of the rule set in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{OWN.id}.yaml"
    path.write_text(ruleset_text(OWN), "utf-8")
    return path
